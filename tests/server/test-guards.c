/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "../patience.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

/* Between two bytes of who dribbles. */
#define DRIBBLE_US 50000

#define FILE_BYTES (20 * 1024 * 1024)

/* Patience of a second, so that the tests need not have more. */
#define IMPATIENT "[limits]\nidle_s=1\nbody_s=1\nwrite_s=2\n"
#define DEADLINE_US (patience () * 20 * G_USEC_PER_SEC)

static GIOStream *
connect_tls (TestServer *server)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (server->ca, NULL);
  g_autoptr(GSocketConnectable) identity = g_network_address_new ("127.0.0.1", 443);
  g_autoptr(GSocketConnection) plain = NULL;
  g_autoptr(GIOStream) tls = NULL;
  g_autoptr(GError) error = NULL;

  plain = g_socket_client_connect_to_uri (client, server->url, 443, NULL, &error);
  g_assert_no_error (error);
  tls = g_tls_client_connection_new (G_IO_STREAM (plain), identity, &error);
  g_assert_no_error (error);
  g_tls_connection_set_database (G_TLS_CONNECTION (tls), database);
  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&tls);
}

static gboolean
write_text (GIOStream  *stream,
            const char *text)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text),
                                    NULL, NULL, NULL);
}

/* Reads until the server has closed the connection, or its patience with us was too long. */
static char *
read_to_end (GIOStream *stream)
{
  GString *text = g_string_new (NULL);
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  char chunk[4096];
  gssize length;

  while ((length = g_input_stream_read (g_io_stream_get_input_stream (stream), chunk, sizeof chunk,
                                        NULL, NULL)) > 0)
    g_string_append_len (text, chunk, length);
  g_assert_cmpint (g_get_monotonic_time (), <, until_us);

  return g_string_free (text, FALSE);
}

static void
assert_still_serves (TestServer *server)
{
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) info = test_client_send (client, "GET", "/v1/info", NULL);

  g_assert_cmpuint (client->status, ==, 200);
}

static void
test_a_declared_giant_is_413_before_it_comes (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(GIOStream) stream = connect_tls (server);
  g_autofree char *answer = NULL;

  write_text (stream, "POST /v1/push HTTP/1.1\r\nHost: localhost\r\n"
              "Content-Length: 299000000\r\n\r\n");
  answer = read_to_end (stream);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413 "));
  g_assert_nonnull (strstr (answer, "urn:sync:problem:too-large"));
  assert_still_serves (server);
}

static gsize
resident_pages (TestServer *server)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/statm",
                                           g_subprocess_get_identifier (server->process));
  g_autofree char *text = NULL;
  g_auto(GStrv) parts = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  parts = g_strsplit (text, " ", 3);
  return (gsize) g_ascii_strtoull (parts[1], NULL, 10);
}

/* AddressSanitizer keeps what was freed, so that under it memory says nothing. */
static void
assert_took_little (TestServer *server,
                    gsize       pages_before)
{
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (resident_pages (server), <, pages_before + 3000);
#endif
}

