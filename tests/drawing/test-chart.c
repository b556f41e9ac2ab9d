/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "drawing/atlas-chart.h"

#include <math.h>
#include <string.h>

#include "drawing/atlas-place-bar.h"

#define WIDTH 520

static void
set (AtlasChart *chart,
     guint       line,
     guint       tick,
     double      value,
     const char *text)
{
  AtlasChartPoint point = { TRUE, value, text, FALSE };

  atlas_chart_set_point (chart, line, tick, &point);
}

static AtlasChart *
make_bars (void)
{
  AtlasChart *chart = atlas_chart_new (ATLAS_CHART_BARS, "Three areas have almost no places left",
                                       "Secondary places filled, 20 November");
  AtlasChartPoint none = { FALSE, 0, "No return", FALSE };

  atlas_chart_set_full (chart, 100);
  atlas_chart_set_reference (chart, "Hertfordshire 81%", 81);
  atlas_chart_add_tick (chart, "9 Watford", "1 more child than places");
  atlas_chart_add_tick (chart, "2 Stevenage", NULL);
  atlas_chart_add_tick (chart, "6 Potters Bar", NULL);
  set (chart, 0, 0, 104, "104%");
  set (chart, 0, 1, 88, "88%");
  atlas_chart_set_point (chart, 0, 2, &none);

  return chart;
}

/* Made-up figures of two lines over four years, one of them missing on request. */
static AtlasChart *
make_trend (gboolean with_gap)
{
  static const char * const years[] = { "2012-13", "2013-14", "2014-15", "2015-16" };
  AtlasChart *chart = atlas_chart_new (ATLAS_CHART_TREND, "Exclusions rise in secondary schools",
                                       NULL);

  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    atlas_chart_add_tick (chart, years[i], NULL);

  atlas_chart_add_line (chart, "Secondary");
  atlas_chart_add_line (chart, "Primary");
  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    {
      g_autofree char *secondary = g_strdup_printf ("%u", 20 + 10 * i);
      g_autofree char *primary = g_strdup_printf ("%u", 5 + i);

      if (!with_gap || i != 1)
        set (chart, 0, i, 20 + 10 * i, secondary);
      set (chart, 1, i, 5 + i, primary);
    }

  return chart;
}

static cairo_surface_t *
render (AtlasChart       *chart,
        double            width,
        const AtlasStyle *style,
        const char       *name)
{
  const char *folder = g_getenv ("ATLAS_TEST_PICTURES");
  int height = (int) ceil (atlas_chart_get_height (chart, width, style));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, height);
  cairo_t *cr = cairo_create (surface);

  atlas_draw_ink (cr, style, ATLAS_INK_PAPER);
  cairo_paint (cr);
  atlas_chart_draw (chart, cr, width, height, style);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  if (folder != NULL)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);

      cairo_surface_write_to_png (surface, path);
    }

  return surface;
}

static guint
count_pixels (cairo_surface_t *surface,
              AtlasColour      colour)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint32 wanted = (guint32) lround (colour.red * 255) << 16 |
                   (guint32) lround (colour.green * 255) << 8 |
                   (guint32) lround (colour.blue * 255);
  guint n_pixels = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      {
        guint32 pixel;

        memcpy (&pixel, data + y * stride + x * 4, sizeof pixel);
        n_pixels += (pixel & 0xffffff) == wanted;
      }

  return n_pixels;
}

static void
test_bars_are_described (void)
{
  g_autoptr(AtlasChart) chart = make_bars ();
  g_autofree char *text = atlas_chart_describe (chart);
  g_autofree char *table = atlas_chart_to_text (chart);

  g_assert_cmpstr (text, ==, "Three areas have almost no places left. Highest: 9 Watford, 104%. "
                   "Lowest: 2 Stevenage, 88%. No figure: 6 Potters Bar.");
  g_assert_cmpstr (table, ==, "Three areas have almost no places left\n"
                   "9 Watford\t104%\n2 Stevenage\t88%\n6 Potters Bar\tNo return\n");
}

static void
test_trend_is_described_line_by_line (void)
{
  g_autoptr(AtlasChart) chart = make_trend (TRUE);
  g_autofree char *text = atlas_chart_describe (chart);
  g_autofree char *table = atlas_chart_to_text (chart);

  g_assert_cmpstr (text, ==,
                   "Exclusions rise in secondary schools. Secondary. Highest: 2015-16, 50. "
                   "Lowest: 2012-13, 20. No figure: 2013-14. "
                   "Primary. Highest: 2015-16, 8. Lowest: 2012-13, 5.");
  g_assert_true (g_str_has_prefix (table,
                                   "Exclusions rise in secondary schools\n\tSecondary\tPrimary\n"
                                   "2012-13\t20\t5\n2013-14\t\xe2\x80\x94\t6\n"));
}

