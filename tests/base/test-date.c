/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-date.h"

static void
test_reads_iso_only (void)
{
  static const char *bad[] = {
    "", "2026-1-1", "2026-13-01", "2026-02-29", "2026-02-03 ", " 2026-02-03", "20260203",
    "2026-02-0a", "0000-01-01",
  };
  g_autofree char *text = atlas_date_format (atlas_date_parse ("2028-02-29"));

  g_assert_cmpstr (text, ==, "2028-02-29");
  g_assert_cmpint (atlas_date_parse ("1970-01-01"), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (atlas_date_parse (bad[i]), ==, ATLAS_DATE_NONE);
  g_assert_cmpint (atlas_date_parse (NULL), ==, ATLAS_DATE_NONE);
}

static void
test_reads_what_people_type (void)
{
  static const char *same[] = {
    "20 November 2026", "20 nov 2026", "20/11/2026", "20.11.2026", "2026-11-20",
  };
  static const char *bad[] = { "", "20", "20 November", "20/11/26", "31 June 2026", "tomorrow" };

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    g_assert_cmpint (atlas_date_parse_typed (same[i]), ==, atlas_date_new (2026, 11, 20));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (atlas_date_parse_typed (bad[i]), ==, ATLAS_DATE_NONE);
}

static void
test_weekdays_before_and_after_1970 (void)
{
  g_assert_cmpint (atlas_date_weekday (atlas_date_parse ("1970-01-01")), ==, 4);
  g_assert_cmpint (atlas_date_weekday (atlas_date_parse ("1969-12-28")), ==, 7);
  g_assert_cmpint (atlas_date_weekday (atlas_date_parse ("2026-11-22")), ==, 7);
  g_assert_cmpint (atlas_date_weekday (atlas_date_parse ("2026-11-23")), ==, 1);
}

static void
test_months_keep_to_the_month (void)
{
  AtlasDate end_of_january = atlas_date_parse ("2027-01-31");

  g_assert_cmpint (atlas_date_add_months (end_of_january, 1), ==, atlas_date_parse ("2027-02-28"));
  g_assert_cmpint (atlas_date_add_months (end_of_january, -2), ==, atlas_date_parse ("2026-11-30"));
}

static void
test_age_counts_whole_years (void)
{
  AtlasDate born = atlas_date_parse ("2012-02-29");

  g_assert_cmpint (atlas_date_age (born, atlas_date_parse ("2026-02-28")), ==, 13);
  g_assert_cmpint (atlas_date_age (born, atlas_date_parse ("2026-03-01")), ==, 14);
  g_assert_cmpint (atlas_date_age (born, atlas_date_parse ("2012-02-28")), ==, -1);
}

static void
test_range_has_both_ends (void)
{
  AtlasDateRange range = { atlas_date_parse ("2016-04-01"), ATLAS_DATE_NONE };

  g_assert_true (atlas_date_range_contains (range, atlas_date_parse ("2016-04-01")));
  g_assert_false (atlas_date_range_contains (range, atlas_date_parse ("2016-03-31")));
  g_assert_true (atlas_date_range_contains (range, atlas_date_parse ("2099-01-01")));
  g_assert_true (atlas_date_range_contains (range, ATLAS_DATE_NONE));
}

static void
test_year_is_left_out_of_its_own_year (void)
{
  AtlasDate date = atlas_date_parse ("2026-11-05");
  g_autofree char *same = atlas_date_format_near (date, atlas_date_parse ("2026-01-31"));
  g_autofree char *next = atlas_date_format_near (date, atlas_date_parse ("2027-01-31"));
  g_autofree char *none = atlas_date_format_near (ATLAS_DATE_NONE, date);

  g_assert_cmpstr (same, ==, "5 November");
  g_assert_cmpstr (next, ==, "5 November 2026");
  g_assert_cmpstr (none, ==, "");
}

static void
test_times_keep_milliseconds (void)
{
  gint64 unix_ms = 0;
  g_autofree char *text = NULL;

  g_assert_true (atlas_time_parse ("2026-03-02T09:00:03.120Z", &unix_ms));
  text = atlas_time_format (unix_ms);
  g_assert_cmpstr (text, ==, "2026-03-02T09:00:03.120Z");
  g_assert_false (atlas_time_parse ("2026-03-02T09:00:03.120", NULL));
  g_assert_false (atlas_time_parse ("2026-03-02", NULL));
  g_assert_false (atlas_time_parse ("2026-03-02T09:00:03Z", NULL));
  g_assert_false (atlas_time_parse ("2026-03-02T09:00:03.1200Z", NULL));
  g_assert_false (atlas_time_parse ("2026-03-02T09:00:03,120Z", NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/date/reads-iso-only", test_reads_iso_only);
  g_test_add_func ("/base/date/reads-what-people-type", test_reads_what_people_type);
  g_test_add_func ("/base/date/weekdays-before-and-after-1970",
                   test_weekdays_before_and_after_1970);
  g_test_add_func ("/base/date/months-keep-to-the-month", test_months_keep_to_the_month);
  g_test_add_func ("/base/date/age-counts-whole-years", test_age_counts_whole_years);
  g_test_add_func ("/base/date/range-has-both-ends", test_range_has_both_ends);
  g_test_add_func ("/base/date/year-is-left-out-of-its-own-year",
                   test_year_is_left_out_of_its_own_year);
  g_test_add_func ("/base/date/times-keep-milliseconds", test_times_keep_milliseconds);

  return g_test_run ();
}
