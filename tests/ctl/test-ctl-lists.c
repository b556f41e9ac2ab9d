/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a county watches: children not in full-time education, demand, hours, duties, indicators. */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "ctl-run.h"

/* T116: one dated list, each child once with every reason; T054: by reason and by group. */
static void
test_children_not_in_full_time_education (Ctl          *ctl,
                                          gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "list", "not-in-full-time", NULL);
  g_autoptr(json_t) placed = ctl_ask (ctl, "list", "--reason", "placed", "not-in-full-time", NULL);
  g_autoptr(json_t) group = ctl_ask (ctl, "list", "not-in-full-time", "--reason", "alternative",
                                     NULL);
  g_autoptr(json_t) named = ctl_ask (ctl, "list", "not-in-full-time", "--names", NULL);
  g_autoptr(json_t) before = ctl_ask (ctl, "list", "not-in-full-time", "--as-of", "2010-01-01",
                                      NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  json_t *children = json_object_get (object, "children");
  json_t *counts = json_object_get (object, "counts");
  json_t *row;
  json_t *reason;
  gsize i;
  gsize r;

  g_assert_cmpstr (atlas_json_string (object, "as_of"), ==, "2026-11-20");
  g_assert_cmpuint (json_array_size (children), >, 0);
  g_assert_cmpuint (json_array_size (children), ==,
                    (gsize) json_integer_value (json_object_get (object, "total")));
  json_array_foreach (children, i, row)
  {
    json_t *reasons = json_object_get (row, "reasons");

    g_assert_true (g_str_has_prefix (atlas_json_string (row, "route"), "child/"));
    g_assert_true (g_hash_table_add (seen, (gpointer) atlas_json_string (row, "child")));
    g_assert_null (json_object_get (row, "name"));
    g_assert_cmpuint (json_array_size (reasons), >, 0);
    json_array_foreach (reasons, r, reason)
    {
      g_assert_nonnull (json_object_get (counts, atlas_json_string (reason, "reason")));
      g_assert_nonnull (atlas_json_string (reason, "source"));
      g_assert_cmpint (atlas_date_parse (atlas_json_string (reason, "since")), <=,
                       atlas_date_parse ("2026-11-20"));
    }
  }

  g_assert_cmpuint (ctl_count (placed, "children"), ==,
                    (gsize) json_integer_value (json_object_get (counts, "placed")));
  g_assert_cmpuint (ctl_count (group, "children"), >=, ctl_count (placed, "children"));
  g_assert_cmpuint (ctl_count (before, "children"), ==, 0);
  g_assert_true (json_is_null (json_object_get (json_object_get (object, "register"),
                                                "kept_from")));
  row = json_array_get (json_object_get (named, "children"), 0);
  g_assert_cmpstr (atlas_json_string (row, "name"), !=, NULL);
}

static void
test_a_reason_that_is_none_is_refused (Ctl          *ctl,
                                       gconstpointer data)
{
  g_autofree char *complaint = NULL;
  g_autofree char *table = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, &complaint, "list", "not-in-full-time", "--reason",
                            "truancy", "--data", ctl->folder, NULL), ==, 2);
  g_assert_nonnull (strstr (complaint, "truancy"));
  g_assert_cmpint (ctl_run (NULL, &table, NULL, "list", "not-in-full-time", "--data", ctl->folder,
                            NULL), ==, 0);
  g_assert_nonnull (strstr (table, "As at 20 November 2026\n"));
  g_assert_nonnull (strstr (table, "children are not in full-time education\n"));
  g_assert_nonnull (strstr (table, "Demonstration"));
}

/* Nothing adverse is made up of a body that exists: hours, duties and demand name invented ones. */
static void
assert_invented (json_t     *object,
                 const char *rows,
                 const char *adverse)
{
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (object, rows), i, row)
  {
    if (json_number_value (json_object_get (row, adverse)) > 0)
      g_assert_nonnull (strstr (atlas_json_string (row, "route"), "/demo-"));
  }
}

