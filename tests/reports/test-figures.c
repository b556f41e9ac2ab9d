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

  return atlas_figures_new_for_records (ATLAS_FIGURES_EXCLUSIONS, figures, NULL,
                                        atlas_date_parse (on));
}

static int
value_of (AtlasFigures *figures,
          const char   *period,
          const char   *item)
{
  AtlasFigure *figure = atlas_figures_get (figures, period, NULL, item);

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
      g_assert_cmpint (value_of (figures, rows[i].period, "primary"), ==, rows[i].primary);
      g_assert_cmpint (value_of (figures, rows[i].period, "secondary"), ==,
                       rows[i].secondary);
      g_assert_cmpint (value_of (figures, rows[i].period, "total"), ==, rows[i].total);
    }
  g_assert_cmpuint (figures->sums->len, ==, G_N_ELEMENTS (rows));
  g_assert_cmpuint (atlas_figures_n_wrong (figures), ==, 0);
}

static void
test_the_last_year_is_provisional (void)
{
  g_autoptr(AtlasFigures) figures = read_pack ("2026-11-22");

  g_assert_true (atlas_figures_is_provisional (figures, "2015-16"));
  g_assert_false (atlas_figures_is_provisional (figures, "2014-15"));
  g_assert_cmpint (value_of (figures, "2015-16", "in-progress"), ==, 23);
  g_assert_null (atlas_figures_get (figures, "2014-15", NULL, "in-progress"));
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
  g_autofree char *words = NULL;

  g_ptr_array_add (records, make_figure ("x", "2", "primary", 1));
  g_ptr_array_add (records, make_figure ("x", "2", "secondary", 2));
  g_ptr_array_add (records, make_figure ("x", "2", "total", 4));
  g_ptr_array_add (records, make_figure ("x", "1", "total", 9));
  g_ptr_array_add (records, make_figure ("y", "3", "total", 9));
  figures = atlas_figures_new_for_records ("x", records, NULL, 0);

  g_assert_cmpuint (figures->sums->len, ==, 1);
  g_assert_cmpuint (atlas_figures_n_wrong (figures), ==, 1);
  words = atlas_figures_word_sum (figures, &g_array_index (figures->sums, AtlasFigureSum, 0));
  g_assert_cmpstr (words, ==, "2, Total: the source gives 4 and the parts make 3.");
  g_assert_cmpuint (figures->periods->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (figures->periods, 0), ==, "1");
  g_assert_null (atlas_figures_get (figures, "3", NULL, "total"));
}

static void
test_a_figure_is_worded_as_its_source_writes_it (void)
{
  static const struct {
    const char *fields;
    const char *words;
  } rows[] = {
    { "{\"value\": 31}", "31" },
    { "{\"value\": 0}", "0" },
    { "{\"value\": 999}", "999" },
    { "{\"value\": 36575, \"bound\": \"about\"}", "about 36,575" },
    { "{\"value\": 1234567}", "1,234,567" },
    { "{}", "–" },
    { "{\"value\": 208, \"decimals\": 1, \"unit\": \"per-cent\"}", "20.8%" },
    { "{\"value\": 12, \"unit\": \"per-cent\"}", "12%" },
    { "{\"value\": 247, \"out_of\": 326}", "247 of 326" },
    { "{\"value\": 93, \"bound\": \"over\"}", "over 93" },
    { "{\"value\": 16, \"decimals\": 1, \"unit\": \"million\", \"bound\": \"at-least\"}",
      "at least 1.6 million" },
    { "{\"value\": 2, \"up_to\": 4, \"unit\": \"times\"}", "2 to 4 times" },
    { "{\"value\": -5, \"decimals\": 2}", "-0.05" },
    { "{\"value\": 3, \"unit\": \"no-such-unit\"}", "3 no-such-unit" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(json_t) fields = atlas_json_parse (rows[i].fields, -1, NULL);
      g_autofree char *id = atlas_id_new ();
      g_autoptr(AtlasRecord) record = NULL;
      g_autofree char *words = NULL;

      json_object_set_new (fields, "series", json_string ("s"));
      json_object_set_new (fields, "period", json_string ("p"));
      record = atlas_record_new (&atlas_figure_type, id, 0, fields, NULL);
      words = atlas_figure_word ((AtlasFigure *) record);
      g_assert_cmpstr (words, ==, rows[i].words);
    }
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
  g_test_add_func ("/reports/figures/a-figure-is-worded-as-its-source-writes-it",
                   test_a_figure_is_worded_as_its_source_writes_it);

  return g_test_run ();
}
