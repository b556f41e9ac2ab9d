/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-action-list.h"
#include "app/atlas-chart-view.h"
#include "app/atlas-date-row.h"
#include "app/atlas-document-table.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-out-list.h"
#include "app/atlas-paper.h"
#include "app/atlas-record-row.h"
#include "app/atlas-reports-view.h"
#include "drawing/atlas-watch-documents.h"

#define N_CHILDREN 6
#define N_OUT      30         /* of whom three are permanently excluded, with nothing begun */
#define WIDE       1280         /* pixels */
#define NARROW     400
#define NARROWEST  360
#define HEIGHT     800
#define LARGE_TEXT 2            /* times the usual size */

static AtlasReportsView *
find_view (CaseWindow *self)
{
  g_autoptr(GPtrArray) views = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_REPORTS_VIEW);

  g_assert_cmpuint (views->len, ==, 1);
  return g_ptr_array_index (views, 0);
}

static int
measure_minimum (CaseWindow *self)
{
  int minimum = 0;

  gtk_widget_measure (GTK_WIDGET (find_view (self)), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                      NULL, NULL, NULL);

  return minimum;
}

static guint
count_shown (CaseWindow *self,
             GType       type)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (self->window), type);

  return found->len;
}

static gboolean
shows_charts (CaseWindow *self,
              gpointer    data)
{
  return count_shown (self, ATLAS_TYPE_CHART_VIEW) == GPOINTER_TO_UINT (data);
}

static gboolean
compares_one (CaseWindow *self,
              gpointer    data)
{
  g_autoptr(GPtrArray) charts = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_CHART_VIEW);
  AtlasChart *chart = NULL;

  if (charts->len > 0)
    chart = atlas_chart_view_get_chart (g_ptr_array_index (charts, 0));

  return chart != NULL && atlas_chart_get_n_ticks (chart) == 1;
}

static gboolean
shows_cards (CaseWindow *self,
             gpointer    data)
{
  return (count_shown (self, ATLAS_TYPE_FACT_ROW) > 0) == GPOINTER_TO_INT (data);
}

/* Ten places with eight on roll, ten full ones: the worked position of case-county.h. */
static void
shows_the_position (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) charts = NULL;
  AtlasChart *chart;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/capacity");
  case_window_wait_for_text (&self, "The Green Centre");
  charts = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_CHART_VIEW);
  g_assert_cmpuint (charts->len, ==, 1);
  chart = atlas_chart_view_get_chart (g_ptr_array_index (charts, 0));
  g_assert_cmpstr (atlas_chart_get_title (chart), ==, "2 of 20 places free");
  g_assert_cmpuint (atlas_chart_get_n_ticks (chart), ==, CASE_N_AREAS);
  g_assert_cmpstr (atlas_chart_get_tick (chart, 0, NULL), ==, "2 Midmark");
  g_assert_cmpfloat (atlas_chart_get_point (chart, 0, 0)->value, ==, 100);
  g_assert_cmpfloat (atlas_chart_get_point (chart, 0, 1)->value, ==, 80);
  g_assert_true (case_shows_text (&self, (gpointer) "As at 25 November 2026"));
  g_assert_true (case_shows_text (&self, (gpointer) "Demonstration county. Nothing here is real."));
  case_window_picture (&self, "reports");

  case_window_clear (&self);
}

static gboolean
hides_text (CaseWindow *self,
            gpointer    text)
{
  return !case_shows_text (self, text);
}

static void
a_scope_compares_its_provisions (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) charts = NULL;
  AtlasChart *chart;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/capacity");
  atlas_session_set_scope (self.session, "area/mark1");
  case_window_wait_for_text (&self, "Capacity position: ");
  case_window_wait (&self, compares_one, NULL);
  charts = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_CHART_VIEW);
  chart = atlas_chart_view_get_chart (g_ptr_array_index (charts, 0));
  g_assert_cmpstr (atlas_chart_get_tick (chart, 0, NULL), ==, "The Green Centre");
  case_window_wait (&self, hides_text, (gpointer) "The Brook Centre");

  case_window_clear (&self);
}

