/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Included by atlas-type.c once for each record type, so without #pragma once. */
  &ATLAS_GLUE3 (atlas_, ATLAS_NAME, _type),
#undef ATLAS_NAME
#undef ATLAS_STRUCT
#undef ATLAS_FIELDS
