/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-activities.h"

#include "case-county.h"

typedef struct {
  CaseStore at;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  case_store_set_up (&fixture->at, GINT_TO_POINTER (1));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  case_store_tear_down (&fixture->at, data);
}

static void
add_activity (Fixture    *fixture,
              const char *school,
              const char *kind,
              const char *on,
              const char *hours)
{
  g_free (case_add (&fixture->at.county, "activity", NULL,
                    json_pack ("{s:s, s:s*, s:s, s:s, s:s*}", "provision",
                               fixture->at.county.provisions[0], "establishment", school, "kind",
                               kind, "on", on, "hours", hours)));
  case_county_load (&fixture->at.county, fixture->at.store);
}

static AtlasActivities *
count_on (Fixture    *fixture,
          const char *scope,
          const char *on)
{
  g_autoptr(GError) error = NULL;
  AtlasActivities *activities = atlas_activities_new (fixture->at.store, scope,
                                                      atlas_date_parse (on), &error);

  g_assert_no_error (error);
  return activities;
}

static void
assert_count (const AtlasActivities *activities,
              guint                  which,
              const char            *term,
              const char            *school,
              const char            *kind,
              int                    n)
{
  const AtlasActivityCount *count = g_ptr_array_index (activities->counts, which);

  g_assert_cmpstr (count->term_words, ==, term);
  g_assert_cmpstr (count->school_name, ==, school);
  g_assert_cmpstr (count->kind, ==, kind);
  g_assert_cmpint (count->n, ==, n);
}

/* T031, T032: counts by kind, school and term, the newest term first */
static void
test_by_term_school_and_kind (Fixture      *fixture,
                              gconstpointer data)
{
  char **schools = fixture->at.county.schools;
  g_autoptr(AtlasActivities) activities = NULL;

  add_activity (fixture, schools[1], "outreach-group", "2026-11-02", "1.5");
  add_activity (fixture, schools[1], "advice-general", "2026-09-10", "1");
  add_activity (fixture, schools[1], "outreach-group", "2026-12-01", "2");
  add_activity (fixture, schools[0], "outreach-group", "2026-11-02", NULL);
  add_activity (fixture, NULL, "advice-twilight", "2026-05-01", "3");
  activities = count_on (fixture, NULL, "2026-12-31");

  g_assert_cmpuint (activities->counts->len, ==, 4);
  assert_count (activities, 0, "Autumn 2026", "Invented School 1", "outreach-group", 1);
  assert_count (activities, 1, "Autumn 2026", "Invented School 2", "advice-general", 1);
  assert_count (activities, 2, "Autumn 2026", "Invented School 2", "outreach-group", 2);
  assert_count (activities, 3, "Summer 2026", "No school named", "advice-twilight", 1);
  g_assert_cmpint (activities->n, ==, 5);
  g_assert_cmpfloat (activities->hours, ==, 7.5);
}

/* T031, T032: what is still to come, or of another part of the county, is not counted */
static void
test_of_a_day_and_a_scope (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(AtlasActivities) before = NULL;
  g_autoptr(AtlasActivities) here = NULL;
  g_autoptr(AtlasActivities) elsewhere = NULL;
  g_autofree char *school = NULL;

  school = case_add (&fixture->at.county, "establishment", NULL,
                     json_pack ("{s:s, s:s, s:s, s:s}", "key", "north-school", "name",
                                "Invented North School", "kind", "primary", "area",
                                fixture->at.county.areas[0]));
  add_activity (fixture, school, "advice-case", "2026-11-02", "1");
  before = count_on (fixture, NULL, "2026-11-01");
  here = count_on (fixture, "area/mark1", "2026-11-02");
  elsewhere = count_on (fixture, "area/mark2", "2026-11-02");
  g_assert_cmpuint (before->counts->len, ==, 0);
  g_assert_cmpuint (here->counts->len, ==, 1);
  g_assert_cmpuint (elsewhere->counts->len, ==, 0);
}

/* T031: a day in no term is counted all the same, and comes last */
static void
test_outside_the_terms (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr(AtlasActivities) activities = NULL;
  g_autoptr(json_t) json = NULL;
  json_t *last;

  add_activity (fixture, fixture->at.county.schools[0], "advice-twilight", "2026-08-12", "2");
  add_activity (fixture, fixture->at.county.schools[0], "advice-twilight", "2026-09-12", "2");
  activities = count_on (fixture, NULL, "2026-11-02");
  json = atlas_activities_to_json (activities);
  last = json_array_get (json_object_get (json, "activities"), 1);
  assert_count (activities, 1, "In no term that is entered", "Invented School 1",
                "advice-twilight", 1);
  g_assert_true (json_is_null (json_object_get (last, "term")));
  g_assert_cmpstr (atlas_json_string (last, "label"), ==, "Twilight training");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/activities/by-term-school-and-kind", test_by_term_school_and_kind);
  ADD ("/activities/of-a-day-and-a-scope", test_of_a_day_and_a_scope);
  ADD ("/activities/outside-the-terms", test_outside_the_terms);

  return g_test_run ();
}