static void
a_chart_becomes_its_table (void)
{
  CaseWindow self = { 0 };
  GtkWidget *view;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/capacity");
  case_window_wait (&self, shows_charts, GUINT_TO_POINTER (1));
  g_assert_cmpuint (count_shown (&self, ATLAS_TYPE_DOCUMENT_TABLE), ==, 1);
  view = GTK_WIDGET (find_view (&self));
  g_assert_true (gtk_widget_activate_action (view, "report.as-table", NULL));
  case_window_wait (&self, shows_charts, GUINT_TO_POINTER (0));
  g_assert_cmpuint (count_shown (&self, ATLAS_TYPE_DOCUMENT_TABLE), ==, 2);
  g_assert_true (gtk_widget_activate_action (view, "report.as-table", NULL));
  case_window_wait (&self, shows_charts, GUINT_TO_POINTER (1));

  case_window_clear (&self);
}

static void
nothing_published_is_said (void)
{
  CaseWindow self = { 0 };

  /* The invented county has no source’s figures. The route is the one of before. */
  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/exclusions");
  case_window_wait_for_text (&self, "No source had published figures by that day.");
  g_assert_cmpuint (count_shown (&self, ATLAS_TYPE_CHART_VIEW), ==, 0);

  case_window_clear (&self);
}

/* T031, T032: the page of advice and outreach; with none it says where one is recorded */
static void
advice_and_outreach_are_counted (void)
{
  CaseWindow self = { 0 };
  AtlasStore *store;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  atlas_session_set_scope (self.session, "county");
  case_window_go (&self, "report/activities");
  case_window_wait_for_text (&self, "No advice or outreach is recorded here");
  store = atlas_store_open (self.folder, ATLAS_STORE_DEFAULT, NULL);
  g_free (case_add (&self.county, "activity", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:s, s:b}", "provision",
                               self.county.provisions[0], "establishment",
                               self.county.schools[0], "kind", "outreach-group", "on",
                               "2026-11-02", "hours", "1.5", "invented", TRUE)));
  case_county_load (&self.county, store);
  atlas_store_close (store);
  case_window_go (&self, "report/capacity");
  case_window_wait_for_text (&self, "The Green Centre");
  case_window_go (&self, "report/activities");
  case_window_wait_for_text (&self, "1 activity, 1.5 hours");
  g_assert_true (case_shows_text (&self, (gpointer) "Autumn 2026"));
  case_window_picture (&self, "activities");

  case_window_clear (&self);
}

static gboolean
shows_form (CaseWindow *self,
            gpointer    data)
{
  return case_find_form () != NULL;
}

/* T171: owner, date and status of an action are set where it is reported */
static void
an_action_gets_owner_date_and_status (void)
{
  CaseWindow self = { 0 };
  AtlasStore *store;
  GtkWidget *form;
  g_autoptr(GPtrArray) lists = NULL;
  g_autoptr(GPtrArray) rows = NULL;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/actions");
  case_window_wait_for_text (&self, "The county pack has no actions.");
  store = atlas_store_open (self.folder, ATLAS_STORE_DEFAULT, NULL);
  g_free (case_add (&self.county, "action", NULL,
                    json_pack ("{s:i, s:s, s:s, s:s}", "number", 1, "letter", "1a",
                               "theme", "Prevention", "text", "A help line for schools")));
  case_county_load (&self.county, store);
  atlas_store_close (store);
  case_window_go (&self, "report/capacity");
  case_window_wait_for_text (&self, "The Green Centre");
  case_window_go (&self, "report/actions");
  case_window_wait_for_text (&self, "Recommendation 1: Prevention");
  g_assert_true (case_shows_text (&self, (gpointer) "1a: A help line for schools"));
  g_assert_true (case_shows_text (&self, (gpointer) "Nothing recorded · No owner · No date"));

  lists = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_ACTION_LIST);
  rows = case_find_all (g_ptr_array_index (lists, 0), ADW_TYPE_ACTION_ROW);
  adw_action_row_activate (g_ptr_array_index (rows, 0));
  case_window_wait (&self, shows_form, NULL);
  form = GTK_WIDGET (case_find_form ());
  gtk_editable_set_text (GTK_EDITABLE (case_find_row (form, "Owner (a role, not a person)")),
                         "Inclusion lead");
  atlas_record_row_set_id (ATLAS_RECORD_ROW (case_find_row (form, "Status")), "under-way");
  atlas_date_row_set_date (ATLAS_DATE_ROW (case_find_row (form, "Due")), case_day ("2026-11-02"));
  case_picture_of (form, "action-form");
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (&self, "Under way · Inclusion lead · 2 November 2026, late");
  g_assert_true (case_shows_text (&self, (gpointer) "1 action · Under way: 1 · Late: 1"));
  case_window_picture (&self, "actions");

  case_window_clear (&self);
}

