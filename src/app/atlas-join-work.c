/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-join-work.h"

#include <glib/gi18n.h>

#include "base/atlas-error.h"
#include "base/atlas-folders.h"
#include "store/atlas-stores.h"
#include "sync/atlas-pin.h"

typedef struct {
  char            *folder;      /* (nullable): NULL until one is chosen */
  char            *server;      /* (nullable): NULL to sign in again */
  char            *fingerprint; /* (nullable): NULL when the system vouches */
  char            *county;
  gboolean         is_demonstration;
  char            *code;        /* (nullable): NULL to sign in at the council's */
  AtlasProxyLogin *proxy;       /* (nullable): for a proxy that has asked */
  AtlasProgress    show;
  AtlasProgress    progress;
  gpointer         user_data;
} JoinWork;

static void
join_work_free (JoinWork *work)
{
  g_free (work->folder);
  g_free (work->server);
  g_free (work->fingerprint);
  g_free (work->county);
  g_free (work->code);
  g_clear_pointer (&work->proxy, atlas_proxy_login_free);
  g_free (work);
}

void
atlas_server_sight_free (AtlasServerSight *sight)
{
  if (sight == NULL)
    return;

  atlas_server_sight_clear (sight);
  g_free (sight);
}

/* One that the system vouches for is one without a fingerprint, from here until it is joined. */
typedef struct {
  char            *server;
  gboolean         trusts_system;
  AtlasProxyLogin *proxy;       /* (nullable): for a proxy that has asked */
} LookWork;

static void
look_work_free (LookWork *work)
{
  g_free (work->server);
  g_clear_pointer (&work->proxy, atlas_proxy_login_free);
  g_free (work);
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autoptr(AtlasServerSight) sight = g_new0 (AtlasServerSight, 1);
  LookWork *work = task_data;
  GError *error = NULL;

  if (!atlas_join_look (work->server, work->trusts_system, work->proxy, sight, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&sight),
                           (GDestroyNotify) atlas_server_sight_free);
}

/**
 * atlas_join_look_async:
 * @worker: waits for the server
 * @server: an address, as a person types it
 * @trusts_system: whether the system has to vouch for it
 * @proxy: (transfer full) (nullable): for a proxy that has asked
 *
 * Looks at a server, without trusting it if nobody vouches for it yet.
 */
void
atlas_join_look_async (AtlasWorker        *worker,
                       const char         *server,
                       gboolean            trusts_system,
                       AtlasProxyLogin    *proxy,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  LookWork *work = g_new0 (LookWork, 1);

  work->server = g_strdup (server);
  work->trusts_system = trusts_system;
  work->proxy = proxy;
  g_task_set_source_tag (task, atlas_join_look_async);
  g_task_set_task_data (task, work, (GDestroyNotify) look_work_free);
  atlas_worker_queue (worker, task, look_in_thread);
}

static void
look_again_in_thread (GTask        *task,
                      gpointer      source,
                      gpointer      task_data,
                      GCancellable *cancellable)
{
  g_autoptr(AtlasServerSight) sight = g_new0 (AtlasServerSight, 1);
  GError *error = NULL;

  if (!atlas_join_look_again (task_data, sight, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&sight),
                           (GDestroyNotify) atlas_server_sight_free);
}

/**
 * atlas_join_look_again_async:
 * @worker: waits for the server
 * @folder: a data folder whose store has joined a server
 *
 * Looks at the server that a store has joined; atlas_join_look_finish() ends it too.
 */
void
atlas_join_look_again_async (AtlasWorker        *worker,
                             const char         *folder,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, atlas_join_look_again_async);
  g_task_set_task_data (task, g_strdup (folder), g_free);
  atlas_worker_queue (worker, task, look_again_in_thread);
}

/**
 * atlas_join_look_finish:
 *
 * Errors: those of atlas_join_look() or atlas_join_look_again()
 *
 * Returns: (transfer full): what is there
 */
AtlasServerSight *
atlas_join_look_finish (GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
progress_in_thread (AtlasSyncState state,
                    guint          done,
                    guint          total,
                    gpointer       data)
{
  JoinWork *work = g_task_get_task_data (data);

  atlas_progress_tell (data, work->progress, work->user_data,
                       total > 0
                       /* Translators: records that have come, and all of them */
                       ? g_strdup_printf (_("Getting the county, %u of %u records"), done, total)
                       : g_strdup (_("Getting the county")));
}

/* A folder beside the other counties of this laptop; after a broken try it is the same one. */
static gboolean
choose_folder (JoinWork *work,
               GError  **error)
{
  g_autofree char *program = NULL;
  g_autoptr(GPtrArray) entries = NULL;

  if (work->folder != NULL)
    return TRUE;

  program = atlas_folders_program ();
  entries = atlas_stores_list (program, NULL);
  if (atlas_stores_find_server (entries, work->server) != NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   "Joining %s: this laptop has its county already", work->server);
      return FALSE;
    }

  work->folder = atlas_stores_new_folder (program, work->county, work->is_demonstration);

  return TRUE;
}

