/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-service.h"
#include "server/atlas-stored.h"

G_BEGIN_DECLS

void     atlas_reads_note       (AtlasSession      *session,
                                 const AtlasStored *stored);
void     atlas_reads_note_held  (AtlasSession      *session,
                                 const AtlasType   *type,
                                 json_t            *fields);
gboolean atlas_reads_audit      (AtlasBackend      *backend,
                                 AtlasSession      *session,
                                 GError           **error);

G_END_DECLS
