/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-demand.h"

#include <string.h>

#include "base/atlas-distance.h"
#include "reports/atlas-capacity.h"
#include "reports/atlas-walk.h"
#include "reports/atlas-words.h"
#include "rules/atlas-school-year.h"
#include "rules/atlas-waiting.h"

#define ALL  "county"
#define PER  1000.0     /* children of a rate */
#define MOVE ATLAS_MOVE_KEY "="

/* What is needed while the demand is read. */
typedef struct {
  AtlasDemand *demand;
  GHashTable  *by_key;          /* (element-type utf8 AtlasDemandRow) (unowned values) */
  GPtrArray   *schools;         /* (nullable) (element-type AtlasEstablishment): once needed */
} Reading;

static void
row_free (AtlasDemandRow *row)
{
  g_free (row->area);
  g_free (row->area_id);
  g_free (row->need);
  g_free (row);
}

static void
area_free (AtlasDemandArea *area)
{
  g_free (area->name);
  g_free (area->route);
  g_free (area->id);
  g_free (area);
}

static void
move_free (AtlasMoveAsked *move)
{
  g_free (move->reference);
  g_free (move->route);
  g_free (move->school);
  g_free (move);
}

void
atlas_demand_free (AtlasDemand *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->areas);
  g_ptr_array_unref (self->moves);
  g_free (self);
}

static AtlasDemandRow *
ensure_row (Reading          *reading,
            AtlasWalk        *walk,
            const AtlasChild *child)
{
  const char *phase = atlas_phase_to_code (atlas_phase (atlas_year_group (child->born, walk->on)));
  g_autofree char *key = g_strdup_printf ("%s %s %s", child->area != NULL ? child->area : "",
                                          phase != NULL ? phase : "",
                                          child->need != NULL ? child->need : "");
  AtlasDemandRow *row = g_hash_table_lookup (reading->by_key, key);

  if (row != NULL)
    return row;

  row = g_new0 (AtlasDemandRow, 1);
  row->area_id = g_strdup (child->area);
  row->area = g_strdup (atlas_walk_name (walk, &atlas_area_type, child->area));
  row->phase = phase;
  row->need = g_strdup (child->need);
  row->since = ATLAS_DATE_NONE;
  row->free = -1;
  g_ptr_array_add (reading->demand->rows, row);
  g_hash_table_insert (reading->by_key, g_steal_pointer (&key), row);

  return row;
}

static AtlasDemandArea *
find_area (const AtlasDemand *self,
           const char        *id)
{
  for (guint i = 0; i < self->areas->len; i++)
    {
      AtlasDemandArea *area = g_ptr_array_index (self->areas, i);

      if (g_strcmp0 (area->id, id) == 0)
        return area;
    }

  return NULL;
}

static GPtrArray *
list_all (AtlasStore      *store,
          const AtlasType *type,
          const char      *scope,
          AtlasDate        on,
          GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);

  atlas_query_as_of (query, on);
  if (scope != NULL && !g_str_equal (scope, ALL))
    atlas_query_in_scope (query, scope);
  atlas_query_page (query, 0, G_MAXINT);

  return atlas_store_list (store, query, error);
}

/* Whether a school teaches the phase and would take a child of that sex. */
static gboolean
takes (const AtlasEstablishment *school,
       const char               *phase,
       const char               *sex)
{
  const char *teaches = school->phase != NULL ? school->phase : school->kind;

  if (g_strcmp0 (school->kind, "special") == 0 ||
      (g_strcmp0 (teaches, phase) != 0 && g_strcmp0 (teaches, "all-through") != 0))
    return FALSE;

  return !(g_strcmp0 (school->gender, "boys") == 0 && g_strcmp0 (sex, "F") == 0) &&
         !(g_strcmp0 (school->gender, "girls") == 0 && g_strcmp0 (sex, "M") == 0);
}

