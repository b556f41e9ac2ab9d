/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-list.h"

#include <glib/gi18n.h>

#include "app/atlas-cell.h"
#include "app/atlas-compat.h"
#include "app/atlas-day6-cells.h"
#include "app/atlas-pick-bar.h"
#include "app/atlas-referral-board.h"
#include "app/atlas-referral-chips.h"
#include "app/atlas-referral-model.h"
#include "app/atlas-referral-picks.h"
#include "app/atlas-referral-row.h"
#include "app/atlas-reflow.h"
#include "app/atlas-settings.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"

#define PAGE_ROWS      "rows"
#define PAGE_NONE      "none"
#define PAGE_UNMATCHED "unmatched"
#define PAGE_TROUBLE   "trouble"
#define SHAPE_NARROW   "narrow"
#define SHAPE_WIDE     "wide"
#define SHAPE_BOARD    "board"
#define WIDE_EM        56.0     /* from this width on, a table or a board */
#define KEY_ORDER      "referrals-order"
#define KEY_SHOW       "referrals-show"
#define PARAM_SHOW     "show"
#define SHOW_LIST      "list"
#define SHOW_BOARD     "board"

/**
 * AtlasReferralList:
 *
 * The list of referrals: a table where there is room, rows of words where there is not. Both show
 * one model and one selection. Where there is room it may be a board of the steps instead.
 */
struct _AtlasReferralList
{
  AdwBin              parent_instance;

  AtlasSession       *session;  /* (nullable): NULL until given */
  char               *words;    /* (nullable): what was typed */
  int                 asked_column;     /* the first that the table's sorter asked, while it is */
  gboolean            is_showing;       /* the order is being shown by us, not chosen */
  gboolean            wants_board;      /* where there is room */
  gboolean            is_wide;

  /* Template */
  AtlasReferralModel *model;
  AtlasReferralChips *chips;
  GtkStack           *stack;
  GtkStack           *shapes;
  AtlasReferralPicks *selection;
  AtlasPickBar       *bar;
  GtkWidget          *rows;
  GtkColumnView      *table;
  AtlasReferralBoard *board;
  AdwStatusPage      *unmatched;
  AdwStatusPage      *trouble;
};

G_DEFINE_FINAL_TYPE (AtlasReferralList, atlas_referral_list, ADW_TYPE_BIN)

typedef enum { PROP_SHOW = 1, PROP_SELECTING } AtlasReferralListProperty;
static GParamSpec *props[PROP_SELECTING + 1];

/* In the order of the table's columns. What stands in a column may rise as its order falls: those
 * who have waited longest were received first. */
static const struct {
  AtlasReferralSort sort;
  gboolean          is_turned;
} columns[] = {
  { ATLAS_REFERRAL_SORT_REFERENCE, FALSE },
  { ATLAS_REFERRAL_SORT_YEAR, FALSE },
  { ATLAS_REFERRAL_SORT_EXCLUDED, FALSE },
  { ATLAS_REFERRAL_SORT_STEP, FALSE },
  { ATLAS_REFERRAL_SORT_TIER, FALSE },
  { ATLAS_REFERRAL_SORT_RECEIVED, TRUE },
  { ATLAS_REFERRAL_SORT_NEXT_BY, FALSE },
};

typedef struct {
  AtlasReferralList *self;
  int                column;
} ColumnAsked;

static gboolean
shows_board (AtlasReferralList *self)
{
  return self->wants_board && self->is_wide;
}

static void
show_unmatched (AtlasReferralList *self)
{
  g_autofree char *filters = atlas_referral_chips_describe (self->chips);
  gboolean has_words = self->words != NULL && *self->words != '\0';
  g_autofree char *title = NULL;

  if (*filters != '\0')
    {
      /* Translators: filters, "Year 9 and Tier 5". */
      title = g_strdup_printf (_("No referrals match %s"), filters);
    }
  else if (has_words)
    title = g_strdup (_("No referrals match what was typed"));
  else
    title = g_strdup (_("No referrals are open"));
  adw_status_page_set_title (self->unmatched, title);
  gtk_stack_set_visible_child_name (self->stack, PAGE_UNMATCHED);
}

