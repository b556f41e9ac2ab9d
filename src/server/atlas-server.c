/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-server-private.h"

#include <string.h>

#include "server/atlas-body.h"
#include "server/atlas-exchange.h"
#include "server/atlas-folder.h"
#include "server/atlas-keep-alive.h"
#include "server/atlas-log.h"

#define MOST_FILE_BYTES    (64 * 1024 * 1024)
#define BUSY_RETRY_S         2
#define POLL_MS            500          /* how soon another process's commit is seen */
#define BATCH               32          /* of those who wait, asked at once */
#define TIDY_S       (24 * 60 * 60)

G_DEFINE_FINAL_TYPE (AtlasServer, atlas_server, G_TYPE_OBJECT)

static void run_exchange (AtlasExchange *exchange);
static void run_batch (AtlasServer *self, GPtrArray *batch);

static GPtrArray *
batch_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_exchange_unref);
}

static void
set_deadline (AtlasServer       *self,
              SoupServerMessage *message,
              int                seconds)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  if (remote != NULL)
    atlas_listener_set_deadline (self->listener, remote, seconds);
}

/* Files wait in memory for those who read slowly: only so much of them at once. */
static void
count_file (AtlasExchange *exchange)
{
  AtlasServer *self = exchange->server;
  AtlasAnswer *answer = exchange->answer;
  gsize size = answer->is_file ? g_bytes_get_size (answer->body) : 0;

  if (self->n_file_bytes > 0 && self->n_file_bytes + size > MOST_FILE_BYTES)
    {
      atlas_answer_reset (answer);
      atlas_answer_problem (answer, ATLAS_PROBLEM_UNAVAILABLE, NULL);
      answer->retry_after_s = BUSY_RETRY_S;
      return;
    }

  exchange->n_bytes = size;
  self->n_file_bytes += size;
}

static void
send_answer (AtlasExchange *exchange)
{
  AtlasServer *self = exchange->server;

  if (exchange->is_finished)
    return;

  count_file (exchange);
  atlas_exchange_write (exchange->message, self->epoch, exchange->answer);
  set_deadline (self, exchange->message, self->limits.write_s);
  atlas_gate_note (self->gate, exchange);
  soup_server_message_unpause (exchange->message);
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  AtlasServer *self = source;
  gint64 version = atlas_backend_version (atlas_service_get_backend (self->on_worker.service));
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
    atlas_server_wake_all (ATLAS_SERVER (source));
}

static gboolean
poll_cb (gpointer user_data)
{
  AtlasServer *self = user_data;
  GPtrArray *late = batch_new ();
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = self->waiting->len; i-- > 0;)
    {
      AtlasExchange *exchange = g_ptr_array_index (self->waiting, i);

      if (exchange->is_finished)
        g_ptr_array_remove_index (self->waiting, i);
      else if (exchange->wait_until_us <= now_us)
        g_ptr_array_add (late, g_ptr_array_steal_index (self->waiting, i));
    }
  run_batch (self, late);

  if (self->waiting->len > 0)
    {
      g_autoptr(GTask) task = g_task_new (self, NULL, looked_cb, NULL);

      g_task_set_source_tag (task, poll_cb);
      atlas_worker_queue (self->worker, task, look_in_thread);
    }

  return G_SOURCE_CONTINUE;
}

