/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operator has to do with: configuration, health, metrics, log, limits, people. */
#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "../patience.h"
#include "server-fixture.h"

#define DEADLINE_US (patience () * 20 * G_USEC_PER_SEC)
#define POLL_US     (20 * 1000)

static void
set_config (TestServer *server,
            const char *text)
{
  g_autoptr(GError) error = NULL;

  if (server->config == NULL)
    server->config = g_build_filename (server->parent, "config", NULL);
  g_file_set_contents (server->config, text, -1, &error);
  g_assert_no_error (error);
}

/* A server that writes its log where the test can read it, with this configuration. */
static TestServer *
server_with (const char *config)
{
  TestServer *server = test_server_new (NULL);

  set_config (server, config);
  test_server_stop (server, SIGTERM);
  server->log = g_build_filename (server->parent, "log", NULL);
  test_server_start (server);

  return server;
}

static char *
read_log (TestServer *server)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (server->log, &text, NULL, NULL));
  return text;
}

static void
wait_for_log (TestServer *server,
              const char *words)
{
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;

  for (;;)
    {
      g_autofree char *text = read_log (server);

      if (strstr (text, words) != NULL)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_usleep (POLL_US);
    }
}

/* Asks at a Unix socket in plain HTTP. */
static char *
ask_socket (TestServer *server,
            const char *path)
{
  g_autofree char *socket = g_build_filename (server->parent, "metrics.sock", NULL);
  g_autoptr(GSocketConnectable) address = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (socket));
  g_autoptr(SoupSession) session = soup_session_new_with_options ("remote-connectable", address,
                                                                  NULL);
  g_autofree char *url = g_strconcat ("http://localhost", path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes) answer = soup_session_send_and_read (session, message, NULL, NULL);

  g_assert_nonnull (answer);
  if (soup_message_get_status (message) != SOUP_STATUS_OK)
    return NULL;
  return g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
}

static TestServer *
server_with_metrics (const char *more)
{
  TestServer *server = test_server_new (NULL);
  g_autofree char *config = g_strdup_printf ("[metrics]\nlisten=unix:%s/metrics.sock\n%s",
                                             server->parent, more);

  set_config (server, config);
  test_server_stop (server, SIGTERM);
  server->log = g_build_filename (server->parent, "log", NULL);
  test_server_start (server);

  return server;
}

static void
assert_has (const char *text,
            const char *words)
{
  if (strstr (text, words) == NULL)
    g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, words));
}

static void
test_health_needs_no_name_and_says_nothing (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) well = test_client_send (client, "GET", "/healthz", NULL);
  g_autoptr(json_t) ill = NULL;

  g_assert_cmpuint (client->status, ==, 200);
  g_assert_null (well);

  test_server_sql (server, "ALTER TABLE sync_head RENAME TO gone");
  ill = test_client_send (client, "GET", "/healthz", NULL);
  g_assert_cmpuint (client->status, ==, 503);
  g_assert_cmpstr (test_problem (ill), ==, "unavailable");
}

static void
test_metrics_count_what_was_done (void)
{
  g_autoptr(TestServer) server = server_with_metrics ("");
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autofree char *id = test_client_refer (client, "dspl3", NULL);
  json_t *nothing = test_json ("[{'op':'set','type':'referral','id':"
                               "'01950000-0000-7000-8000-000000000001','base':1,'fields':{}}]");
  g_autoptr(json_t) parked = test_client_push (client, nothing);
  g_autoptr(json_t) info = test_client_send (client, "GET", "/v1/info", NULL);
  g_autofree char *text = ask_socket (server, "/metrics");

  assert_has (text, "atlas_requests_total{method=\"POST\",route=\"/v1/devices\","
              "status=\"201\"} 1\n");
  assert_has (text, "atlas_requests_total{method=\"GET\",route=\"/v1/info\",status=\"200\"} 1\n");
  assert_has (text, "atlas_sets_total{state=\"applied\"} 1\n");
  assert_has (text, "atlas_sets_total{state=\"parked\"} 1\n");
  assert_has (text, "atlas_request_seconds_count{route=\"/v1/push\"} 2\n");
  assert_has (text, "atlas_waiting 0\n");
  g_assert_null (strstr (text, "atlas_head_seq -1"));
  g_assert_null (strstr (text, client->device));
  g_assert_null (strstr (text, "Invented"));
}

