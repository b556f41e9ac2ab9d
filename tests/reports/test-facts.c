/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "exchange/atlas-pack.h"
#include "reports/atlas-facts.h"

typedef struct {
  char       *folder;
  AtlasStore *store;
} Fixture;

/* Hertfordshire, as the shipped pack has it. */
static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasPack) pack = atlas_pack_open ("hertfordshire", &error);
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(GPtrArray) records = NULL;

  g_assert_no_error (error);
  import = atlas_pack_read (pack, NULL);
  records = atlas_import_make_records (import, NULL, &error);
  g_assert_no_error (error);
  fixture->folder = g_dir_make_tmp ("atlas-facts-XXXXXX", NULL);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, NULL);
  g_assert_true (atlas_store_load (fixture->store, records, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, ATLAS_STORE_FILE, NULL);

  g_clear_pointer (&fixture->store, atlas_store_close);
  g_remove (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static json_t *
facts_of (Fixture    *fixture,
          const char *route,
          const char *on)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasFacts) facts = NULL;

  facts = atlas_facts_new (fixture->store, route, atlas_date_parse (on), &error);
  g_assert_no_error (error);
  return atlas_facts_to_json (facts);
}

static void
assert_fact (Fixture    *fixture,
             const char *route,
             const char *on,
             const char *key,
             const char *value)
{
  g_autoptr(json_t) json = facts_of (fixture, route, on);

  g_assert_cmpstr (atlas_json_string (json_object_get (json, "facts"), key), ==, value);
}

static void
test_lead_schools_follow_the_day (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr(json_t) before = facts_of (fixture, "area/dspl1", "2016-05-01");
  g_autoptr(json_t) after = facts_of (fixture, "area/dspl1", "2020-03-01");
  const char *first = atlas_json_string (json_object_get (before, "facts"), "lead_school");
  const char *second = atlas_json_string (json_object_get (after, "facts"), "lead_school");

  g_assert_nonnull (g_strrstr (first, "York Road"));
  g_assert_nonnull (g_strrstr (second, "Wymondley"));
}

static void
test_an_area_of_2016_has_a_psb_and_of_2020_a_pbs (Fixture      *fixture,
                                                  gconstpointer data)
{
  g_autoptr(json_t) before = facts_of (fixture, "area/dspl4", "2016-05-01");
  g_autoptr(json_t) after = facts_of (fixture, "area/dspl4", "2020-03-01");
  g_autofree char *old = atlas_json_to_text (before);
  g_autofree char *new = atlas_json_to_text (after);

  g_assert_nonnull (g_strrstr (old, "Andrew's Lane PSB"));
  g_assert_null (g_strrstr (old, "Phoenix"));
  g_assert_nonnull (g_strrstr (new, "Phoenix"));
  g_assert_null (g_strrstr (new, "Andrew's Lane PSB"));
}

static void
test_predecessors_and_successors_are_linked (Fixture      *fixture,
                                             gconstpointer data)
{
  assert_fact (fixture, "provision/psb-the-leys", "2016-05-01", "successor",
               "Pear Tree Springs (The Willow Centre)");
  assert_fact (fixture, "provision/pbs-willow", "2020-03-01", "predecessor", "The Leys PSB");
}

static void
test_every_fact_of_the_directory_says_how_old_it_is (Fixture      *fixture,
                                                     gconstpointer data)
{
  g_autoptr(AtlasFacts) facts = NULL;
  AtlasFactSection *section;
  AtlasFact *kind;

  facts = atlas_facts_new (fixture->store, "provision/nhas", atlas_date_parse ("2026-11-22"), NULL);
  section = g_ptr_array_index (facts->sections, 0);
  kind = g_ptr_array_index (section->facts, 0);
  g_assert_cmpstr (facts->title, ==, "North Herts Alternative Solutions (NHAS)");
  g_assert_nonnull (g_strrstr (kind->source, "ublished April 2016"));
}

static void
test_the_county_lists_its_areas_and_partnerships (Fixture      *fixture,
                                                  gconstpointer data)
{
  g_autoptr(json_t) json = facts_of (fixture, "county", "2026-11-22");
  json_t *facts = json_object_get (json, "facts");

  g_assert_cmpuint (json_array_size (json_object_get (facts, "area")), ==, 9);
  g_assert_cmpuint (json_array_size (json_object_get (facts, "partnership")), ==, 19);
}

#define CHILD     "00000000-0000-7000-8000-000000000001"
#define EXCLUSION "00000000-0000-7000-8000-000000000002"

static void
add_record (GPtrArray  *records,
            const char *type,
            const char *id,
            json_t     *fields)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) owned = fields;
  g_autofree char *made = id != NULL ? g_strdup (id) : atlas_id_new ();

  g_ptr_array_add (records, atlas_record_new (atlas_type_find (type), made, 0, fields, &error));
  g_assert_no_error (error);
}

