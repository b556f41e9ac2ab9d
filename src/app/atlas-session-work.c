/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-session-work.h"

#include <string.h>

#include "store/atlas-history.h"

/**
 * atlas_renew_cancellable:
 * @cancellable: (inout): what is under way, whose answer nobody waits for any more
 *
 * Gives up what is under way, for something new.
 */
void
atlas_renew_cancellable (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
  *cancellable = g_cancellable_new ();
}

/**
 * atlas_session_read_async:
 * @work: what to do on the store's reading thread
 * @data: (transfer full) (nullable): for @work: copies
 * @data_free: (nullable): frees @data
 * @answer_free: (nullable): frees an answer that nobody takes
 * @cancellable: (nullable): the view's own, cancelled in its dispose
 * @callback: called with the answer; it looks at the result first, and touches nothing when
 *   that says cancelled
 *
 * Asks the store something.
 */
void
atlas_session_read_async (AtlasSession       *self,
                          AtlasStoreWork      work,
                          gpointer            data,
                          GDestroyNotify      data_free,
                          GDestroyNotify      answer_free,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  atlas_store_service_read_async (atlas_session_get_service (self), work, data, data_free,
                                  answer_free, cancellable, callback, user_data);
}

/**
 * atlas_session_ask_async:
 * @work: what to do on the store's reading thread; its data are an #AtlasAsked
 * @of: (nullable): a scope, a reference or an id, as @work says
 *
 * Asks the store for something as it is on the day looked at; see atlas_session_read_async().
 */
void
atlas_session_ask_async (AtlasSession       *self,
                         AtlasStoreWork      work,
                         const char         *of,
                         GDestroyNotify      answer_free,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  atlas_session_read_async (self, work, atlas_asked_new (of, atlas_session_get_as_of (self)),
                            (GDestroyNotify) atlas_asked_free, answer_free, cancellable,
                            callback, user_data);
}

/**
 * atlas_session_read_finish:
 *
 * Returns: (transfer full) (nullable): what the work answered
 */
gpointer
atlas_session_read_finish (AtlasSession *self,
                           GAsyncResult *result,
                           GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * atlas_session_write_async:
 * @work: what to do on the store's writing thread
 *
 * Changes the store; #AtlasSession::changed follows. For one action of a person use
 * atlas_session_apply_async().
 */
void
atlas_session_write_async (AtlasSession       *self,
                           AtlasStoreWork      work,
                           gpointer            data,
                           GDestroyNotify      data_free,
                           GDestroyNotify      answer_free,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  atlas_store_service_write_async (atlas_session_get_service (self), work, data, data_free,
                                   answer_free, cancellable, callback, user_data);
}

/**
 * atlas_session_write_finish:
 *
 * Returns: (transfer full) (nullable): what the work answered
 */
gpointer
atlas_session_write_finish (AtlasSession *self,
                            GAsyncResult *result,
                            GError      **error)
{
  return atlas_store_service_write_finish (atlas_session_get_service (self), result, error);
}

/**
 * atlas_session_apply_async:
 * @set: one action of a person
 *
 * Does a change set: all of it, or nothing.
 */
void
atlas_session_apply_async (AtlasSession       *self,
                           AtlasChangeSet     *set,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  atlas_store_service_apply_async (atlas_session_get_service (self), set, cancellable, callback,
                                   user_data);
}

gboolean
atlas_session_apply_finish (AtlasSession *self,
                            GAsyncResult *result,
                            GError      **error)
{
  return atlas_session_write_finish (self, result, error) != NULL;
}

static gpointer
undo_work (AtlasStore   *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  g_auto(GStrv) set_ids = NULL;
  char *label = NULL;

  if (data == NULL || strchr (data, ' ') == NULL)
    return atlas_store_undo (store, data, &label, error) ? label : NULL;

  set_ids = g_strsplit (data, " ", -1);
  return atlas_store_undo_all (store, (const char * const *) set_ids, &label, error) ? label : NULL;
}

static gpointer
redo_work (AtlasStore   *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  char *label = NULL;

  return atlas_store_redo (store, &label, error) ? label : NULL;
}

/**
 * atlas_session_undo_async:
 *
 * Undoes the last thing that was done on this laptop.
 */
void
atlas_session_undo_async (AtlasSession       *self,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  atlas_session_write_async (self, undo_work, NULL, NULL, g_free, cancellable, callback, user_data);
}

/**
 * atlas_session_undo_set_async:
 * @set_id: a change set that was made on this laptop, or several of one action in the order in
 *   which they were done, with spaces between
 *
 * Undoes one thing, whatever has been done since.
 */
void
atlas_session_undo_set_async (AtlasSession       *self,
                              const char         *set_id,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  atlas_session_write_async (self, undo_work, g_strdup (set_id), g_free, g_free, cancellable,
                             callback, user_data);
}

/**
 * atlas_session_redo_async:
 *
 * Does again what was undone last.
 */
void
atlas_session_redo_async (AtlasSession       *self,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  atlas_session_write_async (self, redo_work, NULL, NULL, g_free, cancellable, callback, user_data);
}

/**
 * atlas_session_undo_finish:
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when there is nothing to undo or to do again
 *
 * Returns: (nullable): what was undone, or done again
 */
char *
atlas_session_undo_finish (AtlasSession *self,
                           GAsyncResult *result,
                           GError      **error)
{
  return atlas_session_write_finish (self, result, error);
}

gboolean
atlas_session_is_offline (AtlasSession *self)
{
  AtlasSyncService *sync = atlas_session_get_sync_service (self);

  return sync != NULL && atlas_sync_service_get_offline (sync);
}

/**
 * atlas_session_set_offline:
 *
 * Works without the server until somebody says otherwise. Nothing is lost by it.
 */
void
atlas_session_set_offline (AtlasSession *self,
                           gboolean      is_offline)
{
  AtlasSyncService *sync = atlas_session_get_sync_service (self);

  if (sync != NULL)
    atlas_sync_service_set_offline (sync, is_offline);
}

/**
 * atlas_session_sync_now:
 *
 * Sends and gets changes now, as F5 does.
 */
void
atlas_session_sync_now (AtlasSession *self)
{
  AtlasSyncService *sync = atlas_session_get_sync_service (self);

  if (sync != NULL)
    atlas_sync_service_sync_now (sync);
}

/**
 * atlas_session_get_first_view:
 *
 * Returns: (transfer none): the view that a person in this role most often comes for
 */
const char *
atlas_session_get_first_view (AtlasSession *self)
{
  const char *role = atlas_session_get_role (self);

  if (atlas_session_is_demonstration (self) || g_str_equal (role, "area_lead"))
    return "map";
  if (g_str_equal (role, "commissioning_officer"))
    return "provision";
  if (g_str_equal (role, "panel_chair"))
    return "panels";

  return "today";
}
