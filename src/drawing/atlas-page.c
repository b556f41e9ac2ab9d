/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-page.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>
#include <math.h>

#include "base/atlas-error.h"

/* In points. */
#define MARGIN        42.0
#define HEAD_HEIGHT   20.0
#define FOOT_HEIGHT   20.0
#define MARK_HEIGHT   18.0
#define BLOCK_GAP     10.0
#define CELL_GAP      8.0
#define ROW_GAP       3.0

/* A heading stays with at least this much of what it heads. */
#define KEEP_WITH_HEADING 60.0

/* Relative to body text. */
#define TITLE_SIZE   1.9
#define HEADING_SIZE 1.35

/* A map's height, of the page's width. */
#define MAP_SHARE 0.95

/* A block, measured: strips are what a page's end may come between. */
typedef struct {
  const AtlasBlock *block;
  GArray           *strips;      /* (element-type double): heights of lines, rows or the whole */
  double            head;        /* repeated on each page: a table's title and head */
  double           *columns;     /* (nullable): widths of a table's columns */
} Measured;

/* Some strips of a block on a page. */
typedef struct {
  guint  page;
  guint  block;
  guint  first;
  guint  n_strips;
  double y;
} Piece;

struct _AtlasPages
{
  AtlasDocument *document;
  AtlasStyle     style;
  double         width;
  double         height;
  guint          n_pages;
  GArray        *blocks;      /* (element-type Measured) */
  GArray        *pieces;      /* (element-type Piece): in order */
};

static double
body_width (AtlasPages *self)
{
  return self->width - 2 * MARGIN;
}

static double
body_top (AtlasPages *self)
{
  gboolean has_mark = atlas_document_get_mark (self->document) != NULL;

  return MARGIN + HEAD_HEIGHT + (has_mark ? MARK_HEIGHT : 0);
}

static double
body_bottom (AtlasPages *self)
{
  return self->height - MARGIN - FOOT_HEIGHT;
}

static PangoLayout *
text_layout (AtlasPages *self,
             cairo_t    *cr,
             const char *text,
             double      times,
             gboolean    bold,
             double      width)
{
  PangoLayout *layout = atlas_text_new (cr, &self->style, text, times, bold);

  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);

  return layout;
}

static PangoLayout *
cell_layout (AtlasPages     *self,
             cairo_t        *cr,
             const Measured *measured,
             const char     *text,
             guint           column,
             gboolean        is_head)
{
  const AtlasColumn *kind = &g_array_index (measured->block->columns, AtlasColumn, column);
  PangoLayout *layout = text_layout (self, cr, text, 1, is_head, measured->columns[column]);

  pango_layout_set_alignment (layout, kind->is_number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);

  return layout;
}

/* Row -1 is the head. */
static const char *
cell_text (const AtlasBlock *block,
           int               row,
           guint             column)
{
  return row < 0 ? g_array_index (block->columns, AtlasColumn, column).title
                 : atlas_block_get_cell (block, (guint) row, column);
}

static double
row_height (AtlasPages     *self,
            cairo_t        *cr,
            const Measured *measured,
            int             row)
{
  double height = 0;

  for (guint c = 0; c < measured->block->columns->len; c++)
    {
      g_autoptr(PangoLayout) layout = NULL;
      double needed;

      layout = cell_layout (self, cr, measured, cell_text (measured->block, row, c), c, row < 0);
      atlas_text_get_size (layout, NULL, &needed);
      height = MAX (height, needed);
    }

  return height + 2 * ROW_GAP;
}

/* The width of the widest text of a column, or of its longest word. */
static double
widest_text (AtlasPages       *self,
             cairo_t          *cr,
             const AtlasBlock *block,
             guint             column,
             gboolean          is_of_words)
{
  g_autoptr(PangoLayout) head = atlas_text_new (cr, &self->style, NULL, 1, TRUE);
  g_autoptr(PangoLayout) cell = atlas_text_new (cr, &self->style, NULL, 1, FALSE);
  double widest = 0;

  for (int r = -1; r < (int) atlas_block_get_n_rows (block); r++)
    {
      PangoLayout *layout = r < 0 ? head : cell;
      const char *text = cell_text (block, r, column);
      double width;

      pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
      pango_layout_set_width (layout, is_of_words ? 0 : -1);
      pango_layout_set_text (layout, text != NULL ? text : "", -1);
      atlas_text_get_size (layout, &width, NULL);
      widest = MAX (widest, width);
    }

  return ceil (widest) + 1;
}

