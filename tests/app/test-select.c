/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selecting several referrals of the list, and what is done to them as one. */
#include "config.h"

#include "referral-window.h"

#include "app/atlas-date-row.h"
#include "app/atlas-pick-bar.h"
#include "app/atlas-referral-list.h"
#include "app/atlas-referrals-view.h"

#define WIDE   1280             /* pixels */
#define NARROW 400
#define HEIGHT 800

static GtkWidget *
find_table (CaseWindow *self)
{
  return find_one (self, GTK_TYPE_COLUMN_VIEW);
}

static gboolean
is_loaded (CaseWindow *self,
           gpointer    data)
{
  g_autoptr(GPtrArray) tables = case_find_all (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);

  return tables->len == 1 && case_shows_text (self, data);
}

static void
open_list (CaseWindow *self,
           int         n_children)
{
  case_window_init (self, n_children, WIDE, HEIGHT);
  case_window_go (self, "referrals?show=list&open=no&sort=reference&descending=no");
  case_window_wait (self, is_loaded, (gpointer) "K0-000");
}

static GtkSelectionModel *
selection_of (CaseWindow *self)
{
  return gtk_column_view_get_model (GTK_COLUMN_VIEW (find_table (self)));
}

static void
pick (CaseWindow *self,
      guint       position)
{
  atlas_referral_picks_toggle (ATLAS_REFERRAL_PICKS (selection_of (self)), position);
}

static void
keys_select_several (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GtkBitset) all = NULL;

  open_list (&self, 24);
  g_assert_true (press (find_table (&self), GDK_KEY_a, GDK_CONTROL_MASK));
  case_window_wait_for_text (&self, "24 selected");
  case_window_picture (&self, "referrals-selected");
  all = gtk_selection_model_get_selection (selection_of (&self));
  g_assert_cmpuint (gtk_bitset_get_size (all), ==, 24);

  g_assert_true (press (find_table (&self), GDK_KEY_Escape, 0));
  g_assert_false (case_shows_text (&self, (gpointer) "selected"));
  g_clear_pointer (&all, gtk_bitset_unref);
  all = gtk_selection_model_get_selection (selection_of (&self));
  g_assert_true (gtk_bitset_is_empty (all));
  g_assert_false (press (find_table (&self), GDK_KEY_Escape, 0));

  case_window_clear (&self);
}

/* An arrow selects what it comes to, in any list but one in which several are being selected. */
static void
moving_does_not_let_go_of_what_is_selected (void)
{
  CaseWindow self = { 0 };
  GtkSelectionModel *selection;

  open_list (&self, 24);
  selection = selection_of (&self);
  gtk_selection_model_select_item (selection, 1, TRUE);
  gtk_selection_model_select_item (selection, 2, TRUE);
  g_assert_false (gtk_selection_model_is_selected (selection, 1));
  gtk_selection_model_unselect_all (selection);

  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_LIST),
                                             "list.selecting", NULL));
  pick (&self, 3);
  gtk_selection_model_select_item (selection, 5, TRUE);
  g_assert_true (gtk_selection_model_is_selected (selection, 3));
  g_assert_false (gtk_selection_model_is_selected (selection, 5));
  gtk_selection_model_select_range (selection, 5, 3, TRUE);
  case_window_wait_for_text (&self, "4 selected");

  case_window_clear (&self);
}

static void
what_leaves_the_list_is_not_selected (void)
{
  CaseWindow self = { 0 };
  AtlasView *view;

  open_list (&self, 24);
  g_assert_true (press (find_table (&self), GDK_KEY_a, GDK_CONTROL_MASK));
  case_window_wait_for_text (&self, "24 selected");
  view = ATLAS_VIEW (find_one (&self, ATLAS_TYPE_REFERRALS_VIEW));
  atlas_view_search (view, "k0-01");
  case_window_wait_for_text (&self, "10 selected");

  case_window_clear (&self);
}

static void
do_pick (CaseWindow *self,
         const char *action,
         const char *what)
{
  g_assert_true (gtk_widget_activate_action (find_one (self, ATLAS_TYPE_PICK_BAR), action, "s",
                                             what));
}

static gboolean
first_is_sent (CaseWindow *self,
               gpointer    data)
{
  return has_step (self, "K0-001", "sent");
}

