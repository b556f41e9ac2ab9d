/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a laptop listens to somebody who speaks, but hardly. */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "../isolate.h"
#include "sync/atlas-http.h"

/* Of silence. A byte comes far more often than that. */
#define TIMEOUT_S  1
#define DRIBBLE_US 100000

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"

/* More than the time of its pace in all, and far more in that time than it must be. */
#define FAIR_PIECES 60
#define FAIR_BYTES  4096

/* More than the network keeps for who does not read. */
#define UPLOAD_BYTES (24 * 1024 * 1024)

typedef struct _Host Host;

typedef void (*Manner) (Host *self, GIOStream *stream);

struct _Host
{
  GSocketListener *listener;
  GThread         *thread;
  Manner           manner;
  char            *url;
  SoupSession     *session;
  int              is_over;     /* atomic */
};

static gboolean
write_text (GIOStream  *stream,
            const char *text,
            gsize       length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, length, NULL,
                                    NULL, NULL);
}

/* Up to the end of a request without a body. */
static void
read_head (GIOStream *stream)
{
  g_autoptr(GDataInputStream) lines = NULL;
  gsize length = 0;

  lines = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  do
    g_free (g_data_input_stream_read_line (lines, &length, NULL, NULL));
  while (length > 0);
}

/* Until nobody listens any more. */
static void
dribble (GIOStream  *stream,
         const char *before)
{
  gboolean goes_on = write_text (stream, before, strlen (before));

  while (goes_on)
    {
      g_usleep (DRIBBLE_US);
      goes_on = write_text (stream, "x", 1);
    }
}

static void
dribble_a_head (Host      *self,
                GIOStream *stream)
{
  read_head (stream);
  dribble (stream, HEAD "X-Without-End: ");
}

static void
dribble_a_body (Host      *self,
                GIOStream *stream)
{
  read_head (stream);
  dribble (stream, HEAD "Content-Length: 1000000\r\n\r\n");
}

static void
sip_a_body (Host      *self,
            GIOStream *stream)
{
  char byte;

  while (!g_atomic_int_get (&self->is_over) &&
         g_input_stream_read (g_io_stream_get_input_stream (stream), &byte, 1, NULL, NULL) > 0)
    g_usleep (DRIBBLE_US);
}

static void
take_its_time (Host      *self,
               GIOStream *stream)
{
  g_autofree char *head = g_strdup_printf (HEAD "Content-Length: %d\r\n\r\n",
                                           FAIR_PIECES * FAIR_BYTES);
  g_autofree char *piece = g_strnfill (FAIR_BYTES, 'x');

  read_head (stream);
  write_text (stream, head, strlen (head));
  for (int i = 0; i < FAIR_PIECES; i++)
    {
      g_usleep (DRIBBLE_US);
      write_text (stream, piece, FAIR_BYTES);
    }
}

static gpointer
serve_in_thread (gpointer data)
{
  Host *self = data;
  g_autoptr(GSocketConnection) connection = NULL;

  connection = g_socket_listener_accept (self->listener, NULL, NULL, NULL);
  g_assert_nonnull (connection);
  self->manner (self, G_IO_STREAM (connection));
  return NULL;
}

static void
set_up (Host         *self,
        gconstpointer data)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;

  self->manner = data;
  self->listener = g_socket_listener_new ();
  g_assert_true (g_socket_listener_add_address (self->listener, any, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL, &address, NULL));
  self->url = g_strdup_printf ("http://127.0.0.1:%u/",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  self->thread = g_thread_new ("host", serve_in_thread, self);
  self->session = atlas_http_session_new (NULL, TIMEOUT_S);
}

static void
tear_down (Host         *self,
           gconstpointer data)
{
  /* As the next request would. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_object_unref (self->session);
  g_atomic_int_set (&self->is_over, TRUE);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_free (self->url);
}

static void
assert_given_up (Host        *self,
                 SoupMessage *message,
                 const char  *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = atlas_http_send (self->session, message, NULL, NULL, &error);

  g_assert_null (answer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_a_dribble_is_given_up (Host         *self,
                            gconstpointer data)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", self->url);

  assert_given_up (self, message, "too slow");
}

static void
test_a_sip_is_given_up (Host         *self,
                        gconstpointer data)
{
  g_autoptr(SoupMessage) message = soup_message_new ("PUT", self->url);
  g_autoptr(GBytes) body = g_bytes_new_take (g_malloc0 (UPLOAD_BYTES), UPLOAD_BYTES);

  soup_message_set_request_body_from_bytes (message, "application/octet-stream", body);
  assert_given_up (self, message, "");
}

static void
test_what_goes_on_is_waited_for (Host         *self,
                                 gconstpointer data)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", self->url);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = atlas_http_send (self->session, message, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (answer), ==, FAIR_PIECES * FAIR_BYTES);
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_usleep (DRIBBLE_US);
  g_cancellable_cancel (data);
  return NULL;
}

/* The person who closes the window is not kept waiting, and it is not called slow. */
static void
test_who_asked_can_think_better_of_it (Host         *self,
                                       gconstpointer data)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", self->url);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_in_thread, cancellable);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = atlas_http_send (self->session, message, NULL, cancellable, &error);

  g_assert_null (answer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

#define ADD(name, manner, test) \
  g_test_add ("/sync/http/" name, Host, (gconstpointer) manner, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("a-head-without-end-is-given-up", dribble_a_head, test_a_dribble_is_given_up);
  ADD ("a-body-by-the-byte-is-given-up", dribble_a_body, test_a_dribble_is_given_up);
  ADD ("who-hardly-listens-is-given-up", sip_a_body, test_a_sip_is_given_up);
  ADD ("what-goes-on-is-waited-for", take_its_time, test_what_goes_on_is_waited_for);
  ADD ("who-asked-can-think-better-of-it", dribble_a_body, test_who_asked_can_think_better_of_it);

  return g_test_run ();
}
