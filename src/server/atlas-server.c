/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-server.h"

#include <libsoup/soup.h>
#include <sodium.h>
#include <string.h>

#include "server/atlas-authority.h"
#include "server/atlas-folder.h"
#include "server/atlas-keep-alive.h"
#include "server/atlas-listener.h"
#include "server/atlas-proofs.h"
#include "server/atlas-service.h"
#include "store/atlas-worker.h"

#define MOST_QUEUED        256          /* requests that wait for the database */
#define BUSY_RETRY_S         2
#define POLL_MS            500          /* how soon another process's commit is seen */
#define STOP_POLL_MS        50
#define STOP_MOST_MS     10000

/**
 * AtlasServer:
 *
 * The HTTP side: reads requests within their limits, hands each to the database's thread, and
 * sends what comes back. A client that asked to wait is kept until something new is committed.
 */
struct _AtlasServer
{
  GObject           parent_instance;

  SoupServer       *soup;
  AtlasListener    *listener;
  AtlasWorker      *worker;
  AtlasProofs      *proofs;
  AtlasServerLimits limits;
  char             *folder;
  char             *epoch;
  GPtrArray        *waiting;            /* (element-type Exchange): asked again on a change */
  guint             poll_id;
  guint             n_queued;
  guint             n_open;             /* exchanges whose answer has not been sent */
  gboolean          is_stopping;

  /* Touched on the worker thread only, but for opening and closing. */
  struct {
    AtlasService *service;
    gint64        version;
  } on_worker;
};

G_DEFINE_FINAL_TYPE (AtlasServer, atlas_server, G_TYPE_OBJECT)

/* One request and its answer, on their way. */
typedef struct {
  AtlasServer       *server;
  SoupServerMessage *message;
  AtlasRequest      *request;
  AtlasAnswer       *answer;
  gint64             wait_until_us;
  gboolean           is_finished;       /* the client has gone, or has its answer */
  gatomicrefcount    refs;
} Exchange;

static void run_exchange (Exchange *exchange);

static Exchange *
exchange_ref (Exchange *exchange)
{
  g_atomic_ref_count_inc (&exchange->refs);
  return exchange;
}

static void
exchange_unref (Exchange *exchange)
{
  if (!g_atomic_ref_count_dec (&exchange->refs))
    return;

  g_object_unref (exchange->message);
  g_object_unref (exchange->server);
  atlas_request_free (exchange->request);
  atlas_answer_free (exchange->answer);
  g_free (exchange);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_unref)

static void
set_deadline (AtlasServer       *self,
              SoupServerMessage *message,
              int                seconds)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  if (remote != NULL)
    atlas_listener_set_deadline (self->listener, remote, seconds);
}

static void
set_common_headers (AtlasServer       *self,
                    SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Sync-Epoch", self->epoch);
}

static void
write_answer (AtlasServer       *self,
              SoupServerMessage *message,
              AtlasAnswer       *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize length = 0;
  const char *data = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : NULL;

  set_common_headers (self, message);
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->etag != NULL)
    soup_message_headers_replace (headers, "ETag", answer->etag);
  if (answer->is_packed)
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  if (answer->retry_after_s > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%u", answer->retry_after_s);

      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  if (data != NULL)
    soup_server_message_set_response (message,
                                      answer->is_problem ? "application/problem+json"
                                          : "application/json",
                                      SOUP_MEMORY_COPY, data, length);
}

static void
write_problem (AtlasServer       *self,
               SoupServerMessage *message,
               AtlasProblem       problem,
               const char        *detail,
               guint              retry_after_s)
{
  g_autoptr(AtlasAnswer) answer = atlas_answer_new ();

  atlas_answer_problem (answer, problem, detail);
  answer->retry_after_s = retry_after_s;
  write_answer (self, message, answer);
}

