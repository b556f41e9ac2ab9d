/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "../isolate.h"
#include "ctl-run.h"
#include "store/atlas-store.h"

#define DONE     0
#define FINDINGS 1
#define USAGE    2
#define FAILURE  3

static json_t *
find_row (json_t     *object,
          const char *rows,
          const char *member,
          const char *value)
{
  json_t *array = json_object_get (object, rows);

  for (gsize i = 0; i < json_array_size (array); i++)
    {
      json_t *row = json_array_get (array, i);

      if (g_strcmp0 (atlas_json_string (row, member), value) == 0)
        return row;
    }

  return NULL;
}

static void
test_areas_are_listed_in_json (Ctl          *ctl,
                               gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "list", "area", "--as-of", "2026-11-20", NULL);
  json_t *area = find_row (object, "records", "key", "dspl2");

  g_assert_cmpstr (atlas_json_string (object, "type"), ==, "area");
  g_assert_cmpstr (atlas_json_string (object, "as_of"), ==, "2026-11-20");
  g_assert_cmpuint (ctl_count (object, "records"), ==, 9);
  g_assert_cmpstr (atlas_json_string (area, "name"), ==, "Stevenage");
  g_assert_cmpuint (strlen (atlas_json_string (area, "id")), ==, 36);
}

static void
test_lists_are_of_a_day (Ctl          *ctl,
                         gconstpointer data)
{
  g_autoptr(json_t) then = ctl_ask (ctl, "list", "provision", "--as-of", "2016-05-01", NULL);
  g_autoptr(json_t) later = ctl_ask (ctl, "list", "provision", "--as-of", "2020-03-01", NULL);

  g_assert_nonnull (find_row (then, "records", "key", "psb-the-leys"));
  g_assert_null (find_row (then, "records", "key", "pbs-willow"));
  g_assert_null (find_row (later, "records", "key", "psb-the-leys"));
  g_assert_nonnull (find_row (later, "records", "key", "pbs-willow"));
}

static void
test_a_scope_narrows_a_list (Ctl          *ctl,
                             gconstpointer data)
{
  g_autoptr(json_t) all = ctl_ask (ctl, "list", "partnership", NULL);
  g_autoptr(json_t) some = ctl_ask (ctl, "list", "partnership", "--scope", "area/dspl1", NULL);

  g_assert_cmpuint (ctl_count (all, "records"), ==, 19);
  g_assert_cmpuint (ctl_count (some, "records"), ==, 4);
}

static void
test_csv_has_the_same_columns (Ctl          *ctl,
                               gconstpointer data)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "capacity", "--data", ctl->folder, "--format", "csv",
                            NULL), ==, DONE);
  g_assert_true (g_str_has_prefix (out, "provision,place,service,phase,commissioned,on_roll,held,"
                                   "offered,day6_kept,leaving,free,as_last_sent"));
  g_assert_nonnull (strstr (out, "\nnhas,nhas,ap,secondary,10,"));
}

static void
test_a_table_says_that_it_is_a_demonstration (Ctl          *ctl,
                                              gconstpointer data)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "capacity", "--data", ctl->folder, NULL), ==, DONE);
  g_assert_nonnull (strstr (out, "Demonstration"));
}

static void
test_pages_show_their_facts (Ctl          *ctl,
                             gconstpointer data)
{
  static const char * const routes[] = {
    "county", "area/dspl2", "partnership/lsp-royston", "provision/nhas", "referral/D1-001",
    "establishment/demo-school-001", "panel/demo-panel-1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autoptr(json_t) object = ctl_ask (ctl, "show", routes[i], "--as-of", "2026-11-20", NULL);

      g_assert_cmpstr (atlas_json_string (object, "route"), ==, routes[i]);
      g_assert_cmpstr (atlas_json_string (object, "as_of"), ==, "2026-11-20");
      g_assert_cmpuint (json_object_size (json_object_get (object, "facts")), >, 0);
    }
}

