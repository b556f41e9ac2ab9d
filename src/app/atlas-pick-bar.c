/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-pick-bar.h"

#include <glib/gi18n.h>

#include "app/atlas-bulk.h"
#include "app/atlas-cell.h"
#include "app/atlas-compat.h"
#include "app/atlas-ui.h"
#include "app/atlas-wrap.h"

/**
 * AtlasPickBar:
 *
 * Selecting several referrals of a list, and what can be done to all of them. It is not to be seen
 * until somebody selects: by the button, by Ctrl or Shift and a click, by Space or by Ctrl+A. While
 * it is, a click selects and no longer opens, arrows only move, and Escape ends it.
 */
struct _AtlasPickBar
{
  AdwBin              parent_instance;

  AtlasSession       *session;  /* (nullable): NULL until given */
  AtlasReferralPicks *picks;    /* (nullable): NULL until given */
  GPtrArray          *views;    /* (element-type GtkWidget): where the list is shown; unowned */
  guint               anchor;   /* where Shift goes on from */
  gboolean            is_selecting;

  /* Template */
  GtkLabel           *count;
  GtkLabel           *readout;
};

G_DEFINE_FINAL_TYPE (AtlasPickBar, atlas_pick_bar, ADW_TYPE_BIN)

typedef enum { PROP_SELECTING = 1 } AtlasPickBarProperty;
static GParamSpec *props[PROP_SELECTING + 1];

/* What "pick.change" is told. */
static const struct {
  const char   *name;
  AtlasBulkKind kind;
} changes[] = {
  { "owner", ATLAS_BULK_OWNER },
  { "next-by", ATLAS_BULK_NEXT_BY },
  { "review-by", ATLAS_BULK_REVIEW_BY },
  { "note", ATLAS_BULK_NOTE },
};

static AtlasCell *
find_cell (GtkWidget *widget)
{
  if (ATLAS_IS_CELL (widget))
    return ATLAS_CELL (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AtlasCell *cell = find_cell (child);

      if (cell != NULL)
        return cell;
    }

  return NULL;
}

/* The row that a widget is, or is in; its first cell knows where it stands. */
static guint
position_of (GtkWidget *widget)
{
  for (; widget != NULL && !GTK_IS_LIST_VIEW (widget) && !GTK_IS_COLUMN_VIEW (widget);
       widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *parent = gtk_widget_get_parent (widget);
      AtlasCell *cell = GTK_IS_LIST_VIEW (parent) ? find_cell (widget) : NULL;

      if (cell != NULL)
        return atlas_cell_get_position (cell);
    }

  return ATLAS_REFERRAL_NOWHERE;
}

static void
show_count (AtlasPickBar *self)
{
  guint n = atlas_referral_picks_get_count (self->picks);
  g_autofree char *text = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  if (g_str_equal (gtk_label_get_label (self->count), text))
    return;

  gtk_label_set_label (self->count, text);
  if (self->is_selecting)
    atlas_announce (GTK_WIDGET (self), text);
}

static void
update (AtlasPickBar *self)
{
  gboolean has_any = self->picks != NULL && atlas_referral_picks_get_count (self->picks) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pick.step", has_any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pick.change", has_any);
  if (self->picks != NULL)
    show_count (self);
}

/* Shift and an arrow select a second one, and then it is clear what somebody wants. */
static void
selection_changed_cb (AtlasPickBar *self)
{
  if (!self->is_selecting && atlas_referral_picks_get_count (self->picks) > 1)
    atlas_pick_bar_set_selecting (self, TRUE);
  atlas_say (self->readout, NULL);
  update (self);
}

static void
begin (AtlasPickBar *self)
{
  if (self->is_selecting)
    return;

  /* What lies under the pointer is selected, and nobody has chosen it. */
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->picks));
  atlas_pick_bar_set_selecting (self, TRUE);
}

