/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a map shows of areas and partnerships: counted here, worded in atlas-measure-words.c. */
#include "config.h"

#include "reports/atlas-measures.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-route.h"
#include "records/atlas-as-at.h"
#include "rules/atlas-return-window.h"
#include "store/atlas-store-waiting.h"

#define PHASE_ALL_THROUGH "all-through"

/* In the order of AtlasMeasureKind. Breaks of filled: per cent, where a centre of twenty places has
 * eight, five, three and one left. Breaks of longest: days, whole weeks to half a term. */
static const AtlasMeasureScale scales[ATLAS_N_MEASURES] = {
  {
    "filled", N_("Places filled"), FALSE, { 60, 75, 85, 95 },
    { N_("under 60%"), N_("60 to 74%"), N_("75 to 84%"), N_("85 to 94%"), N_("95% and over") },
    N_("no return"),
  },
  {
    "free", N_("Places free"), TRUE, { 1, 3, 6, 11 },
    { N_("none"), N_("1 or 2"), N_("3 to 5"), N_("6 to 10"), N_("11 and over") },
    N_("no return"),
  },
  {
    "waiting", N_("Children waiting"), TRUE, { 1, 5, 10, 20 },
    { N_("none"), N_("1 to 4"), N_("5 to 9"), N_("10 to 19"), N_("20 and over") },
    N_("not known"),
  },
  {
    "longest", N_("Longest wait"), FALSE, { 7, 14, 28, 42 },
    {
      N_("under 1 week"), N_("1 week"), N_("2 or 3 weeks"), N_("4 or 5 weeks"),
      N_("6 weeks and over"),
    },
    N_("not known"),
  },
};

/* Measures in the making. */
typedef struct {
  AtlasStore    *store;         /* (unowned) */
  AtlasMeasures *measures;      /* (unowned) */
  GHashTable    *by_id;         /* (element-type utf8 AtlasMeasured): of parts */
  char          *whole_id;      /* (nullable): of an area; of a county every record counts */
  GPtrArray     *labels;        /* (element-type AtlasLabel) */
} Making;

const AtlasMeasureScale *
atlas_measure_get_scale (AtlasMeasureKind kind)
{
  g_return_val_if_fail (kind < ATLAS_N_MEASURES, NULL);

  return &scales[kind];
}

/**
 * atlas_measure_find:
 * @name: (nullable): as routes spell it
 * @kind: (out): set only when the name is known
 *
 * Returns: whether there is such a measure
 */
gboolean
atlas_measure_find (const char       *name,
                    AtlasMeasureKind *kind)
{
  for (int i = 0; i < ATLAS_N_MEASURES; i++)
    if (g_strcmp0 (name, scales[i].name) == 0)
      {
        *kind = (AtlasMeasureKind) i;
        return TRUE;
      }

  return FALSE;
}

static AtlasMeasured *
measured_new (const char  *type,
              AtlasRecord *record)
{
  AtlasMeasured *self = g_new0 (AtlasMeasured, 1);
  const char *short_name = NULL;

  self->type = type;
  self->key = g_strdup (atlas_record_get_key (record));
  self->since = ATLAS_DATE_NONE;
  if (atlas_record_get_record_type (record) == &atlas_area_type)
    {
      short_name = ((AtlasArea *) record)->short_name;
      self->number = g_strdup_printf ("%" G_GINT64_FORMAT, ((AtlasArea *) record)->number);
    }
  self->name = g_strdup (short_name != NULL ? short_name : atlas_record_get_title (record));

  return self;
}

static void
measured_free (AtlasMeasured *self)
{
  if (self == NULL)
    return;

  g_free (self->key);
  g_free (self->number);
  g_free (self->name);
  g_free (self);
}

void
atlas_measures_free (AtlasMeasures *self)
{
  g_free (self->phase);
  g_ptr_array_unref (self->parts);
  measured_free (self->whole);
  g_free (self);
}

void
atlas_reading_clear (AtlasReading *reading)
{
  g_clear_pointer (&reading->text, g_free);
  g_clear_pointer (&reading->detail, g_free);
  g_clear_pointer (&reading->spoken, g_free);
}

static gboolean
read_labels (Making  *making,
             GError **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_label_type);

  making->labels = atlas_store_list (making->store, query, error);
  return making->labels != NULL;
}

