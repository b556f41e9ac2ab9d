/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-picture.h"

#include <string.h>

/* While the map moves, it is drawn anew only if that took less than this the last time: half a
 * frame. */
#define MOVING_BUDGET_US 8000

/*
 * The map as last drawn. Drawing a county takes tens of milliseconds on a plain laptop, painting
 * a kept picture two or three: so a frame paints what is kept, shifted and scaled if need be.
 */
struct _AtlasMapPicture
{
  cairo_surface_t *surface;    /* (nullable): NULL until first use and when forgotten */
  GdkTexture      *texture;    /* (nullable): made of @surface when the renderer has textures */
  AtlasViewport    view;
  int              width;
  int              height;
  int              scale;
  gint64           cost_us;
};

AtlasMapPicture *
atlas_map_picture_new (void)
{
  return g_new0 (AtlasMapPicture, 1);
}

void
atlas_map_picture_free (AtlasMapPicture *self)
{
  atlas_map_picture_forget (self);
  g_free (self);
}

/**
 * atlas_map_picture_forget:
 * @self: a picture
 *
 * Has the picture drawn anew, because what it shows has changed.
 */
void
atlas_map_picture_forget (AtlasMapPicture *self)
{
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_object (&self->texture);
}

static gboolean
is_current (AtlasMapPicture     *self,
            GtkWidget           *widget,
            const AtlasViewport *view)
{
  return self->surface != NULL &&
         memcmp (&self->view, view, sizeof *view) == 0 &&
         self->width == gtk_widget_get_width (widget) &&
         self->height == gtk_widget_get_height (widget) &&
         self->scale == gtk_widget_get_scale_factor (widget);
}

/**
 * atlas_map_picture_update:
 * @self: a picture
 * @widget: where it will be shown
 * @choropleth: what it shows
 * @view: how it is seen
 * @style: how it is drawn
 * @moving: whether @view will soon change again
 *
 * Draws the picture if it is not the right one; while moving, only if that is quick.
 */
void
atlas_map_picture_update (AtlasMapPicture     *self,
                          GtkWidget           *widget,
                          AtlasChoropleth     *choropleth,
                          const AtlasViewport *view,
                          const AtlasStyle    *style,
                          gboolean             moving)
{
  gint64 started = g_get_monotonic_time ();
  cairo_t *cr;

  if (is_current (self, widget, view) ||
      (self->surface != NULL && moving && self->cost_us > MOVING_BUDGET_US))
    return;

  atlas_map_picture_forget (self);
  self->view = *view;
  self->width = gtk_widget_get_width (widget);
  self->height = gtk_widget_get_height (widget);
  self->scale = gtk_widget_get_scale_factor (widget);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width * self->scale,
                                              self->height * self->scale);
  cairo_surface_set_device_scale (self->surface, self->scale, self->scale);

  cr = cairo_create (self->surface);
  atlas_choropleth_draw_map (choropleth, cr, view, style);
  cairo_destroy (cr);
  self->cost_us = g_get_monotonic_time () - started;
}

static GdkTexture *
make_texture (cairo_surface_t *surface)
{
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  int height = cairo_image_surface_get_height (surface);
  gsize length = stride * (gsize) height;
  g_autoptr(GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), length,
                                      (GDestroyNotify) cairo_surface_destroy,
                                      cairo_surface_reference (surface));

  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

/**
 * atlas_map_picture_snapshot:
 * @self: a picture that has been drawn
 * @widget: where it is shown
 * @snapshot: what to add it to
 * @view: how the map is seen now
 *
 * Paints the picture: as a texture where the renderer has textures, as a surface under Cairo's.
 */
void
atlas_map_picture_snapshot (AtlasMapPicture     *self,
                            GtkWidget           *widget,
                            GtkSnapshot         *snapshot,
                            const AtlasViewport *view)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  double times = view->scale / self->view.scale;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) self->width, (float) self->height);
  graphene_point_t offset;

  if (self->surface == NULL || self->width == 0 || self->height == 0)
    return;

  offset = GRAPHENE_POINT_INIT ((float) (view->x - self->view.x * times),
                                (float) (view->y - self->view.y * times));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &offset);
  gtk_snapshot_scale (snapshot, (float) times, (float) times);

  if (GSK_IS_CAIRO_RENDERER (renderer))
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

      cairo_set_source_surface (cr, self->surface, 0, 0);
      cairo_paint (cr);
      cairo_destroy (cr);
    }
  else
    {
      if (self->texture == NULL)
        self->texture = make_texture (self->surface);
      gtk_snapshot_append_texture (snapshot, self->texture, &bounds);
    }

  gtk_snapshot_restore (snapshot);
}