static void
show_answer (AtlasReferralList *self,
             const GError      *error,
             guint              n_found,
             gint64             total)
{
  if (error != NULL)
    {
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, PAGE_TROUBLE);
      return;
    }

  atlas_referral_chips_set_count (self->chips, n_found, total);
  if (n_found > 0)
    gtk_stack_set_visible_child_name (self->stack, PAGE_ROWS);
  else if (total == 0)
    gtk_stack_set_visible_child_name (self->stack, PAGE_NONE);
  else
    show_unmatched (self);
}

/* The model says so with every answer. */
static void
found_cb (AtlasReferralList *self)
{
  if (!shows_board (self))
    show_answer (self, atlas_referral_model_get_error (self->model),
                 g_list_model_get_n_items (G_LIST_MODEL (self->model)),
                 atlas_referral_model_get_total (self->model));
}

static void
board_found_cb (AtlasReferralList *self)
{
  if (shows_board (self))
    show_answer (self, atlas_referral_board_get_error (self->board),
                 atlas_referral_board_get_n_found (self->board),
                 atlas_referral_board_get_total (self->board));
}

static void
row_activated_cb (AtlasReferralList *self,
                  guint              position)
{
  g_autoptr(AtlasReferralRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const AtlasReferralLine *line = row != NULL ? atlas_referral_row_get_line (row) : NULL;
  g_autofree char *route = NULL;

  if (line == NULL)
    return;

  route = g_strdup_printf ("referral/%s", line->reference);
  atlas_view_go (GTK_WIDGET (self), route);
}

/* The store puts the rows in order. A column's sorter only says which column was asked. */
static int
compare_nothing (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  ColumnAsked *asked = user_data;

  asked->self->asked_column = asked->column;
  return 1;
}

/* GTK 4.8 does not tell which header was pressed: the first column that a comparison asks is it,
 * and the answer is turned round when the column is. */
static void
header_changed_cb (AtlasReferralList *self,
                   GtkSorterChange    change,
                   GtkSorter         *sorter)
{
  g_autoptr(AtlasReferralRow) one = NULL;
  g_autoptr(AtlasReferralRow) other = NULL;
  gboolean is_falling;

  if (self->is_showing)
    return;

  one = atlas_referral_row_new ();
  other = atlas_referral_row_new ();
  self->asked_column = -1;
  is_falling = gtk_sorter_compare (sorter, one, other) == GTK_ORDERING_SMALLER;
  if (self->asked_column < 0)
    return;

  atlas_referral_chips_set_order (self->chips, columns[self->asked_column].sort,
                                  is_falling != columns[self->asked_column].is_turned);
}

static void
show_order (AtlasReferralList *self)
{
  const AtlasReferralFilter *filter = atlas_referral_chips_get_filter (self->chips);
  GListModel *shown = gtk_column_view_get_columns (self->table);

  self->is_showing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].sort == filter->sort)
      {
        g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (shown, i);
        gboolean is_falling = filter->descending != columns[i].is_turned;

        gtk_column_view_sort_by_column (self->table, column,
                                        is_falling ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
      }
  self->is_showing = FALSE;
}

static void
make_headers_sort (AtlasReferralList *self)
{
  GListModel *shown = gtk_column_view_get_columns (self->table);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (shown, i);
      g_autoptr(GtkSorter) sorter = NULL;
      ColumnAsked *asked = g_new0 (ColumnAsked, 1);

      asked->self = self;
      asked->column = (int) i;
      sorter = GTK_SORTER (gtk_custom_sorter_new (compare_nothing, asked, g_free));
      gtk_column_view_column_set_sorter (column, sorter);
    }
  g_signal_connect_object (gtk_column_view_get_sorter (self->table), "changed",
                           G_CALLBACK (header_changed_cb), self, G_CONNECT_SWAPPED);
}

/* A route that does not say the order has the one that was chosen last. */
static void
take_last_order (AtlasReferralFilter *filter,
                 const AtlasRoute    *route)
{
  g_autoptr(AtlasRoute) kept = NULL;
  g_autoptr(AtlasReferralFilter) last = NULL;
  g_autofree char *text = g_settings_get_string (atlas_settings_get_default (), KEY_ORDER);

  if (atlas_route_get_param (route, "sort") != NULL ||
      atlas_route_get_param (route, "descending") != NULL)
    return;

  kept = atlas_route_parse (text, NULL);
  if (kept == NULL)
    return;

  last = atlas_referral_filter_from_route (kept);
  filter->sort = last->sort;
  filter->descending = last->descending;
}

