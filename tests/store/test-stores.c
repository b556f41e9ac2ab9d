/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of the stores on a laptop, in a program's folder of the test's own. */
#include "config.h"

#include "store/atlas-stores.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "base/atlas-error.h"
#include "base/atlas-folders.h"
#include "base/atlas-id.h"

#define NEWER "PRAGMA user_version = 9999"
#define OLDER "ALTER TABLE county DROP COLUMN attribution"

typedef struct {
  char *program;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->program = g_dir_make_tmp ("atlas-stores-XXXXXX", NULL);
  g_assert_nonnull (fixture->program);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  remove_tree (fixture->program);
  g_free (fixture->program);
}

/* A county of one record, in a folder below the program's. */
static char *
make_store (Fixture    *fixture,
            const char *folder,
            const char *name,
            gboolean    is_demonstration)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(GPtrArray)  records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(json_t)     fields = json_pack ("{s:s, s:s}", "key", "a-county", "name", name);
  g_autofree char *path = g_build_filename (fixture->program, folder, NULL);
  g_autofree char *id = atlas_id_new ();
  g_autoptr(AtlasStore) store = atlas_store_open (path, ATLAS_STORE_CREATE, &error);

  g_assert_no_error (error);
  g_ptr_array_add (records, atlas_record_new (&atlas_county_type, id, 0, fields, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_store_load (store, records, &error));
  g_assert_true (atlas_store_set_meta (store, "pack", "a-pack", &error));
  if (is_demonstration)
    g_assert_true (atlas_store_set_meta (store, "demonstration", "true", &error));

  return g_steal_pointer (&path);
}

static void
run_sql (const char *folder,
         const char *sql)
{
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static char *
write_file (Fixture    *fixture,
            const char *folder,
            const char *content)
{
  g_autofree char *path = g_build_filename (fixture->program, folder, NULL);
  g_autofree char *file = g_build_filename (path, ATLAS_STORE_FILE, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, content, -1, NULL));

  return g_steal_pointer (&file);
}

static char *
read_file (const char *path)
{
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  return content;
}

static AtlasStoreEntry *
entry_at (GPtrArray *entries,
          guint      index)
{
  g_assert_cmpuint (index, <, entries->len);
  return g_ptr_array_index (entries, index);
}

static void
test_a_laptop_without_stores_has_an_empty_list (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autoptr(GPtrArray) entries = atlas_stores_list (fixture->program, NULL);
  g_autofree char *nowhere = g_build_filename (fixture->program, "nowhere", NULL);
  g_autoptr(GPtrArray) none = atlas_stores_list (nowhere, nowhere);

  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_stores_are_listed_by_name (Fixture      *fixture,
                                gconstpointer data)
{
  g_autofree char *second = make_store (fixture, "county", "Testshire", FALSE);
  g_autofree char *third = make_store (fixture, "demonstration", "Testshire", TRUE);
  g_autofree char *first = make_store (fixture, "counties/another", "Another", FALSE);
  g_autofree char *elsewhere = make_store (fixture, "elsewhere", "Zedshire", FALSE);
  g_autofree char *empty = g_build_filename (fixture->program, "counties", "empty", NULL);
  g_autoptr(GPtrArray) entries = NULL;

  g_assert_cmpint (g_mkdir (empty, 0700), ==, 0);
  entries = atlas_stores_list (fixture->program, NULL);
  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_cmpstr (entry_at (entries, 0)->folder, ==, first);
  g_assert_cmpstr (entry_at (entries, 0)->name, ==, "Another");
  g_assert_false (entry_at (entries, 0)->is_demonstration);
  g_assert_cmpstr (entry_at (entries, 1)->folder, ==, second);
  g_assert_cmpstr (entry_at (entries, 2)->folder, ==, third);
  g_assert_true (entry_at (entries, 2)->is_demonstration);
  g_assert_cmpuint (entry_at (entries, 2)->n_unsent, ==, 0);

  g_ptr_array_unref (entries);
  entries = atlas_stores_list (fixture->program, elsewhere);
  g_assert_cmpuint (entries->len, ==, 4);
  g_assert_cmpstr (entry_at (entries, 3)->name, ==, "Zedshire");

  g_ptr_array_unref (entries);
  entries = atlas_stores_list (fixture->program, first);
  g_assert_cmpuint (entries->len, ==, 3);
}

static void
test_a_store_says_what_it_has_not_sent (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr(GError)         error = NULL;
  g_autofree char *folder = make_store (fixture, "county", "Testshire", FALSE);
  g_autofree char *id = atlas_id_new ();
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Note");
  g_autoptr(AtlasStore)     store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);
  g_autoptr(GPtrArray)      entries = NULL;

  g_assert_no_error (error);
  atlas_change_set_create (set, "note", id, json_pack ("{s:s}", "text", "seen"));
  g_assert_true (atlas_store_apply (store, set, &error));
  g_assert_true (atlas_store_set_meta (store, "server", "https://county.example", &error));

  /* The store is in use meanwhile. */
  entries = atlas_stores_list (fixture->program, NULL);
  g_assert_cmpuint (entry_at (entries, 0)->n_unsent, ==, 1);
  g_assert_cmpstr (entry_at (entries, 0)->server, ==, "https://county.example");
  g_assert_true (atlas_stores_find_server (entries, "https://county.example") ==
                 entry_at (entries, 0));
  g_assert_null (atlas_stores_find_server (entries, "https://other.example"));

  /* A store that is somebody's server's is not the one in which a county is begun. */
  g_assert_null (atlas_stores_find (entries, "a-pack", FALSE));
}

