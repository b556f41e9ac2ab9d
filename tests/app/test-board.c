/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The board of the steps, by keyboard. */
#include "config.h"

#include "referral-window.h"

#include "app/atlas-board-column.h"
#include "app/atlas-referral-board.h"
#include "app/atlas-referral-card.h"
#include "app/atlas-referral-chips.h"
#include "app/atlas-referral-list.h"
#include "app/atlas-referrals-view.h"
#include "app/atlas-settings.h"
#include "store/atlas-referral-board.h"

#define WIDE   1280             /* pixels */
#define NARROW 400
#define HEIGHT 800
#define MOVE   (GDK_CONTROL_MASK | GDK_SHIFT_MASK)

static const char *
reference_of (AtlasReferralCard *card)
{
  AtlasReferralRow *row = atlas_referral_card_get_row (card);
  const AtlasReferralLine *line = row != NULL ? atlas_referral_row_get_line (row) : NULL;

  return line != NULL ? line->reference : NULL;
}

static AtlasReferralCard *
find_card (CaseWindow *self,
           const char *reference)
{
  g_autoptr(GPtrArray) cards = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_REFERRAL_CARD);

  for (guint i = 0; i < cards->len; i++)
    if (g_strcmp0 (reference_of (g_ptr_array_index (cards, i)), reference) == 0)
      return g_ptr_array_index (cards, i);

  return NULL;
}

static gboolean
shows_card (CaseWindow *self,
            gpointer    data)
{
  return find_card (self, data) != NULL;
}

static AtlasBoardColumn *
find_column (CaseWindow *self,
             const char *step)
{
  g_autoptr(GPtrArray) columns = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_BOARD_COLUMN);

  for (guint i = 0; i < columns->len; i++)
    if (g_str_equal (atlas_board_column_get_step (g_ptr_array_index (columns, i)), step))
      return g_ptr_array_index (columns, i);

  return NULL;
}

static guint
n_in_column (CaseWindow *self,
             const char *step)
{
  AtlasBoardColumn *column = find_column (self, step);

  g_assert_nonnull (column);
  return g_list_model_get_n_items (G_LIST_MODEL (atlas_board_column_get_model (column)));
}

static void
open_board (CaseWindow *self,
            int         n_children,
            const char *route,
            const char *first)
{
  case_window_init (self, n_children, WIDE, HEIGHT);
  case_window_go (self, route);
  case_window_wait (self, shows_card, (gpointer) first);
  case_let_frames_pass (GTK_WIDGET (self->window));
}

static void
focus_card (CaseWindow *self,
            const char *reference)
{
  AtlasReferralCard *card = find_card (self, reference);

  g_assert_nonnull (card);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (card)));
}

static const char *
focused (CaseWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self->window));

  return ATLAS_IS_REFERRAL_CARD (focus) ? reference_of (ATLAS_REFERRAL_CARD (focus)) : NULL;
}

static gboolean
has_focus (CaseWindow *self,
           gpointer    data)
{
  return g_strcmp0 (focused (self), data) == 0;
}

static void
press_board (CaseWindow     *self,
             guint           key,
             GdkModifierType state)
{
  g_assert_true (press (find_one (self, ATLAS_TYPE_REFERRAL_BOARD), key, state));
}

typedef struct {
  const char *reference;
  const char *step;
} Standing;

static gboolean
stands_at (CaseWindow *self,
           gpointer    data)
{
  Standing *wanted = data;
  AtlasReferralCard *card = find_card (self, wanted->reference);
  GtkWidget *column;

  if (card == NULL)
    return FALSE;

  column = gtk_widget_get_ancestor (GTK_WIDGET (card), ATLAS_TYPE_BOARD_COLUMN);
  return g_str_equal (atlas_board_column_get_step (ATLAS_BOARD_COLUMN (column)), wanted->step);
}

static void
wait_for_step (CaseWindow *self,
               const char *reference,
               const char *step)
{
  Standing wanted = { reference, step };

  case_window_wait (self, stands_at, &wanted);
}

static void
has_a_column_for_each_open_step (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) columns = NULL;

  open_board (&self, 60, "referrals?show=board", "K0-000");
  columns = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_BOARD_COLUMN);
  g_assert_cmpuint (columns->len, ==, 8);
  g_assert_cmpuint (n_in_column (&self, "draft"), ==, 5);
  g_assert_null (find_column (&self, "started"));
  g_assert_true (case_shows_text (&self, (gpointer) "40 of 60"));
  g_assert_true (case_shows_text (&self, (gpointer) "Being looked at"));
  case_window_picture (&self, "board");

  case_window_go (&self, "referrals?show=board&open=no");
  case_window_wait_for_text (&self, "60 of 60");
  g_assert_cmpuint (n_in_column (&self, "started"), ==, 5);

  case_window_clear (&self);
}

