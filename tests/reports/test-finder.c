/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../isolate.h"
#include "case-county.h"

#include "base/atlas-error.h"
#include "reports/atlas-finder.h"

typedef struct {
  CaseStore base;
  char     *child;
  char     *line;
} Fixture;

/* A girl of Year 9 who lives five miles from a centre with one place. */
static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  CaseCounty *county = &fixture->base.county;
  g_autofree char *provision = NULL;
  g_autofree char *semh = NULL;

  case_store_set_up (&fixture->base, GINT_TO_POINTER (0));
  g_free (case_add (county, "town", NULL, json_pack ("{s:s, s:s, s:s, s:s}", "key", "newmark",
                                                     "name", "Newmark", "latitude", "51.9",
                                                     "longitude", "-0.2")));
  fixture->child = case_add (county, "child", NULL,
                             json_pack ("{s:s, s:s, s:s, s:s, s:s}", "first_name", "Ada", "born",
                                        "2012-11-15", "sex", "F", "town", "newmark",
                                        "area", county->areas[0]));
  g_free (case_add (county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s, s:i, s:s}", "reference", "F1-001", "child",
                               fixture->child, "kind", "ap", "tier", 4, "step", "looked-at")));
  provision = case_add (county, "provision", NULL,
                        json_pack ("{s:s, s:s, s:s, s:s, s:[s], s:s}", "key", "mill", "name",
                                   "The Mill", "kind", "ap-provider", "gender", "mixed",
                                   "services", "ap", "area", county->areas[0]));
  semh = case_add (county, "provision", NULL,
                   json_pack ("{s:s, s:s, s:s, s:s, s:s}", "key", "oak", "name", "Oak School",
                              "kind", "semh-special", "gender", "boys", "area", county->areas[1]));
  fixture->line = case_add (county, "place", NULL,
                            json_pack ("{s:s, s:s, s:i, s:s}", "provision", provision, "name",
                                       "Places", "commissioned", 4, "phase", "secondary"));
  g_free (case_add (county, "place", NULL,
                    json_pack ("{s:s, s:i, s:s}", "provision", semh, "commissioned", 40,
                               "phase", "secondary")));
  g_free (case_add (county, "return", NULL,
                    json_pack ("{s:s, s:s, s:s, s:i}", "provision", provision, "place",
                               fixture->line, "as_at", "2026-11-23", "on_roll", 3)));
  g_free (case_add (county, "site", NULL,
                    json_pack ("{s:s, s:s, s:s}", "provision", provision, "latitude", "51.97",
                               "longitude", "-0.2")));
  g_free (case_add (county, "check", NULL,
                    json_pack ("{s:s, s:s, s:s}", "provision", provision, "kind", "registration",
                               "expires", "2027-11-23")));
  case_county_load (county, fixture->base.store);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  case_store_tear_down (&fixture->base, data);
  g_free (fixture->child);
  g_free (fixture->line);
}

static AtlasFinder *
find (Fixture *fixture,
      double   within)
{
  AtlasFinderOptions options = ATLAS_FINDER_OPTIONS_INIT;
  g_autoptr(GError) error = NULL;
  AtlasFinder *finder;

  options.on = case_today ();
  options.within = within;
  finder = atlas_finder_new (fixture->base.store, "F1-001", &options, &error);
  g_assert_no_error (error);

  return finder;
}

static json_t *
find_row (json_t     *object,
          const char *provision)
{
  json_t *rows = json_object_get (object, "results");

  for (gsize i = 0; i < json_array_size (rows); i++)
    if (g_strcmp0 (atlas_json_string (json_array_get (rows, i), "provision"), provision) == 0)
      return json_array_get (rows, i);

  g_assert_not_reached ();
}

static gboolean
speaks_of (json_t     *row,
           const char *list,
           const char *about)
{
  json_t *facts = json_object_get (row, list);

  for (gsize i = 0; i < json_array_size (facts); i++)
    if (g_strcmp0 (atlas_json_string (json_array_get (facts, i), "about"), about) == 0)
      return TRUE;

  return FALSE;
}

