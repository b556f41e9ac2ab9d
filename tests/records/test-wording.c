/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-csv.h"
#include "base/atlas-id.h"
#include "records/atlas-codes.h"
#include "records/atlas-wording.h"

#define LABELS "data/packs/hertfordshire/label.csv"

static AtlasDate
day (const char *text)
{
  return atlas_date_parse (text);
}

static AtlasRecord *
label_from_row (AtlasCsv *csv,
                guint     row)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = atlas_id_new ();
  g_auto(GStrv) ends = g_strsplit (atlas_csv_get (csv, row, "valid"), "/", 2);
  const char *from = ends[0] != NULL && *ends[0] != '\0' ? ends[0] : NULL;
  const char *to = from != NULL && ends[1] != NULL && *ends[1] != '\0' ? ends[1] : NULL;
  const char *scheme = atlas_csv_get (csv, row, "scheme");
  g_autoptr(json_t) fields = NULL;
  AtlasRecord *label;

  fields = json_pack ("{s:[s, s], s:s, s:s, s:s, s:{s:s*, s:s*}}", "subject", "county",
                      "01900000-0000-7000-8000-000000000001", "kind",
                      atlas_csv_get (csv, row, "kind"), "item", atlas_csv_get (csv, row, "item"),
                      "text", atlas_csv_get (csv, row, "text"), "valid", "from", from, "to", to);
  if (*scheme != '\0')
    json_object_set_new (fields, "scheme", json_string (scheme));
  label = atlas_record_new (&atlas_label_type, id, 0, fields, &error);
  g_assert_no_error (error);

  return label;
}

static AtlasWording *
read_wording (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), LABELS, NULL);
  g_autofree char *text = NULL;
  g_autoptr(AtlasCsv)  csv = NULL;
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func (g_object_unref);
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  csv = atlas_csv_parse (text, length, &error);
  g_assert_no_error (error);
  for (guint row = 0; row < atlas_csv_n_rows (csv); row++)
    if (*atlas_csv_get (csv, row, "item") != '\0' && *atlas_csv_get (csv, row, "valid") != '\0')
      g_ptr_array_add (labels, label_from_row (csv, row));

  return atlas_wording_new (labels);
}

static void
assert_tiers (const char         *on,
              gboolean            is_early_years,
              const char * const *names,
              int                 n_names)
{
  g_autoptr(AtlasWording) wording = read_wording ();

  g_assert_cmpint (atlas_wording_n_tiers (day (on), is_early_years), ==, n_names);
  for (int i = 0; i < n_names; i++)
    g_assert_cmpstr (atlas_wording_tier (wording, i + 1, day (on), is_early_years), ==, names[i]);
}

/* T033: the names of 2016 */
static void
test_tiers_of_2016 (void)
{
  static const char * const names[] = {
    "Behaviour Management within Schools", "Outreach", "Intensified Outreach", "In-reach",
    "Change of Provision",
  };

  assert_tiers ("2016-04-01", FALSE, names, 5);
  assert_tiers ("2018-06-14", FALSE, names, 5);
  assert_tiers ("2019-12-31", FALSE, names, 5);
}

/* T034: the second wording of 2016 is the help beside the first */
static void
test_help_of_2016 (void)
{
  g_autoptr(AtlasWording) wording = read_wording ();

  g_assert_cmpstr (atlas_wording_tier_help (wording, 3, day ("2017-05-01"), FALSE), ==,
                   "The school accesses support from specialist local providers such as PSBs or "
                   "other commissioned services.");
  g_assert_cmpstr (atlas_wording_tier_help (wording, 1, day ("2017-05-01"), FALSE), ==,
                   "The school provides support from its own resources to children who are "
                   "beginning to experience behaviour difficulties.");
}

/* T035: the names and the help of 2020 */
static void
test_tiers_of_2020 (void)
{
  static const char * const names[] = {
    "Prevention and Early Identification (Universal)",
    "Getting Advice and Signposting (Universal plus)", "Getting Help (Targeted)",
    "Getting More Help (Targeted plus)", "Getting Risk Support (Specialist)",
  };
  g_autoptr(AtlasWording) wording = read_wording ();

  assert_tiers ("2020-01-01", FALSE, names, 5);
  assert_tiers ("2026-11-25", FALSE, names, 5);
  g_assert_cmpstr (atlas_wording_tier_help (wording, 4, day ("2026-11-25"), FALSE), ==,
                   "The school accesses short-term provision away from the school when a child is "
                   "considered to be at immediate risk of permanent exclusion.");
}

/* T036: three tiers for a child under school age, since there are tiers for them */
static void
test_tiers_of_early_years (void)
{
  static const char * const names[] = {
    "Prevention and Early Identification (Universal)",
    "Getting Advice and Signposting (Universal plus)", "Getting Help (Targeted)",
  };
  g_autoptr(AtlasWording) wording = read_wording ();

  assert_tiers ("2026-11-25", TRUE, names, 3);
  g_assert_null (atlas_wording_tier (wording, 4, day ("2026-11-25"), TRUE));
  g_assert_cmpstr (atlas_wording_tier_help (wording, 3, day ("2026-11-25"), TRUE), ==,
                   "The setting may feel helpless and consider excluding the child. There is "
                   "evidence of the Graduated Approach and Steps, with a management plan.");
  g_assert_cmpint (atlas_wording_n_tiers (day ("2019-12-31"), TRUE), ==, 5);
  g_assert_cmpstr (atlas_wording_tier (wording, 2, day ("2019-12-31"), TRUE), ==, "Outreach");
}

