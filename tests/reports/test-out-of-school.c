/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of children not in full-time education, over the invented county. */
#include "config.h"

#include "case-county.h"

#include "reports/atlas-out-of-school.h"
#include "store/atlas-store-cases.h"

#define N_CHILDREN 60

static AtlasOutOfSchool *
list_on (CaseStore  *fixture,
         const char *scope,
         AtlasDate   on)
{
  g_autoptr(GError) error = NULL;
  AtlasOutOfSchool *list = atlas_out_of_school_new (fixture->store, scope, on, &error);

  g_assert_no_error (error);
  return list;
}

static const AtlasOutRow *
find_row (const AtlasOutOfSchool *list,
          const char             *reference)
{
  for (guint i = 0; i < list->rows->len; i++)
    {
      const AtlasOutRow *row = g_ptr_array_index (list->rows, i);

      if (g_strcmp0 (row->reference, reference) == 0)
        return row;
    }

  return NULL;
}

/* T116: one count of children, each once, the longest out first */
static void
test_each_child_once (CaseStore    *fixture,
                      gconstpointer data)
{
  g_autoptr(AtlasOutOfSchool) list = list_on (fixture, NULL, case_today ());
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  AtlasDate last = G_MININT32 + 1;
  guint n_excluded = 0;

  g_assert_cmpuint (list->rows->len, >, 0);
  for (guint i = 0; i < list->rows->len; i++)
    {
      const AtlasOutRow *row = g_ptr_array_index (list->rows, i);

      g_assert_true (g_hash_table_add (seen, row->child));
      g_assert_cmpuint (row->reasons->len, >, 0);
      g_assert_cmpint (row->since, >=, last);
      last = row->since;
      n_excluded += (row->cohorts & 1u << ATLAS_COHORT_EXCLUDED) != 0;
    }
  g_assert_cmpuint (list->by_cohort[ATLAS_COHORT_EXCLUDED], ==, n_excluded);
  g_assert_cmpuint (list->by_reason[ATLAS_NOT_FULL_TIME_PERMANENT] +
                    list->by_reason[ATLAS_NOT_FULL_TIME_SUSPENDED], ==, n_excluded);
}

/* T055: whoever is late for Day 6 on the one list stands on the other */
static void
test_late_for_day6_is_on_it (CaseStore    *fixture,
                             gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasOutOfSchool) list = list_on (fixture, NULL, case_today ());
  g_autoptr(GPtrArray) day6 = atlas_store_list_day6 (fixture->store, NULL, case_today (), &error);
  guint n_late = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < day6->len; i++)
    {
      const AtlasDay6Row *one = g_ptr_array_index (day6, i);
      const AtlasOutRow *row = find_row (list, one->reference);

      if (one->status.clock.state != ATLAS_CLOCK_LATE)
        continue;
      n_late++;
      g_assert_nonnull (row);
      g_assert_true (row->cohorts & 1u << ATLAS_COHORT_EXCLUDED);
    }
  g_assert_cmpuint (n_late, >, 0);
}

static void
test_a_scope_is_a_part_of_it (CaseStore    *fixture,
                              gconstpointer data)
{
  g_autoptr(AtlasOutOfSchool) all = list_on (fixture, "county", case_today ());
  guint n = 0;

  for (int i = 0; i < CASE_N_AREAS; i++)
    {
      g_autofree char *scope = g_strdup_printf ("area/mark%d", i + 1);
      g_autoptr(AtlasOutOfSchool) part = list_on (fixture, scope, case_today ());

      n += part->rows->len;
      for (guint r = 0; r < part->rows->len; r++)
        {
          const AtlasOutRow *row = g_ptr_array_index (part->rows, r);

          g_assert_nonnull (find_row (all, row->reference));
        }
    }
  g_assert_cmpuint (n, ==, all->rows->len);
}

static void
test_earlier_days_can_be_asked (CaseStore    *fixture,
                                gconstpointer data)
{
  g_autoptr(AtlasOutOfSchool) now = list_on (fixture, NULL, case_today ());
  g_autoptr(AtlasOutOfSchool) then = list_on (fixture, NULL, case_today () - 400);
  const AtlasOutRow *row = g_ptr_array_index (now->rows, 0);
  g_autoptr(AtlasOutOfSchool) before = list_on (fixture, NULL, row->since - 1);
  g_autofree char *none = atlas_out_word_count (then->rows->len);

  g_assert_cmpuint (then->rows->len, ==, 0);
  g_assert_cmpstr (none, ==, "No child is known to be out of full-time education");
  g_assert_null (find_row (before, row->reference));
}

