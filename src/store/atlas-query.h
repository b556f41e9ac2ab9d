/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"
#include "records/atlas-type.h"

G_BEGIN_DECLS

typedef struct _AtlasQuery AtlasQuery;

/**
 * AtlasCompare:
 *
 * How a field is compared with a value. An absent field is neither equal, before nor after.
 */
typedef enum {
  ATLAS_COMPARE_EQUAL,
  ATLAS_COMPARE_NOT_EQUAL,
  ATLAS_COMPARE_AT_LEAST,
  ATLAS_COMPARE_AT_MOST,
  ATLAS_COMPARE_ABSENT,
  ATLAS_COMPARE_PRESENT,
} AtlasCompare;

AtlasQuery *atlas_query_new          (const AtlasType *type) G_GNUC_WARN_UNUSED_RESULT;
void        atlas_query_free         (AtlasQuery      *self);
void        atlas_query_where_text   (AtlasQuery      *self,
                                      const char      *field,
                                      AtlasCompare     compare,
                                      const char      *value);
void        atlas_query_where_number (AtlasQuery      *self,
                                      const char      *field,
                                      AtlasCompare     compare,
                                      gint64           value);
void        atlas_query_where_any    (AtlasQuery      *self,
                                      const char      *field,
                                      const char *const *values);
void        atlas_query_in_scope     (AtlasQuery      *self,
                                      const char      *scope);
void        atlas_query_as_of        (AtlasQuery      *self,
                                      AtlasDate        on);
void        atlas_query_search       (AtlasQuery      *self,
                                      const char      *words);
void        atlas_query_order_by     (AtlasQuery      *self,
                                      const char      *field,
                                      gboolean         descending);
void        atlas_query_page         (AtlasQuery      *self,
                                      guint            offset,
                                      guint            limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasQuery, atlas_query_free)

G_END_DECLS
