/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-clock-list.h"

#define N_CHILDREN 60
#define WIDE       1000
#define NARROW     400
#define HEIGHT     800

static AtlasClockList *
find_list (CaseWindow *self)
{
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_CLOCK_LIST);

  return lists->len > 0 ? g_ptr_array_index (lists, 0) : NULL;
}

static gboolean
has_list (CaseWindow *self,
          gpointer    data)
{
  return find_list (self) != NULL;
}

static GtkWidget *
find_row (CaseWindow *self,
          const char *words)
{
  g_autoptr(GPtrArray) rows = case_find_all (GTK_WIDGET (self->window), ADW_TYPE_PREFERENCES_ROW);

  for (guint i = 0; i < rows->len; i++)
    {
      const char *title = adw_preferences_row_get_title (g_ptr_array_index (rows, i));

      if (title != NULL && strstr (title, words) != NULL)
        return g_ptr_array_index (rows, i);
    }

  return NULL;
}

static GtkWidget *
find_expander (CaseWindow *self,
               const char *title)
{
  g_autoptr(GPtrArray) rows = case_find_all (GTK_WIDGET (self->window), ADW_TYPE_EXPANDER_ROW);

  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (adw_preferences_row_get_title (g_ptr_array_index (rows, i)), title) == 0)
      return g_ptr_array_index (rows, i);

  return NULL;
}

static gboolean
has_expander (CaseWindow *self,
              gpointer    title)
{
  return find_expander (self, title) != NULL;
}

/* T055: a record shows its deadlines, and each opens on its rule, its source and its days */
static void
a_row_opens_on_its_rule (void)
{
  CaseWindow self = { 0 };
  GtkWidget *row;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "referral/K0-003");
  case_window_wait_for_text (&self, "45 days of suspension in a year");
  row = find_row (&self, "45 days of suspension in a year");
  g_assert_nonnull (row);
  g_assert_true (case_shows_text (&self, (gpointer) "of 45 days used"));
  g_assert_false (case_shows_text (&self, (gpointer) "A lunchtime is half a day."));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  case_window_wait_for_text (&self, "A lunchtime is half a day.");
  g_assert_true (case_shows_text (&self, (gpointer) "SI 2012/1033"));
  case_window_picture (&self, "clocks-record");

  case_window_clear (&self);
}

/* T048: the badge of a child's Day 6 clock opens on the rule, its source and the days counted */
static void
a_day6_badge_opens_its_rule (void)
{
  CaseWindow self = { 0 };
  GtkWidget *row;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "referral/K0-024");
  case_window_wait (&self, has_expander, (gpointer) "Day 6 education");
  row = find_expander (&self, "Day 6 education");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  case_window_wait_for_text (&self, "Education Act 1996 s19");
  g_assert_true (case_shows_text (&self, (gpointer) "6 school days counted"));

  case_window_clear (&self);
}

/* T055: Today shows a few of what is near or late, the rest when asked, and opens the record */
static void
today_shows_a_few_and_then_all (void)
{
  CaseWindow self = { 0 };
  AtlasClockList *list;
  GtkWidget *more;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_wait (&self, has_list, NULL);
  list = find_list (&self);
  g_assert_cmpuint (atlas_clock_list_get_n (list), >, 8);
  more = find_row (&self, "more deadlines");
  g_assert_nonnull (more);

  g_assert_true (gtk_widget_activate_action (more, "clocks.show-all", NULL));
  while (find_row (&self, "more deadlines") != NULL)
    g_main_context_iteration (NULL, TRUE);
  case_window_picture (&self, "clocks-today");

  case_window_clear (&self);
}

/* At 200 per cent text the page fits a narrow window, because words break. */
static void
large_text_fits_a_narrow_window (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  CaseWindow self = { 0 };
  int minimum;
  int usual;

  g_object_get (settings, "gtk-xft-dpi", &usual, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * PANGO_SCALE, NULL);
  case_window_init (&self, N_CHILDREN, NARROW, HEIGHT);
  case_window_go (&self, "referral/K0-003");
  case_window_wait_for_text (&self, "45 days of suspension in a year");
  gtk_widget_measure (GTK_WIDGET (find_list (&self)), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                      NULL, NULL, NULL);
  g_test_message ("the list needs %d pixels", minimum);
  g_assert_cmpint (minimum, <=, NARROW);
  case_window_picture (&self, "clocks-large");
  g_object_set (settings, "gtk-xft-dpi", usual, NULL);

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/clock-list/a-row-opens-on-its-rule", a_row_opens_on_its_rule);
  g_test_add_func ("/app/clock-list/a-day6-badge-opens-its-rule", a_day6_badge_opens_its_rule);
  g_test_add_func ("/app/clock-list/today-shows-a-few-and-then-all",
                   today_shows_a_few_and_then_all);
  g_test_add_func ("/app/clock-list/large-text-fits-a-narrow-window",
                   large_text_fits_a_narrow_window);

  return g_test_run ();
}
