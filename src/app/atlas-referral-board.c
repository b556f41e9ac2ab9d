/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-board.h"

#include <glib/gi18n.h>

#include "app/atlas-board-column.h"
#include "app/atlas-board-moves.h"
#include "app/atlas-compat.h"
#include "app/atlas-referral-asked.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "store/atlas-store-referrals.h"

/* Where a card stands. */
typedef struct {
  int    column;                /* -1 when there is none */
  guint  position;
  gint64 row;
} Spot;

/**
 * AtlasReferralBoard:
 *
 * Referrals as cards, a column for each step that the filter lets through. It asks the store what
 * the list asks.
 *
 * Keys: arrows go to the next card, in the column and between columns; Enter opens the record;
 * Ctrl+Shift+Left and Right move the card to the step beside it; Shift+F10 opens a menu of every
 * step that the card can take. The keyboard stays on a card that moves.
 */
struct _AtlasReferralBoard
{
  AdwBin            parent_instance;

  AtlasSession     *session;    /* (nullable): NULL until something was asked */
  GCancellable     *cancellable;        /* of what is asked at present */
  GCancellable     *reading;    /* of the referral that is about to be moved */
  gint64            total;
  GError           *error;      /* (nullable): why nothing was found */
  GtkWidget        *menu;       /* of the card that has the keyboard */
  Spot              asked;      /* the card that the menu was opened for */
  AtlasBoardColumn *columns[ATLAS_BOARD_N_STEPS];

  /* Template */
  GtkBox           *box;
  GtkLabel         *readout;
};

G_DEFINE_FINAL_TYPE (AtlasReferralBoard, atlas_referral_board, ADW_TYPE_BIN)

typedef enum { SIGNAL_FOUND } AtlasReferralBoardSignal;
static guint signals[SIGNAL_FOUND + 1];

typedef struct {
  GPtrArray *columns;           /* (element-type GArray) */
  gint64     total;
} Found;

/* What is done with a referral once it has been read. */
typedef struct {
  AtlasReferralBoard *self;
  char               *step;     /* (nullable): NULL opens the menu */
} Reading;

static void
found_free (Found *found)
{
  g_clear_pointer (&found->columns, g_ptr_array_unref);
  g_free (found);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

static void
reading_free (Reading *reading)
{
  g_free (reading->step);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static gpointer
find_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  AtlasReferralAsked *asked = data;
  g_autoptr(Found) found = g_new0 (Found, 1);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  found->columns = atlas_store_find_board (store, asked->filter, asked->scope, asked->words,
                                           asked->on, error);
  if (found->columns == NULL ||
      !atlas_store_count_referrals (store, asked->scope, &found->total, error))
    return NULL;

  return g_steal_pointer (&found);
}

static AtlasReferralCard *
focused_card (AtlasReferralBoard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return NULL;

  return ATLAS_IS_REFERRAL_CARD (focus) ? ATLAS_REFERRAL_CARD (focus) : NULL;
}

static int
column_of (AtlasReferralBoard *self,
           GtkWidget          *card)
{
  GtkWidget *column = gtk_widget_get_ancestor (card, ATLAS_TYPE_BOARD_COLUMN);

  for (int i = 0; i < ATLAS_BOARD_N_STEPS; i++)
    if (GTK_WIDGET (self->columns[i]) == column)
      return i;

  return -1;
}

static Spot
focused_spot (AtlasReferralBoard *self)
{
  AtlasReferralCard *card = focused_card (self);
  Spot spot = { -1, 0, -1 };
  AtlasReferralModel *model;

  if (card == NULL)
    return spot;

  spot.column = column_of (self, GTK_WIDGET (card));
  spot.position = atlas_referral_card_get_position (card);
  model = atlas_board_column_get_model (self->columns[spot.column]);
  spot.row = atlas_referral_model_get_row (model, spot.position);

  return spot;
}

/* The keyboard stays with a card that has moved; where the card is gone it stays in the column. */
static void
focus_again (AtlasReferralBoard *self,
             const Spot         *spot)
{
  for (int i = 0; i < ATLAS_BOARD_N_STEPS; i++)
    {
      AtlasReferralModel *model = atlas_board_column_get_model (self->columns[i]);
      guint position = atlas_referral_model_find_row (model, spot->row);

      if (position == ATLAS_REFERRAL_NOWHERE)
        continue;
      if (i != spot->column || position != spot->position)
        atlas_board_column_focus (self->columns[i], position);
      return;
    }

  atlas_board_column_focus (self->columns[spot->column], spot->position);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Found)  found = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasReferralBoard *self;
  Spot spot;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  g_clear_error (&self->error);
  if (found == NULL)
    self->error = g_steal_pointer (&error);
  else
    {
      self->total = found->total;
      spot = focused_spot (self);
      for (int i = 0; i < ATLAS_BOARD_N_STEPS; i++)
        atlas_board_column_show (self->columns[i], self->session,
                                 g_ptr_array_index (found->columns, i));
      if (spot.column >= 0)
        focus_again (self, &spot);
    }
  g_signal_emit (self, signals[SIGNAL_FOUND], 0);
}

