/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "store/atlas-history.h"
#include "store/atlas-store.h"
#include "store/atlas-verify.h"

typedef struct {
  char       *folder;
  AtlasStore *store;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("atlas-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_CREATE, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->store, atlas_store_close);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* Two areas and a child in the first, with a referral. */
static void
make_county (Fixture *fixture,
             char   **child,
             char   **referral)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Set up");
  g_autofree char *north = atlas_id_for_pack ("test", "area", "north");
  g_autofree char *south = atlas_id_for_pack ("test", "area", "south");

  *child = atlas_id_new ();
  *referral = atlas_id_new ();
  atlas_change_set_create (set, "area", north, json_pack ("{s:s, s:s}", "key", "north", "name",
                                                          "North"));
  atlas_change_set_create (set, "area", south, json_pack ("{s:s, s:s}", "key", "south", "name",
                                                          "South"));
  atlas_change_set_create (set, "child", *child,
                           json_pack ("{s:s, s:s, s:s}", "first_name", "Zoë", "last_name", "Quill",
                                      "area", north));
  atlas_change_set_create (set, "referral", *referral,
                           json_pack ("{s:s, s:s, s:s, s:i}", "reference", "K7-001", "child",
                                      *child,
                                      "step", "sent", "tier", 4));
  g_assert_true (atlas_store_apply (fixture->store, set, &error));
  g_assert_no_error (error);
}

static guint
count_found (Fixture    *fixture,
             const char *type,
             const char *scope,
             const char *words)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find (type));
  g_autoptr(GPtrArray)  found = NULL;

  atlas_query_in_scope (query, scope);
  atlas_query_search (query, words);
  found = atlas_store_list (fixture->store, query, NULL);
  return found->len;
}

static void
assert_sound (Fixture *fixture)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) findings = atlas_store_verify (fixture->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((AtlasVerifyFinding *) g_ptr_array_index (findings, i))->text);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_a_set_is_seen_whole (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *child = NULL;
  g_autofree char *referral = NULL;

  make_county (fixture, &child, &referral);
  g_assert_cmpuint (count_found (fixture, "child", NULL, "zoe qui"), ==, 1);
  g_assert_cmpuint (count_found (fixture, "child", NULL, "zoe nobody"), ==, 0);
  g_assert_cmpuint (count_found (fixture, "referral", "area/north", NULL), ==, 1);
  g_assert_cmpuint (count_found (fixture, "referral", "area/south", NULL), ==, 0);
  assert_sound (fixture);
}

