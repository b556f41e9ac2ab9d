/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-calendar.h"

struct _AtlasCalendars
{
  GArray        *county;        /* (element-type AtlasCalendarDayRange) */
  GHashTable    *own;           /* (element-type utf8 GArray): a school's own ranges, by its id */
  GHashTable    *entered;       /* (element-type utf8): schools that say that theirs are entered */
  GHashTable    *made;          /* (element-type utf8 AtlasCalendar): by a school's id */
  AtlasCalendar *of_county;     /* for schools without ranges of their own */
  AtlasCalendar *without_own;   /* for those of them that say that all is entered */
};

static void
clear_range (gpointer data)
{
  AtlasCalendarDayRange *range = data;

  g_free ((char *) range->note);
}

static GArray *
new_ranges (void)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));

  g_array_set_clear_func (ranges, clear_range);
  return ranges;
}

static GArray *
ranges_of (AtlasCalendars *self,
           const char     *establishment)
{
  GArray *ranges;

  if (establishment == NULL)
    return self->county;

  ranges = g_hash_table_lookup (self->own, establishment);
  if (ranges == NULL)
    {
      ranges = new_ranges ();
      g_hash_table_insert (self->own, g_strdup (establishment), ranges);
    }

  return ranges;
}

static void
take_record (AtlasCalendars     *self,
             AtlasCalendarRange *record)
{
  AtlasCalendarDayRange range = { 0 };

  if (!atlas_calendar_kind_parse (record->kind, &range.kind))
    return;

  range.days = record->days;
  range.note = g_strdup (record->note);
  range.is_county = record->establishment == NULL;
  g_array_append_val (ranges_of (self, record->establishment), range);
}

static gboolean
read_entered (AtlasCalendars *self,
              AtlasStore     *store,
              GError        **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (store),
                           "SELECT id FROM establishment WHERE own_days_entered = 1", error);
  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_hash_table_add (self->entered, atlas_stmt_get_id (stmt, 0));

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_calendars_new_of:
 * @store: a store
 * @ranges: (element-type AtlasCalendarRange): every range of days, of county and schools
 * @error: return location for an error
 *
 * Makes the calendars that a store would have with other ranges of days. Which schools say that
 * they have entered theirs is read from @store.
 *
 * Returns: (transfer full): the calendars
 */
AtlasCalendars *
atlas_calendars_new_of (AtlasStore *store,
                        GPtrArray  *ranges,
                        GError    **error)
{
  g_autoptr(AtlasCalendars) self = g_new0 (AtlasCalendars, 1);

  self->county = new_ranges ();
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                     (GDestroyNotify) g_array_unref);
  self->entered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) atlas_calendar_unref);

  if (!read_entered (self, store, error))
    return NULL;

  for (guint i = 0; i < ranges->len; i++)
    take_record (self, g_ptr_array_index (ranges, i));

  return g_steal_pointer (&self);
}

/**
 * atlas_calendars_new:
 * @store: a store
 * @error: return location for an error
 *
 * Reads the terms, holidays, INSET days and closures of the county and of its schools, and which
 * schools say that they have entered theirs.
 *
 * Returns: (transfer full): the calendars
 */
AtlasCalendars *
atlas_calendars_new (AtlasStore *store,
                     GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find ("calendar_range"));
  g_autoptr(GPtrArray)  ranges = atlas_store_list (store, query, error);

  return ranges != NULL ? atlas_calendars_new_of (store, ranges, error) : NULL;
}

void
atlas_calendars_free (AtlasCalendars *self)
{
  g_clear_pointer (&self->county, g_array_unref);
  g_clear_pointer (&self->own, g_hash_table_unref);
  g_clear_pointer (&self->entered, g_hash_table_unref);
  g_clear_pointer (&self->made, g_hash_table_unref);
  g_clear_pointer (&self->of_county, atlas_calendar_unref);
  g_clear_pointer (&self->without_own, atlas_calendar_unref);
  g_free (self);
}

/* The county's days alone, for a school that says it has entered all of its own, or has not. */
static AtlasCalendar *
get_county (AtlasCalendars *self,
            gboolean        is_entered)
{
  AtlasCalendar **calendar = is_entered ? &self->without_own : &self->of_county;

  if (*calendar == NULL)
    *calendar = atlas_calendar_new_for_school ((const AtlasCalendarDayRange *) self->county->data,
                                               self->county->len, is_entered);

  return *calendar;
}

/**
 * atlas_calendars_get:
 * @self: calendars
 * @establishment: (nullable): id of a school, or %NULL for the county's own calendar
 *
 * Finds the school days of a school: the county's terms and holidays with what the school has
 * entered of its own. A school that has entered nothing has the county's, which is then
 * provisional, unless it says that its own days are entered.
 *
 * Returns: (transfer none): the calendar
 */
AtlasCalendar *
atlas_calendars_get (AtlasCalendars *self,
                     const char     *establishment)
{
  GArray *own = establishment != NULL ? g_hash_table_lookup (self->own, establishment) : NULL;
  gboolean is_entered = establishment != NULL && g_hash_table_contains (self->entered,
                                                                        establishment);
  g_autoptr(GArray) all = NULL;
  AtlasCalendar *calendar;

  if (own == NULL)
    return get_county (self, is_entered);

  calendar = g_hash_table_lookup (self->made, establishment);
  if (calendar != NULL)
    return calendar;

  all = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));
  g_array_append_vals (all, self->county->data, self->county->len);
  g_array_append_vals (all, own->data, own->len);
  calendar = atlas_calendar_new_for_school ((const AtlasCalendarDayRange *) all->data, all->len,
                                            is_entered);
  g_hash_table_insert (self->made, g_strdup (establishment), calendar);

  return calendar;
}
