/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-agenda-row.h"
#include "app/atlas-date-row.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-form.h"
#include "app/atlas-panels-view.h"
#include "store/atlas-history.h"

#define N_CHILDREN 60
#define WIDE       1280         /* pixels */
#define NARROW     400
#define NARROWEST  360
#define HEIGHT     800
#define LARGE_TEXT 2            /* times the usual size */

/* The window of case-window.h, in whose county a panel meets every two weeks. */
typedef struct {
  CaseWindow window;
  char      *panel;
  char      *meeting;
} Fixture;

static void
load_panel (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  CaseCounty *county = &fixture->window.county;
  AtlasStore *store = atlas_store_open (fixture->window.folder, ATLAS_STORE_DEFAULT, &error);

  g_assert_no_error (error);
  fixture->panel = case_add (county, "panel", NULL,
                             json_pack ("{s:s, s:s, s:[s], s:i, s:s, s:s, s:b}", "key", "north",
                                        "name", "North panel", "areas", "mark1", "every_weeks", 2,
                                        "first_meeting", "2026-09-02", "at", "9:30am",
                                        "invented", TRUE));
  fixture->meeting = case_add (county, "meeting", NULL,
                               json_pack ("{s:s, s:s, s:s, s:s, s:b}", "panel", fixture->panel,
                                          "on", "2026-11-25", "where", "By video", "step",
                                          "planned", "invented", TRUE));
  case_county_load (county, store);
  atlas_store_close (store);
}

static void
set_up (Fixture    *fixture,
        int         width,
        const char *route)
{
  case_window_init (&fixture->window, N_CHILDREN, width, HEIGHT);
  load_panel (fixture);
  case_window_go (&fixture->window, route);
}

static void
tear_down (Fixture *fixture)
{
  case_window_clear (&fixture->window);
  g_free (fixture->panel);
  g_free (fixture->meeting);
}

static void
go_to_meeting (Fixture *fixture)
{
  g_autofree char *route = g_strconcat ("meeting/", fixture->meeting, NULL);

  case_window_go (&fixture->window, route);
  case_window_wait_for_text (&fixture->window, "By video");
}

static GtkWidget *
find_view (Fixture *fixture)
{
  g_autoptr(GPtrArray) views = case_find_all (GTK_WIDGET (fixture->window.window),
                                              ATLAS_TYPE_PANELS_VIEW);

  g_assert_cmpuint (views->len, ==, 1);
  return g_ptr_array_index (views, 0);
}

static gboolean
has_agenda (CaseWindow *self,
            gpointer    data)
{
  g_autoptr(GPtrArray) rows = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_AGENDA_ROW);

  return rows->len == GPOINTER_TO_UINT (data);
}

static GtkWidget *
find_row (AtlasForm *form,
          GType      type,
          guint      index)
{
  g_autoptr(GPtrArray) rows = case_find_all (GTK_WIDGET (form), type);

  g_assert_cmpuint (index, <, rows->len);
  return g_ptr_array_index (rows, index);
}

static void
save (AtlasForm *form)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (form), "form.save", NULL));
}

static GPtrArray *
list_records (Fixture         *fixture,
              const AtlasType *type)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasQuery) query = atlas_query_new (type);
  AtlasStore *store = atlas_store_open (fixture->window.folder, ATLAS_STORE_READ_ONLY, &error);
  GPtrArray *records;

  g_assert_no_error (error);
  records = atlas_store_list (store, query, &error);
  g_assert_no_error (error);
  atlas_store_close (store);

  return records;
}

static void
assert_named (GtkWidget *widget)
{
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
}

static void
lists_meetings_on_record_and_worked_out (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GPtrArray) rows = NULL;

  set_up (&fixture, WIDE, "panels");
  case_window_wait_for_text (&fixture.window, "Wednesday 9 December, 9:30am");
  g_assert_true (case_shows_text (&fixture.window, (gpointer) "Wednesday 25 November, 9:30am"));
  g_assert_true (case_shows_text (&fixture.window, (gpointer) "5 children wait for it"));
  g_assert_true (case_shows_text (&fixture.window,
                                  (gpointer) "Meets every 2 weeks: not planned yet"));
  rows = case_find_all (GTK_WIDGET (fixture.window.window), ATLAS_TYPE_FACT_ROW);
  for (guint i = 0; i < rows->len; i++)
    assert_named (g_ptr_array_index (rows, i));
  case_window_picture (&fixture.window, "panels");

  tear_down (&fixture);
}

