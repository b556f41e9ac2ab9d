/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "panel-window.h"

#include "app/atlas-agenda-row.h"
#include "app/atlas-date-row.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-form.h"
#include "store/atlas-history.h"

#define WIDE       1280         /* pixels */
#define NARROW     400
#define NARROWEST  360
#define LARGE_TEXT 2            /* times the usual size */

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

static void
assert_named (GtkWidget *widget)
{
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
}

static void
lists_meetings_on_record_and_worked_out (void)
{
  PanelWindow fixture = { 0 };
  g_autoptr(GPtrArray) rows = NULL;

  panel_window_init (&fixture, WIDE, "panels");
  case_window_wait_for_text (&fixture.window, "Wednesday 9 December, 9:30am");
  g_assert_true (case_shows_text (&fixture.window, (gpointer) "Wednesday 25 November, 9:30am"));
  g_assert_true (case_shows_text (&fixture.window, (gpointer) "5 children wait for it"));
  g_assert_true (case_shows_text (&fixture.window,
                                  (gpointer) "Meets every 2 weeks: not planned yet"));
  rows = case_find_all (GTK_WIDGET (fixture.window.window), ATLAS_TYPE_FACT_ROW);
  for (guint i = 0; i < rows->len; i++)
    assert_named (g_ptr_array_index (rows, i));
  case_window_picture (&fixture.window, "panels");

  panel_window_clear (&fixture);
}

static void
a_meeting_has_its_agenda (void)
{
  PanelWindow fixture = { 0 };
  g_autoptr(GPtrArray) rows = NULL;

  panel_window_init (&fixture, WIDE, "panels");
  panel_window_go (&fixture);
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

  panel_window_clear (&fixture);
}

static void
a_meeting_is_planned (void)
{
  PanelWindow fixture = { 0 };
  g_autoptr(GPtrArray) meetings = NULL;
  AtlasForm *form;
  AtlasDateRow *day;

  panel_window_init (&fixture, WIDE, "panels?form=meeting");
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

  meetings = panel_window_list (&fixture, &atlas_meeting_type);
  g_assert_cmpuint (meetings->len, ==, 2);

  panel_window_clear (&fixture);
}

/* T113: who of those at a meeting may decide is on record, and on its page */
static void
who_may_decide_is_recorded (void)
{
  PanelWindow fixture = { 0 };
  AtlasForm *form;
  GtkWidget *county = NULL;
  g_autoptr(GPtrArray) rows = NULL;

  panel_window_init (&fixture, WIDE, "panels");
  panel_window_go (&fixture);
  case_window_wait_for_text (&fixture.window, "Nobody is named; a decision may have to wait");
  g_assert_true (gtk_widget_activate_action (panel_window_find_view (&fixture), "panels.people",
                                             NULL));
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
  panel_window_clear (&fixture);
}

static void
a_meeting_that_was_held_has_no_agenda (void)
{
  PanelWindow fixture = { 0 };

  panel_window_init (&fixture, WIDE, "panels");
  panel_window_go (&fixture);
  case_window_wait (&fixture.window, has_agenda, GUINT_TO_POINTER (5));
  g_assert_true (gtk_widget_activate_action (panel_window_find_view (&fixture), "panels.step",
                                             "s", "held"));
  case_window_wait (&fixture.window, has_agenda, GUINT_TO_POINTER (0));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture.window.window), "win.undo",
                                             NULL));
  case_window_wait (&fixture.window, has_agenda, GUINT_TO_POINTER (5));

  panel_window_clear (&fixture);
}

static void
what_is_not_there_says_so (void)
{
  PanelWindow fixture = { 0 };

  panel_window_init (&fixture, WIDE, "meeting/00000000-0000-7000-8000-000000000000");
  case_window_wait_for_text (&fixture.window, "Not on this laptop");
  case_window_go (&fixture.window, "panel/nothing");
  case_window_wait_for_text (&fixture.window, "Not on this laptop");
  case_window_go (&fixture.window, "panel/north");
  case_window_wait_for_text (&fixture.window, "Usual time");

  panel_window_clear (&fixture);
}

static void
it_can_be_narrow_with_large_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  PanelWindow fixture = { 0 };
  int minimum = 0;
  int dpi = 0;

  panel_window_init (&fixture, NARROW, "panels");
  panel_window_go (&fixture);
  gtk_widget_measure (panel_window_find_view (&fixture), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                      NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, NARROWEST);
  case_window_picture (&fixture.window, "meeting-narrow");
  panel_window_clear (&fixture);

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * LARGE_TEXT, NULL);
  panel_window_init (&fixture, WIDE, "panels");
  panel_window_go (&fixture);
  case_window_picture (&fixture.window, "meeting-large");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  panel_window_clear (&fixture);
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
  g_test_add_func ("/app/panels/a-meeting-is-planned", a_meeting_is_planned);
  g_test_add_func ("/app/panels/who-may-decide-is-recorded", who_may_decide_is_recorded);
  g_test_add_func ("/app/panels/a-meeting-that-was-held-has-no-agenda",
                   a_meeting_that_was_held_has_no_agenda);
  g_test_add_func ("/app/panels/what-is-not-there-says-so", what_is_not_there_says_so);
  g_test_add_func ("/app/panels/it-can-be-narrow-with-large-text",
                   it_can_be_narrow_with_large_text);

  return g_test_run ();
}
