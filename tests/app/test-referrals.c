/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "referral-window.h"

#include "app/atlas-attachment-list.h"
#include "app/atlas-cell.h"
#include "app/atlas-date-row.h"
#include "app/atlas-record-row.h"
#include "app/atlas-referral-chips.h"
#include "app/atlas-referral-list.h"
#include "app/atlas-referral-new.h"
#include "app/atlas-referral-page.h"
#include "app/atlas-referral-row.h"
#include "app/atlas-referrals-view.h"
#include "app/atlas-session-work.h"

#define N_CHILDREN 300
#define WIDE       1280         /* pixels */
#define NARROW     400
#define HEIGHT     800

static GListModel *
list_model (CaseWindow *self)
{
  return atlas_referral_list_get_model (ATLAS_REFERRAL_LIST (find_one (self,
                                                                       ATLAS_TYPE_REFERRAL_LIST)));
}

static gboolean
has_loaded (CaseWindow *self,
            gpointer    data)
{
  GListModel *model = list_model (self);
  guint position = GPOINTER_TO_UINT (data);
  g_autoptr(AtlasReferralRow) row = g_list_model_get_item (model, position);

  return row != NULL && atlas_referral_row_get_line (row) != NULL;
}

static void
open_list (CaseWindow *self,
           int         n_children,
           int         width,
           const char *route)
{
  case_window_init (self, n_children, width, HEIGHT);
  case_window_go (self, route);
}

static void
list_is_as_the_store_finds_it (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) rows = NULL;
  g_autoptr(AtlasReferralFilter) filter = atlas_referral_filter_new ();
  AtlasStore *store;
  GListModel *model;

  open_list (&self, N_CHILDREN, WIDE, "referrals?open=no");
  case_window_wait (&self, has_loaded, GUINT_TO_POINTER (N_CHILDREN - 1));
  model = list_model (&self);

  filter->is_open = FALSE;
  store = atlas_store_open (self.folder, ATLAS_STORE_READ_ONLY, &error);
  rows = atlas_store_find_referrals (store, filter, NULL, NULL, case_today (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, rows->len);
  for (guint i = 0; i < 5; i++)
    {
      guint position = i * rows->len / 5;
      g_autoptr(AtlasReferralRow) row = NULL;
      g_autoptr(GPtrArray) lines = NULL;

      case_window_wait (&self, has_loaded, GUINT_TO_POINTER (position));
      row = g_list_model_get_item (model, position);
      lines = atlas_store_read_referrals (store, &g_array_index (rows, gint64, position), 1,
                                          case_today (), &error);
      g_assert_cmpstr (atlas_referral_row_get_line (row)->reference, ==,
                       ((AtlasReferralLine *) g_ptr_array_index (lines, 0))->reference);
    }
  atlas_store_close (store);
  g_assert_true (case_shows_text (&self, (gpointer) "300 of 300"));
  case_window_picture (&self, "referrals");

  case_window_clear (&self);
}

static gboolean
shows_more_cells_than (CaseWindow *self,
                       gpointer    data)
{
  g_autoptr(GPtrArray) cells = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_CELL);

  return cells->len > GPOINTER_TO_UINT (data);
}

static void
rows_have_names (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) cells = NULL;

  open_list (&self, 40, WIDE, "referrals");
  case_window_wait (&self, shows_more_cells_than, GUINT_TO_POINTER (20));
  cells = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_CELL);
  for (guint i = 0; i < cells->len; i++)
    {
      GtkWidget *cell = gtk_widget_get_parent (g_ptr_array_index (cells, i));
      GtkWidget *row = gtk_widget_get_parent (cell);

      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (row),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
    }

  case_window_clear (&self);
}

