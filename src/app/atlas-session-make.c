/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-session-make.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/atlas-folders.h"
#include "demo/atlas-county.h"
#include "store/atlas-stores.h"

#define DEMO_SEED 2020

typedef struct {
  char            *pack;
  char            *folder;      /* (nullable) */
  AtlasSessionMake make;
  AtlasDate        as_of;
  AtlasProgress    progress;
  gpointer         user_data;
} MakeRequest;

static void
make_request_free (MakeRequest *request)
{
  g_free (request->pack);
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

static gboolean
make_store (GTask       *task,
            MakeRequest *request,
            AtlasPack   *pack,
            const char  *folder,
            GError     **error)
{
  AtlasDemoOptions options = { ATLAS_DEMO_CHILDREN, DEMO_SEED, request->as_of };

  return atlas_county_init (folder, pack,
                            request->make == ATLAS_SESSION_DEMONSTRATION ? &options : NULL,
                            demo_progress_in_thread, task, error);
}

/* The county may be there already; then it is the one that was meant. */
static char *
make_beside_others (GTask       *task,
                    MakeRequest *request,
                    AtlasPack   *pack,
                    GError     **error)
{
  gboolean is_demonstration = request->make == ATLAS_SESSION_DEMONSTRATION;
  g_autofree char *program = atlas_folders_program ();
  g_autoptr(GPtrArray) entries = atlas_stores_list (program, NULL);
  AtlasStoreEntry *found = atlas_stores_find (entries, atlas_pack_get_name (pack),
                                              is_demonstration);
  g_autofree char *folder = NULL;

  if (found != NULL)
    return g_strdup (found->folder);

  folder = atlas_stores_new_folder (program, atlas_pack_get_name (pack), is_demonstration);
  if (make_store (task, request, pack, folder, error))
    return g_steal_pointer (&folder);

  /* Only an empty folder goes. */
  g_rmdir (folder);

  return NULL;
}

static void
make_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  MakeRequest *request = task_data;
  GError *error = NULL;
  g_autoptr(AtlasPack) pack = atlas_pack_open (request->pack, &error);
  char *folder = NULL;

  if (pack != NULL && request->folder == NULL)
    folder = make_beside_others (task, request, pack, &error);
  else if (pack != NULL && make_store (task, request, pack, request->folder, &error))
    folder = g_strdup (request->folder);

  if (folder == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, folder, g_free);
}

/**
 * atlas_session_make_async:
 * @worker: does it
 * @pack: (nullable): name of a county pack inside the program, or the path of a folder; %NULL for
 *   the usual one
 * @folder: (nullable): the data folder, made when it is not there; %NULL for one beside the other
 *   counties of this laptop, unless they have that county already
 * @make: what to make
 * @as_of: the day round which a demonstration is dated
 * @progress: told how far it has come, on the main thread
 * @callback: called when it is made
 * @user_data: for @progress and @callback
 *
 * Makes a store from a county pack. Either the whole store is there afterwards or none.
 */
void
atlas_session_make_async (AtlasWorker        *worker,
                          const char         *pack,
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

  request->pack = g_strdup (pack != NULL ? pack : ATLAS_PACK_DEFAULT);
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
 * Errors: those of atlas_pack_open() and atlas_county_init()
 *
 * Returns: (transfer full) (nullable): the data folder, whose store is whole
 */
char *
atlas_session_make_finish (GAsyncResult *result,
                           GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
