/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-proxy.h"

#include <gio/gio.h>
#include <string.h>

#include "server/atlas-authority.h"

#define MOST_THREADS 32
#define HEAD_MOST    8192
#define COPY_BYTES   16384
#define LOOK_US      1000

struct _TestProxy
{
  AtlasAuthority *authority;
  GSocketService *service;
  char           *url;
  GThread        *thread;
  GMainContext   *context;
  GMainLoop      *loop;
  GCancellable   *cancellable;
  GMutex          mutex;        /* guards what follows */
  char           *login;        /* (nullable): as the header has it */
  gboolean        inspects;
  guint           n_through;
  guint           n_refused;
  int             n_running;    /* atomic */
};

typedef struct {
  GIOStream    *from;
  GIOStream    *to;
  GCancellable *cancellable;
} Way;

static gpointer
copy_in_thread (gpointer data)
{
  Way *way = data;
  GInputStream *input = g_io_stream_get_input_stream (way->from);
  GOutputStream *output = g_io_stream_get_output_stream (way->to);
  char bytes[COPY_BYTES];
  gssize length;

  while ((length = g_input_stream_read (input, bytes, sizeof bytes, way->cancellable, NULL)) > 0)
    if (!g_output_stream_write_all (output, bytes, (gsize) length, NULL, way->cancellable, NULL))
      break;

  /* The other way ends too. */
  g_cancellable_cancel (way->cancellable);
  return NULL;
}

static void
cancel_cb (GCancellable *cancellable,
           gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static void
relay (TestProxy *self,
       GIOStream *client,
       GIOStream *server)
{
  g_autoptr(GCancellable) ended = g_cancellable_new ();
  Way up = { client, server, ended };
  Way down = { server, client, ended };
  gulong id = g_cancellable_connect (self->cancellable, G_CALLBACK (cancel_cb), ended, NULL);
  GThread *thread = g_thread_new ("up", copy_in_thread, &up);

  copy_in_thread (&down);
  g_thread_join (thread);
  g_cancellable_disconnect (self->cancellable, id);
}

static gboolean
accept_cb (GTlsConnection      *connection,
           GTlsCertificate     *certificate,
           GTlsCertificateFlags flags,
           gpointer             user_data)
{
  return TRUE;
}

/* Speaks TLS to both, as a proxy that looks into everything does. */
static void
inspect (TestProxy *self,
         GIOStream *client,
         GIOStream *server)
{
  g_autofree char *pem = g_strconcat (self->authority->server_pem, self->authority->server_key_pem,
                                      NULL);
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_pem (pem, -1, NULL);
  g_autoptr(GIOStream) to_client = g_tls_server_connection_new (client, certificate, NULL);
  g_autoptr(GIOStream) to_server = g_tls_client_connection_new (server, NULL, NULL);

  g_signal_connect (to_server, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (to_client), FALSE);
  if (g_tls_connection_handshake (G_TLS_CONNECTION (to_client), self->cancellable, NULL) &&
      g_tls_connection_handshake (G_TLS_CONNECTION (to_server), self->cancellable, NULL))
    relay (self, to_client, to_server);
}

static char *
read_head (TestProxy *self,
           GIOStream *client)
{
  GInputStream *input = g_io_stream_get_input_stream (client);
  g_autoptr(GString) head = g_string_new (NULL);
  char byte;

  while (head->len < HEAD_MOST && !g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (g_input_stream_read (input, &byte, 1, self->cancellable, NULL) != 1)
        return NULL;
      g_string_append_c (head, byte);
    }

  return g_string_free (g_steal_pointer (&head), FALSE);
}

static void
say (GIOStream  *client,
     const char *words)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (client), words, strlen (words), NULL,
                             NULL, NULL);
}

static gboolean
lets_through (TestProxy  *self,
              const char *head,
              gboolean   *inspects)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean lets = self->login == NULL || strstr (head, self->login) != NULL;

  if (lets)
    self->n_through++;
  else
    self->n_refused++;
  *inspects = self->inspects;
  return lets;
}

static void
serve (TestProxy *self,
       GIOStream *client)
{
  g_autofree char *head = read_head (self, client);
  g_autoptr(GSocketClient) connector = g_socket_client_new ();
  g_autoptr(GSocketConnection) server = NULL;
  g_auto(GStrv) words = NULL;
  gboolean inspects = FALSE;

  if (head == NULL || !g_str_has_prefix (head, "CONNECT "))
    return;
  if (!lets_through (self, head, &inspects))
    {
      say (client, "HTTP/1.1 407 Proxy Authentication Required\r\n"
           "Proxy-Authenticate: Basic realm=\"Council\"\r\nContent-Length: 0\r\n"
           "Connection: close\r\n\r\n");
      return;
    }

  words = g_strsplit (head, " ", 3);
  g_socket_client_set_proxy_resolver (connector, NULL);
  g_socket_client_set_enable_proxy (connector, FALSE);
  server = g_socket_client_connect_to_host (connector, words[1], 443, self->cancellable, NULL);
  if (server == NULL)
    {
      say (client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
      return;
    }

  say (client, "HTTP/1.1 200 OK\r\n\r\n");
  if (inspects)
    inspect (self, client, G_IO_STREAM (server));
  else
    relay (self, client, G_IO_STREAM (server));
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  TestProxy *self = user_data;

  g_atomic_int_inc (&self->n_running);
  serve (self, G_IO_STREAM (connection));
  g_atomic_int_add (&self->n_running, -1);

  return TRUE;
}

static gpointer
serve_in_thread (gpointer data)
{
  TestProxy *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

TestProxy *
test_proxy_new (void)
{
  static const char * const names[] = { "127.0.0.1", "localhost", NULL };
  TestProxy *self = g_new0 (TestProxy, 1);
  g_autoptr(GError) error = NULL;
  guint16 port;

  g_mutex_init (&self->mutex);
  self->authority = atlas_authority_new ("Inspecting Proxy", names, &error);
  g_assert_no_error (error);
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (MOST_THREADS);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  g_main_context_pop_thread_default (self->context);

  self->url = g_strdup_printf ("http://127.0.0.1:%d", port);
  self->thread = g_thread_new ("proxy", serve_in_thread, self);
  return self;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
test_proxy_free (TestProxy *self)
{
  g_cancellable_cancel (self->cancellable);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  while (g_atomic_int_get (&self->n_running) > 0)
    g_usleep (LOOK_US);
  g_object_unref (self->service);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  atlas_authority_free (self->authority);
  g_mutex_clear (&self->mutex);
  g_free (self->login);
  g_free (self->url);
  g_free (self);
}

const char *
test_proxy_url (TestProxy *self)
{
  return self->url;
}

const char *
test_proxy_ca (TestProxy *self)
{
  return self->authority->ca_pem;
}

void
test_proxy_ask (TestProxy  *self,
                const char *user,
                const char *password)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *both = g_strconcat (user, ":", password, NULL);
  g_autofree char *coded = g_base64_encode ((const guint8 *) both, strlen (both));

  g_free (self->login);
  self->login = g_strdup_printf ("Proxy-Authorization: Basic %s\r\n", coded);
}

void
test_proxy_inspect (TestProxy *self,
                    gboolean   inspects)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->inspects = inspects;
}

guint
test_proxy_n_through (TestProxy *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_through;
}

guint
test_proxy_n_refused (TestProxy *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_refused;
}