/* Who finds the server finds no metrics, unless the operator says so. */
static void
test_metrics_are_not_for_everybody (void)
{
  g_autoptr(TestServer) server = server_with_metrics ("");
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) hidden = test_client_send (client, "GET", "/metrics", NULL);
  g_autofree char *elsewhere = ask_socket (server, "/v1/info");
  g_autoptr(TestServer) open = server_with ("[metrics]\npublic=true\n");
  g_autoptr(SoupMessage) message = NULL;
  g_autofree char *url = g_strconcat (open->url, "/metrics", NULL);
  g_autoptr(TestClient) other = test_client_new (open);
  g_autoptr(GBytes) text = NULL;

  g_assert_cmpuint (client->status, ==, 404);
  g_assert_cmpstr (test_problem (hidden), ==, "not-found");
  g_assert_null (elsewhere);

  message = soup_message_new ("GET", url);
  text = soup_session_send_and_read (other->session, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (text, NULL), "# HELP"));
}

static void
test_a_faulty_file_keeps_the_server_from_starting (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *output = NULL;

  set_config (server, "[limits]\nidle=3\n");
  test_server_stop (server, SIGTERM);
  output = test_server_run (server, 3, NULL, "serve", "%", "--listen", "127.0.0.1:0", "--config",
                            server->config, NULL);
  g_assert_cmpstr (output, ==, "");
}

static void
test_a_signal_reads_limits_anew (void)
{
  g_autoptr(TestServer) server = server_with ("[limits]\ndevice_per_minute=0\n");
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);

  for (int i = 0; i < 5; i++)
    {
      g_autoptr(json_t) self = test_client_send (client, "GET", "/v1/devices/self", NULL);

      g_assert_cmpuint (client->status, ==, 200);
    }

  /* One that does not do changes nothing, and is named. */
  set_config (server, "[limits]\ndevice_per_minute=0\ndevice_burst=some\n");
  g_subprocess_send_signal (server->process, SIGHUP);
  wait_for_log (server, "line 3: “device_burst”");

  set_config (server, "[limits]\ndevice_per_minute=1\ndevice_burst=2\n");
  g_subprocess_send_signal (server->process, SIGHUP);
  wait_for_log (server, "read anew");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(json_t) self = test_client_send (client, "GET", "/v1/devices/self", NULL);

      g_assert_cmpuint (client->status, ==, i < 2 ? 200 : 429);
      if (i == 2)
        g_assert_cmpstr (test_problem (self), ==, "slow-down");
    }
  g_assert_cmpint (g_ascii_strtoll (client->retry_after, NULL, 10), >, 0);
}

/* One laptop's haste is not another's. */
static void
test_a_device_has_its_own_limit (void)
{
  g_autoptr(TestServer) server = server_with ("[limits]\ndevice_per_minute=1\ndevice_burst=1\n");
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autoptr(TestClient) other = test_client_for (server, "area_lead", "area/dspl3");
  g_autoptr(json_t) first = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_autoptr(json_t) second = NULL;
  g_autoptr(json_t) others = NULL;

  g_assert_cmpuint (client->status, ==, 200);
  second = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 429);
  others = test_client_send (other, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (other->status, ==, 200);
}

static void
test_an_address_has_its_limit (void)
{
  g_autoptr(TestServer) server = server_with ("[limits]\naddress_per_minute=1\naddress_burst=2\n");
  g_autoptr(TestClient) client = test_client_new (server);

  for (int i = 0; i < 3; i++)
    {
      g_autoptr(json_t) info = test_client_send (client, "GET", "/v1/info", NULL);

      g_assert_cmpuint (client->status, ==, i < 2 ? 200 : 429);
    }
}