/* How many lines of pixels have anything drawn on them. */
static guint
count_lines (cairo_surface_t *surface,
             AtlasColour      paper)
{
  int width = cairo_image_surface_get_width (surface);
  guint n_lines = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      cairo_surface_t *line = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, 1);
      cairo_t *cr = cairo_create (line);

      cairo_set_source_surface (cr, surface, 0, -y);
      cairo_paint (cr);
      cairo_destroy (cr);
      cairo_surface_flush (line);
      n_lines += count_pixels (line, paper) < (guint) width;
      cairo_surface_destroy (line);
    }

  return n_lines;
}

/* In a narrow chart names stand above their bars: the line to compare with crosses bars alone. */
static void
test_reference_crosses_no_words (void)
{
  const guint n_bars = 20;
  const double bar_em = 1.2;    /* a bar, and what the line stands out of it */
  g_autoptr(AtlasChart) chart = atlas_chart_new (ATLAS_CHART_BARS, "Places filled", NULL);
  AtlasStyle style = { .text_size = 13 };
  AtlasColour paper = atlas_style_get_ink (&style, ATLAS_INK_PAPER);
  cairo_surface_t *surface;
  guint n_lines;

  atlas_chart_set_full (chart, 100);
  atlas_chart_set_reference (chart, "", 81);
  for (guint i = 0; i < n_bars; i++)
    {
      atlas_chart_add_tick (chart, "", "");
      set (chart, 0, i, 50, "");
    }

  surface = render (chart, 340, &style, "narrow-reference");
  n_lines = count_lines (surface, paper);
  g_assert_cmpfloat (n_lines, >, n_bars * style.text_size * 0.5);
  g_assert_cmpfloat (n_lines, <, n_bars * style.text_size * bar_em);
  cairo_surface_destroy (surface);
}

static void
test_bars_are_as_long_as_their_figures (void)
{
  g_autoptr(AtlasChart) chart = make_bars ();
  AtlasStyle style = { .text_size = 13 };
  AtlasColour bar = atlas_style_get_ink (&style, ATLAS_INK_BAR);
  cairo_surface_t *before = render (chart, WIDTH, &style, "bars");
  cairo_surface_t *after;
  guint n_before = count_pixels (before, bar);

  set (chart, 0, 1, 44, "44%");
  after = render (chart, WIDTH, &style, "bars-less");

  /* 104 + 88 became 104 + 44. */
  g_assert_cmpfloat_with_epsilon ((double) count_pixels (after, bar) / n_before, 148.0 / 192.0,
                                  0.05);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}

static void
test_gap_is_drawn_as_a_gap (void)
{
  g_autoptr(AtlasChart) whole = make_trend (FALSE);
  g_autoptr(AtlasChart) broken = make_trend (TRUE);
  AtlasStyle style = { .text_size = 13 };
  AtlasColour colour = atlas_style_get_series (&style, 0);
  cairo_surface_t *with = render (whole, WIDTH, &style, "trend");
  cairo_surface_t *without = render (broken, WIDTH, &style, "trend-gap");

  g_assert_cmpuint (count_pixels (without, colour), >, 50);
  g_assert_cmpuint (count_pixels (without, colour) * 10, <, count_pixels (with, colour) * 8);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
}

static void
test_provisional_points_are_hollow_and_said (void)
{
  g_autoptr(AtlasChart) chart = make_trend (FALSE);
  AtlasChartPoint point = { TRUE, 60, "60", TRUE };
  AtlasStyle style = { .text_size = 13 };
  double height = atlas_chart_get_height (chart, WIDTH, &style);

  g_assert_false (atlas_chart_has_provisional (chart));
  atlas_chart_set_point (chart, 0, 3, &point);
  g_assert_true (atlas_chart_has_provisional (chart));
  g_assert_cmpfloat (atlas_chart_get_height (chart, WIDTH, &style), >, height);
  cairo_surface_destroy (render (chart, WIDTH, &style, "trend-provisional"));
}

static void
test_every_width_and_style_is_drawn (void)
{
  static const double widths[] = { 1, 40, 200, 340, 1200 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (widths); i++)
    {
      g_autoptr(AtlasChart) bars = make_bars ();
      g_autoptr(AtlasChart) trend = make_trend (TRUE);
      AtlasStyle style = { .dark = i % 2 == 1, .text_size = 13 };
      g_autofree char *name = g_strdup_printf ("w%.0f-%u", widths[i / 2], i % 2);
      g_autofree char *trend_name = g_strdup_printf ("%s-trend", name);

      cairo_surface_destroy (render (bars, widths[i / 2], &style, name));
      cairo_surface_destroy (render (trend, widths[i / 2], &style, trend_name));
    }
}

