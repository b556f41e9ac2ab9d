/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "proxy.h"

#include <libsoup/soup.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif
#include <string.h>

#include "server/atlas-gzip.h"

#define DELAY_MOST_MS 400
#define DRIBBLE_BYTES 3
#define US_A_MS       1000

struct _Proxy
{
  GTlsCertificate *certificate;
  char            *url;
  GThread         *thread;
  GMainContext    *context;
  GMainLoop       *loop;
  GMutex           mutex;
  GCond            cond;

  /* Guarded by the mutex. */
  struct {
    gboolean is_ready;
    char    *upstream;
    GRand   *rand;
    guint    thousandths;       /* of the requests, that meet a mishap */
    guint    counts[PROXY_N_MISHAPS];
  } shared;

  /* Touched on the thread only. */
  struct {
    SoupSession *session;
    GBytes      *late;          /* (nullable): a push that arrives once more */
    char        *late_bearer;
  } on_thread;
};

/* What came from the server. */
typedef struct {
  guint               status;
  GBytes             *body;
  SoupMessageHeaders *headers;
} Answer;

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_pointer (&answer->headers, soup_message_headers_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

const char *
proxy_name (ProxyMishap mishap)
{
  static const char * const names[PROXY_N_MISHAPS] = {
    "passed", "lost", "answer cut off", "repeated", "out of order", "delayed", "a byte a second",
    "packed answer torn", "sign-in page",
  };

  return names[mishap];
}

static ProxyMishap
draw_mishap (Proxy *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  ProxyMishap mishap = PROXY_PASS;

  if ((guint) g_rand_int_range (self->shared.rand, 0, 1000) < self->shared.thousandths)
    mishap = (ProxyMishap) g_rand_int_range (self->shared.rand, PROXY_LOSE, PROXY_N_MISHAPS);
  self->shared.counts[mishap]++;
  return mishap;
}

static gboolean
accept_certificate_cb (SoupMessage         *message,
                       GTlsCertificate     *certificate,
                       GTlsCertificateFlags flags,
                       gpointer             user_data)
{
  return TRUE;
}

static void
copy_header (const char *name,
             const char *value,
             gpointer    data)
{
  static const char * const own[] = {
    "Host", "Connection", "Content-Length", "Accept-Encoding", "Transfer-Encoding", NULL,
  };

  for (gsize i = 0; own[i] != NULL; i++)
    if (g_ascii_strcasecmp (own[i], name) == 0)
      return;

  soup_message_headers_replace (data, name, value);
}

static gboolean
forward (Proxy              *self,
         const char         *method,
         const char         *path,
         SoupMessageHeaders *headers,
         GBytes             *body,
         Answer             *answer)
{
  g_autofree char *uri = NULL;
  g_autoptr(SoupMessage) message = NULL;

  g_mutex_lock (&self->mutex);
  uri = g_strconcat (self->shared.upstream, path, NULL);
  g_mutex_unlock (&self->mutex);

  answer_clear (answer);
  message = soup_message_new (method, uri);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), NULL);
  soup_message_headers_foreach (headers, copy_header, soup_message_get_request_headers (message));
  if (g_bytes_get_size (body) > 0)
    soup_message_set_request_body_from_bytes (message, "application/json", body);

  answer->body = soup_session_send_and_read (self->on_thread.session, message, NULL, NULL);
  if (answer->body == NULL)
    return FALSE;

  answer->status = soup_message_get_status (message);
  answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  return TRUE;
}

static void
cut (SoupServerMessage *message)
{
  g_socket_close (soup_server_message_get_socket (message), NULL);
}

static void
begin_answer (SoupServerMessage *message,
              Answer            *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_foreach (answer->headers, copy_header, headers);
  soup_message_headers_remove (headers, "Content-Encoding");
  soup_server_message_set_status (message, answer->status, NULL);
}