/* Guessing codes, or tokens, is slowed down; whoever is signed in goes on. */
static void
test_failed_sign_ins_have_a_limit (void)
{
  g_autoptr(TestServer) server = server_with ("[limits]\nsign_in_per_minute=1\nsign_in_burst=3\n");
  g_autoptr(TestClient) signed_in = test_client_enrol (server, server->admin_code);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) self = NULL;

  for (int i = 0; i < 4; i++)
    {
      g_autoptr(json_t) answer = test_client_enrol_with (client, "{'enrol_code':'AAAA'}", NULL);

      g_assert_cmpuint (client->status, ==, i < 3 ? 401 : 429);
    }

  self = test_client_send (signed_in, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (signed_in->status, ==, 200);
}

static void
test_a_disabled_user_is_shut_out (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *code = test_server_add_user (server, "invented", "area_lead", "area/dspl3");
  g_autofree char *unused = test_server_run (server, 0, NULL, "user", "code", "%", "invented",
                                             NULL);
  g_autofree char *proof = g_strdup_printf ("{'enrol_code':'%s'}", g_strchomp (unused));
  g_autoptr(TestClient) client = test_client_enrol (server, code);
  g_autoptr(TestClient) other = test_client_new (server);
  g_autofree char *disabled = test_server_run (server, 0, NULL, "user", "disable", "%", "invented",
                                               NULL);
  g_autoptr(json_t) refused = test_client_send (client, "GET", "/v1/changes", NULL);
  g_autoptr(json_t) no_token = NULL;
  g_autoptr(json_t) no_device = NULL;
  g_autoptr(json_t) served = NULL;
  g_autofree char *enabled = NULL;

  g_assert_cmpuint (client->status, ==, 403);
  g_assert_cmpstr (test_problem (refused), ==, "device-locked");
  no_token = test_client_token (client, client->refresh, g_get_real_time () / G_USEC_PER_SEC);
  g_assert_cmpuint (client->status, ==, 403);
  no_device = test_client_enrol_with (other, proof, NULL);
  g_assert_cmpuint (other->status, ==, 403);

  enabled = test_server_run (server, 0, NULL, "user", "enable", "%", "invented", NULL);
  served = test_client_send (client, "GET", "/v1/changes", NULL);
  g_assert_cmpuint (client->status, ==, 200);
}

static void
test_a_password_can_be_changed (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *added = test_server_run (server, 0, "correct horse battery\n", "user", "add",
                                            "%", "invented", "--role", "area_lead", "--scope",
                                            "area/dspl3", "--password-stdin", NULL);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autofree char *changed = NULL;
  g_autofree char *unsafe = NULL;
  g_autoptr(json_t) old = NULL;
  g_autoptr(json_t) new = NULL;

  unsafe = test_server_run (server, 2, NULL, "user", "password", "%", "invented", NULL);
  changed = test_server_run (server, 0, "a battery of horses\n", "user", "password", "%",
                             "invented", "--password-stdin", NULL);
  old = test_client_enrol_with (client,
                                "{'username':'invented','password':'correct horse battery'}", NULL);
  g_assert_cmpuint (client->status, ==, 401);
  new = test_client_enrol_with (client,
                                "{'username':'invented','password':'a battery of horses'}", NULL);
  g_assert_cmpuint (client->status, ==, 201);
}

static void
test_all_grants_can_be_taken (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *code = test_server_add_user (server, "invented", "area_lead", "area/dspl3");
  g_autoptr(TestClient) client = test_client_enrol (server, code);
  g_autofree char *id = test_client_refer (client, "dspl3", NULL);
  g_autoptr(json_t) before = test_client_pull (client);
  g_autofree char *taken = test_server_run (server, 0, NULL, "grant", "remove", "%", "invented",
                                            "--all", NULL);
  g_autoptr(json_t) after = NULL;

  g_assert_nonnull (test_find (before, "referral", id));
  after = test_client_pull (client);
  g_assert_cmpstr (atlas_json_string (test_find (after, "referral", id), "op"), ==, "gone");
}

