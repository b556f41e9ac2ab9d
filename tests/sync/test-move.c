/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A county moves from a file to PostgreSQL and back, and its laptops do not notice. */
#include "config.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server/server-fixture.h"
#include "server/test-database.h"
#include "store/atlas-store.h"
#include "sync-fixture.h"
#include "sync/atlas-join.h"

#define DATABASE "ATLAS_TEST_DATABASE"

typedef struct {
  TestServer *server;
  TestClient *client;
  char       *folder;           /* a laptop's */
  char       *epoch;
  char       *device;
} Fixture;

static char *
ask_laptop (Fixture    *fixture,
            const char *name)
{
  g_autoptr(AtlasStore) store = atlas_store_open (fixture->folder, ATLAS_STORE_DEFAULT, NULL);

  g_assert_nonnull (store);
  return atlas_store_get_meta (store, name);
}

static void
join (Fixture *fixture)
{
  g_autofree char *code = test_server_add_user (fixture->server, "Officer", "county_officer",
                                                "county");
  g_autofree char *ca = NULL;
  AtlasJoinRequest request = { .server = fixture->server->url, .enrol_code = code,
                               .device_name = "Laptop" };
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_get_contents (fixture->server->ca, &ca, NULL, NULL));
  request.ca_pem = ca;
  fixture->folder = g_dir_make_tmp ("atlas-laptop-XXXXXX", NULL);
  g_assert_true (atlas_join_begin (fixture->folder, &request, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_join_finish (fixture->folder, NULL, &error));
  g_assert_no_error (error);
  fixture->epoch = ask_laptop (fixture, "epoch");
  fixture->device = ask_laptop (fixture, "device");
  g_assert_nonnull (fixture->epoch);
  g_assert_nonnull (fixture->device);
}

static void
enter_child (Fixture *fixture)
{
  g_autoptr(AtlasStore)     store = atlas_store_open (fixture->folder, ATLAS_STORE_DEFAULT, NULL);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Child entered");
  g_autofree char *id = atlas_id_new ();
  g_autoptr(GError) error = NULL;

  atlas_change_set_create (set, "child", id,
                           json_pack ("{s:s, s:s}", "first_name", "Invented",
                                      "last_name", "Quill"));
  g_assert_true (atlas_store_apply (store, set, &error));
  g_assert_no_error (error);
}

