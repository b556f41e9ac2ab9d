/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server behind a real nginx, with the configuration that is shipped. */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "../isolate.h"
#include "../patience.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

#define N_PROCESSES 2
#define CONFIG      "[limits]\nsign_in_per_minute=1\nsign_in_burst=3\n"

/* As the shipped file has it. */
#define ENROLMENTS_AT_ONCE 60

#define PIECE_BYTES (1 << 20)
#define FILE_BYTES  (5 * PIECE_BYTES + 12345)

typedef struct {
  TestServer  *servers[N_PROCESSES];
  char        *sockets[N_PROCESSES];
  char        *folder;
  char        *url;
  gboolean     hurries;         /* what is no long poll is waited for a second only */
  GSubprocess *nginx;
} Fixture;

/* One county, whose process that listens by itself is there for the commands. */
static TestServer *shared;

static guint16
free_port (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

static void
replace (GString    *text,
         const char *from,
         const char *to)
{
  g_assert_cmpuint (g_string_replace (text, from, to, 0), >, 0);
}

/* The shipped file, with what an installation changes. */
static void
write_site (Fixture *fixture,
            guint16  port)
{
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "data", "nginx",
                                            "provision-atlas.conf", NULL);
  g_autofree char *own = g_build_filename (fixture->folder, "site.conf", NULL);
  g_autofree char *listen = g_strdup_printf ("listen 127.0.0.1:%u ssl", port);
  g_autofree char *contents = NULL;
  g_autoptr(GString) text = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  text = g_string_new (contents);
  replace (text, "    listen [::]:443 ssl http2;\n", "");
  replace (text, "listen 443 ssl", listen);
  replace (text, "atlas.example.org", "localhost");
  replace (text, "/srv/atlas", shared->folder);
  replace (text, "unix:/run/provision-atlas/1.sock", fixture->sockets[0]);
  replace (text, "unix:/run/provision-atlas/2.sock", fixture->sockets[1]);
  if (fixture->hurries)
    replace (text, "proxy_read_timeout 60s;", "proxy_read_timeout 1s;");
  g_assert_true (g_file_set_contents (own, text->str, -1, NULL));
}

static char *
write_main (Fixture *fixture)
{
  char *path = g_build_filename (fixture->folder, "nginx.conf", NULL);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("daemon off;\nmaster_process off;\npid %1$s/nginx.pid;\n"
                          "error_log %1$s/error.log warn;\nevents {}\nhttp {\naccess_log off;\n"
                          "client_body_temp_path %1$s/body;\nproxy_temp_path %1$s/proxy;\n"
                          "fastcgi_temp_path %1$s/fastcgi;\nuwsgi_temp_path %1$s/uwsgi;\n"
                          "scgi_temp_path %1$s/scgi;\ninclude %1$s/site.conf;\n}\n",
                          fixture->folder);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
wait_for_nginx (Fixture *fixture)
{
  g_autoptr(TestClient) client = test_client_new (shared);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", fixture->url);
  gint64 until_us = g_get_monotonic_time () + 20 * patience () * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < until_us)
    {
      g_autoptr(GBytes) bytes = soup_session_send_and_read (client->session, message, NULL, NULL);

      if (bytes != NULL)
        return;
      g_usleep (20000);
    }
  g_assert_not_reached ();
}

static void
die_with_the_test (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start_nginx (Fixture *fixture)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *found = g_find_program_in_path ("nginx");
  guint16 port = free_port ();
  g_autofree char *main_path = write_main (fixture);
  g_autofree char *log = g_build_filename (fixture->folder, "error.log", NULL);
  g_autoptr(GError) error = NULL;

  write_site (fixture, port);
  fixture->url = g_strdup_printf ("https://localhost:%u", port);
  g_subprocess_launcher_set_child_setup (launcher, die_with_the_test, NULL, NULL);
  fixture->nginx = g_subprocess_launcher_spawn (launcher, &error,
                                                found != NULL ? found : "/usr/sbin/nginx",
                                                "-c", main_path, "-e", log, NULL);
  g_assert_no_error (error);
  wait_for_nginx (fixture);
}