static void
speak (SoupServerMessage *message,
       Answer            *answer)
{
  gsize length;
  const char *data = g_bytes_get_data (answer->body, &length);

  begin_answer (message, answer);
  if (length > 0)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, data, length);
}

/* Half of it, and nothing that says so but the packing itself. */
static void
tear (SoupServerMessage *message,
      Answer            *answer)
{
  g_autoptr(GBytes) packed = atlas_gzip_deflate (answer->body);

  begin_answer (message, answer);
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Content-Encoding", "gzip");
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY,
                                    g_bytes_get_data (packed, NULL),
                                    g_bytes_get_size (packed) / 2);
}

typedef struct {
  SoupServerMessage *message;
  GBytes            *body;
  gsize              sent;
  gulong             handler;
  gboolean           is_finished;       /* the laptop has gone */
} Dribble;

static void
dribble_free (gpointer data)
{
  Dribble *dribble = data;

  g_signal_handler_disconnect (dribble->message, dribble->handler);
  g_object_unref (dribble->message);
  g_bytes_unref (dribble->body);
  g_free (dribble);
}

static void
finished_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  ((Dribble *) user_data)->is_finished = TRUE;
}

static gboolean
dribble_cb (gpointer data)
{
  Dribble *dribble = data;
  gsize length;
  const char *bytes = g_bytes_get_data (dribble->body, &length);

  if (dribble->is_finished)
    return G_SOURCE_REMOVE;
  if (dribble->sent == MIN (length, DRIBBLE_BYTES))
    {
      cut (dribble->message);
      soup_server_message_unpause (dribble->message);
      return G_SOURCE_REMOVE;
    }

  soup_message_body_append (soup_server_message_get_response_body (dribble->message),
                            SOUP_MEMORY_COPY, bytes + dribble->sent++, 1);
  soup_server_message_unpause (dribble->message);
  return G_SOURCE_CONTINUE;
}

static void
dribble_out (Proxy             *self,
             SoupServerMessage *message,
             Answer            *answer)
{
  Dribble *dribble = g_new0 (Dribble, 1);
  g_autoptr(GSource) source = g_timeout_source_new_seconds (1);

  dribble->message = g_object_ref (message);
  dribble->body = g_bytes_ref (answer->body);
  dribble->handler = g_signal_connect (message, "finished", G_CALLBACK (finished_cb), dribble);
  begin_answer (message, answer);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_server_message_pause (message);
  g_source_set_callback (source, dribble_cb, dribble, dribble_free);
  g_source_attach (source, self->context);
}

static void
send_late (Proxy *self)
{
  g_autoptr(SoupMessageHeaders) headers = NULL;
  g_autoptr(GBytes) body = g_steal_pointer (&self->on_thread.late);
  g_autofree char *bearer = g_steal_pointer (&self->on_thread.late_bearer);
  g_auto(Answer) nobody_hears = { 0 };

  if (body == NULL)
    return;

  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  soup_message_headers_append (headers, "Authorization", bearer);
  soup_message_headers_append (headers, "Sync-Protocol", "1");
  soup_message_headers_append (headers, "Sync-Schema", "1");
  forward (self, "POST", "/v1/push", headers, body, &nobody_hears);
}

static void
say_portal (SoupServerMessage *message)
{
  static const char page[] = "<html><title>Wi-Fi</title>Please sign in</html>";

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, page, strlen (page));
}

