/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-chart.h"
#include "drawing/atlas-choropleth.h"
#include "drawing/atlas-picture.h"

G_BEGIN_DECLS

/**
 * AtlasColumn:
 * @title: what stands above it
 * @is_number: whether it is aligned to the right
 *
 * A column of a printed table.
 */
typedef struct {
  const char *title;
  gboolean    is_number;
} AtlasColumn;

typedef enum {
  ATLAS_BLOCK_HEADING,
  ATLAS_BLOCK_PARAGRAPH,
  ATLAS_BLOCK_TABLE,
  ATLAS_BLOCK_CHART,
  ATLAS_BLOCK_MAP,
} AtlasBlockKind;

/**
 * AtlasBlock:
 * @kind: what it is
 * @text: words of a heading or paragraph, or what is above a table
 * @columns: (element-type AtlasColumn) (nullable): of a table
 * @cells: (element-type utf8) (nullable): of a table, row after row
 * @chart: (nullable): a chart
 * @map: (nullable): a map
 *
 * One part of a document. Read only.
 */
typedef struct {
  AtlasBlockKind   kind;
  char            *text;
  GArray          *columns;
  GPtrArray       *cells;
  AtlasChart      *chart;
  AtlasChoropleth *map;
} AtlasBlock;

typedef struct _AtlasDocument AtlasDocument;

AtlasDocument    *atlas_document_new            (const char          *title,
                                                 const char          *as_at)
                                                 G_GNUC_WARN_UNUSED_RESULT;
AtlasDocument    *atlas_document_ref            (AtlasDocument       *self)
                                                 G_GNUC_WARN_UNUSED_RESULT;
void              atlas_document_unref          (AtlasDocument       *self);

void              atlas_document_set_mark       (AtlasDocument       *self,
                                                 const char          *mark);
void              atlas_document_set_footer     (AtlasDocument       *self,
                                                 const char          *footer);
void              atlas_document_set_landscape  (AtlasDocument       *self,
                                                 gboolean             is_landscape);

void              atlas_document_add_heading    (AtlasDocument       *self,
                                                 const char          *text);
void              atlas_document_add_paragraph  (AtlasDocument       *self,
                                                 const char          *text);
void              atlas_document_add_table      (AtlasDocument       *self,
                                                 const char          *title,
                                                 const AtlasColumn   *columns,
                                                 gsize                n_columns);
void              atlas_document_add_row        (AtlasDocument       *self,
                                                 const char * const  *cells);
void              atlas_document_add_chart      (AtlasDocument       *self,
                                                 AtlasChart          *chart);
void              atlas_document_add_map        (AtlasDocument       *self,
                                                 AtlasChoropleth     *map);

const char       *atlas_document_get_title      (AtlasDocument       *self);
const char       *atlas_document_get_as_at      (AtlasDocument       *self);
const char       *atlas_document_get_mark       (AtlasDocument       *self);
const char       *atlas_document_get_footer     (AtlasDocument       *self);
gboolean          atlas_document_get_landscape  (AtlasDocument       *self);
guint             atlas_document_get_n_blocks   (AtlasDocument       *self);
const AtlasBlock *atlas_document_get_block      (AtlasDocument       *self,
                                                 guint                index);

guint             atlas_block_get_n_rows        (const AtlasBlock    *self);
const char       *atlas_block_get_cell          (const AtlasBlock    *self,
                                                 guint                row,
                                                 guint                column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDocument, atlas_document_unref)

G_END_DECLS
