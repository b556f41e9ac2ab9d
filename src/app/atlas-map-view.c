/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-view.h"

#include <glib/gi18n.h>

#include "app/atlas-map-legend.h"

#define TEMPLATE "/org/provisionatlas/ProvisionAtlas/atlas-map-view.ui"

#define ZOOM_STEP 1.5

/* Of an exported picture: CSS pixels, or points in a PDF. Nearly A4 on its side. */
#define EXPORT_WIDTH  840
#define EXPORT_HEIGHT 590

/**
 * AtlasMapView:
 *
 * A map with its buttons, the line that reads out what is pointed at, legend and credits. It is
 * given plain data, and says what was selected and what is to be opened; what that means is its
 * owner's business. To drill down, the owner sets other features.
 */
struct _AtlasMapView
{
  GtkWidget        parent_instance;

  AtlasChoropleth *choropleth;    /* (nullable): NULL until there are features */
  gboolean         can_go_up;

  /* Template children. */
  GtkWidget       *box;
  AtlasMapCanvas  *canvas;
  GtkLabel        *readout;
  AtlasMapLegend  *legend;
  GtkLabel        *credits;
};

G_DEFINE_FINAL_TYPE (AtlasMapView, atlas_map_view, GTK_TYPE_WIDGET)

typedef enum { PROP_CAN_GO_UP = 1, PROP_SELECTED_ID } AtlasMapViewProperty;
static GParamSpec *props[PROP_SELECTED_ID + 1];

typedef enum { SIGNAL_ACTIVATED, SIGNAL_PIN_ACTIVATED, SIGNAL_GO_UP } AtlasMapViewSignal;
static guint signals[SIGNAL_GO_UP + 1];

static void
update_actions (AtlasMapView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "map.open", atlas_map_view_get_selected_id (self) != NULL);
  gtk_widget_action_set_enabled (widget, "map.up", self->can_go_up);
  gtk_widget_action_set_enabled (widget, "map.zoom-in", self->choropleth != NULL);
  gtk_widget_action_set_enabled (widget, "map.zoom-out", self->choropleth != NULL);
  gtk_widget_action_set_enabled (widget, "map.zoom-reset", self->choropleth != NULL);
}

static void
zoom_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (widget);

  if (g_str_equal (action_name, "map.zoom-reset"))
    atlas_map_canvas_zoom_to_fit (self->canvas);
  else
    atlas_map_canvas_zoom (self->canvas, g_str_equal (action_name, "map.zoom-in") ? ZOOM_STEP
                           : 1 / ZOOM_STEP);
}

static void
pan_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  int steps_x;
  int steps_y;

  g_variant_get (parameter, "(ii)", &steps_x, &steps_y);
  atlas_map_canvas_pan (ATLAS_MAP_VIEW (widget)->canvas, steps_x, steps_y);
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (widget);
  g_autofree char *id = g_strdup (atlas_map_view_get_selected_id (self));

  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, id);
}

static void
up_cb (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_GO_UP], 0);
}

static void
selected_id_changed_cb (AtlasMapView *self)
{
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED_ID]);
}

static void
readout_changed_cb (AtlasMapView *self)
{
  g_autofree char *readout = NULL;

  g_object_get (self->canvas, "readout", &readout, NULL);
  gtk_label_set_label (self->readout, readout != NULL ? readout
                       : _("Point at an area, or use the arrow keys"));
}

static void
activated_cb (AtlasMapView *self,
              const char   *id)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, id);
}

static void
pin_activated_cb (AtlasMapView *self,
                  const char   *id)
{
  g_signal_emit (self, signals[SIGNAL_PIN_ACTIVATED], 0, id);
}

static void
describe (AtlasMapView *self)
{
  g_autofree char *text = atlas_choropleth_describe (self->choropleth);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Map"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_label_set_label (self->credits, atlas_choropleth_get_credits (self->choropleth));
  atlas_map_legend_show (self->legend, self->choropleth);
}

