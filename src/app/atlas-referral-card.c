/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-card.h"

#include "app/atlas-day6-cells.h"
#include "app/atlas-ui.h"

/**
 * AtlasReferralCard:
 *
 * One referral on the board: a button with its reference, year group and tier, and its Day 6 clock.
 * Pressing it opens the record; Shift+F10 or the other mouse button asks the board for its menu.
 */
struct _AtlasReferralCard
{
  GtkButton         parent_instance;

  AtlasReferralRow *row;        /* (nullable): NULL while the card waits to be used again */
  guint             position;   /* in its column */
};

G_DEFINE_FINAL_TYPE (AtlasReferralCard, atlas_referral_card, GTK_TYPE_BUTTON)

typedef enum { PROP_ROW = 1, PROP_POSITION } AtlasReferralCardProperty;
static GParamSpec *props[PROP_POSITION + 1];

static void
show_name (AtlasReferralCard *self)
{
  g_autofree char *name = NULL;

  if (self->row == NULL)
    return;

  g_object_get (self->row, "card-name", &name, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
pressed_cb (AtlasReferralCard *self,
            int                n_press,
            double             x,
            double             y,
            GtkGesture        *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "board.menu", NULL);
}

static void
atlas_referral_card_clicked (GtkButton *button)
{
  AtlasReferralCard *self = ATLAS_REFERRAL_CARD (button);
  const AtlasReferralLine *line = self->row != NULL ? atlas_referral_row_get_line (self->row)
                                                    : NULL;

  if (line != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "board.open", "s", line->reference);
}

static void
atlas_referral_card_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AtlasReferralCard *self = ATLAS_REFERRAL_CARD (object);

  switch ((AtlasReferralCardProperty) property_id)
    {
    case PROP_ROW:
      g_value_set_object (value, self->row);
      break;

    case PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_referral_card_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AtlasReferralCard *self = ATLAS_REFERRAL_CARD (object);

  switch ((AtlasReferralCardProperty) property_id)
    {
    case PROP_ROW:
      atlas_referral_card_set_row (self, g_value_get_object (value));
      break;

    case PROP_POSITION:
      self->position = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

/* The card is the button: the item of the list round it is no stop of its own. */
static void
atlas_referral_card_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (atlas_referral_card_parent_class)->root (widget);

  gtk_widget_set_focusable (gtk_widget_get_parent (widget), FALSE);
}

static void
atlas_referral_card_dispose (GObject *object)
{
  atlas_referral_card_set_row (ATLAS_REFERRAL_CARD (object), NULL);

  G_OBJECT_CLASS (atlas_referral_card_parent_class)->dispose (object);
}

static void
atlas_referral_card_class_init (AtlasReferralCardClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_referral_card_get_property;
  object_class->set_property = atlas_referral_card_set_property;
  object_class->dispose = atlas_referral_card_dispose;
  widget_class->root = atlas_referral_card_root;
  GTK_BUTTON_CLASS (klass)->clicked = atlas_referral_card_clicked;

  props[PROP_ROW] = g_param_spec_object ("row", NULL, NULL, ATLAS_TYPE_REFERRAL_ROW,
                                         flags | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (ATLAS_TYPE_DAY6_CELLS);
  g_type_ensure (ATLAS_TYPE_REFERRAL_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-referral-card.ui");
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
}

static void
atlas_referral_card_init (AtlasReferralCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_referral_card_get_row:
 *
 * Returns: (transfer none) (nullable): what the card shows
 */
AtlasReferralRow *
atlas_referral_card_get_row (AtlasReferralCard *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_CARD (self), NULL);

  return self->row;
}

void
atlas_referral_card_set_row (AtlasReferralCard *self,
                             AtlasReferralRow  *row)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_CARD (self));

  if (self->row == row)
    return;

  if (self->row != NULL)
    g_signal_handlers_disconnect_by_func (self->row, show_name, self);
  g_set_object (&self->row, row);
  if (row != NULL)
    g_signal_connect_swapped (row, "notify::card-name", G_CALLBACK (show_name), self);
  show_name (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROW]);
}

guint
atlas_referral_card_get_position (AtlasReferralCard *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_CARD (self), 0);

  return self->position;
}