static void
show_in_thread (const char *address,
                gpointer    data)
{
  JoinWork *work = g_task_get_task_data (data);

  atlas_progress_tell (data, work->show, work->user_data, g_strdup (address));
}

static gboolean
join (GTask        *task,
      JoinWork     *work,
      GCancellable *cancellable,
      GError      **error)
{
  const AtlasBrowser browser = {
    .open = show_in_thread,
    .user_data = task,
    .words_done = _("You have signed in. Go back to Provision Atlas; this page can be closed."),
    .words_refused = _("The council’s sign-in has refused. Go back to Provision Atlas."),
    .words_other = _("This belongs to no sign-in that is under way."),
  };
  AtlasJoinRequest request = {
    .server = work->server, .fingerprint = work->fingerprint, .enrol_code = work->code,
    .browser = work->code == NULL ? &browser : NULL, .proxy = work->proxy,
  };

  if (work->server == NULL)
    return atlas_join_again (work->folder, &request, cancellable, error);

  if (work->fingerprint == NULL)
    request.ca_pem = ATLAS_PIN_SYSTEM;
  return choose_folder (work, error) &&
         atlas_join_begin (work->folder, &request, progress_in_thread, task, cancellable, error) &&
         atlas_join_finish (work->folder, NULL, error);
}

static void
join_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  JoinWork *work = task_data;
  GError *error = NULL;

  if (join (task, work, cancellable, &error))
    g_task_return_pointer (task, g_strdup (work->folder), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * atlas_join_async:
 * @worker: waits for the server
 * @folder: (nullable): a data folder whose store nobody has open; %NULL for one beside the other
 *   counties of this laptop
 * @seen: (nullable): the server, as a person has compared it with paper; %NULL to sign in again
 *   where the folder's store has joined
 * @code: (nullable): the code from the administrator; %NULL to sign in at the council's
 * @proxy: (transfer full) (nullable): for a proxy that has asked; kept when it lets through
 * @show: told the address to show in a browser, on the main thread
 * @progress: told how far it has come, on the main thread
 * @callback: called when the county is there, or not
 * @user_data: for @show, @progress and @callback
 *
 * Joins a server and gets its county.
 */
void
atlas_join_async (AtlasWorker            *worker,
                  const char             *folder,
                  const AtlasServerSight *seen,
                  const char             *code,
                  AtlasProxyLogin        *proxy,
                  GCancellable           *cancellable,
                  AtlasProgress           show,
                  AtlasProgress           progress,
                  GAsyncReadyCallback     callback,
                  gpointer                user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  JoinWork *work = g_new0 (JoinWork, 1);

  work->folder = g_strdup (folder);
  if (seen != NULL)
    {
      work->server = g_strdup (seen->server);
      work->fingerprint = g_strdup (seen->fingerprint);
      work->county = g_strdup (seen->county);
      work->is_demonstration = seen->is_demonstration;
    }
  work->code = g_strdup (code);
  work->proxy = proxy;
  work->show = show;
  work->progress = progress;
  work->user_data = user_data;
  g_task_set_source_tag (task, atlas_join_async);
  g_task_set_task_data (task, work, (GDestroyNotify) join_work_free);
  atlas_worker_queue (worker, task, join_in_thread);
}

/**
 * atlas_join_async_finish:
 *
 * Errors: those of atlas_join_begin() and atlas_join_finish(); %G_IO_ERROR_EXISTS when a county of
 * this laptop has joined the server already
 *
 * Returns: (transfer full) (nullable): the folder that holds the server's county now
 */
char *
atlas_join_async_finish (GAsyncResult *result,
                         GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
read_server_in_thread (GTask        *task,
                       gpointer      source,
                       gpointer      task_data,
                       GCancellable *cancellable)
{
  g_autoptr(AtlasStore) store = NULL;
  GError *error = NULL;
  char *server;

  store = atlas_store_open (task_data, ATLAS_STORE_READ_ONLY | ATLAS_STORE_SIGNING_IN, &error);
  server = store != NULL ? atlas_store_get_meta (store, "server") : NULL;
  if (server != NULL)
    g_task_return_pointer (task, server, g_free);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                             "This county has joined no server");
}

/**
 * atlas_join_server_async:
 * @worker: where to read
 * @source: who asks
 * @folder: a data folder, whose lease may have ended
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads at which server a county is shared, so that its user can sign in there.
 */
void
atlas_join_server_async (AtlasWorker        *worker,
                         GObject            *source,
                         const char         *folder,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (source, cancellable, callback, user_data);

  g_task_set_source_tag (task, atlas_join_server_async);
  g_task_set_task_data (task, g_strdup (folder), g_free);
  atlas_worker_queue (worker, task, read_server_in_thread);
}

/**
 * atlas_join_server_finish:
 *
 * Returns: (transfer full): the server's address
 */
char *
atlas_join_server_finish (GAsyncResult *result,
                          GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