static void
atlas_map_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (object);

  switch ((AtlasMapViewProperty) prop_id)
    {
    case PROP_CAN_GO_UP:
      g_value_set_boolean (value, self->can_go_up);
      break;

    case PROP_SELECTED_ID:
      g_value_set_string (value, atlas_map_view_get_selected_id (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atlas_map_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (object);

  switch ((AtlasMapViewProperty) prop_id)
    {
    case PROP_CAN_GO_UP:
      atlas_map_view_set_can_go_up (self, g_value_get_boolean (value));
      break;

    case PROP_SELECTED_ID:
      atlas_map_view_set_selected_id (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atlas_map_view_dispose (GObject *object)
{
  AtlasMapView *self = ATLAS_MAP_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->choropleth, atlas_choropleth_unref);

  G_OBJECT_CLASS (atlas_map_view_parent_class)->dispose (object);
}

/* What can be done with the map, and its keys. */
static void
add_actions (GtkWidgetClass *widget_class)
{
  static const struct { guint key; const char *action; } zooms[] = {
    { GDK_KEY_plus, "map.zoom-in" }, { GDK_KEY_equal, "map.zoom-in" }, { GDK_KEY_KP_Add,
                                                                         "map.zoom-in" },
    { GDK_KEY_minus, "map.zoom-out" }, { GDK_KEY_KP_Subtract, "map.zoom-out" },
    { GDK_KEY_0, "map.zoom-reset" }, { GDK_KEY_KP_0, "map.zoom-reset" },
    { GDK_KEY_BackSpace, "map.up" },
  };
  static const struct { guint key; int x; int y; } pans[] = {
    { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 },
  };

  gtk_widget_class_install_action (widget_class, "map.zoom-in", NULL, zoom_cb);
  gtk_widget_class_install_action (widget_class, "map.zoom-out", NULL, zoom_cb);
  gtk_widget_class_install_action (widget_class, "map.zoom-reset", NULL, zoom_cb);
  gtk_widget_class_install_action (widget_class, "map.pan", "(ii)", pan_cb);
  gtk_widget_class_install_action (widget_class, "map.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "map.up", NULL, up_cb);

  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    gtk_widget_class_add_binding_action (widget_class, zooms[i].key, 0, zooms[i].action, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pans); i++)
    gtk_widget_class_add_binding_action (widget_class, pans[i].key, GDK_CONTROL_MASK, "map.pan",
                                         "(ii)", pans[i].x, pans[i].y);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (ATLAS_TYPE_MAP_CANVAS);
  g_type_ensure (ATLAS_TYPE_MAP_LEGEND);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "map-view");
  gtk_widget_class_set_template_from_resource (widget_class, TEMPLATE);
  gtk_widget_class_bind_template_child (widget_class, AtlasMapView, box);
  gtk_widget_class_bind_template_child (widget_class, AtlasMapView, canvas);
  gtk_widget_class_bind_template_child (widget_class, AtlasMapView, readout);
  gtk_widget_class_bind_template_child (widget_class, AtlasMapView, legend);
  gtk_widget_class_bind_template_child (widget_class, AtlasMapView, credits);
  gtk_widget_class_bind_template_callback (widget_class, selected_id_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, readout_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_activated_cb);
}

static void
atlas_map_view_class_init (AtlasMapViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_map_view_get_property;
  object_class->set_property = atlas_map_view_set_property;
  object_class->dispose = atlas_map_view_dispose;

  /**
   * AtlasMapView:can-go-up:
   *
   * Whether there is a level above, which Backspace opens.
   */
  props[PROP_CAN_GO_UP] = g_param_spec_boolean ("can-go-up", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);

  /**
   * AtlasMapView:selected-id:
   *
   * The area that is meant; bind it to the list beside the map.
   */
  props[PROP_SELECTED_ID] = g_param_spec_string ("selected-id", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                 G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * AtlasMapView::activated:
   * @self: the map
   * @id: an area
   *
   * An area is to be opened.
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * AtlasMapView::pin-activated:
   * @self: the map
   * @id: a pin
   *
   * A provision is to be opened.
   */
  signals[SIGNAL_PIN_ACTIVATED] = g_signal_new ("pin-activated", G_TYPE_FROM_CLASS (klass),
                                                G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * AtlasMapView::go-up:
   *
   * The level above is to be opened.
   */
  signals[SIGNAL_GO_UP] = g_signal_new ("go-up", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  add_actions (widget_class);
  bind_template (widget_class);
}

static void
atlas_map_view_init (AtlasMapView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  readout_changed_cb (self);
  update_actions (self);
}

GtkWidget *
atlas_map_view_new (void)
{
  return g_object_new (ATLAS_TYPE_MAP_VIEW, NULL);
}

/**
 * atlas_map_view_set_features:
 * @self: a map
 * @areas: the areas to show
 * @context: (nullable): land drawn pale under them, in the same projection
 *
 * Shows other areas, with no values or pins yet. The selection stays if the new areas have it.
 */
void
atlas_map_view_set_features (AtlasMapView  *self,
                             AtlasGeometry *areas,
                             AtlasGeometry *context)
{
  g_clear_pointer (&self->choropleth, atlas_choropleth_unref);
  self->choropleth = atlas_choropleth_new (areas);
  atlas_choropleth_set_context (self->choropleth, context);
  atlas_map_canvas_set_choropleth (self->canvas, self->choropleth);
  describe (self);
  update_actions (self);
}

/**
 * atlas_map_view_set_texts:
 * @self: a map with features
 * @title: (nullable): the finding, printed above an exported map and spoken first
 * @caption: (nullable): measure, date, source and missing returns
 * @credits: (nullable): what stands under the map, or %NULL for the attribution of the areas
 *
 * Sets the words round the map.
 */
void
atlas_map_view_set_texts (AtlasMapView *self,
                          const char   *title,
                          const char   *caption,
                          const char   *credits)
{
  g_return_if_fail (self->choropleth != NULL);

  atlas_choropleth_set_texts (self->choropleth, title, caption, credits);
  describe (self);
}

/**
 * atlas_map_view_set_values:
 * @self: a map with features
 * @measure: what the values mean
 * @values: (array length=n_values): one for each area
 * @n_values: their number
 *
 * Sets what the map says. @spoken of each value becomes its area's accessible name.
 */
void
atlas_map_view_set_values (AtlasMapView         *self,
                           const AtlasMeasure   *measure,
                           const AtlasAreaValue *values,
                           gsize                 n_values)
{
  g_return_if_fail (self->choropleth != NULL);

  atlas_choropleth_set_values (self->choropleth, measure, values, n_values);
  atlas_map_canvas_values_changed (self->canvas);
  describe (self);
}

/**
 * atlas_map_view_set_pins:
 * @self: a map with features
 * @pins: (array length=n_pins): the provisions
 * @n_pins: their number
 *
 * Sets the provisions on the map.
 */
void
atlas_map_view_set_pins (AtlasMapView   *self,
                         const AtlasPin *pins,
                         gsize           n_pins)
{
  g_return_if_fail (self->choropleth != NULL);

  atlas_choropleth_set_pins (self->choropleth, pins, n_pins);
  atlas_map_canvas_pins_changed (self->canvas);
  describe (self);
}

/**
 * atlas_map_view_set_mark:
 * @self: a map with features
 * @mark: (nullable): the demonstration's words
 *
 * Marks what is printed and exported.
 */
void
atlas_map_view_set_mark (AtlasMapView *self,
                         const char   *mark)
{
  g_return_if_fail (self->choropleth != NULL);

  atlas_choropleth_set_mark (self->choropleth, mark);
}

/**
 * atlas_map_view_hide_credits:
 * @self: a map
 *
 * Leaves the credits to the map's owner, who has a wider place for them. Prints and files keep
 * theirs.
 */
void
atlas_map_view_hide_credits (AtlasMapView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->credits), FALSE);
}

const char *
atlas_map_view_get_selected_id (AtlasMapView *self)
{
  return atlas_map_canvas_get_selected_id (self->canvas);
}

void
atlas_map_view_set_selected_id (AtlasMapView *self,
                                const char   *id)
{
  atlas_map_canvas_set_selected_id (self->canvas, id);
}

gboolean
atlas_map_view_get_can_go_up (AtlasMapView *self)
{
  return self->can_go_up;
}

void
atlas_map_view_set_can_go_up (AtlasMapView *self,
                              gboolean      can_go_up)
{
  if (self->can_go_up == !!can_go_up)
    return;

  self->can_go_up = !!can_go_up;
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_GO_UP]);
}

AtlasMapCanvas *
atlas_map_view_get_canvas (AtlasMapView *self)
{
  return self->canvas;
}

/**
 * atlas_map_view_get_choropleth:
 * @self: a map
 *
 * Returns: (transfer none) (nullable): what is shown; atlas_choropleth_draw() prints it
 */
AtlasChoropleth *
atlas_map_view_get_choropleth (AtlasMapView *self)
{
  return self->choropleth;
}

static void
paint_cb (cairo_t *cr,
          double   width,
          double   height,
          gpointer user_data)
{
  AtlasMapView *self = user_data;
  AtlasStyle style = atlas_style_for_print ();

  atlas_choropleth_draw (self->choropleth, cr, width, height, &style, TRUE);
}

/**
 * atlas_map_view_export:
 * @self: a map with features
 * @format: what kind of file
 * @error: return location for an error
 *
 * Makes a file of the whole map: light, with title, mark, legend and credits.
 *
 * Returns: (transfer full): the file's bytes
 */
GBytes *
atlas_map_view_export (AtlasMapView      *self,
                       AtlasPictureFormat format,
                       GError           **error)
{
  g_return_val_if_fail (self->choropleth != NULL, NULL);

  return atlas_picture_to_bytes (format, EXPORT_WIDTH, EXPORT_HEIGHT,
                                 atlas_choropleth_get_title (self->choropleth),
                                 paint_cb, self, error);
}
