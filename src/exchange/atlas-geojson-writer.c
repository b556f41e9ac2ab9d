/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-geojson-writer.h"

#include <string.h>

#include "base/atlas-error.h"
#include "exchange/atlas-records-csv.h"
#include "records/atlas-as-at.h"

/* Five decimals of a degree are about a metre; nine leave what was read as it was. */
#define REAL_DIGITS 9

/**
 * AtlasGeojsonWriter:
 *
 * A GeoJSON feature collection in the making: areas and partnerships with their borders, provisions
 * at their sites. What is approximate says so in each feature.
 *
 * Source: RFC 7946.
 */
struct _AtlasGeojsonWriter
{
  json_t *features;
  char   *attribution;
};

/**
 * atlas_geojson_writer_new:
 * @attribution: (nullable): what must be shown wherever the positions and borders are
 *
 * Returns: (transfer full): a writer with no features
 */
AtlasGeojsonWriter *
atlas_geojson_writer_new (const char *attribution)
{
  AtlasGeojsonWriter *self = g_new0 (AtlasGeojsonWriter, 1);

  self->features = json_array ();
  self->attribution = g_strdup (attribution);
  return self;
}

void
atlas_geojson_writer_free (AtlasGeojsonWriter *self)
{
  json_decref (self->features);
  g_free (self->attribution);
  g_free (self);
}

static void
set_text (json_t     *properties,
          const char *name,
          const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_new (properties, name, json_string (text));
}

static void
copy_value (json_t      *properties,
            AtlasRecord *record,
            const char  *name)
{
  const AtlasField *field = atlas_type_field (atlas_record_get_record_type (record), name);
  g_autoptr(json_t) value = field != NULL ? atlas_record_get_value (record, field) : NULL;

  if (value != NULL)
    json_object_set (properties, name, value);
}

/* What every feature says of its record. */
static json_t *
begin_properties (AtlasRecord *record)
{
  static const char *names[] = {
    "kind", "code", "boundary", "provisional", "valid", "source", "published", "checked",
    "confidence", "invented",
  };
  json_t *properties = json_object ();
  g_autofree char *age = atlas_record_describe_age (record);

  set_text (properties, "type", atlas_record_get_record_type (record)->name);
  set_text (properties, "key", atlas_record_get_key (record));
  set_text (properties, "name", atlas_record_get_title (record));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    copy_value (properties, record, names[i]);
  set_text (properties, "age", age);

  return properties;
}

static void
add_feature (AtlasGeojsonWriter *self,
             const char         *id,
             json_t             *geometry,
             json_t             *properties)
{
  json_array_append_new (self->features, json_pack ("{s:s, s:s, s:o?, s:o}", "type", "Feature",
                                                    "id", id, "geometry", geometry,
                                                    "properties", properties));
}

static json_t *
find_geometry (json_t     *collection,
               const char *key)
{
  json_t *features = json_object_get (collection, "features");

  for (gsize i = 0; i < json_array_size (features); i++)
    {
      json_t *feature = json_array_get (features, i);
      const char *id = atlas_json_string (json_object_get (feature, "properties"), "id");

      if (g_strcmp0 (id, key) == 0)
        return json_object_get (feature, "geometry");
    }

  return NULL;
}

/**
 * atlas_geojson_writer_add_shapes:
 * @self: a writer
 * @records: (element-type AtlasRecord): areas, partnerships, or a county
 * @shapes: GeoJSON whose features have the records' keys as their property `id`
 * @error: return location for an error
 *
 * Adds a feature with its border for each record. One without a border is still a feature.
 *
 * Errors: %ATLAS_ERROR_INVALID when @shapes is no GeoJSON.
 *
 * Returns: whether @shapes could be read
 */
gboolean
atlas_geojson_writer_add_shapes (AtlasGeojsonWriter *self,
                                 GPtrArray          *records,
                                 GBytes             *shapes,
                                 GError            **error)
{
  g_autoptr(json_t) collection = NULL;
  gsize size;
  const char *text = g_bytes_get_data (shapes, &size);

  if (size > ATLAS_IMPORT_FILE_BYTES_MAX)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "Reading GeoJSON: it is too long");
      return FALSE;
    }

  collection = atlas_json_parse (text != NULL ? text : "", (gssize) size, error);
  if (collection == NULL)
    return FALSE;
  if (!json_is_array (json_object_get (collection, "features")))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "Reading GeoJSON: it is no collection of features");
      return FALSE;
    }

  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);
      json_t *geometry = find_geometry (collection, atlas_record_get_key (record));
      json_t *properties = begin_properties (record);
      const char *boundary = atlas_record_get_text (record, "boundary");

      json_object_set_new (properties, "approximate",
                           json_boolean (g_strcmp0 (boundary, "official") != 0));
      add_feature (self, atlas_record_get_id (record), json_incref (geometry), properties);
    }

  return TRUE;
}

