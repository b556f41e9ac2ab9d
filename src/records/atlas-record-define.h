/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Included by atlas-type.c once for each record type, so without #pragma once. */
#define TYPE(...)
#define FIELD(kind_, name_, label_, merge_, since_, ...)                    \
  { .name = #name_, .label = label_, .kind = ATLAS_KIND_##kind_,            \
    .merge = ATLAS_MERGE_##merge_, .since = since_,                         \
    .offset = G_STRUCT_OFFSET (ATLAS_STRUCT, name_), __VA_ARGS__ },

static const AtlasField ATLAS_GLUE3 (fields_of_, ATLAS_NAME,)[] = {
#include ATLAS_FIELDS
};

G_STATIC_ASSERT (G_N_ELEMENTS (ATLAS_GLUE3 (fields_of_, ATLAS_NAME,)) <= 64);  /* presence bits */

#undef TYPE
#undef FIELD
#define TYPE(label_, label_many_, ...) .label = label_, .label_many = label_many_, __VA_ARGS__,
#define FIELD(...)

const AtlasType ATLAS_GLUE3 (atlas_, ATLAS_NAME, _type) = {
  .name = ATLAS_QUOTE (ATLAS_NAME),
#include ATLAS_FIELDS
  .fields = ATLAS_GLUE3 (fields_of_, ATLAS_NAME,),
  .n_fields = G_N_ELEMENTS (ATLAS_GLUE3 (fields_of_, ATLAS_NAME,)),
  .get_type = ATLAS_GLUE3 (atlas_, ATLAS_NAME, _get_type),
};

GType
ATLAS_GLUE3 (atlas_, ATLAS_NAME, _get_type) (void)
{
  static GType registered;

  if (g_once_init_enter (&registered))
    g_once_init_leave (&registered,
                       atlas_record_register_type (&ATLAS_GLUE3 (atlas_, ATLAS_NAME, _type),
                                                   ATLAS_QUOTE (ATLAS_STRUCT),
                                                   sizeof (ATLAS_STRUCT)));

  return registered;
}

#undef TYPE
#undef FIELD
#undef ATLAS_NAME
#undef ATLAS_STRUCT
#undef ATLAS_FIELDS