static void
test_lead_schools_are_those_of_the_day (Ctl          *ctl,
                                        gconstpointer data)
{
  g_autoptr(json_t) then = ctl_ask (ctl, "show", "area/dspl1", "--as-of", "2016-05-01", NULL);
  g_autoptr(json_t) later = ctl_ask (ctl, "show", "area/dspl1", "--as-of", "2020-03-01", NULL);
  g_autofree char *text_then = atlas_json_to_text (then);
  g_autofree char *text_later = atlas_json_to_text (later);

  g_assert_nonnull (strstr (text_then, "York Road Nursery School"));
  g_assert_null (strstr (text_later, "York Road Nursery School"));
  g_assert_nonnull (strstr (text_later, "Wymondley"));
}

static void
test_day6_counts_six_days (Ctl          *ctl,
                           gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "day6", "2026-10-20", "--session", "pm", NULL);
  json_t *weekend = find_row (object, "skipped", "date", "2026-10-24");

  g_assert_cmpstr (atlas_json_string (object, "first"), ==, "2026-10-21");
  g_assert_cmpuint (ctl_count (object, "days"), ==, 6);
  g_assert_cmpstr (atlas_json_string (object, "due"), ==, "2026-11-04");
  g_assert_true (atlas_json_boolean (object, "provisional"));
  g_assert_cmpstr (atlas_json_string (weekend, "why"), ==, "weekend");
}

static void
test_day6_beyond_the_calendar_is_not_known (Ctl          *ctl,
                                            gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "day6", "2041-10-20", "--session", "am", NULL);

  g_assert_true (json_is_null (json_object_get (object, "due")));
  g_assert_true (atlas_json_boolean (object, "provisional"));
}

static void
test_a_schools_own_days_move_day6 (Ctl          *ctl,
                                   gconstpointer data)
{
  g_autoptr(json_t) schools = ctl_ask (ctl, "list", "calendar_range", NULL);
  json_t *inset = find_row (schools, "records", "kind", "inset");
  const char *school = atlas_json_string (inset, "establishment");
  g_autoptr(json_t) object = NULL;

  g_assert_nonnull (school);
  object = ctl_ask (ctl, "day6", "2026-11-10", "--session", "am", "--establishment", school, NULL);
  g_assert_false (atlas_json_boolean (object, "provisional"));
}

/* A school that says so, and has no INSET day in term, is not provisional any more. */
static void
test_a_school_that_has_entered_its_days_is_firm (Ctl          *ctl,
                                                 gconstpointer data)
{
  g_autoptr(json_t) schools = ctl_ask (ctl, "list", "establishment", NULL);
  json_t *school = json_array_get (json_object_get (schools, "records"), 0);
  const char *id = NULL;
  g_autofree char *set = NULL;
  g_autoptr(json_t) before = NULL;
  g_autoptr(json_t) after = NULL;

  for (gsize i = 1; atlas_json_boolean (school, "own_days_entered") ||
       atlas_json_string (school, "phase") == NULL; i++)
    school = json_array_get (json_object_get (schools, "records"), i);
  id = atlas_json_string (school, "id");
  g_assert_nonnull (id);
  before = ctl_ask (ctl, "day6", "2026-11-10", "--session", "am", "--establishment", id, NULL);
  g_assert_true (atlas_json_boolean (before, "provisional"));

  set = g_strdup_printf ("{\"label\":\"Days entered\",\"ops\":[{\"op\":\"set\",\"type\":"
                         "\"establishment\",\"id\":\"%s\",\"base\":0,\"fields\":"
                         "{\"own_days_entered\":[%s,true]}}]}", id,
                         json_object_get (school, "own_days_entered") == NULL ||
                         json_is_null (json_object_get (school, "own_days_entered"))
                         ? "null" : "false");
  g_assert_cmpint (ctl_run (set, NULL, NULL, "apply", "-", "--data", ctl->folder, NULL), ==, DONE);
  after = ctl_ask (ctl, "day6", "2026-11-10", "--session", "am", "--establishment", id, NULL);
  g_assert_false (atlas_json_boolean (after, "provisional"));
}

