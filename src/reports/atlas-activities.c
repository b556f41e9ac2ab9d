/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-activities.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-term-words.h"

#define PAGE_RECORDS 2000 /* read at a time */

/* Counts in the making. */
typedef struct {
  AtlasStore      *store;       /* (unowned) */
  AtlasCalendar   *calendar;    /* (unowned): the county's */
  AtlasActivities *activities;  /* (unowned) */
  GHashTable      *by_key;      /* (element-type utf8 AtlasActivityCount) */
  GPtrArray       *kinds;       /* (element-type AtlasCode) */
} Counting;

static void
count_free (gpointer data)
{
  AtlasActivityCount *self = data;

  g_free (self->term);
  g_free (self->term_words);
  g_free (self->school);
  g_free (self->school_name);
  g_free (self->kind);
  g_free (self);
}

void
atlas_activities_free (AtlasActivities *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->counts);
  g_free (self);
}

static void
name_term (AtlasActivityCount *count,
           AtlasCalendar      *calendar,
           AtlasDate           on)
{
  AtlasTerm term;

  if (!atlas_calendar_term_of (calendar, on, &term))
    {
      count->term_order = G_MININT;
      count->term_words = g_strdup (_("In no term that is entered"));
      return;
    }

  count->term = atlas_term_to_code (&term);
  count->term_words = atlas_term_words (&term);
  count->term_order = term.school_year * ATLAS_N_SEASONS + (int) term.season;
}

static int
order_of_kind (const Counting *counting,
               const char     *kind)
{
  for (guint i = 0; i < counting->kinds->len; i++)
    if (g_strcmp0 (((const AtlasCode *) g_ptr_array_index (counting->kinds, i))->code, kind) == 0)
      return (int) i;

  return G_MAXINT;
}

static AtlasActivityCount *
count_new (Counting            *counting,
           const AtlasActivity *activity)
{
  AtlasActivityCount *count = g_new0 (AtlasActivityCount, 1);
  g_autoptr(AtlasRecord) school = NULL;

  name_term (count, counting->calendar, activity->on);
  if (activity->establishment != NULL)
    school = atlas_store_get (counting->store, "establishment", activity->establishment, NULL);
  if (school != NULL)
    count->school = g_strdup (((AtlasEstablishment *) school)->key);
  count->school_name = g_strdup (school != NULL ? ((AtlasEstablishment *) school)->name
                                                : _("No school named"));
  count->kind = g_strdup (activity->kind);
  count->kind_order = order_of_kind (counting, activity->kind);
  g_ptr_array_add (counting->activities->counts, count);

  return count;
}

/* One count for each term, school and kind: terms are few, so a day stands for its term. */
static void
add_activity (Counting            *counting,
              const AtlasActivity *activity)
{
  AtlasTerm term = { 0 };
  gboolean is_in_term = atlas_calendar_term_of (counting->calendar, activity->on, &term);
  g_autofree char *key = NULL;
  AtlasActivityCount *count;
  double hours = activity->hours != NULL ? g_ascii_strtod (activity->hours, NULL) : 0;

  key = g_strdup_printf ("%d %s %s", is_in_term ? (int) term.days.from : 0,
                         activity->establishment != NULL ? activity->establishment : "",
                         activity->kind);
  count = g_hash_table_lookup (counting->by_key, key);
  if (count == NULL)
    {
      count = count_new (counting, activity);
      g_hash_table_insert (counting->by_key, g_steal_pointer (&key), count);
    }
  count->n++;
  count->hours += hours;
  count->invented |= activity->invented;
  counting->activities->n++;
  counting->activities->hours += hours;
}

static int
compare_counts (gconstpointer a,
                gconstpointer b)
{
  const AtlasActivityCount *first = *(AtlasActivityCount * const *) a;
  const AtlasActivityCount *second = *(AtlasActivityCount * const *) b;

  if (first->term_order != second->term_order)
    return first->term_order > second->term_order ? -1 : 1;
  if (g_strcmp0 (first->school_name, second->school_name) != 0)
    return g_utf8_collate (first->school_name, second->school_name);

  return first->kind_order - second->kind_order;
}

static gboolean
count_all (Counting   *counting,
           const char *scope,
           GError    **error)
{
  guint n_read = PAGE_RECORDS;

  for (guint offset = 0; n_read == PAGE_RECORDS; offset += n_read)
    {
      g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_activity_type);
      g_autoptr(GPtrArray)  records = NULL;

      atlas_query_in_scope (query, scope);
      atlas_query_where_number (query, "on", ATLAS_COMPARE_AT_MOST, counting->activities->on);
      atlas_query_page (query, offset, PAGE_RECORDS);
      records = atlas_store_list (counting->store, query, error);
      if (records == NULL)
        return FALSE;

      for (guint i = 0; i < records->len; i++)
        add_activity (counting, g_ptr_array_index (records, i));
      n_read = records->len;
    }

  return TRUE;
}

/**
 * atlas_activities_new:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL for the county
 * @on: the day up to which activities count
 * @error: return location for an error
 *
 * Counts advice and outreach by term, school and kind. Terms are the county's.
 *
 * Source: requirements T031 and T032 (strategy of April 2016, Appendix 1, 1.9, 1.10, 1.21, 1.22).
 *
 * Returns: (transfer full): the counts
 */
AtlasActivities *
atlas_activities_new (AtlasStore *store,
                      const char *scope,
                      AtlasDate   on,
                      GError    **error)
{
  g_autoptr(AtlasActivities) self = g_new0 (AtlasActivities, 1);
  g_autoptr(AtlasCalendars)  calendars = NULL;
  g_autoptr(GHashTable)      by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray)       kinds = atlas_codes_list ("activity-kind");
  Counting counting = { .store = store, .activities = self, .by_key = by_key, .kinds = kinds };

  self->on = on;
  self->counts = g_ptr_array_new_with_free_func (count_free);
  calendars = atlas_calendars_new (store, error);
  if (calendars == NULL)
    return NULL;

  counting.calendar = atlas_calendars_get (calendars, NULL);
  if (!count_all (&counting, scope, error))
    return NULL;

  g_ptr_array_sort (self->counts, compare_counts);

  return g_steal_pointer (&self);
}

/**
 * atlas_activities_to_json:
 * @self: counts
 *
 * Returns: (transfer full): as `atlasctl activities --format json` prints them
 */
json_t *
atlas_activities_to_json (const AtlasActivities *self)
{
  g_autofree char *on = atlas_date_format (self->on);
  json_t *rows = json_array ();

  for (guint i = 0; i < self->counts->len; i++)
    {
      const AtlasActivityCount *count = g_ptr_array_index (self->counts, i);
      g_autofree char *hours = atlas_words_hours (count->hours);

      json_array_append_new (rows,
                             json_pack ("{s:s?, s:s?, s:s, s:s, s:s, s:i, s:s, s:b}",
                                        "term", count->term, "school", count->school,
                                        "school_name", count->school_name, "kind", count->kind,
                                        "label", _(atlas_codes_label ("activity-kind",
                                                                      count->kind)),
                                        "count", count->n, "hours", hours, "invented",
                                        count->invented));
    }

  return json_pack ("{s:s, s:o}", "as_of", on, "activities", rows);
}
