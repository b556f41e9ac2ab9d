/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-date-row.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-form.h"
#include "app/atlas-provision-page.h"
#include "app/atlas-provision-view.h"
#include "app/atlas-record-row.h"
#include "app/atlas-return-settings.h"
#include "store/atlas-history.h"
#include "store/atlas-store-places.h"

#define N_CHILDREN 20
#define WIDE       1280         /* pixels */
#define NARROW     400
#define HEIGHT     800
#define ROOMY      "provision/centre-1"
#define FULL       "provision/centre-2"

static gboolean
page_can (CaseWindow *self,
          gpointer    data)
{
  g_autoptr(GPtrArray) pages = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_PROVISION_PAGE);

  if (pages->len == 0 ||
      !gtk_widget_activate_action (g_ptr_array_index (pages, 0), data, NULL))
    return FALSE;

  return case_find_form () != NULL;
}

/* @centre: 0 has two places free, 1 has none. */
static AtlasFree
count_free (CaseWindow *self,
            int         centre)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasStore) store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, &error);
  g_autoptr(AtlasPlaceLine) line = NULL;
  AtlasDate on = case_today ();

  g_assert_no_error (error);
  line = atlas_store_get_place (store, self->county.places[centre], on, &error);
  g_assert_no_error (error);

  return atlas_free_count (&line->facts, on, on, FALSE);
}

static void
a_place_is_held_and_the_hold_undone (void)
{
  CaseWindow self = { 0 };
  AtlasFree before;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  before = count_free (&self, 0);
  case_window_go (&self, ROOMY);
  case_window_wait (&self, page_can, (gpointer) "page.hold");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (&self, "1 place held");
  g_assert_cmpint (count_free (&self, 0).held, ==, before.held + 1);
  case_window_picture (&self, "held");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  while (count_free (&self, 0).held != before.held)
    g_main_context_iteration (NULL, FALSE);

  case_window_clear (&self);
}

static gboolean
form_says (CaseWindow *self,
           gpointer    data)
{
  g_autoptr(GPtrArray) labels = case_find_all (GTK_WIDGET (case_find_form ()), GTK_TYPE_LABEL);

  for (guint i = 0; i < labels->len; i++)
    if (strstr (gtk_label_get_text (g_ptr_array_index (labels, i)), data) != NULL)
      return TRUE;

  return FALSE;
}

static void
a_hold_over_the_number_says_why (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) entries = NULL;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, FULL);
  case_window_wait (&self, page_can, (gpointer) "page.hold");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_window_wait (&self, form_says, (gpointer) "Say why one is to be held over the number");
  g_assert_cmpint (count_free (&self, 1).held, ==, 0);

  entries = case_find_all (GTK_WIDGET (case_find_form ()), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (g_ptr_array_index (entries, entries->len - 1), "Two leave on Friday");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  g_assert_cmpint (count_free (&self, 1).held, ==, 1);
  case_let_frames_pass (GTK_WIDGET (self.window));

  case_window_clear (&self);
}

static gboolean
form_is_shown (CaseWindow *self,
               gpointer    data)
{
  return case_find_form () != NULL;
}

static void
choose (guint field,
        guint answer)
{
  g_autoptr(GPtrArray) rows = case_find_all (GTK_WIDGET (case_find_form ()), ADW_TYPE_COMBO_ROW);

  g_assert_cmpuint (rows->len, >, field);
  adw_combo_row_set_selected (g_ptr_array_index (rows, field), answer);
}

static void
add_county (CaseWindow *self)
{
  g_autoptr(AtlasStore) store = atlas_store_open (self->folder, ATLAS_STORE_DEFAULT, NULL);
  AtlasChangeSet *set = atlas_change_set_new ("County");
  g_autofree char *id = atlas_id_new ();

  g_assert_nonnull (store);
  atlas_change_set_create (set, "county", id,
                           json_pack ("{s:s, s:s}", "key", "shire", "name", "Shire"));
  case_apply (store, set);
}

