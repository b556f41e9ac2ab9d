/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For those who make records from something other than JSON, and the reverse: the store's rows. */
#pragma once

#include "records/atlas-record.h"

G_BEGIN_DECLS

/* A field's member of a record's struct; @ctype is that of its kind (atlas-type.h). */
#define ATLAS_RECORD_MEMBER(record, field, ctype) \
  (*(ctype *) G_STRUCT_MEMBER_P (record, (field)->offset))

AtlasRecord *atlas_record_begin          (const AtlasType *type,
                                          const char      *id,
                                          gint64           rev) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_record_build_text     (AtlasRecord     *self,
                                          guint            field,
                                          const char      *text);
void         atlas_record_build_integer  (AtlasRecord     *self,
                                          guint            field,
                                          gint64           value);
void         atlas_record_build_range    (AtlasRecord     *self,
                                          guint            field,
                                          AtlasDateRange   range);
void         atlas_record_build_subject  (AtlasRecord     *self,
                                          guint            field,
                                          const char      *type,
                                          const char      *id);
gboolean     atlas_record_build_json     (AtlasRecord     *self,
                                          guint            field,
                                          const char      *text,
                                          GError         **error);
void         atlas_record_build_extra    (AtlasRecord     *self,
                                          json_t          *extra);
json_t      *atlas_record_get_extra      (AtlasRecord     *self);
guint64      atlas_record_compare        (AtlasRecord     *self,
                                          AtlasRecord     *other);
GType        atlas_record_register_type  (const AtlasType *type,
                                          const char      *name,
                                          gsize            size);

G_END_DECLS