/* T054: a child who has several reasons is counted in each group, and once in all */
static void
test_several_reasons_are_one_child (CaseStore    *fixture,
                                    gconstpointer data)
{
  g_autoptr(AtlasOutOfSchool) before = list_on (fixture, NULL, case_today ());
  const AtlasOutRow *row = g_ptr_array_index (before->rows, 0);
  g_autofree char *text = NULL;
  g_autoptr(AtlasOutOfSchool) after = NULL;
  const char *child = row->child;

  g_free (case_add (&fixture->county, "timetable", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s}", "child", child, "kind", "part-time",
                               "starts", "2026-11-09", "hours_per_week", "12.5")));
  g_free (case_add (&fixture->county, "placement", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:s}", "child", child, "provision",
                               fixture->county.provisions[0], "place", fixture->county.places[0],
                               "service", "dual", "starts", "2026-11-10")));
  case_county_load (&fixture->county, fixture->store);

  after = list_on (fixture, NULL, case_today ());
  g_assert_cmpuint (after->rows->len, ==, before->rows->len);
  g_assert_cmpuint (after->by_cohort[ATLAS_COHORT_PART_TIME], ==,
                    before->by_cohort[ATLAS_COHORT_PART_TIME] + 1);
  g_assert_cmpuint (after->by_cohort[ATLAS_COHORT_EXCLUDED], ==,
                    before->by_cohort[ATLAS_COHORT_EXCLUDED]);
  row = find_row (after, row->reference);
  text = atlas_out_word_reasons (after, row);
  g_assert_nonnull (strstr (text, "Permanently excluded on "));
  g_assert_nonnull (strstr (text, " · Part-time timetable since 9 November, 12.5 hours a week · "
                            "Placed at "));
  g_assert_nonnull (strstr (text, " since 10 November"));
  g_assert_true (row->on_register);
  g_assert_true (atlas_out_row_has (row, 1u << ATLAS_NOT_FULL_TIME_PLACED));
  g_assert_true (atlas_out_row_has (row, 0));
  g_assert_false (atlas_out_row_has (row, 1u << ATLAS_NOT_FULL_TIME_HOME));
}

/* The register of children not in school is not in force until the county says from when. */
static void
test_the_county_says_from_when (CaseStore    *fixture,
                                gconstpointer data)
{
  g_autoptr(AtlasOutOfSchool) list = list_on (fixture, NULL, case_today ());
  g_autofree char *not_set = atlas_out_word_register (list);
  g_autofree char *later = NULL;
  g_autofree char *now = NULL;

  g_assert_nonnull (strstr (not_set, "this county has set no day"));
  list->register_from = case_today () + 1;
  later = atlas_out_word_register (list);
  g_assert_nonnull (strstr (later, "which this county keeps from 26 November 2026"));
  list->register_from = case_today ();
  now = atlas_out_word_register (list);
  g_assert_nonnull (strstr (now, "on the register of children not in school"));
  g_assert_null (strstr (now, "would"));
}

static void
test_json_has_no_names (CaseStore    *fixture,
                        gconstpointer data)
{
  g_autoptr(AtlasOutOfSchool) list = list_on (fixture, NULL, case_today ());
  g_autoptr(json_t) object = atlas_out_of_school_to_json (list, 0);
  g_autoptr(json_t) none = atlas_out_of_school_to_json (list, 1u << ATLAS_NOT_FULL_TIME_HOME);
  g_autofree char *text = atlas_json_to_text (object);
  static const char * const names[] = { "Amir", "Beth", "Esme", "Madeup", "Nobody", "Sample" };

  g_assert_cmpuint (json_array_size (json_object_get (object, "children")), ==, list->rows->len);
  g_assert_cmpuint (json_array_size (json_object_get (none, "children")), ==, 0);
  g_assert_cmpint (json_integer_value (json_object_get (none, "total")), ==, list->rows->len);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_null (strstr (text, names[i]));
  g_assert_nonnull (strstr (text, "Education Act 1996 s19(3A)"));
}

/* With ATLAS_WRITE_DOCS set, the page is written instead. */
static void
test_the_page_is_in_step (CaseStore    *fixture,
                          gconstpointer data)
{
  const char *mark = "| --- | --- | --- | --- | --- | --- |\n";
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "docs",
                                            "not-in-full-time.md", NULL);
  g_autoptr(GString) table = g_string_new (NULL);
  g_autofree char *page = NULL;
  char *start;

  for (int i = 0; i < ATLAS_N_NOT_FULL_TIME; i++)
    {
      const AtlasNotFullTimeRule *rule = atlas_not_full_time_rule ((AtlasNotFullTime) i);

      g_string_append_printf (table, "| `%s` | %s | %s | %s | %s | %s |\n", rule->id, rule->title,
                              atlas_cohort_get_title (rule->cohort),
                              rule->on_register ? "yes" : "no", rule->rule, rule->source);
    }
  g_assert_true (g_file_get_contents (path, &page, NULL, NULL));
  start = strstr (page, mark);
  g_assert_nonnull (start);
  start += strlen (mark);
  if (g_getenv ("ATLAS_WRITE_DOCS") != NULL)
    {
      g_string_prepend_len (table, page, start - page);
      g_assert_true (g_file_set_contents (path, table->str, -1, NULL));
      return;
    }

  g_assert_cmpstr (start, ==, table->str);
}

#define ADD(path, function) g_test_add (path, CaseStore, GINT_TO_POINTER (N_CHILDREN), \
                                        case_store_set_up, function, case_store_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/out-of-school/each-child-once", test_each_child_once);
  ADD ("/out-of-school/late-for-day6-is-on-it", test_late_for_day6_is_on_it);
  ADD ("/out-of-school/a-scope-is-a-part-of-it", test_a_scope_is_a_part_of_it);
  ADD ("/out-of-school/earlier-days-can-be-asked", test_earlier_days_can_be_asked);
  ADD ("/out-of-school/several-reasons-are-one-child", test_several_reasons_are_one_child);
  ADD ("/out-of-school/the-county-says-from-when", test_the_county_says_from_when);
  ADD ("/out-of-school/json-has-no-names", test_json_has_no_names);
  ADD ("/out-of-school/the-page-is-in-step", test_the_page_is_in_step);

  return g_test_run ();
}
