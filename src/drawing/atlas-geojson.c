/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-geojson.h"

#include <math.h>

#include "base/atlas-error.h"
#include "base/atlas-json.h"

/* A ring has three corners and returns to the first: RFC 7946, 3.1.6. */
#define MIN_RING_POSITIONS 4

/* Some times more than the wards of the largest county; a larger file is a mistake. */
#define MAX_FEATURES 5000
#define MAX_VERTICES 500000

/* An id longer than this is not repeated in a message. */
#define MAX_QUOTED_ID 64

typedef struct {
  AtlasBox box;           /* degrees, north up */
  guint    n_vertices;
  guint    number;        /* of the feature being read, from 1 */
  char    *id;            /* (unowned) (nullable): its id, when known */
} Reader;

static gboolean
G_GNUC_PRINTF (3,
               4)
refuse (const Reader *reader,
        GError **error,
        const char *format,
        ...)
{
  g_autofree char *reason = NULL;
  va_list values;

  va_start (values, format);
  reason = g_strdup_vprintf (format, values);
  va_end (values);

  if (reader->id != NULL && strlen (reader->id) <= MAX_QUOTED_ID)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                 "Reading GeoJSON: feature %u (%s): %s", reader->number, reader->id, reason);
  else
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                 "Reading GeoJSON: feature %u: %s", reader->number, reason);

  return FALSE;
}

/* Degrees until the projection is known; then project_feature() makes them kilometres. */
static gboolean
read_position (Reader     *reader,
               json_t     *value,
               AtlasPoint *degrees,
               GError    **error)
{
  json_t *longitude = json_array_get (value, 0);
  json_t *latitude = json_array_get (value, 1);

  if (!json_is_number (longitude) || !json_is_number (latitude))
    return refuse (reader, error, "a position is not two numbers");

  degrees->x = json_number_value (longitude);
  degrees->y = json_number_value (latitude);

  if (!(fabs (degrees->x) <= 180) || !(fabs (degrees->y) <= 90))
    return refuse (reader, error, "a position is not on the earth");
  if (++reader->n_vertices > MAX_VERTICES)
    return refuse (reader, error, "more than %d positions", MAX_VERTICES);

  atlas_box_add (&reader->box, *degrees);
  return TRUE;
}

static gboolean
read_ring (Reader       *reader,
           json_t       *value,
           gboolean      is_hole,
           AtlasFeature *feature,
           GError      **error)
{
  g_autoptr(GArray) ring = NULL;
  gsize length = json_array_size (value);

  if (length < MIN_RING_POSITIONS)
    return refuse (reader, error, "a ring has fewer than %d positions", MIN_RING_POSITIONS);

  if (!json_equal (json_array_get (value, 0), json_array_get (value, length - 1)))
    return refuse (reader, error, "a ring does not end where it begins");

  ring = g_array_new (FALSE, FALSE, sizeof (AtlasPoint));
  for (gsize i = 0; i < length; i++)
    {
      AtlasPoint point;

      if (!read_position (reader, json_array_get (value, i), &point, error))
        return FALSE;
      if (i + 1 < length)
        g_array_append_val (ring, point);
    }

  if (!atlas_ring_orient (ring, is_hole))
    return refuse (reader, error, "a ring encloses nothing");

  g_ptr_array_add (feature->rings, g_steal_pointer (&ring));
  return TRUE;
}