static void
tidy_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  AtlasServer *self = source;
  g_autoptr(GError) error = NULL;

  if (!atlas_service_tidy (self->on_worker.service, &error))
    g_warning ("What is too old is still there; trying again tomorrow: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static gboolean
tidy_cb (gpointer user_data)
{
  AtlasServer *self = user_data;
  g_autoptr(GTask) task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (task, tidy_cb);
  atlas_worker_queue (self->worker, task, tidy_in_thread);
  return G_SOURCE_CONTINUE;
}

static void
proof_checked_cb (gboolean is_checked,
                  gpointer user_data)
{
  g_autoptr(AtlasExchange) exchange = user_data;

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
  GPtrArray *batch = data;

  atlas_service_look_anew (self->on_worker.service);
  for (guint i = 0; i < batch->len; i++)
    {
      AtlasExchange *exchange = g_ptr_array_index (batch, i);

      atlas_answer_reset (exchange->answer);
      atlas_service_handle (self->on_worker.service, exchange->request, exchange->answer);
      if (exchange->request->takes_gzip)
        atlas_answer_pack (exchange->answer);
    }
  g_task_return_boolean (task, TRUE);
}

static void
take_answer (AtlasExchange *exchange)
{
  exchange->request->is_again = TRUE;
  if (exchange->is_finished)
    return;

  if (atlas_proofs_are_wanted (exchange->answer))
    atlas_proofs_check (exchange->server->proofs, exchange->request, exchange->answer,
                        proof_checked_cb, atlas_exchange_ref (exchange));
  else if (exchange->answer->nothing_new)
    g_ptr_array_add (exchange->server->waiting, atlas_exchange_rest (exchange));
  else
    send_answer (exchange);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  AtlasServer *self = ATLAS_SERVER (source);
  GPtrArray *batch = g_task_get_task_data (G_TASK (result));
  gboolean has_changed = FALSE;

  self->n_queued--;
  for (guint i = 0; i < batch->len; i++)
    {
      AtlasExchange *exchange = g_ptr_array_index (batch, i);

      has_changed = has_changed || exchange->answer->has_changed;
      take_answer (exchange);
    }

  if (has_changed)
    atlas_server_wake_all (self);
}

/* Hands exchanges to the database's thread as one piece of work; takes @batch. */
static void
run_batch (AtlasServer *self,
           GPtrArray   *batch)
{
  g_autoptr(GPtrArray) taken = batch;
  g_autoptr(GTask) task = NULL;
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = batch->len; i-- > 0;)
    {
      AtlasExchange *exchange = g_ptr_array_index (batch, i);

      if (exchange->is_finished)
        {
          g_ptr_array_remove_index (batch, i);
          continue;
        }
      exchange->request->may_wait = !self->is_stopping && now_us < exchange->wait_until_us;
      if (exchange->busy_since_us == 0)
        exchange->busy_since_us = now_us;
    }

  if (batch->len == 0)
    return;

  self->n_queued++;
  task = g_task_new (self, NULL, answered_cb, NULL);
  g_task_set_source_tag (task, run_batch);
  g_task_set_task_data (task, g_steal_pointer (&taken), (GDestroyNotify) g_ptr_array_unref);
  atlas_worker_queue (self->worker, task, answer_in_thread);
}

static void
run_exchange (AtlasExchange *exchange)
{
  GPtrArray *batch = batch_new ();

  g_ptr_array_add (batch, atlas_exchange_ref (exchange));
  run_batch (exchange->server, batch);
}

/**
 * atlas_server_wake_all:
 * @self: a server
 *
 * Everybody who waits asks again; whoever finds nothing goes on waiting. They are asked by the
 * dozen: with hundreds of connections each turn of the main loop takes longer than an answer.
 */
void
atlas_server_wake_all (AtlasServer *self)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = batch_new ();
  for (guint i = 0; i < waiting->len; i += BATCH)
    {
      GPtrArray *batch = batch_new ();

      for (guint j = i; j < MIN (i + BATCH, waiting->len); j++)
        g_ptr_array_add (batch, atlas_exchange_ref (g_ptr_array_index (waiting, j)));
      run_batch (self, batch);
    }
}

static void
message_finished_cb (SoupServerMessage *message,
                     gpointer           user_data)
{
  AtlasExchange *exchange = user_data;

  exchange->is_finished = TRUE;
  exchange->server->n_open--;
  exchange->server->n_file_bytes -= exchange->n_bytes;

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
  g_autoptr(AtlasExchange)  exchange = NULL;

  if (soup_server_message_get_status (message) != 0)
    return;
  if (self->is_stopping || self->n_queued >= (guint) self->limits.queue)
    {
      atlas_exchange_write_problem (message, self->epoch, ATLAS_PROBLEM_UNAVAILABLE,
                                    BUSY_RETRY_S);
      atlas_gate_note_refused (self->gate, message, ATLAS_PROBLEM_UNAVAILABLE,
                               ATLAS_REFUSED_QUEUE);
      return;
    }
  if (self->metrics_public && strcmp (path, ATLAS_METRICS_PATH) == 0)
    {
      atlas_server_metrics_cb (soup, message, path, query, self);
      return;
    }

  exchange = atlas_exchange_new (self, message, path, query);
  exchange->id = atlas_gate_next_id (self->gate);
  self->n_open++;
  g_signal_connect_data (message, "finished", G_CALLBACK (message_finished_cb),
                         atlas_exchange_ref (exchange),
                         (GClosureNotify) (void (*)(void))atlas_exchange_unref, 0);

  set_deadline (self, message, -1);
  soup_server_message_pause (message);
  run_exchange (exchange);
}

