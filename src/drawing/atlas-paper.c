/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as every page of the program is written: its head and mark, its tables as text. */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-paper.h"

#include <glib/gi18n.h>

#include "base/atlas-csv.h"
#include "drawing/atlas-page.h"
#include "records/atlas-as-at.h"

/**
 * atlas_paper_new:
 * @title: what it is about
 * @on: the day that its figures are of
 * @is_demonstration: whether they are made up, which each page then says
 *
 * Begins a document as every page of the program is printed: "As at" at its head, the
 * demonstration's mark, the number of the page at its foot.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_paper_new (const char *title,
                 AtlasDate   on,
                 gboolean    is_demonstration)
{
  g_autofree char *day = atlas_date_format_long (on);
  g_autofree char *as_at = NULL;
  AtlasDocument *document;

  /* Translators: a date. */
  as_at = g_strdup_printf (_("As at %s"), day);
  document = atlas_document_new (title, as_at);
  if (is_demonstration)
    atlas_document_set_mark (document, _("Demonstration county. Nothing here is real."));

  return document;
}

static void
add_chart_row (AtlasDocument *document,
               AtlasChart    *chart,
               guint          tick)
{
  guint n_lines = atlas_chart_get_n_lines (chart);
  g_autoptr(GPtrArray) cells = g_ptr_array_new ();
  const char *note;

  g_ptr_array_add (cells, (char *) atlas_chart_get_tick (chart, tick, &note));
  for (guint line = 0; line < n_lines; line++)
    g_ptr_array_add (cells, (char *) atlas_chart_get_point (chart, line, tick)->text);
  g_ptr_array_add (cells, (char *) note);
  atlas_document_add_row (document, (const char * const *) cells->pdata);
}

static void
add_chart_table (AtlasDocument *document,
                 AtlasChart    *chart,
                 const char    *head)
{
  guint n_lines = atlas_chart_get_n_lines (chart);
  g_autoptr(GArray) columns = g_array_new (FALSE, FALSE, sizeof (AtlasColumn));
  AtlasColumn column = { head, FALSE };
  gboolean has_notes = FALSE;

  g_array_append_val (columns, column);
  for (guint line = 0; line < n_lines; line++)
    {
      column.title = atlas_chart_get_line (chart, line);
      column.is_number = TRUE;
      if (column.title == NULL)
        column.title = _("Figure");
      g_array_append_val (columns, column);
    }
  for (guint tick = 0; tick < atlas_chart_get_n_ticks (chart); tick++)
    {
      const char *note;

      atlas_chart_get_tick (chart, tick, &note);
      has_notes |= note != NULL;
    }
  column.title = _("Note");
  column.is_number = FALSE;
  if (has_notes)
    g_array_append_val (columns, column);

  atlas_document_add_table (document, atlas_chart_get_title (chart),
                            (const AtlasColumn *) columns->data, columns->len);
  for (guint tick = 0; tick < atlas_chart_get_n_ticks (chart); tick++)
    add_chart_row (document, chart, tick);
}

/**
 * atlas_paper_add_chart:
 * @document: a document
 * @chart: a finished chart
 * @head: what its bars or points are, which heads the first column of the table
 * @as_table: whether to add its figures as a table in its stead
 *
 * Adds a chart, or the table behind it.
 */
void
atlas_paper_add_chart (AtlasDocument *document,
                       AtlasChart    *chart,
                       const char    *head,
                       gboolean       as_table)
{
  if (!as_table)
    {
      atlas_document_add_chart (document, chart);
      return;
    }

  add_chart_table (document, chart, head);
  if (atlas_chart_get_caption (chart) != NULL)
    atlas_document_add_paragraph (document, atlas_chart_get_caption (chart));
}

/**
 * atlas_paper_add_source:
 * @document: a document
 * @record: with `published` and `checked`
 * @source: where what it says comes from
 *
 * Adds where something comes from, and how old that is when it is known.
 */
void
atlas_paper_add_source (AtlasDocument *document,
                        AtlasRecord   *record,
                        const char    *source)
{
  g_autofree char *age = atlas_record_describe_age (record);
  g_autofree char *text = NULL;

  /* Translators: where figures come from, and how old they are. */
  text = *age != '\0' ? g_strdup_printf (_("Source: %1$s, %2$s."), source, age)
                      : g_strdup_printf (_("Source: %s."), source);
  atlas_document_add_paragraph (document, text);
}

