/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "reports/atlas-facts.h"
#include "reports/atlas-measures.h"

#define ON      "2026-11-25"
#define N_AREAS 4

/* Four areas with 24 places each: 1 has a child too many, 2 has 2 places left, 3 sent no return, 4
 * has no places. Two partnerships lie in area 2. */
typedef struct {
  char       *folder;
  AtlasStore *store;
  GPtrArray  *records;
  char       *areas[N_AREAS];
  char       *partnerships[2];
  guint       n_children;
} Fixture;

static char *
add (Fixture    *fixture,
     const char *type,
     json_t     *fields)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) owned = fields;
  char *id = atlas_id_new ();

  g_assert_nonnull (fields);
  g_ptr_array_add (fixture->records, atlas_record_new (atlas_type_find (type), id, 0, fields,
                                                       &error));
  g_assert_no_error (error);

  return id;
}

static void
add_places (Fixture    *fixture,
            const char *area,
            const char *phase,
            int         commissioned,
            int         on_roll)
{
  g_autofree char *key = g_strdup_printf ("centre-%u", fixture->records->len);
  g_autofree char *provision = add (fixture, "provision",
                                    json_pack ("{s:s, s:s, s:s, s:s*, s:b}", "key", key, "name",
                                               "Centre", "kind", "esc", "area", area, "invented",
                                               TRUE));
  g_autofree char *place = add (fixture, "place",
                                json_pack ("{s:s, s:s, s:i}", "provision", provision, "phase",
                                           phase, "commissioned", commissioned));

  if (on_roll >= 0)
    g_free (add (fixture, "return",
                 json_pack ("{s:s, s:s, s:s, s:i}", "provision", provision, "place", place,
                            "as_at", "2026-11-23", "on_roll", on_roll)));
}

static void
add_child (Fixture    *fixture,
           const char *area,
           const char *partnership,
           const char *born,
           const char *step,
           const char *received)
{
  g_autofree char *reference = g_strdup_printf ("K0-%03u", fixture->n_children++);
  g_autofree char *child = add (fixture, "child",
                                json_pack ("{s:s, s:s, s:s*, s:s*, s:b}", "first_name", "Sample",
                                           "area", area, "partnership", partnership, "born", born,
                                           "invented", TRUE));

  g_free (add (fixture, "referral",
               json_pack ("{s:s, s:s, s:s, s:s*}", "reference", reference, "child", child, "step",
                          step, "received", received)));
}

