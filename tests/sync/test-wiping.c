/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A laptop whose copy the county wants gone, killed at any moment on the way.
 * Source: protocol, section 11, and section 14, invariant 11.
 */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../isolate.h"
#include "scripted-laptop.h"
#include "sync-fixture.h"
#include "sync/atlas-secrets.h"
#include "sync/atlas-sync-service.h"
#include "sync/atlas-sync-wipe.h"

#define ORDER "{\"type\":\"urn:sync:problem:device-wipe\",\"wipe_token\":\"gone-4711\"," \
  "\"push_first\":%s}"
#define WIPED "/v1/devices/self/wiped"
#define SECRET "Quillfeather"
/* How long a killed program may live: from not at all to about as long as a wipe takes. */
#define KILL_MAX_US 150000
#define KILL_ROUNDS 12

static GPtrArray *removed;       /* (nullable) (element-type utf8): names, in order */

/* The linker takes this one before GLib's, for all that the program removes. */
int
g_unlink (const char *path)
{
  int result = unlink (path);

  if (removed != NULL && result == 0)
    g_ptr_array_add (removed, g_path_get_basename (path));
  return result;
}

static void
enter_secret (ScriptedLaptop *laptop)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Child entered");

  atlas_change_set_create (set, "child", OTHER, json_pack ("{s:s}", "last_name", SECRET));
  g_assert_true (atlas_store_apply (laptop->store, set, &error));
  g_assert_no_error (error);
}

static void
add_file (ScriptedLaptop *laptop,
          const char     *folder,
          const char     *name)
{
  g_autofree char *parent = g_build_filename (laptop->folder, folder, NULL);
  g_autofree char *path = g_build_filename (parent, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, SECRET, -1, NULL));
}

static void
set_up (ScriptedLaptop *laptop,
        gconstpointer   data)
{
  scripted_laptop_set_up (laptop, data);
  enter_secret (laptop);
  add_file (laptop, "before-joining-2026-01-02-030405", "atlas.db");
  add_file (laptop, "joining", "atlas.db-wal");
  add_file (laptop, ".", "secrets.json.A1B2C3");
}

static void
say_order (ScriptedLaptop *laptop)
{
  scripted_laptop_say (laptop, "/v1/changes", 403, ORDER, "false");
  scripted_laptop_say (laptop, "/v1/push", 403, ORDER, "false");
  scripted_laptop_say (laptop, WIPED, 204, "%s", "");
}

static void
tear_down (ScriptedLaptop *laptop,
           gconstpointer   data)
{
  g_clear_pointer (&laptop->store, atlas_store_close);
  scripted_server_free (laptop->server);
  sync_fixture_remove (laptop->folder);
  g_free (laptop->folder);
  g_free (laptop->public_key);
}

