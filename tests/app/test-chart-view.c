/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "app/atlas-chart-view.h"

static AtlasChart *
make_chart (const char *title)
{
  AtlasChart *chart = atlas_chart_new (ATLAS_CHART_BARS, title, "Made-up figures");
  AtlasChartPoint point = { TRUE, 88, "88%", FALSE };

  atlas_chart_add_tick (chart, "Stevenage", "2 of 24 places free");
  atlas_chart_add_tick (chart, "Potters Bar", NULL);
  atlas_chart_set_point (chart, 0, 0, &point);

  return chart;
}

static void
test_a_screen_reader_gets_title_and_description (void)
{
  g_autoptr(AtlasChart) chart = make_chart ("One area is almost full");
  GtkWidget *view = g_object_ref_sink (atlas_chart_view_new (chart));

  gtk_test_accessible_assert_role (view, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "One area is almost full");
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "One area is almost full. Highest: Stevenage, 88%. "
                                       "Lowest: Stevenage, 88%. No figure: Potters Bar.");
  g_assert_false (gtk_widget_get_focusable (view));

  g_assert_finalize_object (view);
}

static void
test_a_narrow_chart_is_taller (void)
{
  g_autoptr(AtlasChart) chart = make_chart ("A title that is long enough to need two"
                                            " lines or three");
  GtkWidget *view = g_object_ref_sink (atlas_chart_view_new (chart));
  int wide;
  int narrow;

  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 900, &wide, NULL, NULL, NULL);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 180, &narrow, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, wide);

  g_assert_finalize_object (view);
}

static void
test_a_chart_can_be_taken_away (void)
{
  g_autoptr(AtlasChart) chart = make_chart ("One area is almost full");
  GtkWidget *view = g_object_ref_sink (atlas_chart_view_new (NULL));
  int height;

  g_assert_null (atlas_chart_view_get_chart (ATLAS_CHART_VIEW (view)));
  atlas_chart_view_set_chart (ATLAS_CHART_VIEW (view), chart);
  atlas_chart_view_set_chart (ATLAS_CHART_VIEW (view), chart);
  g_assert_true (atlas_chart_view_get_chart (ATLAS_CHART_VIEW (view)) == chart);
  atlas_chart_view_set_chart (ATLAS_CHART_VIEW (view), NULL);

  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 300, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, ==, 0);

  g_assert_finalize_object (view);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/chart-view/a-screen-reader-gets-title-and-description",
                   test_a_screen_reader_gets_title_and_description);
  g_test_add_func ("/app/chart-view/a-narrow-chart-is-taller", test_a_narrow_chart_is_taller);
  g_test_add_func ("/app/chart-view/a-chart-can-be-taken-away", test_a_chart_can_be_taken_away);

  return g_test_run ();
}
