/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-county.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/atlas-error.h"
#include "store/atlas-store-blobs.h"

#define AS_OF    atlas_date_new (2026, 11, 20)
#define CHILDREN 30

static char *
new_folder (void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("atlas-county-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }

  g_rmdir (folder);
}

static AtlasPack *
open_pack (void)
{
  g_autoptr(GError) error = NULL;
  AtlasPack *pack = atlas_pack_open ("hertfordshire", &error);

  g_assert_no_error (error);

  return pack;
}

static gint64
count (AtlasStore *store,
       const char *type)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find (type));
  g_autoptr(GError) error = NULL;
  gint64 n = 0;

  atlas_store_count (store, query, &n, &error);
  g_assert_no_error (error);

  return n;
}

static void
count_progress (guint    done,
                guint    total,
                gpointer data)
{
  guint *last = data;

  g_assert_cmpuint (done, >, *last);
  g_assert_cmpuint (done, <=, total);
  *last = done;
}

static void
assert_files_are_here (AtlasStore *store)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_document_type);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) documents = atlas_store_list (store, query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (documents->len, >, 0);
  for (guint i = 0; i < documents->len; i++)
    {
      AtlasDocumentRecord *document = g_ptr_array_index (documents, i);
      AtlasFileState state;
      AtlasBlob blob;

      g_assert_true (atlas_blob_read (document->file, &blob));
      g_assert_true (atlas_store_file_state (store, blob.blob, &state, &error));
      g_assert_cmpint (state, ==, ATLAS_FILE_HERE);
    }
}

