/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/atlas-csv.h"
#include "exchange/atlas-directory.h"
#include "exchange/atlas-geojson-writer.h"
#include "exchange/atlas-pack.h"
#include "records/atlas-records.h"

typedef struct {
  AtlasPack   *pack;
  AtlasImport *import;
  GPtrArray   *areas;
  GPtrArray   *labels;
  GPtrArray   *partnerships;
  GPtrArray   *provisions;
  GPtrArray   *sites;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  AtlasImport *import;

  fixture->pack = atlas_pack_open ("hertfordshire", NULL);
  import = atlas_pack_read (fixture->pack, NULL);
  fixture->import = import;
  fixture->areas = atlas_import_make_records (import, &atlas_area_type, NULL);
  fixture->labels = atlas_import_make_records (import, &atlas_label_type, NULL);
  fixture->partnerships = atlas_import_make_records (import, &atlas_partnership_type, NULL);
  fixture->provisions = atlas_import_make_records (import, &atlas_provision_type, NULL);
  fixture->sites = atlas_import_make_records (import, &atlas_site_type, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_ptr_array_unref (fixture->sites);
  g_ptr_array_unref (fixture->provisions);
  g_ptr_array_unref (fixture->partnerships);
  g_ptr_array_unref (fixture->labels);
  g_ptr_array_unref (fixture->areas);
  atlas_import_unref (fixture->import);
  atlas_pack_unref (fixture->pack);
}

static AtlasCsv *
export_csv (Fixture  *fixture,
            AtlasDate on)
{
  g_autoptr(GBytes) bytes = atlas_directory_csv_export (fixture->provisions, fixture->areas,
                                                        fixture->labels, on);
  g_autoptr(GError) error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  AtlasCsv *csv = atlas_csv_parse (text, size, &error);

  g_assert_no_error (error);
  return csv;
}

static const char *
cell (AtlasCsv   *csv,
      const char *key,
      const char *column)
{
  for (guint i = 0; i < atlas_csv_n_rows (csv); i++)
    if (strcmp (atlas_csv_get (csv, i, "key"), key) == 0)
      return atlas_csv_get (csv, i, column);

  return NULL;
}

static void
test_csv_is_the_directory_of_its_day (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(AtlasCsv) then = export_csv (fixture, atlas_date_new (2016, 5, 1));
  g_autoptr(AtlasCsv) later = export_csv (fixture, atlas_date_new (2020, 3, 1));

  g_assert_cmpstr (cell (then, "larwood", "residential"), ==, "yes");
  g_assert_cmpstr (cell (later, "larwood", "residential"), ==, "");
  g_assert_cmpstr (cell (then, "larwood", "admission"), ==, "SEN Provision Panel");
  g_assert_cmpstr (cell (later, "larwood", "admission"), ==, "SEND Provision Panel");
  g_assert_cmpstr (cell (then, "stevenage-esc", "serves_towns"), ==, "");
  g_assert_cmpstr (cell (later, "stevenage-esc", "serves_towns"), ==, "Stevenage");
  g_assert_cmpstr (cell (then, "larwood", "age"), ==, "published April 2016, not checked since");
  g_assert_null (strstr (cell (then, "larwood", "source"), "2020"));
  g_assert_nonnull (cell (then, "psb-springmead", "name"));
  g_assert_null (cell (later, "psb-springmead", "name"));
}

static void
test_csv_has_names_sources_and_ages (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr(AtlasCsv) csv = export_csv (fixture, atlas_date_new (2020, 3, 1));

  g_assert_cmpstr (cell (csv, "larwood", "area"), ==, "dspl2");
  g_assert_cmpstr (cell (csv, "larwood", "area_name"), ==, "Stevenage");
  g_assert_cmpstr (cell (csv, "larwood", "kind_name"), ==, "SEMH special school");
  g_assert_cmpstr (cell (csv, "nhas", "age"), ==, "published April 2016, not checked since");
  g_assert_cmpstr (cell (csv, "larwood", "age"), ==, "published January 2020, not checked since");
  g_assert_nonnull (strstr (cell (csv, "larwood", "source"), "Appendix 1, 1.26"));
}

static void
test_csv_comes_back_as_the_same_directory (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr(GPtrArray)   present = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(GBytes)      bytes = NULL;

  for (guint i = 0; i < fixture->areas->len; i++)
    g_ptr_array_add (present, g_object_ref (g_ptr_array_index (fixture->areas, i)));
  for (guint i = 0; i < fixture->provisions->len; i++)
    g_ptr_array_add (present, g_object_ref (g_ptr_array_index (fixture->provisions, i)));

  bytes = atlas_directory_csv_export (fixture->provisions, fixture->areas, fixture->labels,
                                      ATLAS_DATE_NONE);
  import = atlas_directory_csv_import ("directory.csv", bytes, present);
  g_assert_cmpuint (atlas_import_n_rows (import), ==, fixture->provisions->len);
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_SAME), ==, fixture->provisions->len);
}