/* What was entered since is sent, and nothing is loaded anew. */
static void
assert_laptop_goes_on (Fixture *fixture,
                       guint    n_pushed)
{
  g_autofree char *epoch = NULL;
  g_autofree char *device = NULL;
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  g_assert_true (atlas_sync_run_once (fixture->folder, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.push.n_applied, ==, n_pushed);
  g_assert_cmpuint (report.pull.n_put, <=, 4);

  epoch = ask_laptop (fixture, "epoch");
  device = ask_laptop (fixture, "device");
  g_assert_cmpstr (epoch, ==, fixture->epoch);
  g_assert_cmpstr (device, ==, fixture->device);
}

/* A cursor, an access token and a set from before the move still say the same. */
static void
assert_client_goes_on (Fixture *fixture,
                       json_t  *set)
{
  g_autofree char *path = g_strconcat ("/v1/changes?cursor=", fixture->client->cursor, NULL);
  g_autoptr(json_t) page = test_client_send (fixture->client, "GET", path, NULL);
  g_autoptr(json_t) again = NULL;

  g_assert_cmpuint (fixture->client->status, ==, 200);
  g_assert_cmpuint (json_array_size (json_object_get (page, "changes")), ==, 0);
  g_assert_cmpstr (fixture->client->sync_epoch, ==, fixture->epoch);

  again = test_client_push_sets (fixture->client, json_pack ("[O]", set));
  test_assert_state (again, "applied");
  g_assert_true (atlas_json_boolean (test_result (again, 0), "replayed"));
}

/* Ends the server, writes its county and goes on from that, at the same address. */
static void
move (Fixture    *fixture,
      const char *name,
      const char *database)
{
  TestServer *server = fixture->server;
  g_autofree char *file = g_strconcat (server->parent, "/", name, ".export", NULL);
  char *folder = g_build_filename (server->parent, name, NULL);
  g_autofree char *exported = NULL;
  g_autofree char *imported = NULL;
  g_autofree char *checked = NULL;

  test_server_stop (server, SIGTERM);
  exported = test_server_run (server, 0, NULL, "export", "%", file, NULL);
  imported = test_server_run (server, 0, NULL, "import", file, folder,
                              database != NULL ? "--database" : NULL, database, NULL);
  g_free (server->folder);
  server->folder = folder;
  checked = test_server_run (server, 0, NULL, "check", "%", NULL);

  g_free (server->listen);
  server->listen = g_strdup (server->url + strlen ("https://"));
  test_server_start (server);
}

static void
test_laptops_do_not_notice (void)
{
  g_autofree char *postgres = g_strdup (g_getenv (DATABASE));
  g_autofree char *database = test_database_new (NULL);
  g_autofree char *child = atlas_id_new ();
  Fixture fixture = { NULL };
  g_autoptr(json_t) set = NULL;
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) changes = NULL;

  g_unsetenv (DATABASE);
  fixture.server = test_server_new (NULL);
  g_setenv (DATABASE, postgres, TRUE);
  fixture.client = test_client_enrol (fixture.server, fixture.server->admin_code);
  join (&fixture);
  enter_child (&fixture);
  assert_laptop_goes_on (&fixture, 1);
  set = test_client_set (fixture.client, json_pack ("[o]", test_create_child (child, "dspl3")));
  answer = test_client_push_sets (fixture.client, json_pack ("[O]", set));
  test_assert_state (answer, "applied");
  changes = test_client_pull (fixture.client);

  enter_child (&fixture);
  move (&fixture, "moved", database);
  assert_client_goes_on (&fixture, set);
  assert_laptop_goes_on (&fixture, 1);

  g_clear_pointer (&changes, json_decref);
  changes = test_client_pull (fixture.client);
  enter_child (&fixture);
  move (&fixture, "back", NULL);
  assert_client_goes_on (&fixture, set);
  assert_laptop_goes_on (&fixture, 1);

  sync_fixture_remove (fixture.folder);
  g_free (fixture.folder);
  g_free (fixture.epoch);
  g_free (fixture.device);
  test_client_free (fixture.client);
  test_server_free (fixture.server);
}

/* A database that holds a county is not written over, and no password stands in a command. */
static void
test_a_county_is_not_written_over (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *database = test_database_new (NULL);
  g_autofree char *secret = g_strconcat (database, " password=Invented1", NULL);
  g_autofree char *file = g_build_filename (server->parent, "export", NULL);
  g_autofree char *first = g_build_filename (server->parent, "first", NULL);
  g_autofree char *folder = g_build_filename (server->parent, "second", NULL);
  g_autofree char *told = test_server_run (server, 3, NULL, "init", first, "--database", secret,
                                           NULL);
  g_autofree char *begun = test_server_run (server, 0, NULL, "init", first, "--database", database,
                                            NULL);
  g_autofree char *exported = test_server_run (server, 0, NULL, "export", "%", file, NULL);
  g_autofree char *taken = test_server_run (server, 3, NULL, "import", file, folder, "--database",
                                            database, NULL);
  g_autofree char *again = test_server_run (server, 3, NULL, "init", folder, "--database", database,
                                            NULL);
  g_autofree char *checked = test_server_run (server, 0, NULL, "check", first, NULL);

  /* Nothing is left by halves: the same folder takes a county. */
  g_autofree char *moved = test_server_run (server, 0, NULL, "import", file, folder, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/move/laptops-do-not-notice", test_laptops_do_not_notice);
  g_test_add_func ("/move/a-county-is-not-written-over", test_a_county_is_not_written_over);

  return g_test_run ();
}
