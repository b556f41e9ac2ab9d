/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-school-year.h"

static AtlasDate
day (const char *text)
{
  return atlas_date_parse (text);
}

static void
test_year_group_turns_on_31_august (void)
{
  static const struct {
    const char *born;
    const char *on;
    const char *code;
  } expected[] = {
    { "2021-09-01", "2026-11-20", "R" },
    { "2022-08-31", "2026-11-20", "R" },
    { "2022-09-01", "2026-11-20", "N2" },
    { "2021-08-31", "2026-11-20", "1" },
    { "2012-10-03", "2026-08-31", "8" },
    { "2012-10-03", "2026-09-01", "9" },
    { "2026-08-31", "2026-09-01", "E1" },
    { "2011-08-31", "2026-11-20", "11" },
    { "2007-09-01", "2026-11-20", "14" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      int year_group = atlas_year_group (day (expected[i].born), day (expected[i].on));

      g_assert_cmpstr (atlas_year_group_to_code (year_group), ==, expected[i].code);
      g_assert_cmpint (atlas_year_group_parse (expected[i].code), ==, year_group);
    }
}

static void
test_no_year_group_without_a_birth_or_after_school (void)
{
  AtlasDate on = day ("2026-11-20");

  g_assert_cmpint (atlas_year_group (ATLAS_DATE_NONE, on), ==, ATLAS_YEAR_GROUP_NONE);
  g_assert_cmpint (atlas_year_group (on, ATLAS_DATE_NONE), ==, ATLAS_YEAR_GROUP_NONE);
  g_assert_cmpint (atlas_year_group (day ("2026-10-01"), on), ==, ATLAS_YEAR_GROUP_NONE);
  g_assert_null (atlas_year_group_to_code (ATLAS_YEAR_GROUP_NONE));
  g_assert_null (atlas_year_group_to_code (atlas_year_group (day ("1990-01-01"), on)));
  g_assert_cmpint (atlas_year_group_parse ("15"), ==, ATLAS_YEAR_GROUP_NONE);
  g_assert_cmpint (atlas_year_group_parse ("Year 9"), ==, ATLAS_YEAR_GROUP_NONE);
  g_assert_cmpint (atlas_year_group_parse (NULL), ==, ATLAS_YEAR_GROUP_NONE);
}

static void
test_stage_and_phase_follow_the_year (void)
{
  static const struct {
    const char *code;
    int         key_stage;
    const char *phase;
  } expected[] = {
    { "N2", 0, "early-years" }, { "R", 0, "primary" }, { "1", 1, "primary" }, { "2", 1, "primary" },
    { "3", 2, "primary" }, { "6", 2, "primary" }, { "7", 3, "secondary" }, { "9", 3, "secondary" },
    { "10", 4, "secondary" }, { "11", 4, "secondary" }, { "12", 5, "post-16" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      int year_group = atlas_year_group_parse (expected[i].code);

      g_assert_cmpint (atlas_key_stage (year_group), ==, expected[i].key_stage);
      g_assert_cmpstr (atlas_phase_to_code (atlas_phase (year_group)), ==, expected[i].phase);
    }

  g_assert_cmpint (atlas_key_stage (ATLAS_YEAR_GROUP_NONE), ==, -1);
  g_assert_cmpstr (atlas_key_stage_to_code (0), ==, "EY");
  g_assert_cmpstr (atlas_key_stage_to_code (3), ==, "KS3");
  g_assert_null (atlas_key_stage_to_code (-1));
  g_assert_null (atlas_key_stage_to_code (6));
  g_assert_null (atlas_phase_to_code (atlas_phase (ATLAS_YEAR_GROUP_NONE)));
}

static void
test_school_age_begins_with_a_term_and_ends_in_june (void)
{
  static const struct {
    const char *born;
    const char *first;
    const char *last;
  } expected[] = {
    { "2015-12-31", "2020-12-31", "2032-06-25" },
    { "2016-01-01", "2021-03-31", "2032-06-25" },
    { "2016-03-31", "2021-03-31", "2032-06-25" },
    { "2016-04-01", "2021-08-31", "2032-06-25" },
    { "2016-08-31", "2021-08-31", "2032-06-25" },
    { "2016-09-01", "2021-12-31", "2033-06-24" },
    { "2016-02-29", "2021-03-31", "2032-06-25" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      AtlasDate born = atlas_date_parse (expected[i].born);
      AtlasDate first = atlas_date_parse (expected[i].first);
      AtlasDate last = atlas_date_parse (expected[i].last);

      g_assert_false (atlas_is_of_school_age (born, first - 1));
      g_assert_true (atlas_is_of_school_age (born, first));
      g_assert_true (atlas_is_of_school_age (born, last));
      g_assert_false (atlas_is_of_school_age (born, last + 1));
      g_assert_cmpint (atlas_date_weekday (last), ==, 5);
    }

  g_assert_true (atlas_is_of_school_age (ATLAS_DATE_NONE, atlas_date_parse ("2026-11-20")));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/school-year/year-group-turns-on-31-august",
                   test_year_group_turns_on_31_august);
  g_test_add_func ("/rules/school-year/no-year-group-without-a-birth-or-after-school",
                   test_no_year_group_without_a_birth_or_after_school);
  g_test_add_func ("/rules/school-year/stage-and-phase-follow-the-year",
                   test_stage_and_phase_follow_the_year);
  g_test_add_func ("/rules/school-year/school-age-begins-with-a-term-and-ends-in-june",
                   test_school_age_begins_with_a_term_and_ends_in_june);

  return g_test_run ();
}
