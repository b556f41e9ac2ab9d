/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-print.h"

#include "drawing/atlas-page.h"

/* What one operation prints. */
typedef struct {
  AtlasDocument *document;
  AtlasPages    *pages;      /* (nullable): NULL until the paper is known */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->pages, atlas_pages_free);
  atlas_document_unref (job->document);
  g_free (job);
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Job               *job)
{
  g_clear_pointer (&job->pages, atlas_pages_free);
  job->pages = atlas_pages_new (job->document, gtk_print_context_get_width (context),
                                gtk_print_context_get_height (context));
  gtk_print_operation_set_n_pages (operation, (int) atlas_pages_get_n_pages (job->pages));
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Job               *job)
{
  atlas_pages_draw (job->pages, (guint) page, gtk_print_context_get_cairo_context (context));
}

/**
 * atlas_print_operation_new:
 * @document: what is printed; it does not change any more
 *
 * Makes a print operation that divides a document by the paper that is chosen, A4 to begin
 * with, on its side for a landscape document.
 * Its pages are those of atlas_document_to_pdf().
 *
 * Returns: (transfer full): the operation, to be run by its owner
 */
GtkPrintOperation *
atlas_print_operation_new (AtlasDocument *document)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr(GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr(GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  Job *job = g_new0 (Job, 1);

  job->document = atlas_document_ref (document);
  g_object_set_data_full (G_OBJECT (operation), "atlas-print-job", job, job_free);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), job);

  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  if (atlas_document_get_landscape (document))
    gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_job_name (operation, atlas_document_get_title (document));
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);

  return operation;
}