static void
test_an_undeclared_giant_is_413_and_takes_no_memory (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(GIOStream) stream = connect_tls (server);
  g_autofree char *chunk = g_strnfill (65536, 'x');
  g_autofree char *answer = NULL;
  gsize pages = resident_pages (server);

  write_text (stream, "POST /v1/push HTTP/1.1\r\nHost: localhost\r\n"
              "Transfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 400; i++)
    if (!write_text (stream, "10000\r\n") || !write_text (stream, chunk) ||
        !write_text (stream, "\r\n"))
      break;

  answer = read_to_end (stream);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413 "));
  assert_took_little (server, pages);
  assert_still_serves (server);
}

/* Says that a large file is to come, and reads how the answer begins. */
static GIOStream *
announce_file (TestServer *server,
               const char *expected)
{
  g_autoptr(GIOStream) stream = connect_tls (server);
  g_autofree char *head = g_strdup_printf ("PATCH /v1/blobs/%064d HTTP/1.1\r\nHost: localhost\r\n"
                                           "Expect: 100-continue\r\n"
                                           "Content-Length: 26214400\r\n\r\n", 0);
  char answer[13] = "";

  write_text (stream, head);
  g_input_stream_read_all (g_io_stream_get_input_stream (stream), answer, sizeof answer - 1, NULL,
                           NULL, NULL);
  g_assert_cmpstr (answer, ==, expected);

  return g_steal_pointer (&stream);
}

/* Of those who announce a large file only so many have room; the next is told at once. */
static void
test_large_bodies_share_their_room (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(GIOStream) first = announce_file (server, "HTTP/1.1 100");
  g_autoptr(GIOStream) second = announce_file (server, "HTTP/1.1 100");
  g_autoptr(GIOStream) third = announce_file (server, "HTTP/1.1 413");

  assert_still_serves (server);
}

/* A body that never comes gives its room back when its time is over. */
static void
test_room_comes_back (void)
{
  g_autoptr(TestServer) server = test_server_new (IMPATIENT);
  g_autoptr(GIOStream) first = announce_file (server, "HTTP/1.1 100");
  g_autoptr(GIOStream) second = announce_file (server, "HTTP/1.1 100");
  g_autofree char *first_end = read_to_end (first);
  g_autofree char *second_end = read_to_end (second);
  g_autoptr(GIOStream) third = announce_file (server, "HTTP/1.1 100");
}

static json_t *
send_packed (TestClient *client,
             GBytes     *packed,
             guint      *status)
{
  g_autofree char *url = g_strconcat (client->server->url, "/v1/push", NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", client->access, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("POST", url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr(GBytes) answer = NULL;

  soup_message_headers_append (headers, "Authorization", bearer);
  soup_message_headers_append (headers, "Sync-Protocol", "1");
  soup_message_headers_append (headers, "Sync-Schema", "1");
  soup_message_headers_append (headers, "Content-Encoding", "gzip");
  soup_message_set_request_body_from_bytes (message, "application/json", packed);
  answer = soup_session_send_and_read (client->session, message, NULL, NULL);
  g_assert_nonnull (answer);
  *status = soup_message_get_status (message);

  return atlas_json_parse (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer),
                           NULL);
}

static GBytes *
pack (const char *text,
      gsize       length)
{
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GConverter) gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP,
                                                                   9));
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, gzip);

  g_assert_true (g_output_stream_write_all (stream, text, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_a_gzip_bomb_is_413 (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  gsize length = 64 * 1024 * 1024;
  g_autofree char *zeros = g_malloc0 (length);
  g_autoptr(GBytes) bomb = pack (zeros, length);
  g_autoptr(json_t) answer = NULL;
  guint status;

  answer = send_packed (client, bomb, &status);
  g_assert_cmpuint (status, ==, 413);
  g_assert_cmpstr (test_problem (answer), ==, "too-large");
  assert_still_serves (server);
}

static void
test_gzip_is_understood_both_ways (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autofree char *text = g_strdup_printf ("{\"device\":\"%s\",\"sets\":[]}", client->device);
  g_autoptr(GBytes) packed = pack (text, strlen (text));
  g_autoptr(GBytes) cut = g_bytes_new_from_bytes (packed, 0, g_bytes_get_size (packed) - 9);
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) malformed = NULL;
  g_autofree char *url = g_strconcat (server->url, "/v1/changes", NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *bearer = g_strconcat ("Bearer ", client->access, NULL);
  g_autoptr(GBytes) page = NULL;
  guint status;

  answer = send_packed (client, packed, &status);
  g_assert_cmpuint (status, ==, 200);
  malformed = send_packed (client, cut, &status);
  g_assert_cmpuint (status, ==, 400);
  g_assert_cmpstr (test_problem (malformed), ==, "malformed");

  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  soup_message_headers_append (headers, "Authorization", bearer);
  soup_message_headers_append (headers, "Sync-Protocol", "1");
  soup_message_headers_append (headers, "Sync-Schema", "1");
  soup_message_headers_append (headers, "Accept-Encoding", "gzip");
  page = soup_session_send_and_read (client->session, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  headers = soup_message_get_response_headers (message);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Content-Encoding"), ==, "gzip");
  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (page, NULL))[0], ==, 0x1f);
}

static void
test_half_a_head_is_not_waited_for (void)
{
  g_autoptr(TestServer) server = test_server_new (IMPATIENT);
  g_autoptr(GIOStream) stream = connect_tls (server);
  g_autofree char *answer = NULL;

  write_text (stream, "GET /v1/info HTTP/1.1\r\nHost: loc");
  answer = read_to_end (stream);
  g_assert_cmpstr (answer, ==, "");
  assert_still_serves (server);
}

static void
test_half_a_body_is_not_waited_for (void)
{
  g_autoptr(TestServer) server = test_server_new (IMPATIENT);
  g_autoptr(GIOStream) stream = connect_tls (server);
  g_autofree char *answer = NULL;

  write_text (stream, "POST /v1/push HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
  answer = read_to_end (stream);
  g_assert_cmpstr (answer, ==, "");
  assert_still_serves (server);
}

/* Says something all the time, so that it is never silent, and never comes to an end. */
static void
assert_dribbling_ends (const char *before)
{
  g_autoptr(TestServer) server = test_server_new (IMPATIENT);
  g_autoptr(GIOStream) stream = connect_tls (server);
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;

  write_text (stream, before);
  while (write_text (stream, "x"))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_usleep (DRIBBLE_US);
    }
  assert_still_serves (server);
}

static void
test_a_head_by_the_byte_is_not_waited_for (void)
{
  assert_dribbling_ends ("GET /v1/info HTTP/1.1\r\nHost: localhost\r\nX-Without-End: ");
}

static void
test_a_body_by_the_byte_is_not_waited_for (void)
{
  assert_dribbling_ends ("POST /v1/push HTTP/1.1\r\nHost: localhost\r\n"
                         "Content-Length: 60000\r\n\r\n{");
}

/* A file that is larger than what the network keeps for who does not read. */
static char *
upload_noise (TestClient *client)
{
  g_autofree char *child = NULL;
  g_autofree char *referral = test_client_refer (client, "dspl3", &child);
  g_autofree char *id = atlas_id_new ();
  guint8 *noise = g_malloc (FILE_BYTES);
  g_autoptr(GBytes) file = g_bytes_new_take (noise, FILE_BYTES);
  g_autoptr(json_t) named = NULL;
  char *name;

  randombytes_buf (noise, FILE_BYTES);
  name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
  named = test_client_push (client,
                            test_json ("[{'op':'create','type':'document','id':'%s','fields':{"
                                       "'child':'%s','kind':'plan','title':'Invented','file':"
                                       "{'blob':'%s','size':%d,'media':'application/pdf','name':"
                                       "'a.pdf'}}}]", id, child, name, FILE_BYTES));
  test_assert_state (named, "applied");
  test_client_upload (client, name, file);
  return name;
}

static void
test_who_does_not_read_is_not_waited_for (void)
{
  g_autoptr(TestServer) server = test_server_new ("[limits]\nwrite_s=2\n");
  g_autoptr(TestClient) client = test_client_for (server, "county_officer", "county");
  g_autofree char *name = upload_noise (client);
  g_autoptr(GIOStream) stream = connect_tls (server);
  g_autofree char *request = NULL;
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;

  request = g_strdup_printf ("GET /v1/blobs/%s HTTP/1.1\r\nHost: localhost\r\n"
                             "Authorization: Bearer %s\r\nSync-Protocol: 1\r\n"
                             "Sync-Schema: 1\r\nSync-Client: test/1\r\n\r\n", name,
                             client->access);
  write_text (stream, request);

  /* What is written is not read either, and shows when the connection is gone. */
  while (write_text (stream, "x"))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_usleep (DRIBBLE_US);
    }
  assert_still_serves (server);
}