static void
send_answer (Exchange *exchange)
{
  AtlasServer *self = exchange->server;

  if (exchange->is_finished)
    return;

  write_answer (self, exchange->message, exchange->answer);
  set_deadline (self, exchange->message, self->limits.write_s);
  g_debug ("%s %s: %u", exchange->request->method, exchange->request->path,
           exchange->answer->status);
  soup_server_message_unpause (exchange->message);
}

/* Everybody who waits asks again; whoever finds nothing goes on waiting. */
static void
wake_all (AtlasServer *self)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) exchange_unref);
  for (guint i = 0; i < waiting->len; i++)
    run_exchange (g_ptr_array_index (waiting, i));
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  AtlasServer *self = source;
  gint64 version =
    atlas_backend_version (atlas_service_get_backend (self->on_worker.service));
  gboolean differs = version != self->on_worker.version;

  self->on_worker.version = version;
  g_task_return_boolean (task, differs);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  if (g_task_propagate_boolean (G_TASK (result), NULL))
    wake_all (ATLAS_SERVER (source));
}

static gboolean
poll_cb (gpointer user_data)
{
  AtlasServer *self = user_data;
  g_autoptr(GPtrArray) late = g_ptr_array_new_with_free_func ((GDestroyNotify) exchange_unref);
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = self->waiting->len; i-- > 0;)
    {
      Exchange *exchange = g_ptr_array_index (self->waiting, i);

      if (exchange->is_finished)
        g_ptr_array_remove_index (self->waiting, i);
      else if (exchange->wait_until_us <= now_us)
        g_ptr_array_add (late, g_ptr_array_steal_index (self->waiting, i));
    }
  for (guint i = 0; i < late->len; i++)
    run_exchange (g_ptr_array_index (late, i));

  if (self->waiting->len > 0)
    {
      g_autoptr(GTask) task = g_task_new (self, NULL, looked_cb, NULL);

      g_task_set_source_tag (task, poll_cb);
      atlas_worker_queue (self->worker, task, look_in_thread);
    }

  return G_SOURCE_CONTINUE;
}

static void
proof_checked_cb (gboolean is_checked,
                  gpointer user_data)
{
  g_autoptr(Exchange) exchange = user_data;

  if (is_checked)
    run_exchange (exchange);
  else
    send_answer (exchange);
}

static void
answer_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  AtlasServer *self = source;
  Exchange *exchange = data;

  atlas_answer_reset (exchange->answer);
  atlas_service_handle (self->on_worker.service, exchange->request, exchange->answer);
  if (exchange->request->takes_gzip)
    atlas_answer_pack (exchange->answer);
  g_task_return_boolean (task, TRUE);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  AtlasServer *self = ATLAS_SERVER (source);
  Exchange *exchange = g_task_get_task_data (G_TASK (result));
  gboolean has_changed = exchange->answer->has_changed;

  self->n_queued--;
  if (exchange->is_finished)
    ;
  else if (atlas_proofs_are_wanted (exchange->answer))
    atlas_proofs_check (self->proofs, exchange->request, exchange->answer, proof_checked_cb,
                        exchange_ref (exchange));
  else if (exchange->answer->nothing_new)
    g_ptr_array_add (self->waiting, exchange_ref (exchange));
  else
    send_answer (exchange);

  if (has_changed)
    wake_all (self);
}

static void
run_exchange (Exchange *exchange)
{
  AtlasServer *self = exchange->server;
  g_autoptr(GTask) task = NULL;

  if (exchange->is_finished)
    return;

  exchange->request->may_wait = !self->is_stopping &&
                                g_get_monotonic_time () < exchange->wait_until_us;
  self->n_queued++;
  task = g_task_new (self, NULL, answered_cb, NULL);
  g_task_set_source_tag (task, run_exchange);
  g_task_set_task_data (task, exchange_ref (exchange), (GDestroyNotify) exchange_unref);
  atlas_worker_queue (self->worker, task, answer_in_thread);
}