static void
test_day6_before_the_calendar_is_not_known (Ctl          *ctl,
                                            gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "day6", "1900-01-02", "--session", "am", NULL);

  g_assert_true (json_is_null (json_object_get (object, "due")));
  g_assert_true (atlas_json_boolean (object, "provisional"));
  g_assert_cmpuint (ctl_count (object, "skipped"), ==, 0);
}

/* T055, T056, T070: deadlines of children and of provisions, each with its route */
static void
test_clocks_are_of_children_and_provisions (Ctl          *ctl,
                                            gconstpointer data)
{
  g_autoptr(json_t) all = ctl_ask (ctl, "clocks", NULL);
  json_t *day6 = find_row (all, "clocks", "clock", "day6");
  json_t *check = find_row (all, "clocks", "clock", "check-safeguarding");

  g_assert_true (g_str_has_prefix (atlas_json_string (day6, "route"), "referral/"));
  g_assert_true (g_str_has_prefix (atlas_json_string (check, "route"), "provision/"));
  g_assert_cmpstr (atlas_json_string (check, "owed_by"), ==, "provision");
  g_assert_null (find_row (all, "clocks", "state", "met"));
}

static void
test_clocks_give_their_source (Ctl          *ctl,
                               gconstpointer data)
{
  g_autoptr(json_t) all = ctl_ask (ctl, "clocks", "--as-of", "2026-11-20", NULL);
  g_autoptr(json_t) soon = ctl_ask (ctl, "clocks", "--due-within", "1", NULL);
  g_autoptr(json_t) never = ctl_ask (ctl, "clocks", "--as-of", "2010-01-01", NULL);
  json_t *clock = json_array_get (json_object_get (all, "clocks"), 0);
  static const char * const members[] = {
    "record", "route", "clock", "owed_by", "due", "state", "source",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_nonnull (atlas_json_string (clock, members[i]));
  g_assert_nonnull (find_row (all, "clocks", "state", "late"));
  g_assert_nonnull (find_row (all, "clocks", "state", "due"));
  g_assert_cmpuint (ctl_count (soon, "clocks"), <, ctl_count (all, "clocks"));
  g_assert_cmpuint (ctl_count (soon, "clocks"), >, 0);
  g_assert_cmpuint (ctl_count (never, "clocks"), ==, 0);
}

static void
test_capacity_counts_every_line (Ctl          *ctl,
                                 gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "capacity", NULL);
  g_autoptr(json_t) before = ctl_ask (ctl, "capacity", "--as-of", "2026-08-01", NULL);
  json_t *line = find_row (object, "lines", "provision", "nhas");
  json_t *not_known = find_row (before, "lines", "provision", "nhas");

  g_assert_cmpint (atlas_json_integer (line, "commissioned", -1), ==, 10);
  g_assert_cmpint (atlas_json_integer (line, "free", -1), ==,
                   10 - atlas_json_integer (line, "on_roll", -1));
  g_assert_true (json_is_null (json_object_get (not_known, "free")));
  g_assert_true (json_is_null (json_object_get (not_known, "as_last_sent")));
  g_assert_cmpstr (atlas_json_string (not_known, "text"), ==, "No return received");
}

/* Over-filled said plainly, and the age of every figure. */
static void
test_capacity_says_what_is_over_filled (Ctl          *ctl,
                                        gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "capacity", NULL);
  json_t *lines = json_object_get (object, "lines");
  guint n_over = 0;

  for (gsize i = 0; i < json_array_size (lines); i++)
    {
      json_t *line = json_array_get (lines, i);
      const char *text = atlas_json_string (line, "text");
      gint64 taken = atlas_json_integer (line, "on_roll", 0) +
                     atlas_json_integer (line, "offered", 0);

      g_assert_true (json_is_boolean (json_object_get (line, "old")));
      if (taken <= atlas_json_integer (line, "commissioned", 0))
        continue;
      n_over++;
      g_assert_nonnull (strstr (text, "than places"));
    }
  g_assert_cmpuint (n_over, >, 0);
}