/* T076, T122, T055: what the county watches beside its children's list. */
static void
test_demand_hours_and_duties (Ctl          *ctl,
                              gconstpointer data)
{
  g_autoptr(json_t) demand = ctl_ask (ctl, "list", "demand", NULL);
  g_autoptr(json_t) hours = ctl_ask (ctl, "list", "hours-given", NULL);
  g_autoptr(json_t) duties = ctl_ask (ctl, "list", "duties", NULL);
  g_autofree char *table = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpuint (ctl_count (demand, "demand"), >, 0);
  g_assert_cmpuint (ctl_count (demand, "areas"), ==, 9);
  g_assert_cmpstr (atlas_json_string (demand, "as_of"), ==, "2026-11-20");
  g_assert_cmpuint (ctl_count (hours, "provisions"), >, 0);
  g_assert_cmpuint (ctl_count (duties, "schools"), >, 0);
  g_assert_cmpstr (atlas_json_string (duties, "since"), ==, "2025-11-21");
  assert_invented (hours, "provisions", "missing");
  assert_invented (duties, "schools", "late");
  assert_invented (duties, "schools", "done_late");

  g_assert_cmpint (ctl_run (NULL, &table, NULL, "list", "duties", "--data", ctl->folder, NULL), ==,
                   0);
  g_assert_nonnull (strstr (table, "in_time"));
  g_assert_cmpint (ctl_run (NULL, NULL, &complaint, "list", "demand", "more", "--data",
                            ctl->folder, NULL), ==, 2);
}

/* The row of a figure, or of a figure in an area. */
static json_t *
find_row (json_t     *object,
          const char *rows,
          const char *figure,
          const char *area)
{
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (object, rows), i, row)
  {
    if (g_strcmp0 (atlas_json_string (row, "figure"), figure) == 0 &&
        (area == NULL || g_strcmp0 (atlas_json_string (row, "area"), area) == 0))
      return row;
  }

  return NULL;
}

/* T093, T092: the sets of 2016 and 2020 over the same records, by term */
static void
test_indicators (Ctl          *ctl,
                 gconstpointer data)
{
  g_autoptr(json_t) now = ctl_ask (ctl, "indicators", NULL);
  g_autoptr(json_t) old = ctl_ask (ctl, "indicators", "--set", "2016", "--term", "2026-autumn",
                                   "--show-small", NULL);
  g_autoptr(json_t) part = ctl_ask (ctl, "indicators", "--scope", "area/dspl2", NULL);
  json_t *row = find_row (old, "figures", "permanent", NULL);

  g_assert_cmpstr (atlas_json_string (now, "set"), ==, "2020");
  g_assert_cmpuint (ctl_count (now, "indicators"), ==, 10);
  g_assert_cmpuint (ctl_count (old, "indicators"), ==, 12);
  g_assert_cmpstr (atlas_json_string (now, "term"), ==, "2026-autumn");
  g_assert_cmpstr (atlas_json_string (now, "from"), ==, "2026-09-01");
  g_assert_cmpstr (atlas_json_string (now, "counted_to"), ==, "2026-11-20");
  g_assert_cmpstr (atlas_json_string (part, "scope"), ==, "area/dspl2");
  g_assert_true (json_is_null (json_object_get (old, "hidden_below")));
  g_assert_cmpint (json_integer_value (json_object_get (now, "hidden_below")), ==, 5);
  g_assert_cmpint (json_integer_value (json_object_get (row, "value")), >, 0);
  g_assert_cmpstr (atlas_json_string (row, "unit"), ==, "number");
  g_assert_cmpuint (ctl_count (now, "areas"), >=, 9);
  g_assert_nonnull (find_row (old, "figures", "restrictive", NULL));
  g_assert_null (find_row (now, "figures", "restrictive", NULL));
  g_assert_nonnull (find_row (now, "figures", "home-pressed", NULL));
}

