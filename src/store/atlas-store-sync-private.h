/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

gboolean atlas_store_sync_forget_history (AtlasStore      *store,
                                          const AtlasType *type,
                                          const char      *id,
                                          GError         **error);
gboolean atlas_store_sync_forget_queued  (AtlasStore      *store,
                                          const AtlasType *type,
                                          const char      *id,
                                          GError         **error);

G_END_DECLS
