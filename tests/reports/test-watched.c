/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Demand, hours and duties over the invented county, and over records added to it. */
#include "config.h"

#include "case-county.h"

#include "reports/atlas-demand.h"
#include "reports/atlas-duties.h"
#include "reports/atlas-provider-hours.h"
#include "rules/atlas-waiting.h"
#include "store/atlas-case-reader.h"

#define N_CHILDREN 60
#define NEW_CHILD  "01900000-0000-7000-8000-00000000c001"
#define NEW_SCHOOL "01900000-0000-7000-8000-00000000c002"

/* One more child of the first area, at a school of known position. */
static void
add_child (CaseStore  *fixture,
           const char *sex)
{
  CaseCounty *county = &fixture->county;

  g_free (case_add (county, "establishment", NEW_SCHOOL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:i}", "key", "here", "name",
                               "Here School", "kind", "secondary", "latitude", "51.8",
                               "longitude", "-0.2", "area", county->areas[0], "roll", 500)));
  g_free (case_add (county, "child", NEW_CHILD,
                    json_pack ("{s:s, s:s, s:s, s:s, s:s}", "born", "2013-03-01", "area",
                               county->areas[0], "establishment", NEW_SCHOOL, "sex", sex,
                               "need", "SEMH")));
}

static void
add_school (CaseStore  *fixture,
            const char *key,
            const char *latitude,
            const char *kind,
            const char *gender)
{
  g_free (case_add (&fixture->county, "establishment", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s*, s:s*, s:s*, s:s}", "key", key, "name", key,
                               "kind", kind, "gender", gender, "latitude", latitude,
                               "longitude", latitude != NULL ? "-0.2" : NULL,
                               "area", fixture->county.areas[0])));
}

static const AtlasDemandRow *
find_need (const AtlasDemand *demand,
           const char        *need)
{
  for (guint i = 0; i < demand->rows->len; i++)
    {
      const AtlasDemandRow *row = g_ptr_array_index (demand->rows, i);

      if (g_strcmp0 (row->need, need) == 0)
        return row;
    }

  return NULL;
}

/* T076: as many wait in all rows, and in all areas, as a second count of every case finds */
static void
test_demand_counts_each_child_once (CaseStore    *fixture,
                                    gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasDemand) demand = atlas_demand_new (fixture->store, NULL, case_today (), &error);
  g_autoptr(AtlasCaseReader) reader = atlas_case_reader_new (fixture->store, NULL, &error);
  g_autoptr(AtlasCase) file = atlas_case_new ();
  guint n_expected = 0;
  guint n_rows = 0;
  guint n_areas = 0;

  g_assert_no_error (error);
  while (atlas_case_reader_next (reader, file, &error))
    n_expected += atlas_unmet_read (file, case_today ()).waits;
  g_assert_no_error (error);
  for (guint i = 0; i < demand->rows->len; i++)
    n_rows += ((AtlasDemandRow *) g_ptr_array_index (demand->rows, i))->n_waiting;
  for (guint i = 0; i < demand->areas->len; i++)
    n_areas += ((AtlasDemandArea *) g_ptr_array_index (demand->areas, i))->n_waiting;

  g_assert_cmpuint (n_expected, >, 0);
  g_assert_cmpuint (n_rows, ==, n_expected);
  g_assert_cmpuint (n_areas, ==, n_expected);
}