static void
test_a_refused_set_leaves_nothing (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Half right");
  g_autofree char *id = atlas_id_new ();
  g_autofree char *other = atlas_id_new ();
  g_autoptr(GPtrArray)      history = NULL;

  atlas_change_set_create (set, "area", id, json_pack ("{s:s, s:s}", "key", "north", "name",
                                                       "North"));
  atlas_change_set_create (set, "area", other, json_pack ("{s:s}", "key", "south"));
  g_assert_false (atlas_store_apply (fixture->store, set, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_assert_cmpuint (count_found (fixture, "area", NULL, NULL), ==, 0);
  history = atlas_store_list_history (fixture->store, NULL, NULL, 0, 10, NULL);
  g_assert_cmpuint (history->len, ==, 0);
  assert_sound (fixture);
}

static void
test_a_stale_view_is_not_written_over (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(GError)         error = NULL;
  g_autofree char *child = NULL;
  g_autofree char *referral = NULL;
  g_autoptr(AtlasRecord)    seen = NULL;
  g_autoptr(AtlasRecord)    now = NULL;
  g_autoptr(AtlasChangeSet) first = atlas_change_set_new ("Tier 5");
  g_autoptr(AtlasChangeSet) second = atlas_change_set_new ("Tier 3");

  make_county (fixture, &child, &referral);
  seen = atlas_store_get (fixture->store, "referral", referral, NULL);
  atlas_change_set_set (first, seen, "tier", json_integer (5));
  atlas_change_set_set (second, seen, "tier", json_integer (3));
  g_assert_true (atlas_store_apply (fixture->store, first, &error));
  g_assert_false (atlas_store_apply (fixture->store, second, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED);
  now = atlas_store_get_by_key (fixture->store, "referral", "K7-001", NULL);
  g_assert_cmpint (((AtlasReferral *) now)->tier, ==, 5);
}

static void
test_undo_and_redo (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr(GError)         error = NULL;
  g_autofree char *child = NULL;
  g_autofree char *referral = NULL;
  g_autofree char *label = NULL;
  g_autoptr(AtlasRecord)    seen = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Tier 5");

  make_county (fixture, &child, &referral);
  seen = atlas_store_get (fixture->store, "referral", referral, NULL);
  atlas_change_set_set (set, seen, "tier", json_integer (5));
  g_assert_true (atlas_store_apply (fixture->store, set, &error));

  g_assert_true (atlas_store_undo (fixture->store, NULL, &label, &error));
  g_assert_cmpstr (label, ==, "Tier 5");
  g_set_object (&seen, NULL);
  seen = atlas_store_get (fixture->store, "referral", referral, NULL);
  g_assert_cmpint (((AtlasReferral *) seen)->tier, ==, 4);

  g_assert_true (atlas_store_redo (fixture->store, NULL, &error));
  g_set_object (&seen, NULL);
  seen = atlas_store_get (fixture->store, "referral", referral, NULL);
  g_assert_cmpint (((AtlasReferral *) seen)->tier, ==, 5);

  g_assert_true (atlas_store_undo (fixture->store, NULL, NULL, &error));
  g_assert_true (atlas_store_undo (fixture->store, NULL, NULL, &error));
  g_assert_cmpuint (count_found (fixture, "child", NULL, NULL), ==, 0);
  g_assert_false (atlas_store_undo (fixture->store, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
  assert_sound (fixture);
}

static void
test_a_deletion_can_be_undone (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(GError)         error = NULL;
  g_autofree char *child = NULL;
  g_autofree char *referral = NULL;
  g_autoptr(AtlasRecord)    seen = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Deleted");

  make_county (fixture, &child, &referral);
  seen = atlas_store_get (fixture->store, "referral", referral, NULL);
  atlas_change_set_delete (set, seen);
  g_assert_true (atlas_store_apply (fixture->store, set, &error));
  g_assert_cmpuint (count_found (fixture, "referral", NULL, "K7-001"), ==, 0);
  g_assert_true (atlas_store_undo (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_found (fixture, "referral", NULL, "K7-001"), ==, 1);
  assert_sound (fixture);
}

static void
test_a_moved_child_takes_its_referrals_along (Fixture      *fixture,
                                              gconstpointer data)
{
  g_autofree char *child = NULL;
  g_autofree char *referral = NULL;
  g_autofree char *south = atlas_id_for_pack ("test", "area", "south");
  g_autoptr(AtlasRecord)    seen = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Moved");

  make_county (fixture, &child, &referral);
  seen = atlas_store_get (fixture->store, "child", child, NULL);
  atlas_change_set_set_text (set, seen, "area", south);
  g_assert_true (atlas_store_apply (fixture->store, set, NULL));
  g_assert_cmpuint (count_found (fixture, "referral", "area/north", NULL), ==, 0);
  g_assert_cmpuint (count_found (fixture, "referral", "area/south", NULL), ==, 1);
}

static void
test_newer_file_is_refused (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (atlas_db_set_version (atlas_store_get_db (fixture->store), 999, NULL));
  g_clear_pointer (&fixture->store, atlas_store_close);
  g_assert_null (atlas_store_open (fixture->folder, ATLAS_STORE_DEFAULT, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NEWER_DATA);
  g_clear_error (&error);
  g_assert_null (atlas_store_open (fixture->folder, ATLAS_STORE_READ_ONLY, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NEWER_DATA);
}

/* The bytes of the file, as a checksum. */
static char *
sum_up_file (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
}

static void
assert_refused_untouched (Fixture        *fixture,
                          AtlasStoreFlags flags)
{
  g_autofree char *before = sum_up_file (fixture->folder);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_store_open (fixture->folder, flags, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NEWER_DATA);
  after = sum_up_file (fixture->folder);
  g_assert_cmpstr (before, ==, after);
}

static void
test_newer_file_without_a_log_stays_as_it_is (Fixture      *fixture,
                                              gconstpointer data)
{
  AtlasDb *db = atlas_store_get_db (fixture->store);

  g_assert_true (atlas_db_set_version (db, 999, NULL));
  g_assert_true (atlas_db_exec (db, "PRAGMA journal_mode = DELETE", NULL));
  g_clear_pointer (&fixture->store, atlas_store_close);
  assert_refused_untouched (fixture, ATLAS_STORE_DEFAULT);
  assert_refused_untouched (fixture, ATLAS_STORE_CREATE);
  assert_refused_untouched (fixture, ATLAS_STORE_READ_ONLY);
}

/* Its last writer was killed: what it wrote is in the log alone, and stays there. */
static void
test_newer_file_with_a_log_stays_as_it_is (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autofree char *killed = g_dir_make_tmp ("atlas-store-XXXXXX", NULL);
  static const char * const files[] = { ATLAS_STORE_FILE, ATLAS_STORE_FILE "-wal" };

  g_assert_true (atlas_db_set_version (atlas_store_get_db (fixture->store), 999, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_build_filename (fixture->folder, files[i], NULL);
      g_autofree char *to = g_build_filename (killed, files[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
      g_assert_cmpuint (length, >, 0);
      g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
    }
  g_clear_pointer (&fixture->store, atlas_store_close);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  fixture->folder = g_steal_pointer (&killed);
  assert_refused_untouched (fixture, ATLAS_STORE_DEFAULT);
  assert_refused_untouched (fixture, ATLAS_STORE_READ_ONLY);
}

static void
test_damaged_file_is_said_to_be (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, ATLAS_STORE_FILE, NULL);
  g_autofree char *rubbish = g_strnfill (8192, 'x');

  g_clear_pointer (&fixture->store, atlas_store_close);
  g_assert_true (g_file_set_contents (path, rubbish, 8192, NULL));
  g_assert_null (atlas_store_open (fixture->folder, ATLAS_STORE_DEFAULT, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED);
}

static void
test_a_new_field_gets_its_column (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *child = NULL;
  g_autofree char *referral = NULL;

  make_county (fixture, &child, &referral);
  g_assert_true (atlas_db_exec (atlas_store_get_db (fixture->store),
                                "ALTER TABLE \"child\" DROP COLUMN \"town\"", &error));
  g_clear_pointer (&fixture->store, atlas_store_close);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_found (fixture, "child", NULL, "quill"), ==, 1);
  assert_sound (fixture);
}

static void
test_verify_finds_a_broken_search_index (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autofree char *child = NULL;
  g_autofree char *referral = NULL;
  g_autoptr(GPtrArray) findings = NULL;

  make_county (fixture, &child, &referral);
  g_assert_true (atlas_db_exec (atlas_store_get_db (fixture->store), "DELETE FROM search_child",
                                NULL));
  findings = atlas_store_verify (fixture->store, NULL);
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (((AtlasVerifyFinding *) g_ptr_array_index (findings, 0))->check, ==, "search");
  g_assert_true (atlas_store_rebuild_search (fixture->store, NULL));
  assert_sound (fixture);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/a-set-is-seen-whole", test_a_set_is_seen_whole);
  ADD ("/store/a-refused-set-leaves-nothing", test_a_refused_set_leaves_nothing);
  ADD ("/store/a-stale-view-is-not-written-over", test_a_stale_view_is_not_written_over);
  ADD ("/store/undo-and-redo", test_undo_and_redo);
  ADD ("/store/a-deletion-can-be-undone", test_a_deletion_can_be_undone);
  ADD ("/store/a-moved-child-takes-its-referrals-along",
       test_a_moved_child_takes_its_referrals_along);
  ADD ("/store/newer-file-is-refused", test_newer_file_is_refused);
  ADD ("/store/newer-file-without-a-log-stays-as-it-is",
       test_newer_file_without_a_log_stays_as_it_is);
  ADD ("/store/newer-file-with-a-log-stays-as-it-is",
       test_newer_file_with_a_log_stays_as_it_is);
  ADD ("/store/damaged-file-is-said-to-be", test_damaged_file_is_said_to_be);
  ADD ("/store/a-new-field-gets-its-column", test_a_new_field_gets_its_column);
  ADD ("/store/verify-finds-a-broken-search-index", test_verify_finds_a_broken_search_index);

  return g_test_run ();
}