static void
start_process (Fixture *fixture,
               int      i)
{
  fixture->servers[i] = test_server_beside (shared, fixture->sockets[i]);
  fixture->servers[i]->url = g_strdup (fixture->url);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("atlas-nginx-XXXXXX", NULL);
  fixture->hurries = GPOINTER_TO_INT (data);
  for (int i = 0; i < N_PROCESSES; i++)
    fixture->sockets[i] = g_strdup_printf ("unix:%s/%d.sock", fixture->folder, i);
  start_nginx (fixture);
  for (int i = 0; i < N_PROCESSES; i++)
    start_process (fixture, i);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (int i = 0; i < N_PROCESSES; i++)
    {
      test_server_free (fixture->servers[i]);
      g_free (fixture->sockets[i]);
    }
  g_subprocess_send_signal (fixture->nginx, SIGTERM);
  g_subprocess_wait (fixture->nginx, NULL, NULL);
  g_object_unref (fixture->nginx);
  test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->url);
}

static TestClient *
enrol (Fixture *fixture)
{
  g_autofree char *name = atlas_id_new ();
  g_autofree char *code = test_server_add_user (shared, name, "county_officer", "county");

  return test_client_enrol (fixture->servers[0], code);
}

static void
test_a_laptop_finds_the_same_server (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr(TestClient) client = enrol (fixture);
  g_autofree char *child = NULL;
  g_autofree char *referral = test_client_refer (client, "dspl3", &child);
  g_autoptr(json_t) changes = test_client_pull (client);
  g_autofree char *path = g_strconcat ("/v1/changes?wait=2&cursor=", client->cursor, NULL);
  g_autoptr(json_t) nothing = NULL;
  g_autofree char *url = g_strconcat (fixture->url, "/v1/info", NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes) info = NULL;

  g_assert_nonnull (test_find (changes, "referral", referral));
  nothing = test_client_send (client, "GET", path, NULL);
  g_assert_cmpuint (client->status, ==, 200);
  g_assert_cmpuint (json_array_size (json_object_get (nothing, "changes")), ==, 0);

  info = soup_session_send_and_read (client->session, message, NULL, NULL);
  g_assert_nonnull (info);
  g_assert_cmpint (soup_message_get_http_version (message), ==, SOUP_HTTP_2_0);
}

/* A refusal of the proxy's own reads like one of the server's. */
static void
assert_problem (TestClient  *client,
                SoupMessage *message,
                guint        status,
                const char  *problem)
{
  g_autoptr(GBytes) bytes = soup_session_send_and_read (client->session, message, NULL, NULL);
  g_autoptr(json_t) body = NULL;

  g_assert_nonnull (bytes);
  g_assert_cmpuint (soup_message_get_status (message), ==, status);
  g_assert_cmpstr (soup_message_headers_get_content_type (
                     soup_message_get_response_headers (message), NULL), ==,
                   "application/problem+json");
  body = atlas_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL);
  g_assert_cmpstr (test_problem (body), ==, problem);
}

/* Says that a body of @length bytes is coming, and reads what is answered to that. */
static char *
announce_body (Fixture *fixture,
               gsize    length)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (shared->ca, NULL);
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GIOStream) tls = NULL;
  g_autoptr(GSocketConnectable) identity = g_network_address_new ("localhost", 443);
  g_autofree char *text = NULL;
  char *answer = g_malloc0 (4096);
  gsize n_read = 0;

  connection = g_socket_client_connect_to_host (client, fixture->url + strlen ("https://"), 443,
                                                NULL, NULL);
  g_assert_nonnull (connection);
  tls = g_tls_client_connection_new (G_IO_STREAM (connection), identity, NULL);
  g_tls_connection_set_database (G_TLS_CONNECTION (tls), database);
  text = g_strdup_printf ("POST /v1/push HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (tls), text,
                                            strlen (text), NULL, NULL, NULL));
  g_input_stream_read_all (g_io_stream_get_input_stream (tls), answer, 4095, &n_read, NULL, NULL);
  g_io_stream_close (tls, NULL, NULL);
  return answer;
}

