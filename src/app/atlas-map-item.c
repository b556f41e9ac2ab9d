/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-item.h"

/* Two tones, so that the ring shows on any fill: WCAG 2.2, 2.4.13. In pixels. */
#define RING_WIDTH   3.0
#define CASING_WIDTH 6.0
#define HOVER_WIDTH  2.0

typedef struct {
  char    *label;
  gboolean selected;
} AtlasMapItemPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AtlasMapItem, atlas_map_item, GTK_TYPE_WIDGET)

typedef enum { SIGNAL_ACTIVATED, SIGNAL_CHOSEN } AtlasMapItemSignal;
static guint signals[SIGNAL_CHOSEN + 1];

static void
activate_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ACTIVATED], 0);
}

static void
choose_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_CHOSEN], 0);
}

static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             AtlasMapItem    *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  ATLAS_MAP_ITEM_GET_CLASS (self)->pressed (self, n_press);
}

/* A click on an area says which is meant; the second of a double click opens it. */
static void
atlas_map_item_real_pressed (AtlasMapItem *self,
                             int           n_press)
{
  g_signal_emit (self, signals[n_press == 2 ? SIGNAL_ACTIVATED : SIGNAL_CHOSEN], 0);
}

static void
atlas_map_item_state_flags_changed (GtkWidget    *widget,
                                    GtkStateFlags previous)
{
  GtkStateFlags drawn = GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_FOCUSED |
                        GTK_STATE_FLAG_FOCUS_VISIBLE;

  if ((previous ^ gtk_widget_get_state_flags (widget)) & drawn)
    gtk_widget_queue_draw (widget);

  GTK_WIDGET_CLASS (atlas_map_item_parent_class)->state_flags_changed (widget, previous);
}

static void
atlas_map_item_finalize (GObject *object)
{
  AtlasMapItemPrivate *priv = atlas_map_item_get_instance_private (ATLAS_MAP_ITEM (object));

  g_free (priv->label);

  G_OBJECT_CLASS (atlas_map_item_parent_class)->finalize (object);
}

static void
atlas_map_item_class_init (AtlasMapItemClass *klass)
{
  static const guint open_keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = atlas_map_item_finalize;
  widget_class->state_flags_changed = atlas_map_item_state_flags_changed;
  klass->pressed = atlas_map_item_real_pressed;

  /**
   * AtlasMapItem::activated:
   *
   * Somebody wants to open it.
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * AtlasMapItem::chosen:
   *
   * Somebody means this one.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_widget_class_install_action (widget_class, "item.activate", NULL, activate_cb);
  gtk_widget_class_install_action (widget_class, "item.choose", NULL, choose_cb);

  for (gsize i = 0; i < G_N_ELEMENTS (open_keys); i++)
    gtk_widget_class_add_binding_action (widget_class, open_keys[i], 0, "item.activate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "item.choose", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Space, 0, "item.choose", NULL);
}

static void
atlas_map_item_init (AtlasMapItem *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

const char *
atlas_map_item_get_label (AtlasMapItem *self)
{
  AtlasMapItemPrivate *priv = atlas_map_item_get_instance_private (self);

  return priv->label;
}

/**
 * atlas_map_item_set_label:
 * @self: an item
 * @label: what a screen reader says and the line under the map shows
 *
 * Names the item, its value included: "Stevenage, 88 per cent of places filled".
 */
void
atlas_map_item_set_label (AtlasMapItem *self,
                          const char   *label)
{
  AtlasMapItemPrivate *priv = atlas_map_item_get_instance_private (self);

  if (g_strcmp0 (priv->label, label) == 0)
    return;

  g_free (priv->label);
  priv->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

gboolean
atlas_map_item_get_selected (AtlasMapItem *self)
{
  AtlasMapItemPrivate *priv = atlas_map_item_get_instance_private (self);

  return priv->selected;
}

void
atlas_map_item_set_selected (AtlasMapItem *self,
                             gboolean      selected)
{
  AtlasMapItemPrivate *priv = atlas_map_item_get_instance_private (self);

  if (priv->selected == !!selected)
    return;

  priv->selected = !!selected;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, priv->selected,
                               -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
stroke_ring (cairo_t    *cr,
             AtlasColour colour,
             double      width)
{
  atlas_draw_colour (cr, colour);
  cairo_set_line_width (cr, width);
  cairo_stroke_preserve (cr);
}

/**
 * atlas_map_item_draw_ring:
 * @self: an item
 * @cr: a context whose path is the item's outline
 *
 * Draws what the item's state asks for: hovered, selected, focused. The path is consumed.
 */
void
atlas_map_item_draw_ring (AtlasMapItem *self,
                          cairo_t      *cr)
{
  AtlasMapItemPrivate *priv = atlas_map_item_get_instance_private (self);
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self));
  AtlasColour focus = atlas_style_get_ink (&(AtlasStyle) { 0 }, ATLAS_INK_BAR);
  gboolean focused = (flags & GTK_STATE_FLAG_FOCUSED) && (flags & GTK_STATE_FLAG_FOCUS_VISIBLE);

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);

  if (focused || priv->selected)
    stroke_ring (cr, atlas_map_casing (), CASING_WIDTH);
  if (focused)
    stroke_ring (cr, focus, RING_WIDTH);
  if (priv->selected)
    stroke_ring (cr, atlas_map_line (), focused ? HOVER_WIDTH / 2 : RING_WIDTH);
  if (!focused && !priv->selected && (flags & GTK_STATE_FLAG_PRELIGHT))
    stroke_ring (cr, atlas_map_line (), HOVER_WIDTH);

  cairo_new_path (cr);
}
