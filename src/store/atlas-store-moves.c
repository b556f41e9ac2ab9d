/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-moves.h"

/* One store looked at on two sets of calendars. */
typedef struct {
  AtlasCalendars *before;
  AtlasCalendars *after;
  GPtrArray      *moves;        /* (element-type AtlasDay6Move) */
} Comparison;

void
atlas_day6_move_free (AtlasDay6Move *move)
{
  g_free (move->exclusion);
  g_free (move->reference);
  g_free (move->school_name);
  g_free (move->note);
  g_free (move);
}

/* The first day from the first that was or is counted on which the two calendars differ. */
static void
find_reason (const Comparison   *comparison,
             AtlasDay6Move      *move,
             const AtlasDay6Row *row,
             AtlasDate           first)
{
  AtlasCalendar *before = atlas_calendars_get (comparison->before, row->school);
  AtlasCalendar *after = atlas_calendars_get (comparison->after, row->school);
  AtlasDate last = MAX (move->from, move->to);

  for (AtlasDate date = first; first != ATLAS_DATE_NONE && date <= last; date++)
    {
      const char *note = NULL;
      AtlasClosed was = atlas_calendar_why_closed (before, date, NULL);
      AtlasClosed became = atlas_calendar_why_closed (after, date, &note);

      if (was == became || (was != ATLAS_CLOSED_NOT && became != ATLAS_CLOSED_NOT))
        continue;

      move->because = date;
      move->was = was;
      move->became = became;
      move->note = g_strdup (note);
      return;
    }
}

static void
add_move (Comparison         *comparison,
          const AtlasDay6Row *before,
          const AtlasDay6Row *after)
{
  const AtlasDay6Row *row = after != NULL ? after : before;
  AtlasDate first = row->status.clock.first;
  AtlasDay6Move *move = g_new0 (AtlasDay6Move, 1);

  move->exclusion = g_strdup (row->exclusion);
  move->reference = g_strdup (row->reference);
  move->school_name = g_strdup (row->school_name);
  move->from = before != NULL ? before->status.clock.due : ATLAS_DATE_NONE;
  move->to = after != NULL ? after->status.clock.due : ATLAS_DATE_NONE;
  move->because = ATLAS_DATE_NONE;
  if (before != NULL && before->status.clock.first != ATLAS_DATE_NONE)
    first = first == ATLAS_DATE_NONE ? before->status.clock.first
                                     : MIN (first, before->status.clock.first);
  find_reason (comparison, move, row, first);

  g_ptr_array_add (comparison->moves, move);
}

static void
compare (Comparison *comparison,
         GPtrArray  *before,
         GPtrArray  *after)
{
  g_autoptr(GHashTable) later = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < after->len; i++)
    {
      AtlasDay6Row *row = g_ptr_array_index (after, i);

      g_hash_table_insert (later, row->exclusion, row);
    }

  for (guint i = 0; i < before->len; i++)
    {
      AtlasDay6Row *row = g_ptr_array_index (before, i);
      AtlasDay6Row *then = g_hash_table_lookup (later, row->exclusion);

      if (then == NULL || then->status.clock.due != row->status.clock.due)
        add_move (comparison, row, then);
      g_hash_table_remove (later, row->exclusion);
    }

  for (guint i = 0; i < after->len; i++)
    {
      AtlasDay6Row *row = g_ptr_array_index (after, i);

      if (g_hash_table_contains (later, row->exclusion))
        add_move (comparison, NULL, row);
    }
}

/**
 * atlas_store_list_day6_moves:
 * @store: a store
 * @ranges: (element-type AtlasCalendarRange): every range of days, as a change would leave them
 * @on: the date
 * @error: return location for an error
 *
 * Finds the running Day 6 clocks that a change of calendar moves, and the day that moves each. The
 * change need not be made.
 *
 * Returns: (transfer full) (element-type AtlasDay6Move): those that move
 */
GPtrArray *
atlas_store_list_day6_moves (AtlasStore *store,
                             GPtrArray  *ranges,
                             AtlasDate   on,
                             GError    **error)
{
  g_autoptr(AtlasCalendars) before = atlas_calendars_new (store, error);
  g_autoptr(AtlasCalendars) after = NULL;
  g_autoptr(GPtrArray) rows_before = NULL;
  g_autoptr(GPtrArray) rows_after = NULL;
  Comparison comparison;

  if (before == NULL || (after = atlas_calendars_new_of (store, ranges, error)) == NULL ||
      (rows_before = atlas_store_list_day6_on (store, before, NULL, on, error)) == NULL ||
      (rows_after = atlas_store_list_day6_on (store, after, NULL, on, error)) == NULL)
    return NULL;

  comparison.before = before;
  comparison.after = after;
  comparison.moves = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_day6_move_free);
  compare (&comparison, rows_before, rows_after);

  return comparison.moves;
}
