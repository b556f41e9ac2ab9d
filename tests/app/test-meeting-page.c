/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "panel-window.h"

#include "app/atlas-date-row.h"
#include "app/atlas-decision-box.h"
#include "app/atlas-meeting-page.h"
#include "store/atlas-history.h"

#define WIDE       1366         /* pixels */
#define NARROW     400
#define NARROWEST  360
#define LARGE_TEXT 2            /* times the usual size */

static GtkWidget *
find_one (PanelWindow *fixture,
          GType        type)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (fixture->window.window), type);

  g_assert_cmpuint (found->len, ==, 1);
  return g_ptr_array_index (found, 0);
}

static gboolean
page_is_shown (CaseWindow *self,
               gpointer    data)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_MEETING_PAGE);

  return found->len == 1;
}

/* Opens the meeting from its page, as its button does. */
static void
start (PanelWindow *fixture,
       int          width)
{
  panel_window_init (fixture, width, "panels");
  panel_window_go (fixture);
  g_assert_true (gtk_widget_activate_action (panel_window_find_view (fixture), "panels.hold",
                                             NULL));
  case_window_wait (&fixture->window, page_is_shown, NULL);
  case_window_wait_for_text (&fixture->window, "Decided on 0 of 5 children");
}

static void
act (PanelWindow *fixture,
     const char  *action)
{
  g_assert_true (gtk_widget_activate_action (find_one (fixture, ATLAS_TYPE_MEETING_PAGE), action,
                                             NULL));
}

static GtkListBox *
find_kinds (PanelWindow *fixture)
{
  g_autoptr(GPtrArray) lists = case_find_all (find_one (fixture, ATLAS_TYPE_DECISION_BOX),
                                              GTK_TYPE_LIST_BOX);

  return g_ptr_array_index (lists, 0);
}

static void
choose (PanelWindow *fixture,
        int          number)
{
  GtkListBox *kinds = find_kinds (fixture);

  gtk_list_box_select_row (kinds, gtk_list_box_get_row_at_index (kinds, number - 1));
}