/* T123: forecast: date when demand passes places; with too little history it is not made up. */
static void
a_forecast_without_history_says_so (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/forecast");
  case_window_wait_for_text (&self, "Not enough history");
  g_assert_true (case_shows_text (&self, (gpointer) "The Green Centre, Secondary"));
  g_assert_cmpuint (count_shown (&self, ATLAS_TYPE_CHART_VIEW), ==, 0);
  g_assert_cmpuint (count_shown (&self, ATLAS_TYPE_DOCUMENT_TABLE), >=, 1);

  case_window_clear (&self);
}

static AtlasOutList *
find_children (CaseWindow *self)
{
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_OUT_LIST);

  g_assert_cmpuint (lists->len, ==, 1);
  return g_ptr_array_index (lists, 0);
}

static void
choose_reason (CaseWindow *self,
               guint       choice)
{
  g_autoptr(GPtrArray) choices = case_find_all (GTK_WIDGET (find_children (self)),
                                                GTK_TYPE_DROP_DOWN);

  g_assert_cmpuint (choices->len, ==, 1);
  gtk_drop_down_set_selected (g_ptr_array_index (choices, 0), choice);
}

/* T116: one count, dated, with the groups as filters; paper and file have what is chosen */
static void
children_are_counted_once_and_filtered (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_OUT, WIDE, HEIGHT);
  case_window_go (&self, "report/not-in-full-time");
  case_window_wait_for_text (&self, "3 children are not in full-time education");
  g_assert_true (case_shows_text (&self, (gpointer) "As at 25 November 2026"));
  g_assert_true (case_shows_text (&self, (gpointer) "Permanently excluded on 13 November, and no "
                                  "education has started"));
  g_assert_cmpuint (count_shown (&self, ATLAS_TYPE_DOCUMENT_TABLE), ==, 0);
  choose_reason (&self, ATLAS_OUT_COHORT + ATLAS_COHORT_EXCLUDED);
  case_window_wait_for_text (&self, "3 of 3 children: Excluded");
  choose_reason (&self, ATLAS_OUT_COHORT + ATLAS_COHORT_PART_TIME);
  case_window_wait_for_text (&self, "0 of 3 children: Part-time timetable");
  g_assert_false (case_shows_text (&self, (gpointer) "Permanently excluded on"));
  choose_reason (&self, ATLAS_OUT_REGISTER);
  case_window_wait_for_text (&self, "this county has set no day");
  case_window_picture (&self, "reports-children");

  /* What is chosen stays chosen when another report has been looked at. */
  case_window_go (&self, "report/capacity");
  case_window_wait_for_text (&self, "The Green Centre");
  case_window_go (&self, "report/not-in-full-time");
  case_window_wait_for_text (&self, "3 of 3 children: Would be on the register");

  case_window_clear (&self);
}

/* T076, T122, T055: each opens, is dated, and says so when there is nothing. */
static void
what_is_watched_is_shown (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_OUT, WIDE, HEIGHT);
  case_window_go (&self, "report/demand");
  case_window_wait_for_text (&self, "children wait, and no place is offered.");
  g_assert_true (case_shows_text (&self, (gpointer) "As at 25 November 2026"));
  g_assert_true (case_shows_text (&self, (gpointer) "Waits and places by area"));
  case_window_go (&self, "report/hours");
  case_window_wait_for_text (&self, "No child’s whole week is a provision’s to give.");
  case_window_go (&self, "report/duties");
  case_window_wait_for_text (&self, "Duties of the school and its governing board");
  g_assert_true (case_shows_text (&self, (gpointer) "Invented School 1"));

  case_window_clear (&self);
}