/* T012: match filter by phase, gender and service. */
static void
test_what_fits_stands_first_and_nothing_is_hidden (Fixture      *fixture,
                                                   gconstpointer data)
{
  g_autoptr(AtlasFinder) finder = find (fixture, ATLAS_FIND_ANY_DISTANCE);
  g_autoptr(json_t) object = atlas_finder_to_json (finder);
  json_t *first = json_array_get (json_object_get (object, "results"), 0);
  json_t *school = find_row (object, "oak");

  g_assert_cmpuint (json_array_size (json_object_get (object, "results")), ==, 4);
  g_assert_cmpstr (atlas_json_string (first, "provision"), ==, "mill");
  g_assert_true (atlas_json_boolean (first, "fits"));
  g_assert_cmpstr (atlas_json_string (first, "miles"), ==, "4.8");
  g_assert_cmpint (atlas_json_integer (first, "free", -1), ==, 1);
  g_assert_cmpstr (atlas_json_string (first, "as_last_sent"), ==, "2026-11-23");
  g_assert_true (speaks_of (first, "why", "phase"));
  g_assert_true (speaks_of (first, "why", "service"));

  g_assert_false (atlas_json_boolean (school, "fits"));
  g_assert_true (json_is_null (json_object_get (school, "free")));
  g_assert_true (json_is_null (json_object_get (school, "miles")));
  g_assert_true (speaks_of (school, "in_the_way", "gender"));
  g_assert_true (speaks_of (school, "in_the_way", "plan"));
  g_assert_true (speaks_of (school, "in_the_way", "panel"));
}

static void
test_a_check_that_ran_out_stands_in_the_way_until_done_again (Fixture      *fixture,
                                                              gconstpointer data)
{
  g_autoptr(AtlasFinder) finder = NULL;
  g_autoptr(AtlasFinder) again = NULL;
  g_autoptr(json_t) object = NULL;
  g_autoptr(json_t) then = NULL;
  const char *provision;
  AtlasFindResult *first;

  finder = find (fixture, ATLAS_FIND_ANY_DISTANCE);
  first = g_ptr_array_index (finder->results, 0);
  provision = atlas_finder_get_place (finder, first)->place->provision;

  g_free (case_add (&fixture->base.county, "check", NULL,
                    json_pack ("{s:s, s:s, s:s}", "provision", provision, "kind", "insurance",
                               "expires", "2026-11-01")));
  case_county_load (&fixture->base.county, fixture->base.store);
  again = find (fixture, ATLAS_FIND_ANY_DISTANCE);
  object = atlas_finder_to_json (again);
  g_assert_true (speaks_of (find_row (object, "mill"), "in_the_way", "check"));

  g_free (case_add (&fixture->base.county, "check", NULL,
                    json_pack ("{s:s, s:s, s:s}", "provision", provision, "kind", "insurance",
                               "expires", "2027-11-01")));
  case_county_load (&fixture->base.county, fixture->base.store);
  g_clear_pointer (&again, atlas_finder_free);
  again = find (fixture, ATLAS_FIND_ANY_DISTANCE);
  then = atlas_finder_to_json (again);
  g_assert_true (atlas_json_boolean (find_row (then, "mill"), "fits"));
}

static void
test_a_place_further_than_asked_says_so (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(AtlasFinder) finder = find (fixture, 2);
  g_autoptr(json_t) object = atlas_finder_to_json (finder);
  g_autofree char *finding = atlas_finder_word_finding (finder);

  g_assert_true (speaks_of (find_row (object, "mill"), "in_the_way", "distance"));
  g_assert_true (g_str_has_prefix (finding, "Nothing fits"));
}

/* T014: admission by panel decision. */
static void
test_an_offer_by_the_panel_opens_its_places (Fixture      *fixture,
                                             gconstpointer data)
{
  CaseCounty *county = &fixture->base.county;
  g_autoptr(AtlasRecord) referral = NULL;
  g_autoptr(AtlasFinder) finder = NULL;
  g_autoptr(json_t) object = NULL;
  g_autofree char *panel = NULL;
  g_autofree char *meeting = NULL;

  referral = atlas_store_get_by_key (fixture->base.store, "referral", "F1-001", NULL);
  panel = case_add (county, "panel", NULL, json_pack ("{s:s, s:s, s:s}", "key", "send", "name",
                                                      "SEND Provision Panel", "kind", "send"));
  meeting = case_add (county, "meeting", NULL, json_pack ("{s:s, s:s, s:s}", "panel", panel, "on",
                                                          "2026-11-20", "step", "closed"));
  g_free (case_add (county, "decision", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s}", "referral", atlas_record_get_id (referral),
                               "meeting", meeting, "kind", "offer", "on", "2026-11-20")));
  case_county_load (county, fixture->base.store);
  finder = find (fixture, ATLAS_FIND_ANY_DISTANCE);
  object = atlas_finder_to_json (finder);
  g_assert_true (speaks_of (find_row (object, "oak"), "why", "panel"));
  g_assert_true (speaks_of (find_row (object, "oak"), "in_the_way", "plan"));
}