static void
narrow_list_fits_and_keeps_words (void)
{
  CaseWindow self = { 0 };
  int minimum;

  open_list (&self, 40, NARROW, "referrals");
  case_window_wait (&self, has_loaded, GUINT_TO_POINTER (0));
  case_let_frames_pass (GTK_WIDGET (self.window));
  gtk_widget_measure (GTK_WIDGET (self.window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  case_window_picture (&self, "referrals-narrow");
  g_assert_cmpint (minimum, <=, NARROW);

  case_window_clear (&self);
}

static gboolean
counts (CaseWindow *self,
        gpointer    data)
{
  return g_list_model_get_n_items (list_model (self)) == GPOINTER_TO_UINT (data);
}

static void
typing_narrows_and_clearing_widens (void)
{
  CaseWindow self = { 0 };
  AtlasView *view;

  open_list (&self, 60, WIDE, "referrals?open=no");
  case_window_wait (&self, counts, GUINT_TO_POINTER (60));
  view = ATLAS_VIEW (find_one (&self, ATLAS_TYPE_REFERRALS_VIEW));
  atlas_view_search (view, "k0-04");
  case_window_wait (&self, counts, GUINT_TO_POINTER (10));
  atlas_view_search (view, "k0-047");
  case_window_wait (&self, counts, GUINT_TO_POINTER (1));
  atlas_view_search (view, "nobody here");
  case_window_wait_for_text (&self, "No referrals match what was typed");
  atlas_view_search (view, "");
  case_window_wait (&self, counts, GUINT_TO_POINTER (60));

  case_window_clear (&self);
}

static void
chips_narrow_and_widen (void)
{
  CaseWindow self = { 0 };
  GtkWidget *chips;

  open_list (&self, 60, WIDE, "referrals?open=no");
  case_window_wait (&self, counts, GUINT_TO_POINTER (60));
  chips = find_one (&self, ATLAS_TYPE_REFERRAL_CHIPS);
  g_assert_true (gtk_widget_activate_action (chips, "chips.toggle", "(is)",
                                             ATLAS_REFERRAL_FACET_TIER, "5"));
  case_window_wait (&self, counts, GUINT_TO_POINTER (12));
  g_assert_true (case_shows_text (&self, (gpointer) "Tier 5 ×"));
  g_assert_true (gtk_widget_activate_action (chips, "chips.toggle", "(is)",
                                             ATLAS_REFERRAL_FACET_TIER, "5"));
  case_window_wait (&self, counts, GUINT_TO_POINTER (60));
  g_assert_false (case_shows_text (&self, (gpointer) "Tier 5 ×"));

  case_window_clear (&self);
}

static void
nothing_matching_says_what_was_asked (void)
{
  CaseWindow self = { 0 };

  open_list (&self, 10, WIDE, "referrals?tier=5&year=R");
  case_window_wait_for_text (&self, "No referrals match Tier 5 and Reception");
  g_assert_true (case_shows_text (&self, (gpointer) "0 of 10"));
  case_window_picture (&self, "referrals-unmatched");
  case_window_clear (&self);
}

/* What was typed is a filter too, and goes with the others. */
static void
clearing_takes_what_was_typed_away (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) entries = NULL;

  open_list (&self, 10, WIDE, "referrals?open=no");
  case_window_wait (&self, has_loaded, GUINT_TO_POINTER (0));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.search", NULL));
  case_let_frames_pass (GTK_WIDGET (self.window));
  entries = case_find_all (GTK_WIDGET (self.window), GTK_TYPE_SEARCH_ENTRY);
  g_assert_cmpuint (entries->len, ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (g_ptr_array_index (entries, 0)), "nobody is called so");
  case_window_wait_for_text (&self, "No referrals match what was typed");
  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_LIST),
                                             "list.clear-filters", NULL));
  case_window_wait (&self, has_loaded, GUINT_TO_POINTER (9));

  case_window_clear (&self);
}

static gboolean
first_is_tier (CaseWindow *self,
               gpointer    data)
{
  g_autoptr(AtlasReferralRow) row = g_list_model_get_item (list_model (self), 0);
  const AtlasReferralLine *line = row != NULL ? atlas_referral_row_get_line (row) : NULL;

  return line != NULL && line->tier == GPOINTER_TO_INT (data);
}

static gboolean
has_table (CaseWindow *self,
           gpointer    data)
{
  g_autoptr(GPtrArray) tables = case_find_all (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);

  return tables->len == 1;
}

