/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-id.h"
#include "exchange/atlas-pack.h"
#include "reports/atlas-figures.h"

/* Figures of the pack that the program ships. */
static AtlasFigures *
read_pack (const char *on)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasPack) pack = atlas_pack_open ("hertfordshire", &error);
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) figures = g_ptr_array_new ();

  g_assert_no_error (error);
  import = atlas_pack_read (pack, NULL);
  records = atlas_import_make_records (import, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    if (atlas_record_get_record_type (g_ptr_array_index (records, i)) == &atlas_figure_type)
      g_ptr_array_add (figures, g_ptr_array_index (records, i));

  return atlas_figures_new_for_records (ATLAS_FIGURES_EXCLUSIONS, figures, atlas_date_parse (on));
}

static int
value_of (AtlasFigures *figures,
          const char   *period,
          const char   *item)
{
  AtlasFigure *figure = atlas_figures_get (figures, period, item);

  g_assert_nonnull (figure);
  return (int) figure->value;
}

/* Requirements T095. */
static void
test_the_sources_figures (void)
{
  static const struct {
    const char *period;
    int         primary;
    int         secondary;
    int         total;
  } rows[] = {
    { "2012-13", 4, 19, 23 }, { "2013-14", 6, 30, 36 },
    { "2014-15", 16, 22, 38 }, { "2015-16", 34, 44, 78 },
  };
  g_autoptr(AtlasFigures) figures = read_pack ("2026-11-22");

  g_assert_cmpuint (figures->periods->len, ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpstr (g_ptr_array_index (figures->periods, i), ==, rows[i].period);
      g_assert_cmpint (value_of (figures, rows[i].period, ATLAS_FIGURES_PRIMARY), ==,
                       rows[i].primary);
      g_assert_cmpint (value_of (figures, rows[i].period, ATLAS_FIGURES_SECONDARY), ==,
                       rows[i].secondary);
      g_assert_cmpint (value_of (figures, rows[i].period, ATLAS_FIGURES_TOTAL), ==, rows[i].total);
      g_assert_true (atlas_figures_adds_up (figures, rows[i].period));
    }
}

static void
test_the_last_year_is_provisional (void)
{
  g_autoptr(AtlasFigures) figures = read_pack ("2026-11-22");

  g_assert_true (atlas_figures_is_provisional (figures, "2015-16"));
  g_assert_false (atlas_figures_is_provisional (figures, "2014-15"));
  g_assert_cmpint (value_of (figures, "2015-16", ATLAS_FIGURES_IN_PROGRESS), ==, 23);
  g_assert_null (atlas_figures_get (figures, "2014-15", ATLAS_FIGURES_IN_PROGRESS));
}

static void
test_nothing_is_shown_before_it_was_published (void)
{
  g_autoptr(AtlasFigures) before = read_pack ("2016-09-20");
  g_autoptr(AtlasFigures) on_the_day = read_pack ("2016-09-21");

  g_assert_cmpuint (before->figures->len, ==, 0);
  g_assert_cmpuint (before->periods->len, ==, 0);
  g_assert_cmpuint (on_the_day->periods->len, ==, 4);
}

static AtlasRecord *
make_figure (const char *series,
             const char *period,
             const char *item,
             int         value)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) fields = json_pack ("{s:s, s:s, s:s, s:i}", "series", series, "period", period,
                                        "item", item, "value", value);
  g_autofree char *id = atlas_id_new ();
  AtlasRecord *record = atlas_record_new (&atlas_figure_type, id, 0, fields, &error);

  g_assert_no_error (error);
  return record;
}

static void
test_a_total_that_does_not_add_up_is_found (void)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(AtlasFigures) figures = NULL;

  g_ptr_array_add (records, make_figure ("x", "2", ATLAS_FIGURES_PRIMARY, 1));
  g_ptr_array_add (records, make_figure ("x", "2", ATLAS_FIGURES_SECONDARY, 2));
  g_ptr_array_add (records, make_figure ("x", "2", ATLAS_FIGURES_TOTAL, 4));
  g_ptr_array_add (records, make_figure ("x", "1", ATLAS_FIGURES_TOTAL, 9));
  g_ptr_array_add (records, make_figure ("y", "3", ATLAS_FIGURES_TOTAL, 9));
  figures = atlas_figures_new_for_records ("x", records, 0);

  g_assert_false (atlas_figures_adds_up (figures, "2"));
  g_assert_true (atlas_figures_adds_up (figures, "1"));
  g_assert_cmpuint (figures->periods->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (figures->periods, 0), ==, "1");
  g_assert_null (atlas_figures_get (figures, "3", ATLAS_FIGURES_TOTAL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reports/figures/the-sources-figures", test_the_sources_figures);
  g_test_add_func ("/reports/figures/the-last-year-is-provisional",
                   test_the_last_year_is_provisional);
  g_test_add_func ("/reports/figures/nothing-is-shown-before-it-was-published",
                   test_nothing_is_shown_before_it_was_published);
  g_test_add_func ("/reports/figures/a-total-that-does-not-add-up-is-found",
                   test_a_total_that_does_not_add_up_is_found);

  return g_test_run ();
}
