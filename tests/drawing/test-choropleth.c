/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "drawing/atlas-choropleth.h"

#include <math.h>
#include <string.h>

#include "base/atlas-error.h"
#include "drawing/atlas-geojson.h"
#include "drawing/atlas-picture.h"

#define WIDTH  600
#define HEIGHT 700

static const AtlasMeasure filled = {
  .heading = "Places filled",
  .breaks = { 60, 75, 85, 95 },
  .labels = { "under 60%", "60 to 74%", "75 to 84%", "85 to 94%", "95% and over" },
  .no_data = "no return",
};

static const AtlasMeasure waiting = {
  .heading = "Children waiting",
  .is_count = TRUE,
  .no_data = "no return",
};

static const AtlasAreaValue values[] = {
  { "dspl1", "1", "North Herts", TRUE, 62, "62%", NULL },
  { "dspl2", "2", "Stevenage", TRUE, 88, "88%", NULL },
  { "dspl3", "3", "East Herts", TRUE, 74.9, "74%", NULL },
  { "dspl4", "4", "Broxbourne", TRUE, 97, "97%", NULL },
  { "dspl5", "5", "Welwyn Hatfield", TRUE, 71, "71%", NULL },
  { "dspl6", "6", "Potters Bar", FALSE, 0, NULL, NULL },
  { "dspl7", "7", "St Albans", TRUE, 55, "55%", NULL },
  { "dspl8", "8", "Dacorum", TRUE, 83, "83%", NULL },
  { "dspl9", "9", "Watford", TRUE, 104, "104%", NULL },
};

static const AtlasPin pins[] = {
  { "stevenage-esc", "Stevenage ESC", { -0.20, 51.90 }, TRUE },
  { "other", "Another", { -0.20, 51.901 }, FALSE },
  { "far", "Far away", { 0.17, 51.87 }, FALSE },
};

static AtlasChoropleth *
make_map (const AtlasMeasure *measure)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasGeometry) areas = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "data", "packs",
                                            "hertfordshire",
                                            "areas.geojson", NULL);
  g_autofree char *text = NULL;
  AtlasChoropleth *map;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  areas = atlas_geojson_read (text, (gssize) length, NULL, &error);
  g_assert_no_error (error);

  map = atlas_choropleth_new (areas);
  atlas_choropleth_set_values (map, measure, values, G_N_ELEMENTS (values));

  return map;
}

static AtlasViewport
fit (AtlasChoropleth *map)
{
  return atlas_viewport_fit (atlas_geometry_get_box (atlas_choropleth_get_areas (map)), WIDTH,
                             HEIGHT, 10);
}

static cairo_surface_t *
render (AtlasChoropleth  *map,
        const AtlasStyle *style)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  AtlasViewport view = fit (map);

  atlas_draw_colour (cr, atlas_style_get_ink (style, ATLAS_INK_PAPER));
  cairo_paint (cr);
  atlas_choropleth_draw_map (map, cr, &view, style);
  atlas_choropleth_draw_pins (map, cr, &view, style);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface,
          AtlasPoint       point)
{
  const guint8 *row = cairo_image_surface_get_data (surface) +
                      (int) point.y * cairo_image_surface_get_stride (surface);
  guint32 pixel;

  memcpy (&pixel, row + (int) point.x * 4, sizeof pixel);
  return pixel & 0xffffff;
}

static guint32
pixel_of (AtlasColour colour)
{
  return (guint32) lround (colour.red * 255) << 16 | (guint32) lround (colour.green * 255) << 8 |
         (guint32) lround (colour.blue * 255);
}

