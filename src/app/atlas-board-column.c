/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-board-column.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/atlas-ui.h"
#include "records/atlas-codes.h"

#define FRAMES_TO_WAIT 30       /* for a card that is scrolled to be made */
#define PAGE_CARDS     12       /* about what a window shows at once */

/**
 * AtlasBoardColumn:
 *
 * One step of the board: its name, how many stand there, and their cards. Cards are made a page at
 * a time, as somebody comes near the end of those that there are, and used again while scrolling,
 * so a column may be of any length.
 */
struct _AtlasBoardColumn
{
  AdwBin              parent_instance;

  char               *step;     /* code of `referral-step` */
  guint               wanted;   /* position to focus once its card is there */
  int                 frames;   /* left to wait for it */

  /* Template */
  AtlasReferralModel *model;
  GtkSliceListModel  *page;     /* of the model: what there are cards for */
  GtkScrolledWindow  *scrolled;
  GtkLabel           *title;
  GtkLabel           *count;
  GtkListView        *cards;
};

G_DEFINE_FINAL_TYPE (AtlasBoardColumn, atlas_board_column, ADW_TYPE_BIN)

typedef gboolean (*CardVisit) (AtlasReferralCard *card,
                               gpointer           data);

/* The cards that are made at present: those in sight and some more. */
static void
visit_cards (GtkWidget *widget,
             CardVisit  visit,
             gpointer   data)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *card = gtk_widget_get_first_child (child);

      if (ATLAS_IS_REFERRAL_CARD (card) && gtk_widget_get_mapped (card) &&
          visit (ATLAS_REFERRAL_CARD (card), data))
        return;
    }
}

typedef struct {
  guint              position;
  AtlasReferralCard *card;      /* (nullable): NULL until found */
} FindAt;

static gboolean
visit_at (AtlasReferralCard *card,
          gpointer           data)
{
  FindAt *find = data;

  if (atlas_referral_card_get_position (card) != find->position)
    return FALSE;

  find->card = card;
  return TRUE;
}

static AtlasReferralCard *
find_card_at (AtlasBoardColumn *self,
              guint             position)
{
  FindAt find = { position, NULL };

  visit_cards (GTK_WIDGET (self->cards), visit_at, &find);
  return find.card;
}

typedef struct {
  GtkWidget         *other;
  double             distance;
  AtlasReferralCard *card;      /* (nullable): NULL until one is found */
} FindNear;

static double
middle_of (const graphene_rect_t *bounds)
{
  return bounds->origin.y + bounds->size.height / 2.0;
}

static gboolean
visit_near (AtlasReferralCard *card,
            gpointer           data)
{
  FindNear *find = data;
  graphene_rect_t here;
  graphene_rect_t there;
  double distance;

  if (!gtk_widget_compute_bounds (GTK_WIDGET (card), find->other, &here) ||
      !gtk_widget_compute_bounds (find->other, find->other, &there))
    return FALSE;

  distance = fabs (middle_of (&here) - middle_of (&there));
  if (find->card == NULL || distance < find->distance)
    {
      find->distance = distance;
      find->card = card;
    }

  return FALSE;
}

static gboolean
focus_wanted_cb (GtkWidget     *widget,
                 GdkFrameClock *clock,
                 gpointer       data)
{
  AtlasBoardColumn *self = ATLAS_BOARD_COLUMN (widget);
  AtlasReferralCard *card = find_card_at (self, self->wanted);

  if (card != NULL && gtk_widget_grab_focus (GTK_WIDGET (card)))
    self->frames = 0;
  else
    self->frames--;

  return self->frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
make_cards_to (AtlasBoardColumn *self,
               guint             position)
{
  guint size = gtk_slice_list_model_get_size (self->page);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  if (size < n && position + PAGE_CARDS > size)
    gtk_slice_list_model_set_size (self->page, position + PAGE_CARDS);
}

/* One window's height before the end of the cards, there are more. */
static void
scrolled_cb (AtlasBoardColumn *self,
             GtkAdjustment    *adjustment)
{
  double height = gtk_adjustment_get_page_size (adjustment);
  double end = gtk_adjustment_get_value (adjustment) + 2.0 * height;

  if (height > 0 && end > gtk_adjustment_get_upper (adjustment))
    make_cards_to (self, gtk_slice_list_model_get_size (self->page));
}

static void
show_count (AtlasBoardColumn *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  const char *title = gtk_label_get_label (self->title);
  g_autofree char *shown = g_strdup_printf ("%'u", n);
  g_autofree char *spoken = NULL;

  /* Translators: a step and how many referrals stand there: Being looked at, 12 referrals */
  spoken = g_strdup_printf (ngettext ("%1$s, %2$u referral", "%1$s, %2$u referrals", n), title, n);
  gtk_label_set_label (self->count, shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->count), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cards), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
atlas_board_column_finalize (GObject *object)
{
  g_free (ATLAS_BOARD_COLUMN (object)->step);

  G_OBJECT_CLASS (atlas_board_column_parent_class)->finalize (object);
}

static void
atlas_board_column_class_init (AtlasBoardColumnClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_board_column_finalize;

  g_type_ensure (ATLAS_TYPE_REFERRAL_CARD);
  g_type_ensure (ATLAS_TYPE_REFERRAL_MODEL);
  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-board-column.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasBoardColumn, model);
  gtk_widget_class_bind_template_child (widget_class, AtlasBoardColumn, page);
  gtk_widget_class_bind_template_child (widget_class, AtlasBoardColumn, scrolled);
  gtk_widget_class_bind_template_child (widget_class, AtlasBoardColumn, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasBoardColumn, count);
  gtk_widget_class_bind_template_child (widget_class, AtlasBoardColumn, cards);
}

