/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-verb-form.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-fault.h"
#include "app/atlas-record-row.h"
#include "app/atlas-referral-verbs.h"
#include "app/atlas-session-work.h"
#include "app/atlas-window.h"
#include "base/atlas-error.h"
#include "records/atlas-codes.h"

#define PARAGRAPH_HEIGHT 90     /* pixels at the usual text size */

/* What is being done: who asked, and what to say of it. */
typedef struct {
  AtlasForm      *form;         /* (nullable): NULL when there is no form, or it was closed */
  GtkWidget      *from;         /* (nullable): NULL once it is gone */
  AtlasSession   *session;
  AtlasChangeSet *set;
} Doing;

static void
doing_free (Doing *doing)
{
  g_clear_weak_pointer (&doing->form);
  g_clear_weak_pointer (&doing->from);
  g_clear_object (&doing->session);
  atlas_change_set_unref (doing->set);
  g_free (doing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, doing_free)

static char *
word_fault (const GError *error)
{
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED))
    return g_strdup (_("Somebody has changed this since it was read. Nothing was saved: close "
                       "this, look at what is there now, and do it again."));

  /* Translators: why. */
  return g_strdup_printf (_("Nothing was saved: %s"), error->message);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Doing)  doing = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *fault = NULL;

  if (atlas_session_apply_finish (doing->session, result, &error))
    {
      if (doing->from != NULL)
        atlas_window_toast_undo_set (doing->from, atlas_change_set_get_label (doing->set),
                                     atlas_change_set_get_id (doing->set));
      if (doing->form != NULL)
        gtk_window_destroy (GTK_WINDOW (doing->form));
      return;
    }

  fault = word_fault (error);
  if (doing->form != NULL)
    atlas_form_set_fault (doing->form, fault);
  else if (doing->from != NULL)
    atlas_window_toast (doing->from, fault);
}

static void
do_set (GtkWidget      *from,
        AtlasForm      *form,
        AtlasSession   *session,
        AtlasChangeSet *set)
{
  Doing *doing = g_new0 (Doing, 1);

  g_set_weak_pointer (&doing->from, from);
  g_set_weak_pointer (&doing->form, form);
  doing->session = g_object_ref (session);
  doing->set = set;
  atlas_session_apply_async (session, set, NULL, done_cb, doing);
}

/**
 * atlas_referral_do:
 * @from: a widget of the window, for the toast with Undo
 * @session: the store
 * @set: (transfer full): what to do
 *
 * Does something at once, without a form.
 */
void
atlas_referral_do (GtkWidget      *from,
                   AtlasSession   *session,
                   AtlasChangeSet *set)
{
  do_set (from, NULL, session, set);
}

static gboolean
reads_dates (AtlasVerbForm *self)
{
  for (guint i = 0; i < self->n_rows; i++)
    if (ATLAS_IS_DATE_ROW (self->rows[i]) &&
        !atlas_date_row_is_valid (ATLAS_DATE_ROW (self->rows[i])))
      {
        atlas_verb_form_refuse (self, i,
                                _("The day cannot be read. Write it as 20 November 2026."));
        return FALSE;
      }

  return TRUE;
}

static void
save_cb (AtlasForm     *form,
         AtlasVerbForm *self)
{
  AtlasChangeSet *set = reads_dates (self) ? self->make (self) : NULL;

  if (set == NULL)
    return;
  if (atlas_change_set_n_ops (set) == 0)
    {
      atlas_change_set_unref (set);
      gtk_window_destroy (GTK_WINDOW (form));
      return;
    }

  do_set (self->from, form, self->session, set);
}

static void
verb_form_free (gpointer data)
{
  AtlasVerbForm *self = data;

  g_clear_weak_pointer (&self->from);
  g_clear_object (&self->session);
  atlas_referral_case_unref (self->referral_case);
  if (self->extra_free != NULL)
    self->extra_free (self->extra);
  g_free (self);
}

/**
 * atlas_verb_form_new:
 * @from: where it is opened
 * @session: the store
 * @referral_case: what it is about
 * @title: "Offer a Place"
 * @button: "_Offer"
 * @make: makes the change set from what was filled in
 *
 * Makes a form, to be shown with gtk_window_present(). What it does can be undone, and the toast
 * says so.
 *
 * Returns: (transfer none): the form, owned by its window
 */
AtlasVerbForm *
atlas_verb_form_new (GtkWidget         *from,
                     AtlasSession      *session,
                     AtlasReferralCase *referral_case,
                     const char        *title,
                     const char        *button,
                     AtlasVerbMake      make)
{
  AtlasVerbForm *self = g_new0 (AtlasVerbForm, 1);

  self->form = atlas_form_new (from, title, button);
  g_set_weak_pointer (&self->from, from);
  self->session = g_object_ref (session);
  self->referral_case = atlas_referral_case_ref (referral_case);
  self->make = make;
  g_object_set_data_full (G_OBJECT (self->form), "atlas-verb", self, verb_form_free);
  g_signal_connect (self->form, "save", G_CALLBACK (save_cb), self);

  return self;
}