static void
a_meeting_has_its_agenda (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GPtrArray) rows = NULL;

  set_up (&fixture, WIDE, "panels");
  go_to_meeting (&fixture);
  rows = case_find_all (GTK_WIDGET (fixture.window.window), ATLAS_TYPE_AGENDA_ROW);
  g_assert_cmpuint (rows->len, ==, 5);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr(GPtrArray) buttons = case_find_all (g_ptr_array_index (rows, i), GTK_TYPE_BUTTON);

      assert_named (g_ptr_array_index (rows, i));
      g_assert_cmpuint (buttons->len, ==, 1);
      assert_named (g_ptr_array_index (buttons, 0));
    }

  /* The fifty-second child has waited longest; no name of a child is on the page. */
  g_assert_true (case_shows_text (&fixture.window, (gpointer) "1. K0-051 · "));
  g_assert_false (case_shows_text (&fixture.window, (gpointer) "Invented51"));
  case_window_picture (&fixture.window, "meeting");

  tear_down (&fixture);
}

static void
a_decision_is_recorded_and_undone (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GPtrArray) decisions = NULL;
  g_autoptr(GPtrArray) after = NULL;
  AtlasForm *form;
  AtlasDecision *decision;

  set_up (&fixture, WIDE, "panels");
  go_to_meeting (&fixture);
  g_assert_true (gtk_widget_activate_action (find_view (&fixture), "panels.decide", "s",
                                             "K0-051"));
  case_window_wait (&fixture.window, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = ATLAS_FORM (case_find_form ());
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (form, ADW_TYPE_COMBO_ROW, 0)), 1);
  gtk_editable_set_text (GTK_EDITABLE (find_row (form, ADW_TYPE_ENTRY_ROW, 0)), "No report yet");
  gtk_editable_set_text (GTK_EDITABLE (find_row (form, ADW_TYPE_ENTRY_ROW, 1)), "Panel chair");
  atlas_date_row_set_date (ATLAS_DATE_ROW (find_row (form, ATLAS_TYPE_DATE_ROW, 0)),
                           case_day ("2026-12-02"));
  save (form);
  case_window_wait (&fixture.window, has_agenda, GUINT_TO_POINTER (4));
  case_window_wait (&fixture.window, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (&fixture.window, "No report yet · Panel chair · by 2 December 2026");

  decisions = list_records (&fixture, &atlas_decision_type);
  g_assert_cmpuint (decisions->len, ==, 1);
  decision = g_ptr_array_index (decisions, 0);
  g_assert_cmpstr (decision->kind, ==, "ask");
  g_assert_cmpstr (decision->meeting, ==, fixture.meeting);
  g_assert_true (decision->invented);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture.window.window), "win.undo",
                                             NULL));
  case_window_wait (&fixture.window, has_agenda, GUINT_TO_POINTER (5));
  after = list_records (&fixture, &atlas_decision_type);
  g_assert_cmpuint (after->len, ==, 0);

  tear_down (&fixture);
}

static void
a_refusal_without_a_reason_stays_in_the_form (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GPtrArray) decisions = NULL;
  AtlasForm *form;

  set_up (&fixture, WIDE, "panels");
  go_to_meeting (&fixture);
  g_assert_true (gtk_widget_activate_action (find_view (&fixture), "panels.decide", "s",
                                             "K0-051"));
  case_window_wait (&fixture.window, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = ATLAS_FORM (case_find_form ());
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (form, ADW_TYPE_COMBO_ROW, 0)), 3);
  save (form);
  g_assert_true (ATLAS_FORM (case_find_form ()) == form);
  decisions = list_records (&fixture, &atlas_decision_type);
  g_assert_cmpuint (decisions->len, ==, 0);
  gtk_window_close (GTK_WINDOW (form));

  tear_down (&fixture);
}

