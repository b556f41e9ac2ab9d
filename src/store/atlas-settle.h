/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

AtlasChangeSet *atlas_settle_two_versions (AtlasStore     *store,
                                           AtlasConflict  *conflict,
                                           json_t         *chosen,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_settle_by_deleting  (AtlasStore     *store,
                                           AtlasConflict  *conflict,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_settle_not_accepted (AtlasStore     *store,
                                           AtlasParked    *parked,
                                           gboolean        make_anew,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_settle_question     (AtlasQuestion  *question,
                                           const char     *outcome) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
