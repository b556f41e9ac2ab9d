/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../isolate.h"
#include "store/atlas-clock-book.h"
#include "store/atlas-store-cases.h"

#include "case-county.h"

#define N_CHILDREN 240

typedef struct {
  CaseStore       store;
  AtlasClockBook *book;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  case_store_set_up (&fixture->store, GINT_TO_POINTER (N_CHILDREN));
  fixture->book = atlas_clock_book_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  atlas_clock_book_free (fixture->book);
  case_store_tear_down (&fixture->store, data);
}

static void
update (Fixture        *fixture,
        AtlasClockBook *book,
        AtlasDate       on)
{
  g_autoptr(GError) error = NULL;

  atlas_clock_book_update (book, fixture->store.store, on, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list (Fixture         *fixture,
      AtlasClockBook  *book,
      AtlasClockFilter filter)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *lines = atlas_clock_book_list (book, fixture->store.store, &filter, NULL, &error);

  g_assert_no_error (error);
  return lines;
}

static const AtlasClockLine *
find_line (GPtrArray  *lines,
           const char *rule,
           const char *record)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const AtlasClockLine *line = g_ptr_array_index (lines, i);

      if (g_str_equal (line->of.clock.rule->id, rule) && g_str_equal (line->of.record, record))
        return line;
    }

  return NULL;
}

/* T048, T055: the book's Day 6 is the one that Today lists */
static void
test_day6_is_as_listed (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  guint n_day6 = 0;

  update (fixture, fixture->book, case_today ());
  lines = list (fixture, fixture->book, (AtlasClockFilter) { 0 });
  rows = atlas_store_list_day6 (fixture->store.store, NULL, case_today (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, >, 0);

  for (guint i = 0; i < rows->len; i++)
    {
      const AtlasDay6Row *row = g_ptr_array_index (rows, i);
      const AtlasClockLine *line = find_line (lines, "day6", row->exclusion);

      g_assert_nonnull (line);
      g_assert_cmpint (line->of.clock.due, ==, row->status.clock.due);
      g_assert_cmpint (line->of.clock.state, ==, row->status.clock.state);
      g_assert_cmpint (line->of.clock.days_late, ==, row->status.clock.days_late);
      g_assert_cmpstr (line->reference, ==, row->reference);
      g_assert_cmpint (line->year_group, ==, row->year_group);
      g_assert_cmpstr (line->town, ==, row->town);
    }
  for (guint i = 0; i < lines->len; i++)
    n_day6 += g_str_equal (((AtlasClockLine *) g_ptr_array_index (lines, i))->of.clock.rule->id,
                           "day6");
  g_assert_cmpuint (n_day6, ==, rows->len);
}

/* A book that was kept says what a new one says. */
static void
assert_up_to_date (Fixture *fixture)
{
  g_autoptr(AtlasClockBook) fresh = atlas_clock_book_new ();
  g_autoptr(GPtrArray)      kept_lines = NULL;
  g_autoptr(GPtrArray)      fresh_lines = NULL;

  update (fixture, fixture->book, case_today ());
  update (fixture, fresh, case_today ());
  kept_lines = list (fixture, fixture->book, (AtlasClockFilter) { 0 });
  fresh_lines = list (fixture, fresh, (AtlasClockFilter) { 0 });
  g_assert_cmpuint (kept_lines->len, ==, fresh_lines->len);
  for (guint i = 0; i < kept_lines->len; i++)
    {
      const AtlasClockLine *kept = g_ptr_array_index (kept_lines, i);
      const AtlasClockLine *made = g_ptr_array_index (fresh_lines, i);

      g_assert_cmpstr (kept->of.record, ==, made->of.record);
      g_assert_true (kept->of.clock.rule == made->of.clock.rule);
      g_assert_cmpint (kept->of.clock.due, ==, made->of.clock.due);
      g_assert_cmpint (kept->of.clock.state, ==, made->of.clock.state);
    }
}

static AtlasRecord *
get (Fixture    *fixture,
     const char *type,
     const char *id)
{
  g_autoptr(GError) error = NULL;
  AtlasRecord *record = atlas_store_get (fixture->store.store, type, id, &error);

  g_assert_no_error (error);
  return record;
}

static const AtlasClockLine *
first_of (GPtrArray  *lines,
          const char *rule)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const AtlasClockLine *line = g_ptr_array_index (lines, i);

      if (g_str_equal (line->of.clock.rule->id, rule))
        return line;
    }

  g_assert_not_reached ();
}

