/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stores that earlier builds left behind. Every release adds one to tests/data/; each is opened,
 * brought to today's shape, and found to have kept what was in it.
 */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "base/atlas-error.h"
#include "store/atlas-history.h"
#include "store/atlas-store.h"
#include "store/atlas-verify.h"

static char *
unpack (const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *packed = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "tests", "data", name,
                                              NULL);
  char *folder = g_dir_make_tmp ("atlas-upgrade-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  g_autoptr(GFile) from = g_file_new_for_path (packed);
  g_autoptr(GFile) to = g_file_new_for_path (path);
  g_autoptr(GConverter) converter = NULL;
  g_autoptr(GInputStream) file = G_INPUT_STREAM (g_file_read (from, NULL, &error));
  g_autoptr(GInputStream) plain = NULL;
  g_autoptr(GOutputStream) out = NULL;

  g_assert_no_error (error);
  converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  plain = g_converter_input_stream_new (file, converter);
  out = G_OUTPUT_STREAM (g_file_create (to, G_FILE_CREATE_PRIVATE, NULL, &error));
  g_assert_no_error (error);
  g_output_stream_splice (out, plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
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

      g_remove (path);
    }
  g_rmdir (folder);
}

static void
assert_sound (AtlasStore *store)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = atlas_store_verify (store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_the_first_shape_is_brought_to_todays (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = unpack ("store-1.db.gz");
  g_autoptr(AtlasStore) store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);
  g_autoptr(AtlasRecord) referral = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Plan written");
  g_autoptr(AtlasQuery) areas = atlas_query_new (&atlas_area_type);
  gint64 n_areas = 0;

  g_assert_no_error (error);
  assert_sound (store);
  g_assert_true (atlas_store_count (store, areas, &n_areas, NULL));
  g_assert_cmpint (n_areas, ==, 9);

  /* The file has no column for a plan: it was made before there were plans. */
  referral = atlas_store_get_by_key (store, "referral", "A1-001", &error);
  g_assert_no_error (error);
  g_assert_cmpint (((AtlasReferral *) referral)->tier, ==, 4);
  atlas_change_set_set_text (set, referral, "plan", "Two mornings a week");
  g_assert_true (atlas_store_apply (store, set, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_store_undo (store, NULL, NULL, &error));
  g_assert_true (atlas_store_undo (store, NULL, NULL, &error));
  g_assert_null (atlas_store_get_by_key (store, "referral", "A1-001", NULL));
  assert_sound (store);

  g_clear_pointer (&store, atlas_store_close);
  remove_folder (folder);
}

static void
test_bringing_it_up_twice_changes_nothing (void)
{
  g_autofree char *folder = unpack ("store-1.db.gz");
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  int version = 0;
  int again = 0;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr(AtlasStore) store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, NULL);

      g_assert_nonnull (store);
      g_assert_true (atlas_db_get_version (atlas_store_get_db (store), i == 0 ? &version : &again,
                                           NULL));
      assert_sound (store);
    }
  g_assert_cmpint (version, ==, again);

  remove_folder (folder);
}

/* Read as it is, a column that is not there yet would be taken for its own name. */
static void
test_an_older_file_is_not_read_as_it_is (void)
{
  g_autofree char *folder = unpack ("store-1.db.gz");
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasStore) store = NULL;

  g_assert_null (atlas_store_open (folder, ATLAS_STORE_READ_ONLY, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED);
  g_clear_error (&error);

  store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_clear_pointer (&store, atlas_store_close);
  store = atlas_store_open (folder, ATLAS_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  g_clear_pointer (&store, atlas_store_close);
  remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/upgrade/the-first-shape-is-brought-to-todays",
                   test_the_first_shape_is_brought_to_todays);
  g_test_add_func ("/store/upgrade/bringing-it-up-twice-changes-nothing",
                   test_bringing_it_up_twice_changes_nothing);
  g_test_add_func ("/store/upgrade/an-older-file-is-not-read-as-it-is",
                   test_an_older_file_is_not_read_as_it_is);

  return g_test_run ();
}