/* T012: match filter; T029: Day 6 is not offered where there is none. */
static void
test_find_place_says_why_or_what_stands_in_the_way (Ctl          *ctl,
                                                    gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "find-place", "D1-001", NULL);
  g_autoptr(json_t) capacity = ctl_ask (ctl, "capacity", NULL);
  json_t *results = json_object_get (object, "results");
  gboolean is_past_the_fitting = FALSE;

  g_assert_true (atlas_json_boolean (object, "day6"));
  g_assert_cmpuint (json_array_size (results), ==, ctl_count (capacity, "lines"));
  for (gsize i = 0; i < json_array_size (results); i++)
    {
      json_t *row = json_array_get (results, i);
      gboolean fits = atlas_json_boolean (row, "fits");

      g_assert_cmpint (fits, ==, json_array_size (json_object_get (row, "in_the_way")) == 0);
      g_assert_false (fits && is_past_the_fitting);
      is_past_the_fitting = !fits;
    }
  g_assert_true (is_past_the_fitting);
  g_assert_true (atlas_json_boolean (json_array_get (results, 0), "fits"));
}

static void
test_find_place_refuses_what_it_cannot_look_for (Ctl          *ctl,
                                                 gconstpointer data)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "find-place", "--data", ctl->folder, NULL), ==,
                   USAGE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "find-place", "D1-001", "--within", "-3", "--data",
                            ctl->folder, NULL), ==, USAGE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "find-place", "D1-001", "--needs-by", "soon",
                            "--data", ctl->folder, NULL), ==, USAGE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "find-place", "D9-999", "--data", ctl->folder,
                            NULL), ==, FAILURE);
  g_assert_cmpint (ctl_run (NULL, &out, NULL, "find-place", "D1-001", "--within", "3", "--format",
                            "csv", "--data", ctl->folder, NULL), ==, DONE);
  g_assert_nonnull (strstr (out, "miles from home, further than 3"));
}

/* T123: forecast: date when demand passes places. */
static void
test_forecast_says_when_places_are_full_or_why_not (Ctl          *ctl,
                                                    gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "forecast", NULL);
  g_autoptr(json_t) again = ctl_ask (ctl, "forecast", NULL);
  g_autoptr(json_t) part = ctl_ask (ctl, "forecast", "--scope", "provision/nhas", NULL);
  json_t *all = find_row (object, "forecasts", "of", "scope");
  json_t *line = find_row (part, "forecasts", "of", "place");

  g_assert_true (json_equal (object, again));
  g_assert_cmpint (atlas_json_integer (object, "seed", 0), ==, 2020);
  for (gsize i = 0; i < ctl_count (object, "forecasts"); i++)
    {
      json_t *row = json_array_get (json_object_get (object, "forecasts"), i);
      gsize n_weeks = json_array_size (json_object_get (row, "weeks"));

      g_assert_cmpuint (n_weeks, ==, atlas_json_integer (row, "arrivals", 0) >= 12 &&
                        atlas_json_integer (row, "history_weeks", 0) >= 26 ? 26 : 0);
    }
  g_assert_nonnull (atlas_json_string (all, "text"));
  g_assert_cmpstr (atlas_json_string (line, "state"), ==, "not-enough-history");
  g_assert_true (json_is_null (json_object_get (line, "full")));
  g_assert_true (atlas_json_boolean (line, "invented"));
  g_assert_null (find_row (part, "forecasts", "of", "area"));
}