static AtlasRecord *
find_whole (Making     *making,
            const char *scope,
            GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
  g_autoptr(GPtrArray)  counties = NULL;

  if (scope != NULL && g_str_has_prefix (scope, "area/"))
    return atlas_store_get_by_key (making->store, "area", scope + strlen ("area/"), error);

  counties = atlas_store_list (making->store, query, error);
  if (counties == NULL || counties->len == 0)
    return NULL;

  return g_object_ref (g_ptr_array_index (counties, 0));
}

/* The whole is named, and its parts, each as of the day. */
static gboolean
read_parts (Making     *making,
            const char *scope,
            GError    **error)
{
  gboolean is_area = scope != NULL && g_str_has_prefix (scope, "area/");
  const AtlasType *type = is_area ? &atlas_partnership_type : &atlas_area_type;
  g_autoptr(GError)      fault = NULL;
  g_autoptr(AtlasRecord) whole = find_whole (making, scope, &fault);
  g_autoptr(AtlasQuery)  query = atlas_query_new (type);
  g_autoptr(GPtrArray)   records = NULL;

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  if (whole != NULL)
    {
      g_autoptr(AtlasRecord) then = atlas_record_as_at (whole, making->labels,
                                                        making->measures->on);

      making->measures->whole = measured_new (is_area ? "area" : "county", then);
      making->whole_id = is_area ? g_strdup (atlas_record_get_id (whole)) : NULL;
    }
  else
    {
      making->measures->whole = g_new0 (AtlasMeasured, 1);
      making->measures->whole->type = "county";
      making->measures->whole->since = ATLAS_DATE_NONE;
    }

  atlas_query_as_of (query, making->measures->on);
  atlas_query_order_by (query, is_area ? "name" : "number", FALSE);
  if (is_area)
    atlas_query_where_text (query, "area", ATLAS_COMPARE_EQUAL, making->whole_id);
  records = atlas_store_list (making->store, query, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);
      g_autoptr(AtlasRecord) then = atlas_record_as_at (record, making->labels,
                                                        making->measures->on);
      AtlasMeasured *part = measured_new (type->name, then);

      g_ptr_array_add (making->measures->parts, part);
      g_hash_table_insert (making->by_id, g_strdup (atlas_record_get_id (record)), part);
    }

  return records != NULL;
}

/* Places for all ages may be taken by a child of either phase. */
static gboolean
is_of_phase (const AtlasPlace *place,
             const char       *phase)
{
  return phase == NULL || g_strcmp0 (place->phase, phase) == 0 ||
         g_strcmp0 (place->phase, PHASE_ALL_THROUGH) == 0;
}

static void
add_line (AtlasMeasured        *to,
          const AtlasPlaceLine *line,
          const AtlasFree      *count,
          AtlasDate             on)
{
  to->n_lines++;
  to->is_invented |= line->place->invented ||
                     (line->last_return != NULL && line->last_return->invented);
  if (!count->is_known)
    {
      to->n_unknown++;
      return;
    }

  to->n_late += atlas_return_is_late (&count->returns, count->return_date, on);
  atlas_free_add (&to->places, count);
}

static gboolean
read_places (Making     *making,
             const char *scope,
             GError    **error)
{
  AtlasMeasures *measures = making->measures;
  g_autoptr(GPtrArray) lines = atlas_store_list_places (making->store, scope, measures->on, error);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      AtlasPlaceLine *line = g_ptr_array_index (lines, i);
      const char *area = line->provision->area;
      AtlasMeasured *part = area != NULL ? g_hash_table_lookup (making->by_id, area) : NULL;
      AtlasFree count = atlas_free_count (&line->facts, measures->on, measures->on, FALSE);

      if (count.commissioned == 0 || !is_of_phase (line->place, measures->phase))
        continue;

      add_line (measures->whole, line, &count, measures->on);
      if (part != NULL)
        add_line (part, line, &count, measures->on);
      else
        measures->n_elsewhere++;
    }

  return lines != NULL;
}

static void
add_waiting (AtlasMeasured      *to,
             const AtlasWaiting *row)
{
  to->waiting += row->children;
  if (row->since != ATLAS_DATE_NONE && (to->since == ATLAS_DATE_NONE || row->since < to->since))
    to->since = row->since;
}

static AtlasPhase
phase_of_code (const char *code)
{
  for (int phase = ATLAS_PHASE_EARLY_YEARS; phase <= ATLAS_PHASE_POST_16; phase++)
    if (g_strcmp0 (atlas_phase_to_code ((AtlasPhase) phase), code) == 0)
      return (AtlasPhase) phase;

  return ATLAS_PHASE_NONE;
}

