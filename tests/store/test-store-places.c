/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "base/atlas-id.h"
#include "reports/atlas-capacity.h"
#include "store/atlas-history.h"
#include "store/atlas-store-places.h"

#define ON "2026-11-18"

typedef struct {
  char       *folder;
  AtlasStore *store;
  char       *place;
  char       *provision;
} Fixture;

static char *
create (Fixture    *fixture,
        const char *type,
        json_t     *fields)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (type);
  g_autofree char *id = atlas_id_new ();

  atlas_change_set_create (set, type, id, fields);
  atlas_store_apply (fixture->store, set, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&id);
}

/* A centre of twelve secondary places, two of them kept for Day 6. */
static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *area = NULL;

  fixture->folder = g_dir_make_tmp ("atlas-places-XXXXXX", NULL);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_CREATE, NULL);
  g_assert_nonnull (fixture->store);
  area = create (fixture, "area", json_pack ("{s:s, s:s}", "key", "north", "name", "North"));
  fixture->provision = create (fixture, "provision",
                               json_pack ("{s:s, s:s, s:s, s:s}", "key", "centre", "name", "Centre",
                                          "kind", "esc", "area", area));
  fixture->place = create (fixture, "place",
                           json_pack ("{s:s, s:s, s:i, s:i}", "key", "centre-secondary",
                                      "provision",
                                      fixture->provision, "commissioned", 12, "day6_kept", 2));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, ATLAS_STORE_FILE, NULL);

  g_clear_pointer (&fixture->store, atlas_store_close);
  g_remove (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->place);
  g_free (fixture->provision);
}

static void
send_return (Fixture    *fixture,
             const char *as_at,
             int         on_roll)
{
  g_free (create (fixture, "return",
                  json_pack ("{s:s, s:s, s:s, s:i}", "provision", fixture->provision,
                             "place", fixture->place, "as_at", as_at, "on_roll", on_roll)));
}

static AtlasFree
count (Fixture    *fixture,
       const char *on)
{
  g_autoptr(AtlasPlaceLine) line = NULL;
  AtlasDate date = atlas_date_parse (on);

  line = atlas_store_get_place (fixture->store, fixture->place, date, NULL);
  g_assert_nonnull (line);
  return atlas_free_count (&line->facts, date, date + ATLAS_LEAVING_DAYS, FALSE);
}

static void
test_without_a_return_nothing_is_known (Fixture      *fixture,
                                        gconstpointer data)
{
  AtlasFree answer = count (fixture, ON);

  g_assert_false (answer.is_known);
  g_assert_cmpint (answer.commissioned, ==, 12);
}

static void
test_the_last_return_by_that_day_counts (Fixture      *fixture,
                                         gconstpointer data)
{
  send_return (fixture, "2026-11-10", 9);
  send_return (fixture, "2026-11-17", 8);
  send_return (fixture, "2026-11-20", 3);
  g_assert_cmpint (count (fixture, ON).on_roll, ==, 8);
  g_assert_cmpint (count (fixture, ON).free, ==, 12 - 8 - 2);
  g_assert_cmpint (count (fixture, "2026-11-12").on_roll, ==, 9);
}

/* Whoever is asked again on the same day is believed. */
static void
test_of_two_returns_of_a_day_the_later_counts (Fixture      *fixture,
                                               gconstpointer data)
{
  static const struct { const char *received; int on_roll; } returns[] = {
    { "2026-11-17T15:00:00.000Z", 7 }, { "2026-11-17T09:00:00.000Z", 9 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (returns); i++)
    g_free (create (fixture, "return",
                    json_pack ("{s:s, s:s, s:s, s:i, s:s}", "provision", fixture->provision,
                               "place", fixture->place, "as_at", "2026-11-17", "on_roll",
                               returns[i].on_roll, "received", returns[i].received)));
  g_assert_cmpint (count (fixture, ON).on_roll, ==, 7);
}

static void
test_own_promises_count_at_once_and_can_be_taken_back (Fixture      *fixture,
                                                       gconstpointer data)
{
  g_autofree char *hold = NULL;
  g_autofree char *child = NULL;
  g_autofree char *referral = NULL;

  send_return (fixture, "2026-11-17", 7);
  child = create (fixture, "child", json_pack ("{s:s}", "first_name", "Invented"));
  referral = create (fixture, "referral", json_pack ("{s:s, s:s, s:s}", "reference", "A1-001",
                                                     "child", child, "step", "sent"));
  hold = create (fixture, "hold", json_pack ("{s:s, s:s, s:i, s:s}", "provision",
                                             fixture->provision,
                                             "place", fixture->place, "places", 2,
                                             "use_by", "2026-11-25"));
  g_assert_cmpint (count (fixture, ON).held, ==, 2);
  g_assert_cmpint (count (fixture, ON).free, ==, 12 - 7 - 2 - 2);
  g_assert_cmpint (count (fixture, "2026-11-26").held, ==, 0);

  g_free (create (fixture, "offer", json_pack ("{s:s, s:s, s:s, s:s, s:s}", "referral", referral,
                                               "provision", fixture->provision, "place",
                                               fixture->place, "hold", hold, "step", "offered")));
  g_assert_cmpint (count (fixture, ON).offered, ==, 1);
  g_assert_cmpint (count (fixture, ON).held, ==, 1);
  g_assert_cmpint (count (fixture, ON).free, ==, 12 - 7 - 2 - 2);

  g_assert_true (atlas_store_undo (fixture->store, NULL, NULL, NULL));
  g_assert_cmpint (count (fixture, ON).offered, ==, 0);
  g_assert_true (atlas_store_undo (fixture->store, NULL, NULL, NULL));
  g_assert_cmpint (count (fixture, ON).free, ==, 12 - 7 - 2);
}

/* The server lists an offer as its place's claim. */
static void
list_claim (Fixture    *fixture,
            const char *offer)
{
  g_autoptr(AtlasRecord) place = atlas_store_get (fixture->store, "place", fixture->place, NULL);
  g_autoptr(json_t)      fields = atlas_record_to_fields (place);
  g_autoptr(GPtrArray)   records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError)      error = NULL;

  json_object_set_new (fields, "claims",
                       json_pack ("[{s:s, s:s, s:i}]", "id", offer, "kind", "offer", "places", 1));
  g_ptr_array_add (records, atlas_record_new (&atlas_place_type, fixture->place, 1, fields,
                                              &error));
  g_assert_no_error (error);
  atlas_store_load (fixture->store, records, &error);
  g_assert_no_error (error);
}