static void
several_take_a_step_with_one_undo (void)
{
  CaseWindow self = { 0 };

  open_list (&self, 12);
  g_assert_true (press (find_table (&self), GDK_KEY_a, GDK_CONTROL_MASK));
  do_pick (&self, "pick.step", "looked-at");
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  g_assert_true (shows_in_form (&self, (gpointer) "6 of 12 can go to “Being looked at”."));
  g_assert_true (shows_in_form (&self, (gpointer) "1 cannot: It is at “Being looked at” already. "
                                "(K0-002)"));
  case_picture_of (case_find_form (), "referrals-step-form");
  g_assert_true (has_step (&self, "K0-001", "sent"));
  g_assert_true (gtk_widget_activate_action (case_find_form (), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (&self, "6 referrals: Being looked at");
  g_assert_true (has_step (&self, "K0-001", "looked-at"));
  g_assert_true (has_step (&self, "K0-003", "looked-at"));
  g_assert_true (has_step (&self, "K0-000", "draft"));
  g_assert_false (case_shows_text (&self, (gpointer) "selected"));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  case_window_wait (&self, first_is_sent, NULL);
  g_assert_true (has_step (&self, "K0-003", "panel"));

  case_window_clear (&self);
}

static void
none_that_can_says_so_and_opens_nothing (void)
{
  CaseWindow self = { 0 };

  open_list (&self, 12);
  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_LIST),
                                             "list.selecting", NULL));
  pick (&self, 0);
  pick (&self, 1);
  do_pick (&self, "pick.step", "panel");
  case_window_wait_for_text (&self, "0 of 2 can go to “At panel”.");
  g_assert_true (case_shows_text (&self, (gpointer) "1 cannot: “At panel” does not follow “Draft”. "
                                  "(K0-000)"));
  g_assert_null (case_find_form ());
  g_assert_true (case_shows_text (&self, (gpointer) "2 selected"));
  g_assert_true (has_step (&self, "K0-001", "sent"));

  case_window_clear (&self);
}

static GtkWidget *
find_field (GType type)
{
  g_autoptr(GPtrArray) found = case_find_all (case_find_form (), type);

  g_assert_cmpuint (found->len, >, 0);
  return g_ptr_array_index (found, 0);
}

static void
save_and_see (CaseWindow *self,
              const char *fault)
{
  g_assert_true (gtk_widget_activate_action (case_find_form (), "form.save", NULL));
  case_window_wait (self, shows_in_form, (gpointer) fault);
}

/* Said beside the field, with what was typed still there. */
static void
days_and_owners_that_cannot_be_are_refused (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) read = NULL;

  open_list (&self, 12);
  g_assert_true (press (find_table (&self), GDK_KEY_a, GDK_CONTROL_MASK));
  do_pick (&self, "pick.change", "review-by");
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  g_assert_true (shows_in_form (&self, (gpointer) "11 of 12 can be changed."));
  save_and_see (&self, "Give the day, as 20 November 2026");
  atlas_date_row_set_date (ATLAS_DATE_ROW (find_field (ATLAS_TYPE_DATE_ROW)), case_today () - 1);
  save_and_see (&self, "That day has passed.");
  gtk_editable_set_text (GTK_EDITABLE (find_field (ATLAS_TYPE_DATE_ROW)), "the day of days");
  save_and_see (&self, "The day cannot be read.");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_field (ATLAS_TYPE_DATE_ROW))), ==,
                   "the day of days");
  atlas_date_row_set_date (ATLAS_DATE_ROW (find_field (ATLAS_TYPE_DATE_ROW)), case_today () + 7);
  g_assert_true (gtk_widget_activate_action (case_find_form (), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  read = read_case (&self, "K0-005");
  g_assert_cmpint (read->referral->review_by, ==, case_today () + 7);

  case_window_clear (&self);
}

static void
draft_is_kept_when_something_changed (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) read = NULL;
  g_autoptr(GError) error = NULL;
  AtlasStore *store;

  open_list (&self, 12);
  g_assert_true (press (find_table (&self), GDK_KEY_a, GDK_CONTROL_MASK));
  do_pick (&self, "pick.change", "owner");
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  gtk_editable_set_text (GTK_EDITABLE (find_field (ADW_TYPE_ENTRY_ROW)), "Area office");

  read = read_case (&self, "K0-001");
  store = atlas_store_open (self.folder, 0, &error);
  g_assert_no_error (error);
  case_apply (store, atlas_referral_end_set (read, case_today (), NULL));
  atlas_store_close (store);

  save_and_see (&self, "Nothing was saved");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_field (ADW_TYPE_ENTRY_ROW))), ==,
                   "Area office");
  g_clear_pointer (&read, atlas_referral_case_unref);
  read = read_case (&self, "K0-002");
  g_assert_null (read->referral->owner);
  gtk_window_destroy (GTK_WINDOW (case_find_form ()));

  case_window_clear (&self);
}

