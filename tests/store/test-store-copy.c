/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/atlas-store-copy.h"

#include <glib/gstdio.h>

#include "store/atlas-store.h"

typedef struct {
  char *folder;
  char *copy;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("atlas-store-copy-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->copy = g_build_filename (fixture->folder, "copy.db", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  static const char * const names[] = {
    ATLAS_STORE_FILE, ATLAS_STORE_FILE "-wal", "copy.db", "copy.db-wal",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->copy);
}

static void
write_file (Fixture    *fixture,
            const char *name,
            const char *content)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static gboolean
copy (Fixture *fixture,
      GError **error)
{
  g_autoptr(GFile)        target = g_file_new_for_path (fixture->copy);
  g_autoptr(GAsyncResult) result = NULL;
  AtlasWorker *worker = atlas_worker_new ("copy");

  atlas_store_copy_async (worker, fixture->folder, target, NULL, copied_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  atlas_worker_close (worker);

  return atlas_store_copy_finish (result, error);
}

static void
assert_content (const char *path,
                const char *content)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *found = NULL;

  g_file_get_contents (path, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, content);
}

static void
test_a_damaged_store_is_copied_as_it_is (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *log = g_strconcat (fixture->copy, "-wal", NULL);

  write_file (fixture, ATLAS_STORE_FILE, "not a database");
  write_file (fixture, ATLAS_STORE_FILE "-wal", "nor a log");
  g_assert_true (copy (fixture, &error));
  g_assert_no_error (error);
  assert_content (fixture->copy, "not a database");
  assert_content (log, "nor a log");
}

static void
test_a_store_without_a_log_is_copied_too (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  write_file (fixture, ATLAS_STORE_FILE, "closed properly");
  g_assert_true (copy (fixture, &error));
  g_assert_no_error (error);
  assert_content (fixture->copy, "closed properly");
}

static void
test_nothing_is_not_copied (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (copy (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/copy/a-damaged-store-is-copied-as-it-is", Fixture, NULL,
              set_up, test_a_damaged_store_is_copied_as_it_is, tear_down);
  g_test_add ("/store/copy/a-store-without-a-log-is-copied-too", Fixture, NULL,
              set_up, test_a_store_without_a_log_is_copied_too, tear_down);
  g_test_add ("/store/copy/nothing-is-not-copied", Fixture, NULL,
              set_up, test_nothing_is_not_copied, tear_down);

  return g_test_run ();
}
