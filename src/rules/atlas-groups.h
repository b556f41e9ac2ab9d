/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

/**
 * AtlasGroups:
 * @ATLAS_GROUP_NONE: none of them
 * @ATLAS_GROUP_SEND: special educational needs or a disability
 * @ATLAS_GROUP_MENTAL: mental health difficulties; named since 2020
 * @ATLAS_GROUP_LOOKED_AFTER: looked after
 * @ATLAS_GROUP_MINORITY: of a minority ethnic group
 *
 * The groups of children who need protection, as bits.
 */
typedef enum {
  ATLAS_GROUP_NONE         = 0,
  ATLAS_GROUP_SEND         = 1 << 0,
  ATLAS_GROUP_MENTAL       = 1 << 1,
  ATLAS_GROUP_LOOKED_AFTER = 1 << 2,
  ATLAS_GROUP_MINORITY     = 1 << 3,
} AtlasGroups;

#define ATLAS_N_GROUPS 4

AtlasGroups atlas_groups_of_child  (const AtlasChild *child,
                                    AtlasDate         on);
gboolean    atlas_care_comes_first (const char       *care);

G_END_DECLS
