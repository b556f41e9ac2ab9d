/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-calendar-import.h"
#include "app/atlas-calendar-month.h"
#include "app/atlas-calendar-page.h"
#include "app/atlas-calendar-work.h"
#include "app/atlas-date-row.h"
#include "app/atlas-form.h"

#define N_CHILDREN 60
#define WIDE       1280         /* pixels */
#define NARROW     400
#define NARROWEST  360
#define HEIGHT     800
#define LARGE_TEXT 2            /* times the usual size */
#define MONTHS     12
#define INSET      0            /* places in the form's list of what days become */
#define SCHOOL_DAY 4

static void
set_up (CaseWindow *window,
        int         width,
        const char *route)
{
  case_window_init (window, N_CHILDREN, width, HEIGHT);
  case_window_go (window, route);
  case_window_wait_for_text (window, "School year 2026–27");
}

static GtkWidget *
find_one (CaseWindow *window,
          GType       type)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (window->window), type);

  g_assert_cmpuint (found->len, >=, 1);
  return g_ptr_array_index (found, 0);
}

static AtlasCalendarPage *
find_page (CaseWindow *window)
{
  return ATLAS_CALENDAR_PAGE (find_one (window, ATLAS_TYPE_CALENDAR_PAGE));
}

static GtkWidget *
find_day (CaseWindow *window,
          const char *date)
{
  g_autoptr(GPtrArray) months = case_find_all (GTK_WIDGET (window->window),
                                               ATLAS_TYPE_CALENDAR_MONTH);
  GtkWidget *day = NULL;

  g_assert_cmpuint (months->len, ==, MONTHS);
  for (guint i = 0; i < months->len && day == NULL; i++)
    day = atlas_calendar_month_get_day (g_ptr_array_index (months, i), case_day (date));

  return day;
}

static void
assert_kind (CaseWindow *window,
             const char *date,
             const char *style)
{
  g_assert_true (gtk_widget_has_css_class (find_day (window, date), style));
}

static gboolean
day_is_inset (CaseWindow *self,
              gpointer    data)
{
  return gtk_widget_has_css_class (find_day (self, data), "inset");
}

static gboolean
day_is_open (CaseWindow *self,
             gpointer    data)
{
  return gtk_widget_has_css_class (find_day (self, data), "school-day");
}

static AtlasForm *
open_form (CaseWindow *window)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_page (window)), "calendar.change",
                                             NULL));
  case_window_wait (window, case_form_is_open, GINT_TO_POINTER (TRUE));

  return ATLAS_FORM (case_find_form ());
}

static void
fill_form (AtlasForm  *form,
           const char *from,
           const char *to,
           guint       become)
{
  g_autoptr(GPtrArray) days = case_find_all (GTK_WIDGET (form), ATLAS_TYPE_DATE_ROW);
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (form), ADW_TYPE_COMBO_ROW);

  gtk_editable_set_text (g_ptr_array_index (days, 0), from);
  gtk_editable_set_text (g_ptr_array_index (days, 1), to);
  adw_combo_row_set_selected (g_ptr_array_index (lists, 0), become);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (form), "form.save", NULL));
}

static void
a_year_is_twelve_named_months (void)
{
  CaseWindow window = { 0 };
  GtkWidget *day;

  set_up (&window, WIDE, "calendar/county");
  assert_kind (&window, "2026-10-26", "half-term");
  assert_kind (&window, "2026-12-21", "out-of-term");
  assert_kind (&window, "2026-11-25", "today");
  g_assert_null (find_day (&window, "2026-11-28"));

  day = find_day (&window, "2026-10-26");
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (day),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  case_window_picture (&window, "calendar");
  case_window_clear (&window);
}