static void
test_an_idle_connection_is_closed (void)
{
  g_autoptr(TestServer) server = test_server_new (IMPATIENT);
  g_autoptr(GIOStream) stream = connect_tls (server);
  g_autofree char *answer = NULL;

  write_text (stream, "GET /v1/info HTTP/1.1\r\nHost: localhost\r\n\r\n");
  answer = read_to_end (stream);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
}

static void
test_hostile_json_is_malformed (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  const char *bodies[] = {
    "", "null", "[]", "\"sets\"", "{\"a\":1,\"a\":2}", "{\"n\":1e999}", "{\"s\":\"a\\u0000b\"}",
    "{\"n\":123456789012345678901234567890}", "\xff\xfe", "{}{}", "/**/{}", deep,
  };
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(GBytes) packed = pack (bodies[i], strlen (bodies[i]));
      g_autoptr(json_t) answer = NULL;
      guint status;

      answer = send_packed (client, packed, &status);
      g_test_message ("Body %u", (guint) i);
      g_assert_cmpuint (status, ==, strlen (bodies[i]) > 1000 ? 413 : 400);
    }

  assert_still_serves (server);
}

/* A hundred and more requests of noise within the protocol's form, printed by their seed. */
static void
test_noise_never_stops_the_server (void)
{
  static const char *methods[] = { "GET", "POST", "DELETE", "PUT", "PATCH", "OPTIONS" };
  static const char *paths[] = {
    "/", "/v1/", "/v1/changes", "/v1/push", "/v1/devices", "/v1/devices/self", "/v1/token",
    "/v1/schema/", "/v1/schema/1/2", "/v1/blobs/00", "/v1/../etc/passwd", "//v1/info",
  };
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);

  for (int i = 0; i < 150; i++)
    {
      const char *method = methods[g_test_rand_int_range (0, G_N_ELEMENTS (methods))];
      const char *path = paths[g_test_rand_int_range (0, G_N_ELEMENTS (paths))];
      g_autoptr(json_t) body = json_object ();
      g_autoptr(json_t) answer = NULL;

      if (g_str_equal (method, "DELETE") && g_str_equal (path, "/v1/devices/self"))
        continue;
      json_object_set_new (body, g_test_rand_bit () ? "sets" : "proof",
                           g_test_rand_bit () ? json_integer (g_test_rand_int ()) : json_array ());
      answer = test_client_send (client, method, path,
                                 g_str_equal (method, "GET") ? NULL : body);
      g_assert_cmpuint (client->status, >=, 200);
      g_assert_cmpuint (client->status, <, 500);
    }

  assert_still_serves (server);
}

