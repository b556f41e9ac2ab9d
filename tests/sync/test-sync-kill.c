/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Laptop and server are killed at any moment, again and again, while changes are made, sent and
 * got. Nothing that either had acknowledged may be missing in the end. The seed is printed by the
 * test program; --seed runs the same again. ATLAS_KILL_ROUNDS sets how often.
 */
#include "config.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "server/server-fixture.h"
#include "store/atlas-store-sync.h"
#include "store/atlas-verify.h"
#include "sync-fixture.h"

#define ROUNDS         12
#define SETS_A_ROUND   15
#define KILL_WITHIN_MS 250
#define US_A_MS        1000

typedef struct {
  TestServer *server;
  char       *folders[2];       /* the laptop that makes changes, and one that only gets them */
  GPtrArray  *acknowledged;     /* (element-type utf8): ids that were printed as safe */
} Fixture;

static GSubprocess *
spawn_laptop (const char *verb,
              const char *folder,
              const char *more,
              const char *code,
              const char *ca)
{
  g_autofree char *program = g_build_filename (g_getenv ("ATLAS_BUILD_DIR"), "tests", "sync",
                                               "laptop", NULL);
  const char *argv[] = { program, verb, folder, more, code, ca, NULL };
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  return process;
}

static void
join (Fixture    *fixture,
      const char *folder,
      const char *user)
{
  g_autofree char *code = test_server_add_user (fixture->server, user, "county_officer", "county");
  g_autoptr(GSubprocess) process = spawn_laptop ("join", folder, fixture->server->url, code,
                                                 fixture->server->ca);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = test_server_new (NULL);
  fixture->acknowledged = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->folders); i++)
    {
      g_autofree char *user = g_strdup_printf ("Officer %u", i);

      fixture->folders[i] = g_dir_make_tmp ("atlas-kill-XXXXXX", NULL);
      join (fixture, fixture->folders[i], user);
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->folders); i++)
    {
      sync_fixture_remove (fixture->folders[i]);
      g_free (fixture->folders[i]);
    }
  g_ptr_array_unref (fixture->acknowledged);
  test_server_free (fixture->server);
}

/* A server that is started again has another port. */
static void
restart_server (Fixture *fixture)
{
  test_server_start (fixture->server);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->folders); i++)
    {
      g_autoptr(GError)     error = NULL;
      g_autoptr(AtlasStore) store = atlas_store_open (fixture->folders[i], ATLAS_STORE_DEFAULT,
                                                      &error);

      g_assert_no_error (error);
      g_assert_true (atlas_store_set_meta (store, "server", fixture->server->url, &error));
    }
}

static void
let_pass (int ms)
{
  g_usleep ((gulong) ms * US_A_MS);
}

static void
note_acknowledged (Fixture     *fixture,
                   GSubprocess *process)
{
  g_autofree char *output = NULL;
  g_auto(GStrv)    lines = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL);
  lines = g_strsplit (output != NULL ? output : "", "\n", -1);

  /* What follows the last line feed was not said to its end. */
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    g_ptr_array_add (fixture->acknowledged, g_strdup (lines[i]));
}

static void
make_changes (Fixture *fixture)
{
  g_autofree char *n = g_strdup_printf ("%d", SETS_A_ROUND);
  g_autoptr(GSubprocess) process = spawn_laptop ("make", fixture->folders[0], n, NULL, NULL);

  if (g_test_rand_bit ())
    {
      let_pass (g_test_rand_int_range (0, KILL_WITHIN_MS));
      g_subprocess_force_exit (process);
    }
  note_acknowledged (fixture, process);
}

static void
sync_and_kill (Fixture    *fixture,
               const char *folder)
{
  g_autoptr(GSubprocess) process = spawn_laptop ("sync", folder, NULL, NULL, NULL);
  gboolean kills_server = g_test_rand_bit ();

  let_pass (g_test_rand_int_range (0, KILL_WITHIN_MS));
  if (kills_server)
    test_server_stop (fixture->server, SIGKILL);
  else
    g_subprocess_force_exit (process);

  g_subprocess_wait (process, NULL, NULL);
  if (kills_server)
    restart_server (fixture);
}