static void
a_meeting_is_planned (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GPtrArray) meetings = NULL;
  AtlasForm *form;
  AtlasDateRow *day;

  set_up (&fixture, WIDE, "panels?form=meeting");
  case_window_wait (&fixture.window, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = ATLAS_FORM (case_find_form ());
  day = ATLAS_DATE_ROW (find_row (form, ATLAS_TYPE_DATE_ROW, 0));

  /* It begins with the next turn that nothing is planned for. */
  g_assert_cmpint (atlas_date_row_get_date (day), ==, case_day ("2026-12-09"));
  gtk_editable_set_text (GTK_EDITABLE (day), "some day");
  save (form);
  g_assert_true (ATLAS_FORM (case_find_form ()) == form);
  atlas_date_row_set_date (day, case_day ("2026-12-10"));
  gtk_editable_set_text (GTK_EDITABLE (find_row (form, ADW_TYPE_ENTRY_ROW, 2)), "Town hall");
  save (form);
  case_window_wait (&fixture.window, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (&fixture.window, "Town hall");

  meetings = list_records (&fixture, &atlas_meeting_type);
  g_assert_cmpuint (meetings->len, ==, 2);

  tear_down (&fixture);
}

/* T113: who of those at a meeting may decide is on record, and on its page */
static void
who_may_decide_is_recorded (void)
{
  Fixture fixture = { 0 };
  AtlasForm *form;
  GtkWidget *county = NULL;
  g_autoptr(GPtrArray) rows = NULL;

  set_up (&fixture, WIDE, "panels");
  go_to_meeting (&fixture);
  case_window_wait_for_text (&fixture.window, "Nobody is named; a decision may have to wait");
  g_assert_true (gtk_widget_activate_action (find_view (&fixture), "panels.people", NULL));
  case_window_wait (&fixture.window, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = ATLAS_FORM (case_find_form ());
  rows = case_find_all (GTK_WIDGET (form), ADW_TYPE_COMBO_ROW);
  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (adw_preferences_row_get_title (g_ptr_array_index (rows, i)),
                     "County council"))
      county = g_ptr_array_index (rows, i);
  g_assert_nonnull (county);
  adw_combo_row_set_selected (ADW_COMBO_ROW (county), 2);
  save (form);
  case_window_wait (&fixture.window, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (&fixture.window, "County council");
  g_assert_false (case_shows_text (&fixture.window, (gpointer) "Nobody is named; a decision may "
                                   "have to wait"));
  case_window_picture (&fixture.window, "meeting-people");
  tear_down (&fixture);
}

static void
a_meeting_that_was_held_has_no_agenda (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, WIDE, "panels");
  go_to_meeting (&fixture);
  case_window_wait (&fixture.window, has_agenda, GUINT_TO_POINTER (5));
  g_assert_true (gtk_widget_activate_action (find_view (&fixture), "panels.step", "s", "held"));
  case_window_wait (&fixture.window, has_agenda, GUINT_TO_POINTER (0));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture.window.window), "win.undo",
                                             NULL));
  case_window_wait (&fixture.window, has_agenda, GUINT_TO_POINTER (5));

  tear_down (&fixture);
}

static void
what_is_not_there_says_so (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, WIDE, "meeting/00000000-0000-7000-8000-000000000000");
  case_window_wait_for_text (&fixture.window, "Not on this laptop");
  case_window_go (&fixture.window, "panel/nothing");
  case_window_wait_for_text (&fixture.window, "Not on this laptop");
  case_window_go (&fixture.window, "panel/north");
  case_window_wait_for_text (&fixture.window, "Usual time");

  tear_down (&fixture);
}

static void
it_can_be_narrow_with_large_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  Fixture fixture = { 0 };
  int minimum = 0;
  int dpi = 0;

  set_up (&fixture, NARROW, "panels");
  go_to_meeting (&fixture);
  gtk_widget_measure (find_view (&fixture), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, NARROWEST);
  case_window_picture (&fixture.window, "meeting-narrow");
  tear_down (&fixture);

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * LARGE_TEXT, NULL);
  set_up (&fixture, WIDE, "panels");
  go_to_meeting (&fixture);
  case_window_picture (&fixture.window, "meeting-large");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/panels/lists-meetings-on-record-and-worked-out",
                   lists_meetings_on_record_and_worked_out);
  g_test_add_func ("/app/panels/a-meeting-has-its-agenda", a_meeting_has_its_agenda);
  g_test_add_func ("/app/panels/a-decision-is-recorded-and-undone",
                   a_decision_is_recorded_and_undone);
  g_test_add_func ("/app/panels/a-refusal-without-a-reason-stays-in-the-form",
                   a_refusal_without_a_reason_stays_in_the_form);
  g_test_add_func ("/app/panels/a-meeting-is-planned", a_meeting_is_planned);
  g_test_add_func ("/app/panels/who-may-decide-is-recorded", who_may_decide_is_recorded);
  g_test_add_func ("/app/panels/a-meeting-that-was-held-has-no-agenda",
                   a_meeting_that_was_held_has_no_agenda);
  g_test_add_func ("/app/panels/what-is-not-there-says-so", what_is_not_there_says_so);
  g_test_add_func ("/app/panels/it-can-be-narrow-with-large-text",
                   it_can_be_narrow_with_large_text);

  return g_test_run ();
}