/* Only the child whose record changed is read again, and the clock that was stopped is gone. */
/* Advice to a school may name no child: nobody's clocks are read for it. */
static void
test_what_names_no_child_reads_nobody (Fixture      *fixture,
                                       gconstpointer data)
{
  AtlasChangeSet *set = atlas_change_set_new ("Advice");
  g_autofree char *id = atlas_id_new ();

  update (fixture, fixture->book, case_today ());
  atlas_change_set_create (set, "activity", id,
                           json_pack ("{s:s, s:s, s:s}", "provision",
                                      fixture->store.county.provisions[0], "kind",
                                      "advice-twilight", "on", "2026-11-02"));
  case_apply (fixture->store.store, set);
  update (fixture, fixture->book, case_today ());
  g_assert_cmpuint (atlas_clock_book_get_n_read (fixture->book), ==, 0);
  assert_up_to_date (fixture);
}

static void
test_one_change_reads_one_child (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(GPtrArray)   lines = NULL;
  g_autoptr(GPtrArray)   after = NULL;
  g_autoptr(AtlasRecord) exclusion = NULL;
  AtlasChangeSet *set = atlas_change_set_new ("Education started");
  const AtlasClockLine *line;

  update (fixture, fixture->book, case_today ());
  g_assert_cmpuint (atlas_clock_book_get_n_read (fixture->book), ==, N_CHILDREN);
  lines = list (fixture, fixture->book, (AtlasClockFilter) { 0 });
  line = first_of (lines, "day6");
  exclusion = get (fixture, "exclusion", line->of.record);

  atlas_change_set_set_date (set, exclusion, "education_started", case_today ());
  case_apply (fixture->store.store, set);
  update (fixture, fixture->book, case_today ());
  g_assert_cmpuint (atlas_clock_book_get_n_read (fixture->book), ==, 1);
  after = list (fixture, fixture->book, (AtlasClockFilter) { 0 });
  g_assert_null (find_line (after, "day6", line->of.record));

  update (fixture, fixture->book, case_today ());
  g_assert_cmpuint (atlas_clock_book_get_n_read (fixture->book), ==, 0);
  assert_up_to_date (fixture);
}

/* A new record, a deleted one, and another day. */
static void
test_any_change_is_seen (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr(GPtrArray)   lines = NULL;
  g_autoptr(AtlasRecord) exclusion = NULL;
  g_autofree char *review = atlas_id_new ();
  AtlasChangeSet *create = atlas_change_set_new ("A plan");
  AtlasChangeSet *destroy = atlas_change_set_new ("A mistake");
  const AtlasClockLine *line;

  update (fixture, fixture->book, case_today ());
  lines = list (fixture, fixture->book, (AtlasClockFilter) { 0 });
  line = first_of (lines, "day6");
  atlas_change_set_create (create, "plan", review,
                           json_pack ("{s:s, s:s, s:s, s:s}", "child", line->of.owner, "kind",
                                      "psp", "made", "2026-11-02", "review_by", "2026-11-23"));
  case_apply (fixture->store.store, create);
  assert_up_to_date (fixture);
  g_assert_cmpuint (atlas_clock_book_get_n_read (fixture->book), ==, 1);
  g_ptr_array_unref (g_steal_pointer (&lines));
  lines = list (fixture, fixture->book, (AtlasClockFilter) { 0 });
  g_assert_nonnull (find_line (lines, "plan-review", review));

  exclusion = get (fixture, "exclusion", first_of (lines, "day6")->of.record);
  atlas_change_set_delete (destroy, exclusion);
  case_apply (fixture->store.store, destroy);
  assert_up_to_date (fixture);

  update (fixture, fixture->book, case_today () + 1);
  g_assert_cmpuint (atlas_clock_book_get_n_read (fixture->book), ==, N_CHILDREN);
}

/* A day of INSET moves the clocks of everybody at the school. */
static void
test_a_calendar_moves_everybody (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *id = atlas_id_new ();
  AtlasChangeSet *set = atlas_change_set_new ("INSET");

  update (fixture, fixture->book, case_today ());
  atlas_change_set_create (set, "calendar_range", id,
                           json_pack ("{s:s, s:s, s:{s:s, s:s}}", "establishment",
                                      fixture->store.county.schools[1], "kind", "inset", "days",
                                      "from", "2026-11-26", "to", "2026-11-26"));
  case_apply (fixture->store.store, set);
  assert_up_to_date (fixture);
  g_assert_cmpuint (atlas_clock_book_get_n_read (fixture->book), ==, N_CHILDREN);
}