static int
count_schools (Reading          *reading,
               AtlasWalk        *walk,
               const AtlasChild *child)
{
  const char *phase = atlas_phase_to_code (atlas_phase (atlas_year_group (child->born, walk->on)));
  g_autoptr(AtlasRecord) record = NULL;
  const AtlasEstablishment *own;
  AtlasLocation here;
  int n = 0;

  if (child->establishment != NULL)
    record = atlas_store_get (walk->store, "establishment", child->establishment, NULL);
  own = (const AtlasEstablishment *) record;
  here = own != NULL ? atlas_location_parse (own->latitude, own->longitude)
                     : (AtlasLocation) { FALSE };
  if (reading->schools == NULL)
    reading->schools = list_all (walk->store, &atlas_establishment_type, NULL, walk->on, NULL);
  if (!here.is_known || reading->schools == NULL)
    return -1;

  for (guint i = 0; i < reading->schools->len; i++)
    {
      const AtlasEstablishment *school = g_ptr_array_index (reading->schools, i);
      AtlasLocation there = atlas_location_parse (school->latitude, school->longitude);
      double miles = atlas_miles_between (&here, &there);

      if (!there.is_known || miles < 0 || miles > reading->demand->miles ||
          g_str_equal (atlas_record_get_id ((AtlasRecord *) school), child->establishment))
        continue;
      n += takes (school, phase, child->sex);
    }

  return n;
}

static void
look_for_moves (Reading         *reading,
                AtlasWalk       *walk,
                const AtlasCase *file)
{
  for (guint i = 0; i < file->referrals->len; i++)
    {
      AtlasReferral *referral = g_ptr_array_index (file->referrals, i);
      AtlasMoveAsked *move;

      if (g_strcmp0 (referral->kind, "managed-move") != 0 ||
          !atlas_referral_waits (file, referral, walk->on))
        continue;
      move = g_new0 (AtlasMoveAsked, 1);
      move->reference = g_strdup (referral->reference);
      move->route = atlas_record_get_route ((AtlasRecord *) referral);
      move->school = g_strdup (atlas_walk_name (walk, &atlas_establishment_type,
                                                file->child->establishment));
      move->n_schools = count_schools (reading, walk, file->child);
      g_ptr_array_add (reading->demand->moves, move);
    }
}

static void
look_at_case (AtlasWalk       *walk,
              const AtlasCase *file,
              gpointer         data)
{
  Reading *reading = data;
  AtlasUnmet unmet = atlas_unmet_read (file, walk->on);
  AtlasDemandArea *area;
  AtlasDemandRow *row;

  look_for_moves (reading, walk, file);
  if (!unmet.waits && unmet.n_declined == 0)
    return;

  row = ensure_row (reading, walk, file->child);
  row->n_declined += unmet.n_declined > 0;
  if (!unmet.waits)
    return;

  row->n_waiting++;
  if (unmet.since != ATLAS_DATE_NONE &&
      (row->since == ATLAS_DATE_NONE || unmet.since < row->since))
    row->since = unmet.since;
  area = find_area (reading->demand, file->child->area);
  if (area != NULL)
    area->n_waiting++;
}

static gboolean
read_areas (AtlasDemand *self,
            AtlasWalk   *walk,
            const char  *scope,
            GError     **error)
{
  g_autoptr(GPtrArray) areas = list_all (walk->store, &atlas_area_type, scope, self->on, error);
  g_autoptr(GPtrArray) schools = list_all (walk->store, &atlas_establishment_type, scope, self->on,
                                           error);

  if (areas == NULL || schools == NULL)
    return FALSE;

  for (guint i = 0; i < areas->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (areas, i);
      AtlasDemandArea *area = g_new0 (AtlasDemandArea, 1);

      area->id = g_strdup (atlas_record_get_id (record));
      area->name = atlas_words_area ((AtlasArea *) record);
      area->route = atlas_record_get_route (record);
      g_ptr_array_add (self->areas, area);
    }
  for (guint i = 0; i < schools->len; i++)
    {
      const AtlasEstablishment *school = g_ptr_array_index (schools, i);
      AtlasDemandArea *area = find_area (self, school->area);

      if (area != NULL)
        area->roll += school->roll;
    }

  return TRUE;
}

