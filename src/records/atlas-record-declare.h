/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Included by atlas-records.h once for each record type, so without #pragma once. */
#define TYPE(...)
#define FIELD(kind_, name_, ...) ATLAS_MEMBER_##kind_ name_;

typedef struct {
  AtlasRecord parent_instance;
#include ATLAS_FIELDS
} ATLAS_STRUCT;

extern const AtlasType ATLAS_GLUE3 (atlas_, ATLAS_NAME, _type);
GType ATLAS_GLUE3 (atlas_, ATLAS_NAME, _get_type) (void);
ATLAS_CLEANUP (ATLAS_STRUCT)

#undef TYPE
#undef FIELD
#undef ATLAS_NAME
#undef ATLAS_STRUCT
#undef ATLAS_FIELDS