static void
test_it_hears_again_when_descriptors_ran_out (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autofree char *pid = g_strdup (g_subprocess_get_identifier (server->process));
  g_autoptr(GSubprocess) limit = NULL;

  assert_still_serves (server);
  limit = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "prlimit", "--pid", pid,
                            "--nofile=24:24", NULL);
  g_assert_nonnull (limit);
  g_assert_true (g_subprocess_wait_check (limit, NULL, NULL));

  for (int i = 0; i < 60; i++)
    {
      GSocketConnection *socket = g_socket_client_connect_to_uri (client, server->url, 443, NULL,
                                                                  NULL);

      if (socket != NULL)
        g_ptr_array_add (sockets, socket);
    }
  g_assert_cmpuint (sockets->len, >, 30);
  g_ptr_array_set_size (sockets, 0);

  assert_still_serves (server);
}

static void
test_many_connections_are_served_in_turn (void)
{
  g_autoptr(TestServer) server = test_server_new (IMPATIENT);
  g_autoptr(GPtrArray) silent = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GSocketClient) client = g_socket_client_new ();

  for (int i = 0; i < 200; i++)
    {
      GSocketConnection *socket = g_socket_client_connect_to_uri (client, server->url, 443, NULL,
                                                                  NULL);

      g_assert_nonnull (socket);
      /* Every other one begins a record of 512 bytes and never ends it. */
      if (i % 2 == 1)
        write_text (G_IO_STREAM (socket), "\x16\x03\x01\x02\x01...");
      g_ptr_array_add (silent, socket);
    }

  assert_still_serves (server);
}

