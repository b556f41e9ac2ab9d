/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of a spreadsheet, as its cells say it; for atlas-sheet-plan.c. */
#pragma once

#include "exchange/atlas-sheet-index.h"
#include "exchange/atlas-sheet-plan.h"

G_BEGIN_DECLS

/* What is read, and what it is compared with. */
typedef struct {
  AtlasSheet               *sheet;
  AtlasSheetMap            *map;
  AtlasSheetIndex          *index;
  const AtlasSheetSettings *settings;
  guint                    *columns;    /* field -> column, or G_MAXUINT */
} AtlasSheetReader;

/* The values that a row gives, by field name; a blank cell gives none. */
typedef struct {
  AtlasSheetReader *reader;
  AtlasSheetLine   *line;       /* (unowned) */
  json_t           *child;
  json_t           *referral;
  json_t           *exclusion;
} AtlasSheetRow;

void      atlas_sheet_row_read   (AtlasSheetRow *self,
                                  guint          row);
void      atlas_sheet_row_fill   (AtlasSheetRow   *self,
                                  const AtlasType *type);
void      atlas_sheet_row_clear  (AtlasSheetRow *self);
void      atlas_sheet_row_refuse (AtlasSheetRow *self,
                                  const char    *field,
                                  const char    *format,
                                  ...) G_GNUC_PRINTF (3, 4);
gboolean  atlas_sheet_row_is_refused (AtlasSheetRow *self);
AtlasDate atlas_sheet_row_date   (json_t        *fields,
                                  const char    *field);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasSheetRow, atlas_sheet_row_clear)

G_END_DECLS