static void
menu_closed_cb (AtlasReferralBoard *self)
{
  if (focused_card (self) == NULL && self->asked.column >= 0)
    focus_again (self, &self->asked);
}

static void
show_menu (AtlasReferralBoard *self,
           AtlasReferralCase  *referral_case)
{
  AtlasReferralCard *card = focused_card (self);
  g_autoptr(GMenuModel) model = NULL;
  graphene_rect_t bounds;

  if (card == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (card), GTK_WIDGET (self), &bounds))
    return;

  self->asked = focused_spot (self);
  model = atlas_board_make_menu (referral_case);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) {
    (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
    (int) bounds.size.height,
  });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
case_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Reading) reading = user_data;
  g_autoptr(GError)  error = NULL;
  g_autoptr(AtlasReferralCase) read = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (read == NULL)
    words = g_strdup_printf (_("Nothing was changed: %s"), error->message);
  else if (reading->step == NULL)
    show_menu (reading->self, read);
  else
    words = atlas_board_take_step (GTK_WIDGET (reading->self), reading->self->session, read,
                                   reading->step);
  atlas_say (reading->self->readout, words);
}

static gpointer
read_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  AtlasAsked *asked = data;

  return atlas_store_read_referral_case (store, asked->of, asked->on, error);
}

/* Without a step the menu opens. What can be done is asked of the store as it is now. */
static void
read_case (AtlasReferralBoard *self,
           const char         *reference,
           const char         *step)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->self = self;
  reading->step = g_strdup (step);
  atlas_renew_cancellable (&self->reading);
  atlas_session_ask_async (self->session, read_in_thread, reference,
                           (GDestroyNotify) atlas_referral_case_unref, self->reading,
                           case_read_cb, reading);
}

static const char *
focused_reference (AtlasReferralBoard *self)
{
  AtlasReferralCard *card = focused_card (self);
  AtlasReferralRow *row = card != NULL ? atlas_referral_card_get_row (card) : NULL;
  const AtlasReferralLine *line = row != NULL ? atlas_referral_row_get_line (row) : NULL;

  return line != NULL ? line->reference : NULL;
}

static void
move_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  const char *reference;
  const char *step;

  g_variant_get (parameter, "(&s&s)", &reference, &step);
  read_case (ATLAS_REFERRAL_BOARD (widget), reference, step);
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasReferralBoard *self = ATLAS_REFERRAL_BOARD (widget);
  const char *reference = focused_reference (self);

  if (reference != NULL)
    read_case (self, reference, NULL);
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_autofree char *route = g_strdup_printf ("referral/%s", g_variant_get_string (parameter, NULL));

  atlas_view_go (widget, route);
}

/* To the step beside it, shown or not: a step that is out of sight may ask for what it needs. */
static gboolean
move_card (AtlasReferralBoard *self,
           int                 by)
{
  const char *reference = focused_reference (self);
  int column = focused_spot (self).column + by;

  if (reference == NULL)
    return FALSE;
  if (column < 0 || column >= ATLAS_BOARD_N_STEPS)
    {
      atlas_say (self->readout, by < 0 ? _("There is no step before this one.")
                                       : _("There is no step after this one."));
      return TRUE;
    }

  read_case (self, reference, atlas_board_step ((guint) column));
  return TRUE;
}

static gboolean
go_beside (AtlasReferralBoard *self,
           int                 by)
{
  AtlasReferralCard *card = focused_card (self);
  int column = card != NULL ? column_of (self, GTK_WIDGET (card)) : -1;

  if (column < 0)
    return FALSE;

  for (column += by; column >= 0 && column < ATLAS_BOARD_N_STEPS; column += by)
    {
      AtlasReferralCard *near = NULL;

      if (gtk_widget_get_mapped (GTK_WIDGET (self->columns[column])))
        near = atlas_board_column_card_near (self->columns[column], GTK_WIDGET (card));
      if (near != NULL)
        {
          gtk_widget_grab_focus (GTK_WIDGET (near));
          return TRUE;
        }
    }

  return TRUE;
}