static void
atlas_board_column_init (AtlasBoardColumn *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_slice_list_model_set_size (self->page, 2 * PAGE_CARDS);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "value-changed",
                           G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
}

/**
 * atlas_board_column_new:
 * @step: code of `referral-step`
 */
GtkWidget *
atlas_board_column_new (const char *step)
{
  AtlasBoardColumn *self = g_object_new (ATLAS_TYPE_BOARD_COLUMN, NULL);

  self->step = g_strdup (step);
  gtk_label_set_label (self->title, _(atlas_codes_label ("referral-step", step)));
  show_count (self);

  return GTK_WIDGET (self);
}

const char *
atlas_board_column_get_step (AtlasBoardColumn *self)
{
  g_return_val_if_fail (ATLAS_IS_BOARD_COLUMN (self), NULL);

  return self->step;
}

/**
 * atlas_board_column_get_model:
 *
 * Returns: (transfer none): the referrals of the column
 */
AtlasReferralModel *
atlas_board_column_get_model (AtlasBoardColumn *self)
{
  g_return_val_if_fail (ATLAS_IS_BOARD_COLUMN (self), NULL);

  return self->model;
}

/**
 * atlas_board_column_show:
 * @session: where they were found
 * @rows: (element-type gint64): row numbers of its referrals, in order
 */
void
atlas_board_column_show (AtlasBoardColumn *self,
                         AtlasSession     *session,
                         GArray           *rows)
{
  g_return_if_fail (ATLAS_IS_BOARD_COLUMN (self));

  atlas_referral_model_show (self->model, session, rows);
  show_count (self);
}

gboolean
atlas_board_column_is_empty (AtlasBoardColumn *self)
{
  g_return_val_if_fail (ATLAS_IS_BOARD_COLUMN (self), TRUE);

  return g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;
}

/**
 * atlas_board_column_card_near:
 * @other: a card of another column
 *
 * Returns: (transfer none) (nullable): the card in sight that stands at about the same height;
 *   %NULL in an empty column
 */
AtlasReferralCard *
atlas_board_column_card_near (AtlasBoardColumn *self,
                              GtkWidget        *other)
{
  FindNear find = { other, 0, NULL };

  g_return_val_if_fail (ATLAS_IS_BOARD_COLUMN (self), NULL);

  visit_cards (GTK_WIDGET (self->cards), visit_near, &find);
  return find.card;
}

/**
 * atlas_board_column_focus:
 * @position: a position in the column
 *
 * Scrolls to a card and gives it the keyboard, as soon as it is there.
 */
void
atlas_board_column_focus (AtlasBoardColumn *self,
                          guint             position)
{
  gboolean is_waiting;
  guint n;

  g_return_if_fail (ATLAS_IS_BOARD_COLUMN (self));

  is_waiting = self->frames > 0;
  n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  if (n == 0)
    return;

  self->wanted = MIN (position, n - 1);
  make_cards_to (self, self->wanted);
  gtk_widget_activate_action (GTK_WIDGET (self->cards), "list.scroll-to-item", "u", self->wanted);
  self->frames = FRAMES_TO_WAIT;
  if (!is_waiting)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_wanted_cb, NULL, NULL);
}
