/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/atlas-sync-errand.h"
#include "sync/atlas-sync.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SYNC_SERVICE (atlas_sync_service_get_type ())
G_DECLARE_FINAL_TYPE (AtlasSyncService, atlas_sync_service, ATLAS, SYNC_SERVICE, GObject)

AtlasSyncService     *atlas_sync_service_new         (const char       *folder);
const AtlasSyncFacts *atlas_sync_service_get_facts   (AtlasSyncService *self);
gboolean              atlas_sync_service_get_offline (AtlasSyncService *self);
void                  atlas_sync_service_set_offline (AtlasSyncService *self,
                                                      gboolean          offline);
void                  atlas_sync_service_ask_async   (AtlasSyncService *self,
                                                      AtlasSyncErrand   errand,
                                                      gpointer          data,
                                                      GDestroyNotify    data_free,
                                                      GDestroyNotify    answer_free,
                                                      GCancellable     *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer          user_data);
gpointer              atlas_sync_service_ask_finish  (GAsyncResult     *result,
                                                      GError          **error);

void                  atlas_sync_service_start       (AtlasSyncService *self);
void                  atlas_sync_service_stop        (AtlasSyncService *self);
void                  atlas_sync_service_sync_now    (AtlasSyncService *self);

G_END_DECLS
