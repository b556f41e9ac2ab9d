/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-figure-check.h"

#include "base/atlas-id.h"

/* Figures from rows of CSV cells: period, whom, item, value, and how it counts. */
typedef struct {
  const char *period;
  const char *whom;
  const char *item;
  int         value;
  int         at_least;         /* -1 for none */
  gboolean    included;
} Row;

static GPtrArray *
make_figures (const Row *rows,
              gsize      n_rows)
{
  GPtrArray *figures = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < n_rows; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *id = atlas_id_new ();
      g_autofree char *key = g_strdup_printf ("f-%02" G_GSIZE_FORMAT, i);
      g_autoptr(json_t) fields = NULL;

      fields = json_pack ("{s:s, s:s, s:s, s:s*, s:s*, s:i, s:b}", "key", key, "series", "s",
                          "period", rows[i].period, "whom", rows[i].whom, "item", rows[i].item,
                          "value", rows[i].value, "included", rows[i].included);
      if (rows[i].at_least >= 0)
        json_object_set_new (fields, "at_least", json_integer (rows[i].at_least));
      g_ptr_array_add (figures, atlas_record_new (&atlas_figure_type, id, 0, fields, &error));
      g_assert_no_error (error);
    }

  return figures;
}

static guint
count_wrong (GArray *sums)
{
  guint n = 0;

  for (guint i = 0; i < sums->len; i++)
    n += !g_array_index (sums, AtlasFigureSum, i).holds;

  return n;
}

static void
test_items_make_their_total (void)
{
  static const Row rows[] = {
    { "2014", NULL, "primary", 6, -1, FALSE }, { "2014", NULL, "secondary", 18, -1, FALSE },
    { "2014", NULL, "in-progress", 3, -1, TRUE }, { "2014", NULL, "total", 24, -1, FALSE },
    { "2013", NULL, "primary", 3, -1, FALSE }, { "2013", NULL, "secondary", 12, -1, FALSE },
    { "2013", NULL, "total", 16, -1, FALSE },
  };
  g_autoptr(GPtrArray) figures = make_figures (rows, G_N_ELEMENTS (rows));
  g_autoptr(GArray) sums = atlas_figure_check (figures);
  AtlasFigureSum *wrong = &g_array_index (sums, AtlasFigureSum, 1);

  g_assert_cmpuint (sums->len, ==, 2);
  g_assert_cmpuint (count_wrong (sums), ==, 1);
  g_assert_false (wrong->holds);
  g_assert_cmpint (wrong->rule, ==, ATLAS_FIGURE_ITEMS);
  g_assert_cmpint (wrong->other, ==, 15);
  g_assert_cmpint (wrong->figure->value, ==, 16);
}

static void
test_one_part_alone_is_not_held_against_a_total (void)
{
  static const Row rows[] = {
    { "2015", "secondary", "academies", 10, -1, FALSE },
    { "2015", "secondary", "total", 13, -1, FALSE },
  };
  g_autoptr(GPtrArray) figures = make_figures (rows, G_N_ELEMENTS (rows));
  g_autoptr(GArray) sums = atlas_figure_check (figures);

  g_assert_cmpuint (sums->len, ==, 0);
}

static void
test_columns_make_their_total_and_bands_do_not_grow (void)
{
  static const Row rows[] = {
    { "2011", "one", "cases", 31, 0, FALSE }, { "2011", "one", "long", 16, 38, FALSE },
    { "2011", "two", "cases", 8, 0, FALSE }, { "2011", "two", "long", 9, 38, FALSE },
    { "2011", "total", "cases", 39, 0, FALSE }, { "2011", "total", "long", 25, 38, FALSE },
  };
  g_autoptr(GPtrArray) figures = make_figures (rows, G_N_ELEMENTS (rows));
  g_autoptr(GArray) sums = atlas_figure_check (figures);
  AtlasFigureSum *wrong = NULL;

  /* Two columns, and a second band in each of three rows. */
  g_assert_cmpuint (sums->len, ==, 5);
  g_assert_cmpuint (count_wrong (sums), ==, 1);
  for (guint i = 0; i < sums->len; i++)
    if (!g_array_index (sums, AtlasFigureSum, i).holds)
      wrong = &g_array_index (sums, AtlasFigureSum, i);
  g_assert_cmpint (wrong->rule, ==, ATLAS_FIGURE_BANDS);
  g_assert_cmpint (wrong->figure->value, ==, 9);
  g_assert_cmpint (wrong->other, ==, 8);
}