static json_t *
point (const char *longitude,
       const char *latitude)
{
  if (longitude == NULL || latitude == NULL)
    return NULL;

  return json_pack ("{s:s, s:[f, f]}", "type", "Point", "coordinates",
                    g_ascii_strtod (longitude, NULL), g_ascii_strtod (latitude, NULL));
}

static json_t *
provision_properties (AtlasProvision *provision,
                      GPtrArray      *areas)
{
  AtlasRecord *record = ATLAS_RECORD (provision);
  AtlasRecord *area = atlas_records_find (areas, provision->area);
  json_t *properties = begin_properties (record);
  const AtlasField *kind = atlas_type_field (&atlas_provision_type, "kind");
  g_autofree char *kind_name = atlas_record_format (record, kind);

  set_text (properties, "kind_name", kind_name);
  copy_value (properties, record, "phases");
  copy_value (properties, record, "town");
  copy_value (properties, record, "host");
  if (area != NULL)
    {
      set_text (properties, "area", atlas_record_get_key (area));
      set_text (properties, "area_name", atlas_record_get_title (area));
    }

  return properties;
}

static gboolean
add_sites (AtlasGeojsonWriter *self,
           AtlasProvision     *provision,
           GPtrArray          *sites,
           GPtrArray          *areas,
           AtlasDate           on)
{
  gboolean any = FALSE;

  for (guint i = 0; i < sites->len; i++)
    {
      AtlasSite *site = g_ptr_array_index (sites, i);
      json_t *properties;

      if (strcmp (site->provision, atlas_record_get_id (ATLAS_RECORD (provision))) != 0 ||
          (on != ATLAS_DATE_NONE && !atlas_record_is_valid_on (ATLAS_RECORD (site), on)))
        continue;

      properties = provision_properties (provision, areas);
      set_text (properties, "site", site->name);
      set_text (properties, "town", site->town);
      set_text (properties, "postcode", site->postcode);
      set_text (properties, "position", site->position);
      json_object_set_new (properties, "approximate",
                           json_boolean (g_strcmp0 (site->position, "site") != 0));
      add_feature (self, atlas_record_get_id (ATLAS_RECORD (site)),
                   point (site->longitude, site->latitude), properties);
      any = TRUE;
    }

  return any;
}

/**
 * atlas_geojson_writer_add_provisions:
 * @self: a writer
 * @provisions: (element-type AtlasProvision): provisions, of all dates
 * @sites: (element-type AtlasSite): where they are
 * @areas: (element-type AtlasArea): the areas that they name
 * @labels: (element-type AtlasLabel): the directory's labels
 * @on: the day to show, or %ATLAS_DATE_NONE for all as they are
 *
 * Adds a point for each site of each provision that is valid on the day. A provision without a site
 * is a feature without a geometry. A position that is not an address is marked as approximate.
 */
void
atlas_geojson_writer_add_provisions (AtlasGeojsonWriter *self,
                                     GPtrArray          *provisions,
                                     GPtrArray          *sites,
                                     GPtrArray          *areas,
                                     GPtrArray          *labels,
                                     AtlasDate           on)
{
  for (guint i = 0; i < provisions->len; i++)
    {
      AtlasRecord *provision = g_ptr_array_index (provisions, i);
      g_autoptr(AtlasRecord) then = NULL;

      if (on != ATLAS_DATE_NONE && !atlas_record_is_valid_on (provision, on))
        continue;

      then = atlas_record_as_at (provision, labels, on);
      if (!add_sites (self, (AtlasProvision *) then, sites, areas, on))
        add_feature (self, atlas_record_get_id (then), NULL,
                     provision_properties ((AtlasProvision *) then, areas));
    }
}

/**
 * atlas_geojson_writer_finish:
 * @self: a writer
 *
 * Returns: (transfer full): the file
 */
GBytes *
atlas_geojson_writer_finish (AtlasGeojsonWriter *self)
{
  g_autoptr(json_t) collection = json_pack ("{s:s, s:s?, s:O}", "type", "FeatureCollection",
                                            "attribution", self->attribution,
                                            "features", self->features);
  char *text = json_dumps (collection, JSON_COMPACT | JSON_REAL_PRECISION (REAL_DIGITS));
  GBytes *bytes = g_bytes_new (text, strlen (text));

  free (text);
  return bytes;
}
