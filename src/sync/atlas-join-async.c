/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joining for those who may not wait. Each call opens what it needs on a thread of its own. */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-join-async.h"

typedef struct {
  char             *folder;
  AtlasJoinRequest  request;    /* owns its strings */
  AtlasSyncProgress progress;
  gpointer          data;
  GMainContext     *context;    /* where progress is told */
} Job;

typedef struct {
  AtlasSyncProgress progress;
  gpointer          data;
  AtlasSyncState    state;
  guint             done;
  guint             total;
} Step;

static Job *
job_new (const char             *folder,
         const AtlasJoinRequest *request)
{
  Job *job = g_new0 (Job, 1);

  job->folder = g_strdup (folder);
  job->request.server = g_strdup (request->server);
  job->request.ca_pem = g_strdup (request->ca_pem);
  job->request.fingerprint = g_strdup (request->fingerprint);
  job->request.enrol_code = g_strdup (request->enrol_code);
  job->request.username = g_strdup (request->username);
  job->request.password = g_strdup (request->password);
  job->request.otp = g_strdup (request->otp);
  job->request.device_name = g_strdup (request->device_name);
  job->context = g_main_context_ref_thread_default ();

  return job;
}

static void
job_free (Job *job)
{
  g_free (job->folder);
  g_free ((char *) job->request.server);
  g_free ((char *) job->request.ca_pem);
  g_free ((char *) job->request.fingerprint);
  g_free ((char *) job->request.enrol_code);
  g_free ((char *) job->request.username);
  g_free ((char *) job->request.password);
  g_free ((char *) job->request.otp);
  g_free ((char *) job->request.device_name);
  g_main_context_unref (job->context);
  g_free (job);
}

/**
 * atlas_server_sight_free:
 * @sight: (transfer full): a sight
 *
 * Frees what atlas_join_look_finish() gave.
 */
void
atlas_server_sight_free (AtlasServerSight *sight)
{
  atlas_server_sight_clear (sight);
  g_free (sight);
}

/* libsoup answers a thread on the context that is its own. */
static GMainContext *
enter_context (void)
{
  GMainContext *context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  return context;
}

static void
leave_context (GMainContext *context)
{
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autoptr(AtlasServerSight) sight = g_new0 (AtlasServerSight, 1);
  GMainContext *context = enter_context ();
  GError *error = NULL;

  if (atlas_join_look (task_data, sight, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&sight),
                           (GDestroyNotify) atlas_server_sight_free);
  else
    g_task_return_error (task, error);
  leave_context (context);
}

/**
 * atlas_join_look_async:
 * @server: an address, as a person types it
 * @cancellable: (nullable): a cancellable
 * @callback: called with what is there
 * @user_data: for @callback
 *
 * As atlas_join_look(), without waiting.
 */
void
atlas_join_look_async (const char         *server,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, atlas_join_look_async);
  g_task_set_task_data (task, g_strdup (server), g_free);
  g_task_run_in_thread (task, look_in_thread);
}

/**
 * atlas_join_look_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Errors: those of atlas_join_look()
 *
 * Returns: (transfer full): the server, before anything is trusted
 */
AtlasServerSight *
atlas_join_look_finish (GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
tell_in_idle (gpointer data)
{
  Step *step = data;

  step->progress (step->state, step->done, step->total, step->data);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (AtlasSyncState state,
             guint          done,
             guint          total,
             gpointer       data)
{
  Job *job = data;
  Step *step = g_new0 (Step, 1);
  g_autoptr(GSource) source = g_idle_source_new ();

  step->progress = job->progress;
  step->data = job->data;
  step->state = state;
  step->done = done;
  step->total = total;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_in_idle, step, g_free);
  g_source_attach (source, job->context);
}

static void
begin_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  GMainContext *context = enter_context ();
  GError *error = NULL;

  if (atlas_join_begin (job->folder, &job->request, job->progress != NULL ? progress_cb : NULL, job,
                        cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  leave_context (context);
}

/**
 * atlas_join_begin_async:
 * @folder: a data folder
 * @request: which server, and who; copied
 * @progress: (nullable): told on the calling thread how far the first load is, until @callback
 * @data: for @progress
 * @cancellable: (nullable): a cancellable
 * @callback: called when a whole store is ready, or why not
 * @user_data: for @callback
 *
 * As atlas_join_begin(), without waiting. After it, close the store in use, call
 * atlas_join_finish() and open the store again.
 */
void
atlas_join_begin_async (const char             *folder,
                        const AtlasJoinRequest *request,
                        AtlasSyncProgress       progress,
                        gpointer                data,
                        GCancellable           *cancellable,
                        GAsyncReadyCallback     callback,
                        gpointer                user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = job_new (folder, request);

  job->progress = progress;
  job->data = data;
  g_task_set_source_tag (task, atlas_join_begin_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, begin_in_thread);
}

/**
 * atlas_join_begin_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Errors: those of atlas_join_begin()
 *
 * Returns: whether a whole store is ready
 */
gboolean
atlas_join_begin_finish (GAsyncResult *result,
                         GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
again_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  GMainContext *context = enter_context ();
  GError *error = NULL;

  if (atlas_join_again (job->folder, &job->request, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  leave_context (context);
}

/**
 * atlas_join_again_async:
 * @folder: a data folder whose #AtlasSyncService is stopped
 * @request: who signs in; copied
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As atlas_join_again(), without waiting.
 */
void
atlas_join_again_async (const char             *folder,
                        const AtlasJoinRequest *request,
                        GCancellable           *cancellable,
                        GAsyncReadyCallback     callback,
                        gpointer                user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, atlas_join_again_async);
  g_task_set_task_data (task, job_new (folder, request), (GDestroyNotify) job_free);
  g_task_run_in_thread (task, again_in_thread);
}

/**
 * atlas_join_again_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Errors: those of atlas_join_again()
 *
 * Returns: whether the store can be synced again
 */
gboolean
atlas_join_again_finish (GAsyncResult *result,
                         GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
