/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-paper.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-compat.h"
#include "app/atlas-print.h"
#include "app/atlas-window.h"

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
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = atlas_paper_to_pdf (document, &error);

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