static void
write_in (PanelWindow *fixture,
          const char  *title,
          const char  *text)
{
  GtkWidget *row = case_find_row (find_one (fixture, ATLAS_TYPE_DECISION_BOX), title);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static const char *
read_from (PanelWindow *fixture,
           const char  *title)
{
  GtkWidget *row = case_find_row (find_one (fixture, ATLAS_TYPE_DECISION_BOX), title);

  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* T113: a decision has a reason, an owner and a date, and belongs to its meeting */
static void
a_decision_is_recorded_and_taken_back (void)
{
  PanelWindow fixture = { 0 };
  g_autoptr(GPtrArray) decisions = NULL;
  g_autoptr(GPtrArray) after = NULL;
  AtlasDecision *decision;

  start (&fixture, WIDE);
  case_window_picture (&fixture.window, "meeting-held");
  choose (&fixture, 2);
  write_in (&fixture, "Reason", "No report yet");
  write_in (&fixture, "Who sees to it (role)", "Panel chair");
  write_in (&fixture, "By when", "2 December 2026");
  act (&fixture, "meeting.record");
  case_window_wait_for_text (&fixture.window, "Decided on 1 of 5 children");
  case_window_wait_for_text (&fixture.window, "Decided: Ask for more information");

  decisions = panel_window_list (&fixture, &atlas_decision_type);
  g_assert_cmpuint (decisions->len, ==, 1);
  decision = g_ptr_array_index (decisions, 0);
  g_assert_cmpstr (decision->kind, ==, "ask");
  g_assert_cmpstr (decision->reason, ==, "No report yet");
  g_assert_cmpstr (decision->owner, ==, "Panel chair");
  g_assert_cmpint (decision->due, ==, case_day ("2026-12-02"));
  g_assert_cmpstr (decision->meeting, ==, fixture.meeting);
  g_assert_true (decision->invented);

  /* The next child is there with nothing typed; going back, the decision can be taken back. */
  case_window_wait_for_text (&fixture.window, "Child 2 of 5");
  g_assert_cmpstr (read_from (&fixture, "Reason"), ==, "");
  act (&fixture, "meeting.previous");
  case_window_wait_for_text (&fixture.window, "No report yet · Panel chair · by 2 December 2026");
  act (&fixture, "meeting.take-back");
  case_window_wait_for_text (&fixture.window, "Decided on 0 of 5 children");
  after = panel_window_list (&fixture, &atlas_decision_type);
  g_assert_cmpuint (after->len, ==, 0);

  panel_window_clear (&fixture);
}

static void
the_agenda_is_fixed_when_the_meeting_begins (void)
{
  PanelWindow fixture = { 0 };
  g_autoptr(GPtrArray) meetings = NULL;
  AtlasMeeting *meeting;

  start (&fixture, WIDE);
  meetings = panel_window_list (&fixture, &atlas_meeting_type);
  meeting = g_ptr_array_index (meetings, 0);
  g_assert_cmpstr (meeting->step, ==, "open");
  g_assert_cmpuint (json_array_size (meeting->agenda), ==, 5);

  /* No name of a child is on the page. */
  g_assert_true (case_shows_text (&fixture.window, (gpointer) "1. K0-051 · "));
  g_assert_false (case_shows_text (&fixture.window, (gpointer) "Invented51"));

  panel_window_clear (&fixture);
}

/* A child that is come back to waits until it is decided on, in the same place. */
static void
a_child_is_put_off_and_come_back_to (void)
{
  PanelWindow fixture = { 0 };
  g_autoptr(GPtrArray) decisions = NULL;

  start (&fixture, WIDE);
  choose (&fixture, 5);
  act (&fixture, "meeting.record");
  case_window_wait_for_text (&fixture.window, "To come back to");
  g_assert_true (case_shows_text (&fixture.window, (gpointer) "Decided on 0 of 5 children"));
  case_window_wait_for_text (&fixture.window, "Child 2 of 5");
  act (&fixture, "meeting.previous");
  case_window_wait_for_text (&fixture.window, "Child 1 of 5");
  choose (&fixture, 3);
  write_in (&fixture, "Reason", "The school can help");
  act (&fixture, "meeting.record");
  case_window_wait_for_text (&fixture.window, "Decided on 1 of 5 children");
  decisions = panel_window_list (&fixture, &atlas_decision_type);
  g_assert_cmpuint (decisions->len, ==, 2);

  panel_window_clear (&fixture);
}

static void
what_is_wrong_is_said_and_nothing_is_recorded (void)
{
  PanelWindow fixture = { 0 };
  g_autoptr(GPtrArray) decisions = NULL;

  start (&fixture, WIDE);
  act (&fixture, "meeting.record");
  case_window_wait_for_text (&fixture.window,
                             "Choose what the panel decides, with the keys 1 to 5.");
  choose (&fixture, 4);
  act (&fixture, "meeting.record");
  case_window_wait_for_text (&fixture.window,
                             "Say why it is not agreed: the family and the school are told.");
  write_in (&fixture, "Reason", "Help in school is enough");
  write_in (&fixture, "By when", "one day");
  act (&fixture, "meeting.record");
  case_window_wait_for_text (&fixture.window,
                             "Write the day as 3 December 2026, or leave it empty.");
  write_in (&fixture, "By when", "3 December 2026");
  act (&fixture, "meeting.record");
  case_window_wait_for_text (&fixture.window, "Say who sees to it by that day.");
  decisions = panel_window_list (&fixture, &atlas_decision_type);
  g_assert_cmpuint (decisions->len, ==, 0);

  panel_window_clear (&fixture);
}

/* @data: what is to be kept. */
static gboolean
draft_is_kept (CaseWindow *self,
               gpointer    data)
{
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, &error);
  g_autoptr(AtlasStmt) stmt = NULL;
  gboolean is_kept = FALSE;

  g_assert_no_error (error);
  stmt = atlas_db_prepare (atlas_store_get_db (store), "SELECT body FROM draft", &error);
  g_assert_no_error (error);
  while (!is_kept && atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW)
    is_kept = strstr (atlas_stmt_get_text (stmt, 0), data) != NULL;
  g_clear_pointer (&stmt, atlas_stmt_release);
  atlas_store_close (store);

  return is_kept;
}

/* What is typed is on the disk at once, and comes back with its child. */
static void
what_is_typed_is_kept (void)
{
  PanelWindow fixture = { 0 };

  start (&fixture, WIDE);
  choose (&fixture, 4);
  write_in (&fixture, "Reason", "Half a sent");
  case_window_wait (&fixture.window, draft_is_kept, (gpointer) "Half a sent");
  act (&fixture, "meeting.next");
  case_window_wait_for_text (&fixture.window, "Child 2 of 5");
  g_assert_cmpstr (read_from (&fixture, "Reason"), ==, "");
  write_in (&fixture, "Reason", "Another");
  act (&fixture, "meeting.previous");
  case_window_wait_for_text (&fixture.window, "Child 1 of 5");
  g_assert_cmpstr (read_from (&fixture, "Reason"), ==, "Half a sent");
  g_assert_cmpint (gtk_list_box_row_get_index (gtk_list_box_get_selected_row
                                                 (find_kinds (&fixture))), ==, 3);
  case_window_wait (&fixture.window, draft_is_kept, (gpointer) "Another");

  panel_window_clear (&fixture);
}

static void
everything_on_it_has_a_name (void)
{
  PanelWindow fixture = { 0 };
  GtkListBox *kinds;
  GtkListBoxRow *row;

  start (&fixture, WIDE);
  kinds = find_kinds (&fixture);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (kinds, i)) != NULL; i++)
    g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (row),
                                                     GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_nonnull (gtk_list_box_get_row_at_index (kinds, 4));

  panel_window_clear (&fixture);
}

