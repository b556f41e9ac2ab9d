/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasStoreWork:
 * @store: the store, on the thread that owns it
 * @data: what was given with the request; nobody else touches it meanwhile
 * @cancellable: (nullable): the caller's
 * @error: return location for an error
 *
 * Work on a store's own thread. It must not touch a widget.
 *
 * Returns: (transfer full) (nullable): the answer, %NULL only with @error set
 */
typedef gpointer (*AtlasStoreWork) (AtlasStore    *store,
                                    gpointer       data,
                                    GCancellable  *cancellable,
                                    GError       **error);

#define ATLAS_TYPE_STORE_SERVICE (atlas_store_service_get_type ())
G_DECLARE_FINAL_TYPE (AtlasStoreService, atlas_store_service, ATLAS, STORE_SERVICE, GObject)

void               atlas_store_service_open_async   (const char          *folder,
                                                     AtlasStoreFlags      flags,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
AtlasStoreService *atlas_store_service_open_finish  (GAsyncResult        *result,
                                                     GError             **error);
void               atlas_store_service_stop_reading (AtlasStoreService   *self);
void               atlas_store_service_close        (AtlasStoreService   *self);
const char        *atlas_store_service_get_folder   (AtlasStoreService   *self);

void               atlas_store_service_read_async   (AtlasStoreService   *self,
                                                     AtlasStoreWork       work,
                                                     gpointer             data,
                                                     GDestroyNotify       data_free,
                                                     GDestroyNotify       answer_free,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
gpointer           atlas_store_service_read_finish  (AtlasStoreService   *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);
void               atlas_store_service_write_async  (AtlasStoreService   *self,
                                                     AtlasStoreWork       work,
                                                     gpointer             data,
                                                     GDestroyNotify       data_free,
                                                     GDestroyNotify       answer_free,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
gpointer           atlas_store_service_write_finish (AtlasStoreService   *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);
void               atlas_store_service_apply_async  (AtlasStoreService   *self,
                                                     AtlasChangeSet      *set,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
gboolean           atlas_store_service_apply_finish (AtlasStoreService   *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);

G_END_DECLS