static GPtrArray *
list_tables (AtlasDocument *document)
{
  GPtrArray *tables = g_ptr_array_new ();

  for (guint i = 0; i < atlas_document_get_n_blocks (document); i++)
    {
      const AtlasBlock *block = atlas_document_get_block (document, i);

      if (block->kind == ATLAS_BLOCK_TABLE)
        g_ptr_array_add (tables, (gpointer) block);
    }

  return tables;
}

static void
append_text_table (GString          *text,
                   const AtlasBlock *table)
{
  for (guint column = 0; column < table->columns->len; column++)
    g_string_append_printf (text, "%s%s", column > 0 ? "\t" : "",
                            g_array_index (table->columns, AtlasColumn, column).title);
  g_string_append_c (text, '\n');

  for (guint row = 0; row < atlas_block_get_n_rows (table); row++)
    {
      for (guint column = 0; column < table->columns->len; column++)
        {
          const char *cell = atlas_block_get_cell (table, row, column);

          g_string_append_printf (text, "%s%s", column > 0 ? "\t" : "", cell != NULL ? cell : "");
        }
      g_string_append_c (text, '\n');
    }
}

/**
 * atlas_paper_to_text:
 * @document: a document
 *
 * Writes the document's tables for an e-mail or a spreadsheet: cells parted by tabs, under its
 * title, how old it is and the demonstration's mark. Of several, each stands under its own title.
 *
 * Returns: (transfer full): the text, empty when there is no table
 */
char *
atlas_paper_to_text (AtlasDocument *document)
{
  g_autoptr(GPtrArray) tables = list_tables (document);
  g_autoptr(GString) text = g_string_new (NULL);

  if (tables->len == 0)
    return g_strdup ("");

  g_string_append_printf (text, "%s\n%s\n", atlas_document_get_title (document),
                          atlas_document_get_as_at (document));
  if (atlas_document_get_mark (document) != NULL)
    g_string_append_printf (text, "%s\n", atlas_document_get_mark (document));
  for (guint i = 0; i < tables->len; i++)
    {
      const AtlasBlock *table = g_ptr_array_index (tables, i);

      if (tables->len > 1)
        g_string_append_printf (text, "\n%s\n", table->text != NULL ? table->text : "");
      append_text_table (text, table);
    }

  return g_strdup (text->str);
}

static void
append_csv_table (GString          *text,
                  const AtlasBlock *table)
{
  for (guint column = 0; column < table->columns->len; column++)
    atlas_csv_append_cell (text, g_array_index (table->columns, AtlasColumn, column).title,
                           column == 0);
  atlas_csv_end_row (text);
  for (guint row = 0; row < atlas_block_get_n_rows (table); row++)
    {
      for (guint column = 0; column < table->columns->len; column++)
        atlas_csv_append_cell (text, atlas_block_get_cell (table, row, column), column == 0);
      atlas_csv_end_row (text);
    }
}

/**
 * atlas_paper_to_csv:
 * @document: a document
 *
 * Writes the document's table as CSV: its head, then its rows. Several tables follow one another,
 * each under a row with its title and after an empty one.
 *
 * Returns: (transfer full): the file's text, empty when there is no table
 */
char *
atlas_paper_to_csv (AtlasDocument *document)
{
  g_autoptr(GPtrArray) tables = list_tables (document);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < tables->len; i++)
    {
      const AtlasBlock *table = g_ptr_array_index (tables, i);

      if (i > 0)
        atlas_csv_end_row (text);
      if (tables->len > 1)
        {
          atlas_csv_append_cell (text, table->text != NULL ? table->text : "", TRUE);
          atlas_csv_end_row (text);
        }
      append_csv_table (text, table);
    }

  return g_strdup (text->str);
}

/**
 * atlas_paper_to_pdf:
 * @document: a document
 * @error: return location for an error
 *
 * Writes the pages that are printed, on A4, on its side for a landscape document.
 *
 * Errors: those of atlas_document_to_pdf().
 *
 * Returns: (transfer full): the file
 */
GBytes *
atlas_paper_to_pdf (AtlasDocument *document,
                    GError       **error)
{
  if (atlas_document_get_landscape (document))
    return atlas_document_to_pdf (document, ATLAS_A4_HEIGHT, ATLAS_A4_WIDTH, error);

  return atlas_document_to_pdf (document, ATLAS_A4_WIDTH, ATLAS_A4_HEIGHT, error);
}