/* T031, T032: advice and outreach are counted by kind, school and term */
static void
test_activities_are_counted (Ctl          *ctl,
                             gconstpointer data)
{
  g_autoptr(json_t) object = ctl_ask (ctl, "activities", NULL);
  g_autoptr(json_t) part = ctl_ask (ctl, "activities", "--scope", "provision/nhas", NULL);
  json_t *first = json_array_get (json_object_get (object, "activities"), 0);

  g_assert_cmpuint (ctl_count (object, "activities"), >, 0);
  g_assert_cmpuint (ctl_count (part, "activities"), ==, 0);
  g_assert_nonnull (strstr (atlas_json_string (first, "term"), "autumn"));
  g_assert_nonnull (atlas_json_string (first, "school"));
  g_assert_cmpint (atlas_json_integer (first, "count", 0), >, 0);
  g_assert_true (json_is_true (json_object_get (first, "invented")));
}

/* T117: what panels decided, for a school, about its own pupils and nobody else's */
static void
test_a_school_sees_its_own_decisions (Ctl          *ctl,
                                      gconstpointer data)
{
  g_autoptr(json_t) schools = ctl_ask (ctl, "list", "establishment", NULL);
  json_t *records = json_object_get (schools, "records");
  gsize n = 0;

  for (gsize i = 0; i < json_array_size (records) && n == 0; i++)
    {
      const char *id = atlas_json_string (json_array_get (records, i), "id");
      json_t *invented = json_object_get (json_array_get (records, i), "invented");
      g_autoptr(json_t) object = NULL;
      json_t *row;

      if (!json_is_true (invented))
        continue;
      object = ctl_ask (ctl, "decisions", "--establishment", id, NULL);
      n = ctl_count (object, "decisions");
      row = json_array_get (json_object_get (object, "decisions"), 0);
      if (n == 0)
        continue;
      g_assert_nonnull (atlas_json_string (row, "reference"));
      g_assert_nonnull (atlas_json_string (row, "decision"));
      g_assert_null (json_object_get (row, "child"));
    }
  g_assert_cmpuint (n, >, 0);
}

static void
test_check_finds_what_rules_find (Ctl          *ctl,
                                  gconstpointer data)
{
  static const char * const checks[] = { "day6", "return", "places", "provider-check" };
  g_autofree char *out = NULL;
  g_autoptr(json_t) object = NULL;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "check", "--format", "json", "--data", ctl->folder,
                            NULL), ==, FINDINGS);
  object = atlas_json_parse (out, -1, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      json_t *finding = find_row (object, "findings", "check", checks[i]);

      g_assert_nonnull (finding);
      g_assert_nonnull (atlas_json_string (finding, "source"));
      g_assert_nonnull (atlas_json_string (finding, "text"));
    }
}

/* What somebody passed is counted, and listed when it is asked for. */
static void
test_check_leaves_out_what_was_passed (Ctl          *ctl,
                                       gconstpointer data)
{
  g_autofree char *out = NULL;
  g_autofree char *set = NULL;
  g_autoptr(json_t) before = NULL;
  g_autoptr(json_t) after = NULL;
  g_autoptr(json_t) passed = NULL;
  json_t *finding;

  ctl_run (NULL, &out, NULL, "check", "--format", "json", "--data", ctl->folder, NULL);
  before = atlas_json_parse (out, -1, NULL);
  finding = find_row (before, "findings", "check", "places");
  set = g_strdup_printf ("{\"label\":\"Passed\",\"ops\":[{\"op\":\"create\",\"type\":\"passed\","
                         "\"id\":\"01890000-0000-7000-8000-000000000001\",\"fields\":{"
                         "\"subject\":[\"place\",\"%s\"],\"check\":\"places\","
                         "\"reason\":\"Agreed until the new term\",\"by_name\":\"A. Officer\","
                         "\"role\":\"county_officer\",\"on\":\"2026-11-20\"}}]}",
                         atlas_json_string (finding, "record"));
  g_clear_pointer (&out, g_free);
  g_assert_cmpint (ctl_run (set, NULL, NULL, "apply", "-", "--data", ctl->folder, NULL), ==, DONE);

  ctl_run (NULL, &out, NULL, "check", "--format", "json", "--data", ctl->folder, NULL);
  after = atlas_json_parse (out, -1, NULL);
  g_assert_null (find_row (after, "findings", "check", "places"));
  g_assert_cmpint (atlas_json_integer (after, "passed", -1), ==,
                   atlas_json_integer (before, "passed", -1) + 1);

  g_clear_pointer (&out, g_free);
  ctl_run (NULL, &out, NULL, "check", "--passed", "--format", "json", "--data", ctl->folder, NULL);
  passed = atlas_json_parse (out, -1, NULL);
  finding = find_row (passed, "findings", "check", "places");
  g_assert_cmpstr (atlas_json_string (finding, "reason"), ==, "Agreed until the new term");
  g_assert_cmpstr (atlas_json_string (finding, "role"), ==, "county_officer");
}

