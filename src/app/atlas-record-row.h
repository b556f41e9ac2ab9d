/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_RECORD_ROW (atlas_record_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasRecordRow, atlas_record_row, ATLAS, RECORD_ROW, AdwActionRow)

GtkWidget  *atlas_record_row_new         (const char     *title);
void        atlas_record_row_begin       (AtlasRecordRow *self,
                                          const char     *none);
void        atlas_record_row_add         (AtlasRecordRow *self,
                                          const char     *id,
                                          const char     *label);
void        atlas_record_row_set_records (AtlasRecordRow *self,
                                          GPtrArray      *records,
                                          const char     *none);
void        atlas_record_row_set_id      (AtlasRecordRow *self,
                                          const char     *id);
const char *atlas_record_row_get_id      (AtlasRecordRow *self);

G_END_DECLS