static void
test_the_largest_numbers_do_not_run_over (void)
{
  static const Row rows[] = {
    { "1", NULL, "a", G_MAXINT, -1, FALSE }, { "1", NULL, "b", G_MAXINT, -1, FALSE },
    { "1", NULL, "total", 1, -1, FALSE },
  };
  g_autoptr(GPtrArray) figures = make_figures (rows, G_N_ELEMENTS (rows));
  AtlasFigure *largest = g_ptr_array_index (figures, 0);
  g_autoptr(GArray) sums = NULL;
  gint64 number;

  sums = atlas_figure_check (figures);
  g_assert_cmpint (g_array_index (sums, AtlasFigureSum, 0).other, ==, 2 * (gint64) G_MAXINT);

  largest->value = G_MININT64;
  g_assert_false (atlas_figure_get_ratio (largest, g_ptr_array_index (figures, 2), &number));
  g_assert_false (atlas_figure_get_change (largest, largest, &number));
}

/* T097, T098: what the sources leave to be worked out */
static void
test_ratio_and_change_are_rounded_half_away_from_zero (void)
{
  static const Row rows[] = {
    { "1", NULL, "a", 159, -1, FALSE }, { "1", NULL, "b", 89, -1, FALSE },
    { "1", NULL, "c", 1248, -1, FALSE }, { "1", NULL, "d", 694, -1, FALSE },
    { "1", NULL, "e", 289, -1, FALSE }, { "1", NULL, "f", 487, -1, FALSE },
    { "1", NULL, "g", 0, -1, FALSE }, { "1", NULL, "h", 2000, -1, FALSE },
    { "1", NULL, "i", 1999, -1, FALSE },
  };
  g_autoptr(GPtrArray) figures = make_figures (rows, G_N_ELEMENTS (rows));
  AtlasFigure **at = (AtlasFigure **) figures->pdata;
  gint64 number;

  g_assert_true (atlas_figure_get_ratio (at[0], at[1], &number));
  g_assert_cmpint (number, ==, 179);
  g_assert_true (atlas_figure_get_ratio (at[2], at[3], &number));
  g_assert_cmpint (number, ==, 180);
  g_assert_true (atlas_figure_get_change (at[4], at[5], &number));
  g_assert_cmpint (number, ==, 685);
  g_assert_true (atlas_figure_get_change (at[7], at[8], &number));
  g_assert_cmpint (number, ==, -1);

  g_assert_false (atlas_figure_get_ratio (at[0], at[6], &number));
  g_assert_false (atlas_figure_get_change (at[6], at[0], &number));
  g_assert_false (atlas_figure_get_change (NULL, at[0], &number));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/figures/items-make-their-total", test_items_make_their_total);
  g_test_add_func ("/rules/figures/one-part-alone-is-not-held-against-a-total",
                   test_one_part_alone_is_not_held_against_a_total);
  g_test_add_func ("/rules/figures/columns-make-their-total-and-bands-do-not-grow",
                   test_columns_make_their_total_and_bands_do_not_grow);
  g_test_add_func ("/rules/figures/the-largest-numbers-do-not-run-over",
                   test_the_largest_numbers_do_not_run_over);
  g_test_add_func ("/rules/figures/ratio-and-change-are-rounded-half-away-from-zero",
                   test_ratio_and_change_are_rounded_half_away_from_zero);

  return g_test_run ();
}