/* T076: by need, phase and area, beside the places free there. T059: by 1,000 children. */
static void
test_demand_by_need_and_area (CaseStore    *fixture,
                              gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasDemand) demand = NULL;
  g_autoptr(json_t) object = NULL;
  const AtlasDemandRow *row;

  add_child (fixture, "M");
  g_free (case_add (&fixture->county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s}", "reference", "N1-001", "child", NEW_CHILD,
                               "step", "waiting", "received", "2026-10-12")));
  case_county_load (&fixture->county, fixture->store);

  demand = atlas_demand_new (fixture->store, "area/mark1", case_today (), &error);
  g_assert_no_error (error);
  row = find_need (demand, "SEMH");
  g_assert_nonnull (row);
  g_assert_cmpuint (row->n_waiting, ==, 1);
  g_assert_cmpuint (row->n_declined, ==, 0);
  g_assert_cmpstr (row->phase, ==, "secondary");
  g_assert_cmpint (row->since, ==, case_day ("2026-10-12"));
  g_assert_cmpint (row->free, ==, 2);
  g_assert_cmpuint (demand->areas->len, ==, 1);
  g_assert_cmpint (((AtlasDemandArea *) g_ptr_array_index (demand->areas, 0))->roll, ==, 500);
  g_assert_cmpfloat (atlas_demand_rate (2, 500), ==, 4.0);
  g_assert_cmpfloat (atlas_demand_rate (2, 0), <, 0);
  object = atlas_demand_to_json (demand);
  g_assert_cmpint (json_integer_value (json_object_get (object, "move_miles")), ==, 10);
}

/* T114: schools of the phase within reach of a managed move, by the county's own distance */
static void
test_schools_to_move_to (CaseStore    *fixture,
                         gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasDemand) ten = NULL;
  g_autoptr(AtlasDemand) twenty = NULL;
  const AtlasMoveAsked *move;

  add_child (fixture, "F");
  g_free (case_add (&fixture->county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:s}", "reference", "N1-002", "child",
                               NEW_CHILD, "kind", "managed-move", "step", "looked-at", "received",
                               "2026-11-02")));
  add_school (fixture, "near", "51.9", "secondary", NULL);
  add_school (fixture, "near-all", "51.85", "all-through", "mixed");
  add_school (fixture, "near-boys", "51.85", "secondary", "boys");
  add_school (fixture, "near-primary", "51.85", "primary", NULL);
  add_school (fixture, "near-special", "51.85", "special", NULL);
  add_school (fixture, "far", "52.0", "secondary", NULL);
  add_school (fixture, "nowhere", NULL, "secondary", NULL);
  case_county_load (&fixture->county, fixture->store);

  ten = atlas_demand_new (fixture->store, NULL, case_today (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ten->moves->len, ==, 1);
  move = g_ptr_array_index (ten->moves, 0);
  g_assert_cmpstr (move->route, ==, "referral/N1-002");
  g_assert_cmpstr (move->school, ==, "Here School");
  g_assert_cmpint (move->n_schools, ==, 2);

  g_free (case_add (&fixture->county, "county", NULL,
                    json_pack ("{s:s, s:s, s:[s]}", "key", "here", "name", "Here", "thresholds",
                               "move-miles=20")));
  case_county_load (&fixture->county, fixture->store);
  twenty = atlas_demand_new (fixture->store, NULL, case_today (), &error);
  g_assert_no_error (error);
  g_assert_cmpint (twenty->miles, ==, 20);
  move = g_ptr_array_index (twenty->moves, 0);
  g_assert_cmpint (move->n_schools, ==, 3);
}