static AtlasDemand *
make_demand (CaseStore *fixture)
{
  g_autoptr(GError) error = NULL;
  AtlasDemand *demand;

  case_store_set_up (fixture, GINT_TO_POINTER (N_CHILDREN));
  demand = atlas_demand_new (fixture->store, NULL, case_today (), &error);
  g_assert_no_error (error);

  return demand;
}

/* Numbers of children from 1 to 4 are not printed or saved unless somebody wants them. */
static void
small_numbers_are_hidden_on_paper (void)
{
  CaseStore fixture = { 0 };
  g_autoptr(AtlasDemand) demand = make_demand (&fixture);
  const AtlasPaperTo screen = { NULL, FALSE, FALSE };
  const AtlasPaperTo paper = { NULL, FALSE, TRUE };
  g_autoptr(AtlasDocument) shown = atlas_demand_to_document (demand, &screen);
  g_autoptr(AtlasDocument) printed = atlas_demand_to_document (demand, &paper);
  g_autofree char *shown_csv = atlas_paper_to_csv (shown);
  g_autofree char *printed_csv = atlas_paper_to_csv (printed);

  g_assert_null (strstr (shown_csv, "1 to 4"));
  g_assert_nonnull (strstr (shown_csv, ",1,"));
  g_assert_nonnull (strstr (printed_csv, ",1 to 4,"));
  for (int n = 1; n < 5; n++)
    {
      g_autofree char *cell = g_strdup_printf (",%d,", n);

      g_assert_null (strstr (printed_csv, cell));
    }

  case_store_tear_down (&fixture, NULL);
}

static gboolean
copied (CaseWindow *self,
        gpointer    part)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);

  return content != NULL && gdk_content_provider_get_value (content, &value, NULL) &&
         strstr (g_value_get_string (&value), part) != NULL;
}

/* What leaves the window hides small numbers until somebody says otherwise. */
static void
small_numbers_are_hidden_until_asked_for (void)
{
  CaseWindow self = { 0 };
  GtkWidget *view;

  case_window_init (&self, N_OUT, WIDE, HEIGHT);
  case_window_go (&self, "report/demand");
  case_window_wait_for_text (&self, "Waits and places by area");
  g_assert_false (case_shows_text (&self, (gpointer) "1 to 4"));
  view = GTK_WIDGET (find_view (&self));
  g_assert_true (gtk_widget_activate_action (view, "report.copy", NULL));
  case_window_wait (&self, copied, (gpointer) "1 to 4");
  g_assert_true (gtk_widget_activate_action (view, "report.hide-small", NULL));
  g_assert_true (gtk_widget_activate_action (view, "report.copy", NULL));
  g_assert_true (copied (&self, (gpointer) "Main need"));
  g_assert_false (copied (&self, (gpointer) "1 to 4"));

  case_window_clear (&self);
}

static void
children_fit_a_narrow_window_and_large_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  CaseWindow self = { 0 };
  int dpi = 0;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * LARGE_TEXT, NULL);
  case_window_init (&self, N_OUT, NARROW, HEIGHT);
  case_window_go (&self, "report/not-in-full-time");
  case_window_wait_for_text (&self, "3 children are not in full-time education");
  g_assert_cmpint (measure_minimum (&self), <, NARROW);
  case_window_picture (&self, "reports-children-large-narrow");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);

  case_window_clear (&self);
}

static void
nobody_out_of_education_is_said (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/not-in-full-time");
  case_window_wait_for_text (&self, "No child is known to be out of full-time education");
  case_window_picture (&self, "reports-children-none");

  case_window_clear (&self);
}

