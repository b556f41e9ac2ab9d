/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-area.h"

#include <math.h>

#include "drawing/atlas-choropleth.h"

/* Half the widest ring, in pixels. */
#define RING_ROOM 4

/**
 * AtlasMapArea:
 *
 * One area of a map. It draws no fill, since the map's picture is drawn once for all areas; it is
 * what the pointer, the arrow keys and a screen reader meet.
 */
struct _AtlasMapArea
{
  AtlasMapItem  parent_instance;

  AtlasFeature *feature;
  AtlasViewport view;      /* from the plane to this widget's own coordinates */
};

G_DEFINE_FINAL_TYPE (AtlasMapArea, atlas_map_area, ATLAS_TYPE_MAP_ITEM)

static gboolean
atlas_map_area_contains (GtkWidget *widget,
                         double     x,
                         double     y)
{
  AtlasMapArea *self = ATLAS_MAP_AREA (widget);

  return atlas_feature_contains (self->feature,
                                 atlas_viewport_to_plane (&self->view, (AtlasPoint) { x, y }));
}

static void
atlas_map_area_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AtlasMapArea *self = ATLAS_MAP_AREA (widget);
  GtkStateFlags drawn = GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_FOCUSED;
  graphene_rect_t bounds;
  cairo_t *cr;

  if (!atlas_map_item_get_selected (ATLAS_MAP_ITEM (self)) &&
      !(gtk_widget_get_state_flags (widget) & drawn))
    return;

  bounds = GRAPHENE_RECT_INIT (-RING_ROOM, -RING_ROOM,
                               (float) gtk_widget_get_width (widget) + 2 * RING_ROOM,
                               (float) gtk_widget_get_height (widget) + 2 * RING_ROOM);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  atlas_feature_add_path (self->feature, cr, &self->view);
  atlas_map_item_draw_ring (ATLAS_MAP_ITEM (self), cr);
  cairo_destroy (cr);
}

static void
atlas_map_area_finalize (GObject *object)
{
  AtlasMapArea *self = ATLAS_MAP_AREA (object);

  atlas_feature_unref (self->feature);

  G_OBJECT_CLASS (atlas_map_area_parent_class)->finalize (object);
}

static void
atlas_map_area_class_init (AtlasMapAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = atlas_map_area_finalize;
  widget_class->contains = atlas_map_area_contains;
  widget_class->snapshot = atlas_map_area_snapshot;

  gtk_widget_class_set_css_name (widget_class, "map-area");
}

static void
atlas_map_area_init (AtlasMapArea *self)
{
}

/**
 * atlas_map_area_new:
 * @feature: the area
 *
 * Returns: (transfer floating): a widget in its shape
 */
GtkWidget *
atlas_map_area_new (const AtlasFeature *feature)
{
  AtlasMapArea *self = g_object_new (ATLAS_TYPE_MAP_AREA, NULL);

  /* Features are immutable once measured; holding one does not change it. */
  self->feature = atlas_feature_ref ((AtlasFeature *) feature);

  return GTK_WIDGET (self);
}

const AtlasFeature *
atlas_map_area_get_feature (AtlasMapArea *self)
{
  return self->feature;
}

/**
 * atlas_map_area_place:
 * @self: an area whose parent is being allocated
 * @view: how the parent sees the plane
 *
 * Gives the area the smallest allocation round its shape.
 */
void
atlas_map_area_place (AtlasMapArea        *self,
                      const AtlasViewport *view)
{
  const AtlasBox *box = &self->feature->box;
  AtlasPoint corner = atlas_viewport_to_surface (view, (AtlasPoint) { box->x1, box->y1 });
  AtlasPoint opposite = atlas_viewport_to_surface (view, (AtlasPoint) { box->x2, box->y2 });
  AtlasPoint origin = { floor (corner.x), floor (corner.y) };
  graphene_point_t offset = GRAPHENE_POINT_INIT ((float) origin.x, (float) origin.y);

  self->view = *view;
  self->view.x -= origin.x;
  self->view.y -= origin.y;

  gtk_widget_allocate (GTK_WIDGET (self), MAX ((int) ceil (opposite.x - origin.x), 1),
                       MAX ((int) ceil (opposite.y - origin.y), 1), -1,
                       gsk_transform_translate (NULL, &offset));
}
