/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-canvas.h"

#include <adwaita.h>
#include <math.h>

#include "app/atlas-map-gestures.h"
#include "app/atlas-map-pin.h"
#include "app/atlas-map-picture.h"
#include "app/atlas-widget-style.h"

/* In pixels. */
#define MIN_WIDTH     200
#define MIN_HEIGHT    220
#define NATURAL_WIDTH 480
#define MARGIN        8
#define PAN_STEP      60

/* How much larger than the whole map one can look. */
#define MAX_ZOOM 24.0

/* The picture is drawn anew when nothing has moved for this long; until then it is only scaled. */
#define SETTLE_MS 120

/**
 * AtlasMapCanvas:
 *
 * The map itself: a picture with an [class@MapArea] over each area and an [class@MapPin] for each
 * provision, seen through a viewport that can be moved and enlarged.
 */
struct _AtlasMapCanvas
{
  GtkWidget         parent_instance;

  AtlasChoropleth  *choropleth;    /* (nullable) */
  AtlasMapPicture  *picture;
  AtlasMapGestures *gestures;
  GPtrArray        *areas;         /* (element-type AtlasMapArea): children */
  GPtrArray        *pins;          /* (element-type AtlasMapPin): children */
  char             *selected_id;
  char             *readout;

  AtlasViewport     view;
  gboolean          fitted;        /* whether the view follows the allocation */
  int               width;         /* as last allocated */
  int               height;
  double            pins_scale;    /* at which the pins were gathered */
  guint             settle_source;
};

G_DEFINE_FINAL_TYPE (AtlasMapCanvas, atlas_map_canvas, GTK_TYPE_WIDGET)

typedef enum { PROP_READOUT = 1, PROP_SELECTED_ID } AtlasMapCanvasProperty;
static GParamSpec *props[PROP_SELECTED_ID + 1];

typedef enum { SIGNAL_ACTIVATED, SIGNAL_PIN_ACTIVATED } AtlasMapCanvasSignal;
static guint signals[SIGNAL_PIN_ACTIVATED + 1];

static AtlasViewport
fit_view (AtlasMapCanvas *self)
{
  return atlas_viewport_fit (atlas_geometry_get_box (atlas_choropleth_get_areas (self->choropleth)),
                             self->width, self->height, MARGIN);
}

/* The middle of the window stays over the areas, so that nobody gets lost beside them. */
static void
clamp_view (AtlasMapCanvas *self)
{
  AtlasViewport fit = fit_view (self);
  const AtlasBox *box = atlas_geometry_get_box (atlas_choropleth_get_areas (self->choropleth));
  AtlasPoint middle = { self->width / 2.0, self->height / 2.0 };
  AtlasPoint seen;

  if (self->view.scale <= fit.scale)
    {
      self->view = fit;
      self->fitted = TRUE;
      return;
    }

  if (self->view.scale > fit.scale * MAX_ZOOM)
    atlas_viewport_zoom (&self->view, fit.scale * MAX_ZOOM / self->view.scale, middle);

  seen = atlas_viewport_to_plane (&self->view, middle);
  self->view.x += (seen.x - CLAMP (seen.x, box->x1, box->x2)) * self->view.scale;
  self->view.y += (seen.y - CLAMP (seen.y, box->y1, box->y2)) * self->view.scale;
  self->fitted = FALSE;
}

static void
update_readout (AtlasMapCanvas *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));
  GtkWidget *hovered = NULL;
  const char *readout = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_state_flags (child) & GTK_STATE_FLAG_PRELIGHT)
      hovered = child;

  if (hovered == NULL)
    hovered = focus;
  if (hovered == NULL)
    hovered = (GtkWidget *) atlas_map_canvas_find_area (self, self->selected_id);
  if (hovered != NULL)
    readout = atlas_map_item_get_label (ATLAS_MAP_ITEM (hovered));

  if (g_strcmp0 (readout, self->readout) == 0)
    return;

  g_free (self->readout);
  self->readout = g_strdup (readout);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READOUT]);
}