static void
an_inset_day_moves_day6_and_comes_back (void)
{
  CaseWindow window = { 0 };

  set_up (&window, WIDE, "calendar/county");
  fill_form (open_form (&window), "26 November 2026", "26 November 2026", INSET);
  case_window_wait (&window, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait (&window, day_is_inset, (gpointer) "2026-11-26");
  case_window_wait_for_text (&window, ", because 26 November became an INSET day");
  case_window_picture (&window, "calendar-moved");
  g_assert_true (case_shows_text (&window, (gpointer) "Show All"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_page (&window)),
                                             "calendar.show-moves", NULL));
  g_assert_false (case_shows_text (&window, (gpointer) "Show All"));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window.window), "win.undo", NULL));
  case_window_wait (&window, day_is_open, (gpointer) "2026-11-26");
  g_assert_false (case_shows_text (&window, (gpointer) ", because 26 November"));

  case_window_clear (&window);
}

static gboolean
form_says (CaseWindow *self,
           gpointer    data)
{
  g_autoptr(GPtrArray) labels = NULL;

  if (case_find_form () == NULL)
    return FALSE;

  labels = case_find_all (GTK_WIDGET (case_find_form ()), GTK_TYPE_LABEL);
  for (guint i = 0; i < labels->len; i++)
    if (strstr (gtk_label_get_text (g_ptr_array_index (labels, i)), data) != NULL)
      return TRUE;

  return FALSE;
}

/* A file with one day, which says nothing of itself but, if @category, what it is. */
static GFile *
write_calendar (CaseWindow *self,
                const char *category)
{
  g_autofree char *path = g_build_filename (self->folder, "days.ics", NULL);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\n"
                          "UID:one@example\r\nDTSTART;VALUE=DATE:20261126\r\n"
                          "SUMMARY:A day of rest\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n", category);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return g_file_new_for_path (path);
}

static void
begin_import (CaseWindow *window,
              const char *category)
{
  g_autoptr(GFile) file = write_calendar (window, category);

  atlas_calendar_import_file (GTK_WIDGET (find_page (window)), window->session, NULL, file);
}

