/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One thing done to many referrals: what can be done is read first, a form says it in a sentence
 * and asks what is missing, and then it is done to all of them, with one Undo.
 */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-bulk.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-fault.h"
#include "app/atlas-form.h"
#include "app/atlas-session-work.h"
#include "app/atlas-window.h"
#include "base/atlas-error.h"
#include "records/atlas-codes.h"

#define MAX_NAMED 6             /* references that a sentence lists before it counts the rest */

/* What is asked for, from the reading of the plan to its end. */
typedef struct {
  GtkWidget    *from;           /* (nullable): NULL once it is gone */
  AtlasSession *session;
  AtlasBulk    *bulk;
  AtlasBulkSay  say;
  AtlasForm    *form;           /* (nullable): NULL before it is open, and once it is closed */
  GtkWidget    *answer;         /* (unowned) (nullable): why, owner, day or note */
  GtkWidget    *by;             /* (unowned) (nullable): who says what the note says */
  gboolean      is_writing;
} Asking;

static Asking *
asking_ref (Asking *asking)
{
  return g_rc_box_acquire (asking);
}

static void
asking_clear (gpointer data)
{
  Asking *asking = data;

  g_clear_weak_pointer (&asking->from);
  g_clear_weak_pointer (&asking->form);
  g_clear_object (&asking->session);
  atlas_bulk_free (asking->bulk);
}

static void
asking_unref (Asking *asking)
{
  g_rc_box_release_full (asking, asking_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_unref)

static const char *
label_of (const char *step)
{
  return _(atlas_codes_label ("referral-step", step));
}

/* (transfer full): "K7-204, K7-210 and 3 more" */
static char *
list_references (GPtrArray *references)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (references->len, MAX_NAMED); i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, g_ptr_array_index (references, i));
    }
  if (references->len > MAX_NAMED)
    {
      guint n = references->len - MAX_NAMED;
      g_autofree char *named = g_string_free (text, FALSE);

      /* Translators: references, and how many are not named: K7-204, K7-210 and 3 more */
      return g_strdup_printf (ngettext ("%1$s and %2$u more", "%1$s and %2$u more", n), named, n);
    }

  return g_string_free (text, FALSE);
}

static char *
word_refused (const AtlasBulkRefusal *refusal)
{
  g_autofree char *named = list_references (refusal->references);
  guint n = refusal->references->len;

  /* Translators: how many, why not, as sentences, and references: 2 cannot: It has ended. Reopen it
   * first. (K7-204, K7-210) */
  return g_strdup_printf (ngettext ("%1$u cannot: %2$s (%3$s)", "%1$u cannot: %2$s (%3$s)", n), n,
                          refusal->why, named);
}

static char *
word_can (AtlasBulkKind        kind,
          const char          *step,
          const AtlasBulkPlan *plan)
{
  guint can = plan->n_can;
  guint asked = plan->n_asked;

  if (kind == ATLAS_BULK_STEP && can == asked)
    return g_strdup_printf (ngettext ("%1$u referral goes to “%2$s”.",
                                      "%1$u referrals go to “%2$s”.", can), can, label_of (step));
  if (kind == ATLAS_BULK_STEP)
    return g_strdup_printf (ngettext ("%1$u of %2$u can go to “%3$s”.",
                                      "%1$u of %2$u can go to “%3$s”.", asked),
                            can, asked, label_of (step));
  if (can == asked)
    return g_strdup_printf (ngettext ("%u referral is changed.", "%u referrals are changed.", can),
                            can);

  return g_strdup_printf (ngettext ("%1$u of %2$u can be changed.", "%1$u of %2$u can be changed.",
                                    asked), can, asked);
}

/**
 * atlas_bulk_word_plan:
 * @kind: what is done
 * @step: (nullable): code of `referral-step`, with %ATLAS_BULK_STEP
 * @plan: what can be done
 *
 * Returns: (transfer full): "5 of 7 can go to “At panel”.", and a line for each reason why the
 *   others cannot: "2 cannot: An offer stands. Record the answer to it first. (K7-204, K7-210)"
 */