static void
sync_well (const char *folder)
{
  g_autoptr(GSubprocess) process = spawn_laptop ("sync", folder, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_whole (Fixture    *fixture,
              const char *folder)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasStore) store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find ("child"));
  g_autoptr(GPtrArray)  findings = NULL;
  gint64 n_unsent = -1;
  gint64 n_children = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < fixture->acknowledged->len; i++)
    {
      g_autoptr(AtlasRecord) child = NULL;

      child = atlas_store_get (store, "child", g_ptr_array_index (fixture->acknowledged, i),
                               &error);
      g_assert_no_error (error);
      g_assert_cmpint (atlas_record_get_rev (child), ==, 1);
    }

  g_assert_true (atlas_store_sync_count_unsent (store, &n_unsent, &error));
  g_assert_cmpint (n_unsent, ==, 0);
  g_assert_true (atlas_store_count (store, query, &n_children, &error));
  g_test_message ("%" G_GINT64_FORMAT " children, %u acknowledged", n_children,
                  fixture->acknowledged->len);
  g_assert_cmpint (n_children, >=, fixture->acknowledged->len);

  findings = atlas_store_verify (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_nothing_acknowledged_is_lost (Fixture      *fixture,
                                   gconstpointer data)
{
  const char *asked = g_getenv ("ATLAS_KILL_ROUNDS");
  guint64 n_rounds = asked != NULL ? g_ascii_strtoull (asked, NULL, 10) : ROUNDS;
  g_autofree char *checked = NULL;

  for (guint64 i = 0; i < n_rounds; i++)
    {
      make_changes (fixture);
      sync_and_kill (fixture, fixture->folders[0]);
      sync_and_kill (fixture, fixture->folders[1]);
    }

  sync_well (fixture->folders[0]);
  sync_well (fixture->folders[1]);
  assert_whole (fixture, fixture->folders[0]);
  assert_whole (fixture, fixture->folders[1]);

  test_server_stop (fixture->server, SIGTERM);
  checked = test_server_run (fixture->server, 0, NULL, "check", "%", NULL);
}

static char *
new_code (Fixture *fixture)
{
  g_autofree char *told = test_server_run (fixture->server, 0, NULL, "user", "code", "%",
                                           "Officer 0", "--format", "json", NULL);
  g_autoptr(json_t) answer = atlas_json_parse (told, -1, NULL);

  return g_strdup (atlas_json_string (answer, "enrol_code"));
}

static void
test_joining_goes_on_where_it_was_cut (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("atlas-kill-XXXXXX", NULL);
  g_autofree char *code = new_code (fixture);
  gboolean is_joined = FALSE;

  for (guint i = 0; !is_joined; i++)
    {
      g_autoptr(GSubprocess) process = spawn_laptop ("join", folder, fixture->server->url, code,
                                                     fixture->server->ca);

      let_pass (g_test_rand_int_range (0, KILL_WITHIN_MS));
      if (i < ROUNDS)
        g_subprocess_force_exit (process);
      is_joined = g_subprocess_wait_check (process, NULL, NULL);

      /* The server may have taken the code while the laptop died before it heard of it. */
      if (!is_joined && g_subprocess_get_if_exited (process))
        {
          g_assert_cmpuint (i, <, 2 * ROUNDS);
          g_free (code);
          code = new_code (fixture);
        }
    }

  sync_well (folder);
  assert_whole (fixture, folder);
  sync_fixture_remove (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  g_test_add ("/kill/nothing-acknowledged-is-lost", Fixture, NULL, set_up,
              test_nothing_acknowledged_is_lost, tear_down);
  g_test_add ("/kill/joining-goes-on-where-it-was-cut", Fixture, NULL, set_up,
              test_joining_goes_on_where_it_was_cut, tear_down);

  return g_test_run ();
}
