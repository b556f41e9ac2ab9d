/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of checks that no source gives, and the prompts that a county may switch on. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-check-settings.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-form.h"
#include "app/atlas-session-work.h"
#include "app/atlas-window.h"
#include "reports/atlas-demand.h"
#include "rules/atlas-not-full-time.h"

#define MOST 1000 /* more than any of the numbers can mean */

/* The form, and what it began with; alive as long as the form. */
typedef struct {
  AtlasSession *session;
  AtlasCounty  *county;
  AtlasForm    *form;        /* (unowned) */
  GtkWidget    *from;        /* (nullable): a widget of the window, while it is there */
  GPtrArray    *rules;       /* (element-type AtlasCheckRule) (unowned) */
  GPtrArray    *fields;      /* (element-type GtkWidget) (unowned): one for each of @rules */
  GtkWidget    *miles;       /* (unowned): how far a school to move to may be */
  GtkWidget    *kept_from;   /* (unowned): the day from which a register is kept */
} Asking;

static void
asking_free (Asking *asking)
{
  g_clear_weak_pointer (&asking->from);
  g_clear_object (&asking->session);
  g_clear_object (&asking->county);
  g_ptr_array_unref (asking->rules);
  g_ptr_array_unref (asking->fields);
  g_free (asking);
}

/* What the county has said about a rule or a number, as it stands in its record. */
static const char *
find_setting (AtlasCounty *county,
              const char  *id)
{
  g_autofree char *start = g_strconcat (id, "=", NULL);

  for (guint i = 0; county->thresholds != NULL && county->thresholds[i] != NULL; i++)
    if (g_str_has_prefix (county->thresholds[i], start))
      return county->thresholds[i];

  return NULL;
}

static AtlasCheckSettings
settings_of (AtlasCounty *county)
{
  return (AtlasCheckSettings) {
           county->authority, (const char * const *) county->thresholds,
  };
}

/* What stands for a field in the record; %NULL for what the rule comes with. */
static gboolean
read_field (Asking               *asking,
            const AtlasCheckRule *rule,
            GtkWidget            *field,
            char                **setting)
{
  int number;

  if (rule->threshold == 0)
    {
      if (adw_combo_row_get_selected (ADW_COMBO_ROW (field)) > 0)
        *setting = g_strconcat (rule->id, "=on", NULL);
      return TRUE;
    }

  if (!atlas_form_read_number (asking->form, field, &number))
    return FALSE;

  if (number == 0)
    *setting = g_strconcat (rule->id, "=off", NULL);
  else if (number != rule->threshold)
    *setting = g_strdup_printf ("%s=%d", rule->id, number);

  return TRUE;
}

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(AtlasForm) form = user_data;
  g_autoptr(GError)    error = NULL;
  Asking *asking = g_object_get_data (G_OBJECT (form), "asking");
  AtlasChangeSet *set = g_object_get_data (G_OBJECT (form), "set");

  if (!atlas_session_apply_finish (asking->session, result, &error))
    {
      g_autofree char *fault = g_strdup_printf (_("Nothing was saved: %s"), error->message);

      atlas_form_set_fault (form, fault);
      return;
    }

  if (asking->from != NULL)
    atlas_window_toast_undo_set (asking->from, atlas_change_set_get_label (set),
                                 atlas_change_set_get_id (set));
  gtk_window_close (GTK_WINDOW (form));
}

static void
change_setting (Asking         *asking,
                AtlasChangeSet *set,
                const char     *id,
                const char     *after)
{
  const char *before = find_setting (asking->county, id);

  if (g_strcmp0 (before, after) == 0)
    return;
  if (before != NULL)
    atlas_change_set_remove (set, ATLAS_RECORD (asking->county), "thresholds", before);
  if (after != NULL)
    atlas_change_set_add (set, ATLAS_RECORD (asking->county), "thresholds", after);
}

/* What lists and reports go by, beside the checks. */
static gboolean
read_others (Asking         *asking,
             AtlasChangeSet *set)
{
  AtlasDateRow *row = ATLAS_DATE_ROW (asking->kept_from);
  g_autofree char *miles_setting = NULL;
  g_autofree char *day = NULL;
  g_autofree char *day_setting = NULL;
  int miles;

  if (!atlas_form_read_number (asking->form, asking->miles, &miles))
    return FALSE;
  if (!atlas_date_row_is_valid (row))
    {
      atlas_form_set_fault_at (asking->form, asking->kept_from,
                               _("This is not a day. Write it as 1 September 2027, or leave it "
                                 "empty while no day is known. Nothing was saved."));
      return FALSE;
    }

  if (miles != ATLAS_MOVE_MILES)
    miles_setting = g_strdup_printf (ATLAS_MOVE_KEY "=%d", miles);
  change_setting (asking, set, ATLAS_MOVE_KEY, miles_setting);
  if (atlas_date_row_get_date (row) != ATLAS_DATE_NONE)
    {
      day = atlas_date_format (atlas_date_row_get_date (row));
      day_setting = g_strconcat (ATLAS_REGISTER_KEY "=", day, NULL);
    }
  change_setting (asking, set, ATLAS_REGISTER_KEY, day_setting);

  return TRUE;
}