/* T030, T013, T046: roll, panel and team have the names of their day */
static void
test_kinds_and_services_by_date (void)
{
  g_autoptr(AtlasWording) wording = read_wording ();
  AtlasDate then = day ("2016-09-05");
  AtlasDate now = day ("2026-11-25");

  g_assert_cmpstr (atlas_wording_code (wording, "referral-kind", "panel-placement", then), ==,
                   "SEN panel placement");
  g_assert_cmpstr (atlas_wording_code (wording, "referral-kind", "panel-placement", now), ==,
                   "SEND panel placement");
  g_assert_cmpstr (atlas_wording_code (wording, "panel-kind", "send", then), ==,
                   "SEN provision panel");
  g_assert_cmpstr (atlas_wording_code (wording, "service", "extended-roll", then), ==,
                   "Extended roll");
  g_assert_cmpstr (atlas_wording_code (wording, "service", "extended-roll", now), ==,
                   "Outreach roll");
  g_assert_cmpstr (atlas_wording_code (wording, "referral-kind", "outreach", then), ==, "Outreach");
  g_assert_cmpstr (atlas_wording_term (wording, "integration-team", then), ==, "Integration Team");
  g_assert_cmpstr (atlas_wording_term (wording, "integration-team", now), ==,
                   "Fair Access and Exclusion Team");
  g_assert_cmpstr (atlas_wording_service (wording, "psb", "extended-roll", then), ==,
                   "Placement of a child on the PSB's extended roll");
  g_assert_null (atlas_wording_service (wording, "psb", "extended-roll", now));
  g_assert_null (atlas_wording_service (wording, NULL, "extended-roll", then));
}

/* T038, T080: a suspension of 2016 is a fixed-term exclusion */
static void
test_exclusions_by_date (void)
{
  g_assert_cmpstr (atlas_codes_label_on ("exclusion-kind", "SUSP", day ("2016-09-05")), ==,
                   "Fixed-term exclusion");
  g_assert_cmpstr (atlas_codes_label_on ("exclusion-kind", "SUSP", day ("2022-08-31")), ==,
                   "Fixed-term exclusion");
  g_assert_cmpstr (atlas_codes_label_on ("exclusion-kind", "SUSP", day ("2022-09-01")), ==,
                   "Suspension");
  g_assert_cmpstr (atlas_codes_label_on ("exclusion-kind", "SUSP", ATLAS_DATE_NONE), ==,
                   "Suspension");
  g_assert_cmpstr (atlas_codes_label_on ("exclusion-kind", "PERM", day ("2016-09-05")), ==,
                   "Permanent exclusion");
  g_assert_cmpstr (atlas_codes_label_on ("sen-type", "SEMH", day ("2013-01-01")), ==,
                   "Behavioural, emotional and social difficulties");
  g_assert_cmpstr (atlas_codes_label_on ("sen-type", "no such code", day ("2013-01-01")), ==,
                   "no such code");
}

/* A tier is the same whatever it is called, and a county without words has numbers. */
static void
test_county_without_words_has_numbers (void)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(AtlasWording) wording = atlas_wording_new (none);

  g_assert_null (atlas_wording_tier (wording, 3, day ("2026-11-25"), FALSE));
  g_assert_null (atlas_wording_tier_help (wording, 3, day ("2026-11-25"), FALSE));
  g_assert_null (atlas_wording_tier (NULL, 3, day ("2026-11-25"), FALSE));
  g_assert_cmpstr (atlas_wording_code (NULL, "referral-kind", "panel-placement",
                                       day ("2016-09-05")), ==, "SEND panel placement");
  g_assert_cmpint (atlas_wording_n_tiers (ATLAS_DATE_NONE, FALSE), ==, 5);
}

/* Every earlier wording is of a code that there is, and ends. */
static void
test_earlier_words_are_of_codes (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"),
                                            "data/codes/wording.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr(AtlasCsv) csv = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  csv = atlas_csv_parse (text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (atlas_csv_n_rows (csv), >, 0);
  for (guint row = 0; row < atlas_csv_n_rows (csv); row++)
    {
      g_assert_nonnull (atlas_codes_find (atlas_csv_get (csv, row, "set"),
                                          atlas_csv_get (csv, row, "code")));
      g_assert_cmpint (day (atlas_csv_get (csv, row, "to")), !=, ATLAS_DATE_NONE);
      g_assert_cmpstr (atlas_csv_get (csv, row, "source"), !=, "");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/wording/tiers-of-2016", test_tiers_of_2016);
  g_test_add_func ("/records/wording/help-of-2016", test_help_of_2016);
  g_test_add_func ("/records/wording/tiers-of-2020", test_tiers_of_2020);
  g_test_add_func ("/records/wording/tiers-of-early-years", test_tiers_of_early_years);
  g_test_add_func ("/records/wording/kinds-and-services-by-date", test_kinds_and_services_by_date);
  g_test_add_func ("/records/wording/exclusions-by-date", test_exclusions_by_date);
  g_test_add_func ("/records/wording/county-without-words-has-numbers",
                   test_county_without_words_has_numbers);
  g_test_add_func ("/records/wording/earlier-words-are-of-codes", test_earlier_words_are_of_codes);

  return g_test_run ();
}