/* A file without categories, such as the government's bank holidays. */
static void
bank_holidays_come_from_a_file_and_can_be_undone (void)
{
  CaseWindow window = { 0 };
  g_autoptr(GPtrArray) lists = NULL;

  set_up (&window, WIDE, "calendar/county");
  begin_import (&window, "");
  case_window_wait (&window, form_says, (gpointer) "days.ics: 0 new, 0 changed, 0 taken away");
  g_assert_true (form_says (&window, (gpointer) "refused"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  g_assert_true (form_says (&window, (gpointer) "This file changes nothing here"));

  lists = case_find_all (GTK_WIDGET (case_find_form ()), ADW_TYPE_COMBO_ROW);
  g_assert_cmpuint (lists->len, ==, 1);
  for (guint i = 1; !form_says (&window, (gpointer) "New: Bank holiday, 26 November 2026"); i++)
    {
      g_assert_cmpuint (i, <=, 5);
      adw_combo_row_set_selected (g_ptr_array_index (lists, 0), i);
      case_let_frames_pass (GTK_WIDGET (window.window));
    }
  g_assert_true (form_says (&window, (gpointer) ", because 26 November became a bank holiday"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
  case_window_wait (&window, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (&window, "Calendar imported");
  while (!gtk_widget_has_css_class (find_day (&window, "2026-11-26"), "bank-holiday"))
    g_main_context_iteration (NULL, FALSE);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window.window), "win.undo", NULL));
  case_window_wait (&window, day_is_open, (gpointer) "2026-11-26");
  case_window_clear (&window);
}

/* What comes in takes the place of the year's days, and says so before. */
static void
a_preview_shows_what_would_be_taken_away (void)
{
  CaseWindow window = { 0 };

  set_up (&window, WIDE, "calendar/county");
  begin_import (&window, "CATEGORIES:INSET\r\n");
  case_window_wait (&window, form_says, (gpointer) "New: INSET day, 26 November 2026");
  g_assert_true (form_says (&window, (gpointer) "Taken away: Half-term"));
  gtk_window_close (GTK_WINDOW (case_find_form ()));
  case_window_wait (&window, case_form_is_open, GINT_TO_POINTER (FALSE));
  g_assert_true (day_is_open (&window, (gpointer) "2026-11-26"));
  case_window_clear (&window);
}

static void
a_file_that_is_not_there_is_said_so (void)
{
  CaseWindow window = { 0 };
  g_autoptr(GFile) file = g_file_new_for_path ("/nowhere/days.ics");

  set_up (&window, WIDE, "calendar/county");
  atlas_calendar_import_file (GTK_WIDGET (find_page (&window)), window.session, NULL, file);
  case_window_wait_for_text (&window, "The calendar was not read");
  g_assert_null (case_find_form ());
  case_window_clear (&window);
}

static char *
write_out (CaseWindow *self,
           const char *school,
           int         year)
{
  g_autoptr(AtlasStore) store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, NULL);
  AtlasCalendarExporting exporting = {
    (char *) school, (char *) "Days",
    { atlas_date_new (year, 9, 1), atlas_date_new (year + 1, 8, 31) }, case_today (),
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = atlas_calendar_write_out (store, &exporting, NULL, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
a_year_is_written_out_for_whom_it_is (void)
{
  CaseWindow window = { 0 };
  g_autofree char *county = NULL;
  g_autofree char *school = NULL;

  set_up (&window, WIDE, "calendar/county");
  county = write_out (&window, NULL, 2026);
  g_assert_nonnull (strstr (county, "DTSTART;VALUE=DATE:20260903"));
  g_assert_null (strstr (county, "DTSTART;VALUE=DATE:20250902"));
  g_assert_null (strstr (county, "20261120"));
  school = write_out (&window, window.county.schools[0], 2026);
  g_assert_nonnull (strstr (school, "DTSTART;VALUE=DATE:20261120"));
  g_assert_null (strstr (school, "20260903"));
  case_window_clear (&window);
}

static void
a_school_has_its_own_days (void)
{
  CaseWindow window = { 0 };
  GtkSwitch *entered;

  set_up (&window, WIDE, "calendar/school-1");
  assert_kind (&window, "2026-11-20", "inset");
  entered = GTK_SWITCH (find_one (&window, GTK_TYPE_SWITCH));
  g_assert_false (gtk_switch_get_active (entered));

  fill_form (open_form (&window), "20 November 2026", "20 November 2026", SCHOOL_DAY);
  case_window_wait (&window, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait (&window, day_is_open, (gpointer) "2026-11-20");

  /* The county's half-term is not the school's to open. */
  fill_form (open_form (&window), "26 October 2026", "27 October 2026", SCHOOL_DAY);
  case_window_wait_for_text (&window, "2 days stay closed: the county closes them");
  assert_kind (&window, "2026-10-26", "half-term");

  case_window_go (&window, "calendar/county");
  case_window_wait (&window, day_is_open, (gpointer) "2026-11-20");

  case_window_clear (&window);
}

static gboolean
is_entered (CaseWindow *self,
            gpointer    data)
{
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, &error);
  g_autoptr(AtlasRecord) school = NULL;
  gboolean entered;

  g_assert_no_error (error);
  school = atlas_store_get_by_key (store, "establishment", "school-2", &error);
  g_assert_no_error (error);
  entered = ((AtlasEstablishment *) school)->own_days_entered;
  atlas_store_close (store);

  return entered == GPOINTER_TO_INT (data);
}

static void
the_switch_says_that_all_is_entered (void)
{
  CaseWindow window = { 0 };

  set_up (&window, WIDE, "calendar/school-2");
  gtk_switch_set_active (GTK_SWITCH (find_one (&window, GTK_TYPE_SWITCH)), TRUE);
  case_window_wait (&window, is_entered, GINT_TO_POINTER (TRUE));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window.window), "win.undo", NULL));
  case_window_wait (&window, is_entered, GINT_TO_POINTER (FALSE));

  case_window_clear (&window);
}

static void
wrong_days_stay_in_the_form (void)
{
  CaseWindow window = { 0 };
  AtlasForm *form;

  set_up (&window, WIDE, "calendar/county");
  form = open_form (&window);
  fill_form (form, "some day", "26 November 2026", INSET);
  fill_form (form, "26 November 2026", "25 November 2026", INSET);
  fill_form (form, "26 November 2026", "25 December 2028", INSET);
  g_assert_true (ATLAS_FORM (case_find_form ()) == form);
  gtk_window_close (GTK_WINDOW (form));
  assert_kind (&window, "2026-11-26", "school-day");

  case_window_clear (&window);
}

static void
press (CaseWindow     *window,
       guint           key,
       GdkModifierType state)
{
  GtkWidget *months = find_one (window, GTK_TYPE_FLOW_BOX);
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (months);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_used = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller))
        continue;
      g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &is_used);
    }
}