/* Returns are due weekly in a window, which the county sets. */
static void
when_returns_are_due_is_set_by_the_county (void)
{
  CaseWindow self = { 0 };
  AtlasFree before;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  add_county (&self);
  before = count_free (&self, 0);
  g_assert_false (atlas_return_is_late (&before.returns, case_day ("2026-11-23"),
                                        case_day ("2026-11-30")));
  atlas_return_settings_ask (GTK_WIDGET (self.window), self.session);
  case_window_wait (&self, form_is_shown, NULL);
  choose (0, 4);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_window_wait (&self, form_says, (gpointer) "Choose both, or neither");
  choose (1, 5);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  g_assert_cmpint (count_free (&self, 0).returns.from, ==, 4);
  g_assert_cmpint (count_free (&self, 0).returns.to, ==, 5);

  case_window_go (&self, ROOMY);
  case_window_wait_for_text (&self, "Due each week from Thursday to Friday; a figure is old "
                             "after 7 days (set by this county)");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  case_window_wait_for_text (&self, "Due 7 days after the last");
  case_window_clear (&self);
}

static gboolean
page_is_read (CaseWindow *self,
              gpointer    data)
{
  g_autoptr(GPtrArray) pages = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_PROVISION_PAGE);

  return pages->len == 1 && case_shows_text (self, (gpointer) "Checks of the Provider");
}

static GtkWidget *
open_record (CaseWindow *self,
             const char *action,
             const char *target)
{
  g_autoptr(GPtrArray) pages = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_PROVISION_PAGE);

  g_assert_true (gtk_widget_activate_action (g_ptr_array_index (pages, 0), action, "s", target));
  case_window_wait (self, form_is_shown, NULL);

  return GTK_WIDGET (case_find_form ());
}

static void
save_record (CaseWindow *self)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (FALSE));
}

/* T027: a contract and a check of the provider are entered on its page. */
static void
a_contract_and_a_check_are_entered (void)
{
  CaseWindow self = { 0 };
  GtkWidget *form;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, ROOMY);
  case_window_wait (&self, page_is_read, NULL);
  form = open_record (&self, "page.add-record", "contract");
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
  g_assert_cmpstr (case_fault_of (case_find_row (form, "Reference")), !=, "");
  gtk_editable_set_text (GTK_EDITABLE (case_find_row (form, "Reference")), "AP-12");
  gtk_editable_set_text (GTK_EDITABLE (case_find_row (form, "Unit cost (£)")), "18000");
  save_record (&self);
  case_window_wait_for_text (&self, "AP-12");
  case_window_wait_for_text (&self, "Unit cost (£): 18000");

  form = open_record (&self, "page.add-record", "check");
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
  g_assert_cmpstr (case_fault_of (case_find_row (form, "Kind")), !=, "");
  atlas_record_row_set_id (ATLAS_RECORD_ROW (case_find_row (form, "Kind")), "visit");
  atlas_date_row_set_date (ATLAS_DATE_ROW (case_find_row (form, "Done")), case_day ("2026-11-02"));
  save_record (&self);
  case_window_wait_for_text (&self, "Done: 2 November 2026");
  case_window_picture (&self, "provision-records");

  case_window_clear (&self);
}