/* Of the county's real provisions the demonstration says nothing that could harm a name. */
static void
test_check_finds_nothing_of_real_bodies (Ctl          *ctl,
                                         gconstpointer data)
{
  g_autofree char *out = NULL;
  g_autoptr(json_t) object = NULL;
  json_t *findings;

  ctl_run (NULL, &out, NULL, "check", "--format", "json", "--data", ctl->folder, NULL);
  object = atlas_json_parse (out, -1, NULL);
  findings = json_object_get (object, "findings");
  for (gsize i = 0; i < json_array_size (findings); i++)
    {
      const char *route = atlas_json_string (json_array_get (findings, i), "route");

      g_assert_true (g_str_has_prefix (route, "provision/demo-") ||
                     g_str_has_prefix (route, "referral/D1-"));
    }
}

static void
test_equal_seeds_make_equal_stores (Ctl          *ctl,
                                    gconstpointer data)
{
  g_autofree char *other = g_build_filename (ctl->place, "other", NULL);
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "init", "--demo", "--children", "60", "--seed", "7",
                            "--as-of", "2026-11-20", "--data", other, NULL), ==, DONE);
  ctl_run (NULL, &one, NULL, "list", "child", "--format", "csv", "--data", ctl->folder, NULL);
  ctl_run (NULL, &two, NULL, "list", "child", "--format", "csv", "--data", other, NULL);
  g_assert_cmpstr (one, ==, two);
  g_assert_cmpuint (strlen (one), >, 1000);
}

static void
test_nonsense_is_usage (Ctl          *ctl,
                        gconstpointer data)
{
  static const char * const lines[] = {
    "", "frobnicate", "list", "list nothing", "list area place", "show", "show \xc3\xa9/??",
    "list area --format yaml", "list area --as-of yesterday", "list area --as-of 2026-02-30",
    "list area --scope everywhere", "list area --scope child/x", "list area --no-such-option",
    "day6 2026-11-20", "day6 tomorrow --session am", "day6 2026-11-20 --session noon",
    "clocks --due-within -3", "clocks --due-within soon", "import", "import spells file",
    "import records nothing.csv", "export", "export spells", "export records", "apply",
    "clocks --due-within -1", "list area --data=", "init --pack=", "init --seed 3",
    "list place --search x",
    "init --children 5", "init --demo --children -1", "init --demo --children -2",
    "init --demo --seed -1", "history --limit 0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;
      int code = ctl_run_line (lines[i], &out, &err);

      g_test_message ("%s", lines[i]);
      g_assert_cmpint (code, ==, USAGE);
      g_assert_cmpstr (out, ==, "");
      g_assert_cmpuint (strlen (err), >, 0);
    }
}

static void
test_what_is_not_there_is_failure (Ctl          *ctl,
                                   gconstpointer data)
{
  g_autofree char *err = NULL;
  g_autofree char *nowhere = g_build_filename (ctl->place, "nowhere", NULL);

  g_assert_cmpint (ctl_run (NULL, NULL, &err, "list", "area", "--data", nowhere, NULL), ==,
                   FAILURE);
  g_assert_nonnull (strstr (err, "There is no store"));
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "show", "area/dspl99", "--data", ctl->folder, NULL),
                   ==, FAILURE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "day6", "2026-11-20", "--session", "am",
                            "--establishment", "nowhere", "--data", ctl->folder, NULL), ==,
                   FAILURE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "init", "--pack", "no-such-pack", "--data", nowhere,
                            NULL), ==, FAILURE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "init", "--demo", "--data", ctl->folder, NULL), ==,
                   FAILURE);
}