/* A scope shows its own, states are chosen, and a limit leaves the number of all. */
static void
test_lists_are_narrowed (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) late = NULL;
  g_autoptr(GPtrArray) few = NULL;
  g_autoptr(GPtrArray) elsewhere = NULL;
  static const char * const without[] = { "day6", NULL };
  AtlasClockFilter three = { .limit = 3 };
  guint n_areas = 0;
  guint n_all = 0;

  update (fixture, fixture->book, case_today ());
  all = list (fixture, fixture->book, (AtlasClockFilter) { .scope = "county" });
  late = list (fixture, fixture->book, (AtlasClockFilter) { .states = 1u << ATLAS_CLOCK_LATE,
                                                            .without = without });
  few = atlas_clock_book_list (fixture->book, fixture->store.store, &three, &n_all, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (few->len, ==, 3);
  g_assert_cmpuint (n_all, ==, all->len);
  g_assert_cmpuint (late->len, >, 0);
  for (guint i = 0; i < late->len; i++)
    {
      const AtlasClockLine *line = g_ptr_array_index (late, i);

      g_assert_cmpint (line->of.clock.state, ==, ATLAS_CLOCK_LATE);
      g_assert_cmpstr (line->of.clock.rule->id, !=, "day6");
    }

  for (int i = 1; i <= CASE_N_AREAS; i++)
    {
      g_autofree char *scope = g_strdup_printf ("area/mark%d", i);
      g_autoptr(GPtrArray) lines = list (fixture, fixture->book,
                                         (AtlasClockFilter) { .scope = scope });

      g_assert_cmpuint (lines->len, <, all->len);
      n_areas += lines->len;
    }
  g_assert_cmpuint (n_areas, ==, all->len);
  elsewhere = list (fixture, fixture->book, (AtlasClockFilter) { .scope = "area/nowhere" });
  g_assert_cmpuint (elsewhere->len, ==, 0);
}

/* T118: a number that no source gives is the county's, and counts for everybody at once */
static void
test_the_county_sets_its_own_numbers (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autofree char *id = atlas_id_new ();
  g_autoptr(GPtrArray) lines = NULL;
  AtlasChangeSet *set = atlas_change_set_new ("The county's numbers");
  const AtlasClockLine *line;

  update (fixture, fixture->book, case_today ());
  atlas_change_set_create (set, "county", id,
                           json_pack ("{s:s, s:s, s:[s, s, s]}", "key", "mark", "name", "Mark",
                                      "thresholds", "county-told", "county-told=3", "day6=60"));
  case_apply (fixture->store.store, set);
  assert_up_to_date (fixture);
  lines = list (fixture, fixture->book, (AtlasClockFilter) { 0 });
  line = first_of (lines, "county-told");
  g_assert_cmpint (line->of.clock.limit, ==, 3);
  g_assert_cmpint (first_of (lines, "day6")->of.clock.limit, ==, 6);
}

/* A child of whom nothing is known has no clocks, and that is no failure. */
static void
test_unknown_child_has_none (Fixture      *fixture,
                             gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *nobody = atlas_id_new ();
  g_autoptr(GPtrArray) clocks = NULL;

  clocks = atlas_store_read_clocks (fixture->store.store, nobody, case_today (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (clocks->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/store/clock-book/day6-is-as-listed", test_day6_is_as_listed);
  ADD ("/store/clock-book/one-change-reads-one-child", test_one_change_reads_one_child);
  ADD ("/store/clock-book/what-names-no-child-reads-nobody",
       test_what_names_no_child_reads_nobody);
  ADD ("/store/clock-book/any-change-is-seen", test_any_change_is_seen);
  ADD ("/store/clock-book/a-calendar-moves-everybody", test_a_calendar_moves_everybody);
  ADD ("/store/clock-book/lists-are-narrowed", test_lists_are_narrowed);
  ADD ("/store/clock-book/the-county-sets-its-own-numbers", test_the_county_sets_its_own_numbers);
  ADD ("/store/clock-book/unknown-child-has-none", test_unknown_child_has_none);
#undef ADD

  return g_test_run ();
}
