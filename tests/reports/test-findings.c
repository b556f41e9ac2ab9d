/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "base/atlas-id.h"
#include "reports/atlas-findings.h"

#define ON atlas_date_new (2026, 11, 20)

typedef struct {
  char       *folder;
  AtlasStore *store;
  char       *provision;
} Fixture;

static void
load (Fixture    *fixture,
      const char *type,
      json_t     *fields)
{
  g_autoptr(json_t) values = fields;
  g_autofree char *id = atlas_id_new ();
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;
  const char *given = g_str_equal (type, "provision") ? fixture->provision : id;

  g_ptr_array_add (records, atlas_record_new (atlas_type_find (type), given, 1, values, &error));
  g_assert_no_error (error);
  atlas_store_load (fixture->store, records, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("atlas-findings-XXXXXX", NULL);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_CREATE, NULL);
  fixture->provision = atlas_id_new ();
  load (fixture, "provision",
        json_pack ("{s:s, s:s, s:s}", "key", "barn", "name", "The Barn", "kind", "ap-provider"));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  static const char * const endings[] = { "", "-wal", "-shm" };

  g_clear_pointer (&fixture->store, atlas_store_close);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (fixture->folder, "/" ATLAS_STORE_FILE, endings[i], NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->provision);
  g_free (fixture->folder);
}

static guint
count (Fixture    *fixture,
       const char *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = atlas_findings_list (fixture->store, NULL, ON, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    n += g_str_equal (((AtlasFinding *) g_ptr_array_index (findings, i))->check, check);

  return n;
}

static void
test_checks_expire_the_day_after (Fixture      *fixture,
                                  gconstpointer data)
{
  static const char * const expires[] = { "2026-11-19", "2026-11-20", "2026-11-21" };

  for (gsize i = 0; i < G_N_ELEMENTS (expires); i++)
    load (fixture, "check", json_pack ("{s:s, s:s, s:s}", "provision", fixture->provision,
                                       "kind", "safeguarding", "expires", expires[i]));
  load (fixture, "check", json_pack ("{s:s, s:s}", "provision", fixture->provision,
                                     "kind", "visit"));

  g_assert_cmpuint (count (fixture, "provider-check"), ==, 1);
}

static void
test_contracts_end (Fixture      *fixture,
                    gconstpointer data)
{
  load (fixture, "contract",
        json_pack ("{s:s, s:s, s:{s:s}}", "provision", fixture->provision, "reference", "AP/1",
                   "valid", "to", "2026-11-19"));
  load (fixture, "contract",
        json_pack ("{s:s, s:s, s:{s:s}}", "provision", fixture->provision, "reference", "AP/2",
                   "valid", "from", "2026-11-01"));

  g_assert_cmpuint (count (fixture, "contract"), ==, 1);
}

static void
test_pupil_numbers_are_checked_and_not_repeated (Fixture      *fixture,
                                                 gconstpointer data)
{
  g_autoptr(GPtrArray) findings = NULL;
  const AtlasFinding *finding;

  load (fixture, "child", json_pack ("{s:s}", "upn", "R919110526001"));
  load (fixture, "child", json_pack ("{s:s}", "upn", "A919110526001"));
  load (fixture, "child", json_pack ("{s:s}", "first_name", "Zoë"));

  findings = atlas_findings_list (fixture->store, NULL, ON, NULL);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpstr (finding->check, ==, "upn");
  g_assert_null (g_strstr_len (finding->text, -1, "919"));
}

static void
test_a_line_without_a_return_is_found (Fixture      *fixture,
                                       gconstpointer data)
{
  load (fixture, "place", json_pack ("{s:s, s:s, s:i}", "provision", fixture->provision,
                                     "name", "Places", "commissioned", 4));

  g_assert_cmpuint (count (fixture, "return"), ==, 1);
  g_assert_cmpuint (count (fixture, "places"), ==, 0);
}

static void
test_an_empty_county_has_no_findings (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(GPtrArray) findings = atlas_findings_list (fixture->store, NULL, ON, NULL);

  g_assert_cmpuint (findings->len, ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/findings/checks-expire-the-day-after", test_checks_expire_the_day_after);
  ADD ("/findings/contracts-end", test_contracts_end);
  ADD ("/findings/pupil-numbers-are-checked-and-not-repeated",
       test_pupil_numbers_are_checked_and_not_repeated);
  ADD ("/findings/a-line-without-a-return-is-found", test_a_line_without_a_return_is_found);
  ADD ("/findings/an-empty-county-has-no-findings", test_an_empty_county_has_no_findings);

  return g_test_run ();
}
