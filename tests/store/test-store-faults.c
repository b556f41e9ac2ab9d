/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to a store when the disk is full, the file is locked or the program is killed. */
#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "store/atlas-store.h"
#include "store/atlas-verify.h"

#define KILLS   12
#define NOBODY  65534

/* Exit codes of the child process beside those of #AtlasError. */
#define SKIPPED 77
#define READ    78
#define UNKNOWN 79

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

static char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("atlas-faults-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static AtlasStore *
open_store (const char *folder)
{
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (folder, ATLAS_STORE_CREATE, &error);

  g_assert_no_error (error);
  return store;
}

static gboolean
add_note (AtlasStore *store,
          const char *text,
          GError    **error)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Note");
  g_autofree char *id = atlas_id_new ();

  atlas_change_set_create (set, "note", id, json_pack ("{s:s}", "text", text));
  return atlas_store_apply (store, set, error);
}

static gint64
count_notes (AtlasStore *store)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_note_type);
  gint64 count = -1;

  g_assert_true (atlas_store_count (store, query, &count, NULL));
  return count;
}

static void
assert_sound (AtlasStore *store)
{
  g_autoptr(GPtrArray) findings = atlas_store_verify (store, NULL);

  g_assert_nonnull (findings);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_a_full_disk_loses_nothing (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(AtlasStore)  store = open_store (folder);
  g_autofree char *long_text = g_strnfill (20000, 'x');
  g_autoptr(GError)      error = NULL;
  gint64 before;

  g_assert_true (add_note (store, "first", NULL));
  g_assert_true (atlas_db_exec (atlas_store_get_db (store), "PRAGMA max_page_count = 1", NULL));
  while (add_note (store, long_text, &error))
    ;
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NO_SPACE);
  before = count_notes (store);
  g_assert_cmpint (before, >=, 1);
  assert_sound (store);

  /* Room again: work goes on. */
  g_assert_true (atlas_db_exec (atlas_store_get_db (store), "PRAGMA max_page_count = 100000",
                                NULL));
  g_assert_true (add_note (store, "second", NULL));
  g_assert_cmpint (count_notes (store), ==, before + 1);
  g_clear_pointer (&store, atlas_store_close);
  remove_folder (folder);
}

static void
test_another_programs_write_is_waited_for_then_said (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(AtlasStore)        store = open_store (folder);
  g_autoptr(AtlasStore)        other = open_store (folder);
  g_autoptr(AtlasTransaction)  tx = NULL;
  g_autoptr(GError)            error = NULL;

  g_assert_true (atlas_db_exec (atlas_store_get_db (store), "PRAGMA busy_timeout = 50", NULL));
  tx = atlas_transaction_begin (atlas_store_get_db (other), NULL);
  g_assert_false (add_note (store, "waits", &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_BUSY);
  g_clear_pointer (&tx, atlas_transaction_end);
  g_assert_true (add_note (store, "goes", NULL));
  g_assert_cmpint (count_notes (other), ==, 1);
  g_clear_pointer (&store, atlas_store_close);
  g_clear_pointer (&other, atlas_store_close);
  remove_folder (folder);
}

static void
test_a_missing_store_is_not_made_by_looking (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
  g_assert_false (atlas_store_exists (folder));
  remove_folder (folder);
}

static void
test_a_reading_connection_cannot_write (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(AtlasStore) store = open_store (folder);
  g_autoptr(AtlasStore) reader = NULL;
  g_autoptr(GError)     error = NULL;

  reader = atlas_store_open (folder, ATLAS_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_false (add_note (reader, "no", &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY);
  g_clear_pointer (&reader, atlas_store_close);
  g_clear_pointer (&store, atlas_store_close);
  remove_folder (folder);
}

/* The child process: writes notes and says after each commit that it is safe. */
static int
write_for_ever (const char *folder)
{
  g_autoptr(AtlasStore) store = atlas_store_open (folder, ATLAS_STORE_CREATE, NULL);

  while (store != NULL && add_note (store, "kept", NULL))
    if (write (STDOUT_FILENO, "+", 1) != 1)
      break;

  return 1;
}

/* The child process: reads, or says in its exit code why it cannot. */
static int
read_once (const char *folder,
           gboolean    as_nobody)
{
  g_autoptr(AtlasStore) store = NULL;
  g_autoptr(GError) error = NULL;

  if (as_nobody && (setgid (NOBODY) != 0 || setuid (NOBODY) != 0))
    return SKIPPED;

  store = atlas_store_open (folder, ATLAS_STORE_READ_ONLY, &error);
  if (store == NULL)
    return error->domain == ATLAS_ERROR ? error->code : UNKNOWN;

  return count_notes (store) == 1 ? READ : UNKNOWN;
}

static int
run_shell (const char *program,
           const char *folder,
           const char *script)
{
  const char *argv[] = { "sh", "-c", script, "sh", folder, program, NULL };
  g_autoptr(GError) error = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));

  return WEXITSTATUS (status);
}

static void
test_a_folder_that_cannot_be_written_is_said_to_be (gconstpointer data)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(AtlasStore) store = open_store (folder);
  int code;

  g_assert_true (add_note (store, "first", NULL));
  g_clear_pointer (&store, atlas_store_close);
  code = run_shell (data, folder, "chmod 555 \"$1\"; chmod 444 \"$1\"/*; \"$2\" --read-as-nobody "
                    "\"$1\"; code=$?; chmod 755 \"$1\"; exit $code");
  if (code == SKIPPED)
    g_test_skip ("nobody else to be");
  else
    g_assert_cmpint (code, ==, ATLAS_ERROR_READ_ONLY);
  remove_folder (folder);
}