static void
answer_with (Proxy             *self,
             SoupServerMessage *message,
             ProxyMishap        mishap,
             Answer            *answer)
{
  switch (mishap)
    {
    case PROXY_UNHEARD:
      cut (message);
      break;
    case PROXY_TEAR:
      tear (message, answer);
      break;
    case PROXY_DRIBBLE:
      dribble_out (self, message, answer);
      break;
    case PROXY_DELAY:
      g_usleep ((gulong) (g_random_int_range (0, DELAY_MOST_MS) * US_A_MS));
      speak (message, answer);
      break;
    case PROXY_PASS:
    case PROXY_LOSE:
    case PROXY_REPEAT:
    case PROXY_REORDER:
    case PROXY_PORTAL:
    case PROXY_N_MISHAPS:
    default:
      speak (message, answer);
    }
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  Proxy *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr(GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *target =
    g_uri_to_string_partial (soup_server_message_get_uri (message), G_URI_HIDE_NONE);
  const char *method = soup_server_message_get_method (message);
  const char *whole = strchr (strstr (target, "://") + 3, '/');
  ProxyMishap mishap = draw_mishap (self);
  g_auto(Answer) answer = { 0 };

  if (mishap == PROXY_PORTAL)
    {
      say_portal (message);
      return;
    }
  if (mishap == PROXY_LOSE || !forward (self, method, whole, headers, body, &answer) ||
      (mishap == PROXY_REPEAT && !forward (self, method, whole, headers, body, &answer)))
    {
      cut (message);
      return;
    }

  send_late (self);
  if (mishap == PROXY_REORDER && strcmp (path, "/v1/push") == 0)
    {
      self->on_thread.late = g_bytes_ref (body);
      self->on_thread.late_bearer =
        g_strdup (soup_message_headers_get_one (headers, "Authorization"));
    }
  answer_with (self, message, mishap, &answer);
}

static SoupServer *
listen (Proxy *self)
{
  SoupServer *server = soup_server_new ("tls-certificate", self->certificate, NULL);
  g_autoptr(GError) error = NULL;
  g_autoslist(GUri) uris = NULL;

  soup_server_add_handler (server, NULL, request_cb, self, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY,
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  self->url = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));
  return server;
}

static gpointer
serve_in_thread (gpointer data)
{
  Proxy *self = data;
  g_autoptr(SoupServer) server = NULL;

  /* SoupServer's own listener (libsoup 3.2) keeps where it listens and what it accepted. */
#ifdef __SANITIZE_ADDRESS__
  __lsan_disable ();
#endif
  g_main_context_push_thread_default (self->context);
  self->on_thread.session = soup_session_new_with_options ("timeout", 20, NULL);
  server = listen (self);
  g_mutex_lock (&self->mutex);
  self->shared.is_ready = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_clear_object (&server);
  g_clear_object (&self->on_thread.session);
  g_clear_pointer (&self->on_thread.late, g_bytes_unref);
  g_clear_pointer (&self->on_thread.late_bearer, g_free);
  g_main_context_pop_thread_default (self->context);
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
  return NULL;
}

/* @folder is the server's own: its certificate is shown to laptops. */
Proxy *
proxy_new (const char *folder,
           const char *upstream)
{
  Proxy *self = g_new0 (Proxy, 1);
  g_autofree char *certificate = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *key = g_build_filename (folder, "server-key.pem", NULL);
  g_autoptr(GError) error = NULL;

  self->certificate = g_tls_certificate_new_from_files (certificate, key, &error);
  g_assert_no_error (error);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->shared.upstream = g_strdup (upstream);
  self->shared.rand = g_rand_new_with_seed (0);

  self->thread = g_thread_new ("proxy", serve_in_thread, self);
  g_mutex_lock (&self->mutex);
  while (!self->shared.is_ready)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return self;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
proxy_free (Proxy *self)
{
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->certificate);
  g_rand_free (self->shared.rand);
  g_free (self->shared.upstream);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->url);
  g_free (self);
}

const char *
proxy_url (Proxy *self)
{
  return self->url;
}

/* A server that is started again has another port. */
void
proxy_set_server (Proxy      *self,
                  const char *upstream)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_free (self->shared.upstream);
  self->shared.upstream = g_strdup (upstream);
}

void
proxy_set_seed (Proxy  *self,
                guint32 seed,
                guint   thousandths)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_rand_set_seed (self->shared.rand, seed);
  self->shared.thousandths = thousandths;
}

guint
proxy_count (Proxy      *self,
             ProxyMishap mishap)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->shared.counts[mishap];
}