/* Columns are as wide as their widest text; where that is too much, wide ones give way, down to
 * their longest words as far as the page has room for those. */
static void
measure_columns (AtlasPages *self,
                 cairo_t    *cr,
                 Measured   *measured)
{
  guint n_columns = measured->block->columns->len;
  g_autofree double *words = g_new0 (double, n_columns);
  double room = body_width (self) - CELL_GAP * (n_columns - 1);
  double fair = room / n_columns;
  double wide = 0;
  double least = 0;

  measured->columns = g_new0 (double, n_columns);

  for (guint c = 0; c < n_columns; c++)
    {
      measured->columns[c] = widest_text (self, cr, measured->block, c, FALSE);
      words[c] = measured->columns[c] > fair ? widest_text (self, cr, measured->block, c, TRUE)
                                             : measured->columns[c];
      wide += measured->columns[c];
      least += words[c];
    }

  for (guint c = 0; c < n_columns && wide > room; c++)
    {
      if (least >= room)
        measured->columns[c] = words[c] * room / least;
      else
        measured->columns[c] = words[c] + (measured->columns[c] - words[c]) * (room - least) /
                               (wide - least);
    }
}

static void
add_strip (Measured *measured,
           double    height)
{
  g_array_append_val (measured->strips, height);
}

static void
measure_text (AtlasPages *self,
              cairo_t    *cr,
              Measured   *measured)
{
  gboolean heading = measured->block->kind == ATLAS_BLOCK_HEADING;
  g_autoptr(PangoLayout) layout = NULL;
  double height;

  layout = text_layout (self, cr, measured->block->text, heading ? HEADING_SIZE : 1, heading,
                        body_width (self));

  if (heading)
    {
      atlas_text_get_size (layout, NULL, &height);
      add_strip (measured, height);
      return;
    }

  for (int i = 0; i < pango_layout_get_line_count (layout); i++)
    {
      PangoRectangle logical;

      pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, i), NULL, &logical);
      add_strip (measured, pango_units_to_double (logical.height));
    }
}

static void
measure_table (AtlasPages *self,
               cairo_t    *cr,
               Measured   *measured)
{
  measure_columns (self, cr, measured);
  measured->head = row_height (self, cr, measured, -1) +
                   atlas_text_measure (cr, &self->style, measured->block->text, body_width (self));

  for (guint r = 0; r < atlas_block_get_n_rows (measured->block); r++)
    add_strip (measured, row_height (self, cr, measured, (int) r));
}

static double
title_height (AtlasPages *self,
              cairo_t    *cr)
{
  g_autoptr(PangoLayout) layout = NULL;
  double height;

  layout = text_layout (self, cr, atlas_document_get_title (self->document), TITLE_SIZE, TRUE,
                        body_width (self));
  atlas_text_get_size (layout, NULL, &height);

  return height + BLOCK_GAP;
}

static void
measure_block (AtlasPages       *self,
               cairo_t          *cr,
               const AtlasBlock *block)
{
  Measured measured = { block, g_array_new (FALSE, FALSE, sizeof (double)), 0, NULL };
  double page_height = body_bottom (self) - body_top (self);

  switch (block->kind)
    {
    case ATLAS_BLOCK_TABLE:
      measure_table (self, cr, &measured);
      break;

    case ATLAS_BLOCK_CHART:
      add_strip (&measured,
                 MIN (atlas_chart_get_height (block->chart, body_width (self), &self->style),
                      page_height));
      break;

    case ATLAS_BLOCK_MAP:
      /* Under a title, a map that comes first leaves the title its room. */
      if (self->blocks->len == 0)
        page_height -= title_height (self, cr);
      add_strip (&measured, MIN (body_width (self) * MAP_SHARE, page_height));
      break;

    case ATLAS_BLOCK_HEADING:
    case ATLAS_BLOCK_PARAGRAPH:
    default:
      measure_text (self, cr, &measured);
    }

  g_array_append_val (self->blocks, measured);
}

