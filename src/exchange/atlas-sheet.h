/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ATLAS_SHEET_ROWS_MAX:
 *
 * The most rows that are taken from one spreadsheet.
 */
#define ATLAS_SHEET_ROWS_MAX 10000

/**
 * ATLAS_SHEET_COLUMNS_MAX:
 *
 * The most columns that a spreadsheet may have.
 */
#define ATLAS_SHEET_COLUMNS_MAX 200

typedef struct _AtlasSheet AtlasSheet;

AtlasSheet *atlas_sheet_new           (const char *name,
                                       GBytes     *bytes,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasSheet *atlas_sheet_ref           (AtlasSheet *self);
void        atlas_sheet_unref         (AtlasSheet *self);
const char *atlas_sheet_get_name      (AtlasSheet *self);
const char *atlas_sheet_get_encoding  (AtlasSheet *self);
char        atlas_sheet_get_separator (AtlasSheet *self);
guint       atlas_sheet_n_columns     (AtlasSheet *self);
guint       atlas_sheet_n_rows        (AtlasSheet *self);
const char *atlas_sheet_get_title     (AtlasSheet *self,
                                       guint       column);
const char *atlas_sheet_get_cell      (AtlasSheet *self,
                                       guint       row,
                                       guint       column);
guint       atlas_sheet_get_line      (AtlasSheet *self,
                                       guint       row);
gboolean    atlas_sheet_is_too_wide   (AtlasSheet *self,
                                       guint       row);
GStrv       atlas_sheet_list_examples (AtlasSheet *self,
                                       guint       column,
                                       guint       most) G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_sheet_make_key      (AtlasSheet *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSheet, atlas_sheet_unref)

G_END_DECLS