/* Before the list of a column sees them, which would keep sideways keys to itself. */
static gboolean
key_pressed_cb (AtlasReferralBoard *self,
                guint               keyval,
                guint               keycode,
                GdkModifierType     state)
{
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();
  gboolean is_right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean is_left = keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left;
  gboolean is_right = keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right;
  int by = is_left != is_right_to_left ? -1 : 1;

  if ((is_left || is_right) && held == 0)
    return go_beside (self, by);
  if ((is_left || is_right) && held == (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    return move_card (self, by);
  if ((keyval == GDK_KEY_Menu && held == 0) || (keyval == GDK_KEY_F10 && held == GDK_SHIFT_MASK))
    return gtk_widget_activate_action (GTK_WIDGET (self), "board.menu", NULL);

  return FALSE;
}

static void
atlas_referral_board_dispose (GObject *object)
{
  AtlasReferralBoard *self = ATLAS_REFERRAL_BOARD (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_referral_board_parent_class)->dispose (object);
}

static void
atlas_referral_board_finalize (GObject *object)
{
  g_clear_error (&ATLAS_REFERRAL_BOARD (object)->error);

  G_OBJECT_CLASS (atlas_referral_board_parent_class)->finalize (object);
}

static void
atlas_referral_board_class_init (AtlasReferralBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_referral_board_dispose;
  object_class->finalize = atlas_referral_board_finalize;

  /**
   * AtlasReferralBoard::found:
   *
   * The store has answered, with cards or with an error.
   */
  signals[SIGNAL_FOUND] = g_signal_new ("found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-referral-board.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralBoard, box);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralBoard, readout);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_install_action (widget_class, "board.move", "(ss)", move_action);
  gtk_widget_class_install_action (widget_class, "board.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "board.open", "s", open_action);
}

static void
atlas_referral_board_init (AtlasReferralBoard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->asked.column = -1;
  self->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < ATLAS_BOARD_N_STEPS; i++)
    {
      GtkWidget *column = atlas_board_column_new (atlas_board_step (i));

      self->columns[i] = ATLAS_BOARD_COLUMN (column);
      gtk_box_append (self->box, column);
    }
}

/**
 * atlas_referral_board_find:
 * @session: where to look
 * @filter: which, in which order
 * @words: (nullable): what was typed
 *
 * Finds referrals. An earlier question that has not been answered is dropped.
 */
void
atlas_referral_board_find (AtlasReferralBoard        *self,
                           AtlasSession              *session,
                           const AtlasReferralFilter *filter,
                           const char                *words)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_BOARD (self));
  g_return_if_fail (ATLAS_IS_SESSION (session));

  atlas_renew_cancellable (&self->cancellable);
  g_set_object (&self->session, session);
  for (int i = 0; i < ATLAS_BOARD_N_STEPS; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->columns[i]),
                            atlas_board_shows (filter, atlas_board_step ((guint) i)));
  atlas_session_read_async (session, find_in_thread,
                            atlas_referral_asked_new (session, filter, words),
                            (GDestroyNotify) atlas_referral_asked_free,
                            (GDestroyNotify) found_free, self->cancellable, found_cb, self);
}

guint
atlas_referral_board_get_n_found (AtlasReferralBoard *self)
{
  guint n = 0;

  g_return_val_if_fail (ATLAS_IS_REFERRAL_BOARD (self), 0);

  for (int i = 0; i < ATLAS_BOARD_N_STEPS; i++)
    n += g_list_model_get_n_items (G_LIST_MODEL (atlas_board_column_get_model (self->columns[i])));

  return n;
}

/**
 * atlas_referral_board_get_total:
 *
 * Returns: how many referrals there are in the scope, found or not
 */
gint64
atlas_referral_board_get_total (AtlasReferralBoard *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_BOARD (self), 0);

  return self->total;
}

/**
 * atlas_referral_board_get_error:
 *
 * Returns: (nullable): why the last question had no answer
 */
const GError *
atlas_referral_board_get_error (AtlasReferralBoard *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_BOARD (self), NULL);

  return self->error;
}
