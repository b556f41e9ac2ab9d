/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real laptops and a real server, each a process, with something between them that loses, cuts,
 * repeats, reorders, delays and tears what they say, and processes that are killed. What either had
 * acknowledged must be on both laptops in the end, once. ATLAS_SEED=N plays the same again;
 * ATLAS_ROUNDS=N sets how long.
 */
#include "config.h"

#include <gio/gio.h>
#include <signal.h>

#include "../isolate.h"
#include "../sync/sync-fixture.h"
#include "proxy.h"
#include "server/server-fixture.h"
#include "store/atlas-store-sync.h"
#include "store/atlas-verify.h"

#define ROUNDS        10
#define SETS_A_ROUND  "6"
#define MISHAPS       350       /* thousandths of all requests */
#define SYNC_MOST_MS  2500
#define LAPTOPS       2
#define US_A_MS       1000

typedef struct {
  TestServer *server;
  Proxy      *proxy;
  char       *folders[LAPTOPS];
  GPtrArray  *acknowledged;     /* (element-type utf8): ids that were printed as safe */
  guint       n_kills;
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
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = test_server_new (NULL);
  fixture->proxy = proxy_new (fixture->server->folder, fixture->server->url);
  fixture->acknowledged = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < LAPTOPS; i++)
    {
      g_autofree char *user = g_strdup_printf ("Officer %u", i);
      g_autofree char *code = test_server_add_user (fixture->server, user, "county_officer",
                                                    "county");
      g_autoptr(GSubprocess) process = NULL;

      fixture->folders[i] = g_dir_make_tmp ("atlas-proxy-XXXXXX", NULL);
      process = spawn_laptop ("join", fixture->folders[i], proxy_url (fixture->proxy), code,
                              fixture->server->ca);
      g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (guint i = 0; i < LAPTOPS; i++)
    {
      sync_fixture_remove (fixture->folders[i]);
      g_free (fixture->folders[i]);
    }
  g_ptr_array_unref (fixture->acknowledged);
  proxy_free (fixture->proxy);
  test_server_free (fixture->server);
}

static void
make_changes (Fixture *fixture)
{
  g_autoptr(GSubprocess) process = spawn_laptop ("make", fixture->folders[0], SETS_A_ROUND, NULL,
                                                 NULL);
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL);
  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_ptr_array_add (fixture->acknowledged, g_strdup (lines[i]));
}

typedef struct {
  GMainLoop *loop;
  gboolean   has_ended;
} Wait;

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Wait *wait = user_data;

  wait->has_ended = TRUE;
  g_main_loop_quit (wait->loop);
}

static gboolean
late_cb (gpointer data)
{
  g_main_loop_quit (((Wait *) data)->loop);
  return G_SOURCE_CONTINUE;
}

static void
kill_server (Fixture *fixture)
{
  test_server_stop (fixture->server, SIGKILL);
  test_server_start (fixture->server);
  proxy_set_server (fixture->proxy, fixture->server->url);
  fixture->n_kills++;
}

/* A laptop that has not come to an end in time is killed, and in some rounds the server is. */
static void
sync_roughly (Fixture    *fixture,
              const char *folder)
{
  g_autoptr(GSubprocess) process = spawn_laptop ("sync", folder, NULL, NULL, NULL);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { loop, FALSE };
  guint id;

  if (g_test_rand_int_range (0, 5) == 0)
    {
      g_usleep ((gulong) g_test_rand_int_range (0, 300) * US_A_MS);
      kill_server (fixture);
    }

  g_subprocess_wait_async (process, NULL, ended_cb, &wait);
  id = g_timeout_add ((guint) g_test_rand_int_range (1, SYNC_MOST_MS), late_cb, &wait);
  g_main_loop_run (loop);
  g_source_remove (id);
  if (wait.has_ended)
    return;

  g_subprocess_force_exit (process);
  fixture->n_kills++;
  g_main_loop_run (loop);
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
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasStore) store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find ("child"));
  g_autoptr(GPtrArray) findings = NULL;
  gint64 n_unsent = -1;
  gint64 n_children = -1;

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
  g_assert_cmpint (n_children, ==, fixture->acknowledged->len);

  findings = atlas_store_verify (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
tell (Fixture *fixture)
{
  g_test_message ("%u sets, %u kills", fixture->acknowledged->len, fixture->n_kills);
  for (guint i = 0; i < PROXY_N_MISHAPS; i++)
    g_test_message ("requests %s: %u", proxy_name (i), proxy_count (fixture->proxy, i));
}

static void
test_nothing_is_lost_on_the_way (Fixture      *fixture,
                                 gconstpointer data)
{
  const char *asked = g_getenv ("ATLAS_ROUNDS");
  const char *seeded = g_getenv ("ATLAS_SEED");
  guint64 n_rounds = asked != NULL ? g_ascii_strtoull (asked, NULL, 10) : ROUNDS;
  guint32 seed = seeded != NULL ? (guint32) g_ascii_strtoull (seeded, NULL, 10)
                                : (guint32) g_test_rand_int ();
  g_autofree char *checked = NULL;

  g_test_message ("ATLAS_SEED=%u", seed);
  proxy_set_seed (fixture->proxy, seed, MISHAPS);
  for (guint64 i = 0; i < n_rounds; i++)
    {
      make_changes (fixture);
      for (guint j = 0; j < LAPTOPS; j++)
        sync_roughly (fixture, fixture->folders[j]);
    }

  proxy_set_seed (fixture->proxy, seed, 0);
  for (guint i = 0; i < LAPTOPS; i++)
    sync_well (fixture->folders[i]);
  for (guint i = 0; i < LAPTOPS; i++)
    assert_whole (fixture, fixture->folders[i]);
  tell (fixture);

  test_server_stop (fixture->server, SIGTERM);
  checked = test_server_run (fixture->server, 0, NULL, "check", "%", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add ("/faults/nothing-is-lost-on-the-way", Fixture, NULL, set_up,
              test_nothing_is_lost_on_the_way, tear_down);

  return g_test_run ();
}