static void
press_header (CaseWindow *self,
              const char *title,
              GtkSortType direction)
{
  g_autoptr(GPtrArray) tables = case_find_all (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);
  GListModel *columns = gtk_column_view_get_columns (g_ptr_array_index (tables, 0));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_str_equal (gtk_column_view_column_get_title (column), title))
        gtk_column_view_sort_by_column (g_ptr_array_index (tables, 0), column, direction);
    }
}

/* A header asks the store for the order, which is there again when the list is next opened. */
static void
headers_sort_and_the_order_stays (void)
{
  CaseWindow self = { 0 };

  open_list (&self, 60, WIDE, "referrals?open=no");
  case_window_wait (&self, has_loaded, GUINT_TO_POINTER (0));
  case_window_wait (&self, has_table, NULL);
  press_header (&self, "Tier", GTK_SORT_ASCENDING);
  case_window_wait (&self, first_is_tier, GINT_TO_POINTER (1));
  case_window_wait_for_text (&self, "Lowest tier");
  press_header (&self, "Tier", GTK_SORT_DESCENDING);
  case_window_wait (&self, first_is_tier, GINT_TO_POINTER (5));
  press_header (&self, "Waiting", GTK_SORT_DESCENDING);
  case_window_wait_for_text (&self, "Longest waiting");
  press_header (&self, "Tier", GTK_SORT_DESCENDING);
  case_window_wait (&self, first_is_tier, GINT_TO_POINTER (5));

  case_window_go (&self, "today");
  case_window_go (&self, "referrals");
  case_window_wait (&self, first_is_tier, GINT_TO_POINTER (5));
  case_window_wait_for_text (&self, "Highest tier");
  case_window_go (&self, "referrals?sort=received");
  case_window_wait_for_text (&self, "Latest received");
  case_window_picture (&self, "referrals-sorted");

  case_window_clear (&self);
}

static void
no_referral_at_all_offers_to_make_one (void)
{
  CaseWindow self = { 0 };

  open_list (&self, 0, WIDE, "referrals");
  case_window_wait_for_text (&self, "No referrals yet");
  case_window_clear (&self);
}

/* (nullable): what the page of a referral shows */
static AtlasReferralCase *
shown_case (CaseWindow *self)
{
  g_autoptr(GPtrArray) pages = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_REFERRAL_PAGE);

  return pages->len > 0 ? atlas_referral_page_get_case (g_ptr_array_index (pages, 0)) : NULL;
}

static gboolean
page_has_step (CaseWindow *self,
               gpointer    data)
{
  AtlasReferralCase *shown = shown_case (self);

  return shown != NULL && g_str_equal (shown->referral->step, data);
}

static void
act (CaseWindow *self,
     const char *action)
{
  GtkWidget *page = find_one (self, ATLAS_TYPE_REFERRAL_PAGE);

  g_assert_true (gtk_widget_activate_action (page, action, NULL));
}

static GtkWidget *
open_edit (CaseWindow *self,
           const char *action)
{
  act (self, action);
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (TRUE));
  return case_find_form ();
}

static void
save_form (GtkWidget *form)
{
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
}

static void
act_and_save (CaseWindow *self,
              const char *action)
{
  g_assert_true (gtk_widget_activate_action (open_edit (self, action), "form.save", NULL));
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (FALSE));
}

static GtkWidget *
find_titled (CaseWindow *self,
             const char *title)
{
  return case_find_row (GTK_WIDGET (self->window), title);
}

static gboolean
has_chosen_area (CaseWindow *self,
                 gpointer    data)
{
  atlas_record_row_set_id (data, self->county.areas[1]);

  return atlas_record_row_get_id (data) != NULL;
}

