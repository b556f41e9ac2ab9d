/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a county watches: children not in full-time education, demand, hours and duties. */
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

#define ADD(path, function) g_test_add (path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  ADD ("/ctl/children-not-in-full-time-education", test_children_not_in_full_time_education);
  ADD ("/ctl/demand-hours-and-duties", test_demand_hours_and_duties);
  ADD ("/ctl/a-reason-that-is-none-is-refused", test_a_reason_that_is_none_is_refused);

  return g_test_run ();
}