static void
start_page (AtlasPages *self,
            double     *y)
{
  self->n_pages++;
  *y = body_top (self);
}

/* As many strips as there is room for, but always one, so that every document ends. */
static Piece
fill (AtlasPages     *self,
      const Measured *measured,
      guint           index,
      guint           first,
      double          y)
{
  Piece piece = { self->n_pages - 1, index, first, 0, y };
  double end = y + measured->head;

  for (guint i = first; i < measured->strips->len; i++)
    {
      end += g_array_index (measured->strips, double, i);
      if (end > body_bottom (self) && piece.n_strips > 0)
        break;
      piece.n_strips++;
    }

  return piece;
}

static double
piece_height (const Measured *measured,
              const Piece    *piece)
{
  double height = measured->head;

  for (guint i = 0; i < piece->n_strips; i++)
    height += g_array_index (measured->strips, double, piece->first + i);

  return height;
}

static void
place_block (AtlasPages *self,
             guint       index,
             double     *y)
{
  const Measured *measured = &g_array_index (self->blocks, Measured, index);
  guint first = 0;

  /* A table without rows still has its head. */
  do
    {
      double needed = measured->head;
      Piece piece;

      if (first < measured->strips->len)
        needed += g_array_index (measured->strips, double, first);
      if (measured->block->kind == ATLAS_BLOCK_HEADING)
        needed += KEEP_WITH_HEADING;

      if (*y + needed > body_bottom (self) && *y > body_top (self))
        start_page (self, y);

      piece = fill (self, measured, index, first, *y);
      g_array_append_val (self->pieces, piece);
      *y += piece_height (measured, &piece) + BLOCK_GAP;
      first += piece.n_strips;

      if (first < measured->strips->len)
        start_page (self, y);
    }
  while (first < measured->strips->len);
}

static void
measured_clear (gpointer data)
{
  Measured *measured = data;

  g_array_unref (measured->strips);
  g_free (measured->columns);
}

/**
 * atlas_pages_new:
 * @document: what is printed; it does not change any more
 * @width: of the paper, in points
 * @height: of the paper, in points
 *
 * Divides a document into pages.
 *
 * Returns: (transfer full): at least one page
 */
AtlasPages *
atlas_pages_new (AtlasDocument *document,
                 double         width,
                 double         height)
{
  AtlasPages *self = g_new0 (AtlasPages, 1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  double y;

  self->document = atlas_document_ref (document);
  self->style = atlas_style_for_print ();
  self->width = width;
  self->height = height;
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Measured));
  g_array_set_clear_func (self->blocks, measured_clear);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  start_page (self, &y);
  y += title_height (self, cr);

  for (guint i = 0; i < atlas_document_get_n_blocks (document); i++)
    {
      measure_block (self, cr, atlas_document_get_block (document, i));
      place_block (self, i, &y);
    }

  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return self;
}

void
atlas_pages_free (AtlasPages *self)
{
  atlas_document_unref (self->document);
  g_array_unref (self->blocks);
  g_array_unref (self->pieces);
  g_free (self);
}

guint
atlas_pages_get_n_pages (AtlasPages *self)
{
  return self->n_pages;
}