/* T062, T031: the directory entry is changed, and advice recorded that no child is named for. */
static void
entry_is_changed_and_advice_recorded (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) pages = NULL;
  GtkWidget *form;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, ROOMY);
  case_window_wait (&self, page_is_read, NULL);
  pages = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_PROVISION_PAGE);
  g_assert_true (gtk_widget_activate_action (g_ptr_array_index (pages, 0), "page.edit-entry",
                                             NULL));
  case_window_wait (&self, form_is_shown, NULL);
  form = GTK_WIDGET (case_find_form ());
  gtk_editable_set_text (GTK_EDITABLE (case_find_row (form, "Who it is for")),
                         "Children of Years 7 to 9");
  save_record (&self);
  case_window_wait_for_text (&self, "The Green Centre: Provision changed");
  case_window_wait_for_text (&self, "Children of Years 7 to 9");

  form = open_record (&self, "page.add-record", "activity");
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
  g_assert_cmpstr (case_fault_of (case_find_row (form, "Kind")), !=, "");
  atlas_record_row_set_id (ATLAS_RECORD_ROW (case_find_row (form, "Kind")), "advice-twilight");
  atlas_date_row_set_date (ATLAS_DATE_ROW (case_find_row (form, "On")), case_day ("2026-11-02"));
  save_record (&self);
  case_window_wait_for_text (&self, "The Green Centre: Activity added");

  case_window_clear (&self);
}

/* Commissioned places are added and changed, with an Undo. */
static void
a_line_of_places_is_changed_and_comes_back (void)
{
  CaseWindow self = { 0 };
  g_autofree char *target = NULL;
  GtkWidget *form;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  target = g_strconcat ("place/", self.county.places[0], NULL);
  case_window_go (&self, ROOMY);
  case_window_wait (&self, page_is_read, NULL);
  form = open_record (&self, "page.edit-record", target);
  gtk_editable_set_text (GTK_EDITABLE (case_find_row (form, "Kept for respite")), "many");
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
  g_assert_cmpstr (case_fault_of (case_find_row (form, "Kept for respite")), !=, "");
  g_assert_cmpint (count_free (&self, 0).commissioned, ==, 10);
  gtk_editable_set_text (GTK_EDITABLE (case_find_row (form, "Kept for respite")), "1");
  gtk_editable_set_text (GTK_EDITABLE (case_find_row (form, "Commissioned")), "12");
  save_record (&self);
  case_window_wait_for_text (&self, "12 places commissioned, 0 kept for Day 6, 1 for respite");
  g_assert_cmpint (count_free (&self, 0).commissioned, ==, 12);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  case_window_wait_for_text (&self, "10 places commissioned");

  case_window_clear (&self);
}

/* Over-filled said plainly. */
static void
the_board_says_what_is_over_filled (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasStore) store = NULL;
  g_autofree char *id = atlas_id_new ();
  AtlasChangeSet *set = atlas_change_set_new ("Return");

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  store = atlas_store_open (self.folder, ATLAS_STORE_DEFAULT, NULL);
  atlas_change_set_create (set, "return", id,
                           json_pack ("{s:s, s:s, s:s, s:i}", "provision",
                                      self.county.provisions[0], "place", self.county.places[0],
                                      "as_at", "2026-11-24", "on_roll", 12));
  case_apply (store, set);
  case_window_go (&self, "provision?list=places");
  case_window_wait_for_text (&self, "2 more children than places");
  case_window_picture (&self, "board-over");

  case_window_clear (&self);
}

/* A line that begins later is on the page, and counts only from then. */
static void
a_line_of_places_of_later_is_shown (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasStore) store = NULL;
  g_autofree char *id = atlas_id_new ();
  AtlasChangeSet *set = atlas_change_set_new ("Place added");

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  store = atlas_store_open (self.folder, ATLAS_STORE_DEFAULT, NULL);
  atlas_change_set_create (set, "place", id,
                           json_pack ("{s:s, s:s, s:i, s:{s:s}}", "provision",
                                      self.county.provisions[0], "name", "Spring places",
                                      "commissioned", 5, "valid", "from", "2027-04-01"));
  case_apply (store, set);
  case_window_go (&self, ROOMY);
  case_window_wait_for_text (&self, "Spring places");
  g_assert_true (case_shows_text (&self, (gpointer) "Not commissioned on the day of this page"));
  case_window_wait_for_text (&self, "2 of 10 places free");

  case_window_clear (&self);
}

