/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of checks and deadlines that no source gives, and the prompts that a county may
 * switch on. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-check-settings.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/atlas-county-form.h"
#include "app/atlas-date-row.h"
#include "reports/atlas-county-settings.h"
#include "reports/atlas-demand.h"
#include "rules/atlas-not-full-time.h"
#include "rules/atlas-small.h"

static gboolean
read_field (AtlasCountyForm          *form,
            const AtlasCountySetting *setting,
            GtkWidget                *field,
            int                      *value)
{
  if (setting->kind != ATLAS_COUNTY_PROMPT)
    return atlas_form_read_number (form->form, field, value);

  *value = (int) adw_combo_row_get_selected (ADW_COMBO_ROW (field));
  return TRUE;
}

/* Reads the fields of one kind, from @first on; the next kind's follow them. */
static gboolean
read_settings (AtlasCountyForm       *form,
               AtlasCountySettingKind kind,
               guint                 *first)
{
  g_autoptr(GArray) settings = atlas_county_settings (form->county, kind);

  for (guint i = 0; i < settings->len; i++)
    {
      const AtlasCountySetting *setting = &g_array_index (settings, AtlasCountySetting, i);
      int value;

      if (!read_field (form, setting, g_ptr_array_index (form->fields, (*first)++), &value))
        return FALSE;
      atlas_county_setting_save (setting, form->county, value, form->set);
    }

  return TRUE;
}

/* What lists and reports go by, beside the checks: the three fields at the end. */
static gboolean
read_others (AtlasCountyForm *form)
{
  GtkWidget *field = g_ptr_array_index (form->fields, form->fields->len - 3);
  GtkWidget *small_field = g_ptr_array_index (form->fields, form->fields->len - 2);
  AtlasDateRow *row = ATLAS_DATE_ROW (g_ptr_array_index (form->fields, form->fields->len - 1));
  AtlasDate from = atlas_date_row_get_date (row);
  g_autofree char *number = NULL;
  g_autofree char *small = NULL;
  g_autofree char *day = NULL;
  int miles;
  int limit;

  if (!atlas_form_read_number (form->form, field, &miles) ||
      !atlas_form_read_number (form->form, small_field, &limit))
    return FALSE;
  if (!atlas_date_row_is_valid (row))
    {
      atlas_form_set_fault_at (form->form, GTK_WIDGET (row),
                               _("This is not a day. Write it as 1 September 2027, or leave it "
                                 "empty while no day is known. Nothing was saved."));
      return FALSE;
    }

  number = miles != ATLAS_MOVE_MILES ? g_strdup_printf ("%d", miles) : NULL;
  small = limit != ATLAS_SMALL_LIMIT ? g_strdup_printf ("%d", limit) : NULL;
  day = from != ATLAS_DATE_NONE ? atlas_date_format (from) : NULL;
  atlas_county_form_set (form, ATLAS_MOVE_KEY, number);
  atlas_county_form_set (form, ATLAS_SMALL_KEY, small);
  atlas_county_form_set (form, ATLAS_REGISTER_KEY, day);

  return TRUE;
}

static gboolean
read_checks (AtlasCountyForm *form)
{
  guint first = 0;

  return read_settings (form, ATLAS_COUNTY_CHECK, &first) &&
         read_settings (form, ATLAS_COUNTY_PROMPT, &first) && read_others (form);
}

static gboolean
read_clocks (AtlasCountyForm *form)
{
  guint first = 0;

  return read_settings (form, ATLAS_COUNTY_CLOCK, &first);
}

static GtkWidget *
make_field (AtlasCountyForm          *form,
            const AtlasCountySetting *setting)
{
  const char * const choices[] = { _("Off"), _("On"), NULL };
  g_autofree char *title = NULL;
  GtkWidget *field;

  if (setting->kind == ATLAS_COUNTY_PROMPT)
    {
      field = atlas_form_add_choice (form->form, setting->title, choices, (guint) setting->value);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (field), setting->rule);
      return field;
    }

  /* Translators: a rule and what its number counts: "Long part-time timetable (weeks)". */
  title = g_strdup_printf (_("%s (%s)"), setting->title, setting->unit);

  field = atlas_form_add_number (form->form, title, setting->value,
                                 setting->kind == ATLAS_COUNTY_CLOCK ? 1 : 0,
                                 ATLAS_COUNTY_NUMBER_MOST);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (gtk_widget_get_ancestor (field,
                                                                        ADW_TYPE_ACTION_ROW)),
                               setting->rule);

  return field;
}

static void
add_settings (AtlasCountyForm       *form,
              AtlasCountySettingKind kind)
{
  g_autoptr(GArray) settings = atlas_county_settings (form->county, kind);

  for (guint i = 0; i < settings->len; i++)
    g_ptr_array_add (form->fields,
                     make_field (form, &g_array_index (settings, AtlasCountySetting, i)));
}

static AtlasCheckSettings
settings_of (AtlasCountyForm *form)
{
  return (AtlasCheckSettings) {
           form->county->authority, (const char * const *) form->county->thresholds,
  };
}

static void
add_others (AtlasCountyForm *form)
{
  AtlasCheckSettings settings = settings_of (form);
  GtkWidget *kept_from = atlas_date_row_new (_("Register of children not in school, kept from"),
                                             atlas_register_from (&settings));

  g_ptr_array_add (form->fields,
                   atlas_form_add_number (form->form, _("How far a school to move to may be "
                                                        "(miles)"),
                                          atlas_demand_read_miles (&settings), 1,
                                          ATLAS_MOVE_MILES_MOST));
  g_ptr_array_add (form->fields,
                   atlas_form_add_number (form->form, _("Hide numbers of children below, in "
                                                        "reports (1 hides none)"),
                                          atlas_small_read_limit (&settings), 1,
                                          ATLAS_SMALL_MOST));
  atlas_form_add (form->form, kept_from);
  g_ptr_array_add (form->fields, kept_from);
}

static gboolean
fill_checks (AtlasCountyForm *form)
{
  atlas_form_set_intro (form->form,
                        _("No source gives these numbers; they are set by this county, and 0 "
                          "switches a check off. The others are good practice that a county may "
                          "ask for. The Act of 2026 that makes the register of children not in "
                          "school was not in force when last looked up."));
  add_settings (form, ATLAS_COUNTY_CHECK);
  add_settings (form, ATLAS_COUNTY_PROMPT);
  add_others (form);

  return TRUE;
}

static gboolean
fill_clocks (AtlasCountyForm *form)
{
  atlas_form_set_intro (form->form,
                        _("No source gives these numbers; they are set by this county. Every "
                          "deadline that counts with one of them moves with it."));
  add_settings (form, ATLAS_COUNTY_CLOCK);

  return TRUE;
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
  atlas_county_form_ask (from, session, _("Checks of This County"),
                         _("Checks of this county changed"), fill_checks, read_checks);
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
  atlas_county_form_ask (from, session, _("Deadlines of This County"),
                         _("Deadlines of this county changed"), fill_clocks, read_clocks);
}
