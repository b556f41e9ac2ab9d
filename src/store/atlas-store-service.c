/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-service.h"

#include "store/atlas-worker.h"

/* How often another program's writes are looked for. */
#define POLL_MS 2000

/**
 * AtlasStoreService:
 *
 * A store for those who may not wait: one writing and one reading connection, each on a thread of
 * its own, answering through #GTask. #AtlasStoreService::changed comes after every write of ours
 * and of other programs.
 */
struct _AtlasStoreService
{
  GObject      parent_instance;

  char        *folder;
  AtlasWorker *writer;
  AtlasWorker *reader;
  guint        poll_source;
  gboolean     is_polling;
  int          has_stopped_reading;     /* atomic */

  /* Touched on the writer's thread only. */
  struct {
    AtlasStore *store;
  } on_writer;

  /* Touched on the reader's thread only. */
  struct {
    AtlasStore *store;
    gint64      data_version;
  } on_reader;
};

G_DEFINE_FINAL_TYPE (AtlasStoreService, atlas_store_service, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct {
  AtlasStoreWork work;
  gpointer       data;
  GDestroyNotify data_free;
  GDestroyNotify answer_free;
} Request;

static void
request_free (Request *request)
{
  if (request->data_free != NULL)
    request->data_free (request->data);
  g_free (request);
}

static void
run_request (GTask        *task,
             AtlasStore   *store,
             Request      *request,
             GCancellable *cancellable)
{
  GError *error = NULL;
  gpointer answer = request->work (store, request->data, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, request->answer_free);
}

static void
return_closed (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The store is closed");
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  run_request (task, ATLAS_STORE_SERVICE (source)->on_writer.store, task_data, cancellable);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  AtlasStoreService *self = source;

  if (g_atomic_int_get (&self->has_stopped_reading))
    return_closed (task);
  else
    run_request (task, self->on_reader.store, task_data, cancellable);
}

static void
poll_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  AtlasStoreService *self = source;
  gint64 version = self->on_reader.data_version;
  gboolean has_changed;

  atlas_db_data_version (atlas_store_get_db (self->on_reader.store), &version, NULL);
  has_changed = version != self->on_reader.data_version;
  self->on_reader.data_version = version;
  g_task_return_boolean (task, has_changed);
}

static void
polled_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  AtlasStoreService *self = ATLAS_STORE_SERVICE (source);

  self->is_polling = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), NULL))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
poll_cb (gpointer user_data)
{
  AtlasStoreService *self = user_data;
  g_autoptr(GTask)   task = NULL;

  if (self->is_polling)
    return G_SOURCE_CONTINUE;

  self->is_polling = TRUE;
  task = g_task_new (self, NULL, polled_cb, NULL);
  atlas_worker_queue (self->reader, task, poll_in_thread);

  return G_SOURCE_CONTINUE;
}

static void
atlas_store_service_finalize (GObject *object)
{
  AtlasStoreService *self = ATLAS_STORE_SERVICE (object);

  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (atlas_store_service_parent_class)->finalize (object);
}

static void
atlas_store_service_class_init (AtlasStoreServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = atlas_store_service_finalize;

  /**
   * AtlasStoreService::changed:
   *
   * Something in the store has changed, by this program or another.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_store_service_init (AtlasStoreService *self)
{
}

typedef struct {
  char           *folder;
  AtlasStoreFlags flags;
} OpenRequest;

static void
open_request_free (OpenRequest *request)
{
  g_free (request->folder);
  g_free (request);
}

static void
open_reader_in_thread (GTask        *task,
                       gpointer      source,
                       gpointer      task_data,
                       GCancellable *cancellable)
{
  AtlasStoreService *self = source;
  OpenRequest *request = task_data;
  GError *error = NULL;

  self->on_reader.store = atlas_store_open (request->folder, ATLAS_STORE_READ_ONLY, &error);
  if (self->on_reader.store == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  atlas_db_data_version (atlas_store_get_db (self->on_reader.store), &self->on_reader.data_version,
                         NULL);
  g_task_return_boolean (task, TRUE);
}

static void
open_writer_in_thread (GTask        *task,
                       gpointer      source,
                       gpointer      task_data,
                       GCancellable *cancellable)
{
  AtlasStoreService *self = source;
  OpenRequest *request = task_data;
  GError *error = NULL;

  self->on_writer.store = atlas_store_open (request->folder, request->flags, &error);
  if (self->on_writer.store == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* The file has its shape now: the reader can open it. */
  atlas_worker_queue (self->reader, task, open_reader_in_thread);
}

/**
 * atlas_store_service_open_async:
 * @folder: the data folder
 * @flags: how to open it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens a store on threads of its own.
 */
void
atlas_store_service_open_async (const char         *folder,
                                AtlasStoreFlags     flags,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr(AtlasStoreService) self = g_object_new (ATLAS_TYPE_STORE_SERVICE, NULL);
  g_autoptr(GTask)             task = g_task_new (self, cancellable, callback, user_data);
  OpenRequest *request = g_new0 (OpenRequest, 1);

  self->folder = g_strdup (folder);
  self->writer = atlas_worker_new ("atlas-write");
  self->reader = atlas_worker_new ("atlas-read");
  request->folder = g_strdup (folder);
  request->flags = flags;

  g_task_set_source_tag (task, atlas_store_service_open_async);
  g_task_set_task_data (task, request, (GDestroyNotify) open_request_free);
  atlas_worker_queue (self->writer, task, open_writer_in_thread);
}

/**
 * atlas_store_service_open_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Errors: those of atlas_store_open()
 *
 * Returns: (transfer full): the service, ended by atlas_store_service_close()
 */