static void
add_line (AtlasDemand             *self,
          const AtlasCapacityLine *line)
{
  const char *area_id = line->line->provision->area;
  AtlasDemandArea *area = find_area (self, area_id);

  if (area != NULL)
    area->commissioned += line->free.commissioned;
  for (guint i = 0; line->free.is_known && area_id != NULL && i < self->rows->len; i++)
    {
      AtlasDemandRow *row = g_ptr_array_index (self->rows, i);

      if (g_strcmp0 (row->area_id, area_id) == 0 && row->phase != NULL &&
          g_strcmp0 (row->phase, line->line->place->phase) == 0)
        row->free = MAX (row->free, 0) + MAX (line->free.free, 0);
    }
}

static gboolean
read_places (AtlasDemand *self,
             AtlasWalk   *walk,
             const char  *scope,
             GError     **error)
{
  g_autoptr(AtlasCapacity) capacity = atlas_capacity_new (walk->store, scope, self->on, error);

  for (guint i = 0; capacity != NULL && i < capacity->lines->len; i++)
    add_line (self, g_ptr_array_index (capacity->lines, i));

  return capacity != NULL;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const AtlasDemandRow *left = *(AtlasDemandRow * const *) a;
  const AtlasDemandRow *right = *(AtlasDemandRow * const *) b;

  if (left->n_waiting != right->n_waiting)
    return left->n_waiting > right->n_waiting ? -1 : 1;
  if (left->n_declined != right->n_declined)
    return left->n_declined > right->n_declined ? -1 : 1;
  if (g_strcmp0 (left->area, right->area) != 0)
    return g_strcmp0 (left->area, right->area);
  if (g_strcmp0 (left->phase, right->phase) != 0)
    return g_strcmp0 (left->phase, right->phase);

  return g_strcmp0 (left->need, right->need);
}

static int
compare_areas (gconstpointer a,
               gconstpointer b)
{
  const AtlasDemandArea *left = *(AtlasDemandArea * const *) a;
  const AtlasDemandArea *right = *(AtlasDemandArea * const *) b;

  return g_strcmp0 (left->name, right->name);
}

static int
compare_moves (gconstpointer a,
               gconstpointer b)
{
  const AtlasMoveAsked *left = *(AtlasMoveAsked * const *) a;
  const AtlasMoveAsked *right = *(AtlasMoveAsked * const *) b;

  return left->n_schools != right->n_schools ? left->n_schools - right->n_schools
                                             : g_strcmp0 (left->reference, right->reference);
}

/**
 * atlas_demand_read_miles:
 * @settings: what the county decided
 *
 * Returns: how far a school to move to may be: the county's number, else %ATLAS_MOVE_MILES
 */
int
atlas_demand_read_miles (const AtlasCheckSettings *settings)
{
  gint64 miles;

  for (gsize i = 0; settings->thresholds != NULL && settings->thresholds[i] != NULL; i++)
    if (g_str_has_prefix (settings->thresholds[i], MOVE) &&
        g_ascii_string_to_signed (settings->thresholds[i] + strlen (MOVE), 10, 1,
                                  ATLAS_MOVE_MILES_MOST,
                                  &miles, NULL))
      return (int) miles;

  return ATLAS_MOVE_MILES;
}

static gboolean
read_all (AtlasDemand *self,
          AtlasWalk   *walk,
          const char  *scope,
          GError     **error)
{
  Reading reading = { .demand = self };
  gboolean is_read;

  reading.by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  is_read = read_areas (self, walk, scope, error) &&
            atlas_walk_cases (walk, look_at_case, &reading, error) &&
            read_places (self, walk, scope, error);
  g_hash_table_unref (reading.by_key);
  g_clear_pointer (&reading.schools, g_ptr_array_unref);

  return is_read;
}

/**
 * atlas_demand_new:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL for the county
 * @on: the day
 * @error: return location for an error
 *
 * Counts the children whom no place answers by need, phase and home area, beside the places free of
 * that phase in the area; waits and places by area, for rates; and the schools within reach of each
 * managed move that is asked for.
 *
 * Source: requirements T076, T059 and T114.
 *
 * Returns: (transfer full): the demand
 */