static gboolean
exists (ScriptedLaptop *laptop,
        const char     *name)
{
  g_autofree char *path = g_build_filename (laptop->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
assert_gone (ScriptedLaptop *laptop)
{
  g_assert_false (g_file_test (laptop->folder, G_FILE_TEST_EXISTS));
}

static void
test_everything_goes (ScriptedLaptop *laptop,
                      gconstpointer   data)
{
  g_autoptr(json_t) heard = NULL;

  say_order (laptop);
  scripted_laptop_run_badly (laptop, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_WIPE);
  assert_gone (laptop);
  heard = scripted_server_heard (laptop->server, WIPED);
  g_assert_cmpstr (atlas_json_string (heard, "wipe_token"), ==, "gone-4711");
}

/* What somebody else keeps in the same folder is not the county's. */
static void
test_what_is_not_the_county_s_stays (ScriptedLaptop *laptop,
                                     gconstpointer   data)
{
  g_clear_pointer (&laptop->store, atlas_store_close);
  add_file (laptop, "letters", "to-the-head.odt");
  say_order (laptop);
  scripted_laptop_run_badly (laptop, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_WIPE);
  g_assert_true (exists (laptop, "letters/to-the-head.odt"));
  g_assert_false (exists (laptop, "atlas.db"));
  g_assert_false (exists (laptop, "secrets.json"));
  g_assert_false (exists (laptop, "secrets.json.A1B2C3"));
  g_assert_false (exists (laptop, "before-joining-2026-01-02-030405"));
  g_assert_false (exists (laptop, "joining"));
  g_assert_false (exists (laptop, ATLAS_STORE_WIPE_FILE));
}

static void
test_only_when_told_it_pushes_first (ScriptedLaptop *laptop,
                                     gconstpointer   data)
{
  say_order (laptop);
  scripted_laptop_run_badly (laptop, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_WIPE);

  /* The one push of the run itself; the order said not to wait for another. */
  g_assert_cmpuint (scripted_server_count (laptop->server, "/v1/push"), ==, 1);
}

static void
test_what_is_unsent_is_pushed_first (ScriptedLaptop *laptop,
                                     gconstpointer   data)
{
  g_autoptr(json_t) heard = NULL;

  scripted_laptop_say (laptop, "/v1/push", 503, PROBLEM, "unavailable", "");
  scripted_laptop_say (laptop, "/v1/push", 503, PROBLEM, "unavailable", "");
  scripted_laptop_say (laptop, "/v1/push", 200, "{\"last\":1,\"results\":[{\"n\":1,"
                       "\"state\":\"parked\",\"seq\":7,\"park\":\"" DEVICE "\"}]}");
  scripted_laptop_say (laptop, "/v1/changes", 403, ORDER, "true");
  scripted_laptop_say (laptop, WIPED, 204, "%s", "");

  scripted_laptop_run_badly (laptop, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_WIPE);
  g_assert_true (exists (laptop, "atlas.db"));
  g_assert_false (exists (laptop, ATLAS_STORE_WIPE_FILE));
  g_assert_cmpuint (scripted_server_count (laptop->server, "/v1/push"), ==, 2);

  scripted_laptop_run_badly (laptop, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_WIPE);
  heard = scripted_server_heard (laptop->server, "/v1/push");
  g_assert_cmpuint (json_array_size (json_object_get (heard, "sets")), ==, 1);
  assert_gone (laptop);
}

/* It was away for long enough that its token is over, and it gets no other. */
static void
test_what_is_unsent_is_pushed_with_a_token_that_is_over (ScriptedLaptop *laptop,
                                                         gconstpointer   data)
{
  g_autoptr(GError)       error = NULL;
  g_autoptr(AtlasSecrets) secrets = atlas_secrets_load (laptop->folder, DEVICE, &error);
  g_autoptr(json_t) heard = NULL;

  g_assert_no_error (error);
  secrets->expires_ms = 0;
  g_assert_true (atlas_secrets_save (secrets, laptop->folder, &error));
  scripted_laptop_say (laptop, "/v1/token", 403, ORDER, "true");
  scripted_laptop_say (laptop, "/v1/push", 200, "{\"last\":1,\"results\":[{\"n\":1,"
                       "\"state\":\"parked\",\"seq\":7,\"park\":\"" DEVICE "\"}]}");
  scripted_laptop_say (laptop, WIPED, 204, "%s", "");

  scripted_laptop_run_badly (laptop, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_WIPE);
  g_assert_cmpuint (scripted_server_count (laptop->server, "/v1/push"), ==, 1);
  heard = scripted_server_heard (laptop->server, "/v1/push");
  g_assert_cmpuint (json_array_size (json_object_get (heard, "sets")), ==, 1);
  assert_gone (laptop);
}

static void
test_nothing_opens_it_meanwhile (ScriptedLaptop *laptop,
                                 gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  scripted_laptop_say (laptop, WIPED, 503, PROBLEM, "unavailable", "");
  say_order (laptop);
  scripted_laptop_run_badly (laptop, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_WIPE);
  g_assert_false (exists (laptop, "atlas.db"));
  g_assert_false (exists (laptop, "secrets.json"));
  g_assert_true (exists (laptop, ATLAS_STORE_WIPE_FILE));
  g_assert_null (atlas_store_open (laptop->folder, ATLAS_STORE_CREATE, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_WIPED);
  g_clear_error (&error);

  /* The next start tells the server. */
  g_assert_false (atlas_sync_run_once (laptop->folder, NULL, NULL, &report, NULL, &error));
  assert_gone (laptop);
}

static void
sync_and_kill (ScriptedLaptop *laptop,
               gint32          after_us)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *program = g_build_filename (g_getenv ("ATLAS_BUILD_DIR"), "tests", "sync",
                                               "laptop", NULL);
  g_autoptr(GSubprocess) process = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "sync",
                              laptop->folder, NULL);
  g_assert_no_error (error);
  g_usleep ((gulong) after_us);
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
}

/* Killed after the last file: an empty folder tells nobody anything. */
static gboolean
is_empty (ScriptedLaptop *laptop)
{
  g_autoptr(GDir) dir = g_dir_open (laptop->folder, 0, NULL);

  return dir == NULL || g_dir_read_name (dir) == NULL;
}

/* Once anything is missing nothing can be opened, and the next start finishes it. */
static void
test_killed_at_any_moment (ScriptedLaptop *laptop,
                           gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  g_clear_pointer (&laptop->store, atlas_store_close);
  say_order (laptop);
  for (guint i = 0; i < KILL_ROUNDS; i++)
    {
      sync_and_kill (laptop, g_test_rand_int_range (0, KILL_MAX_US));
      if (is_empty (laptop))
        return;
      if (!exists (laptop, "secrets.json"))
        g_assert_true (exists (laptop, ATLAS_STORE_WIPE_FILE));
      if (!exists (laptop, "atlas.db"))
        g_assert_false (exists (laptop, "secrets.json"));
    }

  for (guint i = 0; i < 2 && g_file_test (laptop->folder, G_FILE_TEST_EXISTS); i++)
    {
      g_clear_error (&error);
      g_assert_false (atlas_sync_run_once (laptop->folder, NULL, NULL, &report, NULL, &error));
    }
  assert_gone (laptop);
}

/* Whoever stops the program on the way finds files without keys, and never keys beside what they
 * open. */
static void
test_keys_go_before_files (ScriptedLaptop *laptop,
                           gconstpointer   data)
{
  guint n_keys = 0;

  g_clear_pointer (&laptop->store, atlas_store_close);
  say_order (laptop);
  removed = g_ptr_array_new_with_free_func (g_free);
  scripted_laptop_run_badly (laptop, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_WIPE);
  while (n_keys < removed->len &&
         g_str_has_prefix (g_ptr_array_index (removed, n_keys), ATLAS_SECRETS_FILE))
    n_keys++;
  g_assert_cmpuint (n_keys, ==, 2);
  for (guint i = n_keys; i < removed->len; i++)
    g_assert_false (g_str_has_prefix (g_ptr_array_index (removed, i), ATLAS_SECRETS_FILE));
  g_assert_cmpstr (g_ptr_array_index (removed, removed->len - 1), ==, ATLAS_STORE_WIPE_FILE);
  g_clear_pointer (&removed, g_ptr_array_unref);
}

/* As if killed after each step, which chance does not always meet. */
static void
test_gone_on_with_from_each_step (ScriptedLaptop *laptop,
                                  gconstpointer   data)
{
  static const char * const steps[] = { "secrets.json", "atlas.db", "sync.lock" };
  g_autofree char *marker = g_build_filename (laptop->folder, ATLAS_STORE_WIPE_FILE, NULL);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&laptop->store, atlas_store_close);
  say_order (laptop);
  for (guint i = 0; i <= G_N_ELEMENTS (steps); i++)
    {
      g_assert_true (g_file_set_contents (marker, "{\"server\":\"https://localhost:1\"}", -1,
                                          NULL));
      for (guint j = 0; j < G_N_ELEMENTS (steps); j++)
        if (j >= i)
          add_file (laptop, ".", steps[j]);
      g_assert_true (atlas_sync_wipe_go_on (laptop->folder, NULL, &error));
      g_assert_no_error (error);
      assert_gone (laptop);
      g_assert_cmpint (g_mkdir (laptop->folder, 0700), ==, 0);
    }
}

