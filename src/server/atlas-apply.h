/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-change-set.h"
#include "server/atlas-grants.h"
#include "server/atlas-work.h"

G_BEGIN_DECLS

/**
 * AtlasApplied:
 * @ops: (nullable): array of what became of each operation
 * @conflicts: (nullable): array of the ids of the conflict records that were made
 * @refused: (nullable): why the set must be parked
 * @detail: (nullable): the same for a person
 *
 * What became of a set. Exactly one of @ops and @refused is there.
 */
typedef struct {
  json_t     *ops;
  json_t     *conflicts;
  const char *refused;
  char       *detail;
} AtlasApplied;

void     atlas_applied_clear (AtlasApplied       *self);
gboolean atlas_apply         (AtlasWork          *work,
                              AtlasChangeSet     *set,
                              const AtlasAuthor  *author,
                              AtlasGrants        *grants,
                              AtlasApplied       *applied,
                              GError            **error);
gboolean atlas_apply_park    (AtlasWork          *work,
                              AtlasChangeSet     *set,
                              AtlasGrants        *grants,
                              const AtlasApplied *applied,
                              GStrv               scopes,
                              char              **id,
                              GError            **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasApplied, atlas_applied_clear)

G_END_DECLS