char *
atlas_bulk_word_plan (AtlasBulkKind        kind,
                      const char          *step,
                      const AtlasBulkPlan *plan)
{
  GString *text = g_string_new (NULL);
  g_autofree char *can = word_can (kind, step, plan);

  g_string_append (text, can);
  for (guint i = 0; i < plan->refused->len; i++)
    {
      g_autofree char *refused = word_refused (g_ptr_array_index (plan->refused, i));

      g_string_append_printf (text, "\n%s", refused);
    }

  return g_string_free (text, FALSE);
}

static gpointer
plan_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  return atlas_store_plan_bulk (store, data, error);
}

static gpointer
do_in_thread (AtlasStore   *store,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  return atlas_store_do_bulk (store, data, error);
}

static char *
word_fault (const GError *error)
{
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED))
    return g_strdup (_("Something has changed since these referrals were looked at. Nothing was "
                       "saved: close this, and do it again."));

  /* Translators: why. */
  return g_strdup_printf (_("Nothing was saved: %s"), error->message);
}

static void
say (Asking     *asking,
     const char *words)
{
  if (asking->from != NULL && gtk_widget_get_root (asking->from) != NULL)
    asking->say (asking->from, words);
}

static void
toast_done (Asking        *asking,
            AtlasBulkPlan *plan)
{
  g_autofree char *ids = atlas_bulk_plan_ids (plan);

  if (asking->from == NULL)
    return;

  if (plan->sets->len == 0)
    atlas_window_toast (asking->from, _("It was so already. Nothing had to be saved."));
  else
    atlas_window_toast_undo_set (asking->from,
                                 atlas_change_set_get_label (g_ptr_array_index (plan->sets, 0)),
                                 ids);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Asking) asking = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasBulkPlan) plan = atlas_session_write_finish (asking->session, result, &error);
  g_autofree char *fault = NULL;

  asking->is_writing = FALSE;
  if (plan == NULL)
    {
      fault = word_fault (error);
      if (asking->form != NULL)
        atlas_form_set_fault (asking->form, fault);
      else
        say (asking, fault);
      return;
    }

  if (asking->form != NULL)
    gtk_window_destroy (GTK_WINDOW (asking->form));
  toast_done (asking, plan);
  say (asking, NULL);
}

static gboolean
refuse (Asking     *asking,
        const char *fault)
{
  atlas_form_set_fault_at (asking->form, asking->answer, fault);
  return FALSE;
}

static gboolean
take_text (Asking     *asking,
           const char *missing)
{
  g_free (asking->bulk->text);
  asking->bulk->text = atlas_entry_dup (GTK_EDITABLE (asking->answer));

  return asking->bulk->text != NULL || refuse (asking, missing);
}

static gboolean
take_day (Asking *asking)
{
  AtlasDateRow *row = ATLAS_DATE_ROW (asking->answer);

  if (!atlas_date_row_is_valid (row))
    return refuse (asking, _("The day cannot be read. Write it as 20 November 2026."));

  asking->bulk->day = atlas_date_row_get_date (row);
  if (asking->bulk->day == ATLAS_DATE_NONE)
    return refuse (asking, _("Give the day, as 20 November 2026"));
  if (asking->bulk->day < asking->bulk->on)
    return refuse (asking, _("That day has passed. Give today or a later day."));

  return TRUE;
}

static gboolean
take_answer (Asking *asking)
{
  switch (asking->bulk->kind)
    {
    case ATLAS_BULK_OWNER:
      return take_text (asking, _("Write who has the next step"));
    case ATLAS_BULK_NEXT_BY:
    case ATLAS_BULK_REVIEW_BY:
      return take_day (asking);
    case ATLAS_BULK_NOTE:
      g_free (asking->bulk->by_name);
      asking->bulk->by_name = atlas_entry_dup (GTK_EDITABLE (asking->by));
      return take_text (asking, _("Write what happened"));
    case ATLAS_BULK_STEP:
    default:
      g_free (asking->bulk->reason);
      asking->bulk->reason = atlas_entry_dup (GTK_EDITABLE (asking->answer));
      return TRUE;
    }
}

static void
save_cb (AtlasForm *form,
         Asking    *asking)
{
  if (asking->is_writing || !take_answer (asking))
    return;

  asking->is_writing = TRUE;
  atlas_session_write_async (asking->session, do_in_thread, atlas_bulk_copy (asking->bulk),
                             (GDestroyNotify) atlas_bulk_free,
                             (GDestroyNotify) atlas_bulk_plan_free, NULL, done_cb,
                             asking_ref (asking));
}

