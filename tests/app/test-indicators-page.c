/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Termly indicators among the reports: what is chosen, what is shown, what is hidden. */
#include "config.h"

#include "case-window.h"

#include "app/atlas-chart-view.h"
#include "app/atlas-document-table.h"
#include "app/atlas-indicator-bar.h"
#include "app/atlas-paper.h"
#include "app/atlas-reports-view.h"
#include "drawing/atlas-indicators-document.h"
#include "drawing/atlas-page.h"

#define N_CHILDREN 30         /* of whom five were suspended this term */
#define WIDE       1280       /* pixels */
#define NARROW     400
#define HEIGHT     800
#define LARGE_TEXT 2          /* times the usual size */
#define COUNTY     "01900000-0000-7000-8000-00000000c000"

typedef enum { CHOICE_SET, CHOICE_TERM, CHOICE_COHORT, CHOICE_INDICATOR } Choice;

static void
add_label (CaseWindow *self,
           const char *set,
           const char *key,
           const char *item,
           const char *text,
           const char *from)
{
  g_free (case_add (&self->county, "label", NULL,
                    json_pack ("{s:s, s:[s, s], s:s, s:s, s:s, s:s, s:s, s:{s:s}}", "key", key,
                               "subject", "county", COUNTY, "kind", "indicator", "scheme", set,
                               "item", item, "text", text, "source", "A strategy, 5", "valid",
                               "from", from)));
}

/* A window on a county with two sets, the newer in force. */
static void
begin (CaseWindow *self,
       int         width)
{
  g_autoptr(GError) error = NULL;
  AtlasStore *store;

  case_window_init (self, N_CHILDREN, width, HEIGHT);
  store = atlas_store_open (self->folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  add_label (self, "2016", "old-1", "restrictive", "Restraint of children", "2016-04-01");
  add_label (self, "2020", "new-1", "suspensions", "Suspensions of children", "2020-01-01");
  add_label (self, "2020", "new-2", "cohorts", "Groups of children", "2020-01-01");
  add_label (self, "2020", "new-3", "happiness", "Happy children", "2020-01-01");
  case_county_load (&self->county, store);
  atlas_store_close (store);
}

static GtkDropDown *
find_choice (CaseWindow *self,
             Choice      choice)
{
  g_autoptr(GPtrArray) bars = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_INDICATOR_BAR);
  g_autoptr(GPtrArray) choices = NULL;

  g_assert_cmpuint (bars->len, ==, 1);
  choices = case_find_all (g_ptr_array_index (bars, 0), GTK_TYPE_DROP_DOWN);
  g_assert_cmpuint (choices->len, ==, 4);
  return g_ptr_array_index (choices, choice);
}

static const char *
shown_choice (CaseWindow *self,
              Choice      choice)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (find_choice (self, choice));

  return gtk_string_object_get_string (item);
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

static GtkWidget *
find_view (CaseWindow *self)
{
  g_autoptr(GPtrArray) views = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_REPORTS_VIEW);

  g_assert_cmpuint (views->len, ==, 1);
  return g_ptr_array_index (views, 0);
}

/* T080, T092, T093: the set in force, in the term of the day; what cannot be counted says so */
static void
test_shows_the_set_in_force (void)
{
  CaseWindow self = { 0 };

  begin (&self, WIDE);
  case_window_go (&self, "report/indicators");
  case_window_wait_for_text (&self, "1. Suspensions of children");
  g_assert_true (case_shows_text (&self, (gpointer) "Indicators of 2020: Autumn 2026"));
  g_assert_true (case_shows_text (&self, (gpointer) "counted up to 25 November 2026"));
  g_assert_true (case_shows_text (&self, (gpointer) "3. Happy children"));
  g_assert_true (case_shows_text (&self, (gpointer) "this program cannot count it"));
  g_assert_true (case_shows_text (&self, (gpointer) "Source: A strategy, 5."));
  g_assert_true (case_shows_text (&self, (gpointer) "Demonstration county. Nothing here is real."));
  g_assert_cmpstr (shown_choice (&self, CHOICE_SET), ==, "Indicators of 2020");
  g_assert_cmpstr (shown_choice (&self, CHOICE_TERM), ==, "Autumn 2026");
  g_assert_cmpstr (shown_choice (&self, CHOICE_COHORT), ==, "All children");
  g_assert_cmpstr (shown_choice (&self, CHOICE_INDICATOR), ==, "All indicators");
  case_window_picture (&self, "indicators");

  case_window_clear (&self);
}