/**
 * atlas_verb_form_add:
 * @row: a row that the form shows already
 *
 * Counts a row among those that are asked for by number.
 */
void
atlas_verb_form_add (AtlasVerbForm *self,
                     GtkWidget     *row)
{
  g_return_if_fail (self->n_rows < ATLAS_VERB_FORM_MAX_ROWS);

  self->rows[self->n_rows++] = row;
}

void
atlas_verb_form_add_date (AtlasVerbForm *self,
                          const char    *title,
                          AtlasDate      date)
{
  GtkWidget *row = atlas_date_row_new (title, date);

  atlas_form_add (self->form, row);
  atlas_verb_form_add (self, row);
}

/**
 * atlas_verb_form_add_codes:
 * @title: what is asked
 * @set: name of the code set
 * @code: (nullable): the code to begin with
 *
 * Asks for one code, or none.
 */
void
atlas_verb_form_add_codes (AtlasVerbForm *self,
                           const char    *title,
                           const char    *set,
                           const char    *code)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (set);
  g_autoptr(GPtrArray) labels = g_ptr_array_new ();
  guint selected = 0;

  g_ptr_array_add (labels, (gpointer) _("Not recorded"));
  for (guint i = 0; i < codes->len; i++)
    {
      const AtlasCode *each = g_ptr_array_index (codes, i);

      g_ptr_array_add (labels, (gpointer) _(each->label));
      if (g_strcmp0 (each->code, code) == 0)
        selected = i + 1;
    }
  g_ptr_array_add (labels, NULL);

  atlas_verb_form_add (self, atlas_form_add_choice (self->form, title,
                                                    (const char * const *) labels->pdata,
                                                    selected));
}

/**
 * atlas_verb_form_add_records:
 * @title: what is asked
 * @records: (element-type AtlasRecord): what can be chosen
 * @id: (nullable): the record to begin with
 *
 * Asks for one record, or none.
 */
void
atlas_verb_form_add_records (AtlasVerbForm *self,
                             const char    *title,
                             GPtrArray     *records,
                             const char    *id)
{
  GtkWidget *row = atlas_record_row_new (title);

  atlas_record_row_set_records (ATLAS_RECORD_ROW (row), records, _("Not recorded"));
  atlas_record_row_set_id (ATLAS_RECORD_ROW (row), id);
  atlas_form_add (self->form, row);
  atlas_verb_form_add (self, row);
}

/**
 * atlas_verb_form_add_paragraph:
 * @title: what is asked, with a mnemonic
 * @text: (nullable): the text to begin with
 *
 * Asks for some sentences.
 */
void
atlas_verb_form_add_paragraph (AtlasVerbForm *self,
                               const char    *title,
                               const char    *text)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), view);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "atlas-paragraph");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            text != NULL ? text : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (label)), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), PARAGRAPH_HEIGHT);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_add_css_class (box, "atlas-fact-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  atlas_form_add (self->form, row);
  atlas_verb_form_add (self, view);
}

/**
 * atlas_verb_form_refuse:
 * @row: number of what was not answered well
 * @fault: what is wrong and what to do
 *
 * Says beside the field why nothing is done.
 *
 * Returns: %NULL, for an #AtlasVerbMake to give back
 */
AtlasChangeSet *
atlas_verb_form_refuse (AtlasVerbForm *self,
                        guint          row,
                        const char    *fault)
{
  atlas_form_set_fault_at (self->form, self->rows[row], fault);
  return NULL;
}

/**
 * atlas_verb_form_dup_text:
 * @row: number of a text or of a paragraph
 *
 * Returns: (transfer full) (nullable): what was written, %NULL for nothing but spaces
 */
char *
atlas_verb_form_dup_text (AtlasVerbForm *self,
                          guint          row)
{
  g_autofree char *text = NULL;

  if (!GTK_IS_TEXT_VIEW (self->rows[row]))
    return atlas_entry_dup (GTK_EDITABLE (self->rows[row]));

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->rows[row])), "text", &text, NULL);
  g_strstrip (text);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

AtlasDate
atlas_verb_form_get_date (AtlasVerbForm *self,
                          guint          row)
{
  return atlas_date_row_get_date (ATLAS_DATE_ROW (self->rows[row]));
}

/**
 * atlas_verb_form_get_id:
 * @row: number of a row of atlas_verb_form_add_records()
 *
 * Returns: (transfer none) (nullable): id of the record that was chosen
 */
const char *
atlas_verb_form_get_id (AtlasVerbForm *self,
                        guint          row)
{
  return atlas_record_row_get_id (ATLAS_RECORD_ROW (self->rows[row]));
}

/**
 * atlas_verb_form_get_code:
 * @row: number of a row of atlas_verb_form_add_codes()
 * @set: its code set
 *
 * Returns: (transfer none) (nullable): the code that was chosen
 */
const char *
atlas_verb_form_get_code (AtlasVerbForm *self,
                          guint          row,
                          const char    *set)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (set);
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->rows[row]));

  if (selected == 0 || selected > codes->len)
    return NULL;

  return ((const AtlasCode *) g_ptr_array_index (codes, selected - 1))->code;
}
