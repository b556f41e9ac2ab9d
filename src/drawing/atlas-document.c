/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-document.h"

struct _AtlasDocument
{
  char      *title;
  char      *as_at;
  char      *mark;
  char      *footer;
  gboolean   is_landscape;
  GPtrArray *blocks;    /* (element-type AtlasBlock) */
};

static void
block_free (gpointer data)
{
  AtlasBlock *block = data;

  g_free (block->text);
  for (guint i = 0; block->columns != NULL && i < block->columns->len; i++)
    g_free ((char *) g_array_index (block->columns, AtlasColumn, i).title);
  g_clear_pointer (&block->columns, g_array_unref);
  g_clear_pointer (&block->cells, g_ptr_array_unref);
  g_clear_pointer (&block->chart, atlas_chart_unref);
  g_clear_pointer (&block->map, atlas_choropleth_unref);
  g_free (block);
}

static void
document_clear (gpointer data)
{
  AtlasDocument *self = data;

  g_free (self->title);
  g_free (self->as_at);
  g_free (self->mark);
  g_free (self->footer);
  g_ptr_array_unref (self->blocks);
}

/**
 * atlas_document_new:
 * @title: the title, which heads the first page
 * @as_at: (nullable): how old the figures are, such as "As at 20 November 2026, 9:42am"; it heads
 *   every page
 *
 * Makes a document without contents.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_document_new (const char *title,
                    const char *as_at)
{
  AtlasDocument *self = g_atomic_rc_box_new0 (AtlasDocument);

  self->title = g_strdup (title);
  self->as_at = g_strdup (as_at);
  self->blocks = g_ptr_array_new_with_free_func (block_free);

  return self;
}

AtlasDocument *
atlas_document_ref (AtlasDocument *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
atlas_document_unref (AtlasDocument *self)
{
  g_atomic_rc_box_release_full (self, document_clear);
}

/**
 * atlas_document_set_mark:
 * @self: a document
 * @mark: (nullable): the demonstration's words, on a yellow strip at the head of every page
 *
 * Marks every page.
 */
void
atlas_document_set_mark (AtlasDocument *self,
                         const char    *mark)
{
  g_free (self->mark);
  self->mark = g_strdup (mark);
}

/**
 * atlas_document_set_footer:
 * @self: a document
 * @footer: (nullable): who printed it, and which copy it is
 *
 * Sets what stands beside the number of each page.
 */
void
atlas_document_set_footer (AtlasDocument *self,
                           const char    *footer)
{
  g_free (self->footer);
  self->footer = g_strdup (footer);
}

/**
 * atlas_document_set_landscape:
 * @self: a document
 * @is_landscape: whether its paper lies on its side, as for a map
 *
 * Says how the paper lies when nobody chooses otherwise.
 */
void
atlas_document_set_landscape (AtlasDocument *self,
                              gboolean       is_landscape)
{
  self->is_landscape = is_landscape;
}

static AtlasBlock *
add_block (AtlasDocument *self,
           AtlasBlockKind kind,
           const char    *text)
{
  AtlasBlock *block = g_new0 (AtlasBlock, 1);

  block->kind = kind;
  block->text = g_strdup (text);
  g_ptr_array_add (self->blocks, block);

  return block;
}

void
atlas_document_add_heading (AtlasDocument *self,
                            const char    *text)
{
  add_block (self, ATLAS_BLOCK_HEADING, text);
}

void
atlas_document_add_paragraph (AtlasDocument *self,
                              const char    *text)
{
  add_block (self, ATLAS_BLOCK_PARAGRAPH, text);
}

/**
 * atlas_document_add_table:
 * @self: a document
 * @title: (nullable): what the table shows; it is printed above it
 * @columns: (array length=n_columns): its columns, at least one
 * @n_columns: their number
 *
 * Begins a table; atlas_document_add_row() fills it.
 */
void
atlas_document_add_table (AtlasDocument     *self,
                          const char        *title,
                          const AtlasColumn *columns,
                          gsize              n_columns)
{
  AtlasBlock *block;

  g_return_if_fail (n_columns > 0);

  block = add_block (self, ATLAS_BLOCK_TABLE, title);
  block->columns = g_array_new (FALSE, FALSE, sizeof (AtlasColumn));
  block->cells = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n_columns; i++)
    {
      AtlasColumn column = { g_strdup (columns[i].title), columns[i].is_number };

      g_array_append_val (block->columns, column);
    }
}

/**
 * atlas_document_add_row:
 * @self: a document that ends in a table
 * @cells: as many texts as the table has columns; %NULL for an empty one
 *
 * Adds a row to the last table.
 */
void
atlas_document_add_row (AtlasDocument      *self,
                        const char * const *cells)
{
  AtlasBlock *block;

  g_return_if_fail (self->blocks->len > 0);
  block = g_ptr_array_index (self->blocks, self->blocks->len - 1);
  g_return_if_fail (block->kind == ATLAS_BLOCK_TABLE);

  for (guint i = 0; i < block->columns->len; i++)
    g_ptr_array_add (block->cells, g_strdup (cells[i]));
}

/**
 * atlas_document_add_chart:
 * @self: a document
 * @chart: a finished chart
 *
 * Adds a chart as wide as the page.
 */
void
atlas_document_add_chart (AtlasDocument *self,
                          AtlasChart    *chart)
{
  add_block (self, ATLAS_BLOCK_CHART,
             atlas_chart_get_title (chart))->chart = atlas_chart_ref (chart);
}

/**
 * atlas_document_add_map:
 * @self: a document
 * @map: a map with its values
 *
 * Adds a map as wide as the page.
 */
void
atlas_document_add_map (AtlasDocument   *self,
                        AtlasChoropleth *map)
{
  AtlasBlock *block = add_block (self, ATLAS_BLOCK_MAP, atlas_choropleth_get_title (map));

  block->map = atlas_choropleth_ref (map);
}

const char *
atlas_document_get_title (AtlasDocument *self)
{
  return self->title;
}

const char *
atlas_document_get_as_at (AtlasDocument *self)
{
  return self->as_at;
}

const char *
atlas_document_get_mark (AtlasDocument *self)
{
  return self->mark;
}

gboolean
atlas_document_get_landscape (AtlasDocument *self)
{
  return self->is_landscape;
}

const char *
atlas_document_get_footer (AtlasDocument *self)
{
  return self->footer;
}

guint
atlas_document_get_n_blocks (AtlasDocument *self)
{
  return self->blocks->len;
}

const AtlasBlock *
atlas_document_get_block (AtlasDocument *self,
                          guint          index)
{
  g_return_val_if_fail (index < self->blocks->len, NULL);

  return g_ptr_array_index (self->blocks, index);
}

/**
 * atlas_block_get_n_rows:
 * @self: a block
 *
 * Returns: rows of a table, without its head; 0 for anything else
 */
guint
atlas_block_get_n_rows (const AtlasBlock *self)
{
  return self->kind == ATLAS_BLOCK_TABLE ? self->cells->len / self->columns->len : 0;
}

/**
 * atlas_block_get_cell:
 * @self: a table
 * @row: which row
 * @column: which column
 *
 * Returns: (nullable): the cell's text
 */
const char *
atlas_block_get_cell (const AtlasBlock *self,
                      guint             row,
                      guint             column)
{
  return g_ptr_array_index (self->cells, row * self->columns->len + column);
}
