/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-server-private.h"

#include <string.h>

static void
metrics_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  AtlasServer *self = source;

  g_task_return_int (task, (gssize) atlas_service_get_head (self->on_worker.service, NULL));
}

static void
metrics_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  AtlasServer *self = ATLAS_SERVER (source);
  g_autoptr(SoupServerMessage) message = user_data;
  const AtlasGauges gauges = {
    self->waiting->len, self->n_queued, atlas_listener_get_n_connections (self->listener),
    g_task_propagate_int (G_TASK (result), NULL), atlas_listener_get_expiry (self->listener),
  };
  char *text = atlas_metrics_to_text (atlas_gate_get_metrics (self->gate), &gauges);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/plain; version=0.0.4; charset=utf-8",
                                    SOUP_MEMORY_TAKE, text, strlen (text));
  soup_server_message_unpause (message);
}

/**
 * atlas_server_metrics_cb:
 * @soup: where the question came
 * @message: the question
 * @path: what was asked for
 * @query: (nullable): not looked at
 * @user_data: the server
 *
 * Answers with the metrics. The head of the sequence is asked of the database, as everything is.
 */
void
atlas_server_metrics_cb (SoupServer        *soup,
                         SoupServerMessage *message,
                         const char        *path,
                         GHashTable        *query,
                         gpointer           user_data)
{
  AtlasServer *self = user_data;
  g_autoptr(GTask) task = NULL;

  if (strcmp (path, ATLAS_METRICS_PATH) != 0 || self->is_stopping)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }

  soup_server_message_pause (message);
  task = g_task_new (self, NULL, metrics_read_cb, g_object_ref (message));
  g_task_set_source_tag (task, atlas_server_metrics_cb);
  atlas_worker_queue (self->worker, task, metrics_in_thread);
}

/**
 * atlas_server_open_monitor:
 * @self: a server
 * @error: return location for an error
 *
 * Opens the metrics' own door, if it is to have one.
 *
 * Returns: whether it could be opened
 */
gboolean
atlas_server_open_monitor (AtlasServer *self,
                           GError     **error)
{
  if (self->metrics_listen == NULL)
    return TRUE;

  self->monitor = atlas_monitor_new (self->metrics_listen, atlas_server_metrics_cb, self, error);
  return self->monitor != NULL;
}
