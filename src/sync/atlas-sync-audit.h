/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

gint64  atlas_sync_audit_at        (AtlasStore *store);
void    atlas_sync_audit_pin       (AtlasStore *store,
                                    const char *audit_key);
void    atlas_sync_audit_check     (AtlasStore *store,
                                    json_t     *page,
                                    gint64      asked_at);
void    atlas_sync_audit_keep      (AtlasStore *store,
                                    json_t     *page);
json_t *atlas_sync_audit_get_alarm (AtlasStore *store) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