static void
refuse_body (AtlasServer       *self,
             SoupServerMessage *message)
{
  atlas_body_refuse (self->listener, message, self->epoch);
  atlas_gate_note_refused (self->gate, message, ATLAS_PROBLEM_TOO_LARGE, ATLAS_REFUSED_BODY);
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  AtlasServer *self = user_data;
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));

  if (soup_server_message_get_status (message) == 0 &&
      soup_server_message_get_request_body (message)->length > atlas_body_limit (message, path))
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

  if (soup_message_headers_get_content_length (headers) > atlas_body_limit (message, path))
    {
      refuse_body (self, message);
      return;
    }

  set_deadline (self, message, self->limits.body_s);
  if (!atlas_gate_admit (self->gate, message, path, self->epoch))
    return;
  if (!atlas_body_make_room (message, G_OBJECT (self), &self->n_body_bytes, MOST_FILE_BYTES))
    {
      refuse_body (self, message);
      return;
    }
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
others_committed_cb (gpointer user_data)
{
  atlas_server_wake_all (user_data);
}

static void
atlas_server_finalize (GObject *object)
{
  AtlasServer *self = ATLAS_SERVER (object);

  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_handle_id (&self->tidy_id, g_source_remove);
  g_clear_pointer (&self->watch, atlas_postgres_watch_free);
  g_clear_pointer (&self->monitor, atlas_monitor_free);
  g_clear_pointer (&self->gate, atlas_gate_free);
  g_free (self->metrics_listen);
  g_clear_object (&self->listener);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self->database);
  g_free (self->epoch);

  G_OBJECT_CLASS (atlas_server_parent_class)->finalize (object);
}

static void
atlas_server_class_init (AtlasServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_server_finalize;
}

static void
atlas_server_init (AtlasServer *self)
{
  self->waiting = batch_new ();
  self->gate = atlas_gate_new ();
  self->soup = g_object_new (SOUP_TYPE_SERVER, "server-header", "provision-atlas-server", NULL);
  soup_server_add_early_handler (self->soup, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_turned_cb), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (request_turned_cb), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (request_turned_cb), self);
}

static void
set_rate_in_thread (GTask        *task,
                    gpointer      source,
                    gpointer      data,
                    GCancellable *cancellable)
{
  const AtlasServerLimits *limits = data;

  atlas_service_set_rate (ATLAS_SERVER (source)->on_worker.service, limits->device_per_minute,
                          limits->device_burst);
  g_task_return_boolean (task, TRUE);
}

static void
set_rate (AtlasServer *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (task, set_rate);
  g_task_set_task_data (task, g_memdup2 (&self->limits, sizeof self->limits), g_free);
  atlas_worker_queue (self->worker, task, set_rate_in_thread);
}

/**
 * atlas_server_configure:
 * @self: a server
 * @config: what the operator has decided
 *
 * Takes over everything that can change while the server runs: all but where it listens.
 */
void
atlas_server_configure (AtlasServer       *self,
                        const AtlasConfig *config)
{
  self->limits = config->limits;
  self->metrics_public = config->metrics_public;
  atlas_log_set (config->log_level);
  atlas_gate_configure (self->gate, config);
  if (self->epoch != NULL)
    set_rate (self);
}

/**
 * atlas_server_new:
 * @folder: a server's folder
 * @database: (nullable): where its county is kept, if the folder is not to be asked
 * @config: what the operator has decided
 * @error: return location for an error
 *
 * Returns: (transfer full): a server that does not listen yet
 */
AtlasServer *
atlas_server_new (const char        *folder,
                  const char        *database,
                  const AtlasConfig *config,
                  GError           **error)
{
  g_autoptr(GTlsCertificate) certificate = atlas_folder_read_certificate (folder, error);
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
  if (database != NULL)
    self->database = g_strdup (database);
  else if (!atlas_folder_get_database (folder, &self->database, error))
    {
      g_object_unref (self);
      return NULL;
    }
  self->metrics_listen = g_strdup (config->metrics_listen);
  atlas_server_configure (self, config);
  self->listener = atlas_listener_new (certificate, connection_cb, self);

  return self;
}

/**
 * atlas_server_reload_certificate:
 * @self: a server
 * @error: return location for an error
 *
 * Reads certificate and key again, for connections to come; those in use stay if that fails.
 */
gboolean
atlas_server_reload_certificate (AtlasServer *self,
                                 GError     **error)
{
  g_autoptr(GTlsCertificate) certificate = atlas_folder_read_certificate (self->folder, error);

  if (certificate == NULL)
    return FALSE;

  atlas_listener_set_certificate (self->listener, certificate);
  return TRUE;
}

/**
 * atlas_server_look_out:
 * @self: a server that serves
 *
 * Begins to look for what other processes commit, for those who have waited long enough, and,
 * daily, for what is too old.
 */
void
atlas_server_look_out (AtlasServer *self)
{
  set_rate (self);
  self->poll_id = g_timeout_add (POLL_MS, poll_cb, self);
  self->tidy_id = g_timeout_add_seconds (TIDY_S, tidy_cb, self);
  if (self->database != NULL)
    self->watch = atlas_postgres_watch_new (self->database, others_committed_cb, self);
}