static void
keep_order (const AtlasReferralFilter *filter)
{
  g_autoptr(AtlasReferralFilter) order = atlas_referral_filter_new ();
  g_autoptr(AtlasRoute) route = NULL;
  g_autofree char *text = NULL;

  order->sort = filter->sort;
  order->descending = filter->descending;
  route = atlas_referral_filter_to_route (order);
  text = atlas_route_format (route);
  g_settings_set_string (atlas_settings_get_default (), KEY_ORDER, text);
}

/* The address says what narrows the list, so that Back and saved filters bring it again. */
static void
filter_changed_cb (AtlasReferralList *self)
{
  const AtlasReferralFilter *filter = atlas_referral_chips_get_filter (self->chips);
  g_autoptr(AtlasRoute)      route = atlas_referral_filter_to_route (filter);
  g_autofree char *text = NULL;

  keep_order (filter);
  atlas_route_set_param (route, PARAM_SHOW, self->wants_board ? SHOW_BOARD : SHOW_LIST);
  text = atlas_route_format (route);
  atlas_view_go (GTK_WIDGET (self), text);
}

/* A route that does not say has what was chosen last. */
static void
take_show (AtlasReferralList *self,
           const AtlasRoute  *route)
{
  GSettings *settings = atlas_settings_get_default ();
  const char *show = atlas_route_get_param (route, PARAM_SHOW);
  g_autofree char *kept = g_settings_get_string (settings, KEY_SHOW);

  if (show != NULL && g_strcmp0 (show, kept) != 0)
    g_settings_set_string (settings, KEY_SHOW,
                           g_str_equal (show, SHOW_BOARD) ? SHOW_BOARD : SHOW_LIST);
  self->wants_board = g_str_equal (show != NULL ? show : kept, SHOW_BOARD);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW]);
}

static void
choose_show (AtlasReferralList *self,
             const char        *show)
{
  gboolean wants_board = g_str_equal (show, SHOW_BOARD);

  if (self->wants_board == wants_board)
    return;

  self->wants_board = wants_board;
  filter_changed_cb (self);
}

static void
show_shape (AtlasReferralList *self)
{
  const char *shape = self->is_wide ? SHAPE_WIDE : SHAPE_NARROW;

  atlas_referral_chips_set_shape (self->chips, self->is_wide, shows_board (self));
  if (shows_board (self))
    atlas_pick_bar_set_selecting (self->bar, FALSE);
  gtk_stack_set_visible_child_name (self->shapes, shows_board (self) ? SHAPE_BOARD : shape);
}

static void
clear_filters_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "shell.stop-search", NULL);
  atlas_view_go (widget, "referrals?open=no");
}

/* In a narrow window the list stands in for the board, and there is nothing to choose. */
static void
reflow (GtkWidget *widget,
        double     width_em)
{
  AtlasReferralList *self = ATLAS_REFERRAL_LIST (widget);
  gboolean had_board = shows_board (self);

  self->is_wide = width_em >= WIDE_EM;
  show_shape (self);
  if (shows_board (self) != had_board)
    atlas_referral_list_refresh (self);
}

static void
selecting_cb (AtlasReferralList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTING]);
}

