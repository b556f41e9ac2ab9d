/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "drawing/atlas-geojson.h"

#include <math.h>

#include "base/atlas-error.h"

#define SQUARE "[[[0,51],[0.1,51],[0.1,51.1],[0,51.1],[0,51]]]"
#define FEATURE(id, geometry) \
  "{\"type\":\"Feature\",\"properties\":{\"id\":\"" id "\"},\"geometry\":" geometry "}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define POLYGON(coordinates) "{\"type\":\"Polygon\",\"coordinates\":" coordinates "}"

static AtlasGeometry *
read_pack (const char            *name,
           const AtlasProjection *projection)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "data", "packs",
                                            "hertfordshire",
                                            name, NULL);
  g_autofree char *text = NULL;
  AtlasGeometry *geometry;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  geometry = atlas_geojson_read (text, (gssize) length, projection, &error);
  g_assert_no_error (error);

  return geometry;
}

static AtlasGeometry *
read_ok (const char *text)
{
  g_autoptr(GError) error = NULL;
  AtlasGeometry *geometry = atlas_geojson_read (text, -1, NULL, &error);

  g_assert_no_error (error);
  return geometry;
}

static void
test_hertfordshire_has_nine_areas (void)
{
  g_autoptr(AtlasGeometry) outline = read_pack ("outline.geojson", NULL);
  g_autoptr(AtlasGeometry) areas =
    read_pack ("areas.geojson", atlas_geometry_get_projection (outline));
  double county_km2 = atlas_geometry_get_feature (outline, 0)->area_km2;
  double sum_km2 = 0;

  g_assert_cmpuint (atlas_geometry_get_n_features (areas), ==, 9);
  g_assert_cmpstr (atlas_geometry_find (areas, "dspl2")->name, ==, "Stevenage");
  g_assert_nonnull (g_strrstr (atlas_geometry_get_attribution (areas), "Open Government Licence"));

  for (guint i = 0; i < 9; i++)
    sum_km2 += atlas_geometry_get_feature (areas, i)->area_km2;

  /* The county measures 1,643 square kilometres; the outline is quantised to about 100 m. */
  g_assert_cmpfloat_with_epsilon (county_km2, 1643, 30);
  g_assert_cmpfloat_with_epsilon (sum_km2, county_km2, 5);
}

static void
labels_are_inside_and_picked (const char *name)
{
  g_autoptr(AtlasGeometry) geometry = read_pack (name, NULL);

  for (guint i = 0; i < atlas_geometry_get_n_features (geometry); i++)
    {
      const AtlasFeature *feature = atlas_geometry_get_feature (geometry, i);

      g_assert_true (atlas_feature_contains (feature, feature->label));
      g_assert_true (atlas_geometry_pick (geometry, feature->label) == feature);
      g_assert_cmpfloat (feature->label_room_km, >, 0.5);
    }
}

static void
test_labels_are_inside_and_picked (void)
{
  labels_are_inside_and_picked ("areas.geojson");
  labels_are_inside_and_picked ("partnerships.geojson");
}

static void
test_every_point_is_in_one_area (void)
{
  g_autoptr(AtlasGeometry) areas = read_pack ("areas.geojson", NULL);
  const AtlasBox *box = atlas_geometry_get_box (areas);
  g_autoptr(GRand) random = g_rand_new_with_seed (20);
  guint n_inside = 0;

  for (guint i = 0; i < 2000; i++)
    {
      AtlasPoint point = { g_rand_double_range (random, box->x1, box->x2),
                           g_rand_double_range (random, box->y1, box->y2) };
      guint n_hits = 0;

      for (guint f = 0; f < atlas_geometry_get_n_features (areas); f++)
        n_hits += atlas_feature_contains (atlas_geometry_get_feature (areas, f), point);

      g_assert_cmpuint (n_hits, <=, 1);
      n_inside += n_hits;
    }

  g_assert_cmpuint (n_inside, >, 800);
}

static void
test_pole_of_a_square_is_its_middle (void)
{
  g_autoptr(AtlasGeometry) geometry = read_ok (COLLECTION (FEATURE ("a", POLYGON (SQUARE))));
  const AtlasFeature *feature = atlas_geometry_find (geometry, "a");
  double half_across = (feature->box.x2 - feature->box.x1) / 2;

  g_assert_cmpfloat_with_epsilon (feature->label.x, 0, 0.05);
  g_assert_cmpfloat_with_epsilon (feature->label_room_km, half_across, 0.05);
  g_assert_cmpfloat_with_epsilon (feature->area_km2, 7.0 * 11.12, 1);
}