static void
fill_new_form (CaseWindow *self)
{
  case_window_go (self, "referrals?page=new");
  case_window_wait (self, has_chosen_area, find_titled (self, "Home _area"));
  gtk_editable_set_text (GTK_EDITABLE (find_titled (self, "F_irst name")), "Ivy");
  gtk_editable_set_text (GTK_EDITABLE (find_titled (self, "_Last name")), "Invented");
  atlas_date_row_set_date (ATLAS_DATE_ROW (find_titled (self, "Date of _birth")),
                           case_day ("2013-02-03"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_titled (self, "E_xclusion")), 1);
  atlas_date_row_set_date (ATLAS_DATE_ROW (find_titled (self, "_Day of the exclusion")),
                           case_today () - 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_titled (self, "What is as_ked for")), 1);
}

/* As a person does it: create, offer, accept, start, end; the store is asked each time. */
static void
referral_goes_from_form_to_end (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) started = NULL;
  g_autoptr(AtlasReferralCase) ended = NULL;
  GtkWidget *form;

  case_window_init (&self, 5, WIDE, HEIGHT);
  fill_new_form (&self);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_titled (&self, "Ti_er of support")), 5);
  case_window_picture (&self, "referral-new");
  form = find_one (&self, ATLAS_TYPE_REFERRAL_NEW);
  g_assert_true (gtk_widget_activate_action (form, "new.send", NULL));
  case_window_wait (&self, page_has_step, (gpointer) "sent");
  case_window_picture (&self, "referral-sent");

  act_and_save (&self, "referral.offer");
  case_window_wait (&self, page_has_step, (gpointer) "offered");
  act (&self, "referral.accept");
  case_window_wait (&self, page_has_step, (gpointer) "accepted");
  act_and_save (&self, "referral.start");
  case_window_wait (&self, page_has_step, (gpointer) "started");
  started = read_case (&self, "A1-001");
  g_assert_cmpstr (started->referral->step, ==, "started");
  g_assert_cmpstr (started->child->first_name, ==, "Ivy");
  g_assert_nonnull (started->placement);
  g_assert_cmpint (started->status.clock.state, ==, ATLAS_CLOCK_MET);
  case_window_picture (&self, "referral-started");

  form = open_edit (&self, "referral.end");
  adw_combo_row_set_selected (ADW_COMBO_ROW (case_find_row (form, "What happened next")), 1);
  save_form (form);
  case_window_wait (&self, page_has_step, (gpointer) "ended");
  ended = read_case (&self, "A1-001");
  g_assert_null (ended->placement);
  g_assert_true (ended->referral->invented);

  case_window_clear (&self);
}

static void
what_was_done_can_be_undone (void)
{
  CaseWindow self = { 0 };
  GtkWidget *page;
  AtlasReferralCase *shown;
  AtlasHistoryEntry *entry;

  open_list (&self, 5, WIDE, "referral/K0-001");
  case_window_wait (&self, page_has_step, (gpointer) "sent");
  act (&self, "referral.look-at");
  case_window_wait (&self, page_has_step, (gpointer) "looked-at");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  case_window_wait (&self, page_has_step, (gpointer) "sent");

  page = find_one (&self, ATLAS_TYPE_REFERRAL_PAGE);
  act (&self, "referral.look-at");
  case_window_wait (&self, page_has_step, (gpointer) "looked-at");
  shown = atlas_referral_page_get_case (ATLAS_REFERRAL_PAGE (page));
  entry = g_ptr_array_index (shown->history, 0);
  g_assert_true (gtk_widget_activate_action (page, "win.undo-set", "s", entry->set_id));
  case_window_wait (&self, page_has_step, (gpointer) "sent");

  case_window_clear (&self);
}

