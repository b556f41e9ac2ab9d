/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "base/atlas-error.h"
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
  ADD ("/reports/facts/a-page-that-is-not-there-is-said-so",
       test_a_page_that_is_not_there_is_said_so);

  return g_test_run ();
}