AtlasDemand *
atlas_demand_new (AtlasStore *store,
                  const char *scope,
                  AtlasDate   on,
                  GError    **error)
{
  g_autoptr(AtlasDemand) self = g_new0 (AtlasDemand, 1);
  g_auto(AtlasWalk) walk = { NULL };

  self->on = on;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  self->areas = g_ptr_array_new_with_free_func ((GDestroyNotify) area_free);
  self->moves = g_ptr_array_new_with_free_func ((GDestroyNotify) move_free);
  if (!atlas_walk_init (&walk, store, scope, on, error))
    return NULL;

  self->miles = atlas_demand_read_miles (&walk.settings);
  if (!read_all (self, &walk, scope, error))
    return NULL;

  g_ptr_array_sort (self->rows, compare_rows);
  g_ptr_array_sort (self->areas, compare_areas);
  g_ptr_array_sort (self->moves, compare_moves);

  return g_steal_pointer (&self);
}

/**
 * atlas_demand_rate:
 * @number: how many
 * @roll: of how many children
 *
 * Returns: the rate by 1,000 children, or -1 when nobody knows how many there are
 */
double
atlas_demand_rate (gint64 number,
                   gint64 roll)
{
  return roll > 0 ? (double) number * PER / (double) roll : -1;
}

static json_t *
rate_or_null (gint64 number,
              gint64 roll)
{
  double rate = atlas_demand_rate (number, roll);

  return rate >= 0 ? json_real (rate) : json_null ();
}

static json_t *
rows_to_json (const AtlasDemand *self)
{
  json_t *rows = json_array ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasDemandRow *row = g_ptr_array_index (self->rows, i);
      g_autofree char *since = row->since != ATLAS_DATE_NONE ? atlas_date_format (row->since)
                                                             : NULL;

      json_array_append_new (rows, json_pack ("{s:s?, s:s?, s:s?, s:i, s:i, s:s?, s:o}",
                                              "area", row->area, "phase", row->phase,
                                              "need", row->need, "waiting", (int) row->n_waiting,
                                              "not_agreed", (int) row->n_declined, "since", since,
                                              "free", row->free >= 0 ? json_integer (row->free)
                                                                     : json_null ()));
    }

  return rows;
}

/**
 * atlas_demand_to_json:
 * @self: the demand
 *
 * Returns: (transfer full): as `atlasctl list demand --format json` prints it
 */
json_t *
atlas_demand_to_json (const AtlasDemand *self)
{
  g_autofree char *on = atlas_date_format (self->on);
  json_t *areas = json_array ();
  json_t *moves = json_array ();

  for (guint i = 0; i < self->areas->len; i++)
    {
      const AtlasDemandArea *area = g_ptr_array_index (self->areas, i);

      json_array_append_new (areas, json_pack ("{s:s, s:s, s:I, s:i, s:I, s:o, s:o}", "route",
                                               area->route, "area", area->name, "roll",
                                               (json_int_t) area->roll, "waiting",
                                               (int) area->n_waiting, "commissioned",
                                               (json_int_t) area->commissioned,
                                               "waiting_per_1000",
                                               rate_or_null (area->n_waiting, area->roll),
                                               "commissioned_per_1000",
                                               rate_or_null (area->commissioned, area->roll)));
    }
  for (guint i = 0; i < self->moves->len; i++)
    {
      const AtlasMoveAsked *move = g_ptr_array_index (self->moves, i);

      json_array_append_new (moves, json_pack ("{s:s, s:s, s:s?, s:o}", "route", move->route,
                                               "reference", move->reference, "school",
                                               move->school, "schools_within_reach",
                                               move->n_schools >= 0
                                               ? json_integer (move->n_schools) : json_null ()));
    }

  return json_pack ("{s:s, s:i, s:o, s:o, s:o}", "as_of", on, "move_miles", self->miles, "demand",
                    rows_to_json (self), "areas", areas, "managed_moves", moves);
}