/* Each held 4 MB once: all the authorities that the system knows. */
static void
test_connections_take_little_memory (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  gsize pages;

  g_ptr_array_add (open, connect_tls (server));
  assert_still_serves (server);
  pages = resident_pages (server);
  for (int i = 0; i < 30; i++)
    g_ptr_array_add (open, connect_tls (server));

  assert_still_serves (server);
  assert_took_little (server, pages);
}

static void
test_answers_leave_nothing_behind (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  gsize pages = 0;

  for (int i = 0; i < 40; i++)
    {
      g_autoptr(json_t) page = test_client_send (client, "GET", "/v1/changes", NULL);

      g_assert_cmpuint (client->status, ==, 200);
      if (i == 9)
        pages = resident_pages (server);
    }

  assert_took_little (server, pages);
}

static void
test_it_stops_while_clients_wait (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(GIOStream) idle = connect_tls (server);
  gint64 began_us = g_get_monotonic_time ();

  test_server_stop (server, SIGTERM);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 8 * G_USEC_PER_SEC);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/server/guards/a-declared-giant-is-413-before-it-comes",
                   test_a_declared_giant_is_413_before_it_comes);
  g_test_add_func ("/server/guards/an-undeclared-giant-is-413-and-takes-no-memory",
                   test_an_undeclared_giant_is_413_and_takes_no_memory);
  g_test_add_func ("/server/guards/large-bodies-share-their-room",
                   test_large_bodies_share_their_room);
  g_test_add_func ("/server/guards/room-comes-back", test_room_comes_back);
  g_test_add_func ("/server/guards/a-gzip-bomb-is-413", test_a_gzip_bomb_is_413);
  g_test_add_func ("/server/guards/gzip-is-understood-both-ways",
                   test_gzip_is_understood_both_ways);
  g_test_add_func ("/server/guards/half-a-head-is-not-waited-for",
                   test_half_a_head_is_not_waited_for);
  g_test_add_func ("/server/guards/half-a-body-is-not-waited-for",
                   test_half_a_body_is_not_waited_for);
  g_test_add_func ("/server/guards/who-does-not-read-is-not-waited-for",
                   test_who_does_not_read_is_not_waited_for);
  g_test_add_func ("/server/guards/a-head-by-the-byte-is-not-waited-for",
                   test_a_head_by_the_byte_is_not_waited_for);
  g_test_add_func ("/server/guards/a-body-by-the-byte-is-not-waited-for",
                   test_a_body_by_the_byte_is_not_waited_for);
  g_test_add_func ("/server/guards/an-idle-connection-is-closed",
                   test_an_idle_connection_is_closed);
  g_test_add_func ("/server/guards/hostile-json-is-malformed", test_hostile_json_is_malformed);
  g_test_add_func ("/server/guards/noise-never-stops-the-server",
                   test_noise_never_stops_the_server);
  g_test_add_func ("/server/guards/it-hears-again-when-descriptors-ran-out",
                   test_it_hears_again_when_descriptors_ran_out);
  g_test_add_func ("/server/guards/many-connections-are-served-in-turn",
                   test_many_connections_are_served_in_turn);
  g_test_add_func ("/server/guards/connections-take-little-memory",
                   test_connections_take_little_memory);
  g_test_add_func ("/server/guards/answers-leave-nothing-behind",
                   test_answers_leave_nothing_behind);
  g_test_add_func ("/server/guards/it-stops-while-clients-wait", test_it_stops_while_clients_wait);

  return g_test_run ();
}