static AtlasRequest *
copy_request (SoupServerMessage *message,
              const char        *path,
              GHashTable        *query)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  AtlasRequest *request = atlas_request_new ();
  const char *accepts = soup_message_headers_get_list (headers, "Accept-Encoding");

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (path);
  request->query = query != NULL ? g_hash_table_ref (query) : NULL;
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->protocol = g_strdup (soup_message_headers_get_one (headers, "Sync-Protocol"));
  request->schema = g_strdup (soup_message_headers_get_one (headers, "Sync-Schema"));
  request->if_none_match = g_strdup (soup_message_headers_get_one (headers, "If-None-Match"));
  request->content_encoding = g_strdup (soup_message_headers_get_list (headers,
                                                                       "Content-Encoding"));
  request->takes_gzip = accepts != NULL && soup_header_contains (accepts, "gzip");
  request->body = soup_message_body_flatten (body);

  return request;
}

static gint64
wait_until_us (AtlasRequest *request)
{
  const char *text = atlas_request_argument (request, "wait");
  gint64 wait_s = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;

  return g_get_monotonic_time () + CLAMP (wait_s, 0, ATLAS_LIMIT_WAIT_S) * G_USEC_PER_SEC;
}

static void
message_finished_cb (SoupServerMessage *message,
                     gpointer           user_data)
{
  Exchange *exchange = user_data;

  exchange->is_finished = TRUE;
  exchange->server->n_open--;

  /* The handler and the message hold one another until here. */
  g_signal_handlers_disconnect_by_func (message, message_finished_cb, exchange);
}

static void
request_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  AtlasServer *self = user_data;
  g_autoptr(Exchange)  exchange = NULL;

  if (soup_server_message_get_status (message) != 0)
    return;
  if (self->is_stopping || self->n_queued >= MOST_QUEUED)
    {
      write_problem (self, message, ATLAS_PROBLEM_UNAVAILABLE, NULL, BUSY_RETRY_S);
      return;
    }

  exchange = g_new0 (Exchange, 1);
  g_atomic_ref_count_init (&exchange->refs);
  exchange->server = g_object_ref (self);
  self->n_open++;
  exchange->message = g_object_ref (message);
  exchange->request = copy_request (message, path, query);
  exchange->answer = atlas_answer_new ();
  exchange->wait_until_us = wait_until_us (exchange->request);
  g_signal_connect_data (message, "finished", G_CALLBACK (message_finished_cb),
                         exchange_ref (exchange),
                         (GClosureNotify) (void (*)(void))exchange_unref, 0);

  set_deadline (self, message, -1);
  soup_server_message_pause (message);
  run_exchange (exchange);
}

static gsize
body_limit (const char *path)
{
  return strcmp (path, "/v1/push") == 0 ? ATLAS_LIMIT_PUSH_BYTES : ATLAS_LIMIT_SMALL_BYTES;
}

/* SoupServer answers only after a body's end. Here the answer goes out at once, past it, and the
 * writing side of the connection is closed; what the client still sends is read and thrown away
 * for a few seconds, so that it gets to read the answer. */
static void
refuse_body (AtlasServer       *self,
             SoupServerMessage *message)
{
  g_autoptr(json_t) problem = atlas_problem_to_json (ATLAS_PROBLEM_TOO_LARGE,
                                                     "The body is larger than this server takes");
  g_autofree char *body = atlas_json_to_text (problem);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);
  g_autofree char *answer = NULL;

  answer = g_strdup_printf ("HTTP/1.1 413 Request Entity Too Large\r\n"
                            "Date: %s\r\nCache-Control: no-store\r\nSync-Epoch: %s\r\n"
                            "Connection: close\r\nContent-Type: application/problem+json\r\n"
                            "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                            date, self->epoch, strlen (body), body);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  soup_server_message_set_status (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL);
  atlas_listener_end (self->listener, soup_server_message_get_remote_address (message), answer);
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  AtlasServer *self = user_data;
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));

  if (soup_server_message_get_status (message) == 0 &&
      soup_server_message_get_request_body (message)->length > (goffset) body_limit (path))
    refuse_body (self, message);
}