static char *
make_offer (Fixture    *fixture,
            const char *hold,
            const char *step)
{
  static int n_made;
  g_autofree char *reference = g_strdup_printf ("A1-%03d", n_made++);
  g_autofree char *child = create (fixture, "child", json_pack ("{s:s}", "first_name", "Invented"));
  g_autofree char *referral = create (fixture, "referral",
                                      json_pack ("{s:s, s:s, s:s}", "reference", reference,
                                                 "child", child, "step", "sent"));

  return create (fixture, "offer",
                 json_pack ("{s:s, s:s, s:s, s:s*, s:s}", "referral", referral, "provision",
                            fixture->provision, "place", fixture->place, "hold", hold, "step",
                            step));
}

static void
test_an_offer_that_has_started_takes_no_place (Fixture      *fixture,
                                               gconstpointer data)
{
  g_autofree char *hold = NULL;
  g_autofree char *started = NULL;

  send_return (fixture, "2026-11-17", 7);
  hold = create (fixture, "hold", json_pack ("{s:s, s:s, s:i, s:s}", "provision",
                                             fixture->provision, "place", fixture->place,
                                             "places", 1, "use_by", "2026-11-25"));
  g_assert_cmpint (count (fixture, ON).held, ==, 1);
  g_free (make_offer (fixture, hold, "started"));
  g_assert_cmpint (count (fixture, ON).held, ==, 0);
  g_assert_cmpint (count (fixture, ON).offered, ==, 0);

  /* The server has not heard yet that this one has started. */
  started = make_offer (fixture, NULL, "started");
  list_claim (fixture, started);
  g_assert_cmpint (count (fixture, ON).offered, ==, 0);
  g_assert_cmpint (count (fixture, ON).free, ==, 12 - 7 - 2);
}

static void
test_a_placement_after_the_return_adds_a_child (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autofree char *child = create (fixture, "child", json_pack ("{s:s}", "first_name", "Invented"));

  send_return (fixture, "2026-11-16", 7);
  g_free (create (fixture, "placement",
                  json_pack ("{s:s, s:s, s:s, s:s, s:s}", "child", child, "provision",
                             fixture->provision, "place", fixture->place, "starts", "2026-11-17",
                             "planned_end", "2026-11-27")));
  g_assert_cmpint (count (fixture, ON).on_roll, ==, 8);
  g_assert_cmpint (count (fixture, ON).leaving, ==, 1);
}

static void
test_capacity_of_an_area_leaves_out_the_rest (Fixture      *fixture,
                                              gconstpointer data)
{
  AtlasDate on = atlas_date_parse (ON);
  g_autoptr(AtlasCapacity) north = NULL;
  g_autoptr(AtlasCapacity) south = NULL;
  g_autoptr(json_t) json = NULL;
  json_t *line;

  send_return (fixture, "2026-11-17", 7);
  north = atlas_capacity_new (fixture->store, "area/north", on, NULL);
  south = atlas_capacity_new (fixture->store, "area/south", on, NULL);
  g_assert_cmpuint (north->lines->len, ==, 1);
  g_assert_cmpuint (south->lines->len, ==, 0);
  g_assert_cmpint (north->total.free, ==, 3);
  g_assert_cmpuint (north->n_sent, ==, 1);
  json = atlas_capacity_to_json (north);
  line = json_array_get (json_object_get (json, "lines"), 0);
  g_assert_cmpstr (atlas_json_string (line, "provision"), ==, "centre");
  g_assert_cmpstr (atlas_json_string (line, "as_last_sent"), ==, "2026-11-17");
  g_assert_cmpint (atlas_json_integer (line, "free", -9), ==, 3);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/places/without-a-return-nothing-is-known", test_without_a_return_nothing_is_known);
  ADD ("/store/places/the-last-return-by-that-day-counts", test_the_last_return_by_that_day_counts);
  ADD ("/store/places/of-two-returns-of-a-day-the-later-counts",
       test_of_two_returns_of_a_day_the_later_counts);
  ADD ("/store/places/own-promises-count-at-once-and-can-be-taken-back",
       test_own_promises_count_at_once_and_can_be_taken_back);
  ADD ("/store/places/an-offer-that-has-started-takes-no-place",
       test_an_offer_that_has_started_takes_no_place);
  ADD ("/store/places/a-placement-after-the-return-adds-a-child",
       test_a_placement_after_the_return_adds_a_child);
  ADD ("/store/places/capacity-of-an-area-leaves-out-the-rest",
       test_capacity_of_an_area_leaves_out_the_rest);

  return g_test_run ();
}
