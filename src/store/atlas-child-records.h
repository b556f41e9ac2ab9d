/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasChildRecords:
 *
 * Every record about one child, whatever its type, and the names of what they refer to. It does not
 * change once read, and may be handed to another thread.
 */
typedef struct _AtlasChildRecords AtlasChildRecords;

AtlasChildRecords *atlas_store_read_child_records (AtlasStore              *store,
                                                   const char              *child,
                                                   GError                 **error)
                                                   G_GNUC_WARN_UNUSED_RESULT;
void               atlas_child_records_free       (AtlasChildRecords       *self);
gboolean           atlas_type_is_of_child         (const AtlasType         *type);
GPtrArray         *atlas_child_records_get        (const AtlasChildRecords *self,
                                                   const AtlasType         *type);
const char        *atlas_child_records_get_name   (const AtlasChildRecords *self,
                                                   const char              *id);
AtlasDate          atlas_record_get_day           (AtlasRecord             *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasChildRecords, atlas_child_records_free)

G_END_DECLS