/* Panes fold once the page knows how wide it is. */
static gboolean
fits_a_narrow_window (CaseWindow *self,
                      gpointer    data)
{
  int minimum = 0;

  gtk_widget_measure (panel_window_find_view (data), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                      NULL, NULL, NULL);
  return minimum <= NARROWEST;
}

static void
it_can_be_narrow_with_large_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  PanelWindow fixture = { 0 };
  int dpi = 0;

  start (&fixture, NARROW);
  case_window_wait (&fixture.window, fits_a_narrow_window, &fixture);
  case_window_picture (&fixture.window, "meeting-held-narrow");
  panel_window_clear (&fixture);

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * LARGE_TEXT, NULL);
  start (&fixture, WIDE);
  case_window_picture (&fixture.window, "meeting-held-large");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  panel_window_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/meeting-page/a-decision-is-recorded-and-taken-back",
                   a_decision_is_recorded_and_taken_back);
  g_test_add_func ("/app/meeting-page/the-agenda-is-fixed-when-the-meeting-begins",
                   the_agenda_is_fixed_when_the_meeting_begins);
  g_test_add_func ("/app/meeting-page/a-child-is-put-off-and-come-back-to",
                   a_child_is_put_off_and_come_back_to);
  g_test_add_func ("/app/meeting-page/what-is-wrong-is-said-and-nothing-is-recorded",
                   what_is_wrong_is_said_and_nothing_is_recorded);
  g_test_add_func ("/app/meeting-page/what-is-typed-is-kept", what_is_typed_is_kept);
  g_test_add_func ("/app/meeting-page/everything-on-it-has-a-name", everything_on_it_has_a_name);
  g_test_add_func ("/app/meeting-page/it-can-be-narrow-with-large-text",
                   it_can_be_narrow_with_large_text);

  return g_test_run ();
}
