/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-progress.h"

typedef struct {
  GTask        *task;
  AtlasProgress progress;
  gpointer      user_data;
  char         *words;
} Telling;

static void
telling_free (Telling *telling)
{
  g_object_unref (telling->task);
  g_free (telling->words);
  g_free (telling);
}

static gboolean
tell_in_idle (gpointer user_data)
{
  Telling *telling = user_data;

  /* Whoever gave up may be gone. */
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (telling->task)))
    telling->progress (telling->words, telling->user_data);

  return G_SOURCE_REMOVE;
}

/**
 * atlas_progress_tell:
 * @task: what is done on the calling thread
 * @progress: told unless the task is cancelled
 * @user_data: for @progress
 * @words: (transfer full): how far it has come
 *
 * Tells the thread that began a task how far it has come.
 */
void
atlas_progress_tell (GTask        *task,
                     AtlasProgress progress,
                     gpointer      user_data,
                     char         *words)
{
  g_autoptr(GSource) source = g_idle_source_new ();
  Telling *telling = g_new0 (Telling, 1);

  telling->task = g_object_ref (task);
  telling->progress = progress;
  telling->user_data = user_data;
  telling->words = words;
  g_source_set_callback (source, tell_in_idle, telling, (GDestroyNotify) telling_free);
  g_source_attach (source, g_task_get_context (task));
}
