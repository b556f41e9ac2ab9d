/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-document-view.h"

#include "app/atlas-chart-view.h"
#include "app/atlas-document-table.h"

#define SPACING 18      /* pixels */

/**
 * AtlasDocumentView:
 *
 * A document in a window, block for block what is printed of it: title, how old it is, the
 * demonstration's mark, words, tables and charts. Screen readers get words and tables as such.
 */
struct _AtlasDocumentView
{
  AdwBin     parent_instance;

  GtkWidget *box;       /* (unowned) */
};

G_DEFINE_FINAL_TYPE (AtlasDocumentView, atlas_document_view, ADW_TYPE_BIN)

static void
add_words (AtlasDocumentView *self,
           const char        *text,
           const char        *css_class)
{
  GtkWidget *label;

  if (text == NULL)
    return;

  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->box), label);
}

static void
add_block (AtlasDocumentView *self,
           const AtlasBlock  *block)
{
  switch (block->kind)
    {
    case ATLAS_BLOCK_TABLE:
      gtk_box_append (GTK_BOX (self->box), atlas_document_table_new (block));
      break;
    case ATLAS_BLOCK_CHART:
      gtk_box_append (GTK_BOX (self->box), atlas_chart_view_new (block->chart));
      break;
    case ATLAS_BLOCK_HEADING:
      add_words (self, block->text, "title-4");
      break;
    case ATLAS_BLOCK_PARAGRAPH:
    case ATLAS_BLOCK_MAP:
    default:
      add_words (self, block->text, NULL);
    }
}

static void
atlas_document_view_class_init (AtlasDocumentViewClass *klass)
{
}

static void
atlas_document_view_init (AtlasDocumentView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/**
 * atlas_document_view_set_document:
 * @self: a view
 * @document: (nullable): what to show
 *
 * Shows another document.
 */
void
atlas_document_view_set_document (AtlasDocumentView *self,
                                  AtlasDocument     *document)
{
  GtkWidget *child;

  g_return_if_fail (ATLAS_IS_DOCUMENT_VIEW (self));

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);

  if (document == NULL)
    return;

  add_words (self, atlas_document_get_title (document), "title-2");
  add_words (self, atlas_document_get_as_at (document), "dim-label");
  add_words (self, atlas_document_get_mark (document), "atlas-document-mark");
  for (guint i = 0; i < atlas_document_get_n_blocks (document); i++)
    add_block (self, atlas_document_get_block (document, i));
}
