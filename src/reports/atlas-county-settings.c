/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-county-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "reports/atlas-clock-words.h"
#include "rules/atlas-check.h"

#define RETURN "return" /* the number of days of returns is asked for with their weekdays */

/* What a line of the county's record says of a rule, as `3` or `on`; %NULL if it says nothing. */
static const char *
said_in (const char *line,
         const char *id)
{
  gsize length = strlen (id);

  return strncmp (line, id, length) == 0 && line[length] == '=' ? line + length + 1 : NULL;
}

static gboolean
parse_number (const char *text,
              int        *number)
{
  gint64 parsed;

  if (!g_ascii_string_to_signed (text, 10, 1, ATLAS_COUNTY_NUMBER_MOST, &parsed, NULL))
    return FALSE;

  *number = (int) parsed;
  return TRUE;
}

/* Whether what a line says is for this kind of setting: a check and a clock may share an id. */
static gboolean
read_said (const AtlasCountySetting *setting,
           const char               *said,
           int                      *value)
{
  gboolean is_number = parse_number (said, value);

  switch (setting->kind)
    {
    case ATLAS_COUNTY_PROMPT:
      *value = strcmp (said, "on") == 0;
      return !is_number;
    case ATLAS_COUNTY_CHECK:
      if (!is_number)
        *value = strcmp (said, "off") == 0 ? 0 : setting->comes_as;
      return TRUE;
    case ATLAS_COUNTY_CLOCK:
    default:
      return is_number;
    }
}

/* Adds a setting with the county's value; the one of two rows with one id is enough. */
static void
add_setting (GArray            *settings,
             const AtlasCounty *county,
             AtlasCountySetting setting)
{
  for (guint i = 0; i < settings->len; i++)
    if (g_str_equal (g_array_index (settings, AtlasCountySetting, i).id, setting.id))
      return;

  setting.value = setting.comes_as;
  for (guint i = 0; county->thresholds != NULL && county->thresholds[i] != NULL; i++)
    {
      const char *said = said_in (county->thresholds[i], setting.id);
      int value = setting.value;

      if (said != NULL && read_said (&setting, said, &value))
        setting.value = value;
    }
  g_array_append_val (settings, setting);
}

static void
add_checks (GArray                *settings,
            const AtlasCounty     *county,
            AtlasCountySettingKind kind)
{
  gsize n_rules;
  const AtlasCheckRule *rules = atlas_check_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      gboolean is_prompt = rules[i].basis == ATLAS_BASIS_PROMPT;
      AtlasCountySetting setting = {
        .kind = kind, .id = rules[i].id, .title = _(rules[i].title),
        .unit = rules[i].unit != NULL ? _(rules[i].unit) : NULL, .rule = _(rules[i].rule),
        .source = rules[i].source, .comes_as = rules[i].threshold,
      };

      if (kind == ATLAS_COUNTY_PROMPT ? is_prompt : rules[i].threshold > 0)
        add_setting (settings, county, setting);
    }
}

static void
add_clocks (GArray            *settings,
            const AtlasCounty *county)
{
  gsize n_rules;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      AtlasCountySetting setting = {
        .kind = ATLAS_COUNTY_CLOCK, .id = rules[i].id, .title = _(rules[i].label),
        .unit = atlas_words_clock_unit (&rules[i]), .rule = _(rules[i].words),
        .source = rules[i].source,
        .comes_as = rules[i].alerts[0] > 0 ? rules[i].alerts[0] : rules[i].limit,
      };

      if (rules[i].set_by_county && !g_str_equal (rules[i].id, RETURN))
        add_setting (settings, county, setting);
    }
}

/**
 * atlas_county_settings:
 * @county: the county's record
 * @kind: which
 *
 * Lists what no source decides and the county does, in the order of the tables of rules.
 *
 * Returns: (transfer full) (element-type AtlasCountySetting): the settings
 */
GArray *
atlas_county_settings (const AtlasCounty     *county,
                       AtlasCountySettingKind kind)
{
  GArray *settings = g_array_new (FALSE, FALSE, sizeof (AtlasCountySetting));

  if (kind == ATLAS_COUNTY_CLOCK)
    add_clocks (settings, county);
  else
    add_checks (settings, county, kind);

  return settings;
}

/* How a value stands in the county's record; %NULL where it is as the rule comes. */
static char *
make_line (const AtlasCountySetting *setting,
           int                       value)
{
  if (value == setting->comes_as)
    return NULL;
  if (setting->kind == ATLAS_COUNTY_PROMPT)
    return g_strconcat (setting->id, "=on", NULL);
  if (value == 0)
    return g_strconcat (setting->id, "=off", NULL);

  return g_strdup_printf ("%s=%d", setting->id, value);
}

/**
 * atlas_county_setting_save:
 * @setting: a setting
 * @county: the county's record, as @setting was read from it
 * @value: what it is to be; 0 or 1 for a prompt
 * @set: where the change is put
 *
 * Changes what the county's record says of a rule. A value that the rule comes with is not kept.
 */
void
atlas_county_setting_save (const AtlasCountySetting *setting,
                           AtlasCounty              *county,
                           int                       value,
                           AtlasChangeSet           *set)
{
  g_autofree char *line = make_line (setting, value);
  gboolean is_there = FALSE;

  for (guint i = 0; county->thresholds != NULL && county->thresholds[i] != NULL; i++)
    {
      const char *said = said_in (county->thresholds[i], setting->id);
      int number;

      if (said == NULL || !read_said (setting, said, &number))
        continue;
      if (g_strcmp0 (county->thresholds[i], line) == 0)
        is_there = TRUE;
      else
        atlas_change_set_remove (set, ATLAS_RECORD (county), "thresholds", county->thresholds[i]);
    }
  if (line != NULL && !is_there)
    atlas_change_set_add (set, ATLAS_RECORD (county), "thresholds", line);
}