static void
test_pole_is_beside_a_hole (void)
{
  static const char *ring =
    "[[[0,51],[0.1,51],[0.1,51.1],[0,51.1],[0,51]],"
    "[[0.02,51.02],[0.02,51.08],[0.06,51.08],[0.06,51.02],[0.02,51.02]]]";
  g_autofree char *text = g_strdup_printf (COLLECTION (FEATURE ("a", POLYGON ("%s"))), ring);
  g_autoptr(AtlasGeometry) geometry = read_ok (text);
  const AtlasFeature *feature = atlas_geometry_find (geometry, "a");
  AtlasPoint in_hole = atlas_projection_project (atlas_geometry_get_projection (geometry),
                                                 (AtlasPosition) { 0.04, 51.05 });

  g_assert_true (atlas_feature_contains (feature, feature->label));
  g_assert_false (atlas_feature_contains (feature, in_hole));
  g_assert_cmpfloat_with_epsilon (feature->area_km2, 7.0 * 11.12 - 2.8 * 6.67, 1);
}

static void
test_two_polygons_are_one_area (void)
{
  g_autoptr(AtlasGeometry) geometry = read_ok (
    COLLECTION ("{\"type\":\"Feature\",\"id\":7,\"properties\":null,"
                "\"geometry\":{\"type\":\"MultiPolygon\","
                "\"coordinates\":[" SQUARE ",[[[1,51],[1.5,51],[1.5,51.3],[1,51.3],[1,51]]]]}}"));
  const AtlasFeature *feature = atlas_geometry_find (geometry, "7");
  AtlasPoint east = atlas_projection_project (atlas_geometry_get_projection (geometry),
                                              (AtlasPosition) { 1.25, 51.15 });

  /* The label stands in the larger part. */
  g_assert_true (atlas_feature_contains (feature, east));
  g_assert_cmpfloat_with_epsilon (feature->label.x, east.x, 2);
}

static void
test_points_have_positions (void)
{
  g_autoptr(AtlasGeometry) geometry = read_ok (
    COLLECTION (FEATURE ("p", "{\"type\":\"Point\",\"coordinates\":[0,51]}") ","
                FEATURE ("q", "{\"type\":\"Point\",\"coordinates\":[0,52,30]}")));
  const AtlasFeature *p = atlas_geometry_find (geometry, "p");
  const AtlasFeature *q = atlas_geometry_find (geometry, "q");

  g_assert_true (p->is_point);
  g_assert_cmpfloat_with_epsilon (p->label.y - q->label.y, 111.195, 0.01);
  g_assert_false (atlas_feature_contains (p, p->label));
}

static void
test_selection_shares_the_projection (void)
{
  static const char * const ids[] = {
    "lsp-royston", "no-such", "lsp-baldock", "lsp-royston", NULL,
  };
  g_autoptr(AtlasGeometry) all = read_pack ("partnerships.geojson", NULL);
  g_autoptr(AtlasGeometry) some = atlas_geometry_select (all, ids);

  g_assert_cmpuint (atlas_geometry_get_n_features (some), ==, 2);
  g_assert_true (atlas_geometry_find (some, "lsp-baldock") ==
                 atlas_geometry_find (all, "lsp-baldock"));
  g_assert_cmpfloat (atlas_geometry_get_box (some)->x1, >, atlas_geometry_get_box (all)->x1);
}

static void
test_viewport_goes_there_and_back (void)
{
  AtlasBox box = { -10, -20, 30, 20 };
  AtlasViewport view = atlas_viewport_fit (&box, 800, 600, 20);
  AtlasPoint pointer = { 123, 456 };
  AtlasPoint before = atlas_viewport_to_plane (&view, pointer);
  AtlasPoint after;

  g_assert_cmpfloat (atlas_viewport_to_surface (&view, (AtlasPoint) { 0, -20 }).y, ==, 20);
  atlas_viewport_zoom (&view, 2.5, pointer);
  after = atlas_viewport_to_plane (&view, pointer);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 1e-9);
}