/* Every field that creation asks for can be changed later, with bad answers refused and an undo. */
static void
what_was_entered_can_be_changed (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) before = NULL;
  g_autoptr(AtlasReferralCase) after = NULL;
  g_autoptr(AtlasReferralCase) undone = NULL;
  GtkWidget *form;
  AtlasDateRow *born;

  open_list (&self, 5, WIDE, "referral/K0-001");
  case_window_wait (&self, page_has_step, (gpointer) "sent");
  before = read_case (&self, "K0-001");

  form = open_edit (&self, "referral.edit-people");
  born = ATLAS_DATE_ROW (case_find_row (form, "Date of _birth"));
  atlas_date_row_set_date (born, case_today () + 1);
  save_form (form);
  g_assert_cmpstr (case_fault_of (GTK_WIDGET (born)), ==,
                   "That day lies ahead. Nothing was saved.");
  gtk_editable_set_text (GTK_EDITABLE (born), "31 February 2012");
  save_form (form);
  g_assert_cmpstr (case_fault_of (GTK_WIDGET (born)), ==,
                   "The day cannot be read. Write it as 20 November 2026.");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (born)), ==, "31 February 2012");
  atlas_date_row_set_date (born, case_day ("2014-05-06"));
  atlas_record_row_set_id (ATLAS_RECORD_ROW (case_find_row (form, "Area")),
                           self.county.areas[0]);
  atlas_record_row_set_id (ATLAS_RECORD_ROW (case_find_row (form, "School")),
                           self.county.schools[2]);
  save_form (form);
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  after = read_case (&self, "K0-001");
  g_assert_cmpint (after->child->born, ==, case_day ("2014-05-06"));
  g_assert_cmpstr (after->child->area, ==, self.county.areas[0]);
  g_assert_cmpstr (after->child->establishment, ==, self.county.schools[2]);
  g_assert_cmpstr (after->child->town, ==, before->child->town);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  case_window_wait_for_text (&self, "Changed back: K0-001: Child changed");
  undone = read_case (&self, "K0-001");
  g_assert_cmpint (undone->child->born, ==, before->child->born);
  g_assert_cmpstr (undone->child->establishment, ==, before->child->establishment);

  case_window_clear (&self);
}

static gboolean
has_exclusion_of (CaseWindow *self,
                  gpointer    data)
{
  AtlasReferralCase *shown = shown_case (self);

  return shown != NULL && shown->exclusion != NULL &&
         shown->exclusion->from == GPOINTER_TO_INT (data);
}

/* An exclusion can be put right, and recorded where a draft had none. */
static void
exclusion_can_be_changed_and_added (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralForm) draft = atlas_referral_form_new ();
  g_autoptr(AtlasChangeSet)    set = NULL;
  g_autoptr(AtlasReferralCase) added = NULL;
  GtkWidget *form;
  GtkWidget *day;

  case_window_init (&self, 2, WIDE, HEIGHT);
  draft->first_name = g_strdup ("Jo");
  draft->school = g_strdup (self.county.schools[1]);
  draft->is_draft = TRUE;
  set = atlas_referral_form_to_set (draft, "A1-001", case_today ());
  atlas_session_apply_async (self.session, set, NULL, NULL, NULL);
  case_window_go (&self, "referral/A1-001");
  case_window_wait (&self, page_has_step, (gpointer) "draft");

  form = open_edit (&self, "referral.edit-exclusion");
  day = case_find_row (form, "From");
  save_form (form);
  g_assert_cmpstr (case_fault_of (case_find_row (form, "Kind")), ==,
                   "Choose one. Nothing was saved.");
  atlas_record_row_set_id (ATLAS_RECORD_ROW (case_find_row (form, "Kind")), "PERM");
  atlas_date_row_set_date (ATLAS_DATE_ROW (day), case_today () + 3);
  save_form (form);
  g_assert_cmpstr (case_fault_of (day), ==, "That day lies ahead. Nothing was saved.");
  atlas_date_row_set_date (ATLAS_DATE_ROW (day), case_today () - 3);
  save_form (form);
  case_window_wait (&self, has_exclusion_of, GINT_TO_POINTER (case_today () - 3));
  added = read_case (&self, "A1-001");
  g_assert_cmpstr (added->exclusion->kind, ==, "PERM");
  g_assert_cmpstr (added->exclusion->establishment, ==, self.county.schools[1]);
  g_assert_cmpint (added->status.clock.state, !=, ATLAS_CLOCK_NOT_RUNNING);

  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  form = open_edit (&self, "referral.edit-exclusion");
  atlas_date_row_set_date (ATLAS_DATE_ROW (case_find_row (form, "From")), case_today () - 1);
  save_form (form);
  case_window_wait (&self, has_exclusion_of, GINT_TO_POINTER (case_today () - 1));

  case_window_clear (&self);
}