/* A whole session, and afterwards not a word of it in the log. */
static void
test_the_log_names_nobody (void)
{
  g_autoptr(TestServer) server = server_with ("[log]\nlevel=debug\n");
  g_autofree char *added = test_server_run (server, 0, "correct horse battery\n", "user", "add",
                                            "%", "Jocasta Invented", "--role", "area_lead",
                                            "--scope", "area/dspl3", "--password-stdin", NULL);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) wrong = NULL;
  g_autoptr(json_t) right = NULL;
  g_autoptr(json_t) page = NULL;
  g_autoptr(json_t) refused = NULL;
  g_autoptr(json_t) lost = NULL;
  g_autofree char *id = NULL;
  g_autofree char *child = NULL;
  g_autofree char *path = NULL;
  g_autofree char *log = NULL;
  g_autofree char *first_refresh = NULL;
  g_autofree char *first_access = NULL;
  g_autoptr(json_t) pair = NULL;

  wrong = test_client_enrol_with (client,
                                  "{'username':'Jocasta Invented','password':'hunter2hunter2'}",
                                  NULL);
  right = test_client_enrol_with (client, "{'username':'Jocasta Invented',"
                                  "'password':'correct horse battery'}", NULL);
  g_assert_cmpuint (client->status, ==, 201);
  test_client_take (client, right);
  id = test_client_refer (client, "dspl3", &child);
  page = test_client_pull (client);
  g_assert_cmpuint (json_array_size (page), >, 0);
  path = g_strdup_printf ("/v1/changes?cursor=%s&wait=0&made_up=Jocasta", client->cursor);
  refused = test_client_send (client, "GET", path, NULL);
  lost = test_client_send (client, "GET", "/v1/Jocasta/Invented", NULL);
  first_refresh = g_strdup (client->refresh);
  first_access = g_strdup (client->access);
  pair = test_client_token (client, client->refresh, g_get_real_time () / G_USEC_PER_SEC);
  test_client_take (client, pair);
  test_server_stop (server, SIGTERM);

  log = read_log (server);
  assert_has (log, "method=POST route=/v1/push status=200");
  assert_has (log, "method=GET route=none status=404");
  assert_has (log, client->device);
  g_assert_null (strstr (log, "Jocasta"));
  g_assert_null (strstr (log, "hunter2"));
  g_assert_null (strstr (log, "correct horse"));
  g_assert_null (strstr (log, client->access));
  g_assert_null (strstr (log, client->refresh));
  g_assert_null (strstr (log, first_refresh));
  g_assert_null (strstr (log, first_access));
  g_assert_null (strstr (log, client->cursor));
  g_assert_null (strstr (log, "cursor="));
  g_assert_null (strstr (log, id));
  g_assert_null (strstr (log, child));
  g_assert_null (strstr (log, client->user));
}

static char *
receive (GSocket *socket)
{
  char words[256];
  g_autoptr(GError) error = NULL;
  gssize length;

  g_socket_set_timeout (socket, (guint) (patience () * 20));
  length = g_socket_receive (socket, words, sizeof words - 1, NULL, &error);
  g_assert_no_error (error);
  return g_strndup (words, (gsize) length);
}

static void
test_the_service_manager_is_told (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *path = g_build_filename (server->parent, "notify", NULL);
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocket) socket = NULL;
  g_autofree char *ready = NULL;
  g_autofree char *stopping = NULL;

  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT,
                         &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, address, FALSE, &error));

  test_server_stop (server, SIGTERM);
  g_setenv ("NOTIFY_SOCKET", path, TRUE);
  test_server_start (server);
  g_unsetenv ("NOTIFY_SOCKET");
  ready = receive (socket);
  g_assert_cmpstr (ready, ==, "READY=1");

  test_server_stop (server, SIGTERM);
  stopping = receive (socket);
  g_assert_cmpstr (stopping, ==, "STOPPING=1");
}