static void
draw_row (AtlasPages     *self,
          cairo_t        *cr,
          const Measured *measured,
          int             row,
          double          y,
          double          height)
{
  double x = MARGIN;

  cairo_tag_begin (cr, "TR", NULL);

  for (guint c = 0; c < measured->block->columns->len; c++)
    {
      g_autoptr(PangoLayout) layout = NULL;

      layout = cell_layout (self, cr, measured, cell_text (measured->block, row, c), c, row < 0);
      cairo_tag_begin (cr, row < 0 ? "TH" : "TD", NULL);
      atlas_draw_ink (cr, &self->style, ATLAS_INK_TEXT);
      atlas_text_draw (cr, layout, x, y + ROW_GAP);
      cairo_tag_end (cr, row < 0 ? "TH" : "TD");
      x += measured->columns[c] + CELL_GAP;
    }

  cairo_tag_end (cr, "TR");

  atlas_draw_ink (cr, &self->style, row < 0 ? ATLAS_INK_TEXT : ATLAS_INK_GRID);
  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, MARGIN, y + height);
  cairo_line_to (cr, x - CELL_GAP, y + height);
  cairo_stroke (cr);
}

static void
draw_table (AtlasPages     *self,
            cairo_t        *cr,
            const Measured *measured,
            const Piece    *piece)
{
  double y = piece->y;
  double height;

  if (measured->block->text != NULL)
    {
      cairo_tag_begin (cr, "P", NULL);
      y += atlas_text_put (cr, &self->style, ATLAS_INK_DIM_TEXT, measured->block->text, MARGIN, y,
                           body_width (self));
      cairo_tag_end (cr, "P");
    }

  cairo_tag_begin (cr, "Table", NULL);
  height = row_height (self, cr, measured, -1);
  draw_row (self, cr, measured, -1, y, height);
  y += height;

  for (guint i = piece->first; i < piece->first + piece->n_strips; i++)
    {
      height = g_array_index (measured->strips, double, i);
      draw_row (self, cr, measured, (int) i, y, height);
      y += height;
    }
  cairo_tag_end (cr, "Table");
}

static void
draw_paragraph (AtlasPages     *self,
                cairo_t        *cr,
                const Measured *measured,
                const Piece    *piece)
{
  g_autoptr(PangoLayout) layout = NULL;
  double y = piece->y;

  layout = text_layout (self, cr, measured->block->text, 1, FALSE, body_width (self));
  atlas_draw_ink (cr, &self->style, ATLAS_INK_TEXT);
  cairo_tag_begin (cr, "P", NULL);

  for (guint i = piece->first; i < piece->first + piece->n_strips; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, (int) i);
      PangoRectangle logical;

      pango_layout_line_get_extents (line, NULL, &logical);
      cairo_move_to (cr, MARGIN, y - pango_units_to_double (logical.y));
      pango_cairo_show_layout_line (cr, line);
      y += g_array_index (measured->strips, double, i);
    }

  cairo_tag_end (cr, "P");
}

static void
draw_title (AtlasPages *self,
            cairo_t    *cr,
            const char *text,
            double      times,
            const char *tag,
            double      y)
{
  g_autoptr(PangoLayout) layout = text_layout (self, cr, text, times, TRUE, body_width (self));

  cairo_tag_begin (cr, tag, NULL);
  atlas_draw_ink (cr, &self->style, ATLAS_INK_TEXT);
  atlas_text_draw (cr, layout, MARGIN, y);
  cairo_tag_end (cr, tag);
}

static void
draw_picture (AtlasPages     *self,
              cairo_t        *cr,
              const Measured *measured,
              const Piece    *piece)
{
  double height = piece_height (measured, piece);

  cairo_tag_begin (cr, "Figure", NULL);
  cairo_save (cr);
  cairo_translate (cr, MARGIN, piece->y);
  if (measured->block->kind == ATLAS_BLOCK_CHART)
    atlas_chart_draw (measured->block->chart, cr, body_width (self), height, &self->style);
  else
    atlas_choropleth_draw (measured->block->map, cr, body_width (self), height, &self->style,
                           atlas_document_get_mark (self->document) == NULL);
  cairo_restore (cr);
  cairo_tag_end (cr, "Figure");
}

