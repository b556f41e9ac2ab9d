/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-door-work.h"

#include "base/atlas-folders.h"
#include "exchange/atlas-pack.h"
#include "store/atlas-stores.h"

static void
list_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autofree char *program = atlas_folders_program ();

  g_task_return_pointer (task, atlas_stores_list (program, task_data),
                         (GDestroyNotify) g_ptr_array_unref);
}

/**
 * atlas_door_list_async:
 * @worker: looks into the folders
 * @also: (nullable): a data folder elsewhere that is to be on the list
 *
 * Lists the stores on this laptop.
 */
void
atlas_door_list_async (AtlasWorker        *worker,
                       const char         *also,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, atlas_door_list_async);
  g_task_set_task_data (task, g_strdup (also), g_free);
  atlas_worker_queue (worker, task, list_in_thread);
}

/**
 * atlas_door_list_finish:
 *
 * Returns: (transfer full) (element-type AtlasStoreEntry): the stores, as atlas_stores_list() gives
 *   them
 */
GPtrArray *
atlas_door_list_finish (GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr(AtlasPack) pack = atlas_pack_open (task_data, &error);

  if (pack == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (atlas_pack_get_title (pack)), g_free);
}

/**
 * atlas_door_look_async:
 * @worker: reads the pack's manifest
 * @pack: name of a county pack inside the program, or the path of a folder
 *
 * Looks at a pack before anything is made of it.
 */
void
atlas_door_look_async (AtlasWorker        *worker,
                       const char         *pack,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, atlas_door_look_async);
  g_task_set_task_data (task, g_strdup (pack), g_free);
  atlas_worker_queue (worker, task, look_in_thread);
}

/**
 * atlas_door_look_finish:
 *
 * Errors: those of atlas_pack_open()
 *
 * Returns: (transfer full): the pack's title
 */
char *
atlas_door_look_finish (GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
