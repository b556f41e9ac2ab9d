/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-pin.h"

#include <glib/gi18n.h>
#include <math.h>

/* A target's least side in pixels: WCAG 2.2, 2.5.8. */
#define MIN_TARGET 24

/* Names in a cluster's own name, before it only counts. */
#define MAX_NAMES 3

/**
 * AtlasMapPin:
 *
 * A provision on a map, or several that stand too close; then it opens a list of them.
 */
struct _AtlasMapPin
{
  AtlasMapItem parent_instance;

  AtlasStyle   style;
  AtlasPoint   point;     /* on the plane */
  GPtrArray   *ids;       /* (element-type utf8) */
  GPtrArray   *names;     /* (element-type utf8) */
  gboolean     is_town;
  GtkWidget   *popover;   /* (nullable): NULL until first use */
};

G_DEFINE_FINAL_TYPE (AtlasMapPin, atlas_map_pin, ATLAS_TYPE_MAP_ITEM)

typedef enum { SIGNAL_PIN_ACTIVATED } AtlasMapPinSignal;
static guint signals[SIGNAL_PIN_ACTIVATED + 1];

static void
row_clicked_cb (GtkButton   *button,
                AtlasMapPin *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "pin-id");

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[SIGNAL_PIN_ACTIVATED], 0, id);
}

static GtkWidget *
make_list (AtlasMapPin *self)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < self->ids->len; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (g_ptr_array_index (self->names, i));

      gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
      gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
      g_object_set_data_full (G_OBJECT (button), "pin-id",
                              g_strdup (g_ptr_array_index (self->ids, i)), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (row_clicked_cb), self, 0);
      gtk_box_append (GTK_BOX (list), button);
    }

  return list;
}

static void
activated_cb (AtlasMapPin *self)
{
  if (self->ids->len == 1)
    {
      g_signal_emit (self, signals[SIGNAL_PIN_ACTIVATED], 0, g_ptr_array_index (self->ids, 0));
      return;
    }

  if (self->popover == NULL)
    {
      GtkWidget *scroller = gtk_scrolled_window_new ();

      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                      GTK_POLICY_AUTOMATIC);
      gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
      gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 12 * MIN_TARGET);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_list (self));

      self->popover = gtk_popover_new ();
      gtk_popover_set_child (GTK_POPOVER (self->popover), scroller);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }

  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* A pin is a button: one click opens it. */
static void
atlas_map_pin_pressed (AtlasMapItem *item,
                       int           n_press)
{
  if (n_press == 1)
    gtk_widget_activate_action (GTK_WIDGET (item), "item.activate", NULL);
}

static void
atlas_map_pin_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  AtlasMapPin *self = ATLAS_MAP_PIN (widget);

  *minimum = MAX (MIN_TARGET, (int) ceil (2 * atlas_pin_get_radius (&self->style, self->ids->len)));
  *natural = *minimum;
}

static void
atlas_map_pin_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  AtlasMapPin *self = ATLAS_MAP_PIN (widget);

  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
atlas_map_pin_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  AtlasMapPin *self = ATLAS_MAP_PIN (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double radius = atlas_pin_get_radius (&self->style, self->ids->len) + 2;
  AtlasPoint middle = { width / 2, height / 2 };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (-4, -4, (float) width + 8, (float) height + 8);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  atlas_pin_draw (cr, &self->style, middle, self->ids->len, self->is_town);
  cairo_arc (cr, middle.x, middle.y, radius, 0, 2 * G_PI);
  atlas_map_item_draw_ring (ATLAS_MAP_ITEM (self), cr);
  cairo_destroy (cr);
}

static void
atlas_map_pin_dispose (GObject *object)
{
  AtlasMapPin *self = ATLAS_MAP_PIN (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);

  G_OBJECT_CLASS (atlas_map_pin_parent_class)->dispose (object);
}

static void
atlas_map_pin_finalize (GObject *object)
{
  AtlasMapPin *self = ATLAS_MAP_PIN (object);

  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->names);

  G_OBJECT_CLASS (atlas_map_pin_parent_class)->finalize (object);
}

