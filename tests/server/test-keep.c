/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server-fixture.h"
#include "server/atlas-authority.h"
#include "server/atlas-backup.h"
#include "server/atlas-retention.h"

#define NOW_S (g_get_real_time () / G_USEC_PER_SEC)

static void
assert_is_private (TestServer *server,
                   const char *name)
{
  g_autofree char *path = g_build_filename (server->folder, name, NULL);
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0077, ==, 0);
}

static void
test_the_folder_is_its_owners_alone (void)
{
  static const char *files[] = {
    "", "audit.key", "ca-key.pem", "ca.pem", "recovery.key", "server-key.pem", "server.pem",
  };
  g_autoptr(TestServer) server = test_server_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    assert_is_private (server, files[i]);

  /* The database, or the file that says where it is. */
  assert_is_private (server, server->database != NULL ? "server.conf" : "atlas.db");
}

static void
test_init_tells_the_fingerprint_of_its_authority (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *folder = g_build_filename (server->parent, "second", NULL);
  g_autofree char *output = test_server_run (server, 0, NULL, "init", folder, "--format", "json",
                                             NULL);
  g_autoptr(json_t) told = atlas_json_parse (output, -1, NULL);
  g_autofree char *pem = NULL;
  g_autofree char *fingerprint = NULL;

  g_assert_true (g_path_is_absolute (atlas_json_string (told, "ca")));
  g_assert_true (g_file_get_contents (atlas_json_string (told, "ca"), &pem, NULL, NULL));
  fingerprint = atlas_authority_fingerprint (pem, NULL);
  g_assert_cmpstr (atlas_json_string (told, "fingerprint"), ==, fingerprint);
  g_assert_cmpuint (strlen (fingerprint), ==, 64);
}

