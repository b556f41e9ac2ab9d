/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the check of a pack share. */
#pragma once

#include "exchange/atlas-pack-check.h"
#include "records/atlas-records.h"

G_BEGIN_DECLS

/* Where the United Kingdom lies, in degrees. */
#define ATLAS_UK_WEST  (-8.7)
#define ATLAS_UK_EAST  1.8
#define ATLAS_UK_SOUTH 49.8
#define ATLAS_UK_NORTH 60.9

typedef struct {
  AtlasPack  *pack;
  GPtrArray  *rows;             /* (element-type AtlasImportRow) (unowned): they make records */
  GPtrArray  *records;          /* (element-type AtlasRecord): in the order of @rows */
  GHashTable *by_id;            /* "type/id" -> place in @rows, from 1 */
  GPtrArray  *findings;         /* (element-type AtlasPackFinding) */
} AtlasPackCheck;

void            atlas_pack_check_say      (AtlasPackCheck       *self,
                                           const char           *check,
                                           const char           *file,
                                           const char           *format,
                                           ...) G_GNUC_PRINTF (4, 5);
void            atlas_pack_check_say_row  (AtlasPackCheck       *self,
                                           const char           *check,
                                           guint                 row,
                                           const char           *format,
                                           ...) G_GNUC_PRINTF (4, 5);
void            atlas_pack_check_note     (AtlasPackCheck       *self,
                                           const char           *check,
                                           const char           *file,
                                           const char           *format,
                                           ...) G_GNUC_PRINTF (4, 5);
const char     *atlas_pack_check_file_of  (AtlasPackCheck       *self,
                                           const char           *type);
AtlasDateRange  atlas_pack_check_range    (const AtlasImportRow *row,
                                           const char           *field);
AtlasRecord    *atlas_pack_check_find_key (AtlasPackCheck       *self,
                                           const char           *type,
                                           const char           *key);

void            atlas_pack_check_rows     (AtlasPackCheck       *self);
void            atlas_pack_check_dates    (AtlasPackCheck       *self);
void            atlas_pack_check_shapes   (AtlasPackCheck       *self);

G_END_DECLS