static void
form_says_what_is_missing_beside_the_field (void)
{
  CaseWindow self = { 0 };
  GtkWidget *form;
  GtkWidget *row;
  GtkWidget *below;

  case_window_init (&self, 2, WIDE, HEIGHT);
  fill_new_form (&self);
  form = find_one (&self, ATLAS_TYPE_REFERRAL_NEW);
  g_assert_true (gtk_widget_activate_action (form, "new.send", NULL));
  g_assert_true (case_shows_text (&self, (gpointer) "Choose the tier of support"));
  row = find_titled (&self, "Ti_er of support");
  below = gtk_widget_get_next_sibling (row);
  g_assert_true (GTK_IS_LABEL (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (below))));
  case_window_picture (&self, "referral-fault");

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 5);
  g_assert_true (gtk_widget_activate_action (form, "new.send", NULL));
  case_window_wait (&self, page_has_step, (gpointer) "sent");

  case_window_clear (&self);
}

static void
leaving_the_form_keeps_a_draft (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) draft = NULL;

  case_window_init (&self, 2, WIDE, HEIGHT);
  fill_new_form (&self);
  case_window_go (&self, "referrals");
  case_window_wait_for_text (&self, "A1-001 kept as a draft");
  draft = read_case (&self, "A1-001");
  g_assert_cmpstr (draft->referral->step, ==, "draft");
  g_assert_cmpstr (draft->child->first_name, ==, "Ivy");

  case_window_clear (&self);
}