/* T093: another set, another term and one indicator are chosen in the page */
static void
test_what_is_chosen_is_shown (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) charts = NULL;
  AtlasChart *chart;

  begin (&self, WIDE);
  case_window_go (&self, "report/indicators");
  case_window_wait_for_text (&self, "1. Suspensions of children");
  gtk_drop_down_set_selected (find_choice (&self, CHOICE_INDICATOR), 1);
  case_window_wait (&self, shows_charts, GUINT_TO_POINTER (1));
  g_assert_false (case_shows_text (&self, (gpointer) "3. Happy children"));
  charts = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_CHART_VIEW);
  chart = atlas_chart_view_get_chart (g_ptr_array_index (charts, 0));
  g_assert_cmpstr (atlas_chart_get_title (chart), ==, "Suspensions, by home area");
  g_assert_cmpuint (atlas_chart_get_n_ticks (chart), ==, CASE_N_AREAS);

  gtk_drop_down_set_selected (find_choice (&self, CHOICE_SET), 0);
  case_window_wait_for_text (&self, "1. Restraint of children");
  g_assert_cmpstr (shown_choice (&self, CHOICE_INDICATOR), ==, "All indicators");
  gtk_drop_down_set_selected (find_choice (&self, CHOICE_TERM), 0);
  case_window_wait_for_text (&self, "Summer 2027 begins on 12 April 2027.");
  g_assert_true (case_shows_text (&self, (gpointer) "Indicators of 2016: Summer 2027"));
  g_assert_true (case_shows_text (&self, (gpointer) "The term has not begun."));

  case_window_clear (&self);
}

static gboolean
hides_text (CaseWindow *self,
            gpointer    text)
{
  return !case_shows_text (self, text);
}