static void
test_hostile_files_are_refused (void)
{
  static const char *bad[] = {
    "", "[]", "{}", "null", "{\"type\":\"FeatureCollection\"}",
    "{\"type\":\"FeatureCollection\",\"features\":{}}",
    COLLECTION ("null"), COLLECTION ("{}"), COLLECTION ("{\"type\":\"Feature\"}"),
    COLLECTION (FEATURE ("a", "null")),
    COLLECTION (FEATURE ("a", "{\"type\":\"LineString\",\"coordinates\":[[0,51],[1,52]]}")),
    COLLECTION (FEATURE ("a", POLYGON ("null"))), COLLECTION (FEATURE ("a", POLYGON ("[]"))),
    COLLECTION (FEATURE ("a", POLYGON ("[[]]"))), COLLECTION (FEATURE ("a", POLYGON ("{}"))),
    COLLECTION (FEATURE ("a", POLYGON ("[[[0,51],[1,51],[0,51]]]"))),
    COLLECTION (FEATURE ("a", POLYGON ("[[[0,51],[1,51],[1,52],[0,52]]]"))),
    COLLECTION (FEATURE ("a", POLYGON ("[[[0,51],[0,51],[0,51],[0,51]]]"))),
    COLLECTION (FEATURE ("a", POLYGON ("[[[0,51],[1,52],[2,53],[0,51]]]"))),
    COLLECTION (FEATURE ("a", POLYGON ("[[[0,51],[1e400,51],[1,52],[0,51]]]"))),
    COLLECTION (FEATURE ("a", POLYGON ("[[[0,51],[1000,51],[1,52],[0,51]]]"))),
    COLLECTION (FEATURE ("a", POLYGON ("[[[0,51],[\"1\",51],[1,52],[0,51]]]"))),
    COLLECTION (FEATURE ("a", "{\"type\":\"MultiPolygon\",\"coordinates\":[[[1]]]}")),
    COLLECTION (FEATURE ("a", "{\"type\":\"Point\",\"coordinates\":[1]}")),
    COLLECTION (FEATURE ("a", POLYGON (SQUARE)) "," FEATURE ("a", POLYGON (SQUARE))),
    COLLECTION (FEATURE ("", POLYGON (SQUARE))),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AtlasGeometry) geometry = atlas_geojson_read (bad[i], -1, NULL, &error);

      g_assert_null (geometry);
      g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
    }
}

static void
test_refusal_names_feature_and_reason (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasGeometry) geometry =
    atlas_geojson_read (COLLECTION (FEATURE ("ok", POLYGON (SQUARE)) ","
                                    FEATURE ("dspl3", POLYGON ("[[[0,51],[1,51],[1,52],[0,52]]]"))),
                        -1, NULL, &error);

  g_assert_null (geometry);
  g_assert_cmpstr (error->message, ==,
                   "Reading GeoJSON: feature 2 (dspl3): a ring does not end where it begins");
}

static void
test_thin_and_crossed_outlines_end (void)
{
  static const char *odd[] = {
    "[[[-180,0],[180,0],[180,1e-9],[-180,1e-9],[-180,0]]]",
    "[[[0,-90],[1e-12,-90],[1e-12,90],[0,90],[0,-90]]]",
    "[[[0,0],[10,10],[10,0],[0,9],[0,0]]]",
    "[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0,0],[1,0],[1,1],[0,1],[0,0]]]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *text = g_strdup_printf (COLLECTION (FEATURE ("a", POLYGON ("%s"))), odd[i]);
      g_autoptr(AtlasGeometry) geometry = read_ok (text);
      const AtlasFeature *feature = atlas_geometry_find (geometry, "a");

      g_assert_true (isfinite (feature->label.x) && isfinite (feature->label.y));
      g_assert_cmpfloat (feature->label_room_km, >=, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/geometry/hertfordshire-has-nine-areas",
                   test_hertfordshire_has_nine_areas);
  g_test_add_func ("/drawing/geometry/labels-are-inside-and-picked",
                   test_labels_are_inside_and_picked);
  g_test_add_func ("/drawing/geometry/every-point-is-in-one-area", test_every_point_is_in_one_area);
  g_test_add_func ("/drawing/geometry/pole-of-a-square-is-its-middle",
                   test_pole_of_a_square_is_its_middle);
  g_test_add_func ("/drawing/geometry/pole-is-beside-a-hole", test_pole_is_beside_a_hole);
  g_test_add_func ("/drawing/geometry/two-polygons-are-one-area", test_two_polygons_are_one_area);
  g_test_add_func ("/drawing/geometry/points-have-positions", test_points_have_positions);
  g_test_add_func ("/drawing/geometry/selection-shares-the-projection",
                   test_selection_shares_the_projection);
  g_test_add_func ("/drawing/geometry/viewport-goes-there-and-back",
                   test_viewport_goes_there_and_back);
  g_test_add_func ("/drawing/geometry/hostile-files-are-refused", test_hostile_files_are_refused);
  g_test_add_func ("/drawing/geometry/refusal-names-feature-and-reason",
                   test_refusal_names_feature_and_reason);
  g_test_add_func ("/drawing/geometry/thin-and-crossed-outlines-end",
                   test_thin_and_crossed_outlines_end);

  return g_test_run ();
}