static void
test_refusals_are_problems (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr(TestClient) client = test_client_new (fixture->servers[0]);
  g_autofree char *url = g_strconcat (fixture->url, "/v1/push", NULL);
  g_autofree char *metrics = g_strconcat (fixture->url, "/metrics", NULL);
  g_autofree char *large = announce_body (fixture, 1100000);
  g_autoptr(SoupMessage) small = soup_message_new ("POST", url);
  g_autoptr(SoupMessage) other = soup_message_new ("GET", metrics);
  g_autoptr(GBytes) ignored = NULL;

  g_assert_true (g_str_has_prefix (large, "HTTP/1.1 413 "));
  g_assert_nonnull (strstr (large, "application/problem+json"));
  g_assert_nonnull (strstr (large, "urn:sync:problem:too-large"));

  ignored = soup_session_send_and_read (client->session, other, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (other), ==, 404);

  for (int i = 0; i < N_PROCESSES; i++)
    test_server_stop (fixture->servers[i], SIGTERM);
  assert_problem (client, small, 503, "unavailable");
  g_assert_nonnull (soup_message_headers_get_one (soup_message_get_response_headers (small),
                                                  "Retry-After"));
}

static void
test_a_process_that_is_down_is_passed_over (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr(TestClient) client = enrol (fixture);

  test_server_stop (fixture->servers[0], SIGKILL);
  for (int i = 0; i < 12; i++)
    {
      g_autofree char *child = atlas_id_new ();
      g_autoptr(json_t) answer = test_client_push (client, json_pack ("[o]",
                                                                      test_create_child (child,
                                                                                         "dspl3")));

      g_assert_cmpuint (client->status, ==, 200);
      test_assert_state (answer, "applied");
    }

  /* It takes its socket, which it left behind, again. */
  test_server_start (fixture->servers[0]);
}

/* As a laptop without a token, which has a wrong code and says that it comes from elsewhere. */
static SoupMessage *
knock (TestClient *client,
       Fixture    *fixture,
       int         nth)
{
  g_autofree char *url = g_strconcat (fixture->url, "/v1/devices", NULL);
  g_autofree char *key = g_base64_encode (client->public_key, sizeof client->public_key);
  g_autofree char *text = g_strdup_printf ("{\"name\":\"Laptop\",\"public_key\":\"%s\","
                                           "\"proof\":{\"enrol_code\":\"AAAA-AAAA\"}}", key);
  g_autofree char *address = g_strdup_printf ("192.0.2.%d", nth % 256);
  SoupMessage *message = soup_message_new ("POST", url);
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr(GBytes) answer = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Forwarded-For",
                                address);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  answer = soup_session_send_and_read (client->session, message, NULL, NULL);
  g_assert_nonnull (answer);
  return message;
}

/* A guesser does not get away by calling itself somebody else each time. */
static void
test_an_address_cannot_be_made_up (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(TestClient) client = test_client_new (fixture->servers[0]);
  guint n_slowed = 0;

  for (int i = 0; i < 4 * N_PROCESSES; i++)
    {
      g_autoptr(SoupMessage) message = knock (client, fixture, i);

      if (soup_message_get_status (message) == 429)
        n_slowed++;
      else
        g_assert_cmpuint (soup_message_get_status (message), ==, 401);
    }

  g_assert_cmpuint (n_slowed, >, 0);
}

/* Of each process a guesser may ask as much as of one alone; the proxy counts for all of them. What
 * it refuses itself has never been to a process, and has no epoch. */
static void
test_guessing_is_bounded_for_all_processes_together (Fixture      *fixture,
                                                     gconstpointer data)
{
  g_autoptr(TestClient) client = test_client_new (fixture->servers[0]);
  g_autofree char *info = g_strconcat (fixture->url, "/v1/info", NULL);
  g_autoptr(SoupMessage) other = soup_message_new ("GET", info);
  g_autoptr(GBytes) answer = NULL;
  guint n_held = 0;

  for (int i = 0; i < 2 * ENROLMENTS_AT_ONCE; i++)
    {
      g_autoptr(SoupMessage) message = knock (client, fixture, i);
      SoupMessageHeaders *headers = soup_message_get_response_headers (message);

      if (soup_message_headers_get_one (headers, "Sync-Epoch") != NULL)
        continue;
      g_assert_cmpuint (soup_message_get_status (message), ==, 429);
      g_assert_nonnull (soup_message_headers_get_one (headers, "Retry-After"));
      n_held++;
    }
  g_assert_cmpuint (n_held, >, 0);

  /* Only signing in is held up. */
  answer = soup_session_send_and_read (client->session, other, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (other), ==, 200);
}

