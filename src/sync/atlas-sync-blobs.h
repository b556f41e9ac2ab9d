/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store-blobs.h"
#include "sync/atlas-sync-client.h"

G_BEGIN_DECLS

/**
 * AtlasSyncBlobs:
 *
 * Sends the files that were added here and gets those that are wanted here, a piece at a time. It
 * belongs to its engine's thread.
 */
typedef struct _AtlasSyncBlobs AtlasSyncBlobs;

AtlasSyncBlobs *atlas_sync_blobs_new  (AtlasStore      *store,
                                       AtlasSyncClient *client) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_sync_blobs_free (AtlasSyncBlobs  *self);
gboolean        atlas_sync_blobs_run  (AtlasSyncBlobs  *self,
                                       guint           *n_done,
                                       GCancellable    *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSyncBlobs, atlas_sync_blobs_free)

G_END_DECLS