static json_t *
finish (AtlasGeojsonWriter *writer)
{
  g_autoptr(GBytes) bytes = atlas_geojson_writer_finish (writer);
  g_autoptr(GError) error = NULL;
  json_t *collection = atlas_json_parse (g_bytes_get_data (bytes, NULL),
                                         (gssize) g_bytes_get_size (bytes), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (atlas_json_string (collection, "type"), ==, "FeatureCollection");
  g_assert_nonnull (strstr (atlas_json_string (collection, "attribution"), "GeoNames"));

  return collection;
}

static json_t *
find_feature (json_t     *collection,
              const char *key)
{
  json_t *features = json_object_get (collection, "features");

  for (gsize i = 0; i < json_array_size (features); i++)
    {
      json_t *feature = json_array_get (features, i);

      if (g_strcmp0 (atlas_json_string (json_object_get (feature, "properties"), "key"), key) == 0)
        return feature;
    }

  return NULL;
}

static void
test_geojson_marks_what_is_approximate (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr(AtlasGeojsonWriter) writer = NULL;
  g_autoptr(json_t) collection = NULL;
  json_t *features;

  writer = atlas_geojson_writer_new (atlas_pack_get_attribution (fixture->pack));
  atlas_geojson_writer_add_provisions (writer, fixture->provisions, fixture->sites, fixture->areas,
                                       fixture->labels, atlas_date_new (2020, 3, 1));
  collection = finish (writer);
  features = json_object_get (collection, "features");

  /* 24 provisions are valid; North Herts ESC has two sites. */
  g_assert_cmpuint (json_array_size (features), ==, 25);
  for (gsize i = 0; i < json_array_size (features); i++)
    {
      json_t *feature = json_array_get (features, i);
      json_t *properties = json_object_get (feature, "properties");
      json_t *geometry = json_object_get (feature, "geometry");

      g_assert_nonnull (atlas_json_string (properties, "source"));
      g_assert_nonnull (atlas_json_string (properties, "age"));
      if (json_is_null (geometry))
        continue;
      g_assert_cmpstr (atlas_json_string (geometry, "type"), ==, "Point");
      g_assert_true (atlas_json_boolean (properties, "approximate"));
      g_assert_cmpstr (atlas_json_string (properties, "position"), ==, "town");
    }
}

static void
test_geojson_leaves_out_no_provision_without_a_site (Fixture      *fixture,
                                                     gconstpointer data)
{
  g_autoptr(AtlasGeojsonWriter) writer = atlas_geojson_writer_new ("Place positions © GeoNames");
  g_autoptr(json_t) collection = NULL;
  json_t *nhas;
  json_t *larwood;
  double longitude;
  double latitude;

  atlas_geojson_writer_add_provisions (writer, fixture->provisions, fixture->sites, fixture->areas,
                                       fixture->labels, atlas_date_new (2020, 3, 1));
  collection = finish (writer);
  nhas = find_feature (collection, "nhas");
  g_assert_true (json_is_null (json_object_get (nhas, "geometry")));

  larwood = find_feature (collection, "larwood");
  g_assert_cmpint (json_unpack (json_object_get (larwood, "geometry"), "{s:[FF!]}", "coordinates",
                                &longitude, &latitude), ==, 0);
  g_assert_cmpfloat (longitude, <, 0.2);
  g_assert_cmpfloat (latitude, >, 51.5);
}

static void
test_geojson_has_the_borders_of_areas (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasGeojsonWriter) writer = atlas_geojson_writer_new ("GeoNames");
  g_autoptr(GBytes) areas = atlas_pack_get_shape (fixture->pack, "areas");
  g_autoptr(GBytes) partnerships = atlas_pack_get_shape (fixture->pack, "partnerships");
  g_autoptr(json_t) collection = NULL;
  json_t *features;

  g_assert_true (atlas_geojson_writer_add_shapes (writer, fixture->areas, areas, &error));
  g_assert_true (atlas_geojson_writer_add_shapes (writer, fixture->partnerships, partnerships,
                                                  &error));
  g_assert_no_error (error);
  collection = finish (writer);
  features = json_object_get (collection, "features");

  g_assert_cmpuint (json_array_size (features), ==, 28);
  for (gsize i = 0; i < json_array_size (features); i++)
    {
      json_t *feature = json_array_get (features, i);
      json_t *geometry = json_object_get (feature, "geometry");

      g_assert_cmpstr (atlas_json_string (geometry, "type"), ==, "Polygon");
      g_assert_true (atlas_json_boolean (json_object_get (feature, "properties"), "approximate"));
    }
}

static void
test_what_is_no_geojson_is_an_error (Fixture      *fixture,
                                     gconstpointer data)
{
  static const char *bad[] = { "", "[", "[]", "{}", "{\"features\": {}}" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AtlasGeojsonWriter) writer = atlas_geojson_writer_new (NULL);
      g_autoptr(GBytes) bytes = g_bytes_new_static (bad[i], strlen (bad[i]));

      g_assert_false (atlas_geojson_writer_add_shapes (writer, fixture->areas, bytes, &error));
      g_assert_nonnull (error);
    }
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/exchange/directory/csv-is-the-directory-of-its-day", test_csv_is_the_directory_of_its_day);
  ADD ("/exchange/directory/csv-has-names-sources-and-ages", test_csv_has_names_sources_and_ages);
  ADD ("/exchange/directory/csv-comes-back-as-the-same-directory",
       test_csv_comes_back_as_the_same_directory);
  ADD ("/exchange/directory/geojson-marks-what-is-approximate",
       test_geojson_marks_what_is_approximate);
  ADD ("/exchange/directory/geojson-leaves-out-no-provision-without-a-site",
       test_geojson_leaves_out_no_provision_without_a_site);
  ADD ("/exchange/directory/geojson-has-the-borders-of-areas",
       test_geojson_has_the_borders_of_areas);
  ADD ("/exchange/directory/what-is-no-geojson-is-an-error", test_what_is_no_geojson_is_an_error);

  return g_test_run ();
}
