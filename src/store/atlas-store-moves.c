/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-moves.h"

#include <string.h>

#define LONGEST_CAUSE 120 /* days: a cause that is itself a clock began no longer ago */

/* One store looked at on two sets of calendars. */
typedef struct {
  AtlasStore     *store;
  AtlasCalendars *before;
  AtlasCalendars *after;
  GPtrArray      *moves;        /* (element-type AtlasClockMove) */
} Comparison;

void
atlas_clock_move_free (AtlasClockMove *move)
{
  g_clear_pointer (&move->line, atlas_clock_line_free);
  g_free (move);
}

/* Of one rule and record there may be several, one after another. */
static int
compare_what (const AtlasCaseClock *a,
              const AtlasCaseClock *b)
{
  int difference = strcmp (a->clock.rule->id, b->clock.rule->id);

  return difference != 0 ? difference : strcmp (a->record, b->record);
}

static int
compare_clocks (gconstpointer a,
                gconstpointer b)
{
  const AtlasCaseClock *clock_a = a;
  const AtlasCaseClock *clock_b = b;
  int difference = compare_what (clock_a, clock_b);

  if (difference != 0)
    return difference;
  if (clock_a->clock.start != clock_b->clock.start)
    return clock_a->clock.start < clock_b->clock.start ? -1 : 1;

  return (clock_a->clock.due > clock_b->clock.due) - (clock_a->clock.due < clock_b->clock.due);
}

/* The school on whose days a clock may count: that of its record, or the child's own. */
static char *
read_school (AtlasStore           *store,
             const AtlasCaseClock *clock)
{
  gboolean has_school = atlas_type_field (clock->type, "establishment") != NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT establishment FROM \"%s\" WHERE id = ?1",
                                          has_school ? clock->type->name : "child");
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, NULL);

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_id (stmt, 1, has_school ? clock->record : clock->owner);

  return atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW && !atlas_stmt_is_null (stmt, 0)
         ? atlas_stmt_get_id (stmt, 0) : NULL;
}

/* A clock that counts back ends before its cause. */
static void
widen (AtlasDateRange *days,
       AtlasDate       date)
{
  if (date == ATLAS_DATE_NONE)
    return;

  days->from = MIN (days->from, date);
  days->to = MAX (days->to, date);
}

static gboolean
is_reason (AtlasCalendar  *before,
           AtlasCalendar  *after,
           AtlasDate       date,
           AtlasClockMove *move)
{
  AtlasClosed was = atlas_calendar_why_closed (before, date, NULL);
  AtlasClosed became = atlas_calendar_why_closed (after, date, NULL);

  if (was == became || (was != ATLAS_CLOSED_NOT && became != ATLAS_CLOSED_NOT))
    return FALSE;

  move->because = date;
  move->became = became;
  return TRUE;
}

/*
 * The first day between the cause and either due day on which the calendars differ; or else the
 * last before them, for a clock whose cause is the due day of another.
 */
static void
find_reason (const Comparison     *comparison,
             AtlasClockMove       *move,
             const AtlasCaseClock *clock)
{
  g_autofree char *school = read_school (comparison->store, clock);
  AtlasCalendar *before = atlas_calendars_get (comparison->before, school);
  AtlasCalendar *after = atlas_calendars_get (comparison->after, school);
  AtlasDateRange days = { clock->clock.start, clock->clock.start };

  if (days.from == ATLAS_DATE_NONE)
    return;

  widen (&days, move->from);
  widen (&days, move->to);
  for (AtlasDate date = days.from; date <= days.to; date++)
    if (is_reason (before, after, date, move))
      return;
  for (AtlasDate date = days.from - 1; date > days.from - LONGEST_CAUSE; date--)
    if (is_reason (before, after, date, move))
      return;
}

