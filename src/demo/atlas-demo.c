/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "demo/atlas-demo-private.h"
#include "store/atlas-store-blobs.h"

#define BATCH_RECORDS 2000      /* in one transaction, between two reports of progress */
#define YEARS_BACK    8         /* for which the invented bodies have been there */
#define MOVED_MOST    1400      /* hundred-thousandths of a degree */

/**
 * atlas_demo_add:
 * @demo: the demonstration
 * @type: a record type
 * @key: what tells the record from the others of its type
 * @fields: (transfer full) (nullable): its values
 *
 * Makes a record. The first one that cannot be made ends the demonstration; its error is kept.
 *
 * Returns: (transfer none): the record's id
 */
const char *
atlas_demo_add (AtlasDemo  *demo,
                const char *type,
                const char *key,
                json_t     *fields)
{
  g_autoptr(json_t) values = fields;
  g_autofree char *id = atlas_id_for_pack (demo->name, type, key);
  AtlasRecord *record;

  if (demo->error != NULL)
    return "";

  if (values == NULL)
    {
      g_set_error (&demo->error, ATLAS_ERROR, ATLAS_ERROR_FAILED, "Making up %s %s", type, key);
      return "";
    }

  record = atlas_record_new (atlas_type_find (type), id, 1, values, &demo->error);
  if (record == NULL)
    return "";

  g_ptr_array_add (demo->records, record);

  return atlas_record_get_id (record);
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  return g_strcmp0 (atlas_record_get_key (*(AtlasRecord **) a),
                    atlas_record_get_key (*(AtlasRecord **) b));
}

/**
 * atlas_demo_list_pack:
 * @demo: the demonstration
 * @type: a record type
 *
 * Returns: (transfer full) (element-type AtlasRecord): the pack's records of that type, by key
 */
GPtrArray *
atlas_demo_list_pack (AtlasDemo       *demo,
                      const AtlasType *type)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < demo->pack->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (demo->pack, i);

      if (atlas_record_get_record_type (record) == type)
        g_ptr_array_add (found, record);
    }
  g_ptr_array_sort (found, compare_keys);

  return found;
}

/* A place not far from a town: the town's latitude or longitude, moved by up to about a mile. */
json_t *
atlas_demo_near (AtlasDemoRandom *random,
                 const char      *degrees)
{
  gint64 moved = (gint64) (g_ascii_strtod (degrees != NULL ? degrees : "0", NULL) * 100000) +
                 atlas_demo_random_between (random, -MOVED_MOST, MOVED_MOST);
  gint64 whole = ABS (moved);

  if (degrees == NULL)
    return NULL;

  return json_sprintf ("%s%" G_GINT64_FORMAT ".%05d", moved < 0 ? "-" : "", whole / 100000,
                       (int) (whole % 100000));
}

/* A date as a record's value, or NULL for no date, which json_pack's "o*" leaves out. */
json_t *
atlas_demo_date (AtlasDate date)
{
  g_autofree char *text = atlas_date_format (date);

  return date != ATLAS_DATE_NONE ? json_string (text) : NULL;
}

json_t *
atlas_demo_range (AtlasDate from,
                  AtlasDate to)
{
  return json_pack ("{s:o*, s:o*}", "from", atlas_demo_date (from), "to", atlas_demo_date (to));
}

/* Up to three texts as a set, which is sorted. Those after a NULL count too. */
json_t *
atlas_demo_set (const char *first,
                const char *second,
                const char *third)
{
  const char *texts[] = { first, second, third };
  json_t *set = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize place = 0;

      while (place < json_array_size (set) && texts[i] != NULL &&
             strcmp (json_string_value (json_array_get (set, place)), texts[i]) < 0)
        place++;
      if (texts[i] != NULL)
        json_array_insert_new (set, place, json_string (texts[i]));
    }

  return set;
}

json_t *
atlas_demo_time (AtlasDate date,
                 int       hour)
{
  g_autofree char *text = atlas_time_format (((gint64) date * 24 + hour) * 3600 * 1000);

  return json_string (text);
}

/* The days on which the invented bodies are there: from some school years back. */
json_t *
atlas_demo_since (AtlasDemo *demo)
{
  int year;

  atlas_date_split (demo->options.as_of, &year, NULL, NULL);

  return atlas_demo_range (atlas_date_new (year - YEARS_BACK, 9, 1), ATLAS_DATE_NONE);
}

