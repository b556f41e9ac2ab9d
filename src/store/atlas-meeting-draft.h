/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

json_t  *atlas_store_get_meeting_draft    (AtlasStore *store,
                                           const char *meeting,
                                           const char *referral) G_GNUC_WARN_UNUSED_RESULT;
gboolean atlas_store_set_meeting_draft    (AtlasStore *store,
                                           const char *meeting,
                                           const char *referral,
                                           json_t     *draft,
                                           GError    **error);
char    *atlas_store_get_meeting_child    (AtlasStore *store,
                                           const char *meeting) G_GNUC_WARN_UNUSED_RESULT;
gboolean atlas_store_clear_meeting_drafts (AtlasStore *store,
                                           const char *meeting,
                                           GError    **error);

G_END_DECLS