static GBytes *
read_range (TestClient *client,
            const char *path,
            const char *range,
            guint       status)
{
  g_autoptr(SoupMessage) message = test_client_message (client, "GET", path);
  GBytes *bytes;

  if (range != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Range", range);
  bytes = soup_session_send_and_read (client->session, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, status);
  return bytes;
}

static void
test_a_large_file_goes_up_and_down (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(TestClient) client = enrol (fixture);
  g_autofree char *child = NULL;
  g_autofree char *referral = test_client_refer (client, "dspl3", &child);
  g_autofree char *id = atlas_id_new ();
  guint8 *noise = g_malloc (FILE_BYTES);
  g_autoptr(GBytes) file = g_bytes_new_take (noise, FILE_BYTES);
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr(json_t) named = NULL;
  g_autoptr(GBytes) whole = NULL;
  g_autoptr(GBytes) end = NULL;
  g_autoptr(GBytes) expected = g_bytes_new_from_bytes (file, PIECE_BYTES, FILE_BYTES - PIECE_BYTES);

  randombytes_buf (noise, FILE_BYTES);
  name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
  path = g_strconcat ("/v1/blobs/", name, NULL);
  named = test_client_push (client,
                            test_json ("[{'op':'create','type':'document','id':'%s','fields':{"
                                       "'child':'%s','kind':'plan','title':'Invented','file':"
                                       "{'blob':'%s','size':%d,'media':'application/pdf','name':"
                                       "'a.pdf'}}}]", id, child, name, FILE_BYTES));
  test_assert_state (named, "applied");
  test_client_upload (client, name, file);

  whole = read_range (client, path, NULL, 200);
  g_assert_true (g_bytes_equal (whole, file));
  end = read_range (client, path, "bytes=1048576-", 206);
  g_assert_true (g_bytes_equal (end, expected));
}

/* Of what the shipped file says, and of what a process says that it waits at most. */
static int
seconds_of_long_poll (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "data", "nginx",
                                            "provision-atlas.conf", NULL);
  g_autofree char *text = NULL;
  const char *location;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  location = strstr (text, "location = /v1/changes {");
  g_assert_nonnull (location);
  location = strstr (location, "proxy_read_timeout ");
  g_assert_nonnull (location);
  return (int) g_ascii_strtoll (location + strlen ("proxy_read_timeout "), NULL, 10);
}

/* Nothing else may take as long: here a second, while a long poll is waited for as ever. The whole
 * wait is gone through when tests may be slow. */
static void
test_a_long_poll_is_waited_for (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(TestClient) client = enrol (fixture);
  g_autoptr(json_t) changes = test_client_pull (client);
  g_autoptr(json_t) info = test_client_send (client, "GET", "/v1/info", NULL);
  int longest = (int) atlas_json_integer (json_object_get (info, "limits"), "wait_s", 0);
  g_autofree char *path = g_strdup_printf ("/v1/changes?wait=%d&cursor=%s",
                                           g_test_slow () ? longest : 3, client->cursor);
  g_autoptr(json_t) nothing = NULL;

  g_assert_cmpint (longest, >=, 55);
  g_assert_cmpint (seconds_of_long_poll (), >, longest + 10);
  g_object_set (client->session, "timeout", 0, NULL);
  nothing = test_client_send (client, "GET", path, NULL);
  g_assert_cmpuint (client->status, ==, 200);
  g_assert_cmpuint (json_array_size (json_object_get (nothing, "changes")), ==, 0);
}

#define ADD_WITH(path, hurries, test) \
  g_test_add (path, Fixture, GINT_TO_POINTER (hurries), set_up, test, tear_down)
#define ADD(path, test) ADD_WITH (path, FALSE, test)

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  ADD ("/server/nginx/a-laptop-finds-the-same-server", test_a_laptop_finds_the_same_server);
  ADD ("/server/nginx/refusals-are-problems", test_refusals_are_problems);
  ADD ("/server/nginx/a-process-that-is-down-is-passed-over",
       test_a_process_that_is_down_is_passed_over);
  ADD ("/server/nginx/an-address-cannot-be-made-up", test_an_address_cannot_be_made_up);

  ADD ("/server/nginx/guessing-is-bounded-for-all-processes-together",
       test_guessing_is_bounded_for_all_processes_together);
  ADD ("/server/nginx/a-large-file-goes-up-and-down", test_a_large_file_goes_up_and_down);
  ADD_WITH ("/server/nginx/a-long-poll-is-waited-for", TRUE, test_a_long_poll_is_waited_for);

  shared = test_server_new (CONFIG);
  result = g_test_run ();
  test_server_free (shared);
  return result;
}
