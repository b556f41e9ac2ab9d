/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store-sync.h"

G_BEGIN_DECLS

gboolean atlas_store_sync_forget_history (AtlasStore      *store,
                                          GPtrArray       *records,
                                          GError         **error);
gboolean atlas_store_sync_forget_drafts  (AtlasStore      *store,
                                          const char      *id,
                                          GError         **error);
gboolean atlas_store_sync_forget_queued  (AtlasStore      *store,
                                          const AtlasType *type,
                                          const char      *id,
                                          GError         **error);
void     atlas_store_sync_leave_no_pages (AtlasStore      *self);
gboolean atlas_store_sync_store_quietly  (AtlasStore      *self,
                                          GPtrArray       *pages,
                                          AtlasPullCounts *counts,
                                          GError         **error);

G_END_DECLS
