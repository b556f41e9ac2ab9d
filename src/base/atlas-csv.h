/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AtlasCsv AtlasCsv;

AtlasCsv   *atlas_csv_parse       (const char      *text,
                                   gsize            length,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasCsv   *atlas_csv_parse_table (const char      *text,
                                   gsize            length,
                                   char             separator,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void        atlas_csv_free        (AtlasCsv        *self);
guint       atlas_csv_n_rows      (AtlasCsv        *self);
guint       atlas_csv_n_columns   (AtlasCsv        *self);
const char *atlas_csv_column      (AtlasCsv        *self,
                                   guint            column);
gboolean    atlas_csv_has_column  (AtlasCsv        *self,
                                   const char      *name);
const char *atlas_csv_get         (AtlasCsv        *self,
                                   guint            row,
                                   const char      *name);
const char *atlas_csv_get_at      (AtlasCsv        *self,
                                   guint            row,
                                   guint            column);
guint       atlas_csv_row_line    (AtlasCsv        *self,
                                   guint            row);
guint       atlas_csv_row_cells   (AtlasCsv        *self,
                                   guint            row);
const char *atlas_csv_unguard     (const char      *cell);
void        atlas_csv_append_cell (GString         *text,
                                   const char      *cell,
                                   gboolean         is_first);
void        atlas_csv_end_row     (GString         *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCsv, atlas_csv_free)

G_END_DECLS