/* Whether a change is of a document, whose file must then be there. */
static gboolean
has_file (TestClient *client,
          json_t     *change)
{
  json_t *file = json_object_get (json_object_get (change, "fields"), "file");
  g_autofree char *path = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (!g_str_equal (atlas_json_string (change, "type"), "document"))
    return FALSE;

  path = g_strconcat ("/v1/blobs/", atlas_json_string (file, "blob"), NULL);
  message = test_client_message (client, "GET", path);
  bytes = soup_session_send_and_read (client->session, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  g_assert_cmpint (g_bytes_get_size (bytes), ==, atlas_json_integer (file, "size", 0));
  return TRUE;
}

static void
test_a_demonstration_has_made_up_children (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *folder = g_build_filename (server->parent, "demonstration", NULL);
  g_autofree char *output = test_server_run (server, 0, NULL, "init", folder, "--demo",
                                             "--children", "30", "--format", "json", NULL);
  g_autoptr(json_t) told = atlas_json_parse (output, -1, NULL);
  g_autoptr(TestClient) client = NULL;
  g_autoptr(json_t) info = NULL;
  g_autoptr(json_t) changes = NULL;
  g_autofree char *check = NULL;
  gsize n_children = 0;
  gsize n_files = 0;

  test_server_stop (server, SIGTERM);
  g_free (server->folder);
  server->folder = g_steal_pointer (&folder);
  g_free (server->ca);
  server->ca = g_strdup (atlas_json_string (told, "ca"));
  test_server_start (server);

  client = test_client_enrol (server, atlas_json_string (told, "admin_enrol_code"));
  info = test_client_send (client, "GET", "/v1/info", NULL);
  g_assert_true (atlas_json_boolean (info, "demonstration"));
  changes = test_client_pull (client);
  for (gsize i = 0; i < json_array_size (changes); i++)
    {
      json_t *change = json_array_get (changes, i);

      n_files += has_file (client, change);
      if (!g_str_equal (atlas_json_string (change, "type"), "child"))
        continue;
      g_assert_true (atlas_json_boolean (json_object_get (change, "fields"), "invented"));
      n_children++;
    }
  g_assert_cmpuint (n_children, ==, 30);
  g_assert_cmpuint (n_files, >, 0);
  check = test_server_run (server, 0, NULL, "check", "%", NULL);
}

static void
test_init_touches_nothing_that_is_there (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *first = test_server_run (server, 3, NULL, "init", "%", NULL);
  g_autofree char *elsewhere = g_build_filename (server->parent, "third", NULL);
  g_autofree char *second = test_server_run (server, 3, NULL, "init", elsewhere, "--county",
                                             "atlantis", NULL);

  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
}

static void
test_a_stranger_to_the_authority_is_refused (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autofree char *folder = g_build_filename (server->parent, "second", NULL);
  g_autofree char *output = test_server_run (server, 0, NULL, "init", folder, NULL);
  g_autofree char *other_ca = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (other_ca, NULL);
  g_autofree char *url = g_strconcat (server->url, "/v1/info", NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = NULL;

  soup_session_set_tls_database (client->session, database);
  answer = soup_session_send_and_read (client->session, message, NULL, &error);
  g_assert_null (answer);
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

static void
test_commands_say_what_is_wrong (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *no_command = test_server_run (server, 2, NULL, "frobnicate", NULL);
  g_autofree char *no_folder = test_server_run (server, 2, NULL, "init", NULL);
  g_autofree char *no_role = test_server_run (server, 3, NULL, "user", "add", "%", "x", "--role",
                                              "king", "--scope", "county", NULL);
  g_autofree char *no_scope = test_server_run (server, 3, NULL, "user", "add", "%", "x", "--role",
                                               "area_lead", "--scope", "area/atlantis", NULL);
  g_autofree char *no_pair = test_server_run (server, 2, NULL, "user", "add", "%", "x", "--role",
                                              "area_lead", NULL);
  g_autofree char *short_password = test_server_run (server, 3, "short\n", "user", "add", "%", "x",
                                                     "--role", "area_lead", "--scope", "county",
                                                     "--password-stdin", NULL);
  g_autofree char *no_device = test_server_run (server, 3, NULL, "device", "lock", "%",
                                                "00000000-0000-7000-8000-000000000000", NULL);
  g_autofree char *no_server = test_server_run (server, 3, NULL, "check", server->parent, NULL);
  g_autofree char *no_user = test_server_run (server, 3, NULL, "grant", "add", "%", "nobody",
                                              "--role", "dpo", "--scope", "county", NULL);

  g_autofree char *no_format = test_server_run (server, 2, NULL, "user", "list", "%", "--format",
                                                "xml", NULL);
  g_autofree char *no_name = test_server_run (server, 3, NULL, "user", "add", "%", "two\nlines",
                                              "--role", "dpo", "--scope", "county", NULL);
  g_autofree char *no_demo = g_build_filename (server->parent, "no-demo", NULL);
  g_autofree char *not_made = test_server_run (server, 2, NULL, "init", no_demo, "--children", "5",
                                               NULL);

  g_assert_nonnull (no_command);
  g_assert_false (g_file_test (no_demo, G_FILE_TEST_EXISTS));
}

/* A county that cannot be made leaves its folder empty, so that init can be tried again there. */
static void
test_a_pack_that_is_refused_leaves_nothing (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *pack = g_build_filename (server->parent, "pack", NULL);
  g_autofree char *manifest = g_build_filename (pack, "manifest.json", NULL);
  g_autofree char *county = g_build_filename (pack, "county.csv", NULL);
  g_autofree char *folder = g_build_filename (server->parent, "third", NULL);
  g_autofree char *refused = NULL;
  g_autofree char *made = NULL;

  g_assert_cmpint (g_mkdir (pack, 0700), ==, 0);
  g_assert_true (g_file_set_contents (manifest, "{\"name\":\"nowhere\",\"title\":\"Nowhere\","
                                      "\"county\":\"nowhere\",\"version\":1,\"schema\":1,"
                                      "\"published\":\"2026-01-01\",\"licence\":\"none\","
                                      "\"attribution\":\"none\",\"editions\":[],\"shapes\":{},"
                                      "\"files\":[{\"type\":\"county\",\"file\":\"county.csv\"}]}",
                                      -1, NULL));
  g_assert_true (g_file_set_contents (county, "key,name\nnowhere,\nsecond,\n", -1, NULL));
  refused = test_server_run (server, 3, NULL, "init", folder, "--county", pack, NULL);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  made = test_server_run (server, 0, NULL, "init", folder, "--format", "json", NULL);
  g_assert_nonnull (strstr (made, "fingerprint"));
}

static void
test_a_name_is_taken_once (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *code = test_server_add_user (server, "invented", "dpo", "county");
  g_autofree char *again = test_server_run (server, 3, NULL, "user", "add", "%", "invented",
                                            "--role", "dpo", "--scope", "county", NULL);
  g_autofree char *output = test_server_run (server, 0, NULL, "user", "list", "%", "--format",
                                             "json", NULL);
  g_autoptr(json_t) told = atlas_json_parse (output, -1, NULL);

  g_assert_cmpuint (json_array_size (json_object_get (told, "users")), ==, 2);
}

static void
test_lists_tell_what_there_is (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autofree char *output = test_server_run (server, 0, NULL, "device", "list", "%", "--format",
                                             "json", NULL);
  g_autoptr(json_t) told = atlas_json_parse (output, -1, NULL);
  json_t *device = json_array_get (json_object_get (told, "devices"), 0);
  g_autofree char *grants = test_server_run (server, 0, NULL, "grant", "list", "%", NULL);

  g_assert_cmpstr (atlas_json_string (device, "device"), ==, client->device);
  g_assert_cmpstr (atlas_json_string (device, "state"), ==, "active");
  g_assert_cmpstr (atlas_json_string (device, "prefix"), ==, client->prefix);
  g_assert_nonnull (strstr (grants, "administrator\tcounty\tadministrator"));
}

static void
test_a_sound_folder_has_no_findings (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *sound = test_server_run (server, 0, NULL, "check", "%", "--format", "json",
                                            NULL);
  g_autofree char *key = g_build_filename (server->folder, "audit.key", NULL);
  g_autofree char *open_to_all = NULL;
  g_autofree char *missing = NULL;

  g_assert_cmpstr (sound, ==, "{\"findings\":[]}\n");
  g_assert_cmpint (g_chmod (key, 0644), ==, 0);
  open_to_all = test_server_run (server, 1, NULL, "check", "%", NULL);
  g_assert_nonnull (strstr (open_to_all, "audit.key"));
  g_assert_cmpint (g_unlink (key), ==, 0);
  missing = test_server_run (server, 1, NULL, "check", "%", NULL);
}

static void
assert_self_is (TestClient *client,
                guint       status,
                gint64      last_n)
{
  g_autoptr(json_t) self = test_client_send (client, "GET", "/v1/devices/self", NULL);

  g_assert_cmpuint (client->status, ==, status);
  if (status == 200)
    g_assert_cmpint (atlas_json_integer (self, "last_n", -1), ==, last_n);
  else
    g_assert_cmpstr (test_problem (self), ==, "token-expired");
}

static void
refresh (TestClient *client)
{
  g_autoptr(json_t) pair = test_client_token (client, client->refresh, NOW_S);

  g_assert_cmpuint (client->status, ==, 200);
  test_client_take (client, pair);
}

/* Backs a running server up; the backup is as private as the folder. */
static char *
back_up (TestServer *server)
{
  char *backup = g_build_filename (server->parent, "backup", NULL);
  g_autofree char *output = test_server_run (server, 0, NULL, "backup", "%", backup, NULL);
  struct stat info;

  g_assert_cmpint (stat (backup, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0077, ==, 0);
  return backup;
}

/* Goes on from a backup, in a folder of its own. */
static void
restart_from (TestServer *server,
              const char *backup)
{
  g_autofree char *folder = g_build_filename (server->parent, "restored", NULL);
  g_autofree char *output = NULL;

  test_server_stop (server, SIGTERM);
  output = test_server_run (server, 0, NULL, "restore", backup, folder, NULL);
  g_free (server->folder);
  server->folder = g_steal_pointer (&folder);
  test_server_start (server);
}

static void
test_a_restored_server_locks_nobody_out (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autofree char *child = atlas_id_new ();
  g_autofree char *late = atlas_id_new ();
  g_autoptr(json_t) before = test_client_push (client,
                                               json_pack ("[o]",
                                                          test_create_child (child, "dspl3")));
  g_autoptr(json_t) changes = test_client_pull (client);
  g_autofree char *old_epoch = g_strdup (client->epoch);
  g_autofree char *backup = back_up (server);
  g_autofree char *path = g_strconcat ("/v1/changes?cursor=", client->cursor, NULL);
  g_autoptr(json_t) set = NULL;
  g_autoptr(json_t) first = NULL;
  g_autoptr(json_t) changed = NULL;
  g_autoptr(json_t) second = NULL;

  /* After the backup: a set, and tokens that the backup does not know. */
  test_assert_state (before, "applied");
  set = test_client_set (client, json_pack ("[o]", test_create_child (late, "dspl3")));
  first = test_client_push_sets (client, json_pack ("[O]", set));
  test_assert_state (first, "applied");
  refresh (client);
  assert_self_is (client, 200, 2);

  restart_from (server, backup);
  assert_self_is (client, 401, 0);
  refresh (client);
  assert_self_is (client, 200, 1);
  g_assert_cmpstr (client->sync_epoch, !=, old_epoch);
  changed = test_client_send (client, "GET", path, NULL);
  g_assert_cmpuint (client->status, ==, 409);
  g_assert_cmpstr (test_problem (changed), ==, "epoch-changed");

  second = test_client_push_sets (client, json_pack ("[O]", set));
  test_assert_state (second, "applied");
  g_assert_false (atlas_json_boolean (test_result (second, 0), "replayed"));
}

/* What the county has set for itself is as much of it as its records. */
static void
test_a_restore_keeps_the_countys_own_retention (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *own = g_build_filename (server->folder, "retention.csv", NULL);
  g_autofree char *backup = NULL;
  g_autoptr(GPtrArray) rules = NULL;

  g_assert_true (g_file_set_contents (own, "rule,years,field,value,valid_from,valid_to,why\n"
                                      "everybody,31,,,,,Set by the county\n", -1, NULL));
  backup = back_up (server);
  restart_from (server, backup);

  assert_is_private (server, "retention.csv");
  rules = atlas_retention_load (server->folder, NULL);
  g_assert_cmpuint (rules->len, ==, 1);
  g_assert_cmpint (((AtlasRetentionRule *) g_ptr_array_index (rules, 0))->years, ==, 31);
}

static void
assert_not_restored (const char *file,
                     const char *folder,
                     const char *says)
{
  g_autofree char *there = g_path_get_dirname (folder);
  g_autoptr(GError) error = NULL;

  g_assert_false (atlas_backup_restore (file, folder, NULL, TRUE, &error));
  g_assert_nonnull (strstr (error->message, says));
  g_assert_nonnull (strstr (error->message, "nothing was changed"));
  g_assert_false (g_file_test (there, G_FILE_TEST_EXISTS));
}

static void
test_what_is_no_backup_is_not_restored (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *folder = g_build_filename (server->parent, "restored", "here", NULL);
  g_autofree char *noise = g_build_filename (server->parent, "noise", NULL);
  g_autofree char *good = g_build_filename (server->parent, "good", NULL);
  g_autofree char *missing = test_server_run (server, 3, NULL, "restore", noise, folder, NULL);
  g_autofree char *backup = test_server_run (server, 0, NULL, "backup", "%", good, NULL);
  g_autofree char *database = g_build_filename (folder, "atlas.db", NULL);
  g_autofree char *restored = NULL;
  g_autofree char *sound = NULL;
  g_autofree char *not_empty = NULL;
  g_autofree char *whole = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (good, &whole, &length, NULL));
  g_assert_true (g_file_set_contents (noise, "This is no database.", -1, NULL));
  assert_not_restored (noise, folder, "it is no backup");
  g_assert_true (g_file_set_contents (noise, whole, (gssize) length / 2, NULL));
  assert_not_restored (noise, folder, "it is cut off");
  g_assert_true (g_file_set_contents (noise, whole, (gssize) length - 1, NULL));
  assert_not_restored (noise, folder, "it is cut off");
  memset (whole + length / 2, 'x', length / 4);
  g_assert_true (g_file_set_contents (noise, whole, (gssize) length, NULL));
  assert_not_restored (noise, folder, "it is damaged");

  /* Nothing is left by halves: the same folder takes a backup that is one. */
  restored = test_server_run (server, 0, NULL, "restore", good, folder, NULL);
  sound = test_server_run (server, 0, NULL, "check", folder, NULL);
  not_empty = test_server_run (server, 3, NULL, "restore", noise, "%", NULL);

  /* A database by itself has no keys. */
  g_free (folder);
  folder = g_build_filename (server->parent, "elsewhere", "here", NULL);
  assert_not_restored (database, folder, "without its keys");
}

/* A folder that somebody made for it, with its own rights, is not taken away. */
static void
test_an_empty_folder_stays (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *folder = g_build_filename (server->parent, "ready", NULL);
  g_autofree char *refused = NULL;
  g_autofree char *made = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  refused = test_server_run (server, 3, NULL, "restore", server->ca, folder, NULL);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  made = test_server_run (server, 0, NULL, "init", folder, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/server/keep/the-folder-is-its-owners-alone",
                   test_the_folder_is_its_owners_alone);
  g_test_add_func ("/server/keep/init-tells-the-fingerprint-of-its-authority",
                   test_init_tells_the_fingerprint_of_its_authority);
  g_test_add_func ("/server/keep/a-demonstration-has-made-up-children",
                   test_a_demonstration_has_made_up_children);
  g_test_add_func ("/server/keep/init-touches-nothing-that-is-there",
                   test_init_touches_nothing_that_is_there);
  g_test_add_func ("/server/keep/a-stranger-to-the-authority-is-refused",
                   test_a_stranger_to_the_authority_is_refused);
  g_test_add_func ("/server/keep/commands-say-what-is-wrong", test_commands_say_what_is_wrong);
  g_test_add_func ("/server/keep/a-pack-that-is-refused-leaves-nothing",
                   test_a_pack_that_is_refused_leaves_nothing);
  g_test_add_func ("/server/keep/a-name-is-taken-once", test_a_name_is_taken_once);
  g_test_add_func ("/server/keep/lists-tell-what-there-is", test_lists_tell_what_there_is);
  g_test_add_func ("/server/keep/a-sound-folder-has-no-findings",
                   test_a_sound_folder_has_no_findings);
  g_test_add_func ("/server/keep/a-restored-server-locks-nobody-out",
                   test_a_restored_server_locks_nobody_out);
  g_test_add_func ("/server/keep/a-restore-keeps-the-countys-own-retention",
                   test_a_restore_keeps_the_countys_own_retention);
  g_test_add_func ("/server/keep/an-empty-folder-stays", test_an_empty_folder_stays);
  g_test_add_func ("/server/keep/what-is-no-backup-is-not-restored",
                   test_what_is_no_backup_is_not_restored);

  return g_test_run ();
}