static void
full_place_is_a_decision (void)
{
  CaseWindow self = { 0 };

  /* K0-001 asks for the second centre, which is full. */
  open_list (&self, 5, WIDE, "referral/K0-001");
  case_window_wait (&self, page_has_step, (gpointer) "sent");
  act (&self, "referral.offer");
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  g_assert_true (gtk_widget_activate_action (case_find_form (), "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (&self, "The Brook Centre has 10 places and 11 children");
  case_window_clear (&self);
}

static void
record_not_here_says_so (void)
{
  CaseWindow self = { 0 };

  open_list (&self, 1, WIDE, "referral/Q9-404");
  case_window_wait_for_text (&self, "Q9-404 is not on this laptop");
  case_window_clear (&self);
}

static void
narrow_record_lists_its_sections (void)
{
  CaseWindow self = { 0 };

  open_list (&self, 20, NARROW, "referral/K0-012");
  case_window_wait (&self, page_has_step, (gpointer) "draft");
  case_window_wait (&self, case_window_fits, GINT_TO_POINTER (NARROW));
  g_assert_true (case_shows_text (&self, (gpointer) "Why help is asked for"));
  g_assert_true (case_shows_text (&self, (gpointer) "Date of birth"));
  g_assert_true (case_shows_text (&self, (gpointer) "Not asked yet"));
  case_window_picture (&self, "referral-narrow");

  case_window_clear (&self);
}

/* The heading of the documents stands at the top of what scrolls. */
static gboolean
documents_are_at_the_top (CaseWindow *self,
                          gpointer    data)
{
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (self->window),
                                              ATLAS_TYPE_ATTACHMENT_LIST);
  GtkWidget *section;
  GtkWidget *scroller;
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  if (lists->len != 1)
    return FALSE;

  section = gtk_widget_get_parent (g_ptr_array_index (lists, 0));
  scroller = gtk_widget_get_ancestor (section, GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  return gtk_adjustment_get_value (adjustment) > HEIGHT / 2 &&
         gtk_widget_compute_bounds (section, scroller, &bounds) &&
         bounds.origin.y >= 0 && bounds.origin.y < 24;
}

static void
narrow_record_goes_to_its_section (void)
{
  CaseWindow self = { 0 };

  open_list (&self, 20, NARROW, "referral/K0-012?tab=documents");
  case_window_wait (&self, page_has_step, (gpointer) "draft");
  case_window_wait (&self, documents_are_at_the_top, NULL);
  case_window_picture (&self, "referral-narrow-documents");

  case_window_clear (&self);
}

/* At 200 per cent text a usual screen is wide enough for every page (WCAG 2.2, 1.4.4). */
static void
large_text_still_fits (void)
{
  static const char * const routes[] = {
    "today", "referrals", "referral/K0-012", "referrals?page=new",
  };
  GtkSettings *settings = gtk_settings_get_default ();
  CaseWindow self = { 0 };
  int usual;

  g_object_get (settings, "gtk-xft-dpi", &usual, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * PANGO_SCALE, NULL);
  case_window_init (&self, 20, WIDE, HEIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autofree char *name = g_strdup_printf ("large-%d", (int) i);
      int minimum;

      case_window_go (&self, routes[i]);
      case_let_frames_pass (GTK_WIDGET (self.window));
      gtk_widget_measure (GTK_WIDGET (self.window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                          NULL, NULL, NULL);
      g_test_message ("%s needs %d pixels", routes[i], minimum);
      g_assert_cmpint (minimum, <=, WIDE);
      case_window_picture (&self, name);
    }
  g_object_set (settings, "gtk-xft-dpi", usual, NULL);

  case_window_clear (&self);
}

static void
title_carries_no_name (void)
{
  CaseWindow self = { 0 };

  open_list (&self, 20, WIDE, "referral/K0-012");
  case_window_wait (&self, page_has_step, (gpointer) "draft");
  g_assert_true (case_shows_text (&self, (gpointer) "K0-012 · Year 8"));
  g_assert_false (case_shows_text (&self, (gpointer) "Finn"));

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/referrals/list-is-as-the-store-finds-it", list_is_as_the_store_finds_it);
  g_test_add_func ("/app/referrals/rows-have-names", rows_have_names);
  g_test_add_func ("/app/referrals/narrow-list-fits", narrow_list_fits_and_keeps_words);
  g_test_add_func ("/app/referrals/typing-narrows-and-clearing-widens",
                   typing_narrows_and_clearing_widens);
  g_test_add_func ("/app/referrals/chips-narrow-and-widen", chips_narrow_and_widen);
  g_test_add_func ("/app/referrals/nothing-matching-says-what-was-asked",
                   nothing_matching_says_what_was_asked);
  g_test_add_func ("/app/referrals/clearing-takes-what-was-typed-away",
                   clearing_takes_what_was_typed_away);
  g_test_add_func ("/app/referrals/none-at-all-offers-to-make-one",
                   no_referral_at_all_offers_to_make_one);
  g_test_add_func ("/app/referrals/headers-sort-and-the-order-stays",
                   headers_sort_and_the_order_stays);
  g_test_add_func ("/app/referrals/goes-from-form-to-end", referral_goes_from_form_to_end);
  g_test_add_func ("/app/referrals/what-was-done-can-be-undone", what_was_done_can_be_undone);
  g_test_add_func ("/app/referrals/what-was-entered-can-be-changed",
                   what_was_entered_can_be_changed);
  g_test_add_func ("/app/referrals/exclusion-can-be-changed-and-added",
                   exclusion_can_be_changed_and_added);
  g_test_add_func ("/app/referrals/fault-is-said-beside-the-field",
                   form_says_what_is_missing_beside_the_field);
  g_test_add_func ("/app/referrals/leaving-the-form-keeps-a-draft", leaving_the_form_keeps_a_draft);
  g_test_add_func ("/app/referrals/full-place-is-a-decision", full_place_is_a_decision);
  g_test_add_func ("/app/referrals/record-not-here-says-so", record_not_here_says_so);
  g_test_add_func ("/app/referrals/narrow-record-lists-its-sections",
                   narrow_record_lists_its_sections);
  g_test_add_func ("/app/referrals/narrow-record-goes-to-its-section",
                   narrow_record_goes_to_its_section);
  g_test_add_func ("/app/referrals/title-carries-no-name", title_carries_no_name);
  g_test_add_func ("/app/referrals/large-text-still-fits", large_text_still_fits);

  return g_test_run ();
}
