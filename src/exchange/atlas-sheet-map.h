/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/atlas-sheet.h"
#include "records/atlas-record.h"

G_BEGIN_DECLS

/**
 * AtlasSheetField:
 * @name: its name in a map, as `child.first_name`
 * @type: the record type
 * @field: the field
 *
 * Something that a column of a spreadsheet can say.
 */
typedef struct {
  const char       *name;
  const AtlasType  *type;
  const AtlasField *field;
} AtlasSheetField;

/**
 * ATLAS_SHEET_FIELD_NONE:
 *
 * A column that is passed over.
 */
#define ATLAS_SHEET_FIELD_NONE G_MAXUINT

guint                  atlas_sheet_n_fields      (void);
const AtlasSheetField *atlas_sheet_get_field     (guint           field);
guint                  atlas_sheet_find_field    (const char     *name);
char                  *atlas_sheet_label_field   (guint           field) G_GNUC_WARN_UNUSED_RESULT;

typedef struct _AtlasSheetMap AtlasSheetMap;

AtlasSheetMap *atlas_sheet_map_new             (void) G_GNUC_WARN_UNUSED_RESULT;
AtlasSheetMap *atlas_sheet_map_new_guess       (AtlasSheet     *sheet) G_GNUC_WARN_UNUSED_RESULT;
AtlasSheetMap *atlas_sheet_map_new_from_json   (json_t         *object,
                                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;
json_t        *atlas_sheet_map_to_json         (AtlasSheetMap  *self) G_GNUC_WARN_UNUSED_RESULT;
AtlasSheetMap *atlas_sheet_map_copy            (AtlasSheetMap  *self) G_GNUC_WARN_UNUSED_RESULT;
void           atlas_sheet_map_free            (AtlasSheetMap  *self);
guint          atlas_sheet_map_get_field       (AtlasSheetMap  *self,
                                                const char     *title);
void           atlas_sheet_map_set_field       (AtlasSheetMap  *self,
                                                const char     *title,
                                                guint           field);
const char    *atlas_sheet_map_get_default     (AtlasSheetMap  *self,
                                                guint           field);
void           atlas_sheet_map_set_default     (AtlasSheetMap  *self,
                                                guint           field,
                                                const char     *text);
gboolean       atlas_sheet_map_get_month_first (AtlasSheetMap  *self);
void           atlas_sheet_map_set_month_first (AtlasSheetMap  *self,
                                                gboolean        month_first);
gboolean       atlas_sheet_map_check           (AtlasSheetMap  *self,
                                                AtlasSheet     *sheet,
                                                GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSheetMap, atlas_sheet_map_free)

G_END_DECLS