static void
cards_are_named_and_name_no_child (void)
{
  CaseWindow self = { 0 };
  AtlasReferralCard *card;
  AtlasReferralRow *row;
  g_autoptr(AtlasReferralCase) read = NULL;
  g_autofree char *name = NULL;

  open_board (&self, 60, "referrals?show=board&open=no", "K0-000");
  card = find_card (&self, "K0-000");
  g_assert_true (GTK_IS_BUTTON (card));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (card),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  row = atlas_referral_card_get_row (card);
  g_object_get (row, "card-name", &name, NULL);
  read = read_case (&self, "K0-000");
  g_assert_true (g_str_has_prefix (name, "K0-000, Year "));
  g_assert_nonnull (strstr (name, "tier 1"));
  g_assert_null (strstr (name, read->child->first_name));
  g_assert_null (strstr (name, read->child->last_name));

  case_window_clear (&self);
}

static void
filters_and_words_narrow_it_as_the_list (void)
{
  CaseWindow self = { 0 };
  AtlasView *view;

  open_board (&self, 60, "referrals?show=board&open=no", "K0-000");
  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_CHIPS),
                                             "chips.toggle", "(is)", ATLAS_REFERRAL_FACET_TIER,
                                             "5"));
  case_window_wait_for_text (&self, "12 of 60");
  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_CHIPS),
                                             "chips.toggle", "(is)", ATLAS_REFERRAL_FACET_TIER,
                                             "5"));
  view = ATLAS_VIEW (find_one (&self, ATLAS_TYPE_REFERRALS_VIEW));
  atlas_view_search (view, "k0-047");
  case_window_wait_for_text (&self, "1 of 60");
  g_assert_nonnull (find_one (&self, ATLAS_TYPE_REFERRAL_BOARD));
  atlas_view_search (view, "nobody here");
  case_window_wait_for_text (&self, "No referrals match what was typed");

  case_window_clear (&self);
}

static gboolean
shows_list (CaseWindow *self,
            gpointer    data)
{
  g_autoptr(GPtrArray) tables = case_find_all (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);

  return (tables->len > 0) == GPOINTER_TO_INT (data);
}

static void
choice_of_board_is_remembered (void)
{
  CaseWindow self = { 0 };
  GSettings *settings = atlas_settings_get_default ();
  GtkWidget *list;

  g_settings_reset (settings, "referrals-show");
  case_window_init (&self, 24, WIDE, HEIGHT);
  case_window_go (&self, "referrals");
  case_window_wait (&self, shows_list, GINT_TO_POINTER (TRUE));
  list = find_one (&self, ATLAS_TYPE_REFERRAL_LIST);
  g_assert_true (gtk_widget_activate_action (list, "list.show", "s", "board"));
  case_window_wait (&self, shows_card, (gpointer) "K0-000");
  case_window_go (&self, "today");
  case_window_go (&self, "referrals");
  case_window_wait (&self, shows_card, (gpointer) "K0-000");
  case_window_go (&self, "referrals?show=list");
  case_window_wait (&self, shows_list, GINT_TO_POINTER (TRUE));
  case_window_go (&self, "today");
  case_window_go (&self, "referrals");
  case_window_wait (&self, shows_list, GINT_TO_POINTER (TRUE));

  case_window_clear (&self);
}

static gboolean
shows_narrow_rows (CaseWindow *self,
                   gpointer    data)
{
  g_autoptr(GPtrArray) boards = case_find_all (GTK_WIDGET (self->window),
                                               ATLAS_TYPE_REFERRAL_BOARD);
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (self->window), GTK_TYPE_LIST_VIEW);

  return boards->len == 0 && lists->len > 0;
}

static void
narrow_window_shows_the_list (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, 24, NARROW, HEIGHT);
  case_window_go (&self, "referrals?show=board");
  case_window_wait (&self, shows_narrow_rows, NULL);
  case_window_wait_for_text (&self, "16 of 24");
  g_assert_false (case_shows_text (&self, (gpointer) "Board"));
  case_window_go (&self, "referrals?show=list");

  case_window_clear (&self);
}