static gboolean
read_polygon (Reader       *reader,
              json_t       *value,
              AtlasFeature *feature,
              GError      **error)
{
  gsize length = json_array_size (value);

  if (length == 0)
    return refuse (reader, error, "a polygon has no ring");

  for (gsize i = 0; i < length; i++)
    if (!read_ring (reader, json_array_get (value, i), i > 0, feature, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_multi_polygon (Reader       *reader,
                    json_t       *value,
                    AtlasFeature *feature,
                    GError      **error)
{
  gsize length = json_array_size (value);

  if (length == 0)
    return refuse (reader, error, "there is no polygon");

  for (gsize i = 0; i < length; i++)
    if (!read_polygon (reader, json_array_get (value, i), feature, error))
      return FALSE;

  return TRUE;
}

static gboolean
read_geometry (Reader       *reader,
               json_t       *value,
               AtlasFeature *feature,
               GError      **error)
{
  const char *type = atlas_json_string (value, "type");
  json_t *coordinates = json_object_get (value, "coordinates");

  if (g_strcmp0 (type, "Polygon") == 0)
    return read_polygon (reader, coordinates, feature, error);
  if (g_strcmp0 (type, "MultiPolygon") == 0)
    return read_multi_polygon (reader, coordinates, feature, error);
  if (g_strcmp0 (type, "Point") != 0)
    return refuse (reader, error, "its geometry is neither Polygon, MultiPolygon nor Point");

  feature->is_point = TRUE;
  return read_position (reader, coordinates, &feature->label, error);
}

/* The id is the property "id", or else the feature's own member, as text. */
static char *
dup_id (json_t *value)
{
  const char *text = atlas_json_string (json_object_get (value, "properties"), "id");
  json_t *number = json_object_get (value, "id");

  if (text == NULL)
    text = json_string_value (number);
  if (text != NULL && *text != '\0')
    return g_strdup (text);
  if (json_is_integer (number))
    return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (number));

  return NULL;
}

static AtlasFeature *
read_feature (Reader     *reader,
              json_t     *value,
              GHashTable *ids,
              GError    **error)
{
  g_autoptr(AtlasFeature) feature = atlas_feature_new ();
  json_t *properties = json_object_get (value, "properties");

  feature->id = dup_id (value);
  reader->id = feature->id;

  if (g_strcmp0 (atlas_json_string (value, "type"), "Feature") != 0)
    refuse (reader, error, "its type is not Feature");
  else if (feature->id == NULL)
    refuse (reader, error, "it has no id");
  else if (g_hash_table_contains (ids, feature->id))
    refuse (reader, error, "another feature has its id");
  else if (properties != NULL && !json_is_object (properties) && !json_is_null (properties))
    refuse (reader, error, "its properties are no object");
  else if (read_geometry (reader, json_object_get (value, "geometry"), feature, error))
    {
      feature->name = g_strdup (atlas_json_string (properties, "name"));
      feature->properties = json_is_object (properties) ? json_incref (properties) : json_object ();
      g_hash_table_add (ids, feature->id);
      return g_steal_pointer (&feature);
    }

  return NULL;
}

static GPtrArray *
read_features (Reader  *reader,
               json_t  *value,
               GError **error)
{
  g_autoptr(GPtrArray) features =
    g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_feature_unref);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < json_array_size (value); i++)
    {
      AtlasFeature *feature;

      reader->number = (guint) i + 1;
      feature = read_feature (reader, json_array_get (value, i), ids, error);
      if (feature == NULL)
        return NULL;

      g_ptr_array_add (features, feature);
    }

  return g_steal_pointer (&features);
}

static AtlasPoint
project (const AtlasProjection *projection,
         AtlasPoint             degrees)
{
  return atlas_projection_project (projection, (AtlasPosition) { degrees.x, degrees.y });
}

static void
project_feature (AtlasFeature          *feature,
                 const AtlasProjection *projection)
{
  if (feature->is_point)
    {
      feature->label = project (projection, feature->label);
      atlas_box_add (&feature->box, feature->label);
      return;
    }

  for (guint r = 0; r < feature->rings->len; r++)
    {
      GArray *ring = g_ptr_array_index (feature->rings, r);

      for (guint i = 0; i < ring->len; i++)
        g_array_index (ring, AtlasPoint, i) =
          project (projection, g_array_index (ring, AtlasPoint, i));
    }

  atlas_feature_measure (feature);
}

/**
 * atlas_geojson_read:
 * @text: (array length=length): bytes from anyone
 * @length: their number, or -1 when @text ends in a NUL
 * @projection: (nullable): the county's projection, or %NULL for one round the middle of the file
 * @error: return location for an error
 *
 * Reads a FeatureCollection of polygons and points, strictly: rings are closed and enclose
 * something, positions are on the earth, every feature has an id of its own. Files that are to be
 * drawn over one another are read with one projection.
 *
 * Errors: %ATLAS_ERROR_INVALID; the message names the feature and the reason.
 *
 * Source: RFC 7946.
 *
 * Returns: (transfer full): the features, measured
 */
AtlasGeometry *
atlas_geojson_read (const char            *text,
                    gssize                 length,
                    const AtlasProjection *projection,
                    GError               **error)
{
  g_autoptr(AtlasGeometry) geometry = NULL;
  g_autoptr(GPtrArray) features = NULL;
  g_autoptr(json_t) document = atlas_json_parse (text, length, error);
  json_t *list = json_object_get (document, "features");
  Reader reader = { .box = atlas_box_empty () };
  AtlasProjection own;

  if (document == NULL)
    return NULL;

  if (g_strcmp0 (atlas_json_string (document, "type"), "FeatureCollection") != 0 ||
      !json_is_array (list) ||
      json_array_size (list) > MAX_FEATURES)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "Reading GeoJSON: not a FeatureCollection of at most %d features", MAX_FEATURES);
      return NULL;
    }

  features = read_features (&reader, list, error);
  if (features == NULL)
    return NULL;

  own = atlas_projection_new ((AtlasPosition) { (reader.box.x1 + reader.box.x2) / 2,
                                                (reader.box.y1 + reader.box.y2) / 2 });
  if (features->len == 0)
    own = atlas_projection_new ((AtlasPosition) { 0, 0 });

  geometry = atlas_geometry_new (projection != NULL ? projection : &own,
                                 atlas_json_string (document, "attribution"));

  for (guint i = 0; i < features->len; i++)
    {
      project_feature (g_ptr_array_index (features, i), atlas_geometry_get_projection (geometry));
      atlas_geometry_add (geometry, atlas_feature_ref (g_ptr_array_index (features, i)));
    }

  return g_steal_pointer (&geometry);
}