/* A looked-after child, permanently excluded; the board's decision was given on 12 November. */
static void
add_referral (Fixture    *fixture,
              const char *received)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError)    error = NULL;

  add_record (records, "child", CHILD, json_pack ("{s:s, s:s, s:s, s:s}", "born", "2012-05-01",
                                                  "sen", "K", "care", "CLA", "ethnicity", "WBRI"));
  add_record (records, "exclusion", EXCLUSION,
              json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "child", CHILD, "kind", "PERM",
                         "from", "2026-10-01", "board_met", "2026-11-12", "board_decision",
                         "upheld", "decision_sent", "2026-11-12", "decision_how", "hand"));
  add_record (records, "referral", NULL,
              json_pack ("{s:s, s:s, s:i, s:s, s:s, s:s}", "reference", "K1-001", "child", CHILD,
                         "tier", 4, "step", "panel", "received", received, "exclusion",
                         EXCLUSION));
  g_assert_true (atlas_store_load (fixture->store, records, &error));
  g_assert_no_error (error);
}

/* T034: a tier says what it is, in the words of the day on which the referral was received */
static void
test_a_tier_says_what_it_was (Fixture      *fixture,
                              gconstpointer data)
{
  add_referral (fixture, "2016-05-01");
  assert_fact (fixture, "referral/K1-001", "2026-11-20", "tier_help",
               "The school accesses respite provision away from the school for children considered "
               "to be at immediate risk of permanent exclusion.");
}

/* T034 */
static void
test_a_tier_says_what_it_is (Fixture      *fixture,
                             gconstpointer data)
{
  add_referral (fixture, "2026-10-02");
  assert_fact (fixture, "referral/K1-001", "2026-11-20", "tier_help",
               "The school accesses short-term provision away from the school when a child is "
               "considered to be at immediate risk of permanent exclusion.");
}

/* T047, T057, T161: whom a referral is about, who comes first, and until when on which roll */
static void
test_a_referral_says_what_follows (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(json_t) before = NULL;
  g_autoptr(json_t) after = NULL;
  const char *roll;

  add_referral (fixture, "2026-10-02");
  assert_fact (fixture, "referral/K1-001", "2026-11-20", "groups",
               "Special educational needs or a disability, looked after");
  assert_fact (fixture, "referral/K1-001", "2026-11-20", "queue", "First: looked after, or was");

  before = facts_of (fixture, "referral/K1-001", "2026-11-20");
  roll = atlas_json_string (json_object_get (before, "facts"), "register");
  g_assert_nonnull (strstr (roll, "until 3 December 2026"));
  after = facts_of (fixture, "referral/K1-001", "2026-12-20");
  roll = atlas_json_string (json_object_get (after, "facts"), "register");
  g_assert_nonnull (strstr (roll, "may be taken off the register"));
}

/* The terminal tells the story and the records of a child as the page does. */
static void
test_a_referral_tells_its_story (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(json_t) json = NULL;
  g_autofree char *text = NULL;

  add_referral (fixture, "2026-10-02");
  json = facts_of (fixture, "referral/K1-001", "2026-11-20");
  text = atlas_json_to_text (json);
  g_assert_nonnull (strstr (text, "Permanently excluded by a school not recorded"));
  g_assert_nonnull (strstr (text, "Permanent exclusion · Governing board met"));
  g_assert_nonnull (strstr (text, "Referral received"));
}

/* T030: what a provision offers, in the words of the day */
static void
test_a_provision_says_what_it_offers (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(json_t) then = facts_of (fixture, "provision/psb-the-leys", "2016-05-01");
  g_autoptr(json_t) later = facts_of (fixture, "provision/pbs-willow", "2020-03-01");
  g_autofree char *old = atlas_json_to_text (then);
  g_autofree char *new = atlas_json_to_text (later);

  g_assert_nonnull (strstr (old, "Placement of a child on the PSB's extended roll"));
  g_assert_null (strstr (old, "outreach roll"));
  g_assert_nonnull (strstr (new, "Placement of a child on the PBS's outreach roll"));
  g_assert_null (strstr (new, "extended roll"));
}

static void
test_a_page_that_is_not_there_is_said_so (Fixture      *fixture,
                                          gconstpointer data)
{
  static const char *routes[] = { "area/dspl99", "nonsense/1", "nonsense", "provision/" };

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (atlas_facts_new (fixture->store, routes[i], 0, &error));
      g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/reports/facts/lead-schools-follow-the-day", test_lead_schools_follow_the_day);
  ADD ("/reports/facts/an-area-of-2016-has-a-psb-and-of-2020-a-pbs",
       test_an_area_of_2016_has_a_psb_and_of_2020_a_pbs);
  ADD ("/reports/facts/predecessors-and-successors-are-linked",
       test_predecessors_and_successors_are_linked);
  ADD ("/reports/facts/every-fact-of-the-directory-says-how-old-it-is",
       test_every_fact_of_the_directory_says_how_old_it_is);
  ADD ("/reports/facts/the-county-lists-its-areas-and-partnerships",
       test_the_county_lists_its_areas_and_partnerships);
  ADD ("/reports/facts/a-tier-says-what-it-is", test_a_tier_says_what_it_is);
  ADD ("/reports/facts/a-referral-tells-its-story", test_a_referral_tells_its_story);
  ADD ("/reports/facts/a-tier-says-what-it-was", test_a_tier_says_what_it_was);
  ADD ("/reports/facts/a-referral-says-what-follows", test_a_referral_says_what_follows);
  ADD ("/reports/facts/a-provision-says-what-it-offers", test_a_provision_says_what_it_offers);
  ADD ("/reports/facts/a-page-that-is-not-there-is-said-so",
       test_a_page_that_is_not_there_is_said_so);

  return g_test_run ();
}