static void
save_cb (Asking *asking)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (_("Checks of this county changed"));

  for (guint i = 0; i < asking->rules->len; i++)
    {
      const AtlasCheckRule *rule = g_ptr_array_index (asking->rules, i);
      g_autofree char *after = NULL;

      if (!read_field (asking, rule, g_ptr_array_index (asking->fields, i), &after))
        return;
      change_setting (asking, set, rule->id, after);
    }
  if (!read_others (asking, set))
    return;
  if (atlas_change_set_n_ops (set) == 0)
    {
      gtk_window_close (GTK_WINDOW (asking->form));
      return;
    }

  g_object_set_data_full (G_OBJECT (asking->form), "set", atlas_change_set_ref (set),
                          (GDestroyNotify) atlas_change_set_unref);
  atlas_session_apply_async (asking->session, set, NULL, applied_cb, g_object_ref (asking->form));
}

static void
add_field (Asking               *asking,
           const AtlasCheckRule *rule)
{
  const char * const choices[] = { _("Off"), _("On"), NULL };
  AtlasCheckSettings settings = settings_of (asking->county);
  gboolean is_on = atlas_check_rule_is_on (rule, &settings);
  g_autofree char *title = NULL;
  GtkWidget *field;

  if (rule->threshold == 0)
    {
      field = atlas_form_add_choice (asking->form, _(rule->title), choices, is_on);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (field), _(rule->rule));
    }
  else
    {
      /* Translators: a rule and what its number counts: "Long part-time timetable (weeks)". */
      title = g_strdup_printf (_("%s (%s)"), _(rule->title), _(rule->unit));
      field = atlas_form_add_number (asking->form, title,
                                     is_on ? atlas_check_rule_threshold (rule, &settings) : 0,
                                     0, MOST);
    }
  g_ptr_array_add (asking->rules, (gpointer) rule);
  g_ptr_array_add (asking->fields, field);
}

static void
add_others (Asking *asking)
{
  AtlasCheckSettings settings = settings_of (asking->county);

  asking->miles = atlas_form_add_number (asking->form, _("How far a school to move to may be "
                                                         "(miles)"),
                                         atlas_demand_read_miles (&settings), 1,
                                         ATLAS_MOVE_MILES_MOST);
  asking->kept_from = atlas_date_row_new (_("Register of children not in school, kept from"),
                                          atlas_register_from (&settings));
  atlas_form_add (asking->form, asking->kept_from);
}

static void
show_form (Asking *asking)
{
  const AtlasCheckRule *rules;
  gsize n_rules;

  asking->form = atlas_form_new (asking->from, _("Checks of This County"), _("_Save"));
  g_object_set_data_full (G_OBJECT (asking->form), "asking", asking,
                          (GDestroyNotify) asking_free);
  atlas_form_set_intro (asking->form,
                        _("No source gives these numbers; they are set by this county, and 0 "
                          "switches a check off. The others are good practice that a county may "
                          "ask for. The Act of 2026 that makes the register of children not in "
                          "school was not in force when last looked up."));
  rules = atlas_check_rules (&n_rules);
  for (gsize i = 0; i < n_rules; i++)
    if (rules[i].threshold != 0)
      add_field (asking, &rules[i]);
  for (gsize i = 0; i < n_rules; i++)
    if (rules[i].basis == ATLAS_BASIS_PROMPT)
      add_field (asking, &rules[i]);
  add_others (asking);
  g_signal_connect_data (asking->form, "save", G_CALLBACK (save_cb), asking, NULL,
                         G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (asking->form));
}

static gpointer
read_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);

  return atlas_store_list (store, query, error);
}

static void
county_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Asking *asking = user_data;
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) counties = g_task_propagate_pointer (G_TASK (result), &error);

  if (counties == NULL || counties->len == 0 || asking->from == NULL)
    {
      if (asking->from != NULL)
        atlas_window_toast (asking->from, _("The county’s record cannot be read"));
      asking_free (asking);
      return;
    }

  asking->county = g_object_ref (g_ptr_array_index (counties, 0));
  show_form (asking);
}

/**
 * atlas_check_settings_ask:
 * @from: a widget of the window
 * @session: the store
 *
 * Asks for the numbers that no source gives, and which prompts the county wants.
 */
void
atlas_check_settings_ask (GtkWidget    *from,
                          AtlasSession *session)
{
  Asking *asking = g_new0 (Asking, 1);

  g_set_weak_pointer (&asking->from, from);
  asking->session = g_object_ref (session);
  asking->rules = g_ptr_array_new ();
  asking->fields = g_ptr_array_new ();
  atlas_session_ask_async (session, read_in_thread, NULL, (GDestroyNotify) g_ptr_array_unref,
                           NULL, county_read_cb, asking);
}
