/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-service.h"
#include "server/atlas-stored.h"

/*
 * Which fields that other roles get masked an answer holds: a set of AtlasField.
 */

G_BEGIN_DECLS

void     atlas_reads_note       (GHashTable        *reads,
                                 const AtlasStored *stored);
void     atlas_reads_note_held  (GHashTable        *reads,
                                 const AtlasType   *type,
                                 json_t            *fields);
gboolean atlas_reads_audit      (AtlasBackend      *backend,
                                 AtlasSession      *session,
                                 GError           **error);

G_END_DECLS
