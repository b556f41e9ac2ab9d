/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-session-make.h"

#include <glib/gi18n.h>

#include "demo/atlas-county.h"

#define DEMO_SEED 2020

typedef struct {
  char            *folder;
  AtlasSessionMake make;
  AtlasDate        as_of;
  AtlasProgress    progress;
  gpointer         user_data;
} MakeRequest;

static void
make_request_free (MakeRequest *request)
{
  g_free (request->folder);
  g_free (request);
}

static void
demo_progress_in_thread (guint    done,
                         guint    total,
                         gpointer data)
{
  MakeRequest *request = g_task_get_task_data (data);

  /* Translators: records made and to be made */
  atlas_progress_tell (data, request->progress, request->user_data,
                       g_strdup_printf (_("Making the demonstration, %u of %u records"),
                                        done, total));
}

static void
make_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  MakeRequest *request = task_data;
  GError *error = NULL;
  g_autoptr(AtlasPack) pack = atlas_pack_open (ATLAS_PACK_DEFAULT, &error);
  AtlasDemoOptions options = { ATLAS_DEMO_CHILDREN, DEMO_SEED, request->as_of };

  if (pack == NULL ||
      !atlas_county_init (request->folder, pack,
                          request->make == ATLAS_SESSION_DEMONSTRATION ? &options : NULL,
                          demo_progress_in_thread, task, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * atlas_session_make_async:
 * @worker: does it
 * @folder: the data folder, made when it is not there
 * @make: what to make
 * @as_of: the day round which a demonstration is dated
 * @progress: told how far it has come, on the main thread
 * @callback: called when it is made
 * @user_data: for @progress and @callback
 *
 * Makes a store from the county pack inside the program.
 */
void
atlas_session_make_async (AtlasWorker        *worker,
                          const char         *folder,
                          AtlasSessionMake    make,
                          AtlasDate           as_of,
                          GCancellable       *cancellable,
                          AtlasProgress       progress,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  MakeRequest *request = g_new0 (MakeRequest, 1);

  request->folder = g_strdup (folder);
  request->make = make;
  request->as_of = as_of;
  request->progress = progress;
  request->user_data = user_data;
  g_task_set_source_tag (task, atlas_session_make_async);
  g_task_set_task_data (task, request, (GDestroyNotify) make_request_free);
  atlas_worker_queue (worker, task, make_in_thread);
}

/**
 * atlas_session_make_finish:
 *
 * Returns: whether the store is there and whole
 */
gboolean
atlas_session_make_finish (GAsyncResult *result,
                           GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