/* T122: what a provider's children lack in hours */
static void
test_hours_of_a_provider (CaseStore    *fixture,
                          gconstpointer data)
{
  static const char * const hours[] = { "15", "25", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasProviderHours) none = NULL;
  g_autoptr(AtlasProviderHours) some = NULL;
  const AtlasProviderHoursRow *row;

  none = atlas_provider_hours_new (fixture->store, NULL, case_today (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->rows->len, ==, 0);

  add_child (fixture, "F");
  for (gsize i = 0; i < G_N_ELEMENTS (hours); i++)
    g_free (case_add (&fixture->county, "placement", NULL,
                      json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s*, s:b}", "child", NEW_CHILD,
                                 "provision", fixture->county.provisions[0], "place",
                                 fixture->county.places[0], "service", "ap", "starts",
                                 "2026-11-02", "hours_per_week", hours[i], "invented", TRUE)));
  case_county_load (&fixture->county, fixture->store);
  some = atlas_provider_hours_new (fixture->store, NULL, case_today (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (some->rows->len, ==, 1);
  row = g_ptr_array_index (some->rows, 0);
  g_assert_cmpuint (row->n_children, ==, 3);
  g_assert_cmpuint (row->n_unknown, ==, 1);
  g_assert_cmpuint (row->n_short, ==, 1);
  g_assert_cmpfloat (row->given, ==, 40);
  g_assert_cmpfloat (row->owed, ==, 40);
  g_assert_cmpfloat (row->missing, ==, 5);
}

/* T055: clocks met in time, met late and not met, school by school */
static void
test_duties_of_a_school (CaseStore    *fixture,
                         gconstpointer data)
{
  static const char * const told[] = { "2026-11-09", "2026-11-12", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasDuties) duties = NULL;
  const AtlasDutiesSchool *school = NULL;
  guint n_late = 0;
  guint n_in_rules = 0;

  add_child (fixture, "F");
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    g_free (case_add (&fixture->county, "exclusion", NULL,
                      json_pack ("{s:s, s:s, s:s, s:s, s:s, s:i, s:s*, s:s}", "child", NEW_CHILD,
                                 "establishment", NEW_SCHOOL, "kind", "SUSP", "from",
                                 "2026-11-09", "session", "am", "sessions", 2, "parents_told",
                                 told[i], "county_told", "2026-11-09")));
  case_county_load (&fixture->county, fixture->store);

  duties = atlas_duties_new (fixture->store, NULL, case_today (), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < duties->schools->len; i++)
    {
      const AtlasDutiesSchool *one = g_ptr_array_index (duties->schools, i);

      n_late += one->duties.late;
      if (g_str_equal (one->school, NEW_SCHOOL))
        school = one;
    }
  for (guint i = 0; i < duties->rules->len; i++)
    {
      const AtlasDutiesRule *one = g_ptr_array_index (duties->rules, i);

      g_assert_cmpint (one->rule->owed_by, !=, ATLAS_OWED_BY_PARENTS);
      if (one->rule->owed_by == ATLAS_OWED_BY_SCHOOL || one->rule->owed_by == ATLAS_OWED_BY_BOARD)
        n_in_rules += one->duties.late;
    }
  g_assert_cmpuint (n_late, ==, n_in_rules);
  g_assert_nonnull (school);
  g_assert_cmpstr (school->name, ==, "Here School");
  g_assert_cmpstr (school->route, ==, "establishment/here");
  g_assert_cmpuint (school->n_exclusions, ==, 3);
  g_assert_cmpuint (school->duties.in_time, ==, 4);
  g_assert_cmpuint (school->duties.done_late, ==, 1);
  g_assert_cmpuint (school->duties.late, ==, 1);
}

static void
test_duties_of_another_year_are_not_counted (CaseStore    *fixture,
                                             gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasDuties) duties = atlas_duties_new (fixture->store, NULL, case_today () + 500,
                                                    &error);

  g_assert_no_error (error);
  g_assert_cmpuint (duties->schools->len, ==, 0);
  g_assert_cmpuint (duties->rules->len, ==, 0);
}

#define ADD(path, function) g_test_add (path, CaseStore, GINT_TO_POINTER (N_CHILDREN), \
                                        case_store_set_up, function, case_store_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/watched/demand-counts-each-child-once", test_demand_counts_each_child_once);
  ADD ("/watched/demand-by-need-and-area", test_demand_by_need_and_area);
  ADD ("/watched/schools-to-move-to", test_schools_to_move_to);
  ADD ("/watched/hours-of-a-provider", test_hours_of_a_provider);
  ADD ("/watched/duties-of-a-school", test_duties_of_a_school);
  ADD ("/watched/duties-of-another-year-are-not-counted",
       test_duties_of_another_year_are_not_counted);

  return g_test_run ();
}
