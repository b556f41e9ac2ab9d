/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-paper.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-compat.h"
#include "app/atlas-print.h"
#include "app/atlas-window.h"
#include "base/atlas-csv.h"
#include "drawing/atlas-page.h"

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

static const AtlasBlock *
find_last_table (AtlasDocument *document)
{
  for (guint i = atlas_document_get_n_blocks (document); i > 0; i--)
    {
      const AtlasBlock *block = atlas_document_get_block (document, i - 1);

      if (block->kind == ATLAS_BLOCK_TABLE)
        return block;
    }

  return NULL;
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
 * Writes the document's last table for an e-mail or a spreadsheet: cells parted by tabs, under
 * its title, how old it is and the demonstration's mark.
 *
 * Returns: (transfer full): the text, empty when there is no table
 */
char *
atlas_paper_to_text (AtlasDocument *document)
{
  const AtlasBlock *table = find_last_table (document);
  g_autoptr(GString) text = g_string_new (NULL);

  if (table == NULL)
    return g_strdup ("");

  g_string_append_printf (text, "%s\n%s\n", atlas_document_get_title (document),
                          atlas_document_get_as_at (document));
  if (atlas_document_get_mark (document) != NULL)
    g_string_append_printf (text, "%s\n", atlas_document_get_mark (document));
  append_text_table (text, table);

  return g_strdup (text->str);
}

/**
 * atlas_paper_to_csv:
 * @document: a document
 *
 * Writes the document's last table as CSV: its head, then its rows.
 *
 * Returns: (transfer full): the file's text, empty when there is no table
 */
char *
atlas_paper_to_csv (AtlasDocument *document)
{
  const AtlasBlock *table = find_last_table (document);
  g_autoptr(GString) text = g_string_new (NULL);

  if (table == NULL)
    return g_strdup ("");

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

  return g_strdup (text->str);
}

static void
say_failure (GtkWidget    *from,
             const char   *sentence,
             const GError *error)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", sentence, error->message);

  atlas_window_toast (from, text);
}

static void
printed_cb (GtkPrintOperation      *operation,
            GtkPrintOperationResult result,
            GtkWidget              *from)
{
  g_autoptr(GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  say_failure (from, _("Nothing was printed"), error);
}

/**
 * atlas_paper_print:
 * @from: a widget of the window
 * @document: what is printed
 *
 * Asks for a printer and prints.
 */
void
atlas_paper_print (GtkWidget     *from,
                   AtlasDocument *document)
{
  g_autoptr(GtkPrintOperation) operation = atlas_print_operation_new (document);
  GtkRoot *root = gtk_widget_get_root (from);

  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), from, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GtkWidget) from = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *text = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      say_failure (from, _("Nothing was saved"), error);
      return;
    }

  /* Translators: name of a file. */
  text = g_strdup_printf (_("Saved as %s"), name);
  atlas_window_toast (from, text);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GBytes) bytes = user_data;
  g_autoptr(GFile)  file = atlas_save_file_finish (result, NULL);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                         written_cb, g_object_ref (source));
}

/**
 * atlas_paper_save_bytes:
 * @from: a widget of the window
 * @title: of the window that asks
 * @name: the file's name to begin with, which names no person
 * @bytes: what the file will hold
 *
 * Asks where, and saves a file.
 */
void
atlas_paper_save_bytes (GtkWidget  *from,
                        const char *title,
                        const char *name,
                        GBytes     *bytes)
{
  atlas_save_file_async (from, title, name, NULL, file_chosen_cb, g_bytes_ref (bytes));
}

/**
 * atlas_paper_save_pdf:
 * @from: a widget of the window
 * @document: what is saved
 * @name: the file's name to begin with, which names no person
 *
 * Asks where, and saves the pages that atlas_paper_print() prints.
 */
void
atlas_paper_save_pdf (GtkWidget     *from,
                      AtlasDocument *document,
                      const char    *name)
{
  gboolean is_landscape = atlas_document_get_landscape (document);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  bytes = atlas_document_to_pdf (document, is_landscape ? ATLAS_A4_HEIGHT : ATLAS_A4_WIDTH,
                                 is_landscape ? ATLAS_A4_WIDTH : ATLAS_A4_HEIGHT, &error);

  if (bytes == NULL)
    {
      say_failure (from, _("Nothing was saved"), error);
      return;
    }

  atlas_paper_save_bytes (from, _("Save PDF"), name, bytes);
}

/**
 * atlas_paper_save_csv:
 * @from: a widget of the window
 * @document: a document with a table
 * @name: the file's name to begin with, which names no person
 *
 * Asks where, and saves the document's last table.
 */
void
atlas_paper_save_csv (GtkWidget     *from,
                      AtlasDocument *document,
                      const char    *name)
{
  g_autofree char *text = atlas_paper_to_csv (document);
  gsize length = strlen (text);

  atlas_save_file_async (from, _("Export CSV"), name, NULL, file_chosen_cb,
                         g_bytes_new_take (g_steal_pointer (&text), length));
}
