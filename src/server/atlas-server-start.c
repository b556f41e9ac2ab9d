/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-server-private.h"

#define STOP_POLL_MS    50
#define STOP_MOST_MS 10000

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  AtlasServer *self = source;
  GError *error = NULL;

  self->on_worker.service = atlas_service_open (self->folder, self->database, &error);
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
given_up_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  AtlasServer *self = ATLAS_SERVER (source);
  g_autoptr(GTask) task = user_data;
  GError *error = g_task_get_task_data (G_TASK (result));

  g_clear_pointer (&self->worker, atlas_worker_close);
  g_task_return_error (task, g_error_copy (error));
}

/* A server that cannot begin leaves nothing open. Takes what it is given. */
static void
give_up (AtlasServer *self,
         GTask       *task,
         GError      *error)
{
  g_autoptr(GTask) closing = g_task_new (self, NULL, given_up_cb, task);

  g_clear_pointer (&self->monitor, atlas_monitor_free);
  g_clear_pointer (&self->proofs, atlas_proofs_free);
  g_task_set_source_tag (closing, give_up);
  g_task_set_task_data (closing, error, (GDestroyNotify) g_error_free);
  atlas_worker_queue (self->worker, closing, close_in_thread);
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
  if (self->epoch != NULL && atlas_server_open_monitor (self, &error))
    taken = atlas_listener_open (self->listener, g_task_get_task_data (task), &error);
  if (taken == NULL)
    {
      give_up (self, g_steal_pointer (&task), error);
      return;
    }

  atlas_server_look_out (self);
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

  if ((self->n_queued > 0 || atlas_proofs_get_n (self->proofs) > 0 || self->n_open > 0) &&
      g_get_monotonic_time () < stopping->until_us)
    return G_SOURCE_CONTINUE;

  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_handle_id (&self->tidy_id, g_source_remove);
  g_clear_pointer (&self->watch, atlas_postgres_watch_free);
  g_clear_pointer (&self->monitor, atlas_monitor_free);
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
  atlas_server_wake_all (self);
  g_timeout_add (STOP_POLL_MS, stop_poll_cb, stopping);
}