static void
a_return_is_entered_for_whoever_rang (void)
{
  CaseWindow self = { 0 };
  AtlasFree before;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  before = count_free (&self, 0);
  case_window_go (&self, ROOMY);
  case_window_wait (&self, page_can, (gpointer) "page.return");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  while (count_free (&self, 0).return_date != case_today ())
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (count_free (&self, 0).on_roll, ==, before.on_roll);

  case_window_clear (&self);
}

static gboolean
has_action (CaseWindow *self,
            gpointer    data)
{
  g_autoptr(GPtrArray) pages = case_find_all (GTK_WIDGET (self->window),
                                              ATLAS_TYPE_PROVISION_PAGE);

  return pages->len == 1 && gtk_widget_activate_action (g_ptr_array_index (pages, 0), data, NULL);
}

static void
nothing_changed_is_a_return_in_one_key (void)
{
  CaseWindow self = { 0 };
  AtlasFree before;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  before = count_free (&self, 0);
  case_window_go (&self, ROOMY);
  case_window_wait_for_text (&self, "Due 7 days after the last");
  case_window_wait (&self, has_action, (gpointer) "page.unchanged");
  while (count_free (&self, 0).return_date != case_today ())
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (count_free (&self, 0).on_roll, ==, before.on_roll);
  case_window_wait_for_text (&self, "Nothing changed at ");

  case_window_clear (&self);
}

static void
asking_again_is_recorded_until_a_return_comes (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, ROOMY);
  case_window_wait_for_text (&self, "Due 7 days after the last");
  g_assert_false (case_shows_text (&self, (gpointer) "Asked for again"));
  case_window_wait (&self, has_action, (gpointer) "page.ask-again");
  case_window_wait_for_text (&self, "Asked for again");
  case_window_wait_for_text (&self, "Return asked for again at ");
  case_window_wait (&self, has_action, (gpointer) "page.unchanged");
  case_window_wait_for_text (&self, "Nothing changed at ");
  while (case_shows_text (&self, (gpointer) "Asked for again"))
    g_main_context_iteration (NULL, FALSE);

  case_window_clear (&self);
}

/* What is wrong stands in the row below the field that it is about. */
static void
assert_fault_below (GtkWidget  *field,
                    const char *words)
{
  GtkWidget *row = GTK_IS_LIST_BOX_ROW (field) ? field
                   : gtk_widget_get_ancestor (field, GTK_TYPE_LIST_BOX_ROW);
  GtkWidget *below = gtk_widget_get_next_sibling (row);
  GtkWidget *label;

  g_assert_true (GTK_IS_LIST_BOX_ROW (below));
  label = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (below));
  g_assert_true (GTK_IS_LABEL (label));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (label)), words));
}

static void
a_return_is_counted_today_or_before (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) days = NULL;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, ROOMY);
  case_window_wait (&self, page_can, (gpointer) "page.return");
  days = case_find_all (GTK_WIDGET (case_find_form ()), ATLAS_TYPE_DATE_ROW);
  atlas_date_row_set_date (g_ptr_array_index (days, 0), case_today () + 1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  assert_fault_below (g_ptr_array_index (days, 0), "That day lies ahead");
  gtk_window_destroy (GTK_WINDOW (case_find_form ()));

  case_window_clear (&self);
}