static gboolean
read_waiting (Making  *making,
              GError **error)
{
  AtlasMeasures *measures = making->measures;
  g_autoptr(GPtrArray) rows = NULL;

  rows = atlas_store_count_waiting (making->store, phase_of_code (measures->phase), measures->on,
                                    error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      AtlasWaiting *row = g_ptr_array_index (rows, i);
      const char *id = making->whole_id != NULL ? row->partnership : row->area;
      AtlasMeasured *part = id != NULL ? g_hash_table_lookup (making->by_id, id) : NULL;

      if (making->whole_id != NULL && g_strcmp0 (row->area, making->whole_id) != 0)
        continue;
      add_waiting (measures->whole, row);
      if (part != NULL)
        add_waiting (part, row);
    }

  return rows != NULL;
}

/**
 * atlas_measures_new:
 * @store: a store
 * @scope: (nullable): `area/dspl2` for the partnerships of an area; else the areas of the county
 * @phase: (nullable): code of the only phase to count: its places, and its children by age
 * @on: the day
 * @error: return location for an error
 *
 * Counts every measure of each part of a county or of an area. Children belong to where they live,
 * places to the area of their provision.
 *
 * Returns: (transfer full): the measures
 */
AtlasMeasures *
atlas_measures_new (AtlasStore *store,
                    const char *scope,
                    const char *phase,
                    AtlasDate   on,
                    GError    **error)
{
  g_autoptr(AtlasMeasures) self = g_new0 (AtlasMeasures, 1);
  g_autoptr(GHashTable)    by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Making making = { .store = store, .measures = self, .by_id = by_id };
  gboolean is_read;

  self->on = on;
  self->phase = g_strdup (phase);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) measured_free);
  if (scope != NULL && !g_str_has_prefix (scope, "area/"))
    scope = NULL;

  is_read = read_labels (&making, error) && read_parts (&making, scope, error) &&
            read_places (&making, scope, error) && read_waiting (&making, error);
  g_clear_pointer (&making.labels, g_ptr_array_unref);
  g_free (making.whole_id);

  return is_read ? g_steal_pointer (&self) : NULL;
}

/**
 * atlas_measures_get_part_type:
 * @self: measures
 *
 * Returns: what the parts are: `area` or `partnership`, which their pages' routes begin with
 */
const char *
atlas_measures_get_part_type (const AtlasMeasures *self)
{
  return strcmp (self->whole->type, "area") == 0 ? "partnership" : "area";
}

typedef struct {
  const AtlasMeasured *part;
  double               value;
  gboolean             has_value;
} Ranked;

static int
compare_ranked (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const Ranked *first = a;
  const Ranked *second = b;
  AtlasMeasureKind kind = GPOINTER_TO_INT (user_data);
  int way = kind == ATLAS_MEASURE_FREE ? 1 : -1;

  if (first->has_value != second->has_value)
    return first->has_value ? -1 : 1;
  if (first->value != second->value)
    return first->value < second->value ? -way : way;

  return 0;     /* g_array_sort_with_data() keeps the order of equals */
}

/**
 * atlas_measures_rank:
 * @self: measures
 * @kind: which
 *
 * Puts the parts in the order of the need for places: fullest, least free, most children, longest
 * wait. Those without a value come last.
 *
 * Returns: (transfer container) (element-type AtlasMeasured): the parts
 */
GPtrArray *
atlas_measures_rank (const AtlasMeasures *self,
                     AtlasMeasureKind     kind)
{
  g_autoptr(GArray) ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));
  GPtrArray *parts = g_ptr_array_new ();

  for (guint i = 0; i < self->parts->len; i++)
    {
      Ranked one = { .part = g_ptr_array_index (self->parts, i) };
      g_auto(AtlasReading) reading = { 0 };

      atlas_measured_read (one.part, kind, self->on, &reading);
      one.has_value = reading.has_value;
      one.value = reading.value;
      g_array_append_val (ranked, one);
    }

  g_array_sort_with_data (ranked, compare_ranked, GINT_TO_POINTER ((int) kind));
  for (guint i = 0; i < ranked->len; i++)
    g_ptr_array_add (parts, (gpointer) g_array_index (ranked, Ranked, i).part);

  return parts;
}
