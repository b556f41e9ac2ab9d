/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For those who make records from something other than JSON: the store's rows. */
#pragma once

#include "records/atlas-record.h"

G_BEGIN_DECLS

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
GType        atlas_record_register_type  (const AtlasType *type,
                                          const char      *name,
                                          gsize            size);

G_END_DECLS