static void
arrows_go_between_columns (void)
{
  CaseWindow self = { 0 };

  open_board (&self, 60, "referrals?show=board&sort=reference&descending=no", "K0-000");
  focus_card (&self, "K0-000");
  press_board (&self, GDK_KEY_Right, 0);
  g_assert_cmpstr (focused (&self), ==, "K0-001");
  press_board (&self, GDK_KEY_Right, 0);
  g_assert_cmpstr (focused (&self), ==, "K0-002");
  press_board (&self, GDK_KEY_Left, 0);
  press_board (&self, GDK_KEY_Left, 0);
  press_board (&self, GDK_KEY_Left, 0);
  g_assert_cmpstr (focused (&self), ==, "K0-000");
  focus_card (&self, "K0-025");
  press_board (&self, GDK_KEY_Right, 0);
  g_assert_cmpstr (focused (&self), ==, "K0-026");

  case_window_clear (&self);
}

/* A column without a card has nothing for the keyboard. */
static void
arrows_pass_an_empty_column (void)
{
  CaseWindow self = { 0 };

  open_board (&self, 3, "referrals?show=board&sort=reference&descending=no", "K0-000");
  focus_card (&self, "K0-001");
  press_board (&self, GDK_KEY_Right, MOVE);
  wait_for_step (&self, "K0-001", "looked-at");
  case_let_frames_pass (GTK_WIDGET (self.window));
  focus_card (&self, "K0-000");
  press_board (&self, GDK_KEY_Right, 0);
  g_assert_cmpstr (focused (&self), ==, "K0-001");

  case_window_clear (&self);
}

static void
card_is_moved_by_keys_and_undone (void)
{
  CaseWindow self = { 0 };

  open_board (&self, 60, "referrals?show=board&sort=reference&descending=no", "K0-001");
  focus_card (&self, "K0-001");
  press_board (&self, GDK_KEY_Right, MOVE);
  wait_for_step (&self, "K0-001", "looked-at");
  case_window_wait (&self, has_focus, (gpointer) "K0-001");
  g_assert_true (has_step (&self, "K0-001", "looked-at"));
  case_window_wait_for_text (&self, "K0-001: Being looked at");
  focus_card (&self, "K0-003");
  press_board (&self, GDK_KEY_Left, MOVE);
  wait_for_step (&self, "K0-003", "looked-at");
  case_window_wait (&self, has_focus, (gpointer) "K0-003");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  wait_for_step (&self, "K0-003", "panel");
  g_assert_true (has_step (&self, "K0-003", "panel"));
  g_assert_true (has_step (&self, "K0-001", "looked-at"));

  case_window_clear (&self);
}

static void
step_that_cannot_be_taken_says_why (void)
{
  CaseWindow self = { 0 };

  open_board (&self, 60, "referrals?show=board&sort=reference&descending=no", "K0-004");
  focus_card (&self, "K0-000");
  press_board (&self, GDK_KEY_Left, MOVE);
  case_window_wait_for_text (&self, "There is no step before this one.");
  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_BOARD),
                                             "board.move", "(ss)", "K0-000", "panel"));
  case_window_wait_for_text (&self, "K0-000 cannot go to “At panel” and stays at “Draft”. "
                             "“At panel” does not follow “Draft”.");
  g_assert_true (has_step (&self, "K0-000", "draft"));
  case_window_picture (&self, "board-refused");

  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_BOARD),
                                             "board.move", "(ss)", "K0-006", "started"));
  case_window_wait_for_text (&self, "No offer stands. Offer a place first.");
  g_assert_true (has_step (&self, "K0-006", "accepted"));

  case_window_clear (&self);
}