static void
pick_at (AtlasPickBar   *self,
         GtkWidget      *view,
         guint           position,
         GdkModifierType state)
{
  GtkRoot *root = gtk_widget_get_root (view);
  guint anchor = self->anchor;

  if (anchor == ATLAS_REFERRAL_NOWHERE && root != NULL && gtk_root_get_focus (root) != NULL)
    anchor = position_of (gtk_root_get_focus (root));
  begin (self);
  if ((state & GDK_SHIFT_MASK) != 0 && anchor != ATLAS_REFERRAL_NOWHERE)
    {
      gtk_selection_model_select_range (GTK_SELECTION_MODEL (self->picks), MIN (anchor, position),
                                        MAX (anchor, position) - MIN (anchor, position) + 1,
                                        FALSE);
      return;
    }

  atlas_referral_picks_toggle (self->picks, position);
  self->anchor = position;
}

static void
pressed_cb (AtlasPickBar *self,
            int           n_press,
            double        x,
            double        y,
            GtkGesture   *gesture)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);
  GtkWidget *view = gtk_event_controller_get_widget (controller);
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  gboolean is_held = (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0;
  guint position;

  if (!self->is_selecting && !is_held)
    return;

  position = position_of (gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT));
  if (position == ATLAS_REFERRAL_NOWHERE)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pick_at (self, view, position, state);
}

static gboolean
key_pressed_cb (AtlasPickBar          *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkRoot *root = gtk_widget_get_root (view);
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint position = focus != NULL ? position_of (focus) : ATLAS_REFERRAL_NOWHERE;

  if ((keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space) && (held & GDK_ALT_MASK) == 0 &&
      position != ATLAS_REFERRAL_NOWHERE)
    {
      pick_at (self, view, position, held);
      return TRUE;
    }
  if (keyval == GDK_KEY_a && held == GDK_CONTROL_MASK)
    return gtk_widget_activate_action (GTK_WIDGET (self), "pick.all", NULL);
  if (keyval == GDK_KEY_Escape && self->is_selecting)
    return gtk_widget_activate_action (GTK_WIDGET (self), "pick.done", NULL);

  return FALSE;
}

static gboolean
bar_key_pressed_cb (AtlasPickBar   *self,
                    guint           keyval,
                    guint           keycode,
                    GdkModifierType state)
{
  return keyval == GDK_KEY_Escape &&
         gtk_widget_activate_action (GTK_WIDGET (self), "pick.done", NULL);
}

/* What could be done is done; what could not stays selected, with the reason beside it. */
static void
heard (GtkWidget  *widget,
       const char *words)
{
  AtlasPickBar *self = ATLAS_PICK_BAR (widget);

  if (words == NULL)
    atlas_pick_bar_set_selecting (self, FALSE);
  atlas_say (self->readout, words);
}

static void
ask (AtlasPickBar *self,
     AtlasBulkKind kind,
     const char   *step)
{
  g_autoptr(GArray) rows = atlas_referral_picks_dup_rows (self->picks);

  atlas_bulk_ask (GTK_WIDGET (self), self->session, kind, step, rows, heard);
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ask (ATLAS_PICK_BAR (widget), ATLAS_BULK_STEP, g_variant_get_string (parameter, NULL));
}

static void
change_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  const char *change = g_variant_get_string (parameter, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    if (g_str_equal (changes[i].name, change))
      ask (ATLAS_PICK_BAR (widget), changes[i].kind, NULL);
}

static void
all_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  AtlasPickBar *self = ATLAS_PICK_BAR (widget);

  begin (self);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->picks));
}

static void
done_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  atlas_pick_bar_set_selecting (ATLAS_PICK_BAR (widget), FALSE);
}