/* A slip in a scope must not look like a county in which nothing is owed; nor an empty file like a
 * county with nothing in it. */
static void
test_what_is_lost_does_not_look_empty (Ctl          *ctl,
                                       gconstpointer data)
{
  g_autofree char *path = g_build_filename (ctl->folder, "atlas.db", NULL);
  g_autofree char *scope = NULL;
  g_autofree char *child = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, &scope, "clocks", "--scope", "area/nowhere", "--data",
                            ctl->folder, NULL), ==, FAILURE);
  g_assert_nonnull (strstr (scope, "nowhere"));
  g_assert_cmpint (ctl_run (NULL, NULL, &child, "show", "child/x", "--data", ctl->folder, NULL),
                   ==, FAILURE);
  g_assert_null (strstr (child, "SQL"));

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (ctl_run (NULL, NULL, &err, "list", "area", "--data", ctl->folder, NULL), ==,
                   FAILURE);
  g_assert_nonnull (strstr (err, "Nothing has been changed"));
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "verify", "--data", ctl->folder, NULL), ==, FAILURE);
}

/* A device is written to and stays one. */
static void
test_only_files_are_replaced (Ctl          *ctl,
                              gconstpointer data)
{
  g_autofree char *link = g_build_filename (ctl->place, "link", NULL);

  g_assert_cmpint (symlink ("/dev/null", link), ==, 0);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "directory", link, "--data", ctl->folder,
                            NULL), ==, DONE);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "directory", ctl->place, "--data",
                            ctl->folder, NULL), ==, FAILURE);
}

static void
test_a_folder_that_takes_nothing_is_failure (Ctl          *ctl,
                                             gconstpointer data)
{
  g_autofree char *file = ctl_write_file (ctl, "file", "not a folder");
  g_autofree char *inside = g_build_filename (file, "store", NULL);
  g_autofree char *err = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, &err, "init", "--data", inside, NULL), ==, FAILURE);
  g_assert_cmpuint (strlen (err), >, 0);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "directory", inside, "--data", ctl->folder,
                            NULL), ==, FAILURE);
}

static void
test_a_damaged_store_is_said_to_be_so (Ctl          *ctl,
                                       gconstpointer data)
{
  g_autofree char *path = g_build_filename (ctl->folder, "atlas.db", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *err = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  memset (bytes + length / 3, 0xa5, length / 3);
  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "verify", "--data", ctl->folder, NULL), !=, DONE);

  g_file_set_contents (path, "This is no database, whatever it is called.", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ctl_run (NULL, NULL, &err, "list", "area", "--data", ctl->folder, NULL), ==,
                   FAILURE);
  g_assert_cmpuint (strlen (err), >, 0);
}

static void
test_a_newer_store_is_left_alone (Ctl          *ctl,
                                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasStore) store = atlas_store_open (ctl->folder, ATLAS_STORE_DEFAULT, &error);
  g_autofree char *err = NULL;

  g_assert_no_error (error);
  atlas_db_set_version (atlas_store_get_db (store), 999, &error);
  g_assert_no_error (error);
  g_clear_pointer (&store, atlas_store_close);

  g_assert_cmpint (ctl_run (NULL, NULL, &err, "list", "area", "--data", ctl->folder, NULL), ==,
                   FAILURE);
  g_assert_nonnull (strstr (err, "999"));
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "verify", "--data", ctl->folder, NULL), ==, FAILURE);
}

