/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-distance.h"

static void
test_known_distances_come_out (void)
{
  AtlasLocation flinders = atlas_location_parse ("-37.95103341666667", "144.42486788888889");
  AtlasLocation buninyong = atlas_location_parse ("-37.65282113888889", "143.92649552777778");
  AtlasLocation equator = atlas_location_parse ("0", "0");
  AtlasLocation east = atlas_location_parse ("0", "1");

  /* Vincenty's test line, Geocentric Datum of Australia Technical Manual: 54,972.271 m. */
  g_assert_cmpfloat_with_epsilon (atlas_miles_between (&flinders, &buninyong),
                                  54972.271 / 1609.344, 0.00001);
  /* A degree of the equator: 2 pi times 6,378,137 m over 360. */
  g_assert_cmpfloat_with_epsilon (atlas_miles_between (&equator, &east),
                                  111319.490793 / 1609.344, 0.00001);
  g_assert_cmpfloat_with_epsilon (atlas_miles_between (&east, &east), 0, 0.00001);
}

static void
test_without_a_position_there_is_no_distance (void)
{
  static const char * const wrong[] = { NULL, "", "north", "51.9x", "91", "-90.5" };
  AtlasLocation here = atlas_location_parse ("51.9", "-0.2");

  g_assert_true (here.is_known);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      AtlasLocation there = atlas_location_parse (wrong[i], "-0.2");

      g_assert_false (there.is_known);
      g_assert_cmpfloat (atlas_miles_between (&here, &there), ==, ATLAS_MILES_UNKNOWN);
      g_assert_cmpfloat (atlas_miles_between (&there, &here), ==, ATLAS_MILES_UNKNOWN);
    }
  g_assert_false (atlas_location_parse ("51.9", "181").is_known);
  g_assert_false (atlas_location_parse ("51.9", NULL).is_known);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/distance/known-distances-come-out", test_known_distances_come_out);
  g_test_add_func ("/distance/without-a-position-there-is-none",
                   test_without_a_position_there_is_no_distance);

  return g_test_run ();
}
