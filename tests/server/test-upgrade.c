/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database of an earlier release goes on as this one's; that of a later one is left alone. */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>

#include "../isolate.h"
#include "server-fixture.h"

/* What its maker put in: a county, a user with a password, a laptop, a child and a referral. */
#define CHILD    "01930000-0000-7000-8000-000000000001"
#define REFERRAL "01930000-0000-7000-8000-000000000002"
#define SET      "01930000-0000-7000-8000-0000000000aa"
#define PASSWORD "correct horse battery"

static void
unpack (const char *name,
        const char *path)
{
  g_autofree char *packed = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "tests", "server",
                                              "data", name, NULL);
  g_autoptr(GFile) source = g_file_new_for_path (packed);
  g_autoptr(GFile) target = g_file_new_for_path (path);
  g_autoptr(GConverter) gunzip =
    G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) raw = G_INPUT_STREAM (g_file_read (source, NULL, &error));
  g_autoptr(GInputStream) plain = NULL;
  g_autoptr(GOutputStream) output = NULL;

  g_assert_no_error (error);
  plain = g_converter_input_stream_new (raw, gunzip);
  output = G_OUTPUT_STREAM (g_file_replace (target, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                            &error));
  g_assert_no_error (error);
  g_output_stream_splice (output, plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
}

/* A server whose database is the one of version 1. */
static TestServer *
old_server (void)
{
  TestServer *server = test_server_new (NULL);
  g_autofree char *path = g_build_filename (server->folder, "atlas.db", NULL);

  test_server_stop (server, SIGTERM);
  unpack ("server-1.db.gz", path);
  return server;
}

static int
version_of (TestServer *server,
            int         set_to)
{
  g_autofree char *path = g_build_filename (server->folder, "atlas.db", NULL);
  g_autofree char *set = g_strdup_printf ("PRAGMA user_version = %d", set_to);
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  int version;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (set_to > 0)
    g_assert_cmpint (sqlite3_exec (db, set, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA user_version", -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  version = sqlite3_column_int (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);

  return version;
}

static void
test_an_older_folder_goes_on (void)
{
  g_autoptr(TestServer) server = old_server ();
  g_autoptr(TestClient) client = test_client_new (server);
  g_autofree char *users = NULL;
  g_autofree char *grants = NULL;
  g_autofree char *checked = NULL;
  g_autoptr(json_t) enrolled = NULL;
  g_autoptr(json_t) round = NULL;
  g_autoptr(json_t) changed = NULL;

  g_assert_cmpint (version_of (server, 0), ==, 1);
  test_server_start (server);
  g_assert_cmpint (version_of (server, 0), >, 1);

  users = test_server_run (server, 0, NULL, "user", "list", "%", NULL);
  g_assert_nonnull (strstr (users, "\tinvented\ttrue\tfalse\n"));
  grants = test_server_run (server, 0, NULL, "grant", "list", "%", NULL);
  g_assert_nonnull (strstr (grants, "invented\tcounty\tcounty_officer\n"));
  checked = test_server_run (server, 0, NULL, "check", "%", NULL);

  enrolled = test_client_enrol_with (client, "{'username':'invented','password':'" PASSWORD "'}",
                                     NULL);
  g_assert_cmpuint (client->status, ==, 201);
  test_client_take (client, enrolled);
  round = test_client_pull (client);
  g_assert_nonnull (test_find (round, "child", CHILD));
  g_assert_nonnull (test_find (round, "referral", REFERRAL));
  changed = test_client_push (client,
                              test_json ("[{'op':'set','type':'referral','id':'" REFERRAL "',"
                                         "'base':1,'fields':{'tier':[3,4]}}]"));
  test_assert_state (changed, "applied");
}

static void
test_a_later_folder_is_left_alone (void)
{
  g_autoptr(TestServer) server = old_server ();
  g_autofree char *path = g_build_filename (server->folder, "atlas.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *list = NULL;
  gsize length_before;
  gsize length_after;

  g_assert_cmpint (version_of (server, 9999), ==, 9999);
  g_assert_true (g_file_get_contents (path, &before, &length_before, NULL));

  refused = test_server_run (server, 3, NULL, "serve", "%", "--listen", "127.0.0.1:0", NULL);
  list = test_server_run (server, 3, NULL, "user", "list", "%", NULL);
  g_assert_true (g_file_get_contents (path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  g_test_add_func ("/server/upgrade/an-older-folder-goes-on", test_an_older_folder_goes_on);
  g_test_add_func ("/server/upgrade/a-later-folder-is-left-alone",
                   test_a_later_folder_is_left_alone);

  return g_test_run ();
}