static void
add_fields (Asking *asking)
{
  switch (asking->bulk->kind)
    {
    case ATLAS_BULK_OWNER:
      asking->answer = atlas_form_add_text (asking->form, _("_Owner"), NULL);
      break;

    case ATLAS_BULK_NEXT_BY:
    case ATLAS_BULK_REVIEW_BY:
      asking->answer = atlas_date_row_new (asking->bulk->kind == ATLAS_BULK_NEXT_BY
                                           ? _("Next step _by") : _("_Review by"),
                                           ATLAS_DATE_NONE);
      atlas_form_add (asking->form, asking->answer);
      break;

    case ATLAS_BULK_NOTE:
      asking->answer = atlas_form_add_text (asking->form, _("_Note"), NULL);
      asking->by = atlas_form_add_text (asking->form, _("_By"), NULL);
      break;

    case ATLAS_BULK_STEP:
    default:
      asking->answer = atlas_form_add_text (asking->form, _("_Why, if it is to be said"), NULL);
    }
}

static const char *
title_of (AtlasBulkKind kind)
{
  switch (kind)
    {
    case ATLAS_BULK_OWNER:
      return _("Change the Owner");
    case ATLAS_BULK_NEXT_BY:
      return _("Change the Day of the Next Step");
    case ATLAS_BULK_REVIEW_BY:
      return _("Change the Day of Review");
    case ATLAS_BULK_NOTE:
      return _("Add a Note to All");
    case ATLAS_BULK_STEP:
    default:
      return _("Take a Step");
    }
}

static void
open_form (Asking              *asking,
           const AtlasBulkPlan *plan)
{
  g_autofree char *words = atlas_bulk_word_plan (asking->bulk->kind, asking->bulk->text, plan);
  /* Translators: a button; how many referrals it changes. */
  g_autofree char *verb = g_strdup_printf (ngettext ("_Change %u", "_Change %u", plan->n_can),
                                           plan->n_can);
  AtlasForm *form;

  if (plan->n_can == 0)
    {
      say (asking, words);
      return;
    }

  asking->bulk->n_promised = (int) plan->n_can;
  form = atlas_form_new (asking->from, title_of (asking->bulk->kind), verb);
  g_set_weak_pointer (&asking->form, form);
  atlas_form_set_intro (form, words);
  add_fields (asking);
  g_signal_connect (form, "save", G_CALLBACK (save_cb), asking);
  g_object_set_data_full (G_OBJECT (form), "atlas-bulk", asking_ref (asking),
                          (GDestroyNotify) asking_unref);
  gtk_window_present (GTK_WINDOW (form));
}

static void
planned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Asking) asking = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasBulkPlan) plan = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *fault = NULL;

  if (asking->from == NULL || gtk_widget_get_root (asking->from) == NULL)
    return;

  if (plan != NULL)
    {
      open_form (asking, plan);
      return;
    }

  fault = word_fault (error);
  say (asking, fault);
}

/**
 * atlas_bulk_ask:
 * @from: where it is asked for
 * @session: the store
 * @kind: what is to be done
 * @step: (nullable): code of `referral-step`, with %ATLAS_BULK_STEP
 * @rows: (element-type gint64): row numbers of referrals
 * @heard: hears what became of it
 *
 * Reads what can be done to these referrals, and opens the form that says so.
 */
void
atlas_bulk_ask (GtkWidget    *from,
                AtlasSession *session,
                AtlasBulkKind kind,
                const char   *step,
                GArray       *rows,
                AtlasBulkSay  heard)
{
  Asking *asking = g_rc_box_new0 (Asking);

  g_set_weak_pointer (&asking->from, from);
  asking->session = g_object_ref (session);
  asking->bulk = atlas_bulk_new (kind, rows, atlas_session_get_as_of (session));
  asking->bulk->text = g_strdup (step);
  asking->say = heard;
  atlas_session_read_async (session, plan_in_thread, atlas_bulk_copy (asking->bulk),
                            (GDestroyNotify) atlas_bulk_free,
                            (GDestroyNotify) atlas_bulk_plan_free, NULL, planned_cb, asking);
}