static void
a_form_keeps_what_cannot_be_saved (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) days = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  int before;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  before = count_free (&self, 0).held;
  case_window_go (&self, ROOMY);
  case_window_wait (&self, page_can, (gpointer) "page.hold");
  days = case_find_all (GTK_WIDGET (case_find_form ()), ATLAS_TYPE_DATE_ROW);
  g_assert_cmpuint (days->len, ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (g_ptr_array_index (days, 0)), "soon");
  g_assert_false (atlas_date_row_is_valid (g_ptr_array_index (days, 0)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_let_frames_pass (GTK_WIDGET (self.window));
  assert_fault_below (g_ptr_array_index (days, 0), "Say by which day");
  g_assert_cmpint (count_free (&self, 0).held, ==, before);

  atlas_date_row_set_date (g_ptr_array_index (days, 0), case_today ());
  numbers = case_find_all (GTK_WIDGET (case_find_form ()), GTK_TYPE_SPIN_BUTTON);
  gtk_editable_set_text (GTK_EDITABLE (g_ptr_array_index (numbers, 0)), "500");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_let_frames_pass (GTK_WIDGET (self.window));
  assert_fault_below (g_ptr_array_index (numbers, 0), "Give a whole number from 1 to 100");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (g_ptr_array_index (numbers, 0))), ==,
                   "500");

  /* What stands in the field is what is saved, whether or not the field was left. */
  gtk_editable_set_text (GTK_EDITABLE (g_ptr_array_index (numbers, 0)), "2");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  g_assert_cmpint (count_free (&self, 0).held, ==, before + 2);

  case_window_clear (&self);
}

static void
the_directory_is_searched_by_any_name (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) views = NULL;
  g_autoptr(GPtrArray) rows = NULL;

  case_window_init (&self, N_CHILDREN, NARROW, HEIGHT);
  case_window_go (&self, "provision");
  case_window_wait_for_text (&self, " of ");
  views = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_PROVISION_VIEW);
  g_assert_cmpuint (views->len, ==, 1);
  atlas_view_search (g_ptr_array_index (views, 0), "no such name anywhere");
  case_window_wait_for_text (&self, "No Provision Matches");
  atlas_view_search (g_ptr_array_index (views, 0), "");
  case_window_wait_for_text (&self, " of ");
  rows = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_FACT_ROW);
  for (guint i = 0; i < rows->len; i++)
    g_assert_true (gtk_test_accessible_has_property (g_ptr_array_index (rows, i),
                                                     GTK_ACCESSIBLE_PROPERTY_LABEL));

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/provision/a-place-is-held-and-the-hold-undone",
                   a_place_is_held_and_the_hold_undone);
  g_test_add_func ("/app/provision/a-hold-over-the-number-says-why",
                   a_hold_over_the_number_says_why);
  g_test_add_func ("/app/provision/when-returns-are-due-is-set-by-the-county",
                   when_returns_are_due_is_set_by_the_county);
  g_test_add_func ("/app/provision/a-contract-and-a-check-are-entered",
                   a_contract_and_a_check_are_entered);
  g_test_add_func ("/app/provision/entry-is-changed-and-advice-recorded",
                   entry_is_changed_and_advice_recorded);
  g_test_add_func ("/app/provision/a-line-of-places-is-changed-and-comes-back",
                   a_line_of_places_is_changed_and_comes_back);
  g_test_add_func ("/app/provision/the-board-says-what-is-over-filled",
                   the_board_says_what_is_over_filled);
  g_test_add_func ("/app/provision/a-line-of-places-of-later-is-shown",
                   a_line_of_places_of_later_is_shown);
  g_test_add_func ("/app/provision/a-return-is-entered-for-whoever-rang",
                   a_return_is_entered_for_whoever_rang);
  g_test_add_func ("/app/provision/a-return-is-counted-today-or-before",
                   a_return_is_counted_today_or_before);
  g_test_add_func ("/app/provision/a-form-keeps-what-cannot-be-saved",
                   a_form_keeps_what_cannot_be_saved);
  g_test_add_func ("/app/provision/the-directory-is-searched-by-any-name",
                   the_directory_is_searched_by_any_name);

  g_test_add_func ("/app/provision/nothing-changed-is-a-return-in-one-key",
                   nothing_changed_is_a_return_in_one_key);
  g_test_add_func ("/app/provision/asking-again-is-recorded-until-a-return-comes",
                   asking_again_is_recorded_until_a_return_comes);

  return g_test_run ();
}
