/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Map view reads, on the store's reading thread. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-work.h"

#include <string.h>

#include "demo/atlas-county.h"
#include "drawing/atlas-geojson.h"
#include "records/atlas-as-at.h"
#include "store/atlas-store-waiting.h"

#define COUNTY        "county"
#define POSITION_TOWN "town"

void
atlas_map_request_free (AtlasMapRequest *self)
{
  g_free (self->route);
  g_free (self->phase);
  g_free (self);
}

void
atlas_map_shapes_free (AtlasMapShapes *self)
{
  g_clear_pointer (&self->areas, atlas_geometry_unref);
  g_clear_pointer (&self->partnerships, atlas_geometry_unref);
  g_free (self);
}

void
atlas_map_file_free (AtlasMapFile *self)
{
  g_clear_pointer (&self->measures, atlas_measures_free);
  g_clear_pointer (&self->shapes, atlas_map_shapes_free);
  g_clear_pointer (&self->pins, g_array_unref);
  g_clear_pointer (&self->figures, atlas_figures_free);
  g_clear_pointer (&self->facts, atlas_facts_free);
  g_free (self->finding);
  g_free (self->area);
  g_free (self->title);
  g_free (self);
}

static void
clear_pin (gpointer data)
{
  AtlasPin *pin = data;

  g_free ((char *) pin->id);
  g_free ((char *) pin->name);
}

static AtlasGeometry *
read_shape (AtlasStore    *store,
            const char    *name,
            AtlasGeometry *beside)
{
  g_autoptr(GBytes) bytes = atlas_county_get_shape (store, name);
  g_autoptr(GError) error = NULL;
  AtlasGeometry *shape;
  const char *text;
  gsize length;

  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  shape = atlas_geojson_read (text, (gssize) length,
                              beside != NULL ? atlas_geometry_get_projection (beside) : NULL,
                              &error);
  if (shape == NULL)
    g_warning ("Reading the shapes of %s: %s", name, error->message);

  return shape;
}

/* A county without shapes has its lists and tables all the same. */
static AtlasMapShapes *
read_shapes (AtlasStore *store)
{
  g_autoptr(AtlasMapShapes) shapes = g_new0 (AtlasMapShapes, 1);

  shapes->areas = read_shape (store, "areas", NULL);
  if (shapes->areas == NULL)
    return NULL;

  shapes->partnerships = read_shape (store, "partnerships", shapes->areas);
  return g_steal_pointer (&shapes);
}

static GHashTable *
list_provisions (AtlasStore *store,
                 const char *scope,
                 const char *phase,
                 AtlasDate   on,
                 GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_provision_type);
  g_autoptr(AtlasQuery) label_query = atlas_query_new (&atlas_label_type);
  g_autoptr(GPtrArray)  labels = atlas_store_list (store, label_query, error);
  g_autoptr(GPtrArray)  records = NULL;
  GHashTable *provisions;

  atlas_query_in_scope (query, scope);
  atlas_query_as_of (query, on);
  records = labels != NULL ? atlas_store_list (store, query, error) : NULL;
  if (records == NULL)
    return NULL;

  provisions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *then = atlas_record_as_at (g_ptr_array_index (records, i), labels, on);
      const char * const *phases = (const char * const *) ((AtlasProvision *) then)->phases;

      if (phase != NULL && (phases == NULL || !g_strv_contains (phases, phase)))
        g_object_unref (then);
      else
        g_hash_table_insert (provisions, g_strdup (atlas_record_get_id (then)), then);
    }

  return provisions;
}

static void
add_pin (GArray         *pins,
         AtlasSite      *site,
         AtlasProvision *provision)
{
  AtlasPin pin = { 0 };

  if (site->latitude == NULL || site->longitude == NULL)
    return;

  pin.id = g_strdup (provision->key);
  pin.name = g_strdup (provision->name);
  pin.position.latitude = g_ascii_strtod (site->latitude, NULL);
  pin.position.longitude = g_ascii_strtod (site->longitude, NULL);
  pin.is_town = g_strcmp0 (site->position, POSITION_TOWN) == 0;
  g_array_append_val (pins, pin);
}

static GArray *
list_pins (AtlasStore *store,
           const char *scope,
           const char *phase,
           AtlasDate   on,
           GError    **error)
{
  g_autoptr(GHashTable) provisions = list_provisions (store, scope, phase, on, error);
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_site_type);
  g_autoptr(GPtrArray)  sites = NULL;
  GArray *pins;

  atlas_query_as_of (query, on);
  atlas_query_order_by (query, "key", FALSE);
  sites = provisions != NULL ? atlas_store_list (store, query, error) : NULL;
  if (sites == NULL)
    return NULL;

  pins = g_array_new (FALSE, FALSE, sizeof (AtlasPin));
  g_array_set_clear_func (pins, clear_pin);
  for (guint i = 0; i < sites->len; i++)
    {
      AtlasSite *site = g_ptr_array_index (sites, i);
      AtlasProvision *provision = g_hash_table_lookup (provisions, site->provision);

      if (provision != NULL)
        add_pin (pins, site, provision);
    }

  return pins;
}

