/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-trend-pane.h"

#include "app/atlas-document-view.h"
#include "app/atlas-ui.h"
#include "drawing/atlas-figures-document.h"

/**
 * AtlasTrendPane:
 *
 * The county's permanent exclusions by phase, as its sources give them: a trend, or the table
 * behind it.
 */
struct _AtlasTrendPane
{
  AdwBin             parent_instance;

  AtlasDocument     *chart;     /* (nullable): until there are figures */
  AtlasDocument     *table;     /* (nullable) */

  /* Template */
  GtkToggleButton   *as_table;
  AtlasDocumentView *view;
};

G_DEFINE_FINAL_TYPE (AtlasTrendPane, atlas_trend_pane, ADW_TYPE_BIN)

static void
show_document (AtlasTrendPane *self)
{
  atlas_document_view_set_document (self->view, gtk_toggle_button_get_active (self->as_table)
                                    ? self->table : self->chart);
}

static void
as_table_cb (AtlasTrendPane *self)
{
  if (self->chart != NULL)
    show_document (self);
}

static void
atlas_trend_pane_finalize (GObject *object)
{
  AtlasTrendPane *self = ATLAS_TREND_PANE (object);

  g_clear_pointer (&self->chart, atlas_document_unref);
  g_clear_pointer (&self->table, atlas_document_unref);

  G_OBJECT_CLASS (atlas_trend_pane_parent_class)->finalize (object);
}

static void
atlas_trend_pane_class_init (AtlasTrendPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_trend_pane_finalize;

  g_type_ensure (ATLAS_TYPE_DOCUMENT_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-trend-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasTrendPane, as_table);
  gtk_widget_class_bind_template_child (widget_class, AtlasTrendPane, view);
  gtk_widget_class_bind_template_callback (widget_class, as_table_cb);
}

static void
atlas_trend_pane_init (AtlasTrendPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
atlas_trend_pane_new (void)
{
  return g_object_new (ATLAS_TYPE_TREND_PANE, NULL);
}

/**
 * atlas_trend_pane_set_figures:
 * @figures: the county's permanent exclusions
 * @on: the day of the page
 * @is_demonstration: whether the store is the demonstration
 */
void
atlas_trend_pane_set_figures (AtlasTrendPane *self,
                              AtlasFigures   *figures,
                              AtlasDate       on,
                              gboolean        is_demonstration)
{
  g_return_if_fail (ATLAS_IS_TREND_PANE (self));

  g_clear_pointer (&self->chart, atlas_document_unref);
  g_clear_pointer (&self->table, atlas_document_unref);
  self->chart = atlas_figures_to_document (figures, on, is_demonstration, FALSE);
  self->table = atlas_figures_to_document (figures, on, is_demonstration, TRUE);
  show_document (self);
}

/**
 * atlas_trend_pane_set_as_table:
 * @as_table: whether the figures are shown as a table
 */
void
atlas_trend_pane_set_as_table (AtlasTrendPane *self,
                               gboolean        as_table)
{
  g_return_if_fail (ATLAS_IS_TREND_PANE (self));

  gtk_toggle_button_set_active (self->as_table, as_table);
}