/* T082: small numbers are hidden on the screen too, until somebody says otherwise */
static void
test_small_numbers_on_screen (void)
{
  CaseWindow self = { 0 };

  begin (&self, WIDE);
  case_window_go (&self, "report/indicators?indicator=2&set=2020");
  case_window_wait_for_text (&self, "Children suspended once or more");
  g_assert_true (case_shows_text (&self, (gpointer) "Hidden"));
  g_assert_true (case_shows_text (&self, (gpointer) "Numbers about 1 to 4 children are hidden"));
  g_assert_true (gtk_widget_activate_action (find_view (&self), "report.hide-small", NULL));
  case_window_wait (&self, hides_text, (gpointer) "Hidden");
  g_assert_true (gtk_widget_activate_action (find_view (&self), "report.as-table", NULL));
  case_window_wait (&self, shows_charts, GUINT_TO_POINTER (0));
  g_assert_false (case_shows_text (&self, (gpointer) "Hidden"));

  case_window_clear (&self);
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

/* What is copied and saved has every figure as a row of one table. */
static void
test_every_figure_is_copied (void)
{
  CaseWindow self = { 0 };

  begin (&self, WIDE);
  case_window_go (&self, "report/indicators");
  case_window_wait_for_text (&self, "1. Suspensions of children");
  g_assert_true (gtk_widget_activate_action (find_view (&self), "report.copy", NULL));
  case_window_wait (&self, copied, (gpointer) "\tAutumn 2026\t5");
  g_assert_true (copied (&self, (gpointer) "\t1 Northmark\tAutumn 2026\t5"));
  g_assert_true (copied (&self, (gpointer) "\tHidden"));
  g_assert_true (copied (&self, (gpointer) "\tGirls\t"));
  g_assert_true (copied (&self, (gpointer) "\tDemonstration\n"));
  g_assert_true (copied (&self, (gpointer) "Demonstration county"));
  g_assert_true (gtk_widget_activate_action (find_view (&self), "report.hide-small", NULL));
  g_assert_true (gtk_widget_activate_action (find_view (&self), "report.copy", NULL));
  g_assert_false (copied (&self, (gpointer) "\tHidden"));

  case_window_clear (&self);
}

/* Paper has the same, with charts or with tables, in one document that a printer takes. */
static void
test_it_is_printed (void)
{
  CaseStore fixture = { 0 };
  const AtlasIndicatorsAsked asked = { NULL, NULL, NULL, ATLAS_PUPILS_ALL, case_today () };
  g_autoptr(AtlasIndicators) indicators = NULL;
  g_autoptr(GError) error = NULL;

  case_store_set_up (&fixture, GINT_TO_POINTER (N_CHILDREN));
  for (int i = 0; i < ATLAS_N_INDICATORS; i++)
    {
      const char *code = atlas_indicator_to_code ((AtlasIndicatorKind) i);

      g_free (case_add (&fixture.county, "label", NULL,
                        json_pack ("{s:s, s:[s, s], s:s, s:s, s:s, s:s}", "key", code, "subject",
                                   "county", COUNTY, "kind", "indicator", "scheme", "all", "item",
                                   code, "text", code)));
    }
  case_county_load (&fixture.county, fixture.store);
  indicators = atlas_indicators_new (fixture.store, &asked, &error);
  g_assert_no_error (error);

  for (guint only = 0; only <= indicators->rows->len; only++)
    for (int way = 0; way < 4; way++)
      {
        const AtlasIndicatorsPaper paper = { "The county", TRUE, way % 2, way / 2, only };
        g_autoptr(AtlasDocument) document = atlas_indicators_to_document (indicators, &paper);
        g_autoptr(GBytes) bytes = atlas_document_to_pdf (document, ATLAS_A4_WIDTH,
                                                         ATLAS_A4_HEIGHT, &error);

        g_assert_no_error (error);
        g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
        if (only == 0 && way == 0 && g_getenv ("ATLAS_PICTURES") != NULL)
          {
            g_autofree char *path = g_build_filename (g_getenv ("ATLAS_PICTURES"),
                                                      "indicators.pdf", NULL);

            g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                 (gssize) g_bytes_get_size (bytes), &error);
            g_assert_no_error (error);
          }
      }

  case_store_tear_down (&fixture, NULL);
}

static void
test_a_county_without_a_set (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "report/indicators");
  case_window_wait_for_text (&self, "This county’s pack names no indicators.");

  case_window_clear (&self);
}

static void
test_a_term_that_is_none (void)
{
  CaseWindow self = { 0 };

  begin (&self, WIDE);
  case_window_go (&self, "report/indicators?term=1999-autumn");
  case_window_wait_for_text (&self, "2025-autumn, 2026-spring, 2026-summer");
  case_window_go (&self, "report/indicators");
  case_window_wait_for_text (&self, "1. Suspensions of children");

  case_window_clear (&self);
}

static void
test_it_fits_a_narrow_window_and_large_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  CaseWindow self = { 0 };
  int dpi = 0;
  int minimum = 0;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * LARGE_TEXT, NULL);
  begin (&self, NARROW);
  case_window_go (&self, "report/indicators?indicator=1");
  case_window_wait_for_text (&self, "1. Suspensions of children");
  gtk_widget_measure (find_view (&self), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <, NARROW);
  case_window_picture (&self, "indicators-large-narrow");
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/indicators/shows-the-set-in-force", test_shows_the_set_in_force);
  g_test_add_func ("/app/indicators/what-is-chosen-is-shown", test_what_is_chosen_is_shown);
  g_test_add_func ("/app/indicators/small-numbers-on-screen", test_small_numbers_on_screen);
  g_test_add_func ("/app/indicators/every-figure-is-copied", test_every_figure_is_copied);
  g_test_add_func ("/app/indicators/it-is-printed", test_it_is_printed);
  g_test_add_func ("/app/indicators/a-county-without-a-set", test_a_county_without_a_set);
  g_test_add_func ("/app/indicators/a-term-that-is-none", test_a_term_that_is_none);
  g_test_add_func ("/app/indicators/it-fits-a-narrow-window-and-large-text",
                   test_it_fits_a_narrow_window_and_large_text);

  return g_test_run ();
}
