/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/atlas-id.h"
#include "reports/atlas-county-settings.h"
#include "rules/atlas-clock.h"

#define COUNTY "00000000-0000-7000-8000-000000000001"

/* A county whose record says what @thresholds do, which spaces part. */
static AtlasCounty *
make_county (const char *thresholds)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = g_strsplit (thresholds, " ", -1);
  g_autoptr(json_t) fields = json_pack ("{s:s, s:s, s:[]}", "key", "shire", "name", "Shire",
                                        "thresholds");
  AtlasRecord *record;

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      json_array_append_new (json_object_get (fields, "thresholds"), json_string (lines[i]));
  record = atlas_record_new (&atlas_county_type, COUNTY, 1, fields, &error);
  g_assert_no_error (error);

  return (AtlasCounty *) record;
}

static AtlasCountySetting
find_setting (const AtlasCounty     *county,
              AtlasCountySettingKind kind,
              const char            *id)
{
  g_autoptr(GArray) settings = atlas_county_settings (county, kind);

  for (guint i = 0; i < settings->len; i++)
    if (g_str_equal (g_array_index (settings, AtlasCountySetting, i).id, id))
      return g_array_index (settings, AtlasCountySetting, i);

  g_assert_not_reached ();
}

/* T118, T157: what no source gives is the county's, and comes as the rule has it */
static void
test_every_number_is_listed_once (void)
{
  g_autoptr(AtlasCounty) county = make_county ("");
  g_autoptr(GHashTable)  seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GArray)      clocks = atlas_county_settings (county, ATLAS_COUNTY_CLOCK);
  gsize n_rules;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  for (guint i = 0; i < clocks->len; i++)
    {
      const AtlasCountySetting *setting = &g_array_index (clocks, AtlasCountySetting, i);

      g_assert_true (g_hash_table_add (seen, (char *) setting->id));
      g_assert_cmpint (setting->value, >, 0);
      g_assert_cmpint (setting->value, ==, setting->comes_as);
      g_assert_nonnull (setting->unit);
    }
  for (gsize i = 0; i < n_rules; i++)
    g_assert_true (g_hash_table_contains (seen, rules[i].id) ==
                   (rules[i].set_by_county && !g_str_equal (rules[i].id, "return")));
}

static void
test_the_countys_word_counts (void)
{
  static const struct {
    const char            *thresholds;
    AtlasCountySettingKind kind;
    const char            *id;
    int                    value;
  } cases[] = {
    { "offer-answer=3", ATLAS_COUNTY_CLOCK, "offer-answer", 3 },
    { "offer-answer=off", ATLAS_COUNTY_CLOCK, "offer-answer", 5 },
    { "offer-answer=0", ATLAS_COUNTY_CLOCK, "offer-answer", 5 },
    { "offer-answer=5000", ATLAS_COUNTY_CLOCK, "offer-answer", 5 },
    { "contract-end=18", ATLAS_COUNTY_CLOCK, "contract-end", 18 },
    { "suspensions-repeated=off", ATLAS_COUNTY_CHECK, "suspensions-repeated", 0 },
    { "suspensions-repeated=4", ATLAS_COUNTY_CHECK, "suspensions-repeated", 4 },
    { "suspensions-repeated=many", ATLAS_COUNTY_CHECK, "suspensions-repeated", 2 },
    { "attendance-told=3", ATLAS_COUNTY_PROMPT, "attendance-told", 0 },
    { "attendance-told=3 attendance-told=on", ATLAS_COUNTY_PROMPT, "attendance-told", 1 },
    { "attendance-told=on", ATLAS_COUNTY_CLOCK, "attendance-told", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AtlasCounty) county = make_county (cases[i].thresholds);

      g_test_message ("%s", cases[i].thresholds);
      g_assert_cmpint (find_setting (county, cases[i].kind, cases[i].id).value, ==,
                       cases[i].value);
    }
}

/* What a change of one setting does to the county's record, as "-old +new". */
static char *
changes_of (const char            *thresholds,
            AtlasCountySettingKind kind,
            const char            *id,
            int                    value)
{
  g_autoptr(AtlasCounty)    county = make_county (thresholds);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Numbers");
  AtlasCountySetting setting = find_setting (county, kind, id);
  g_autoptr(json_t) json = NULL;

  atlas_county_setting_save (&setting, county, value, set);
  if (atlas_change_set_n_ops (set) == 0)
    return g_strdup ("nothing");

  json = atlas_change_set_to_json (set);

  return atlas_json_to_text (json);
}

static void
test_one_setting_leaves_the_others (void)
{
  g_autofree char *same = changes_of ("offer-answer=3", ATLAS_COUNTY_CLOCK, "offer-answer", 3);
  g_autofree char *back = changes_of ("offer-answer=3", ATLAS_COUNTY_CLOCK, "offer-answer", 5);
  g_autofree char *more = changes_of ("attendance-told=on", ATLAS_COUNTY_CLOCK, "attendance-told",
                                      4);
  g_autofree char *off = changes_of ("attendance-told=4 attendance-told=on", ATLAS_COUNTY_PROMPT,
                                     "attendance-told", 0);

  g_assert_cmpstr (same, ==, "nothing");
  g_assert_nonnull (strstr (back, "offer-answer=3"));
  g_assert_null (strstr (back, "offer-answer=5"));
  g_assert_nonnull (strstr (more, "attendance-told=4"));
  g_assert_null (strstr (more, "attendance-told=on"));
  g_assert_nonnull (strstr (off, "attendance-told=on"));
  g_assert_null (strstr (off, "attendance-told=4"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/county-settings/every-number-is-listed-once",
                   test_every_number_is_listed_once);
  g_test_add_func ("/county-settings/the-countys-word-counts", test_the_countys_word_counts);
  g_test_add_func ("/county-settings/one-setting-leaves-the-others",
                   test_one_setting_leaves_the_others);

  return g_test_run ();
}
