/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-sights.h"
#include "server/atlas-stored.h"

G_BEGIN_DECLS

typedef struct _AtlasChanges AtlasChanges;

AtlasChanges     *atlas_changes_new   (AtlasGrants  *grants) G_GNUC_WARN_UNUSED_RESULT;
void              atlas_changes_free  (AtlasChanges *self);
const AtlasSight *atlas_changes_sight (AtlasChanges *self,
                                       AtlasStored  *stored);
void              atlas_changes_put   (AtlasChanges *self,
                                       AtlasStored  *stored);
void              atlas_changes_gone  (AtlasChanges *self,
                                       AtlasStored  *stored,
                                       gint64        seq);
gsize             atlas_changes_count (AtlasChanges *self);
GHashTable       *atlas_changes_reads (AtlasChanges *self);
const GString    *atlas_changes_text  (AtlasChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasChanges, atlas_changes_free)

G_END_DECLS
