/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "base/atlas-id.h"
#include "reports/atlas-capacity-areas.h"

#define ON "2026-11-20"

typedef struct {
  char       *folder;
  AtlasStore *store;
  char       *areas[3];
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

/* A line of places; @on_roll below 0 leaves it without a return. */
static void
add_places (Fixture    *fixture,
            const char *key,
            const char *area,
            int         commissioned,
            int         on_roll)
{
  g_autofree char *provision = NULL;
  g_autofree char *place = NULL;

  provision = create (fixture, "provision", json_pack ("{s:s, s:s, s:s, s:s*}", "key", key, "name",
                                                       key, "kind", "esc", "area", area));
  place = create (fixture, "place", json_pack ("{s:s, s:s, s:i}", "key", key, "provision",
                                               provision, "commissioned", commissioned));
  if (on_roll >= 0)
    g_free (create (fixture, "return",
                    json_pack ("{s:s, s:s, s:s, s:i, s:b}", "provision", provision, "place", place,
                               "as_at", "2026-11-18", "on_roll", on_roll, "invented", TRUE)));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static const char * const names[] = { "Stevenage", "Watford", "Royston" };

  fixture->folder = g_dir_make_tmp ("atlas-areas-XXXXXX", NULL);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, NULL);
  g_assert_nonnull (fixture->store);
  for (int i = 0; i < 3; i++)
    fixture->areas[i] = create (fixture, "area",
                                json_pack ("{s:s, s:s, s:i}", "key", names[i], "name", names[i],
                                           "number", i + 1));

  /* The worked position: 12 of 20 and 8 of 20 in the first, 26 of 25 in the second. */
  add_places (fixture, "a", fixture->areas[0], 20, 12);
  add_places (fixture, "b", fixture->areas[0], 20, 8);
  add_places (fixture, "c", fixture->areas[0], 10, -1);
  add_places (fixture, "d", fixture->areas[1], 25, 26);
  add_places (fixture, "e", NULL, 4, 1);
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
  for (int i = 0; i < 3; i++)
    g_free (fixture->areas[i]);
}

static GPtrArray *
sum_up (Fixture *fixture)
{
  g_autoptr(AtlasCapacity) capacity = NULL;
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_area_type);
  g_autoptr(GPtrArray) areas = NULL;

  capacity = atlas_capacity_new (fixture->store, NULL, atlas_date_parse (ON), NULL);
  areas = atlas_store_list (fixture->store, query, NULL);

  return atlas_capacity_by_area (capacity, areas);
}

static void
test_areas_are_summed (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr(GPtrArray) sums = sum_up (fixture);
  const AtlasCapacityArea *fullest = g_ptr_array_index (sums, 0);
  const AtlasCapacityArea *second = g_ptr_array_index (sums, 1);

  g_assert_cmpuint (sums->len, ==, 4);
  g_assert_cmpstr (fullest->name, ==, "2 Watford");
  g_assert_cmpfloat (atlas_capacity_filled (&fullest->total, fullest->counted), ==, 104);
  g_assert_cmpint (fullest->total.over_by, ==, 1);

  /* 20 children on roll of 40 counted places; the ten without a return are in no percentage. */
  g_assert_cmpstr (second->name, ==, "1 Stevenage");
  g_assert_cmpfloat (atlas_capacity_filled (&second->total, second->counted), ==, 50);
  g_assert_cmpint (second->total.commissioned, ==, 50);
  g_assert_cmpint (second->total.free, ==, 20);
  g_assert_cmpuint (second->n_unknown, ==, 1);
  g_assert_true (second->has_invented);
}

static void
test_places_of_no_area_stand_together (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(GPtrArray) sums = sum_up (fixture);
  const AtlasCapacityArea *rest = g_ptr_array_index (sums, 2);

  g_assert_null (rest->key);
  g_assert_cmpuint (rest->n_lines, ==, 1);
  g_assert_cmpfloat (atlas_capacity_filled (&rest->total, rest->counted), ==, 25);
}

static void
test_an_area_without_places_is_not_known (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autoptr(GPtrArray) sums = sum_up (fixture);
  const AtlasCapacityArea *last = g_ptr_array_index (sums, 3);

  g_assert_cmpstr (last->name, ==, "3 Royston");
  g_assert_cmpuint (last->n_lines, ==, 0);
  g_assert_false (last->total.is_known);
  g_assert_cmpfloat (atlas_capacity_filled (&last->total, last->counted), ==, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/reports/capacity-areas/areas-are-summed", test_areas_are_summed);
  ADD ("/reports/capacity-areas/places-of-no-area-stand-together",
       test_places_of_no_area_stand_together);
  ADD ("/reports/capacity-areas/an-area-without-places-is-not-known",
       test_an_area_without_places_is_not_known);
#undef ADD

  return g_test_run ();
}
