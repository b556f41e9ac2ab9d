/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-grants.h"
#include "server/atlas-stored.h"

G_BEGIN_DECLS

typedef struct _AtlasSums AtlasSums;

AtlasSums *atlas_sums_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void       atlas_sums_free    (AtlasSums         *self);
void       atlas_sums_move    (AtlasSums         *self,
                               const AtlasStored *before,
                               const AtlasStored *after);
gboolean   atlas_sums_save    (AtlasSums         *self,
                               AtlasBackend      *backend,
                               GError           **error);

gboolean   atlas_sums_prepare (AtlasBackend      *backend,
                               GError           **error);
gboolean   atlas_sums_agree   (AtlasBackend      *backend,
                               gboolean          *agree,
                               GError           **error);
json_t    *atlas_sums_digest  (AtlasBackend      *backend,
                               AtlasGrants       *grants,
                               GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSums, atlas_sums_free)

G_END_DECLS