static void
note_goes_to_all (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) read = NULL;
  guint n_before;

  open_list (&self, 12);
  read = read_case (&self, "K0-011");
  n_before = read->story->len;
  g_clear_pointer (&read, atlas_referral_case_unref);
  g_assert_true (press (find_table (&self), GDK_KEY_a, GDK_CONTROL_MASK));
  do_pick (&self, "pick.change", "note");
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  save_and_see (&self, "Write what happened");
  gtk_editable_set_text (GTK_EDITABLE (find_field (ADW_TYPE_ENTRY_ROW)), "The list was read");
  g_assert_true (gtk_widget_activate_action (case_find_form (), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (&self, "12 referrals: note added");
  read = read_case (&self, "K0-011");
  g_assert_cmpuint (read->story->len, ==, n_before + 1);

  case_window_clear (&self);
}

static void
import_is_one_press_away (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) buttons = NULL;
  gboolean has_import = FALSE;

  open_list (&self, 3);
  buttons = case_find_all (GTK_WIDGET (self.window), GTK_TYPE_BUTTON);
  for (guint i = 0; i < buttons->len; i++)
    {
      GtkWidget *button = g_ptr_array_index (buttons, i);
      const char *tooltip = gtk_widget_get_tooltip_text (button);

      if (g_strcmp0 (tooltip, "Import Referrals") != 0)
        continue;
      has_import = TRUE;
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (button),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_signal_emit_by_name (button, "clicked");
    }
  g_assert_true (has_import);
  case_window_wait_for_text (&self, "Import Referrals");

  case_window_clear (&self);
}

static gboolean
shows_narrow_rows (CaseWindow *self,
                   gpointer    data)
{
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (self->window), GTK_TYPE_LIST_VIEW);

  return lists->len == 1 && case_shows_text (self, data);
}

static void
bar_fits_a_narrow_window (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) lists = NULL;
  int minimum;

  case_window_init (&self, 24, NARROW, HEIGHT);
  case_window_go (&self, "referrals?show=list&open=no&sort=reference&descending=no");
  case_window_wait (&self, shows_narrow_rows, (gpointer) "K0-000");
  lists = case_find_all (GTK_WIDGET (self.window), GTK_TYPE_LIST_VIEW);
  g_assert_true (press (g_ptr_array_index (lists, 0), GDK_KEY_a, GDK_CONTROL_MASK));
  case_window_wait_for_text (&self, "24 selected");
  case_let_frames_pass (GTK_WIDGET (self.window));
  gtk_widget_measure (GTK_WIDGET (self.window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  case_window_picture (&self, "referrals-selected-narrow");
  g_assert_cmpint (minimum, <=, NARROW);

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, func) g_test_add_func ("/app/" path, func)
  ADD ("select/keys-select-several", keys_select_several);
  ADD ("select/moving-does-not-let-go-of-what-is-selected",
       moving_does_not_let_go_of_what_is_selected);
  ADD ("select/what-leaves-the-list-is-not-selected", what_leaves_the_list_is_not_selected);
  ADD ("select/several-take-a-step-with-one-undo", several_take_a_step_with_one_undo);
  ADD ("select/none-that-can-says-so-and-opens-nothing", none_that_can_says_so_and_opens_nothing);
  ADD ("select/days-and-owners-that-cannot-be-are-refused",
       days_and_owners_that_cannot_be_are_refused);
  ADD ("select/draft-is-kept-when-something-changed", draft_is_kept_when_something_changed);
  ADD ("select/note-goes-to-all", note_goes_to_all);
  ADD ("select/import-is-one-press-away", import_is_one_press_away);
  ADD ("select/bar-fits-a-narrow-window", bar_fits_a_narrow_window);
#undef ADD

  return g_test_run ();
}