static void
test_a_referral_that_is_not_there_is_not_found (Fixture      *fixture,
                                                gconstpointer data)
{
  AtlasFinderOptions options = ATLAS_FINDER_OPTIONS_INIT;
  g_autoptr(GError) error = NULL;

  options.on = case_today ();
  g_assert_null (atlas_finder_new (fixture->base.store, "F9-999", &options, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

/* Adds what the other tests leave out, so that every fact can be told of one place. */
static void
tell_everything (Fixture *fixture)
{
  CaseCounty *county = &fixture->base.county;
  AtlasStore *store = fixture->base.store;
  g_autoptr(AtlasRecord) mill = atlas_store_get_by_key (store, "provision", "mill", NULL);
  g_autoptr(AtlasRecord) line = atlas_store_get (store, "place", fixture->line, NULL);
  g_autoptr(AtlasRecord) child = atlas_store_get (store, "child", fixture->child, NULL);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Everything");
  g_autofree char *contract = NULL;
  g_autofree char *other = NULL;

  contract = case_add (county, "contract", NULL,
                       json_pack ("{s:s, s:s, s:s}", "provision", atlas_record_get_id (mill),
                                  "reference", "C1", "unit_cost", "120"));
  other = case_add (county, "child", NULL, json_pack ("{s:s}", "first_name", "Bo"));
  g_free (case_add (county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s}", "reference", "F1-002", "child", other,
                               "step", "waiting", "asked", atlas_record_get_id (mill))));
  g_free (case_add (county, "placement", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:s}", "child", other, "provision",
                               atlas_record_get_id (mill), "place", fixture->line, "starts",
                               "2026-09-07", "hours_per_week", "18")));
  g_free (case_add (county, "panel", NULL,
                    json_pack ("{s:s, s:s, s:s}", "key", "ap", "name", "The AP Panel", "kind",
                               "area")));
  case_county_load (county, store);
  atlas_change_set_set_text (set, mill, "gender", "girls");
  atlas_change_set_add (set, mill, "serves_towns", "newmark");
  atlas_change_set_set_text (set, mill, "admission", "The AP Panel");
  atlas_change_set_add (set, line, "key_stages", "KS3");
  atlas_change_set_set_text (set, line, "contract", contract);
  atlas_change_set_set (set, line, "respite_kept", json_integer (1));
  atlas_change_set_set_text (set, child, "need", "SEMH");
  case_apply (store, atlas_change_set_ref (set));
}

/* Need, age, phase, key stage, gender, tier, hours, distance, route of
 * admission, catchment, wait, cost. */
static void
test_each_of_the_twelve_is_told (Fixture      *fixture,
                                 gconstpointer data)
{
  static const char * const told[] = {
    "need", "phase", "gender", "service", "tier", "hours", "distance", "panel", "town", "waiting",
    "cost", "respite", "free",
  };
  AtlasFinderOptions options = ATLAS_FINDER_OPTIONS_INIT;
  g_autoptr(AtlasFinder) finder = NULL;
  g_autoptr(json_t) object = NULL;
  json_t *row;

  tell_everything (fixture);
  options.on = case_today ();
  options.hours = 21;
  finder = atlas_finder_new (fixture->base.store, "F1-001", &options, NULL);
  g_assert_nonnull (finder);
  object = atlas_finder_to_json (finder);
  g_assert_cmpint (atlas_json_integer (object, "age", -1), ==, 14);
  g_assert_cmpint (atlas_json_integer (object, "tier", -1), ==, 4);
  g_assert_cmpstr (atlas_json_string (object, "key_stage"), ==, "KS3");
  g_assert_cmpstr (atlas_json_string (object, "need"), ==, "SEMH");
  g_assert_cmpstr (atlas_json_string (object, "sex"), ==, "F");
  row = find_row (object, "mill");
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_test_message ("%s", told[i]);
      g_assert_true (speaks_of (row, "why", told[i]) || speaks_of (row, "in_the_way", told[i]) ||
                     speaks_of (row, "to_know", told[i]));
    }
  g_assert_true (speaks_of (row, "in_the_way", "hours"));
  g_assert_true (speaks_of (row, "in_the_way", "panel"));
  g_assert_true (speaks_of (row, "why", "tier"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("/finder/what-fits-stands-first-and-nothing-is-hidden",
       test_what_fits_stands_first_and_nothing_is_hidden);
  ADD ("/finder/a-check-that-ran-out-stands-in-the-way-until-done-again",
       test_a_check_that_ran_out_stands_in_the_way_until_done_again);
  ADD ("/finder/a-place-further-than-asked-says-so", test_a_place_further_than_asked_says_so);
  ADD ("/finder/an-offer-by-the-panel-opens-its-places",
       test_an_offer_by_the_panel_opens_its_places);
  ADD ("/finder/each-of-the-twelve-is-told", test_each_of_the_twelve_is_told);
  ADD ("/finder/a-referral-that-is-not-there-is-not-found",
       test_a_referral_that_is_not_there_is_not_found);

  return g_test_run ();
}