static void
test_classes_follow_the_breaks (void)
{
  g_autoptr(AtlasChoropleth) map = make_map (&filled);
  static const struct { double value; int class_index; } cases[] = {
    { -1, 0 }, { 0, 0 }, { 59.99, 0 }, { 60, 1 }, { 74.9, 1 }, { 75, 2 }, { 85, 3 }, { 95, 4 },
    { 1000, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AtlasAreaValue value = { .id = "x", .has_value = TRUE, .value = cases[i].value };

      g_assert_cmpint (atlas_choropleth_get_class (map, &value), ==, cases[i].class_index);
      value.has_value = FALSE;
      g_assert_cmpint (atlas_choropleth_get_class (map, &value), ==, -1);
    }
}

static void
test_areas_are_filled_with_their_class (void)
{
  g_autoptr(AtlasChoropleth) map = make_map (&filled);
  AtlasGeometry *areas = atlas_choropleth_get_areas (map);
  AtlasStyle style = { .text_size = 13 };
  AtlasViewport view = fit (map);

  for (guint dark = 0; dark < 2; dark++)
    {
      cairo_surface_t *surface;

      style.dark = dark == 1;
      surface = render (map, &style);
      g_assert_cmphex (pixel_at (surface, (AtlasPoint) { 1, 1 }), ==,
                       pixel_of (atlas_style_get_ink (&style, ATLAS_INK_PAPER)));

      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        {
          const AtlasFeature *feature = atlas_geometry_find (areas, values[i].id);
          AtlasPoint at = atlas_viewport_to_surface (&view, feature->label);
          int class_index =
            atlas_choropleth_get_class (map, atlas_choropleth_get_value (map, values[i].id));

          /* Beside the label, still inside the circle round it that touches no border. */
          at.y -= feature->label_room_km * view.scale * 0.8;
          if (values[i].has_value)
            g_assert_cmphex (pixel_at (surface, at), ==, pixel_of (atlas_map_fill (class_index)));
        }

      cairo_surface_destroy (surface);
    }
}

/* Share of dark pixels on a line across an area, from its label to the right. */
static guint
count_pixels (cairo_surface_t    *surface,
              const AtlasFeature *feature,
              AtlasViewport       view,
              AtlasColour         colour)
{
  AtlasPoint at = atlas_viewport_to_surface (&view, feature->label);
  int room = (int) (feature->label_room_km * view.scale * 0.7);
  guint n_pixels = 0;

  for (int x = -room; x <= room; x++)
    for (int y = -room; y <= room; y++)
      n_pixels += pixel_at (surface, (AtlasPoint) { at.x + x, at.y + y }) == pixel_of (colour);

  return n_pixels;
}

static void
test_no_data_is_hatched_and_labels_are_printed (void)
{
  g_autoptr(AtlasChoropleth) map = make_map (&filled);
  AtlasGeometry *areas = atlas_choropleth_get_areas (map);
  AtlasStyle style = { .text_size = 13 };
  AtlasViewport view = fit (map);
  cairo_surface_t *surface = render (map, &style);
  const AtlasFeature *hatched = atlas_geometry_find (areas, "dspl6");
  const AtlasFeature *dark = atlas_geometry_find (areas, "dspl9");
  guint n_plain = count_pixels (surface, hatched, view, atlas_map_fill (-1));
  int side = 1 + 2 * (int) (hatched->label_room_km * view.scale * 0.7);

  g_assert_cmpuint (n_plain, >, 50);
  g_assert_cmpuint (n_plain, <, (guint) (side * side * 9 / 10));

  /* White numbers on the darkest class. */
  g_assert_cmpuint (count_pixels (surface, dark, view, atlas_map_text (4)), >, 20);
  cairo_surface_destroy (surface);
}

static void
test_counts_are_circles (void)
{
  g_autoptr(AtlasChoropleth) map = make_map (&waiting);
  AtlasStyle style = { .text_size = 13 };
  AtlasViewport view = fit (map);
  cairo_surface_t *surface = render (map, &style);
  AtlasGeometry *areas = atlas_choropleth_get_areas (map);
  guint n_larger =
    count_pixels (surface, atlas_geometry_find (areas, "dspl9"), view, atlas_map_fill (1));
  guint n_smaller =
    count_pixels (surface, atlas_geometry_find (areas, "dspl7"), view, atlas_map_fill (1));

  g_assert_cmpuint (n_smaller, >, 100);
  g_assert_cmpuint (n_larger, >, n_smaller);
  g_assert_cmpuint (count_pixels (surface, atlas_geometry_find (areas, "dspl6"), view,
                                  atlas_map_fill (1)), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_close_pins_are_one_cluster (void)
{
  g_autoptr(AtlasChoropleth) map = make_map (&filled);
  g_autoptr(GPtrArray) far_out = NULL;
  g_autoptr(GPtrArray) close_by = NULL;
  AtlasStyle style = { .text_size = 13 };
  AtlasViewport view = fit (map);
  const AtlasCluster *cluster;

  atlas_choropleth_set_pins (map, pins, G_N_ELEMENTS (pins));
  far_out = atlas_choropleth_cluster_pins (map, &view, &style);
  g_assert_cmpuint (far_out->len, ==, 2);
  cluster = g_ptr_array_index (far_out, 0);
  g_assert_cmpuint (cluster->members->len, ==, 2);
  g_assert_false (cluster->is_town);

  atlas_viewport_zoom (&view, 100, (AtlasPoint) { 0, 0 });
  close_by = atlas_choropleth_cluster_pins (map, &view, &style);
  g_assert_cmpuint (close_by->len, ==, 3);
  g_assert_true (((const AtlasCluster *) g_ptr_array_index (close_by, 0))->is_town);
}

/* Where provisions are: in towns. */
static const AtlasPin town_pins[] = {
  { "a", "Stevenage", { -0.202, 51.902 }, TRUE }, { "b", "Stevenage", { -0.19, 51.91 }, FALSE },
  { "c", "Hitchin", { -0.285, 51.949 }, TRUE }, { "d", "Letchworth", { -0.227, 51.979 }, TRUE },
  { "e", "Royston", { -0.023, 52.048 }, TRUE }, { "f", "Hertford", { -0.078, 51.796 }, TRUE },
  { "g", "Hoddesdon", { -0.012, 51.761 }, TRUE }, { "h", "Cheshunt", { -0.036, 51.700 }, TRUE },
  { "i", "Welwyn", { -0.208, 51.801 }, TRUE }, { "j", "Hatfield", { -0.228, 51.763 }, TRUE },
  { "k", "Hatfield", { -0.226, 51.764 }, FALSE }, { "l", "St Albans", { -0.336, 51.755 }, TRUE },
  { "m", "Harpenden", { -0.357, 51.815 }, TRUE }, { "n", "Hemel", { -0.470, 51.753 }, TRUE },
  { "o", "Tring", { -0.660, 51.796 }, TRUE }, { "p", "Watford", { -0.396, 51.655 }, TRUE },
  { "q", "Watford", { -0.398, 51.656 }, FALSE }, { "r", "Borehamwood", { -0.273, 51.655 }, TRUE },
  { "s", "Potters Bar", { -0.178, 51.698 }, TRUE }, { "t", "Welwyn", { -0.21, 51.802 }, FALSE },
};

static gboolean
is_on_a_label (AtlasChoropleth     *map,
               const AtlasViewport *view,
               const AtlasStyle    *style,
               const AtlasCluster  *cluster)
{
  AtlasGeometry *areas = atlas_choropleth_get_areas (map);
  double radius = atlas_pin_get_radius (style, cluster->members->len);

  for (guint i = 0; i < atlas_geometry_get_n_features (areas); i++)
    {
      AtlasPoint label = atlas_viewport_to_surface (view,
                                                    atlas_geometry_get_feature (areas, i)->label);

      if (fabs (cluster->point.x - label.x) < 1.4 * style->text_size + radius &&
          fabs (cluster->point.y - label.y) < 1.2 * style->text_size + radius)
        return TRUE;
    }

  return FALSE;
}

/* From a wall to a telephone: every label can be read, and no pin stands on another. */
static void
test_pins_leave_labels_readable (void)
{
  static const double sizes[] = { 1400, 800, 500, 376 };
  g_autoptr(AtlasChoropleth) map = make_map (&filled);
  AtlasGeometry *areas = atlas_choropleth_get_areas (map);
  AtlasStyle style = { .text_size = 13 };
  guint n_seen = 0;

  atlas_choropleth_set_pins (map, town_pins, G_N_ELEMENTS (town_pins));
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      AtlasViewport view = atlas_viewport_fit (atlas_geometry_get_box (areas), sizes[i],
                                               sizes[i] * 0.8, 10);
      g_autoptr(GPtrArray) clusters = NULL;

      clusters = atlas_choropleth_cluster_pins (map, &view, &style);
      for (guint j = 0; j < clusters->len; j++)
        {
          const AtlasCluster *cluster = g_ptr_array_index (clusters, j);

          g_assert_false (is_on_a_label (map, &view, &style, cluster));
          n_seen++;
        }
    }
  g_assert_cmpuint (n_seen, >, G_N_ELEMENTS (sizes));
}

static void
test_legend_explains_what_occurs (void)
{
  g_autoptr(AtlasChoropleth) map = make_map (&filled);
  g_autoptr(GArray) plain = atlas_choropleth_list_legend (map);
  g_autoptr(GArray) with_pins = NULL;
  g_autoptr(GArray) counts = NULL;

  g_assert_cmpuint (plain->len, ==, ATLAS_N_CLASSES + 1);
  atlas_choropleth_set_pins (map, pins, G_N_ELEMENTS (pins));
  with_pins = atlas_choropleth_list_legend (map);
  g_assert_cmpuint (with_pins->len, ==, ATLAS_N_CLASSES + 3);
  g_assert_cmpint (g_array_index (with_pins, AtlasLegendItem, 7).kind, ==, ATLAS_LEGEND_TOWN_PIN);

  atlas_choropleth_set_values (map, &waiting, values, G_N_ELEMENTS (values));
  counts = atlas_choropleth_list_legend (map);
  g_assert_cmpint (g_array_index (counts, AtlasLegendItem, 0).kind, ==, ATLAS_LEGEND_CIRCLE);
}

static void
test_description_says_highest_lowest_missing (void)
{
  g_autoptr(AtlasChoropleth) map = make_map (&filled);
  g_autofree char *text = NULL;

  atlas_choropleth_set_texts (map, "Three areas have almost no places left", NULL, NULL);
  text = atlas_choropleth_describe (map);
  g_assert_cmpstr (text, ==, "Three areas have almost no places left. Highest: Watford, 104%. "
                   "Lowest: St Albans, 55%. No figure: Potters Bar.");
}

static void
test_values_that_are_no_numbers_are_missing (void)
{
  g_autoptr(AtlasChoropleth) map = make_map (&filled);
  AtlasAreaValue odd = { "dspl1", "1", "North Herts", TRUE, NAN, "?", NULL };

  atlas_choropleth_set_values (map, &filled, &odd, 1);
  g_assert_false (atlas_choropleth_get_value (map, "dspl1")->has_value);
  g_assert_null (atlas_choropleth_get_value (map, "dspl2"));
  g_assert_null (atlas_choropleth_get_value (map, NULL));
  cairo_surface_destroy (render (map, &(AtlasStyle) { .text_size = 13 }));
}

static void
paint_cb (cairo_t *cr,
          double   width,
          double   height,
          gpointer user_data)
{
  AtlasStyle style = atlas_style_for_print ();

  atlas_choropleth_draw (user_data, cr, width, height, &style, TRUE);
}

static void
test_one_drawing_makes_every_file (void)
{
  static const struct {
    AtlasPictureFormat format;
    const char        *magic;
    const char        *suffix;
  } files[] = {
    { ATLAS_PICTURE_PNG, "\x89PNG", "png" }, { ATLAS_PICTURE_SVG, "<?xml", "svg" },
    { ATLAS_PICTURE_PDF, "%PDF", "pdf" },
  };
  g_autoptr(AtlasChoropleth) map = make_map (&filled);

  atlas_choropleth_set_mark (map, "Demonstration county. Nothing here is real.");
  atlas_choropleth_set_texts (map, "Three areas have almost no places left",
                              "Secondary places filled", NULL);
  atlas_choropleth_set_pins (map, pins, G_N_ELEMENTS (pins));

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes =
        atlas_picture_to_bytes (files[i].format, WIDTH, HEIGHT, "Map", paint_cb, map, &error);
      const char *folder = g_getenv ("ATLAS_TEST_PICTURES");

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 5000);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), strlen (files[i].magic), files[i].magic,
                       strlen (files[i].magic));

      if (folder != NULL)
        {
          g_autofree char *path = g_strdup_printf ("%s/map.%s", folder, files[i].suffix);

          g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                               (gssize) g_bytes_get_size (bytes), NULL);
        }
    }
}