/* The area that a page is of, or whose partnership it is of. */
static char *
find_area (AtlasStore *store,
           const char *route,
           GError    **error)
{
  g_autoptr(AtlasRecord) partnership = NULL;
  g_autoptr(AtlasRecord) area = NULL;

  if (g_str_has_prefix (route, "area/"))
    return g_strdup (route + strlen ("area/"));

  partnership = atlas_store_get_by_key (store, "partnership", route + strlen ("partnership/"),
                                        error);
  if (partnership == NULL)
    return NULL;

  area = atlas_store_get (store, "area", ((AtlasPartnership *) partnership)->area, error);
  return area != NULL ? g_strdup (atlas_record_get_key (area)) : NULL;
}

static const AtlasMeasured *
find_part (const AtlasMeasures *measures,
           const char          *key)
{
  for (guint i = 0; i < measures->parts->len; i++)
    {
      const AtlasMeasured *part = g_ptr_array_index (measures->parts, i);

      if (g_strcmp0 (part->key, key) == 0)
        return part;
    }

  return NULL;
}

static gboolean
read_area (AtlasStore      *store,
           AtlasMapRequest *request,
           AtlasMapFile    *file,
           GError         **error)
{
  g_autoptr(AtlasCapacity) capacity = atlas_capacity_new (store, request->route, request->on,
                                                          error);

  if (capacity == NULL)
    return FALSE;

  atlas_facts_add_places (file->facts, capacity);
  file->title = atlas_measured_word_title (file->measures->whole);
  file->finding = atlas_capacity_word_finding (capacity, file->measures->whole->name);

  return TRUE;
}

static void
read_partnership (AtlasMapRequest *request,
                  AtlasMapFile    *file)
{
  const AtlasMeasured *part = find_part (file->measures, strchr (request->route, '/') + 1);
  g_auto(AtlasReading) reading = { 0 };

  file->title = g_strdup (file->facts->title);
  if (part == NULL)
    return;

  atlas_measured_read (part, ATLAS_MEASURE_LONGEST, request->on, &reading);
  file->finding = g_strdup (reading.detail);
}

static gboolean
read_page (AtlasStore      *store,
           AtlasMapRequest *request,
           AtlasMapFile    *file,
           GError         **error)
{
  g_autofree char *scope = NULL;

  file->area = find_area (store, request->route, error);
  if (file->area == NULL)
    return FALSE;

  scope = g_strconcat ("area/", file->area, NULL);
  file->facts = atlas_facts_new (store, request->route, request->on, error);
  if (file->facts == NULL)
    return FALSE;
  file->measures = atlas_measures_new (store, scope, request->phase, request->on, error);
  if (file->measures == NULL)
    return FALSE;
  file->pins = list_pins (store, scope, request->phase, request->on, error);
  if (file->pins == NULL)
    return FALSE;

  if (g_str_has_prefix (request->route, "area/"))
    return read_area (store, request, file, error);

  read_partnership (request, file);
  return TRUE;
}

static gboolean
read_county (AtlasStore      *store,
             AtlasMapRequest *request,
             AtlasMapFile    *file,
             GError         **error)
{
  file->measures = atlas_measures_new (store, NULL, request->phase, request->on, error);
  if (file->measures == NULL)
    return FALSE;
  file->pins = list_pins (store, NULL, request->phase, request->on, error);
  if (file->pins == NULL)
    return FALSE;
  file->figures = atlas_figures_new (store, ATLAS_FIGURES_EXCLUSIONS, request->on, error);

  return file->figures != NULL;
}

/**
 * atlas_map_read_file:
 *
 * An #AtlasStoreWork that answers an #AtlasMapRequest with an #AtlasMapFile.
 */
gpointer
atlas_map_read_file (AtlasStore   *store,
                     gpointer      data,
                     GCancellable *cancellable,
                     GError      **error)
{
  AtlasMapRequest *request = data;
  g_autoptr(AtlasMapFile) file = g_new0 (AtlasMapFile, 1);
  gboolean is_county = strcmp (request->route, COUNTY) == 0;

  if (!(is_county ? read_county (store, request, file, error)
                  : read_page (store, request, file, error)))
    return NULL;

  if (request->with_shapes)
    file->shapes = read_shapes (store);

  return g_steal_pointer (&file);
}
