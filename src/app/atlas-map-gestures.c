/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-gestures.h"

#include <math.h>

/* How much one notch of the wheel enlarges. */
#define SCROLL_FACTOR 1.15

/* Drag, pinch and wheel. Each has a twin on the keyboard, in AtlasMapView. */
struct _AtlasMapGestures
{
  AtlasMapCanvas *canvas;     /* (unowned): it owns this */
  AtlasViewport   began;      /* the view when the present gesture began */
  AtlasPoint      pointer;
};

static void
begin_cb (AtlasMapGestures *self)
{
  self->began = atlas_map_canvas_get_view (self->canvas);
}

static void
drag_update_cb (GtkGestureDrag   *gesture,
                double            offset_x,
                double            offset_y,
                AtlasMapGestures *self)
{
  AtlasViewport view = self->began;

  if (atlas_map_canvas_get_fitted (self->canvas) ||
      !gtk_drag_check_threshold (GTK_WIDGET (self->canvas), 0, 0, (int) offset_x, (int) offset_y))
    return;

  /* From here on it is no click on an area. */
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  view.x += offset_x;
  view.y += offset_y;
  atlas_map_canvas_set_view (self->canvas, &view);
}

static void
pinch_cb (GtkGestureZoom   *gesture,
          double            times,
          AtlasMapGestures *self)
{
  AtlasViewport view = self->began;
  AtlasPoint middle;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &middle.x, &middle.y))
    return;

  atlas_viewport_zoom (&view, times, middle);
  atlas_map_canvas_set_view (self->canvas, &view);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           AtlasMapGestures         *self)
{
  self->pointer = (AtlasPoint) { x, y };
}

/* The wheel belongs to the page when the map is part of one that scrolls; with Ctrl it is the
 * map's. */
static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           AtlasMapGestures         *self)
{
  AtlasViewport view = atlas_map_canvas_get_view (self->canvas);
  GdkModifierType state;

  state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (gtk_widget_get_ancestor (GTK_WIDGET (self->canvas), GTK_TYPE_SCROLLED_WINDOW) != NULL &&
      !(state & GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;

  atlas_viewport_zoom (&view, pow (SCROLL_FACTOR, -dy), self->pointer);
  atlas_map_canvas_set_view (self->canvas, &view);

  return GDK_EVENT_STOP;
}

/**
 * atlas_map_gestures_new:
 * @canvas: (transfer none): the map to be moved
 *
 * Lets a map be dragged, pinched and scrolled.
 *
 * Returns: (transfer full): what the gestures remember; it lives as long as @canvas
 */
AtlasMapGestures *
atlas_map_gestures_new (AtlasMapCanvas *canvas)
{
  AtlasMapGestures *self = g_new0 (AtlasMapGestures, 1);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll;

  self->canvas = canvas;
  scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (pinch));

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (canvas), motion);

  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (canvas), scroll);

  return self;
}

void
atlas_map_gestures_free (AtlasMapGestures *self)
{
  g_free (self);
}