static void
test_too_large_a_picture_is_an_error (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasChoropleth) map = make_map (&filled);

  g_assert_null (atlas_picture_to_bytes (ATLAS_PICTURE_PNG, 1e6, 1e6, NULL, paint_cb, map, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/choropleth/classes-follow-the-breaks", test_classes_follow_the_breaks);
  g_test_add_func ("/drawing/choropleth/areas-are-filled-with-their-class",
                   test_areas_are_filled_with_their_class);
  g_test_add_func ("/drawing/choropleth/no-data-is-hatched-and-labels-are-printed",
                   test_no_data_is_hatched_and_labels_are_printed);
  g_test_add_func ("/drawing/choropleth/counts-are-circles", test_counts_are_circles);
  g_test_add_func ("/drawing/choropleth/close-pins-are-one-cluster",
                   test_close_pins_are_one_cluster);
  g_test_add_func ("/drawing/choropleth/pins-leave-labels-readable",
                   test_pins_leave_labels_readable);
  g_test_add_func ("/drawing/choropleth/legend-explains-what-occurs",
                   test_legend_explains_what_occurs);
  g_test_add_func ("/drawing/choropleth/description-says-highest-lowest-missing",
                   test_description_says_highest_lowest_missing);
  g_test_add_func ("/drawing/choropleth/values-that-are-no-numbers-are-missing",
                   test_values_that_are_no_numbers_are_missing);
  g_test_add_func ("/drawing/choropleth/one-drawing-makes-every-file",
                   test_one_drawing_makes_every_file);
  g_test_add_func ("/drawing/choropleth/too-large-a-picture-is-an-error",
                   test_too_large_a_picture_is_an_error);

  return g_test_run ();
}