static void
add_bodies (Fixture *fixture)
{
  static const char * const names[N_AREAS] = { "North", "East", "South", "West" };

  g_free (add (fixture, "county", json_pack ("{s:s, s:s}", "key", "mark", "name", "Markshire")));
  for (int i = 0; i < N_AREAS; i++)
    {
      g_autofree char *key = g_strdup_printf ("mark%d", i + 1);

      fixture->areas[i] = add (fixture, "area",
                               json_pack ("{s:s, s:i, s:s, s:s}", "key", key, "number", i + 1,
                                          "name", "A long name", "short_name", names[i]));
    }
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *key = g_strdup_printf ("lsp-%d", i + 1);

      fixture->partnerships[i] = add (fixture, "partnership",
                                      json_pack ("{s:s, s:s, s:s}", "key", key, "name",
                                                 i == 0 ? "Hill" : "Dale", "area",
                                                 fixture->areas[1]));
    }
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("atlas-measures-XXXXXX", NULL);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, NULL);
  fixture->records = g_ptr_array_new_with_free_func (g_object_unref);
  add_bodies (fixture);

  add_places (fixture, fixture->areas[0], "secondary", 24, 25);
  add_places (fixture, fixture->areas[1], "secondary", 14, 13);
  add_places (fixture, fixture->areas[1], "primary", 10, 9);
  add_places (fixture, fixture->areas[2], "secondary", 24, -1);
  add_places (fixture, NULL, "secondary", 10, 7);

  add_child (fixture, fixture->areas[0], NULL, "2013-05-01", "sent", "2026-11-20");
  add_child (fixture, fixture->areas[1], fixture->partnerships[0], "2013-05-01", "waiting",
             "2026-10-15");
  add_child (fixture, fixture->areas[1], fixture->partnerships[0], "2018-05-01", "panel",
             "2026-11-11");
  add_child (fixture, fixture->areas[1], fixture->partnerships[1], NULL, "offered", "2026-11-24");
  add_child (fixture, fixture->areas[1], fixture->partnerships[1], "2013-05-01", "started",
             "2026-01-10");
  add_child (fixture, fixture->areas[2], NULL, "2013-05-01", "sent", "2026-11-26");

  g_assert_true (atlas_store_load (fixture->store, fixture->records, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, ATLAS_STORE_FILE, NULL);

  for (int i = 0; i < N_AREAS; i++)
    g_free (fixture->areas[i]);
  g_free (fixture->partnerships[0]);
  g_free (fixture->partnerships[1]);
  g_ptr_array_unref (fixture->records);
  g_clear_pointer (&fixture->store, atlas_store_close);
  g_remove (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static AtlasMeasures *
measure (Fixture    *fixture,
         const char *scope,
         const char *phase)
{
  g_autoptr(GError) error = NULL;
  AtlasMeasures *measures = atlas_measures_new (fixture->store, scope, phase,
                                                atlas_date_parse (ON), &error);

  g_assert_no_error (error);
  return measures;
}

static void
assert_reading (AtlasMeasures   *measures,
                guint            part,
                AtlasMeasureKind kind,
                int              class_index,
                const char      *text,
                const char      *detail)
{
  g_auto(AtlasReading) reading = { 0 };

  g_assert_cmpuint (part, <, measures->parts->len);
  atlas_measured_read (g_ptr_array_index (measures->parts, part), kind, measures->on, &reading);
  g_assert_cmpint (reading.class_index, ==, class_index);
  g_assert_cmpint (reading.has_value, ==, class_index >= 0);
  g_assert_cmpstr (reading.text, ==, text);
  g_assert_cmpstr (reading.detail, ==, detail);
}

static void
test_filled_counts_the_lines_that_are_known (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr(AtlasMeasures) county = measure (fixture, NULL, NULL);
  const AtlasMeasured *whole = county->whole;

  g_assert_cmpuint (county->parts->len, ==, N_AREAS);
  assert_reading (county, 0, ATLAS_MEASURE_FILLED, 4, "104%", "1 more child than places");
  assert_reading (county, 1, ATLAS_MEASURE_FILLED, 3, "92%", "2 of 24 places free");
  assert_reading (county, 2, ATLAS_MEASURE_FILLED, -1, "No return", "No return received");
  assert_reading (county, 3, ATLAS_MEASURE_FILLED, -1, "No places", "No places are entered here");

  g_assert_cmpuint (whole->n_lines, ==, 5);
  g_assert_cmpuint (whole->n_unknown, ==, 1);
  g_assert_cmpint (whole->places.commissioned, ==, 24 + 24 + 10);
  g_assert_cmpint (whole->places.on_roll, ==, 25 + 22 + 7);
  g_assert_cmpuint (county->n_elsewhere, ==, 1);
}

static void
test_phase_picks_places_and_ages (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr(AtlasMeasures) secondary = measure (fixture, NULL, "secondary");
  g_autoptr(AtlasMeasures) primary = measure (fixture, "county", "primary");

  assert_reading (secondary, 1, ATLAS_MEASURE_FREE, 1, "1", "1 of 14 places free");
  assert_reading (secondary, 1, ATLAS_MEASURE_WAITING, 1, "1", "Longest wait 41 days");
  assert_reading (primary, 1, ATLAS_MEASURE_FREE, 1, "1", "1 of 10 places free");
  assert_reading (primary, 0, ATLAS_MEASURE_FREE, -1, "No places", "No places are entered here");
  assert_reading (primary, 0, ATLAS_MEASURE_WAITING, 0, "0", "Nobody waits for a place");
  g_assert_cmpint (primary->whole->waiting, ==, 1);
}

static void
test_waiting_leaves_out_who_started_or_comes_later (Fixture      *fixture,
                                                    gconstpointer data)
{
  g_autoptr(AtlasMeasures) county = measure (fixture, NULL, NULL);

  assert_reading (county, 0, ATLAS_MEASURE_WAITING, 1, "1", "Longest wait 5 days");
  assert_reading (county, 1, ATLAS_MEASURE_WAITING, 1, "3", "Longest wait 41 days");
  assert_reading (county, 2, ATLAS_MEASURE_WAITING, 0, "0", "Nobody waits for a place");
  assert_reading (county, 1, ATLAS_MEASURE_LONGEST, 3, "41 days", "3 children wait for a place");
  assert_reading (county, 0, ATLAS_MEASURE_LONGEST, 0, "5 days", "1 child waits for a place");
  assert_reading (county, 2, ATLAS_MEASURE_LONGEST, 0, "None", "Nobody waits for a place");
  g_assert_cmpint (county->whole->waiting, ==, 4);
}

static void
test_partnerships_have_children_and_no_places (Fixture      *fixture,
                                               gconstpointer data)
{
  g_autoptr(AtlasMeasures) area = measure (fixture, "area/mark2", NULL);
  g_autofree char *finding = atlas_measures_word_finding (area, ATLAS_MEASURE_FILLED);

  g_assert_cmpuint (area->parts->len, ==, 2);
  g_assert_cmpstr (((AtlasMeasured *) g_ptr_array_index (area->parts, 0))->name, ==, "Dale");
  assert_reading (area, 0, ATLAS_MEASURE_WAITING, 1, "1", "Longest wait 1 day");
  assert_reading (area, 1, ATLAS_MEASURE_WAITING, 1, "2", "Longest wait 41 days");
  assert_reading (area, 0, ATLAS_MEASURE_FREE, -1, "No places", "Places are counted by area");
  g_assert_cmpint (area->whole->places.commissioned, ==, 24);
  g_assert_cmpint (area->whole->waiting, ==, 3);
  g_assert_cmpstr (finding, ==, "East: 2 of 24 places free");
}

static void
assert_rank (AtlasMeasures   *measures,
             AtlasMeasureKind kind,
             const char      *names)
{
  g_autoptr(GPtrArray) ranked = atlas_measures_rank (measures, kind);
  g_autoptr(GString)   text = g_string_new (NULL);

  for (guint i = 0; i < ranked->len; i++)
    g_string_append_printf (text, "%s ", ((AtlasMeasured *) g_ptr_array_index (ranked, i))->name);
  g_assert_cmpstr (text->str, ==, names);
}

static void
test_order_is_that_of_need_and_unknown_is_last (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autoptr(AtlasMeasures) county = measure (fixture, NULL, NULL);

  assert_rank (county, ATLAS_MEASURE_FILLED, "North East South West ");
  assert_rank (county, ATLAS_MEASURE_FREE, "North East South West ");
  assert_rank (county, ATLAS_MEASURE_WAITING, "East North South West ");
  assert_rank (county, ATLAS_MEASURE_LONGEST, "East North South West ");
}

static void
assert_finding (AtlasMeasures   *measures,
                AtlasMeasureKind kind,
                const char      *words)
{
  g_autofree char *finding = atlas_measures_word_finding (measures, kind);

  g_assert_cmpstr (finding, ==, words);
}

static void
test_finding_is_one_sentence (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(AtlasMeasures) county = measure (fixture, NULL, NULL);
  g_autoptr(AtlasMeasures) primary = measure (fixture, NULL, "primary");
  g_autofree char *caption = atlas_measures_word_caption (county, ATLAS_MEASURE_FILLED);
  g_autofree char *of_primary = atlas_measures_word_caption (primary, ATLAS_MEASURE_WAITING);

  assert_finding (county, ATLAS_MEASURE_FILLED, "One area has almost no places left");
  assert_finding (county, ATLAS_MEASURE_FREE, "One area has no place free");
  assert_finding (county, ATLAS_MEASURE_WAITING, "4 children wait for a place");
  assert_finding (county, ATLAS_MEASURE_LONGEST, "The longest wait is 41 days, in East");
  assert_finding (primary, ATLAS_MEASURE_FILLED, "Every area with a return has places left");
  g_assert_cmpstr (caption, ==,
                   "Places filled, 25 November 2026. Children on roll, of the places "
                   "commissioned. As last sent, the oldest on 23 November. 1 line of places has no "
                   "return. 1 line of county places is in no area. Not known for areas 3, 4.");
  g_assert_cmpstr (of_primary, ==,
                   "Children waiting, Primary, 25 November 2026. Open referrals of children who "
                   "have not started, by where they live.");
}

static void
assert_places (Fixture    *fixture,
               const char *scope,
               const char *words)
{
  g_autoptr(GError)        error = NULL;
  g_autoptr(AtlasCapacity) capacity = NULL;
  g_autofree char *finding = NULL;

  capacity = atlas_capacity_new (fixture->store, scope, atlas_date_parse (ON), &error);
  g_assert_no_error (error);
  finding = atlas_capacity_word_finding (capacity, "There");
  g_assert_cmpstr (finding, ==, words);
}

static void
test_area_says_its_places_by_phase (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(GError)        error = NULL;
  g_autoptr(AtlasFacts)    facts = NULL;
  g_autoptr(AtlasCapacity) capacity = NULL;
  AtlasFactSection *section;
  AtlasFact *fact;

  assert_places (fixture, "area/mark1", "There has no secondary place free");
  assert_places (fixture, "area/mark2", "There has 1 secondary place and 1 primary place free");
  assert_places (fixture, "area/mark3", "No return received from There");
  assert_places (fixture, "area/mark4", "No places are entered for There");

  facts = atlas_facts_new (fixture->store, "area/mark2", atlas_date_parse (ON), &error);
  g_assert_no_error (error);
  capacity = atlas_capacity_new (fixture->store, "area/mark2", atlas_date_parse (ON), &error);
  atlas_facts_add_places (facts, capacity);
  section = g_ptr_array_index (facts->sections, 0);
  fact = g_ptr_array_index (section->facts, 1);
  g_assert_cmpuint (section->facts->len, ==, 2);
  g_assert_cmpstr (fact->label, ==, "Education Support Centre (ESC), Secondary");
  g_assert_cmpstr (fact->value, ==, "1 of 14 places free");
  g_assert_cmpstr (fact->source, ==, "As last sent, 23 November");
}

static void
test_before_the_first_return_nothing_is_known (Fixture      *fixture,
                                               gconstpointer data)
{
  g_autoptr(GError)        error = NULL;
  g_autoptr(AtlasMeasures) then = NULL;

  then = atlas_measures_new (fixture->store, NULL, NULL, atlas_date_parse ("2026-11-01"), &error);
  g_assert_no_error (error);
  assert_reading (then, 0, ATLAS_MEASURE_FILLED, -1, "No return", "No return received");
  assert_finding (then, ATLAS_MEASURE_FILLED, "No return received");
  g_assert_cmpint (then->whole->waiting, ==, 1);
}

/* A referral that is closed since: received on 1 October, and @starts the placement, if any. */
static void
add_closed (Fixture    *fixture,
            const char *provision,
            const char *place,
            const char *step,
            const char *step_on,
            const char *starts)
{
  g_autofree char *reference = g_strdup_printf ("K1-%03u", fixture->n_children++);
  g_autofree char *child = add (fixture, "child", json_pack ("{s:s, s:s, s:b}", "first_name",
                                                             "Sample", "area", fixture->areas[2],
                                                             "invented", TRUE));
  g_autofree char *referral = add (fixture, "referral",
                                   json_pack ("{s:s, s:s, s:s, s:s*, s:s}", "reference", reference,
                                              "child", child, "step", step, "step_on", step_on,
                                              "received", "2026-10-01"));

  if (starts != NULL)
    g_free (add (fixture, "placement",
                 json_pack ("{s:s, s:s, s:s, s:s, s:s}", "referral", referral, "child", child,
                            "provision", provision, "place", place, "starts", starts)));
}

static int
count_waiting (Fixture    *fixture,
               const char *on)
{
  g_autoptr(GError)        error = NULL;
  g_autoptr(AtlasMeasures) measures = atlas_measures_new (fixture->store, "area/mark3", NULL,
                                                          atlas_date_parse (on), &error);

  g_assert_no_error (error);
  return measures->whole->waiting;
}

static void
test_a_past_day_counts_who_waited_then (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autofree char *provision = atlas_id_new ();
  g_autofree char *place = atlas_id_new ();

  g_ptr_array_set_size (fixture->records, 0);
  add_closed (fixture, provision, place, "ended", "2026-11-10", NULL);
  add_closed (fixture, provision, place, "started", "2026-10-20", "2026-10-20");
  add_closed (fixture, provision, place, "under-review", "2026-11-16", "2026-11-05");
  add_closed (fixture, provision, place, "ended", NULL, NULL);
  g_assert_true (atlas_store_load (fixture->store, fixture->records, NULL));

  g_assert_cmpint (count_waiting (fixture, "2026-09-30"), ==, 0);
  g_assert_cmpint (count_waiting (fixture, "2026-10-01"), ==, 3);
  g_assert_cmpint (count_waiting (fixture, "2026-10-19"), ==, 3);
  g_assert_cmpint (count_waiting (fixture, "2026-10-20"), ==, 2);
  g_assert_cmpint (count_waiting (fixture, "2026-11-05"), ==, 1);
  g_assert_cmpint (count_waiting (fixture, "2026-11-09"), ==, 1);
  g_assert_cmpint (count_waiting (fixture, "2026-11-10"), ==, 0);
}

static void
test_unknown_area_is_an_error (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(GError)        error = NULL;
  g_autoptr(AtlasMeasures) none = NULL;

  none = atlas_measures_new (fixture->store, "area/nowhere", NULL, atlas_date_parse (ON), &error);
  g_assert_null (none);
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static void
test_names_of_measures_are_those_of_routes (void)
{
  AtlasMeasureKind kind = ATLAS_MEASURE_FILLED;

  for (int i = 0; i < ATLAS_N_MEASURES; i++)
    {
      const AtlasMeasureScale *scale = atlas_measure_get_scale ((AtlasMeasureKind) i);

      g_assert_true (atlas_measure_find (scale->name, &kind));
      g_assert_cmpint (kind, ==, i);
      for (int j = 1; j < ATLAS_MEASURE_N_CLASSES - 1; j++)
        g_assert_cmpfloat (scale->breaks[j - 1], <, scale->breaks[j]);
    }
  g_assert_false (atlas_measure_find ("merit", &kind));
  g_assert_false (atlas_measure_find (NULL, &kind));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/reports/measures/filled-counts-the-lines-that-are-known",
       test_filled_counts_the_lines_that_are_known);
  ADD ("/reports/measures/phase-picks-places-and-ages", test_phase_picks_places_and_ages);
  ADD ("/reports/measures/waiting-leaves-out-who-started-or-comes-later",
       test_waiting_leaves_out_who_started_or_comes_later);
  ADD ("/reports/measures/partnerships-have-children-and-no-places",
       test_partnerships_have_children_and_no_places);
  ADD ("/reports/measures/order-is-that-of-need-and-unknown-is-last",
       test_order_is_that_of_need_and_unknown_is_last);
  ADD ("/reports/measures/finding-is-one-sentence", test_finding_is_one_sentence);
  ADD ("/reports/measures/area-says-its-places-by-phase", test_area_says_its_places_by_phase);
  ADD ("/reports/measures/before-the-first-return-nothing-is-known",
       test_before_the_first_return_nothing_is_known);
  ADD ("/reports/measures/a-past-day-counts-who-waited-then",
       test_a_past_day_counts_who_waited_then);
  ADD ("/reports/measures/unknown-area-is-an-error", test_unknown_area_is_an_error);
#undef ADD
  g_test_add_func ("/reports/measures/names-are-those-of-routes",
                   test_names_of_measures_are_those_of_routes);

  return g_test_run ();
}