static void
atlas_pick_bar_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch ((AtlasPickBarProperty) property_id)
    {
    case PROP_SELECTING:
      g_value_set_boolean (value, ATLAS_PICK_BAR (object)->is_selecting);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_pick_bar_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch ((AtlasPickBarProperty) property_id)
    {
    case PROP_SELECTING:
      atlas_pick_bar_set_selecting (ATLAS_PICK_BAR (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_pick_bar_dispose (GObject *object)
{
  AtlasPickBar *self = ATLAS_PICK_BAR (object);

  g_clear_object (&self->session);
  g_clear_object (&self->picks);
  g_ptr_array_set_size (self->views, 0);

  G_OBJECT_CLASS (atlas_pick_bar_parent_class)->dispose (object);
}

static void
atlas_pick_bar_finalize (GObject *object)
{
  g_ptr_array_unref (ATLAS_PICK_BAR (object)->views);

  G_OBJECT_CLASS (atlas_pick_bar_parent_class)->finalize (object);
}

static void
atlas_pick_bar_class_init (AtlasPickBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_pick_bar_get_property;
  object_class->set_property = atlas_pick_bar_set_property;
  object_class->dispose = atlas_pick_bar_dispose;
  object_class->finalize = atlas_pick_bar_finalize;

  /**
   * AtlasPickBar:selecting:
   *
   * Whether several are being selected.
   */
  props[PROP_SELECTING] = g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (ATLAS_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-pick-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasPickBar, count);
  gtk_widget_class_bind_template_child (widget_class, AtlasPickBar, readout);
  gtk_widget_class_bind_template_callback (widget_class, bar_key_pressed_cb);
  gtk_widget_class_install_action (widget_class, "pick.step", "s", step_action);
  gtk_widget_class_install_action (widget_class, "pick.change", "s", change_action);
  gtk_widget_class_install_action (widget_class, "pick.all", NULL, all_action);
  gtk_widget_class_install_action (widget_class, "pick.done", NULL, done_action);
}

static void
atlas_pick_bar_init (AtlasPickBar *self)
{
  self->views = g_ptr_array_new ();
  self->anchor = ATLAS_REFERRAL_NOWHERE;
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
atlas_pick_bar_set_session (AtlasPickBar *self,
                            AtlasSession *session)
{
  g_return_if_fail (ATLAS_IS_PICK_BAR (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_pick_bar_set_picks:
 * @picks: what is selected; given once
 */
void
atlas_pick_bar_set_picks (AtlasPickBar       *self,
                          AtlasReferralPicks *picks)
{
  g_return_if_fail (ATLAS_IS_PICK_BAR (self));
  g_return_if_fail (self->picks == NULL);

  self->picks = g_object_ref (picks);
  g_signal_connect_object (picks, "selection-changed", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (picks, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * atlas_pick_bar_attach:
 * @view: a list view or column view of the picks
 *
 * Lets clicks and keys in a view select.
 */
void
atlas_pick_bar_attach (AtlasPickBar *self,
                       GtkWidget    *view)
{
  GtkGesture *click;
  GtkEventController *keys;

  g_return_if_fail (ATLAS_IS_PICK_BAR (self));

  click = gtk_gesture_click_new ();
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (view, GTK_EVENT_CONTROLLER (click));
  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (view, keys);
  g_ptr_array_add (self->views, view);
}

gboolean
atlas_pick_bar_is_selecting (AtlasPickBar *self)
{
  g_return_val_if_fail (ATLAS_IS_PICK_BAR (self), FALSE);

  return self->is_selecting;
}

/**
 * atlas_pick_bar_set_selecting:
 * @is_selecting: whether several are selected now; with an end to it nothing is
 */
void
atlas_pick_bar_set_selecting (AtlasPickBar *self,
                              gboolean      is_selecting)
{
  g_return_if_fail (ATLAS_IS_PICK_BAR (self));

  if (self->is_selecting == is_selecting)
    return;

  self->is_selecting = is_selecting;
  self->anchor = ATLAS_REFERRAL_NOWHERE;
  atlas_referral_picks_set_keeping (self->picks, is_selecting);
  for (guint i = 0; i < self->views->len; i++)
    {
      GtkWidget *view = g_ptr_array_index (self->views, i);

      g_object_set (view, "single-click-activate", !is_selecting, NULL);
      if (is_selecting)
        gtk_widget_add_css_class (view, "atlas-selecting");
      else
        gtk_widget_remove_css_class (view, "atlas-selecting");
    }
  if (!is_selecting)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->picks));
  atlas_say (self->readout, NULL);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTING]);
}