/* Called when the head is there and before the body is read. */
static void
early_cb (SoupServer        *soup,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  AtlasServer *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > (goffset) body_limit (path))
    {
      refuse_body (self, message);
      return;
    }

  set_deadline (self, message, self->limits.body_s);
  g_signal_connect_object (message, "got-chunk", G_CALLBACK (got_chunk_cb), self, 0);
}

/* A request has begun or ended. */
static void
request_turned_cb (SoupServer        *soup,
                   SoupServerMessage *message,
                   gpointer           user_data)
{
  AtlasServer *self = user_data;

  set_deadline (self, message, self->limits.idle_s);
}

static void
connection_cb (GIOStream      *stream,
               GSocketAddress *local,
               GSocketAddress *remote,
               gpointer        user_data)
{
  AtlasServer *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!soup_server_accept_iostream (self->soup, stream, local, remote, &error))
    g_debug ("A connection could not be served: %s", error->message);
}

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  AtlasServer *self = source;
  GError *error = NULL;

  self->on_worker.service = atlas_service_open (self->folder, &error);
  if (self->on_worker.service == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (atlas_service_get_epoch (self->on_worker.service)),
                           g_free);
}

static void
close_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  AtlasServer *self = source;

  g_clear_pointer (&self->on_worker.service, atlas_service_close);
  g_task_return_boolean (task, TRUE);
}

static void
atlas_server_finalize (GObject *object)
{
  AtlasServer *self = ATLAS_SERVER (object);

  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_object (&self->listener);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self->epoch);

  G_OBJECT_CLASS (atlas_server_parent_class)->finalize (object);
}

static void
atlas_server_class_init (AtlasServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = atlas_server_finalize;
}

static void
atlas_server_init (AtlasServer *self)
{
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) exchange_unref);
  self->soup = g_object_new (SOUP_TYPE_SERVER, "server-header", "provision-atlas-server", NULL);
  soup_server_add_early_handler (self->soup, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_turned_cb), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (request_turned_cb), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (request_turned_cb), self);
}

static GTlsCertificate *
read_certificate (const char *folder,
                  GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_CERTIFICATE);
  g_autofree char *key_path = atlas_folder_path (folder, ATLAS_FOLDER_KEY);
  g_autofree char *chain = NULL;
  g_autofree char *key = NULL;
  g_autofree char *both = NULL;
  GTlsCertificate *certificate = NULL;

  if (!g_file_get_contents (path, &chain, NULL, error) ||
      !g_file_get_contents (key_path, &key, NULL, error))
    return NULL;

  both = g_strconcat (chain, key, NULL);
  if (atlas_authority_check_pair (chain, key, error))
    certificate = g_tls_certificate_new_from_pem (both, -1, error);
  sodium_memzero (key, strlen (key));
  sodium_memzero (both, strlen (both));

  return certificate;
}

/**
 * atlas_server_new:
 * @folder: a server's folder
 * @limits: how patient to be
 * @error: return location for an error
 *
 * Returns: (transfer full): a server that does not listen yet
 */
AtlasServer *
atlas_server_new (const char              *folder,
                  const AtlasServerLimits *limits,
                  GError                 **error)
{
  g_autoptr(GTlsCertificate) certificate = read_certificate (folder, error);
  AtlasServer *self;

  if (certificate == NULL)
    return NULL;

  self = g_object_new (ATLAS_TYPE_SERVER, NULL);
  if (!atlas_keep_alive (self->soup, error))
    {
      g_object_unref (self);
      return NULL;
    }

  self->folder = g_strdup (folder);
  self->limits = *limits;
  self->listener = atlas_listener_new (certificate, connection_cb, self);

  return self;
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  AtlasServer *self = ATLAS_SERVER (source);
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *taken = NULL;

  self->epoch = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->epoch != NULL)
    taken = atlas_listener_open (self->listener, g_task_get_task_data (task), &error);
  if (taken == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->poll_id = g_timeout_add (POLL_MS, poll_cb, self);
  g_task_return_pointer (task, taken, g_free);
}

