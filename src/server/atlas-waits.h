/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-grants.h"

G_BEGIN_DECLS

typedef struct _AtlasWaits AtlasWaits;

AtlasWaits *atlas_waits_new  (const char   *device,
                              AtlasGrants  *grants,
                              gint64        head) G_GNUC_WARN_UNUSED_RESULT;
void        atlas_waits_free (AtlasWaits   *self);
gboolean    atlas_waits_end  (AtlasWaits   *self,
                              AtlasBackend *backend,
                              GHashTable   *known);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasWaits, atlas_waits_free)

G_END_DECLS