static void
step_that_needs_more_opens_its_form (void)
{
  CaseWindow self = { 0 };

  open_board (&self, 60, "referrals?show=board&sort=reference&descending=no", "K0-004");
  focus_card (&self, "K0-004");
  press_board (&self, GDK_KEY_Right, MOVE);
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  g_assert_true (has_step (&self, "K0-004", "waiting"));
  g_assert_true (gtk_widget_activate_action (case_find_form (), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  wait_for_step (&self, "K0-004", "offered");
  case_window_wait (&self, has_focus, (gpointer) "K0-004");

  press_board (&self, GDK_KEY_Left, MOVE);
  case_window_wait_for_text (&self, "An offer stands. Record the answer to it first.");
  g_assert_true (has_step (&self, "K0-004", "offered"));

  case_window_clear (&self);
}

/* The table of steps says what is missing, and the form asks for that. */
static void
step_that_misses_something_asks_for_it (void)
{
  CaseWindow self = { 0 };

  open_board (&self, 60, "referrals?show=board&sort=reference&descending=no", "K0-002");
  focus_card (&self, "K0-002");
  press_board (&self, GDK_KEY_Right, MOVE);
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  g_assert_true (shows_in_form (&self, (gpointer) "It is not said which panel it goes to."));
  g_assert_true (has_step (&self, "K0-002", "looked-at"));
  gtk_window_destroy (GTK_WINDOW (case_find_form ()));

  case_window_clear (&self);
}

static GtkWidget *
find_menu (CaseWindow *self)
{
  g_autoptr(GPtrArray) menus = case_find_all (find_one (self, ATLAS_TYPE_REFERRAL_BOARD),
                                              GTK_TYPE_POPOVER_MENU);

  return menus->len > 0 ? g_ptr_array_index (menus, 0) : NULL;
}

static gboolean
menu_is_open (CaseWindow *self,
              gpointer    data)
{
  return find_menu (self) != NULL;
}

static void
menu_has_exactly_the_steps_that_can_be_taken (void)
{
  CaseWindow self = { 0 };
  GMenuModel *menu;
  g_autoptr(GMenuModel) steps = NULL;
  g_autoptr(AtlasReferralCase) read = NULL;
  guint n_can = 0;

  open_board (&self, 60, "referrals?show=board&sort=reference&descending=no", "K0-002");
  focus_card (&self, "K0-002");
  press_board (&self, GDK_KEY_F10, GDK_SHIFT_MASK);
  case_window_wait (&self, menu_is_open, NULL);
  menu = gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (find_menu (&self)));
  steps = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  read = read_case (&self, "K0-002");
  for (guint i = 0; i < ATLAS_BOARD_N_STEPS; i++)
    {
      AtlasReferralVerb verb;
      AtlasReferralMove may = atlas_referral_may_move (read, atlas_board_step (i), &verb, NULL);
      g_autoptr(GVariant) target = NULL;
      const char *step;

      if (may == ATLAS_REFERRAL_MOVE_REFUSED)
        continue;
      target = g_menu_model_get_item_attribute_value (steps, (int) n_can++, "target", NULL);
      g_variant_get (target, "(s&s)", NULL, &step);
      g_assert_cmpstr (step, ==, atlas_board_step (i));
    }
  g_assert_cmpint (g_menu_model_get_n_items (steps), ==, n_can);
  case_window_picture (&self, "board-menu");
  gtk_popover_popdown (GTK_POPOVER (find_menu (&self)));

  case_window_clear (&self);
}

/* Those in sight and those that are not. */
static guint
count_cards (GtkWidget *widget)
{
  guint n = ATLAS_IS_REFERRAL_CARD (widget) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_cards (child);

  return n;
}

static void
two_thousand_cards_are_not_all_made (void)
{
  CaseWindow self = { 0 };

  open_board (&self, 2000, "referrals?show=board&open=no&sort=reference&descending=no", "K0-000");
  g_assert_cmpuint (count_cards (GTK_WIDGET (self.window)), <=, 12 * 24);
  g_assert_cmpuint (n_in_column (&self, "sent"), ==, 167);

  /* The last is as near as the first. */
  atlas_board_column_focus (find_column (&self, "sent"), 166);
  case_window_wait (&self, has_focus, (gpointer) "K1-993");

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, func) g_test_add_func ("/app/" path, func)
  ADD ("board/has-a-column-for-each-open-step", has_a_column_for_each_open_step);
  ADD ("board/cards-are-named-and-name-no-child", cards_are_named_and_name_no_child);
  ADD ("board/filters-and-words-narrow-it-as-the-list", filters_and_words_narrow_it_as_the_list);
  ADD ("board/choice-of-board-is-remembered", choice_of_board_is_remembered);
  ADD ("board/narrow-window-shows-the-list", narrow_window_shows_the_list);
  ADD ("board/arrows-go-between-columns", arrows_go_between_columns);
  ADD ("board/arrows-pass-an-empty-column", arrows_pass_an_empty_column);
  ADD ("board/card-is-moved-by-keys-and-undone", card_is_moved_by_keys_and_undone);
  ADD ("board/step-that-cannot-be-taken-says-why", step_that_cannot_be_taken_says_why);
  ADD ("board/step-that-needs-more-opens-its-form", step_that_needs_more_opens_its_form);
  ADD ("board/step-that-misses-something-asks-for-it", step_that_misses_something_asks_for_it);
  ADD ("board/menu-has-exactly-the-steps-that-can-be-taken",
       menu_has_exactly_the_steps_that_can_be_taken);
  ADD ("board/two-thousand-cards-are-not-all-made", two_thousand_cards_are_not_all_made);
#undef ADD

  return g_test_run ();
}
