/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/atlas-sync-client.h"
#include "sync/atlas-sync.h"

G_BEGIN_DECLS

AtlasSyncEngine *atlas_sync_engine_open         (const char         *folder,
                                                 const char         *secrets_folder,
                                                 GError            **error)
                                                G_GNUC_WARN_UNUSED_RESULT;
void             atlas_sync_engine_close        (AtlasSyncEngine    *self);
AtlasStore      *atlas_sync_engine_get_store    (AtlasSyncEngine    *self);
const char      *atlas_sync_engine_get_server   (AtlasSyncEngine    *self);
void             atlas_sync_engine_set_progress (AtlasSyncEngine    *self,
                                                 AtlasSyncProgress   progress,
                                                 gpointer            data);
gboolean         atlas_sync_engine_run          (AtlasSyncEngine    *self,
                                                 AtlasSyncReport    *report,
                                                 GCancellable       *cancellable,
                                                 GError            **error);
gboolean         atlas_sync_engine_wait         (AtlasSyncEngine    *self,
                                                 AtlasSyncReport    *report,
                                                 GCancellable       *cancellable,
                                                 GError            **error);
gboolean         atlas_sync_engine_load         (AtlasSyncEngine    *self,
                                                 AtlasSyncReport    *report,
                                                 GCancellable       *cancellable,
                                                 GError            **error);
gboolean         atlas_sync_engine_is_restored  (AtlasSyncEngine    *self);
gboolean         atlas_sync_engine_keep_lease   (AtlasSyncEngine    *self,
                                                 GError            **error);
AtlasSyncProblem atlas_sync_engine_open_problem (const GError       *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSyncEngine, atlas_sync_engine_close)

G_END_DECLS