static void
clear_school (gpointer data)
{
  AtlasDemoSchool *school = data;

  g_array_unref (school->own_days);
  g_clear_pointer (&school->calendar, atlas_calendar_unref);
}

static void
clear_place (gpointer data)
{
  AtlasDemoPlace *place = data;

  g_array_unref (place->stays);
}

static void
free_panel (gpointer data)
{
  AtlasDemoPanel *panel = data;

  g_hash_table_unref (panel->areas);
  g_array_unref (panel->meetings);
  g_free (panel);
}

static AtlasDemo *
demo_new (const AtlasDemoOptions *options,
          GPtrArray              *pack)
{
  AtlasDemo *demo = g_new0 (AtlasDemo, 1);

  demo->options = *options;
  demo->pack = pack;
  demo->records = g_ptr_array_new_with_free_func (g_object_unref);
  demo->name = g_strdup_printf ("demonstration-%" G_GUINT64_FORMAT, options->seed);
  demo->terms = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));
  demo->schools = g_array_new (FALSE, TRUE, sizeof (AtlasDemoSchool));
  g_array_set_clear_func (demo->schools, clear_school);
  demo->places = g_array_new (FALSE, TRUE, sizeof (AtlasDemoPlace));
  g_array_set_clear_func (demo->places, clear_place);
  demo->panels = g_ptr_array_new_with_free_func (free_panel);
  demo->used_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return demo;
}

static void
demo_free (AtlasDemo *demo)
{
  g_clear_pointer (&demo->records, g_ptr_array_unref);
  g_clear_error (&demo->error);
  g_clear_pointer (&demo->calendar, atlas_calendar_unref);
  g_array_unref (demo->terms);
  g_array_unref (demo->schools);
  g_array_unref (demo->places);
  g_ptr_array_unref (demo->panels);
  g_hash_table_unref (demo->used_names);
  g_free (demo->name);
  g_free (demo);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDemo, demo_free)

/* The county itself says that it is a demonstration, wherever its record comes to. */
static gboolean
mark_county (AtlasDemo *demo,
             GError   **error)
{
  g_autoptr(GPtrArray) counties = atlas_demo_list_pack (demo, &atlas_county_type);
  g_autoptr(json_t)    fields = NULL;
  AtlasRecord *county;

  if (counties->len == 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "Making a demonstration: the pack has no county");
      return FALSE;
    }

  county = g_ptr_array_index (counties, 0);
  fields = atlas_record_to_fields (county);
  json_object_set_new (fields, "invented", json_true ());
  county = atlas_record_new (&atlas_county_type, atlas_record_get_id (county),
                             atlas_record_get_rev (county), fields, error);
  if (county == NULL)
    return FALSE;

  g_ptr_array_add (demo->records, county);
  demo->county = (AtlasCounty *) county;

  return TRUE;
}

static gboolean
check_options (const AtlasDemoOptions *options,
               GError                **error)
{
  int year;

  atlas_date_split (options->as_of, &year, NULL, NULL);
  if (options->children > ATLAS_DEMO_CHILDREN_MAX)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "Making a demonstration: at most %d children", ATLAS_DEMO_CHILDREN_MAX);
      return FALSE;
    }
  if (year < 2000 || year > 2100)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "Making a demonstration: its day must lie from 2000 to 2100");
      return FALSE;
    }

  return TRUE;
}

/**
 * atlas_demo_make:
 * @options: what kind of demonstration
 * @pack: (element-type AtlasRecord): the records of a county pack; kept alive by the caller
 * @error: return location for an error
 *
 * Makes up schools, alternative providers, panels, children and all that happens to them, dated
 * round a day, and figures for the pack's own provisions, marked as invented. The pack's county
 * comes first, marked as a demonstration. Nothing that could harm anybody's name is said of a body
 * that exists: late returns, expired checks and missed days are the invented bodies' own.
 *
 * Errors: %ATLAS_ERROR_INVALID when the options are out of range or the pack has no county.
 *
 * Returns: (transfer full) (element-type AtlasRecord): whole records, each after those it names
 */