static void
test_a_medium_that_cannot_be_written_is_read (gconstpointer data)
{
  static const char mounted[] =
    "unshare -m sh -c 'mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" || exit 77;"
    " \"$2\" --read \"$1\"' sh \"$1\" \"$2\" || { code=$?; [ $code = 1 ] && code=77; exit $code; }";
  g_autofree char *folder = make_folder ();
  g_autofree char *log = g_build_filename (folder, ATLAS_STORE_FILE "-wal", NULL);
  g_autoptr(AtlasStore) store = open_store (folder);
  int code;

  g_assert_true (add_note (store, "first", NULL));
  g_clear_pointer (&store, atlas_store_close);
  code = run_shell (data, folder, mounted);
  if (code == SKIPPED)
    {
      g_test_skip ("no mounting here");
      remove_folder (folder);
      return;
    }
  g_assert_cmpint (code, ==, READ);

  /* With changes left in the log the file alone would show the past. */
  g_assert_true (g_file_set_contents (log, "changes", -1, NULL));
  g_assert_cmpint (run_shell (data, folder, mounted), ==, ATLAS_ERROR_READ_ONLY);
  remove_folder (folder);
}

static void
test_a_disk_without_any_room_is_said_to_be_full (gconstpointer data)
{
  static const char mounted[] =
    "mkdir \"$1\"/full; unshare -m sh -c 'mount -t tmpfs -o size=3m none \"$1\"/full || exit 77;"
    " cp \"$1\"/atlas.db \"$1\"/full/; cat /dev/zero >\"$1\"/full/fill;"
    " \"$2\" --read \"$1\"/full' sh \"$1\" \"$2\"; code=$?; rmdir \"$1\"/full;"
    " [ $code = 1 ] && code=77; exit $code";
  g_autofree char *folder = make_folder ();
  g_autoptr(AtlasStore) store = open_store (folder);
  int code;

  g_assert_true (add_note (store, "first", NULL));
  g_clear_pointer (&store, atlas_store_close);
  code = run_shell (data, folder, mounted);
  if (code == SKIPPED)
    g_test_skip ("no mounting here");
  else
    g_assert_cmpint (code, ==, ATLAS_ERROR_NO_SPACE);
  remove_folder (folder);
}

static gint64
kill_after (const char *program,
            const char *folder,
            int         acknowledged)
{
  const char *argv[] = { program, "--write", folder, NULL };
  g_autoptr(GError) error = NULL;
  GPid pid;
  int output = -1;
  gint64 seen = 0;
  char byte;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &pid, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  while (seen < acknowledged && read (output, &byte, 1) == 1)
    seen++;
  kill (pid, SIGKILL);
  while (read (output, &byte, 1) == 1)
    seen++;
  close (output);
  waitpid (pid, NULL, 0);
  g_spawn_close_pid (pid);

  return seen;
}

static void
test_killed_at_any_moment_nothing_acknowledged_is_lost (gconstpointer data)
{
  const char *program = data;
  g_autofree char *folder = make_folder ();
  gint64 acknowledged = 0;

  for (int i = 0; i < KILLS; i++)
    {
      g_autoptr(AtlasStore) store = NULL;

      acknowledged += kill_after (program, folder, g_test_rand_int_range (0, 12));
      store = open_store (folder);
      g_assert_cmpint (count_notes (store), >=, acknowledged);
      g_assert_cmpint (count_notes (store), <=, acknowledged + i + 1);
      assert_sound (store);
    }

  g_test_message ("%d kills, %" G_GINT64_FORMAT " acknowledged change sets, none lost",
                  KILLS, acknowledged);
  remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--write"))
    return write_for_ever (argv[2]);
  if (argc == 3 && g_str_has_prefix (argv[1], "--read"))
    return read_once (argv[2], geteuid () == 0 && g_str_equal (argv[1], "--read-as-nobody"));

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/faults/a-full-disk-loses-nothing", test_a_full_disk_loses_nothing);
  g_test_add_func ("/store/faults/another-programs-write-is-waited-for-then-said",
                   test_another_programs_write_is_waited_for_then_said);
  g_test_add_func ("/store/faults/a-missing-store-is-not-made-by-looking",
                   test_a_missing_store_is_not_made_by_looking);
  g_test_add_func ("/store/faults/a-reading-connection-cannot-write",
                   test_a_reading_connection_cannot_write);
  g_test_add_data_func ("/store/faults/a-folder-that-cannot-be-written-is-said-to-be",
                        argv[0], test_a_folder_that_cannot_be_written_is_said_to_be);
  g_test_add_data_func ("/store/faults/a-medium-that-cannot-be-written-is-read",
                        argv[0], test_a_medium_that_cannot_be_written_is_read);
  g_test_add_data_func ("/store/faults/a-disk-without-any-room-is-said-to-be-full",
                        argv[0], test_a_disk_without_any_room_is_said_to_be_full);
  g_test_add_data_func ("/store/faults/killed-at-any-moment-nothing-acknowledged-is-lost",
                        argv[0], test_killed_at_any_moment_nothing_acknowledged_is_lost);

  return g_test_run ();
}