/* Paper and file have references and no names, and only who is chosen. */
static void
children_on_paper_have_no_names (void)
{
  CaseStore fixture = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasOutOfSchool) list = NULL;
  g_autoptr(AtlasDocument) all = NULL;
  g_autoptr(AtlasDocument) none = NULL;
  g_autofree char *all_csv = NULL;
  g_autofree char *none_text = NULL;
  g_autofree char *all_text = NULL;

  case_store_set_up (&fixture, GINT_TO_POINTER (N_OUT));
  list = atlas_out_of_school_new (fixture.store, NULL, case_today (), &error);
  g_assert_no_error (error);
  all = atlas_out_to_document (list, ATLAS_OUT_ALL, "The county", TRUE);
  none = atlas_out_to_document (list, ATLAS_OUT_COHORT + ATLAS_COHORT_MOVES, NULL, FALSE);
  all_csv = atlas_paper_to_csv (all);
  all_text = atlas_paper_to_text (all);
  none_text = atlas_paper_to_text (none);
  g_assert_nonnull (strstr (all_csv, "\nK0-012,"));
  g_assert_null (strstr (all_csv, "Madeup"));
  g_assert_null (strstr (all_csv, "Sample"));
  g_assert_nonnull (strstr (all_text, "Demonstration county"));
  g_assert_nonnull (strstr (all_text, "As at 25 November 2026"));
  g_assert_null (strstr (none_text, "K0-012"));

  case_store_tear_down (&fixture, NULL);
}

static void
a_report_that_is_not_there_shows_the_first (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/nothing");
  case_window_wait_for_text (&self, "The Green Centre");

  case_window_clear (&self);
}

static void
a_narrow_window_has_cards (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, NARROW, HEIGHT);
  case_window_go (&self, "report/capacity");
  case_window_wait_for_text (&self, "The Green Centre");
  case_window_wait (&self, shows_cards, GINT_TO_POINTER (TRUE));
  g_assert_cmpuint (count_shown (&self, GTK_TYPE_DROP_DOWN), ==, 1);
  case_window_picture (&self, "reports-narrow");

  case_window_clear (&self);
}

/* A wide window can be made narrow only if nothing wide insists on its width. */
static void
it_can_always_be_made_narrow (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/capacity");
  case_window_wait_for_text (&self, "The Green Centre");
  g_assert_cmpint (measure_minimum (&self), <, NARROWEST);

  case_window_clear (&self);
}

static void
large_text_has_cards (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  CaseWindow self = { 0 };
  int dpi = 0;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * LARGE_TEXT, NULL);
  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/capacity");
  case_window_wait_for_text (&self, "The Green Centre");
  case_window_wait (&self, shows_cards, GINT_TO_POINTER (TRUE));
  case_window_picture (&self, "reports-large");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/reports/shows-the-position", shows_the_position);
  g_test_add_func ("/app/reports/a-scope-compares-its-provisions",
                   a_scope_compares_its_provisions);
  g_test_add_func ("/app/reports/a-chart-becomes-its-table", a_chart_becomes_its_table);
  g_test_add_func ("/app/reports/advice-and-outreach-are-counted",
                   advice_and_outreach_are_counted);
  g_test_add_func ("/app/reports/an-action-gets-owner-date-and-status",
                   an_action_gets_owner_date_and_status);
  g_test_add_func ("/app/reports/a-forecast-without-history-says-so",
                   a_forecast_without_history_says_so);
  g_test_add_func ("/app/reports/children-are-counted-once-and-filtered",
                   children_are_counted_once_and_filtered);
  g_test_add_func ("/app/reports/what-is-watched-is-shown", what_is_watched_is_shown);
  g_test_add_func ("/app/reports/small-numbers-are-hidden-on-paper",
                   small_numbers_are_hidden_on_paper);
  g_test_add_func ("/app/reports/small-numbers-are-hidden-until-asked-for",
                   small_numbers_are_hidden_until_asked_for);
  g_test_add_func ("/app/reports/children-fit-a-narrow-window-and-large-text",
                   children_fit_a_narrow_window_and_large_text);
  g_test_add_func ("/app/reports/nobody-out-of-education-is-said",
                   nobody_out_of_education_is_said);
  g_test_add_func ("/app/reports/children-on-paper-have-no-names",
                   children_on_paper_have_no_names);
  g_test_add_func ("/app/reports/nothing-published-is-said", nothing_published_is_said);
  g_test_add_func ("/app/reports/a-report-that-is-not-there-shows-the-first",
                   a_report_that_is_not_there_shows_the_first);
  g_test_add_func ("/app/reports/a-narrow-window-has-cards", a_narrow_window_has_cards);
  g_test_add_func ("/app/reports/it-can-always-be-made-narrow", it_can_always_be_made_narrow);
  g_test_add_func ("/app/reports/large-text-has-cards", large_text_has_cards);

  return g_test_run ();
}