static void
test_a_store_is_found_by_its_pack (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autofree char *county = make_store (fixture, "county", "Testshire", FALSE);
  g_autofree char *demonstration = make_store (fixture, "demonstration", "Testshire", TRUE);
  g_autoptr(GPtrArray) entries = atlas_stores_list (fixture->program, NULL);

  g_assert_cmpstr (atlas_stores_find (entries, "a-pack", FALSE)->folder, ==, county);
  g_assert_cmpstr (atlas_stores_find (entries, "a-pack", TRUE)->folder, ==, demonstration);
  g_assert_null (atlas_stores_find (entries, "another-pack", TRUE));
}

static void
test_a_damaged_store_is_listed_with_its_reason (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autofree char *content = g_strnfill (9000, 'x');
  g_autofree char *damaged = write_file (fixture, "county", content);
  g_autofree char *empty = write_file (fixture, "counties/empty", "");
  g_autofree char *sound = make_store (fixture, "counties/sound", "Testshire", FALSE);
  g_autoptr(GPtrArray) entries = atlas_stores_list (fixture->program, NULL);
  g_autofree char *found = read_file (damaged);
  g_autofree char *nothing = read_file (empty);

  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_cmpstr (entry_at (entries, 0)->folder, ==, sound);
  for (guint i = 1; i < entries->len; i++)
    {
      g_assert_error (entry_at (entries, i)->error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED);
      g_assert_null (entry_at (entries, i)->name);
    }
  g_assert_cmpstr (found, ==, content);
  g_assert_cmpstr (nothing, ==, "");
}

static void
assert_untouched (Fixture    *fixture,
                  const char *sql,
                  int         code)
{
  g_autofree char *folder = make_store (fixture, "county", "Testshire", FALSE);
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  gsize length_before;
  gsize length_after;

  run_sql (folder, sql);
  g_assert_true (g_file_get_contents (path, &before, &length_before, NULL));
  entries = atlas_stores_list (fixture->program, NULL);
  g_assert_true (g_file_get_contents (path, &after, &length_after, NULL));

  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_error (entry_at (entries, 0)->error, ATLAS_ERROR, code);
  g_assert_null (atlas_stores_find (entries, "a-pack", FALSE));
  g_assert_cmpmem (before, length_before, after, length_after);
}

static void
test_a_newer_store_is_listed_and_untouched (Fixture      *fixture,
                                            gconstpointer data)
{
  assert_untouched (fixture, NEWER, ATLAS_ERROR_NEWER_DATA);
}

static void
test_an_older_store_is_listed_and_untouched (Fixture      *fixture,
                                             gconstpointer data)
{
  assert_untouched (fixture, OLDER, ATLAS_ERROR_CHANGED);
}