/* What a county does once a year: a backup is written while the server runs, the server is lost,
 * and everybody goes on. */
static void
test_a_restore_is_rehearsed (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_for (server, "area_lead", "area/dspl3");
  g_autofree char *before = test_client_refer (client, "dspl3", NULL);
  g_autofree char *backup = g_build_filename (server->parent, "backup", NULL);
  g_autofree char *restored = g_build_filename (server->parent, "restored", NULL);
  g_autofree char *written = test_server_run (server, 0, NULL, "backup", "%", backup, NULL);
  g_autofree char *epoch = g_strdup (client->epoch);
  g_autoptr(json_t) late = test_client_set (client, json_pack ("[o]", test_json (
                                                                 "{'op':'set','type':'referral',"
                                                                 "'id':'%s','base':1,'fields':"
                                                                 "{'tier':[3,4]}}", before)));
  g_autoptr(json_t) sent = test_client_push_sets (client, json_pack ("[O]", late));
  g_autoptr(json_t) again = NULL;
  g_autoptr(json_t) pair = NULL;
  g_autoptr(json_t) self = NULL;
  g_autoptr(json_t) round = NULL;
  g_autofree char *made = NULL;
  g_autofree char *checked = NULL;
  GStatBuf info;

  test_assert_state (sent, "applied");
  g_assert_cmpint (g_stat (backup, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0077, ==, 0);

  test_server_stop (server, SIGKILL);
  made = test_server_run (server, 0, NULL, "restore", backup, restored, NULL);
  g_free (server->folder);
  server->folder = g_steal_pointer (&restored);
  checked = test_server_run (server, 0, NULL, "check", "%", NULL);
  test_server_start (server);

  /* The laptop signs in as it is, hears of the new history, and sends again what is missing. */
  pair = test_client_token (client, client->refresh, g_get_real_time () / G_USEC_PER_SEC);
  g_assert_cmpuint (client->status, ==, 200);
  test_client_take (client, pair);
  g_assert_cmpstr (client->sync_epoch, !=, epoch);
  self = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpint (atlas_json_integer (self, "last_n", -1), ==, 1);
  again = test_client_push_sets (client, json_pack ("[O]", late));
  test_assert_state (again, "applied");
  g_clear_pointer (&client->cursor, g_free);
  round = test_client_pull (client);
  g_assert_cmpint (atlas_json_integer (json_object_get (test_find (round, "referral", before),
                                                        "fields"), "tier", 0), ==, 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

#define ADD(name, func) g_test_add_func ("/operate/" name, func)
  ADD ("health-needs-no-name-and-says-nothing", test_health_needs_no_name_and_says_nothing);
  ADD ("metrics-count-what-was-done", test_metrics_count_what_was_done);
  ADD ("metrics-are-not-for-everybody", test_metrics_are_not_for_everybody);
  ADD ("a-faulty-file-keeps-the-server-from-starting",
       test_a_faulty_file_keeps_the_server_from_starting);
  ADD ("a-signal-reads-limits-anew", test_a_signal_reads_limits_anew);
  ADD ("a-device-has-its-own-limit", test_a_device_has_its_own_limit);
  ADD ("an-address-has-its-limit", test_an_address_has_its_limit);
  ADD ("failed-sign-ins-have-a-limit", test_failed_sign_ins_have_a_limit);
  ADD ("a-disabled-user-is-shut-out", test_a_disabled_user_is_shut_out);
  ADD ("a-password-can-be-changed", test_a_password_can_be_changed);
  ADD ("all-grants-can-be-taken", test_all_grants_can_be_taken);
  ADD ("the-log-names-nobody", test_the_log_names_nobody);
  ADD ("the-service-manager-is-told", test_the_service_manager_is_told);
  ADD ("a-restore-is-rehearsed", test_a_restore_is_rehearsed);
#undef ADD

  return g_test_run ();
}