GPtrArray *
atlas_demo_make (const AtlasDemoOptions *options,
                 GPtrArray              *pack,
                 GError                **error)
{
  g_autoptr(AtlasDemo) demo = demo_new (options, pack);

  if (!check_options (options, error) || !mark_county (demo, error))
    return NULL;

  atlas_demo_make_terms (demo);
  atlas_demo_make_schools (demo);
  atlas_demo_make_providers (demo);
  atlas_demo_make_bodies (demo);
  atlas_demo_make_rolls (demo);
  atlas_demo_make_real_places (demo);
  atlas_demo_make_panels (demo);
  atlas_demo_make_children (demo);
  atlas_demo_make_returns (demo);

  if (demo->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&demo->error));
      return NULL;
    }

  return g_steal_pointer (&demo->records);
}

static gboolean
add_all_of (AtlasStore      *store,
            const AtlasType *type,
            GPtrArray       *records,
            GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);
  g_autoptr(GPtrArray) found = NULL;

  atlas_query_page (query, 0, G_MAXINT);
  found = atlas_store_list (store, query, error);
  if (found == NULL)
    return FALSE;

  g_ptr_array_extend_and_steal (records, g_steal_pointer (&found));

  return TRUE;
}

/* What a demonstration needs to know of the county that it is made up round. */
static GPtrArray *
read_pack (AtlasStore *store,
           GError    **error)
{
  const AtlasType *types[] = {
    &atlas_county_type, &atlas_area_type, &atlas_partnership_type, &atlas_town_type,
    &atlas_provision_type, &atlas_place_type, &atlas_figure_type, &atlas_calendar_range_type,
  };
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (!add_all_of (store, types[i], records, error))
        return NULL;
    }

  return g_steal_pointer (&records);
}

static gboolean
load_files (AtlasStore *store,
            GPtrArray  *records,
            GError    **error)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < records->len; i++)
    {
      GBytes *file = atlas_demo_write_file (g_ptr_array_index (records, i));

      if (file != NULL)
        g_ptr_array_add (files, file);
    }

  return atlas_store_load_files (store, files, error);
}

static gboolean
load_in_batches (AtlasStore       *store,
                 GPtrArray        *records,
                 AtlasDemoProgress progress,
                 gpointer          data,
                 GError          **error)
{
  for (guint done = 0; done < records->len; done += BATCH_RECORDS)
    {
      guint n = MIN (BATCH_RECORDS, records->len - done);
      g_autoptr(GPtrArray) batch = g_ptr_array_new ();

      for (guint i = 0; i < n; i++)
        g_ptr_array_add (batch, g_ptr_array_index (records, done + i));
      if (!atlas_store_load (store, batch, error))
        return FALSE;
      if (progress != NULL)
        progress (done + n, records->len, data);
    }

  return TRUE;
}

static gboolean
write_meta (AtlasStore             *store,
            const AtlasDemoOptions *options,
            GError                **error)
{
  g_autofree char *as_of = atlas_date_format (options->as_of);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, options->seed);
  g_autofree char *last = g_strdup_printf ("%u", options->children);

  return atlas_store_set_meta (store, "demonstration_as_of", as_of, error) &&
         atlas_store_set_meta (store, "demonstration_seed", seed, error) &&
         atlas_store_set_meta (store, "prefix", ATLAS_DEMO_PREFIX, error) &&
         atlas_store_set_meta (store, "last_reference", last, error);
}

/**
 * atlas_demo_fill_store:
 * @store: a store that holds a county pack and nothing else
 * @options: what kind of demonstration
 * @progress: (nullable) (scope call): told how far it has come
 * @data: for @progress
 * @error: return location for an error
 *
 * Makes a demonstration and loads it into a store, marking the store before the first record is in
 * it. When this fails half-way the store is of no use.
 *
 * Returns: whether the store is filled
 */
gboolean
atlas_demo_fill_store (AtlasStore             *store,
                       const AtlasDemoOptions *options,
                       AtlasDemoProgress       progress,
                       gpointer                data,
                       GError                **error)
{
  g_autoptr(GPtrArray) pack = read_pack (store, error);
  g_autoptr(GPtrArray) records = pack != NULL ? atlas_demo_make (options, pack, error) : NULL;

  return records != NULL &&
         atlas_store_set_meta (store, "demonstration", "true", error) &&
         write_meta (store, options, error) &&
         load_in_batches (store, records, progress, data, error) &&
         load_files (store, records, error);
}