static void
test_a_store_that_is_locked_is_listed (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autofree char *folder = make_store (fixture, "county", "Testshire", FALSE);
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  g_autoptr(GPtrArray) entries = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; "
                                 "CREATE TABLE mine (what TEXT)", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  entries = atlas_stores_list (fixture->program, NULL);
  sqlite3_close (db);

  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_error (entry_at (entries, 0)->error, ATLAS_ERROR, ATLAS_ERROR_BUSY);
}

static void
test_a_new_store_has_a_folder_of_its_own (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autofree char *first = atlas_stores_new_folder (fixture->program, "testshire", FALSE);
  g_autofree char *made = NULL;
  g_autofree char *second = NULL;
  g_autofree char *made_too = NULL;
  g_autofree char *third = NULL;
  g_autofree char *demonstration = NULL;
  g_autofree char *basename = NULL;

  g_assert_true (g_str_has_suffix (first, "/" ATLAS_FOLDER_COUNTY));
  made = make_store (fixture, "county", "Testshire", FALSE);
  second = atlas_stores_new_folder (fixture->program, "testshire", FALSE);
  g_assert_true (g_str_has_suffix (second, "/counties/testshire"));
  made_too = make_store (fixture, "counties/testshire", "Testshire", FALSE);
  third = atlas_stores_new_folder (fixture->program, "testshire", FALSE);
  g_assert_true (g_str_has_suffix (third, "/counties/testshire-2"));
  demonstration = atlas_stores_new_folder (fixture->program, "testshire", TRUE);
  g_assert_true (g_str_has_suffix (demonstration, "/" ATLAS_FOLDER_DEMONSTRATION));

  g_assert_true (atlas_stores_holds (fixture->program, first));
  g_assert_true (atlas_stores_holds (fixture->program, third));
  g_assert_false (atlas_stores_holds (fixture->program, fixture->program));
}

/* A server says what its county is called; it does not say where files are written. */
static void
test_a_name_from_elsewhere_stays_in_the_folder (Fixture      *fixture,
                                                gconstpointer data)
{
  static const char * const names[] = { "../../etc", "/etc", "a/b", ".", "", "Ä" };
  g_autofree char *made = make_store (fixture, "county", "Testshire", FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folder = atlas_stores_new_folder (fixture->program, names[i], FALSE);

      g_assert_true (g_str_has_suffix (folder, "/counties/county"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/stores/a-laptop-without-stores-has-an-empty-list", Fixture, NULL, set_up,
              test_a_laptop_without_stores_has_an_empty_list, tear_down);
  g_test_add ("/store/stores/stores-are-listed-by-name", Fixture, NULL, set_up,
              test_stores_are_listed_by_name, tear_down);
  g_test_add ("/store/stores/a-store-says-what-it-has-not-sent", Fixture, NULL, set_up,
              test_a_store_says_what_it_has_not_sent, tear_down);
  g_test_add ("/store/stores/a-store-is-found-by-its-pack", Fixture, NULL, set_up,
              test_a_store_is_found_by_its_pack, tear_down);
  g_test_add ("/store/stores/a-damaged-store-is-listed-with-its-reason", Fixture, NULL, set_up,
              test_a_damaged_store_is_listed_with_its_reason, tear_down);
  g_test_add ("/store/stores/a-newer-store-is-listed-and-untouched", Fixture, NULL, set_up,
              test_a_newer_store_is_listed_and_untouched, tear_down);
  g_test_add ("/store/stores/an-older-store-is-listed-and-untouched", Fixture, NULL, set_up,
              test_an_older_store_is_listed_and_untouched, tear_down);
  g_test_add ("/store/stores/a-store-that-is-locked-is-listed", Fixture, NULL, set_up,
              test_a_store_that_is_locked_is_listed, tear_down);
  g_test_add ("/store/stores/a-new-store-has-a-folder-of-its-own", Fixture, NULL, set_up,
              test_a_new_store_has_a_folder_of_its_own, tear_down);
  g_test_add ("/store/stores/a-name-from-elsewhere-stays-in-the-folder", Fixture, NULL, set_up,
              test_a_name_from_elsewhere_stays_in_the_folder, tear_down);

  return g_test_run ();
}
