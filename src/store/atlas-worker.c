/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-worker.h"

/**
 * AtlasWorker:
 *
 * One thread that does tasks in the order in which they were queued. Whoever owns a connection owns
 * a worker, and only that thread touches the connection.
 */
struct _AtlasWorker
{
  GThread     *thread;
  GAsyncQueue *jobs;            /* (element-type Job): the last one has no task */
};

typedef struct {
  GTask          *task;
  GTaskThreadFunc func;
} Job;

static gpointer
run_in_thread (gpointer data)
{
  g_autoptr(GAsyncQueue) jobs = data;

  while (TRUE)
    {
      g_autofree Job *job = g_async_queue_pop (jobs);
      g_autoptr(GTask) task = job->task;

      if (task == NULL)
        return NULL;
      if (!g_task_return_error_if_cancelled (task))
        job->func (task, g_task_get_source_object (task), g_task_get_task_data (task),
                   g_task_get_cancellable (task));
    }
}

/**
 * atlas_worker_new:
 * @name: of the thread, at most 15 bytes
 *
 * Starts a thread.
 *
 * Returns: (transfer full): the worker, ended by atlas_worker_close()
 */
AtlasWorker *
atlas_worker_new (const char *name)
{
  AtlasWorker *self = g_new0 (AtlasWorker, 1);

  self->jobs = g_async_queue_new ();
  self->thread = g_thread_new (name, run_in_thread, g_async_queue_ref (self->jobs));

  return self;
}

/**
 * atlas_worker_queue:
 * @self: a worker
 * @task: a task whose data are copies
 * @func: answers @task, exactly once
 *
 * Queues a task behind those that wait. A task that was cancelled before its turn is not begun.
 */
void
atlas_worker_queue (AtlasWorker    *self,
                    GTask          *task,
                    GTaskThreadFunc func)
{
  Job *job = g_new0 (Job, 1);

  job->task = g_object_ref (task);
  job->func = func;
  g_async_queue_push (self->jobs, job);
}

/**
 * atlas_worker_close:
 * @self: (transfer full): a worker
 *
 * Does what is queued, then ends the thread and waits for that.
 */
void
atlas_worker_close (AtlasWorker *self)
{
  g_async_queue_push (self->jobs, g_new0 (Job, 1));
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_free (self);
}

/**
 * atlas_worker_leave:
 * @self: (transfer full): a worker
 *
 * The same, and does not wait: the thread does what is queued, then ends by itself. Not for work
 * that must be done before the program ends.
 */
void
atlas_worker_leave (AtlasWorker *self)
{
  g_async_queue_push (self->jobs, g_new0 (Job, 1));
  g_thread_unref (self->thread);
  g_async_queue_unref (self->jobs);
  g_free (self);
}