static void
test_a_demonstration_says_that_it_is_one (void)
{
  AtlasDemoOptions options = { CHILDREN, 1, AS_OF };
  g_autofree char *folder = new_folder ();
  g_autoptr(AtlasPack) pack = open_pack ();
  g_autoptr(AtlasStore) store = NULL;
  g_autoptr(AtlasRecord) county = NULL;
  g_autofree char *pack_name = NULL;
  g_autofree char *reference = NULL;
  g_autoptr(GError) error = NULL;
  guint last = 0;

  atlas_county_init (folder, pack, &options, count_progress, &last, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (last, >, 1000);

  store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (atlas_store_is_demonstration (store));
  county = atlas_store_get_by_key (store, "county", "hertfordshire", &error);
  g_assert_no_error (error);
  g_assert_true (((AtlasCounty *) county)->invented);
  assert_files_are_here (store);
  pack_name = atlas_store_get_meta (store, "pack");
  g_assert_cmpstr (pack_name, ==, "hertfordshire");

  g_assert_cmpint (count (store, "county"), ==, 1);
  g_assert_cmpint (count (store, "area"), ==, 9);
  g_assert_cmpint (count (store, "referral"), ==, CHILDREN);
  g_assert_cmpint (atlas_store_get_day (store, AS_OF + 5), ==, AS_OF);
  reference = atlas_store_next_reference (store, &error);
  g_assert_cmpstr (reference, ==, "D1-031");
  remove_folder (folder);
}

/* A pack in a folder may be gone when the store is opened: its borders stay. */
static void
test_a_store_keeps_the_shapes_of_a_folder (void)
{
  static const char manifest[] =
    "{\"name\": \"testshire\", \"title\": \"Testshire\", \"county\": \"testshire\","
    " \"version\": 1, \"schema\": 1, \"published\": \"2026-11-22\", \"attribution\": \"\","
    " \"files\": [{\"type\": \"county\", \"file\": \"county.csv\"}],"
    " \"shapes\": {\"areas\": \"areas.geojson\"}}";
  g_autofree char *folder = new_folder ();
  g_autoptr(GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                       (GDestroyNotify) g_bytes_unref);
  g_autoptr(AtlasPack) pack = NULL;
  g_autoptr(AtlasStore) store = NULL;
  g_autoptr(GBytes) areas = NULL;
  g_autoptr(GError) error = NULL;

  g_hash_table_insert (files, (char *) "manifest.json",
                       g_bytes_new_static (manifest, strlen (manifest)));
  g_hash_table_insert (files, (char *) "county.csv",
                       g_bytes_new_static ("key,name\ntestshire,Testshire\n", 29));
  g_hash_table_insert (files, (char *) "areas.geojson", g_bytes_new_static ("{}", 2));
  pack = atlas_pack_new_from_files (files, &error);
  g_assert_no_error (error);
  atlas_county_init (folder, pack, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  areas = atlas_county_get_shape (store, "areas");
  g_assert_cmpmem (g_bytes_get_data (areas, NULL), g_bytes_get_size (areas), "{}", 2);
  g_assert_null (atlas_county_get_shape (store, "outline"));
  remove_folder (folder);
}

static void
test_a_county_without_children_is_none (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr(AtlasPack) pack = open_pack ();
  g_autoptr(AtlasStore) store = NULL;
  g_autoptr(GError) error = NULL;

  atlas_county_init (folder, pack, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_false (atlas_store_is_demonstration (store));
  g_assert_cmpint (atlas_store_get_day (store, AS_OF + 5), ==, AS_OF + 5);
  g_assert_cmpint (count (store, "child"), ==, 0);
  g_assert_cmpint (count (store, "area"), ==, 9);
  remove_folder (folder);
}

static void
test_a_store_that_is_there_is_left_alone (void)
{
  AtlasDemoOptions options = { CHILDREN, 1, AS_OF };
  g_autofree char *folder = new_folder ();
  g_autoptr(AtlasPack) pack = open_pack ();
  g_autoptr(AtlasStore) store = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) refused = NULL;

  atlas_county_init (folder, pack, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (atlas_county_init (folder, pack, &options, NULL, NULL, &refused));
  g_assert_error (refused, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED);

  store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_false (atlas_store_is_demonstration (store));
  remove_folder (folder);
}

static void
test_half_a_store_is_never_left (void)
{
  AtlasDemoOptions options = { ATLAS_DEMO_CHILDREN_MAX + 1, 1, AS_OF };
  g_autofree char *folder = new_folder ();
  g_autoptr(AtlasPack) pack = open_pack ();
  g_autoptr(GError) error = NULL;

  g_assert_false (atlas_county_init (folder, pack, &options, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_assert_false (atlas_store_exists (folder));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_a_pack_with_a_bad_row_makes_no_store (void)
{
  static const char manifest[] =
    "{\"name\":\"nowhere\",\"title\":\"Nowhere\",\"county\":\"nowhere\",\"version\":1,"
    "\"schema\":1,\"published\":\"2026-01-01\",\"licence\":\"none\",\"attribution\":\"none\","
    "\"editions\":[],\"files\":[{\"type\":\"county\",\"file\":\"county.csv\"}],\"shapes\":{}}";
  static const char county[] = "key,name,published\nnowhere,Nowhere,not a date\n";
  g_autoptr(GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                       (GDestroyNotify) g_bytes_unref);
  g_autofree char *folder = new_folder ();
  g_autoptr(AtlasPack) pack = NULL;
  g_autoptr(GError) error = NULL;

  g_hash_table_insert (files, (char *) "manifest.json",
                       g_bytes_new_static (manifest, sizeof manifest - 1));
  g_hash_table_insert (files, (char *) "county.csv",
                       g_bytes_new_static (county, sizeof county - 1));
  pack = atlas_pack_new_from_files (files, &error);
  g_assert_no_error (error);

  g_assert_false (atlas_county_init (folder, pack, NULL, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_assert_nonnull (g_strstr_len (error->message, -1, "county.csv, line 2"));
  g_assert_false (atlas_store_exists (folder));
  remove_folder (folder);
}

static void
copy_file (const char *from,
           const char *to,
           const char *name)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *copy = g_build_filename (to, name, NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &content, &length, NULL));
  g_assert_true (g_file_set_contents (copy, content, (gssize) length, NULL));
}

/* The manifest names a file of borders that is not there: no county, and no trace of one. */
static void
test_a_pack_without_its_borders_makes_no_store (void)
{
  g_autofree char *from = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "tests", "data",
                                            "packs", "testshire", NULL);
  g_autofree char *stick = new_folder ();
  g_autofree char *folder = new_folder ();
  static const char * const names[] = {
    "area.csv", "calendar_range.csv", "county.csv", "manifest.json", "place.csv",
    "provision.csv", "town.csv",
  };
  g_autoptr(AtlasPack) pack = NULL;
  g_autoptr(GError)    error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    copy_file (from, stick, names[i]);
  pack = atlas_pack_open (stick, &error);
  g_assert_no_error (error);
  g_assert_false (atlas_county_init (folder, pack, NULL, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_assert_nonnull (g_strstr_len (error->message, -1, "areas.geojson"));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  remove_folder (stick);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/county/a-demonstration-says-that-it-is-one",
                   test_a_demonstration_says_that_it_is_one);
  g_test_add_func ("/county/a-county-without-children-is-none",
                   test_a_county_without_children_is_none);
  g_test_add_func ("/county/a-store-keeps-the-shapes-of-a-folder",
                   test_a_store_keeps_the_shapes_of_a_folder);
  g_test_add_func ("/county/a-store-that-is-there-is-left-alone",
                   test_a_store_that_is_there_is_left_alone);
  g_test_add_func ("/county/half-a-store-is-never-left", test_half_a_store_is_never_left);
  g_test_add_func ("/county/a-pack-with-a-bad-row-makes-no-store",
                   test_a_pack_with_a_bad_row_makes_no_store);
  g_test_add_func ("/county/a-pack-without-its-borders-makes-no-store",
                   test_a_pack_without_its_borders_makes_no_store);

  return g_test_run ();
}