/* T082: what is hidden has no number anywhere, in JSON or as CSV */
static void
test_small_numbers_are_hidden (Ctl          *ctl,
                               gconstpointer data)
{
  g_autoptr(json_t) hidden = ctl_ask (ctl, "indicators", NULL);
  g_autoptr(json_t) shown = ctl_ask (ctl, "indicators", "--show-small", NULL);
  g_autofree char *csv = NULL;
  guint n_hidden = 0;
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (hidden, "areas"), i, row)
  {
    json_t *other = find_row (shown, "areas", atlas_json_string (row, "figure"),
                              atlas_json_string (row, "area"));

    if (!json_is_true (json_object_get (row, "hidden")))
      continue;
    n_hidden++;
    g_assert_true (json_is_null (json_object_get (row, "value")));
    g_assert_true (json_is_null (json_object_get (row, "of")));
    g_assert_cmpstr (atlas_json_string (row, "text"), ==, "Hidden");
    g_assert_cmpstr (atlas_json_string (row, "note"), ==, "");
    g_assert_false (json_is_true (json_object_get (other, "hidden")));
  }
  g_assert_cmpuint (n_hidden, >, 0);
  g_assert_cmpint (ctl_run (NULL, &csv, NULL, "indicators", "--by", "area", "--format", "csv",
                            "--data", ctl->folder, NULL), ==, 0);
  g_assert_true (g_str_has_prefix (csv, "area,area_name,number,indicator,figure,"));
  g_assert_nonnull (strstr (csv, ",Hidden,true"));
}

static void
test_indicators_are_exported (Ctl          *ctl,
                              gconstpointer data)
{
  g_autofree char *path = g_build_filename (ctl->place, "indicators.csv", NULL);
  g_autofree char *printed = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "indicators", path, "--set", "2016",
                            "--by", "term", "--data", ctl->folder, NULL), ==, 0);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ctl_run (NULL, &printed, NULL, "indicators", "--set", "2016", "--by", "term",
                            "--format", "csv", "--data", ctl->folder, NULL), ==, 0);
  g_assert_cmpstr (text, ==, printed);
  g_assert_cmpint (ctl_run (NULL, NULL, &complaint, "export", "indicators", path, "--set", "1999",
                            "--data", ctl->folder, NULL), ==, 2);
}

static void
test_indicators_that_are_none_are_refused (Ctl          *ctl,
                                           gconstpointer data)
{
  static const struct { const char *option, *value, *told; } cases[] = {
    { "--set", "1999", "2016, 2020" }, { "--term", "2019-autumn", "2025-autumn, 2026-spring" },
    { "--term", "autumn", "2026-autumn" }, { "--cohort", "tall", "pupil-premium" },
    { "--by", "school", "figure, term, area or cohort" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *complaint = NULL;

      g_assert_cmpint (ctl_run (NULL, NULL, &complaint, "indicators", cases[i].option,
                                cases[i].value, "--data", ctl->folder, NULL), ==, 2);
      g_assert_nonnull (strstr (complaint, cases[i].told));
    }
}

#define ADD(path, function) g_test_add (path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  ADD ("/ctl/children-not-in-full-time-education", test_children_not_in_full_time_education);
  ADD ("/ctl/demand-hours-and-duties", test_demand_hours_and_duties);
  ADD ("/ctl/a-reason-that-is-none-is-refused", test_a_reason_that_is_none_is_refused);
  ADD ("/ctl/indicators", test_indicators);
  ADD ("/ctl/small-numbers-are-hidden", test_small_numbers_are_hidden);
  ADD ("/ctl/indicators-are-exported", test_indicators_are_exported);
  ADD ("/ctl/indicators-that-are-none-are-refused", test_indicators_that_are_none_are_refused);

  return g_test_run ();
}