static void
atlas_map_pin_class_init (AtlasMapPinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_map_pin_dispose;
  object_class->finalize = atlas_map_pin_finalize;
  widget_class->measure = atlas_map_pin_measure;
  widget_class->size_allocate = atlas_map_pin_size_allocate;
  widget_class->snapshot = atlas_map_pin_snapshot;
  ATLAS_MAP_ITEM_CLASS (klass)->pressed = atlas_map_pin_pressed;

  /**
   * AtlasMapPin::pin-activated:
   * @self: the pin
   * @id: which of its members
   *
   * Somebody wants to open a provision.
   */
  signals[SIGNAL_PIN_ACTIVATED] = g_signal_new ("pin-activated", G_TYPE_FROM_CLASS (klass),
                                                G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "map-pin");
}

static void
atlas_map_pin_init (AtlasMapPin *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (self, "activated", G_CALLBACK (activated_cb), NULL);
}

static char *
name_cluster (GPtrArray *names)
{
  g_autoptr(GString) list = g_string_new (NULL);

  if (names->len == 1)
    return g_strdup (g_ptr_array_index (names, 0));

  for (guint i = 0; i < MIN (names->len, MAX_NAMES); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (names, i));

  /* Translators: %u provisions stand close together on the map; %s is the first of their names. */
  if (names->len <= MAX_NAMES)
    return g_strdup_printf (ngettext ("%u provision: %s", "%u provisions: %s", names->len),
                            names->len, list->str);

  return g_strdup_printf (ngettext ("%u provision: %s and others",
                                    "%u provisions: %s and others", names->len),
                          names->len, list->str);
}

/**
 * atlas_map_pin_new:
 * @choropleth: the map whose pins are gathered
 * @cluster: which of them
 * @view: how @cluster was seen
 * @style: how it is drawn
 *
 * Returns: (transfer floating): a button in the shape of a pin
 */
GtkWidget *
atlas_map_pin_new (AtlasChoropleth     *choropleth,
                   const AtlasCluster  *cluster,
                   const AtlasViewport *view,
                   const AtlasStyle    *style)
{
  AtlasMapPin *self = g_object_new (ATLAS_TYPE_MAP_PIN, NULL);
  g_autofree char *label = NULL;

  self->style = *style;
  self->point = atlas_viewport_to_plane (view, cluster->point);
  self->is_town = cluster->is_town;

  for (guint i = 0; i < cluster->members->len; i++)
    {
      const AtlasPin *pin = atlas_choropleth_get_pin (choropleth,
                                                      g_array_index (cluster->members, guint, i));

      g_ptr_array_add (self->ids, g_strdup (pin->id));
      g_ptr_array_add (self->names, g_strdup (pin->name));
    }

  label = name_cluster (self->names);
  atlas_map_item_set_label (ATLAS_MAP_ITEM (self), label);

  return GTK_WIDGET (self);
}

/**
 * atlas_map_pin_has_id:
 * @self: a pin
 * @id: (nullable): a provision
 *
 * Returns: whether @id is one of its members
 */
gboolean
atlas_map_pin_has_id (AtlasMapPin *self,
                      const char  *id)
{
  return id != NULL && g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, NULL);
}

/**
 * atlas_map_pin_get_id:
 * @self: a pin
 *
 * Returns: its first member
 */
const char *
atlas_map_pin_get_id (AtlasMapPin *self)
{
  return g_ptr_array_index (self->ids, 0);
}

/**
 * atlas_map_pin_place:
 * @self: a pin whose parent is being allocated
 * @view: how the parent sees the plane
 *
 * Allocates the pin.
 */
void
atlas_map_pin_place (AtlasMapPin         *self,
                     const AtlasViewport *view)
{
  AtlasPoint point = atlas_viewport_to_surface (view, self->point);
  GskTransform *move;
  int side;

  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &side, NULL, NULL);
  move = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) point.x - (float) side / 2,
                                                              (float) point.y - (float) side / 2));
  gtk_widget_allocate (GTK_WIDGET (self), side, side, -1, move);
}
