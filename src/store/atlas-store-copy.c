/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-copy.h"

#include "store/atlas-store.h"

#define LOG_SUFFIX "-wal"       /* what SQLite has committed and not yet moved into the file */

typedef struct {
  char  *folder;
  GFile *target;
} CopyRequest;

static void
copy_request_free (CopyRequest *request)
{
  g_free (request->folder);
  g_object_unref (request->target);
  g_free (request);
}

static gboolean
copy_file (const char   *folder,
           const char   *suffix,
           GFile        *target,
           GCancellable *cancellable,
           GError      **error)
{
  g_autofree char *name = g_strconcat (ATLAS_STORE_FILE, suffix, NULL);
  g_autofree char *target_path = g_file_get_path (target);
  g_autofree char *copy_path = g_strconcat (target_path, suffix, NULL);
  g_autoptr(GFile)  file = g_file_new_build_filename (folder, name, NULL);
  g_autoptr(GFile)  copy = g_file_new_for_path (copy_path);

  return g_file_copy (file, copy, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS,
                      cancellable, NULL, NULL, error);
}

static void
copy_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  CopyRequest *request = task_data;
  g_autoptr(GError)  log_error = NULL;
  GError *error = NULL;

  if (!copy_file (request->folder, "", request->target, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* A store that was closed properly has no log. */
  if (!copy_file (request->folder, LOG_SUFFIX, request->target, cancellable, &log_error) &&
      !g_error_matches (log_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_task_return_error (task, g_steal_pointer (&log_error));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

/**
 * atlas_store_copy_async:
 * @worker: copies
 * @folder: the data folder of a store that cannot be opened
 * @target: a local file, which is overwritten
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is copied
 * @user_data: for @callback
 *
 * Copies a store byte by byte, as it is, with SQLite's log beside it. For a store that is open
 * and sound take a backup instead.
 */
void
atlas_store_copy_async (AtlasWorker        *worker,
                        const char         *folder,
                        GFile              *target,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  CopyRequest *request = g_new0 (CopyRequest, 1);

  g_return_if_fail (folder != NULL);
  g_return_if_fail (G_IS_FILE (target));

  request->folder = g_strdup (folder);
  request->target = g_object_ref (target);
  g_task_set_source_tag (task, atlas_store_copy_async);
  g_task_set_task_data (task, request, (GDestroyNotify) copy_request_free);
  atlas_worker_queue (worker, task, copy_in_thread);
}

/**
 * atlas_store_copy_finish:
 * @result: the result
 * @error: return location for an error of the #GIOErrorEnum kind
 *
 * Returns: whether everything was copied
 */
gboolean
atlas_store_copy_finish (GAsyncResult *result,
                         GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