static void
arrows_move_and_choose (void)
{
  CaseWindow window = { 0 };

  set_up (&window, WIDE, "calendar/county");
  g_assert_true (gtk_widget_get_focusable (find_day (&window, "2026-11-25")));
  press (&window, GDK_KEY_Right, 0);
  press (&window, GDK_KEY_Right, 0);
  press (&window, GDK_KEY_Right, 0);
  g_assert_true (gtk_widget_get_focusable (find_day (&window, "2026-11-30")));
  g_assert_false (gtk_widget_get_focusable (find_day (&window, "2026-11-25")));
  press (&window, GDK_KEY_Up, GDK_SHIFT_MASK);
  case_window_wait_for_text (&window, "23 November 2026 to 30 November 2026 · 6 school days");
  press (&window, GDK_KEY_End, 0);
  g_assert_true (gtk_widget_get_focusable (find_day (&window, "2026-11-30")));
  press (&window, GDK_KEY_Page_Down, 0);
  g_assert_true (gtk_widget_get_focusable (find_day (&window, "2026-12-30")));
  g_signal_emit_by_name (find_day (&window, "2026-12-30"), "clicked");
  case_window_wait_for_text (&window, "30 December 2026 · Out of term");

  case_window_clear (&window);
}

static void
another_year_is_a_button_away (void)
{
  CaseWindow window = { 0 };

  set_up (&window, WIDE, "calendar/county");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_page (&window)), "calendar.later",
                                             NULL));
  case_window_wait_for_text (&window, "School year 2027–28");
  case_window_go (&window, "calendar/nowhere");
  case_window_wait_for_text (&window, "No Such Calendar");

  case_window_clear (&window);
}

static void
it_can_be_narrow_with_large_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  CaseWindow window = { 0 };
  int minimum = 0;
  int dpi = 0;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * LARGE_TEXT, NULL);
  set_up (&window, NARROW, "calendar/school-1");
  gtk_widget_measure (GTK_WIDGET (find_page (&window)), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                      NULL, NULL, NULL);
  case_window_picture (&window, "calendar-narrow-large");
  g_assert_cmpint (minimum, <=, NARROWEST);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  case_window_clear (&window);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/calendar/a-year-is-twelve-named-months", a_year_is_twelve_named_months);
  g_test_add_func ("/app/calendar/an-inset-day-moves-day6-and-comes-back",
                   an_inset_day_moves_day6_and_comes_back);
  g_test_add_func ("/app/calendar/bank-holidays-come-from-a-file-and-can-be-undone",
                   bank_holidays_come_from_a_file_and_can_be_undone);
  g_test_add_func ("/app/calendar/a-preview-shows-what-would-be-taken-away",
                   a_preview_shows_what_would_be_taken_away);
  g_test_add_func ("/app/calendar/a-file-that-is-not-there-is-said-so",
                   a_file_that_is_not_there_is_said_so);
  g_test_add_func ("/app/calendar/a-year-is-written-out-for-whom-it-is",
                   a_year_is_written_out_for_whom_it_is);
  g_test_add_func ("/app/calendar/a-school-has-its-own-days", a_school_has_its_own_days);
  g_test_add_func ("/app/calendar/the-switch-says-that-all-is-entered",
                   the_switch_says_that_all_is_entered);
  g_test_add_func ("/app/calendar/wrong-days-stay-in-the-form", wrong_days_stay_in_the_form);
  g_test_add_func ("/app/calendar/arrows-move-and-choose", arrows_move_and_choose);
  g_test_add_func ("/app/calendar/another-year-is-a-button-away", another_year_is_a_button_away);
  g_test_add_func ("/app/calendar/it-can-be-narrow-with-large-text",
                   it_can_be_narrow_with_large_text);

  return g_test_run ();
}