static gboolean
add_move (Comparison           *comparison,
          const AtlasCaseClock *before,
          const AtlasCaseClock *after,
          GError              **error)
{
  const AtlasCaseClock *clock = after != NULL ? after : before;
  g_autoptr(AtlasClockMove) move = g_new0 (AtlasClockMove, 1);

  move->line = atlas_store_read_clock_line (comparison->store, clock, error);
  if (move->line == NULL)
    return FALSE;

  move->from = before != NULL ? before->clock.due : ATLAS_DATE_NONE;
  move->to = after != NULL ? after->clock.due : ATLAS_DATE_NONE;
  move->because = ATLAS_DATE_NONE;
  find_reason (comparison, move, clock);
  g_ptr_array_add (comparison->moves, g_steal_pointer (&move));

  return TRUE;
}

/* Walks both in the order of rule and record. */
static gboolean
compare (Comparison *comparison,
         GArray     *before,
         GArray     *after,
         GError    **error)
{
  guint i = 0;
  guint j = 0;

  g_array_sort (before, compare_clocks);
  g_array_sort (after, compare_clocks);
  while (i < before->len || j < after->len)
    {
      const AtlasCaseClock *one = i < before->len ? &g_array_index (before, AtlasCaseClock, i)
                                                  : NULL;
      const AtlasCaseClock *other = j < after->len ? &g_array_index (after, AtlasCaseClock, j)
                                                   : NULL;
      int difference = one == NULL ? 1 : other == NULL ? -1 : compare_what (one, other);

      if (difference < 0)
        other = NULL;
      if (difference > 0)
        one = NULL;
      i += one != NULL;
      j += other != NULL;
      if (one != NULL && other != NULL && one->clock.due == other->clock.due)
        continue;
      if (!add_move (comparison, one, other, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_day6 (const AtlasClockMove *move)
{
  return g_str_equal (move->line->of.clock.rule->id, "day6");
}

/* Day 6 comes first, then the first to be due; what is not owed any more comes last. */
static int
compare_moves (gconstpointer a,
               gconstpointer b)
{
  const AtlasClockMove *move_a = *(AtlasClockMove * const *) a;
  const AtlasClockMove *move_b = *(AtlasClockMove * const *) b;

  if (is_day6 (move_a) != is_day6 (move_b))
    return is_day6 (move_a) ? -1 : 1;
  if (move_a->to == move_b->to)
    return g_strcmp0 (move_a->line->reference, move_b->line->reference);
  if (move_a->to == ATLAS_DATE_NONE || move_b->to == ATLAS_DATE_NONE)
    return move_a->to == ATLAS_DATE_NONE ? 1 : -1;

  return move_a->to < move_b->to ? -1 : 1;
}

/**
 * atlas_store_list_clock_moves:
 * @store: a store
 * @ranges: (element-type AtlasCalendarRange): every range of days, as a change would leave them
 * @on: the date
 * @error: return location for an error
 *
 * Finds the running clocks that a change of calendar moves, and the day that moves each. The
 * change need not be made.
 *
 * Returns: (transfer full) (element-type AtlasClockMove): those that move
 */
GPtrArray *
atlas_store_list_clock_moves (AtlasStore *store,
                              GPtrArray  *ranges,
                              AtlasDate   on,
                              GError    **error)
{
  g_autoptr(AtlasCalendars) before = atlas_calendars_new (store, error);
  g_autoptr(AtlasCalendars) after = NULL;
  g_autoptr(AtlasClockBook) book_before = NULL;
  g_autoptr(AtlasClockBook) book_after = NULL;
  g_autoptr(GArray) clocks_before = NULL;
  g_autoptr(GArray) clocks_after = NULL;
  g_autoptr(GPtrArray) moves = NULL;
  Comparison comparison;

  if (before == NULL || (after = atlas_calendars_new_of (store, ranges, error)) == NULL ||
      (book_before = atlas_clock_book_new_on (store, before, on, error)) == NULL ||
      (book_after = atlas_clock_book_new_on (store, after, on, error)) == NULL)
    return NULL;

  moves = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_clock_move_free);
  comparison = (Comparison) { store, before, after, moves };
  clocks_before = atlas_clock_book_get_all (book_before);
  clocks_after = atlas_clock_book_get_all (book_after);
  if (!compare (&comparison, clocks_before, clocks_after, error))
    return NULL;

  g_ptr_array_sort (moves, compare_moves);
  return g_steal_pointer (&moves);
}
