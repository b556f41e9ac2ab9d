/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-verb-form.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-fault.h"
#include "app/atlas-form-apply.h"
#include "app/atlas-record-row.h"
#include "app/atlas-referral-verbs.h"
#include "records/atlas-codes.h"

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
  atlas_form_apply (NULL, from, session, set);
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

  atlas_form_apply_with_file (form, self->from, self->session, set, self->file);
}

static void
verb_form_free (gpointer data)
{
  AtlasVerbForm *self = data;

  g_clear_weak_pointer (&self->from);
  g_clear_object (&self->session);
  atlas_referral_case_unref (self->referral_case);
  g_clear_pointer (&self->file, g_bytes_unref);
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
 * Asks for one code, or none, by the words of the day on which the referral was received.
 */
void
atlas_verb_form_add_codes (AtlasVerbForm *self,
                           const char    *title,
                           const char    *set,
                           const char    *code)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (set);
  g_autoptr(GPtrArray) labels = g_ptr_array_new ();
  AtlasDate received = self->referral_case->referral->received;
  AtlasDate on = received != ATLAS_DATE_NONE ? received : self->referral_case->on;
  guint selected = 0;

  g_ptr_array_add (labels, (gpointer) _("Not recorded"));
  for (guint i = 0; i < codes->len; i++)
    {
      const AtlasCode *each = g_ptr_array_index (codes, i);
      const char *label = atlas_wording_code (self->referral_case->wording, set, each->code, on);

      g_ptr_array_add (labels, (gpointer) _(label));
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
  atlas_verb_form_add (self, atlas_form_add_paragraph (self->form, title, text));
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
  GtkWidget *widget = self->rows[row];

  return GTK_IS_TEXT_VIEW (widget) ? atlas_paragraph_dup (widget)
                                   : atlas_entry_dup (GTK_EDITABLE (widget));
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
