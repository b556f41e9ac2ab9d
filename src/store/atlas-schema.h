/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-record.h"
#include "store/atlas-db.h"

G_BEGIN_DECLS

gboolean     atlas_schema_prepare      (AtlasDb         *db,
                                        GError         **error);
gboolean     atlas_schema_check        (AtlasDb         *db,
                                        GError         **error);
gboolean     atlas_schema_has_search   (const AtlasType *type);
char        *atlas_schema_words        (AtlasRecord     *record) G_GNUC_WARN_UNUSED_RESULT;

/* How a record lies in its row. */
#define ATLAS_FIELDS_ALL G_MAXUINT64
const char  *atlas_schema_columns      (const AtlasType *type);
const char  *atlas_schema_upsert       (const AtlasType *type);
char        *atlas_schema_update       (const AtlasType *type,
                                        guint64          fields) G_GNUC_WARN_UNUSED_RESULT;
AtlasRecord *atlas_schema_read_row     (const AtlasType *type,
                                        AtlasStmt       *stmt,
                                        GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_schema_bind_row     (AtlasRecord     *record,
                                        guint64          fields,
                                        const char      *scopes,
                                        json_t          *frev,
                                        AtlasStmt       *stmt);

G_END_DECLS