static gboolean
late_cb (gpointer data)
{
  g_assert_not_reached ();
}

static void
test_the_service_wipes (ScriptedLaptop *laptop,
                        gconstpointer   data)
{
  g_autoptr(AtlasSyncService) service = atlas_sync_service_new (laptop->folder);
  guint deadline = g_timeout_add_seconds (60, late_cb, NULL);

  g_clear_pointer (&laptop->store, atlas_store_close);
  say_order (laptop);
  atlas_sync_service_start (service);
  while (atlas_sync_service_get_facts (service)->state != ATLAS_SYNC_WIPED ||
         g_file_test (laptop->folder, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);
  g_source_remove (deadline);
  g_assert_cmpint (atlas_sync_service_get_facts (service)->problem, ==, ATLAS_SYNC_PROBLEM_WIPE);
  atlas_sync_service_stop (service);
}

/* A lock is not an order to wipe: what is here can be read, and sent after signing in. */
static void
test_a_lock_removes_nothing (ScriptedLaptop *laptop,
                             gconstpointer   data)
{
  scripted_laptop_say (laptop, "/v1/push", 403, PROBLEM, "device-locked", "");
  scripted_laptop_say (laptop, "/v1/changes", 403, PROBLEM, "device-locked", "");
  scripted_laptop_run_badly (laptop, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_LOCKED);
  g_assert_cmpint (scripted_laptop_n_unsent (laptop), ==, 1);
  g_assert_true (exists (laptop, "secrets.json"));
}

#define ADD(path, func) g_test_add ("/wipe/" path, ScriptedLaptop, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("everything-goes", test_everything_goes);
  ADD ("what-is-not-the-county-s-stays", test_what_is_not_the_county_s_stays);
  ADD ("only-when-told-it-pushes-first", test_only_when_told_it_pushes_first);
  ADD ("what-is-unsent-is-pushed-first", test_what_is_unsent_is_pushed_first);
  ADD ("what-is-unsent-is-pushed-with-a-token-that-is-over",
       test_what_is_unsent_is_pushed_with_a_token_that_is_over);
  ADD ("keys-go-before-files", test_keys_go_before_files);
  ADD ("nothing-opens-it-meanwhile", test_nothing_opens_it_meanwhile);
  ADD ("killed-at-any-moment", test_killed_at_any_moment);
  ADD ("gone-on-with-from-each-step", test_gone_on_with_from_each_step);
  ADD ("the-service-wipes", test_the_service_wipes);
  ADD ("a-lock-removes-nothing", test_a_lock_removes_nothing);

  return g_test_run ();
}
