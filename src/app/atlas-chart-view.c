/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-chart-view.h"

#include <math.h>

#include "app/atlas-widget-style.h"

/* In pixels. */
#define MIN_WIDTH     180
#define NATURAL_WIDTH 420

/**
 * AtlasChartView:
 *
 * A chart in a window: bars or a trend, light or dark, as tall as its width needs. A screen reader
 * gets its title, and as its description the highest, the lowest and what is missing.
 */
struct _AtlasChartView
{
  GtkWidget   parent_instance;

  AtlasChart *chart;     /* (nullable) */
};

G_DEFINE_FINAL_TYPE (AtlasChartView, atlas_chart_view, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
atlas_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
atlas_chart_view_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  AtlasChartView *self = ATLAS_CHART_VIEW (widget);
  AtlasStyle style = atlas_style_for_widget (widget);
  double width = for_size > 0 ? for_size : NATURAL_WIDTH;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }

  if (self->chart != NULL)
    *minimum = (int) ceil (atlas_chart_get_height (self->chart, width, &style));
  *natural = *minimum;
}

static void
atlas_chart_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  AtlasChartView *self = ATLAS_CHART_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  AtlasStyle style = atlas_style_for_widget (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cr;

  if (self->chart == NULL)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  atlas_chart_draw (self->chart, cr, width, height, &style);
  cairo_destroy (cr);
}

static void
atlas_chart_view_finalize (GObject *object)
{
  AtlasChartView *self = ATLAS_CHART_VIEW (object);

  g_clear_pointer (&self->chart, atlas_chart_unref);

  G_OBJECT_CLASS (atlas_chart_view_parent_class)->finalize (object);
}

static void
atlas_chart_view_class_init (AtlasChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = atlas_chart_view_finalize;
  widget_class->get_request_mode = atlas_chart_view_get_request_mode;
  widget_class->measure = atlas_chart_view_measure;
  widget_class->snapshot = atlas_chart_view_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "chart");
}

static void
atlas_chart_view_init (AtlasChartView *self)
{
  atlas_style_watch_widget (GTK_WIDGET (self));
}

/**
 * atlas_chart_view_new:
 * @chart: (nullable): the chart to show
 *
 * Returns: (transfer floating): a widget that shows it
 */
GtkWidget *
atlas_chart_view_new (AtlasChart *chart)
{
  AtlasChartView *self = g_object_new (ATLAS_TYPE_CHART_VIEW, NULL);

  atlas_chart_view_set_chart (self, chart);

  return GTK_WIDGET (self);
}

/**
 * atlas_chart_view_get_chart:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the chart; atlas_chart_to_text() makes its table
 */
AtlasChart *
atlas_chart_view_get_chart (AtlasChartView *self)
{
  return self->chart;
}

/**
 * atlas_chart_view_set_chart:
 * @self: a view
 * @chart: (nullable): a finished chart
 *
 * Shows another chart.
 */
void
atlas_chart_view_set_chart (AtlasChartView *self,
                            AtlasChart     *chart)
{
  AtlasChart *old = self->chart;

  self->chart = chart != NULL ? atlas_chart_ref (chart) : NULL;
  g_clear_pointer (&old, atlas_chart_unref);

  if (chart != NULL)
    {
      g_autofree char *description = atlas_chart_describe (chart);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, atlas_chart_get_title (chart),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                      -1);
    }

  gtk_widget_queue_resize (GTK_WIDGET (self));
}