/**
 * atlas_server_start_async:
 * @self: a server
 * @address: where to listen, as `127.0.0.1:8443`; port 0 takes a free one
 * @callback: called when it serves, or cannot
 * @user_data: for @callback
 *
 * Opens the database and begins to serve on the default main context.
 */
void
atlas_server_start_async (AtlasServer        *self,
                          const char         *address,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr(GTask)  opening = NULL;

  g_return_if_fail (self->worker == NULL);

  g_task_set_source_tag (task, atlas_server_start_async);
  g_task_set_task_data (task, g_strdup (address), g_free);

  self->proofs = atlas_proofs_new ();
  self->worker = atlas_worker_new ("database");
  opening = g_task_new (self, NULL, opened_cb, task);
  g_task_set_source_tag (opening, open_in_thread);
  atlas_worker_queue (self->worker, opening, open_in_thread);
}

/**
 * atlas_server_start_finish:
 * @self: a server
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the address with the port that was taken
 */
char *
atlas_server_start_finish (AtlasServer  *self,
                           GAsyncResult *result,
                           GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  AtlasServer *self = ATLAS_SERVER (source);
  g_autoptr(GTask) task = user_data;

  g_clear_pointer (&self->worker, atlas_worker_close);
  g_task_return_boolean (task, TRUE);
}

/**
 * atlas_server_reload_certificate:
 * @self: a server
 * @error: return location for an error
 *
 * Reads certificate and key again, for connections to come. When they cannot be read, those that
 * are in use stay.
 *
 * Returns: whether they were read
 */
gboolean
atlas_server_reload_certificate (AtlasServer *self,
                                 GError     **error)
{
  g_autoptr(GTlsCertificate) certificate = read_certificate (self->folder, error);

  if (certificate == NULL)
    return FALSE;

  atlas_listener_set_certificate (self->listener, certificate);
  return TRUE;
}

typedef struct {
  GTask *task;
  gint64 until_us;
} Stopping;

static gboolean
stop_poll_cb (gpointer user_data)
{
  Stopping *stopping = user_data;
  AtlasServer *self = g_task_get_source_object (stopping->task);
  g_autoptr(GTask) closing = NULL;

  if ((self->n_queued > 0 || atlas_proofs_get_n_open (self->proofs) > 0 || self->n_open > 0) &&
      g_get_monotonic_time () < stopping->until_us)
    return G_SOURCE_CONTINUE;

  g_clear_handle_id (&self->poll_id, g_source_remove);
  atlas_listener_close (self->listener);
  soup_server_disconnect (self->soup);
  g_clear_pointer (&self->proofs, atlas_proofs_free);

  closing = g_task_new (self, NULL, closed_cb, g_object_ref (stopping->task));
  g_task_set_source_tag (closing, stop_poll_cb);
  atlas_worker_queue (self->worker, closing, close_in_thread);

  g_object_unref (stopping->task);
  g_free (stopping);
  return G_SOURCE_REMOVE;
}

/**
 * atlas_server_stop:
 * @self: a server that was started
 * @callback: called when all is closed
 * @user_data: for @callback
 *
 * Takes no more connections, answers what is under way and whoever waits, and closes the database.
 */
void
atlas_server_stop (AtlasServer        *self,
                   GAsyncReadyCallback callback,
                   gpointer            user_data)
{
  Stopping *stopping = g_new0 (Stopping, 1);

  stopping->task = g_task_new (self, NULL, callback, user_data);
  stopping->until_us = g_get_monotonic_time () + STOP_MOST_MS * 1000;
  g_task_set_source_tag (stopping->task, atlas_server_stop);

  atlas_listener_stop (self->listener);
  self->is_stopping = TRUE;
  wake_all (self);
  g_timeout_add (STOP_POLL_MS, stop_poll_cb, stopping);
}
