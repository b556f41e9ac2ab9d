/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-forecasts.h"

#include <glib/gi18n.h>
#include <string.h>

#include "records/atlas-codes.h"
#include "store/atlas-store-places.h"
#include "store/atlas-store-stays.h"

#define COUNTY        "county"
#define HISTORY_YEARS 3         /* of stays; a longer one tells little of what comes */

/* What is read once for all rows. */
typedef struct {
  AtlasForecasts *forecasts;
  GHashTable     *stays;        /* (element-type utf8 GArray): of AtlasForecastStay, by line */
  GPtrArray      *areas;
  gboolean        has_areas;
} Filling;

static void
row_free (AtlasForecastRow *row)
{
  g_free (row->route);
  g_free (row->name);
  g_free (row->key);
  g_array_unref (row->stays);
  g_free (row);
}

void
atlas_forecasts_free (AtlasForecasts *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_free (self);
}

static void
filling_clear (Filling *filling)
{
  g_clear_pointer (&filling->stays, g_hash_table_unref);
  g_clear_pointer (&filling->areas, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

static AtlasForecastRow *
find_row (AtlasForecasts *self,
          AtlasForecastOf of,
          const char *key,
          const char *phase)
{
  AtlasForecastRow *row;

  for (guint i = 0; i < self->rows->len; i++)
    {
      row = g_ptr_array_index (self->rows, i);
      if (row->of == of && g_strcmp0 (row->key, key) == 0 && g_strcmp0 (row->phase, phase) == 0)
        return row;
    }

  row = g_new0 (AtlasForecastRow, 1);
  row->of = of;
  row->key = g_strdup (key);
  row->phase = phase;
  row->stays = g_array_new (FALSE, FALSE, sizeof (AtlasForecastStay));
  g_ptr_array_add (self->rows, row);

  return row;
}

static gboolean
is_invented (const AtlasPlaceLine *line)
{
  return line->place->invented || (line->last_return != NULL && line->last_return->invented);
}

/* A line without a return counts as neither places nor children: nothing is known of it. */
static void
add_line (Filling              *filling,
          AtlasForecastRow     *row,
          const AtlasPlaceLine *line)
{
  AtlasDate on = filling->forecasts->on;
  AtlasFree free = atlas_free_count (&line->facts, on, on, TRUE);
  GArray *stays = g_hash_table_lookup (filling->stays,
                                       atlas_record_get_id (ATLAS_RECORD (line->place)));

  /* Of another county's or another system's line who comes to it is not known here. */
  if (!free.is_known || (row->of != ATLAS_FORECAST_OF_PLACE && stays == NULL))
    {
      row->n_unknown++;
      return;
    }

  row->invented |= is_invented (line);
  row->commissioned += free.commissioned;
  row->occupied += free.on_roll + free.offered + free.held;
  if (stays != NULL)
    g_array_append_vals (row->stays, stays->data, stays->len);
}

static void
name_area (Filling          *filling,
           AtlasForecastRow *row,
           const char       *id)
{
  for (guint i = 0; i < filling->areas->len && row->name == NULL; i++)
    {
      AtlasArea *area = g_ptr_array_index (filling->areas, i);

      if (g_strcmp0 (atlas_record_get_id (ATLAS_RECORD (area)), id) != 0)
        continue;
      row->name = g_strdup (area->short_name != NULL ? area->short_name : area->name);
      row->route = atlas_record_get_route (ATLAS_RECORD (area));
    }
}

static void
fill_rows (Filling *filling)
{
  AtlasForecasts *self = filling->forecasts;

  for (guint i = 0; i < self->places->len; i++)
    {
      const AtlasPlaceLine *line = g_ptr_array_index (self->places, i);

      add_line (filling, find_row (self, ATLAS_FORECAST_OF_SCOPE, NULL, line->place->phase), line);
    }

  for (guint i = 0; i < self->places->len && filling->has_areas; i++)
    {
      const AtlasPlaceLine *line = g_ptr_array_index (self->places, i);
      AtlasForecastRow *row;

      if (line->provision->area == NULL)
        continue;
      row = find_row (self, ATLAS_FORECAST_OF_AREA, line->provision->area, line->place->phase);
      name_area (filling, row, line->provision->area);
      add_line (filling, row, line);
    }

  for (guint i = 0; i < self->places->len; i++)
    {
      const AtlasPlaceLine *line = g_ptr_array_index (self->places, i);
      AtlasForecastRow *row = find_row (self, ATLAS_FORECAST_OF_PLACE,
                                        atlas_record_get_id (ATLAS_RECORD (line->place)),
                                        line->place->phase);

      row->name = g_strdup (line->provision->name);
      row->route = atlas_record_get_route (ATLAS_RECORD (line->provision));
      add_line (filling, row, line);
    }
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const AtlasForecastRow *first = *(AtlasForecastRow * const *) a;
  const AtlasForecastRow *second = *(AtlasForecastRow * const *) b;
  int order;

  if (first->of != second->of)
    return first->of < second->of ? -1 : 1;

  order = g_strcmp0 (first->name, second->name);
  if (order == 0)
    order = g_strcmp0 (first->phase, second->phase);

  return order != 0 ? order : g_strcmp0 (first->key, second->key);
}

static gboolean
read_all (Filling    *filling,
          AtlasStore *store,
          const char *scope,
          GError    **error)
{
  AtlasForecasts *self = filling->forecasts;
  AtlasDate first = atlas_date_add_months (self->on, -12 * HISTORY_YEARS);
  g_autoptr(AtlasQuery) areas = atlas_query_new (&atlas_area_type);

  filling->has_areas = scope == NULL || g_str_equal (scope, COUNTY);

  return (self->places = atlas_store_list_places (store, scope, self->on, error)) != NULL &&
         (filling->stays = atlas_store_list_stays (store, first, self->on, error)) != NULL &&
         (filling->areas = atlas_store_list (store, areas, error)) != NULL;
}

/**
 * atlas_forecasts_new:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL for the county
 * @on: the day that is stood on
 * @error: return location for an error
 *
 * Forecasts the places of a scope: of all of it by phase, of its areas, and of each line. Figures
 * of places are never hidden for being small: they are of places, not of children.
 *
 * Returns: (transfer full): the forecasts
 */
AtlasForecasts *
atlas_forecasts_new (AtlasStore *store,
                     const char *scope,
                     AtlasDate   on,
                     GError    **error)
{
  g_autoptr(AtlasForecasts) self = g_new0 (AtlasForecasts, 1);
  g_auto(Filling) filling = { .forecasts = self };

  self->on = on;
  self->seed = ATLAS_FORECAST_SEED;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  if (!read_all (&filling, store, scope, error))
    return NULL;

  fill_rows (&filling);
  g_ptr_array_sort (self->rows, compare_rows);
  for (guint i = 0; i < self->rows->len; i++)
    {
      AtlasForecastRow *row = g_ptr_array_index (self->rows, i);
      AtlasForecastCase facts = {
        on, row->commissioned, row->occupied,
        (const AtlasForecastStay *) (gpointer) row->stays->data, row->stays->len, self->seed,
      };

      row->forecast = atlas_forecast_make (&facts);
    }

  return g_steal_pointer (&self);
}

static char *
word_full (AtlasForecasts         *self,
           const AtlasForecastRow *row)
{
  const AtlasForecast *forecast = &row->forecast;
  AtlasDate end = self->on + 7 * ATLAS_FORECAST_WEEKS;
  g_autofree char *last = atlas_date_format_near (end, self->on);
  g_autofree char *full = atlas_date_format_near (forecast->full, self->on);
  g_autofree char *early = atlas_date_format_near (forecast->full_early, self->on);
  g_autofree char *late = atlas_date_format_near (forecast->full_late, self->on);

  if (forecast->full_early == ATLAS_DATE_NONE)
    {
      /* Translators: a date. */
      return g_strdup_printf (_("Not full by %s"), last);
    }
  if (forecast->full == ATLAS_DATE_NONE)
    {
      /* Translators: two dates. */
      return g_strdup_printf (_("Not full by %1$s, but may be from %2$s"), last, early);
    }
  if (forecast->full_late == ATLAS_DATE_NONE)
    {
      /* Translators: three dates, of which the last is how far is looked. */
      return g_strdup_printf (_("Full on %1$s (%2$s, or not by %3$s)"), full, early, last);
    }

  /* Translators: three dates: Full on 14 March (11 February to 2 May) */
  return g_strdup_printf (_("Full on %1$s (%2$s to %3$s)"), full, early, late);
}

/**
 * atlas_forecasts_word:
 * @row: one of @self's
 *
 * Returns: (transfer full): when it is full: "Full on 14 March (11 February to 2 May)"
 */
char *
atlas_forecasts_word (AtlasForecasts         *self,
                      const AtlasForecastRow *row)
{
  const AtlasForecast *forecast = &row->forecast;

  if (row->commissioned == 0)
    return g_strdup (_("Not known: no return, or no stay of a child is known here"));
  if (row->occupied >= row->commissioned)
    return g_strdup (_("Full now"));
  if (!forecast->has_history)
    {
      g_autofree char *weeks = NULL;

      weeks = g_strdup_printf (ngettext ("%d week", "%d weeks", forecast->history_weeks),
                               forecast->history_weeks);
      /* Translators: "12 weeks"; how many children; then how many of each are needed. */
      return g_strdup_printf (ngettext ("Not enough history: %1$s and %2$d child of %3$d and %4$d",
                                        "Not enough history: %1$s and %2$d children of %3$d and "
                                        "%4$d", forecast->arrivals), weeks, forecast->arrivals,
                              ATLAS_FORECAST_LEAST_WEEKS, ATLAS_FORECAST_LEAST_ARRIVALS);
    }

  return word_full (self, row);
}

/**
 * atlas_forecasts_word_test:
 *
 * Returns: (transfer full): how such forecasts did in the past
 */
char *
atlas_forecasts_word_test (const AtlasForecastRow *row)
{
  const AtlasForecast *forecast = &row->forecast;

  if (!forecast->has_history)
    return g_strdup (_("Not tested"));
  if (forecast->n_tests == 0)
    return g_strdup (_("Not tested: the history is too short"));

  /* Translators: places; weeks; then "5 of 6" tries. */
  return g_strdup_printf (_("Out by %1$.1f places %2$d weeks ahead; in the band %3$d of %4$d "
                            "times"),
                          forecast->error, ATLAS_FORECAST_TEST_WEEKS, forecast->n_within,
                          forecast->n_tests);
}

/**
 * atlas_forecasts_word_name:
 *
 * Returns: (transfer full): what a row is of: "Stevenage, secondary"
 */
char *
atlas_forecasts_word_name (const AtlasForecastRow *row)
{
  const char *phase = atlas_codes_label ("phase", row->phase);
  const char *name = row->name != NULL ? row->name : _("All places");

  if (row->phase == NULL)
    return g_strdup (name);

  /* Translators: a place, and a phase of education. */
  return g_strdup_printf (_("%1$s, %2$s"), name, phase);
}

static const char *
state_of (const AtlasForecastRow *row)
{
  if (row->commissioned == 0)
    return "not-known";
  if (row->occupied >= row->commissioned)
    return "full-now";
  if (!row->forecast.has_history)
    return "not-enough-history";

  return row->forecast.full != ATLAS_DATE_NONE ? "full" : "not-full";
}

static json_t *
date_or_null (AtlasDate date)
{
  g_autofree char *text = date != ATLAS_DATE_NONE ? atlas_date_format (date) : NULL;

  return text != NULL ? json_string (text) : json_null ();
}

static json_t *
weeks_to_json (AtlasDate            on,
               const AtlasForecast *forecast)
{
  json_t *weeks = json_array ();

  for (int i = 0; forecast->has_history && i < ATLAS_FORECAST_WEEKS; i++)
    {
      const AtlasForecastBand *band = &forecast->weeks[i];

      json_array_append_new (weeks, json_pack ("{s:o, s:i, s:i, s:i}",
                                               "by", date_or_null (on + 7 * (i + 1)),
                                               "low", band->low, "middle", band->middle,
                                               "high", band->high));
    }

  return weeks;
}

static json_t *
tiers_to_json (const AtlasForecast *forecast)
{
  static const char * const names[ATLAS_FORECAST_TIERS] = { "none", "1", "2", "3", "4", "5" };
  json_t *tiers = json_object ();

  for (int i = 0; i < ATLAS_FORECAST_TIERS; i++)
    if (forecast->by_tier[i] > 0)
      json_object_set_new (tiers, names[i], json_integer (forecast->by_tier[i]));

  return tiers;
}

static json_t *
row_to_json (AtlasForecasts         *self,
             const AtlasForecastRow *row)
{
  static const char * const ofs[] = { "scope", "area", "place" };
  const AtlasForecast *forecast = &row->forecast;
  g_autofree char *name = atlas_forecasts_word_name (row);
  g_autofree char *text = atlas_forecasts_word (self, row);
  char error[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (error, sizeof error, "%.1f", forecast->error);

  return json_pack ("{s:s, s:s?, s:s, s:s?, s:i, s:i, s:i, s:i, s:i, s:o, s:s, s:o, s:o, s:o, "
                    "s:s, s:s?, s:i, s:i, s:b, s:o}",
                    "of", ofs[row->of], "route", row->route, "name", name, "phase", row->phase,
                    "commissioned", row->commissioned, "occupied", row->occupied,
                    "lines_left_out", (int) row->n_unknown,
                    "history_weeks", forecast->history_weeks, "arrivals", forecast->arrivals,
                    "arrivals_by_tier", tiers_to_json (forecast), "state", state_of (row),
                    "full", date_or_null (forecast->full),
                    "early", date_or_null (forecast->full_early),
                    "late", date_or_null (forecast->full_late), "text", text,
                    "error", forecast->n_tests > 0 ? error : NULL, "tests", forecast->n_tests,
                    "tests_in_band", forecast->n_within, "invented", row->invented,
                    "weeks", weeks_to_json (self->on, forecast));
}

/**
 * atlas_forecasts_to_json:
 *
 * Writes forecasts as `atlasctl forecast --format json` prints them.
 *
 * Returns: (transfer full): `{"as_of","seed",…,"forecasts":[…]}`
 */
json_t *
atlas_forecasts_to_json (AtlasForecasts *self)
{
  g_autofree char *on = atlas_date_format (self->on);
  json_t *rows = json_array ();

  for (guint i = 0; i < self->rows->len; i++)
    json_array_append_new (rows, row_to_json (self, g_ptr_array_index (self->rows, i)));

  return json_pack ("{s:s, s:I, s:i, s:i, s:o}", "as_of", on,
                    "seed", (json_int_t) self->seed, "futures", ATLAS_FORECAST_RUNS,
                    "weeks_ahead", ATLAS_FORECAST_WEEKS, "forecasts", rows);
}
