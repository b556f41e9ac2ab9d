/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif
#include <string.h>

#include "scripted-server.h"
#include "server/atlas-authority.h"

#define EPOCH "0195f3a0-0000-7000-8000-00000000e90c"

typedef enum { SAY, CUT, STALL } Manner;

typedef struct {
  Manner manner;
  guint  status;
  char  *body;
  char  *header;                /* (nullable): set in place of one that the server gives itself */
  char  *value;
} Line;

/* What is said of one path: lines in order, of which the last is repeated. */
typedef struct {
  GQueue  lines;
  guint   n_heard;
  GBytes *heard;
} Part;

struct _ScriptedServer
{
  AtlasAuthority *authority;
  char           *url;
  GThread        *thread;
  GMainContext   *context;
  GMainLoop      *loop;
  GMutex          mutex;
  GHashTable     *parts;        /* (element-type utf8 Part): guarded by the mutex */
};

static void
line_free (Line *line)
{
  g_free (line->body);
  g_free (line->header);
  g_free (line->value);
  g_free (line);
}

static void
part_free (Part *part)
{
  g_queue_clear_full (&part->lines, (GDestroyNotify) line_free);
  g_clear_pointer (&part->heard, g_bytes_unref);
  g_free (part);
}

static Part *
get_part (ScriptedServer *self,
          const char     *path)
{
  Part *part = g_hash_table_lookup (self->parts, path);

  if (part == NULL)
    {
      part = g_new0 (Part, 1);
      g_queue_init (&part->lines);
      g_hash_table_insert (self->parts, g_strdup (path), part);
    }

  return part;
}

static void
speak (SoupServerMessage *message,
       const Line        *line)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Sync-Epoch", EPOCH);
  if (line->header != NULL)
    soup_message_headers_replace (headers, line->header, line->value);
  soup_server_message_set_status (message, line->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, line->body,
                                    strlen (line->body));
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  ScriptedServer *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Part *part = get_part (self, path);
  Line *line = g_queue_peek_head (&part->lines);

  part->n_heard++;
  g_clear_pointer (&part->heard, g_bytes_unref);
  part->heard = soup_message_body_flatten (body);

  if (line == NULL)
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  else if (line->manner == CUT)
    g_socket_close (soup_server_message_get_socket (message), NULL);
  else if (line->manner == STALL)
    soup_server_message_pause (message);
  else
    speak (message, line);

  if (part->lines.length > 1)
    line_free (g_queue_pop_head (&part->lines));
}

typedef struct {
  ScriptedServer *self;
  GMutex          mutex;
  GCond           cond;
  gboolean        is_ready;
} Start;

static SoupServer *
listen (ScriptedServer *self)
{
  g_autofree char *pem = g_strconcat (self->authority->server_pem, self->authority->server_key_pem,
                                      NULL);
  g_autoptr(GTlsCertificate) certificate = NULL;
  g_autoptr(GError) error = NULL;
  g_autoslist(GUri) uris = NULL;
  SoupServer *server;

  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  server = soup_server_new ("tls-certificate", certificate, NULL);
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
  Start *start = data;
  ScriptedServer *self = start->self;
  g_autoptr(SoupServer) server = NULL;

  /* SoupServer's own listener (libsoup 3.2) keeps where it listens and what it accepted. */
#ifdef __SANITIZE_ADDRESS__
  __lsan_disable ();
#endif
  g_main_context_push_thread_default (self->context);
  server = listen (self);
  g_mutex_lock (&start->mutex);
  start->is_ready = TRUE;
  g_cond_signal (&start->cond);
  g_mutex_unlock (&start->mutex);

  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_clear_object (&server);
  g_main_context_pop_thread_default (self->context);
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
  return NULL;
}

ScriptedServer *
scripted_server_new (void)
{
  static const char * const names[] = { "127.0.0.1", NULL };
  ScriptedServer *self = g_new0 (ScriptedServer, 1);
  Start start = { .self = self };
  g_autoptr(GError) error = NULL;

  self->authority = atlas_authority_new ("Test", names, &error);
  g_assert_no_error (error);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) part_free);
  g_mutex_init (&self->mutex);

  g_mutex_init (&start.mutex);
  g_cond_init (&start.cond);
  self->thread = g_thread_new ("scripted", serve_in_thread, &start);
  g_mutex_lock (&start.mutex);
  while (!start.is_ready)
    g_cond_wait (&start.cond, &start.mutex);
  g_mutex_unlock (&start.mutex);
  g_mutex_clear (&start.mutex);
  g_cond_clear (&start.cond);

  return self;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
scripted_server_free (ScriptedServer *self)
{
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->parts);
  g_mutex_clear (&self->mutex);
  atlas_authority_free (self->authority);
  g_free (self->url);
  g_free (self);
}

const char *
scripted_server_url (ScriptedServer *self)
{
  return self->url;
}

const char *
scripted_server_ca (ScriptedServer *self)
{
  return self->authority->ca_pem;
}

static Line *
add_line (ScriptedServer *self,
          const char     *path,
          Manner          manner)
{
  Line *line = g_new0 (Line, 1);

  line->manner = manner;
  g_queue_push_tail (&get_part (self, path)->lines, line);
  return line;
}

/* Adds what a path says next. The last of what was added is said again and again. */
void
scripted_server_say (ScriptedServer *self,
                     const char     *path,
                     guint           status,
                     const char     *body)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Line *line = add_line (self, path, SAY);

  line->status = status;
  line->body = g_strdup (body);
}

/* Gives a header to what was added last. */
void
scripted_server_header (ScriptedServer *self,
                        const char     *path,
                        const char     *name,
                        const char     *value)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Line *line = g_queue_peek_tail (&get_part (self, path)->lines);

  line->header = g_strdup (name);
  line->value = g_strdup (value);
}

void
scripted_server_cut (ScriptedServer *self,
                     const char     *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  add_line (self, path, CUT);
}

void
scripted_server_stall (ScriptedServer *self,
                       const char     *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  add_line (self, path, STALL);
}

guint
scripted_server_count (ScriptedServer *self,
                       const char     *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return get_part (self, path)->n_heard;
}

/* What was sent to a path last. */
json_t *
scripted_server_heard (ScriptedServer *self,
                       const char     *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gsize length;
  const char *text = g_bytes_get_data (get_part (self, path)->heard, &length);

  return atlas_json_parse (text, (gssize) length, NULL);
}