static void
item_state_flags_changed_cb (AtlasMapCanvas *self)
{
  if (!gtk_widget_in_destruction (GTK_WIDGET (self)))
    update_readout (self);
}

static void
area_chosen_cb (AtlasMapCanvas *self,
                AtlasMapArea   *area)
{
  atlas_map_canvas_set_selected_id (self, atlas_map_area_get_feature (area)->id);
}

static void
area_activated_cb (AtlasMapCanvas *self,
                   AtlasMapArea   *area)
{
  g_autofree char *id = g_strdup (atlas_map_area_get_feature (area)->id);

  atlas_map_canvas_set_selected_id (self, id);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, id);
}

static void
pin_activated_cb (AtlasMapCanvas *self,
                  const char     *id)
{
  g_autofree char *kept = g_strdup (id);

  g_signal_emit (self, signals[SIGNAL_PIN_ACTIVATED], 0, kept);
}

static void
remove_children (GPtrArray *children)
{
  for (guint i = 0; i < children->len; i++)
    gtk_widget_unparent (g_ptr_array_index (children, i));

  g_ptr_array_set_size (children, 0);
}

static void
add_child (AtlasMapCanvas *self,
           GPtrArray      *children,
           GtkWidget      *child)
{
  g_ptr_array_add (children, g_object_ref_sink (child));
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_signal_connect_object (child, "state-flags-changed", G_CALLBACK (item_state_flags_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static const char *
get_focused_pin_id (AtlasMapCanvas *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (focus == NULL || !ATLAS_IS_MAP_PIN (focus))
    return NULL;

  return atlas_map_pin_get_id (ATLAS_MAP_PIN (focus));
}

/* What stands too close depends on the scale. The keyboard stays on the pin that it was on. */
static void
gather_pins (AtlasMapCanvas *self)
{
  g_autoptr(GPtrArray) clusters = NULL;
  g_autofree char *focused_id = g_strdup (get_focused_pin_id (self));
  AtlasStyle style = atlas_style_for_widget (GTK_WIDGET (self));

  self->pins_scale = self->view.scale;
  remove_children (self->pins);
  clusters = atlas_choropleth_cluster_pins (self->choropleth, &self->view, &style);

  for (guint i = 0; i < clusters->len; i++)
    {
      GtkWidget *pin = atlas_map_pin_new (self->choropleth, g_ptr_array_index (clusters, i),
                                          &self->view, &style);

      add_child (self, self->pins, pin);
      g_signal_connect_object (pin, "pin-activated", G_CALLBACK (pin_activated_cb), self,
                               G_CONNECT_SWAPPED);
      if (atlas_map_pin_has_id (ATLAS_MAP_PIN (pin), focused_id))
        gtk_widget_grab_focus (pin);
    }
}

static gboolean
settle_cb (gpointer user_data)
{
  AtlasMapCanvas *self = user_data;

  self->settle_source = 0;
  if (self->choropleth != NULL && self->pins_scale != self->view.scale)
    gather_pins (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
settle_later (AtlasMapCanvas *self)
{
  g_clear_handle_id (&self->settle_source, g_source_remove);
  self->settle_source = g_timeout_add (SETTLE_MS, settle_cb, self);
}

static void
view_changed (AtlasMapCanvas *self)
{
  clamp_view (self);
  settle_later (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
style_changed_cb (AtlasMapCanvas *self)
{
  atlas_map_picture_forget (self->picture);
  self->pins_scale = 0;
  settle_later (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static AtlasPoint
middle_of (GtkWidget *canvas,
           GtkWidget *child)
{
  AtlasMapCanvas *self = ATLAS_MAP_CANVAS (canvas);
  graphene_rect_t bounds;

  if (ATLAS_IS_MAP_AREA (child))
    return atlas_viewport_to_surface (&self->view,
                                      atlas_map_area_get_feature (ATLAS_MAP_AREA (child))->label);

  if (!gtk_widget_compute_bounds (child, canvas, &bounds))
    return (AtlasPoint) { 0, 0 }
  ;

  return (AtlasPoint) {
           bounds.origin.x + bounds.size.width / 2,
           bounds.origin.y + bounds.size.height / 2,
  };
}

/* By the places of the numbers that one sees: the boxes round irregular areas overlap, and pins lie
 * inside them, so that the stock order would stray. */
static GtkWidget *
find_neighbour (AtlasMapCanvas  *self,
                GtkWidget       *from,
                GtkDirectionType direction)
{
  GPtrArray *kind = ATLAS_IS_MAP_AREA (from) ? self->areas : self->pins;
  g_autofree AtlasPoint *points = g_new (AtlasPoint, kind->len);
  AtlasPoint towards = { 0, 0 };
  int found;

  if (direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT)
    towards.x = direction == GTK_DIR_LEFT ? -1 : 1;
  else
    towards.y = direction == GTK_DIR_UP ? -1 : 1;

  for (guint i = 0; i < kind->len; i++)
    points[i] = middle_of (GTK_WIDGET (self), g_ptr_array_index (kind, i));

  found = atlas_points_find_towards (points, kind->len, middle_of (GTK_WIDGET (self), from),
                                     towards);

  return found >= 0 ? g_ptr_array_index (kind, (guint) found) : NULL;
}

/* Tab stops once at the areas and once at the pins; arrows move among them. */
static GtkWidget *
find_tab_stop (AtlasMapCanvas *self,
               GtkWidget      *from,
               gboolean        forward)
{
  GtkWidget *first_area = (GtkWidget *) atlas_map_canvas_find_area (self, self->selected_id);
  GtkWidget *first_pin = self->pins->len > 0 ? g_ptr_array_index (self->pins, 0) : NULL;

  if (first_area == NULL && self->areas->len > 0)
    first_area = g_ptr_array_index (self->areas, 0);

  if (from == NULL)
    return forward || first_pin == NULL ? first_area : first_pin;
  if (ATLAS_IS_MAP_AREA (from))
    return forward ? first_pin : NULL;

  return forward ? NULL : first_area;
}

static gboolean
atlas_map_canvas_focus (GtkWidget       *widget,
                        GtkDirectionType direction)
{
  AtlasMapCanvas *self = ATLAS_MAP_CANVAS (widget);
  GtkWidget *from = gtk_widget_get_focus_child (widget);
  GtkWidget *to;

  /* A pin's list is open: the keys are its own. */
  if (from != NULL && !gtk_widget_has_focus (from))
    return gtk_widget_child_focus (from, direction);

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD || from == NULL)
    to = find_tab_stop (self, from, direction != GTK_DIR_TAB_BACKWARD);
  else
    to = find_neighbour (self, from, direction);

  return to != NULL && gtk_widget_grab_focus (to);
}

/* Whoever moves by keyboard sees where they are, however far the map is enlarged. */
static void
atlas_map_canvas_set_focus_child (GtkWidget *widget,
                                  GtkWidget *child)
{
  AtlasMapCanvas *self = ATLAS_MAP_CANVAS (widget);

  GTK_WIDGET_CLASS (atlas_map_canvas_parent_class)->set_focus_child (widget, child);
  update_readout (self);

  if (child != NULL && !self->fitted && self->choropleth != NULL)
    {
      AtlasPoint at = middle_of (widget, child);

      if (at.x < MARGIN || at.x > self->width - MARGIN ||
          at.y < MARGIN || at.y > self->height - MARGIN)
        {
          self->view.x += self->width / 2.0 - at.x;
          self->view.y += self->height / 2.0 - at.y;
          view_changed (self);
        }
    }
}

static GtkSizeRequestMode
atlas_map_canvas_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
atlas_map_canvas_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  AtlasMapCanvas *self = ATLAS_MAP_CANVAS (widget);
  double ratio = 1;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }

  if (self->choropleth != NULL)
    {
      const AtlasBox *box = atlas_geometry_get_box (atlas_choropleth_get_areas (self->choropleth));

      if (box->x2 > box->x1)
        ratio = CLAMP ((box->y2 - box->y1) / (box->x2 - box->x1), 0.5, 1.5);
    }

  *minimum = MIN_HEIGHT;
  *natural = MAX (MIN_HEIGHT, (int) ((for_size > 0 ? for_size : NATURAL_WIDTH) * ratio));
}

static void
atlas_map_canvas_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  AtlasMapCanvas *self = ATLAS_MAP_CANVAS (widget);

  self->view.x += (width - self->width) / 2.0;
  self->view.y += (height - self->height) / 2.0;
  self->width = width;
  self->height = height;

  if (self->choropleth == NULL)
    return;

  if (self->fitted)
    self->view = fit_view (self);

  for (guint i = 0; i < self->areas->len; i++)
    atlas_map_area_place (g_ptr_array_index (self->areas, i), &self->view);
  for (guint i = 0; i < self->pins->len; i++)
    atlas_map_pin_place (g_ptr_array_index (self->pins, i), &self->view);

  if (self->pins_scale != self->view.scale && self->settle_source == 0)
    self->settle_source = g_idle_add (settle_cb, self);
}

static void
atlas_map_canvas_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  AtlasMapCanvas *self = ATLAS_MAP_CANVAS (widget);
  AtlasStyle style = atlas_style_for_widget (GTK_WIDGET (self));

  if (self->choropleth == NULL)
    return;

  atlas_map_picture_update (self->picture, widget, self->choropleth, &self->view, &style,
                            self->settle_source != 0);
  atlas_map_picture_snapshot (self->picture, widget, snapshot, &self->view);

  for (guint i = 0; i < self->areas->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->areas, i), snapshot);
  for (guint i = 0; i < self->pins->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->pins, i), snapshot);
}

static void
atlas_map_canvas_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (atlas_map_canvas_parent_class)->css_changed (widget, change);
  style_changed_cb (ATLAS_MAP_CANVAS (widget));
}

static void
atlas_map_canvas_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AtlasMapCanvas *self = ATLAS_MAP_CANVAS (object);

  switch ((AtlasMapCanvasProperty) prop_id)
    {
    case PROP_READOUT:
      g_value_set_string (value, self->readout);
      break;

    case PROP_SELECTED_ID:
      g_value_set_string (value, self->selected_id);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atlas_map_canvas_dispose (GObject *object)
{
  AtlasMapCanvas *self = ATLAS_MAP_CANVAS (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  remove_children (self->areas);
  remove_children (self->pins);
  g_clear_pointer (&self->choropleth, atlas_choropleth_unref);

  G_OBJECT_CLASS (atlas_map_canvas_parent_class)->dispose (object);
}

static void
atlas_map_canvas_finalize (GObject *object)
{
  AtlasMapCanvas *self = ATLAS_MAP_CANVAS (object);

  atlas_map_picture_free (self->picture);
  atlas_map_gestures_free (self->gestures);
  g_ptr_array_unref (self->areas);
  g_ptr_array_unref (self->pins);
  g_free (self->selected_id);
  g_free (self->readout);

  G_OBJECT_CLASS (atlas_map_canvas_parent_class)->finalize (object);
}

static void
atlas_map_canvas_class_init (AtlasMapCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_map_canvas_get_property;
  object_class->dispose = atlas_map_canvas_dispose;
  object_class->finalize = atlas_map_canvas_finalize;
  widget_class->focus = atlas_map_canvas_focus;
  widget_class->set_focus_child = atlas_map_canvas_set_focus_child;
  widget_class->get_request_mode = atlas_map_canvas_get_request_mode;
  widget_class->measure = atlas_map_canvas_measure;
  widget_class->size_allocate = atlas_map_canvas_size_allocate;
  widget_class->snapshot = atlas_map_canvas_snapshot;
  widget_class->css_changed = atlas_map_canvas_css_changed;

  props[PROP_READOUT] = g_param_spec_string ("readout", NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_SELECTED_ID] = g_param_spec_string ("selected-id", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_PIN_ACTIVATED] = g_signal_new ("pin-activated", G_TYPE_FROM_CLASS (klass),
                                                G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "map");
}

static void
atlas_map_canvas_init (AtlasMapCanvas *self)
{
  AdwStyleManager *style_manager = adw_style_manager_get_default ();

  self->picture = atlas_map_picture_new ();
  self->areas = g_ptr_array_new_with_free_func (g_object_unref);
  self->pins = g_ptr_array_new_with_free_func (g_object_unref);
  self->view.scale = 1;
  self->fitted = TRUE;

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->gestures = atlas_map_gestures_new (self);
  g_signal_connect_object (style_manager, "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style_manager, "notify::high-contrast", G_CALLBACK (style_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
atlas_map_canvas_new (void)
{
  return g_object_new (ATLAS_TYPE_MAP_CANVAS, NULL);
}

/**
 * atlas_map_canvas_set_choropleth:
 * @self: a canvas
 * @choropleth: (nullable): the map to show
 *
 * Shows another map: its areas are new children, and all of it is seen. The selection is cleared
 * if the selected area is not in it.
 */
void
atlas_map_canvas_set_choropleth (AtlasMapCanvas  *self,
                                 AtlasChoropleth *choropleth)
{
  AtlasGeometry *areas = choropleth != NULL ? atlas_choropleth_get_areas (choropleth) : NULL;

  if (choropleth != NULL)
    choropleth = atlas_choropleth_ref (choropleth);
  g_clear_pointer (&self->choropleth, atlas_choropleth_unref);
  self->choropleth = choropleth;

  remove_children (self->areas);
  remove_children (self->pins);
  self->fitted = TRUE;

  for (guint i = 0; areas != NULL && i < atlas_geometry_get_n_features (areas); i++)
    {
      GtkWidget *area = atlas_map_area_new (atlas_geometry_get_feature (areas, i));

      add_child (self, self->areas, area);
      g_signal_connect_object (area, "chosen", G_CALLBACK (area_chosen_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (area, "activated", G_CALLBACK (area_activated_cb), self,
                               G_CONNECT_SWAPPED);
    }

  if (areas == NULL || atlas_geometry_find (areas, self->selected_id) == NULL)
    atlas_map_canvas_set_selected_id (self, NULL);

  atlas_map_canvas_values_changed (self);
  atlas_map_canvas_pins_changed (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * atlas_map_canvas_values_changed:
 * @self: a canvas
 *
 * Names the areas and draws the map by the values that its map has now.
 */
void
atlas_map_canvas_values_changed (AtlasMapCanvas *self)
{
  for (guint i = 0; i < self->areas->len; i++)
    {
      AtlasMapArea *area = g_ptr_array_index (self->areas, i);
      const AtlasFeature *feature = atlas_map_area_get_feature (area);
      g_autofree char *label = atlas_choropleth_dup_spoken (self->choropleth, feature);

      atlas_map_item_set_label (ATLAS_MAP_ITEM (area), label);
      atlas_map_item_set_selected (ATLAS_MAP_ITEM (area),
                                   g_strcmp0 (feature->id, self->selected_id) == 0);
    }

  atlas_map_picture_forget (self->picture);
  update_readout (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * atlas_map_canvas_pins_changed:
 * @self: a canvas
 *
 * Gathers the pins that its map has now.
 */
void
atlas_map_canvas_pins_changed (AtlasMapCanvas *self)
{
  self->pins_scale = 0;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

const char *
atlas_map_canvas_get_selected_id (AtlasMapCanvas *self)
{
  return self->selected_id;
}

/**
 * atlas_map_canvas_set_selected_id:
 * @self: a canvas
 * @id: (nullable): an area
 *
 * Selects an area. An id that the map does not have clears the selection.
 */
void
atlas_map_canvas_set_selected_id (AtlasMapCanvas *self,
                                  const char     *id)
{
  AtlasMapArea *area = atlas_map_canvas_find_area (self, id);
  AtlasMapArea *old_area = atlas_map_canvas_find_area (self, self->selected_id);
  g_autofree char *old = NULL;

  if (area == NULL)
    id = NULL;
  if (g_strcmp0 (id, self->selected_id) == 0)
    return;

  old = self->selected_id;
  self->selected_id = g_strdup (id);
  if (old_area != NULL)
    atlas_map_item_set_selected (ATLAS_MAP_ITEM (old_area), FALSE);
  if (area != NULL)
    atlas_map_item_set_selected (ATLAS_MAP_ITEM (area), TRUE);

  update_readout (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED_ID]);
}

/**
 * atlas_map_canvas_find_area:
 * @self: a canvas
 * @id: (nullable): an area
 *
 * Returns: (transfer none) (nullable): its widget
 */
AtlasMapArea *
atlas_map_canvas_find_area (AtlasMapCanvas *self,
                            const char     *id)
{
  for (guint i = 0; i < self->areas->len && id != NULL; i++)
    if (g_strcmp0 (atlas_map_area_get_feature (g_ptr_array_index (self->areas, i))->id, id) == 0)
      return g_ptr_array_index (self->areas, i);

  return NULL;
}

AtlasViewport
atlas_map_canvas_get_view (AtlasMapCanvas *self)
{
  return self->view;
}

/**
 * atlas_map_canvas_set_view:
 * @self: a canvas
 * @view: how the map is to be seen
 *
 * Moves or enlarges the map, within limits.
 */
void
atlas_map_canvas_set_view (AtlasMapCanvas      *self,
                           const AtlasViewport *view)
{
  if (self->choropleth == NULL)
    return;

  self->view = *view;
  view_changed (self);
}

gboolean
atlas_map_canvas_get_fitted (AtlasMapCanvas *self)
{
  return self->fitted;
}

/**
 * atlas_map_canvas_zoom:
 * @self: a canvas
 * @times: how many times larger things become
 *
 * Enlarges round the focused or selected area, or else the middle.
 */
void
atlas_map_canvas_zoom (AtlasMapCanvas *self,
                       double          times)
{
  GtkWidget *around = gtk_widget_get_focus_child (GTK_WIDGET (self));
  AtlasPoint point = { self->width / 2.0, self->height / 2.0 };

  if (self->choropleth == NULL)
    return;

  if (around == NULL)
    around = (GtkWidget *) atlas_map_canvas_find_area (self, self->selected_id);
  if (around != NULL)
    point = middle_of (GTK_WIDGET (self), around);

  atlas_viewport_zoom (&self->view, times, point);
  view_changed (self);
}

/**
 * atlas_map_canvas_zoom_to_fit:
 * @self: a canvas
 *
 * Shows the whole map.
 */
void
atlas_map_canvas_zoom_to_fit (AtlasMapCanvas *self)
{
  if (self->choropleth == NULL)
    return;

  self->view = fit_view (self);
  view_changed (self);
}

/**
 * atlas_map_canvas_pan:
 * @self: a canvas
 * @steps_x: steps to look further right
 * @steps_y: steps to look further down
 *
 * Moves over an enlarged map.
 */
void
atlas_map_canvas_pan (AtlasMapCanvas *self,
                      double          steps_x,
                      double          steps_y)
{
  if (self->choropleth == NULL)
    return;

  self->view.x -= steps_x * PAN_STEP;
  self->view.y -= steps_y * PAN_STEP;
  view_changed (self);
}
