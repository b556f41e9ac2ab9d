/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers that no source gives, and the prompts that a county may switch on. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-check-settings.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-form.h"
#include "app/atlas-session-work.h"
#include "app/atlas-window.h"
#include "reports/atlas-county-settings.h"
#include "reports/atlas-demand.h"
#include "rules/atlas-not-full-time.h"

/* The form, and what it began with; alive as long as the form. */
typedef struct {
  AtlasSession *session;
  AtlasCounty  *county;      /* (nullable): NULL until it is read */
  AtlasForm    *form;        /* (unowned) */
  GtkWidget    *from;        /* (nullable): a widget of the window, while it is there */
  gboolean      of_clocks;
  GArray       *settings;    /* (element-type AtlasCountySetting) */
  GPtrArray    *fields;      /* (element-type GtkWidget) (unowned): one for each of @settings */
  GtkWidget    *miles;       /* (unowned): how far a school to move to may be; not with clocks */
  GtkWidget    *kept_from;   /* (unowned): the day from which a register is kept; likewise */
} Asking;

static void
asking_free (Asking *asking)
{
  g_clear_weak_pointer (&asking->from);
  g_clear_object (&asking->session);
  g_clear_object (&asking->county);
  g_array_unref (asking->settings);
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

/* Whether what stands in a field can be taken; if not, the form says so. */
static gboolean
read_field (Asking *asking,
            guint   which,
            int    *value)
{
  const AtlasCountySetting *setting = &g_array_index (asking->settings, AtlasCountySetting, which);
  GtkWidget *field = g_ptr_array_index (asking->fields, which);

  if (setting->kind != ATLAS_COUNTY_PROMPT)
    return atlas_form_read_number (asking->form, field, value);

  *value = (int) adw_combo_row_get_selected (ADW_COMBO_ROW (field));
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
  g_autoptr(AtlasChangeSet) set = NULL;

  set = atlas_change_set_new (asking->of_clocks ? _("Deadlines of this county changed")
                                                : _("Checks of this county changed"));
  for (guint i = 0; i < asking->settings->len; i++)
    {
      int value;

      if (!read_field (asking, i, &value))
        return;
      atlas_county_setting_save (&g_array_index (asking->settings, AtlasCountySetting, i),
                                 asking->county, value, set);
    }
  if (!asking->of_clocks && !read_others (asking, set))
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

static GtkWidget *
make_field (Asking                   *asking,
            const AtlasCountySetting *setting)
{
  const char * const choices[] = { _("Off"), _("On"), NULL };
  g_autofree char *title = NULL;
  GtkWidget *field;

  if (setting->kind == ATLAS_COUNTY_PROMPT)
    {
      field = atlas_form_add_choice (asking->form, setting->title, choices, setting->value);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (field), setting->rule);
      return field;
    }

  /* Translators: a rule and what its number counts: "Long part-time timetable (weeks)". */
  title = g_strdup_printf (_("%s (%s)"), setting->title, setting->unit);

  field = atlas_form_add_number (asking->form, title, setting->value,
                                 setting->kind == ATLAS_COUNTY_CLOCK ? 1 : 0,
                                 ATLAS_COUNTY_NUMBER_MOST);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (gtk_widget_get_ancestor (field,
                                                                        ADW_TYPE_ACTION_ROW)),
                               setting->rule);

  return field;
}

static void
add_settings (Asking                *asking,
              AtlasCountySettingKind kind)
{
  g_autoptr(GArray) settings = atlas_county_settings (asking->county, kind);

  for (guint i = 0; i < settings->len; i++)
    {
      AtlasCountySetting *setting = &g_array_index (settings, AtlasCountySetting, i);

      g_ptr_array_add (asking->fields, make_field (asking, setting));
      g_array_append_val (asking->settings, *setting);
    }
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
  asking->form = atlas_form_new (asking->from,
                                 asking->of_clocks ? _("Deadlines of This County")
                                                   : _("Checks of This County"), _("_Save"));
  g_object_set_data_full (G_OBJECT (asking->form), "asking", asking,
                          (GDestroyNotify) asking_free);
  if (asking->of_clocks)
    {
      atlas_form_set_intro (asking->form,
                            _("No source gives these numbers; they are set by this county. Every "
                              "deadline that counts with one of them moves with it."));
      add_settings (asking, ATLAS_COUNTY_CLOCK);
    }
  else
    {
      atlas_form_set_intro (asking->form,
                            _("No source gives these numbers; they are set by this county, and 0 "
                              "switches a check off. The others are good practice that a county "
                              "may ask for. The Act of 2026 that makes the register of children "
                              "not in school was not in force when last looked up."));
      add_settings (asking, ATLAS_COUNTY_CHECK);
      add_settings (asking, ATLAS_COUNTY_PROMPT);
      add_others (asking);
    }
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

static void
ask (GtkWidget    *from,
     AtlasSession *session,
     gboolean      of_clocks)
{
  Asking *asking = g_new0 (Asking, 1);

  g_set_weak_pointer (&asking->from, from);
  asking->session = g_object_ref (session);
  asking->of_clocks = of_clocks;
  asking->settings = g_array_new (FALSE, FALSE, sizeof (AtlasCountySetting));
  asking->fields = g_ptr_array_new ();
  atlas_session_ask_async (session, read_in_thread, NULL, (GDestroyNotify) g_ptr_array_unref,
                           NULL, county_read_cb, asking);
}

/**
 * atlas_check_settings_ask:
 * @from: a widget of the window
 * @session: the store
 *
 * Asks for the numbers of checks that no source gives, and which prompts the county wants.
 */
void
atlas_check_settings_ask (GtkWidget    *from,
                          AtlasSession *session)
{
  ask (from, session, FALSE);
}

/**
 * atlas_clock_settings_ask:
 * @from: a widget of the window
 * @session: the store
 *
 * Asks for the numbers of deadlines that no source gives.
 */
void
atlas_clock_settings_ask (GtkWidget    *from,
                          AtlasSession *session)
{
  ask (from, session, TRUE);
}