AtlasStoreService *
atlas_store_service_open_finish (GAsyncResult *result,
                                 GError      **error)
{
  AtlasStoreService *self = g_task_get_source_object (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    {
      atlas_store_service_close (self);
      return NULL;
    }

  self->poll_source = g_timeout_add (POLL_MS, poll_cb, self);
  return g_object_ref (self);
}

static void
close_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  AtlasStore **store = task_data;

  g_clear_pointer (store, atlas_store_close);
  g_task_return_boolean (task, TRUE);
}

static void
queue_close (AtlasStoreService *self,
             AtlasWorker       *worker,
             AtlasStore       **store)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_task_data (task, store, NULL);
  atlas_worker_queue (worker, task, close_in_thread);
}

static void
close_worker (AtlasStoreService *self,
              AtlasWorker      **worker,
              AtlasStore       **store)
{
  if (*worker == NULL)
    return;

  queue_close (self, *worker, store);
  g_clear_pointer (worker, atlas_worker_close);
}

/**
 * atlas_store_service_stop_reading:
 * @self: (nullable): a service, or %NULL for a store that is not open
 *
 * Gives up what is being read, for who closes the store and does not want to wait for answers that
 * nobody looks at: what has not begun fails with %G_IO_ERROR_CLOSED, and what has ends by itself.
 * Writing goes on.
 */
void
atlas_store_service_stop_reading (AtlasStoreService *self)
{
  if (self == NULL || self->reader == NULL)
    return;

  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_atomic_int_set (&self->has_stopped_reading, TRUE);
  queue_close (self, self->reader, &self->on_reader.store);
  g_clear_pointer (&self->reader, atlas_worker_leave);
}

/**
 * atlas_store_service_close:
 * @self: a service
 *
 * Does what is queued, closes the file and ends both threads. It may be called twice.
 */
void
atlas_store_service_close (AtlasStoreService *self)
{
  g_clear_handle_id (&self->poll_source, g_source_remove);
  close_worker (self, &self->reader, &self->on_reader.store);
  close_worker (self, &self->writer, &self->on_writer.store);
}

const char *
atlas_store_service_get_folder (AtlasStoreService *self)
{
  return self->folder;
}

static void
queue_request (AtlasStoreService  *self,
               gboolean            writes,
               AtlasStoreWork      work,
               gpointer            data,
               GDestroyNotify      data_free,
               GDestroyNotify      answer_free,
               GCancellable       *cancellable,
               GAsyncReadyCallback callback,
               gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  AtlasWorker *worker = self == NULL ? NULL : writes ? self->writer : self->reader;
  Request *request = g_new0 (Request, 1);

  request->work = work;
  request->data = data;
  request->data_free = data_free;
  request->answer_free = answer_free;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);

  if (worker == NULL)
    {
      return_closed (task);
      return;
    }
  atlas_worker_queue (worker, task, writes ? write_in_thread : read_in_thread);
}

/**
 * atlas_store_service_read_async:
 * @self: (nullable): a service, or %NULL for a store that is not open
 * @work: what to do on the reading thread
 * @data: (transfer full) (nullable): for @work: copies
 * @data_free: (nullable): frees @data
 * @answer_free: (nullable): frees an answer that nobody takes
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks the store something. Reads do not wait for writes.
 */
void
atlas_store_service_read_async (AtlasStoreService  *self,
                                AtlasStoreWork      work,
                                gpointer            data,
                                GDestroyNotify      data_free,
                                GDestroyNotify      answer_free,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  queue_request (self, FALSE, work, data, data_free, answer_free, cancellable, callback, user_data);
}

/**
 * atlas_store_service_read_finish:
 * @self: a service
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what the work answered
 */
gpointer
atlas_store_service_read_finish (AtlasStoreService *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * atlas_store_service_write_async:
 * @self: (nullable): a service, or %NULL for a store that is not open
 * @work: what to do on the writing thread
 * @data: (transfer full) (nullable): for @work: copies
 * @data_free: (nullable): frees @data
 * @answer_free: (nullable): frees an answer that nobody takes
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Changes the store. #AtlasStoreService::changed follows.
 */
void
atlas_store_service_write_async (AtlasStoreService  *self,
                                 AtlasStoreWork      work,
                                 gpointer            data,
                                 GDestroyNotify      data_free,
                                 GDestroyNotify      answer_free,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  queue_request (self, TRUE, work, data, data_free, answer_free, cancellable, callback, user_data);
}

/**
 * atlas_store_service_write_finish:
 * @self: (nullable): the service
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what the work answered
 */
gpointer
atlas_store_service_write_finish (AtlasStoreService *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  g_autoptr(GError) fault = NULL;
  gpointer answer = g_task_propagate_pointer (G_TASK (result), &fault);

  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (self != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return answer;
}

static gpointer
apply_work (AtlasStore   *store,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  return atlas_store_apply (store, data, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

/**
 * atlas_store_service_apply_async:
 * @self: (nullable): a service, or %NULL for a store that is not open
 * @set: one user action
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Does a change set; see atlas_store_apply().
 */
void
atlas_store_service_apply_async (AtlasStoreService  *self,
                                 AtlasChangeSet     *set,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  atlas_store_service_write_async (self, apply_work, atlas_change_set_ref (set),
                                   (GDestroyNotify) atlas_change_set_unref, NULL,
                                   cancellable, callback, user_data);
}

/**
 * atlas_store_service_apply_finish:
 * @self: a service
 * @result: the result
 * @error: return location for an error
 *
 * Errors: those of atlas_store_apply()
 *
 * Returns: whether the set was done; if not, nothing of it was
 */
gboolean
atlas_store_service_apply_finish (AtlasStoreService *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return atlas_store_service_write_finish (self, result, error) != NULL;
}