static void
test_empty_charts_are_drawn (void)
{
  AtlasStyle style = { .text_size = 13 };

  for (guint kind = ATLAS_CHART_BARS; kind <= ATLAS_CHART_TREND; kind++)
    {
      g_autoptr(AtlasChart) chart = atlas_chart_new ((AtlasChartKind) kind, "Nothing yet", NULL);
      g_autofree char *text = NULL;

      cairo_surface_destroy (render (chart, WIDTH, &style, "empty"));
      atlas_chart_add_tick (chart, "2016", NULL);
      cairo_surface_destroy (render (chart, WIDTH, &style, "missing"));
      text = atlas_chart_describe (chart);
      g_assert_true (g_str_has_prefix (text, "Nothing yet."));
    }
}

static void
test_what_is_no_count_is_missing (void)
{
  g_autoptr(AtlasChart) chart = make_bars ();

  set (chart, 0, 0, NAN, "?");
  g_assert_false (atlas_chart_get_point (chart, 0, 0)->has_value);
  set (chart, 0, 0, -1, "-1");
  g_assert_false (atlas_chart_get_point (chart, 0, 0)->has_value);
  set (chart, 0, 0, INFINITY, "many");
  g_assert_false (atlas_chart_get_point (chart, 0, 0)->has_value);
}

static void
test_axis_has_round_steps (void)
{
  static const struct { double largest; double step; } cases[] = {
    { 0, 1 }, { 3, 1 }, { 5, 1 }, { 6, 2 }, { 12, 5 }, { 49, 10 },
    { 51, 20 }, { 104, 50 }, { 1000, 200 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (atlas_chart_step (cases[i].largest), ==, cases[i].step);
}

static void
test_capacity_is_described (void)
{
  static const struct { AtlasPlaceBar capacity; const char *words; } cases[] = {
    { { 40, 38, 0, 0 }, "38 of 40 places filled" },
    { { 40, 38, 1, 2 }, "38 of 40 places filled, 1 held, 2 leaving soon" },
    { { 12, 13, 0, 0 }, "13 of 12 places filled, 1 more child than places" },
    { { 1, 0, 0, 0 }, "0 of 1 place filled" },
    { { 0, 2, 0, 0 }, "2 of 0 places filled, 2 more children than places" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = atlas_place_bar_describe (&cases[i].capacity);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_capacity_and_cells_are_drawn (void)
{
  AtlasStyle style = { .text_size = 13 };
  AtlasPlaceBar capacity = { 10, 8, 1, 2 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 200, 60);
  cairo_t *cr = cairo_create (surface);
  guint n_two;

  atlas_place_bar_draw (&capacity, cr, 0, 5, 200, 10, &style);
  atlas_place_bar_draw (&(AtlasPlaceBar) { 0 }, cr, 0, 5, 200, 10, &style);
  cairo_surface_flush (surface);

  /* Six stay; two leave and are only outlined. */
  g_assert_cmpfloat_with_epsilon (count_pixels (surface,
                                                atlas_style_get_ink (&style, ATLAS_INK_BAR)),
                                  120 * 10, 250);

  atlas_draw_colour (cr, (AtlasColour) { 1, 1, 1 });
  cairo_paint (cr);
  atlas_day6_cells_draw (cr, 2, FALSE, 0, 20, 20, &style);
  cairo_surface_flush (surface);
  n_two = count_pixels (surface, atlas_style_get_ink (&style, ATLAS_INK_TEXT));
  atlas_day6_cells_draw (cr, 9, FALSE, 0, 20, 20, &style);
  cairo_surface_flush (surface);
  g_assert_cmpuint (count_pixels (surface, atlas_style_get_ink (&style, ATLAS_INK_TEXT)), >, n_two);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/chart/bars-are-described", test_bars_are_described);
  g_test_add_func ("/drawing/chart/trend-is-described-line-by-line",
                   test_trend_is_described_line_by_line);
  g_test_add_func ("/drawing/chart/reference-crosses-no-words", test_reference_crosses_no_words);
  g_test_add_func ("/drawing/chart/bars-are-as-long-as-their-figures",
                   test_bars_are_as_long_as_their_figures);
  g_test_add_func ("/drawing/chart/gap-is-drawn-as-a-gap", test_gap_is_drawn_as_a_gap);
  g_test_add_func ("/drawing/chart/provisional-points-are-hollow-and-said",
                   test_provisional_points_are_hollow_and_said);
  g_test_add_func ("/drawing/chart/every-width-and-style-is-drawn",
                   test_every_width_and_style_is_drawn);
  g_test_add_func ("/drawing/chart/empty-charts-are-drawn", test_empty_charts_are_drawn);
  g_test_add_func ("/drawing/chart/what-is-no-count-is-missing", test_what_is_no_count_is_missing);
  g_test_add_func ("/drawing/chart/axis-has-round-steps", test_axis_has_round_steps);
  g_test_add_func ("/drawing/chart/capacity-is-described", test_capacity_is_described);
  g_test_add_func ("/drawing/chart/capacity-and-cells-are-drawn",
                   test_capacity_and_cells_are_drawn);

  return g_test_run ();
}
