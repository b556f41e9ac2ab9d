/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/atlas-sync-engine.h"

G_BEGIN_DECLS

gboolean atlas_sync_wipe_begin (AtlasSyncEngine *engine,
                                GCancellable    *cancellable,
                                GError         **error);
gboolean atlas_sync_wipe_go_on (const char      *folder,
                                GCancellable    *cancellable,
                                GError         **error);

G_END_DECLS