static void
draw_piece (AtlasPages  *self,
            cairo_t     *cr,
            const Piece *piece)
{
  const Measured *measured = &g_array_index (self->blocks, Measured, piece->block);

  switch (measured->block->kind)
    {
    case ATLAS_BLOCK_HEADING:
      draw_title (self, cr, measured->block->text, HEADING_SIZE, "H2", piece->y);
      break;

    case ATLAS_BLOCK_PARAGRAPH:
      draw_paragraph (self, cr, measured, piece);
      break;

    case ATLAS_BLOCK_TABLE:
      draw_table (self, cr, measured, piece);
      break;

    case ATLAS_BLOCK_CHART:
    case ATLAS_BLOCK_MAP:
    default:
      draw_picture (self, cr, measured, piece);
    }
}

/* Mark, age of the figures, who printed them, and the number of the page. */
static void
draw_frame (AtlasPages *self,
            cairo_t    *cr,
            guint       page)
{
  const char *mark = atlas_document_get_mark (self->document);
  double foot = self->height - MARGIN - FOOT_HEIGHT / 2;
  g_autofree char *number = NULL;
  double y = MARGIN;

  if (mark != NULL)
    {
      cairo_rectangle (cr, MARGIN, y, body_width (self), MARK_HEIGHT - 4);
      atlas_draw_colour (cr, atlas_mark_fill ());
      cairo_fill (cr);
      atlas_draw_colour (cr, atlas_mark_text ());
      atlas_text_put_line (cr, &self->style, mark, MARGIN, y, body_width (self),
                           PANGO_ALIGN_CENTER);
      y += MARK_HEIGHT;
    }

  atlas_draw_ink (cr, &self->style, ATLAS_INK_DIM_TEXT);
  atlas_text_put_line (cr, &self->style, atlas_document_get_as_at (self->document), MARGIN, y,
                       body_width (self), PANGO_ALIGN_RIGHT);

  /* Translators: number of a printed page, and how many there are. */
  number = g_strdup_printf (_("Page %u of %u"), page + 1, self->n_pages);
  atlas_text_put_line (cr, &self->style, number, MARGIN, foot, body_width (self),
                       PANGO_ALIGN_RIGHT);
  atlas_text_put_line (cr, &self->style, atlas_document_get_footer (self->document), MARGIN, foot,
                       body_width (self) * 0.75, PANGO_ALIGN_LEFT);
}

/**
 * atlas_pages_draw:
 * @self: a document's pages
 * @page: which, from 0
 * @cr: where to, in points from the paper's corner
 *
 * Draws a page, with tags that tell a reader of a PDF what is a heading and what a table. On a PDF
 * the document's title becomes the file's.
 */
void
atlas_pages_draw (AtlasPages *self,
                  guint       page,
                  cairo_t    *cr)
{
  g_return_if_fail (page < self->n_pages);

  if (page == 0)
    {
      cairo_surface_t *surface = cairo_get_target (cr);

      if (cairo_surface_get_type (surface) == CAIRO_SURFACE_TYPE_PDF)
        cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                        atlas_document_get_title (self->document));

      draw_title (self, cr, atlas_document_get_title (self->document), TITLE_SIZE, "H1",
                  body_top (self));
    }

  draw_frame (self, cr, page);

  for (guint i = 0; i < self->pieces->len; i++)
    if (g_array_index (self->pieces, Piece, i).page == page)
      draw_piece (self, cr, &g_array_index (self->pieces, Piece, i));
}

static cairo_status_t
write_bytes (void                *closure,
             const unsigned char *data,
             unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * atlas_document_to_pdf:
 * @document: what is printed
 * @width: of the paper, in points
 * @height: of the paper, in points
 * @error: return location for an error
 *
 * Makes a tagged PDF in memory. It names no language, because Cairo cannot write one.
 *
 * Returns: (transfer full): the file's bytes
 */
GBytes *
atlas_document_to_pdf (AtlasDocument *document,
                       double         width,
                       double         height,
                       GError       **error)
{
  g_autoptr(AtlasPages) pages = atlas_pages_new (document, width, height);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_bytes, bytes, width,
                                                                  height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  for (guint i = 0; i < pages->n_pages; i++)
    {
      atlas_pages_draw (pages, i, cr);
      cairo_show_page (cr);
    }

  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_FAILED, "Drawing a document: %s",
                   cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