static void
atlas_referral_list_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AtlasReferralList *self = ATLAS_REFERRAL_LIST (object);

  switch ((AtlasReferralListProperty) property_id)
    {
    case PROP_SHOW:
      g_value_set_static_string (value, self->wants_board ? SHOW_BOARD : SHOW_LIST);
      break;

    case PROP_SELECTING:
      g_value_set_boolean (value, atlas_pick_bar_is_selecting (self->bar));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_referral_list_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AtlasReferralList *self = ATLAS_REFERRAL_LIST (object);

  switch ((AtlasReferralListProperty) property_id)
    {
    case PROP_SHOW:
      choose_show (self, g_value_get_string (value));
      break;

    case PROP_SELECTING:
      atlas_pick_bar_set_selecting (self->bar, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_referral_list_dispose (GObject *object)
{
  AtlasReferralList *self = ATLAS_REFERRAL_LIST (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_referral_list_parent_class)->dispose (object);
}

static void
atlas_referral_list_finalize (GObject *object)
{
  g_free (ATLAS_REFERRAL_LIST (object)->words);

  G_OBJECT_CLASS (atlas_referral_list_parent_class)->finalize (object);
}

static void
atlas_referral_list_class_init (AtlasReferralListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_referral_list_get_property;
  object_class->set_property = atlas_referral_list_set_property;
  object_class->dispose = atlas_referral_list_dispose;
  object_class->finalize = atlas_referral_list_finalize;

  /**
   * AtlasReferralList:show:
   *
   * `list` or `board`. Setting it is choosing it: the address changes and it is remembered.
   */
  props[PROP_SHOW] = g_param_spec_string ("show", NULL, NULL, SHOW_LIST,
                                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                          G_PARAM_STATIC_STRINGS);

  /**
   * AtlasReferralList:selecting:
   *
   * Whether several referrals are being selected.
   */
  props[PROP_SELECTING] = g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (ATLAS_TYPE_CELL);
  g_type_ensure (ATLAS_TYPE_DAY6_CELLS);
  g_type_ensure (ATLAS_TYPE_PICK_BAR);
  g_type_ensure (ATLAS_TYPE_REFERRAL_BOARD);
  g_type_ensure (ATLAS_TYPE_REFERRAL_CHIPS);
  g_type_ensure (ATLAS_TYPE_REFERRAL_MODEL);
  g_type_ensure (ATLAS_TYPE_REFERRAL_PICKS);
  g_type_ensure (ATLAS_TYPE_REFERRAL_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-referral-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, model);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, chips);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, shapes);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, table);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, selection);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, bar);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, rows);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, board);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, unmatched);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, trouble);
  gtk_widget_class_bind_template_callback (widget_class, board_found_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "list.clear-filters", NULL,
                                   clear_filters_action);
  gtk_widget_class_install_property_action (widget_class, "list.show", "show");
  gtk_widget_class_install_property_action (widget_class, "list.selecting", "selecting");
}

static void
atlas_referral_list_init (AtlasReferralList *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), atlas_reflow_new (reflow));
  gtk_widget_init_template (GTK_WIDGET (self));
  make_headers_sort (self);
  atlas_name_column_view (self->table, _("Referrals"));
  atlas_pick_bar_set_picks (self->bar, self->selection);
  atlas_pick_bar_attach (self->bar, self->rows);
  atlas_pick_bar_attach (self->bar, GTK_WIDGET (self->table));
  g_signal_connect_object (self->bar, "notify::selecting", G_CALLBACK (selecting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "notify::total", G_CALLBACK (found_cb), self,
                           G_CONNECT_SWAPPED);
}

void
atlas_referral_list_set_session (AtlasReferralList *self,
                                 AtlasSession      *session)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_LIST (self));

  g_set_object (&self->session, session);
  atlas_referral_chips_set_session (self->chips, session);
  atlas_pick_bar_set_session (self->bar, session);
}

/**
 * atlas_referral_list_set_route:
 * @route: a route of `referrals`, which says what narrows the list
 */
void
atlas_referral_list_set_route (AtlasReferralList *self,
                               const AtlasRoute  *route)
{
  g_autoptr(AtlasReferralFilter) filter = NULL;

  g_return_if_fail (ATLAS_IS_REFERRAL_LIST (self));

  filter = atlas_referral_filter_from_route (route);
  take_last_order (filter, route);
  atlas_referral_chips_set_filter (self->chips, filter);
  show_order (self);
  take_show (self, route);
  show_shape (self);
}

/**
 * atlas_referral_list_set_words:
 * @words: what was typed, "" for nothing
 */
void
atlas_referral_list_set_words (AtlasReferralList *self,
                               const char        *words)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_LIST (self));

  if (g_strcmp0 (self->words, words) == 0)
    return;

  g_free (self->words);
  self->words = g_strdup (words);
  atlas_referral_list_refresh (self);
}

/**
 * atlas_referral_list_refresh:
 *
 * Finds again what the list shows.
 */
void
atlas_referral_list_refresh (AtlasReferralList *self)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_LIST (self));

  if (self->session == NULL || atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  if (shows_board (self))
    atlas_referral_board_find (self->board, self->session,
                               atlas_referral_chips_get_filter (self->chips), self->words);
  else
    atlas_referral_model_find (self->model, self->session,
                               atlas_referral_chips_get_filter (self->chips), self->words);
}

/**
 * atlas_referral_list_get_model:
 *
 * Returns: (transfer none): the #AtlasReferralRow objects that are listed
 */
GListModel *
atlas_referral_list_get_model (AtlasReferralList *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_LIST (self), NULL);

  return G_LIST_MODEL (self->model);
}
