/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/atlas-store-moves.h"

#include "case-county.h"

#define N_CHILDREN 240

/* Every range of days, and an INSET day of a school, or of the county, more. */
static GPtrArray *
with_inset (AtlasStore *store,
            const char *school,
            const char *day)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_calendar_range_type);
  GPtrArray *ranges = atlas_store_list (store, query, &error);
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) fields = json_pack ("{s:s*, s:s, s:{s:s, s:s}}", "establishment", school,
                                        "kind", "inset", "days", "from", day, "to", day);

  g_assert_no_error (error);
  g_ptr_array_add (ranges, atlas_record_new (&atlas_calendar_range_type, id, 0, fields, &error));
  g_assert_no_error (error);

  return ranges;
}

static void
enter (AtlasStore  *store,
       AtlasRecord *range)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("INSET");

  atlas_change_set_create (set, "calendar_range", atlas_record_get_id (range),
                           atlas_record_to_fields (range));
  atlas_store_apply (store, set, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list_moves (AtlasStore *store,
            GPtrArray  *ranges)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *moves = atlas_store_list_clock_moves (store, ranges, case_today (), &error);

  g_assert_no_error (error);
  return moves;
}

/* The due days of all clocks, by rule and record. */
static GHashTable *
due_days (AtlasStore *store)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasClockBook) book = atlas_clock_book_new ();
  g_autoptr(GArray) clocks = NULL;
  GHashTable *days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  atlas_clock_book_update (book, store, case_today (), &error);
  g_assert_no_error (error);
  clocks = atlas_clock_book_get_all (book);
  for (guint i = 0; i < clocks->len; i++)
    {
      const AtlasCaseClock *clock = &g_array_index (clocks, AtlasCaseClock, i);

      g_hash_table_insert (days, g_strconcat (clock->clock.rule->id, "/", clock->record, NULL),
                           GINT_TO_POINTER (clock->clock.due));
    }

  return days;
}

static guint
count_differences (GHashTable *before,
                   GHashTable *after)
{
  GHashTableIter iter;
  gpointer name;
  gpointer due;
  gpointer then;
  guint n = 0;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &name, &due))
    n += !g_hash_table_lookup_extended (after, name, NULL, &then) || then != due;
  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    n += !g_hash_table_contains (before, name);

  return n;
}

/* T048: a new INSET day moves Day 6, and what is said before it is entered comes true */
static void
test_what_is_foretold_comes_true (CaseStore    *fixture,
                                  gconstpointer data)
{
  g_autoptr(GPtrArray) ranges = with_inset (fixture->store, NULL, "2026-11-26");
  g_autoptr(GPtrArray) moves = list_moves (fixture->store, ranges);
  g_autoptr(GHashTable) before = due_days (fixture->store);
  g_autoptr(GHashTable) after = NULL;
  gboolean has_day6 = FALSE;

  enter (fixture->store, g_ptr_array_index (ranges, ranges->len - 1));
  after = due_days (fixture->store);
  g_assert_cmpuint (moves->len, >, 0);
  g_assert_cmpuint (moves->len, ==, count_differences (before, after));

  for (guint i = 0; i < moves->len; i++)
    {
      const AtlasClockMove *move = g_ptr_array_index (moves, i);
      const AtlasCaseClock *clock = &move->line->of;
      g_autofree char *name = g_strconcat (clock->clock.rule->id, "/", clock->record, NULL);
      gpointer due = GINT_TO_POINTER (ATLAS_DATE_NONE);

      g_hash_table_lookup_extended (after, name, NULL, &due);
      g_assert_cmpint (move->to, ==, GPOINTER_TO_INT (due));
      g_assert_cmpint (move->because, ==, case_day ("2026-11-26"));
      g_assert_cmpint (move->became, ==, ATLAS_CLOSED_INSET);
      has_day6 = has_day6 || g_str_equal (clock->clock.rule->id, "day6");
    }
  g_assert_true (has_day6);
}

static void
test_a_schools_day_moves_its_own_children_alone (CaseStore    *fixture,
                                                 gconstpointer data)
{
  g_autoptr(GPtrArray) of_county = with_inset (fixture->store, NULL, "2026-11-26");
  g_autoptr(GPtrArray) all = list_moves (fixture->store, of_county);
  guint n = 0;

  for (int school = 0; school < CASE_N_SCHOOLS; school++)
    {
      g_autofree char *name = g_strdup_printf ("Invented School %d", school + 1);
      g_autoptr(GPtrArray) ranges = with_inset (fixture->store, fixture->county.schools[school],
                                                "2026-11-26");
      g_autoptr(GPtrArray) moves = list_moves (fixture->store, ranges);

      for (guint i = 0; i < moves->len; i++)
        {
          const AtlasClockMove *move = g_ptr_array_index (moves, i);

          g_assert_cmpstr (move->line->name, ==, name);
        }
      n += moves->len;
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <=, all->len);
}

static void
test_a_day_that_nobody_counts_moves_nothing (CaseStore    *fixture,
                                             gconstpointer data)
{
  g_autoptr(GPtrArray) weekend = with_inset (fixture->store, NULL, "2026-11-28");
  g_autoptr(GPtrArray) none = list_moves (fixture->store, weekend);
  g_autoptr(GPtrArray) holiday = with_inset (fixture->store, NULL, "2026-12-22");
  g_autoptr(GPtrArray) none_either = list_moves (fixture->store, holiday);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (none_either->len, ==, 0);
}

static void
test_without_any_days_no_due_day_is_known (CaseStore    *fixture,
                                           gconstpointer data)
{
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(GPtrArray) moves = list_moves (fixture->store, nothing);

  g_assert_cmpuint (moves->len, >, 0);
  for (guint i = 0; i < moves->len; i++)
    {
      const AtlasClockMove *move = g_ptr_array_index (moves, i);

      if (g_str_equal (move->line->of.clock.rule->id, "day6"))
        g_assert_cmpint (move->to, ==, ATLAS_DATE_NONE);
    }
}

#define ADD(path, function) \
  g_test_add (path, CaseStore, GINT_TO_POINTER (N_CHILDREN), case_store_set_up, function, \
              case_store_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/moves/what-is-foretold-comes-true", test_what_is_foretold_comes_true);
  ADD ("/store/moves/a-schools-day-moves-its-own-children-alone",
       test_a_schools_day_moves_its_own_children_alone);
  ADD ("/store/moves/a-day-that-nobody-counts-moves-nothing",
       test_a_day_that_nobody_counts_moves_nothing);
  ADD ("/store/moves/without-any-days-no-due-day-is-known",
       test_without_any_days_no_due_day_is_known);

  return g_test_run ();
}
