/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-session-make.h"

#include <glib/gi18n.h>

#include "demo/atlas-county.h"

#define PACK_DEFAULT "hertfordshire"
#define DEMO_SEED    2020

typedef struct {
  char             *folder;
  AtlasSessionMake  make;
  AtlasDate         as_of;
  AtlasMakeProgress progress;
  gpointer          user_data;
} MakeRequest;

/* What the thread that makes a store tells the main thread. */
typedef struct {
  GCancellable     *cancellable;        /* (nullable) */
  AtlasMakeProgress progress;
  gpointer          user_data;
  char             *words;
} Telling;

static void
make_request_free (MakeRequest *request)
{
  g_free (request->folder);
  g_free (request);
}

static void
telling_free (Telling *telling)
{
  g_clear_object (&telling->cancellable);
  g_free (telling->words);
  g_free (telling);
}

static gboolean
tell_in_idle (gpointer user_data)
{
  Telling *telling = user_data;

  /* Whoever gave up may be gone. */
  if (!g_cancellable_is_cancelled (telling->cancellable))
    telling->progress (telling->words, telling->user_data);

  return G_SOURCE_REMOVE;
}

static void
tell_in_thread (GTask *task,
                char  *words)
{
  MakeRequest *request = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Telling *telling = g_new0 (Telling, 1);

  telling->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  telling->progress = request->progress;
  telling->user_data = request->user_data;
  telling->words = words;
  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT_IDLE, tell_in_idle,
                              telling, (GDestroyNotify) telling_free);
}

static void
demo_progress_in_thread (guint    done,
                         guint    total,
                         gpointer data)
{
  /* Translators: records made and to be made */
  tell_in_thread (data, g_strdup_printf (_("Making the demonstration, %u of %u records"),
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
  g_autoptr(AtlasPack) pack = atlas_pack_open (PACK_DEFAULT, &error);
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
atlas_session_make_async (const char         *folder,
                          AtlasSessionMake    make,
                          AtlasDate           as_of,
                          GCancellable       *cancellable,
                          AtlasMakeProgress   progress,
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
  g_task_run_in_thread (task, make_in_thread);
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