static void
test_help_names_every_command (void)
{
  g_autofree char *out = NULL;
  g_autofree char *one = NULL;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "--help", NULL), ==, DONE);
  g_assert_nonnull (strstr (out, "capacity"));
  g_assert_cmpint (ctl_run (NULL, &one, NULL, "day6", "--help", NULL), ==, DONE);
  g_assert_nonnull (strstr (one, "--session"));
}

#define ADD(path, function) g_test_add (path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  ADD ("/ctl/areas-are-listed-in-json", test_areas_are_listed_in_json);
  ADD ("/ctl/lists-are-of-a-day", test_lists_are_of_a_day);
  ADD ("/ctl/a-scope-narrows-a-list", test_a_scope_narrows_a_list);
  ADD ("/ctl/csv-has-the-same-columns", test_csv_has_the_same_columns);
  ADD ("/ctl/a-table-says-that-it-is-a-demonstration",
       test_a_table_says_that_it_is_a_demonstration);
  ADD ("/ctl/pages-show-their-facts", test_pages_show_their_facts);
  ADD ("/ctl/lead-schools-are-those-of-the-day", test_lead_schools_are_those_of_the_day);
  ADD ("/ctl/day6-counts-six-days", test_day6_counts_six_days);
  ADD ("/ctl/day6-beyond-the-calendar-is-not-known", test_day6_beyond_the_calendar_is_not_known);
  ADD ("/ctl/a-schools-own-days-move-day6", test_a_schools_own_days_move_day6);
  ADD ("/ctl/a-school-that-has-entered-its-days-is-firm",
       test_a_school_that_has_entered_its_days_is_firm);
  ADD ("/ctl/day6-before-the-calendar-is-not-known", test_day6_before_the_calendar_is_not_known);
  ADD ("/ctl/clocks-are-of-children-and-provisions", test_clocks_are_of_children_and_provisions);
  ADD ("/ctl/clocks-give-their-source", test_clocks_give_their_source);
  ADD ("/ctl/capacity-counts-every-line", test_capacity_counts_every_line);
  ADD ("/ctl/capacity-says-what-is-over-filled", test_capacity_says_what_is_over_filled);
  ADD ("/ctl/find-place-says-why-or-what-stands-in-the-way",
       test_find_place_says_why_or_what_stands_in_the_way);
  ADD ("/ctl/find-place-refuses-what-it-cannot-look-for",
       test_find_place_refuses_what_it_cannot_look_for);
  ADD ("/ctl/forecast-says-when-places-are-full-or-why-not",
       test_forecast_says_when_places_are_full_or_why_not);
  ADD ("/ctl/activities-are-counted", test_activities_are_counted);
  ADD ("/ctl/a-school-sees-its-own-decisions", test_a_school_sees_its_own_decisions);
  ADD ("/ctl/check-finds-what-rules-find", test_check_finds_what_rules_find);
  ADD ("/ctl/check-leaves-out-what-was-passed", test_check_leaves_out_what_was_passed);
  ADD ("/ctl/check-finds-nothing-of-real-bodies", test_check_finds_nothing_of_real_bodies);
  ADD ("/ctl/equal-seeds-make-equal-stores", test_equal_seeds_make_equal_stores);
  ADD ("/ctl/nonsense-is-usage", test_nonsense_is_usage);
  ADD ("/ctl/what-is-not-there-is-failure", test_what_is_not_there_is_failure);
  ADD ("/ctl/what-is-lost-does-not-look-empty", test_what_is_lost_does_not_look_empty);
  ADD ("/ctl/only-files-are-replaced", test_only_files_are_replaced);
  ADD ("/ctl/a-folder-that-takes-nothing-is-failure", test_a_folder_that_takes_nothing_is_failure);
  ADD ("/ctl/a-damaged-store-is-said-to-be-so", test_a_damaged_store_is_said_to_be_so);
  ADD ("/ctl/a-newer-store-is-left-alone", test_a_newer_store_is_left_alone);
  g_test_add_func ("/ctl/help-names-every-command", test_help_names_every_command);

  return g_test_run ();
}
