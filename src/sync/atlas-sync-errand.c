/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-errand.h"

#include "base/atlas-error.h"

typedef struct {
  AtlasSyncErrand errand;
  gpointer        data;
  GDestroyNotify  data_free;    /* (nullable) */
  GDestroyNotify  answer_free;
} Errand;

static void
errand_free (Errand *self)
{
  if (self->data_free != NULL)
    self->data_free (self->data);
  g_free (self);
}

/**
 * atlas_sync_errand_new:
 * @source: who asks
 * @errand: called on the thread that syncs
 * @data: for @errand
 * @data_free: (nullable): frees @data
 * @answer_free: frees the answer
 * @cancellable: (nullable): a cancellable
 * @callback: called on this thread, once
 * @user_data: for @callback
 *
 * Returns: (transfer full): a task for atlas_sync_errand_run()
 */
GTask *
atlas_sync_errand_new (gpointer            source,
                       AtlasSyncErrand     errand,
                       gpointer            data,
                       GDestroyNotify      data_free,
                       GDestroyNotify      answer_free,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  Errand *self = g_new0 (Errand, 1);

  self->errand = errand;
  self->data = data;
  self->data_free = data_free;
  self->answer_free = answer_free;
  g_task_set_source_tag (task, atlas_sync_errand_new);
  g_task_set_task_data (task, self, (GDestroyNotify) errand_free);
  return task;
}

/**
 * atlas_sync_errand_run:
 * @task: one that was not run yet
 * @engine: (nullable): the engine, or %NULL when nothing can be asked now
 * @cancellable: (nullable): ends the request, besides the task's own
 *
 * Runs it, and answers.
 */
void
atlas_sync_errand_run (GTask           *task,
                       AtlasSyncEngine *engine,
                       GCancellable    *cancellable)
{
  Errand *self = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer answer;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (engine == NULL)
    {
      g_task_return_new_error (task, ATLAS_ERROR, ATLAS_ERROR_NETWORK,
                               "This laptop is not in contact with its server");
      return;
    }

  answer = self->errand (engine, self->data, cancellable, &error);
  if (answer != NULL)
    g_task_return_pointer (task, answer, self->answer_free);
  else
    g_task_return_error (task, error);
}
