/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-legend.h"

#include "app/atlas-widget-style.h"

/* In pixels. */
#define SWATCH_WIDTH  24
#define SWATCH_HEIGHT 16
#define SPACING       6

/**
 * AtlasMapLegend:
 *
 * What the colours of a map mean; it wraps where the window is narrow.
 */
struct _AtlasMapLegend
{
  GtkWidget  parent_instance;

  GtkWidget *flow;
};

G_DEFINE_FINAL_TYPE (AtlasMapLegend, atlas_map_legend, GTK_TYPE_WIDGET)

static void
draw_swatch_cb (GtkDrawingArea *area,
                cairo_t        *cr,
                int             width,
                int             height,
                gpointer        user_data)
{
  AtlasStyle style = atlas_style_for_widget (GTK_WIDGET (area));

  atlas_legend_item_draw (user_data, cr, &style, 0, 0, width, height);
}

static GtkWidget *
make_swatch (const AtlasLegendItem *item)
{
  GtkWidget *area = gtk_drawing_area_new ();
  AtlasLegendItem *copy = g_memdup2 (item, sizeof *item);

  copy->label = NULL;
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), SWATCH_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), SWATCH_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_swatch_cb, copy, g_free);
  gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
  atlas_style_watch_widget (area);

  return area;
}

static void
add_entry (AtlasMapLegend *self,
           GtkWidget      *content)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), content);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_append (GTK_FLOW_BOX (self->flow), child);
}

static void
add_item (AtlasMapLegend        *self,
          const AtlasLegendItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label = gtk_label_new (item->label);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), make_swatch (item));
  gtk_box_append (GTK_BOX (box), label);
  add_entry (self, box);
}

static void
atlas_map_legend_dispose (GObject *object)
{
  AtlasMapLegend *self = ATLAS_MAP_LEGEND (object);

  g_clear_pointer (&self->flow, gtk_widget_unparent);

  G_OBJECT_CLASS (atlas_map_legend_parent_class)->dispose (object);
}

static void
atlas_map_legend_class_init (AtlasMapLegendClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_map_legend_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "map-legend");
}

static void
atlas_map_legend_init (AtlasMapLegend *self)
{
  self->flow = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->flow), SPACING);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->flow), ATLAS_N_CLASSES + 4);
  gtk_widget_set_parent (self->flow, GTK_WIDGET (self));
}

GtkWidget *
atlas_map_legend_new (void)
{
  return g_object_new (ATLAS_TYPE_MAP_LEGEND, NULL);
}

/**
 * atlas_map_legend_show:
 * @self: a legend
 * @choropleth: (nullable): the map to explain
 *
 * Explains a map.
 */
void
atlas_map_legend_show (AtlasMapLegend  *self,
                       AtlasChoropleth *choropleth)
{
  g_autoptr(GArray) items = NULL;
  GtkWidget *child;
  GtkWidget *heading;

  while ((child = gtk_widget_get_first_child (self->flow)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->flow), child);

  if (choropleth == NULL)
    return;

  heading = gtk_label_new (atlas_choropleth_get_measure (choropleth)->heading);
  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  add_entry (self, heading);

  items = atlas_choropleth_list_legend (choropleth);
  for (guint i = 0; i < items->len; i++)
    add_item (self, &g_array_index (items, AtlasLegendItem, i));
}
