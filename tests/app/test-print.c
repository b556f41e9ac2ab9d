/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "app/atlas-print.h"
#include "drawing/atlas-page.h"

static AtlasDocument *
make_document (void)
{
  AtlasDocument *document = atlas_document_new ("Capacity position", "As at 20 November 2026");
  static const AtlasColumn columns[] = { { "Provision", FALSE }, { "Free", TRUE } };
  static const char * const cells[] = { "A made-up centre", "2" };

  atlas_document_add_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < 100; i++)
    atlas_document_add_row (document, cells);

  return document;
}

static void
test_printing_to_a_file_has_the_same_pages (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasDocument) document = make_document ();
  g_autoptr(AtlasPages) pages = atlas_pages_new (document, ATLAS_A4_WIDTH, ATLAS_A4_HEIGHT);
  g_autoptr(GtkPrintOperation) operation = atlas_print_operation_new (document);
  g_autofree char *folder = g_dir_make_tmp ("atlas-print-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "printed.pdf", NULL);
  g_autofree char *pdf = NULL;
  gsize length;

  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL,
                                            &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);

  g_file_get_contents (path, &pdf, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (atlas_pages_get_n_pages (pages), ==, 3);
  g_assert_nonnull (g_strstr_len (pdf, (gssize) length, "%PDF-"));
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), ==, 3);

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_a_folder_that_is_not_there_is_an_error (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasDocument) document = make_document ();
  g_autoptr(GtkPrintOperation) operation = atlas_print_operation_new (document);

  gtk_print_operation_set_export_filename (operation, "/nonexistent/folder/printed.pdf");
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL,
                                            &error),
                   ==, GTK_PRINT_OPERATION_RESULT_ERROR);
  g_assert_nonnull (error);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/print/printing-to-a-file-has-the-same-pages",
                   test_printing_to_a_file_has_the_same_pages);
  g_test_add_func ("/app/print/a-folder-that-is-not-there-is-an-error",
                   test_a_folder_that_is_not_there_is_an_error);

  return g_test_run ();
}
