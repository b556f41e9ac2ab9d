/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-day6.h"

/* Exclusions back to back, or a single one. */
typedef struct {
  AtlasClockCause cause;
  AtlasDate       from;
  AtlasDate       start; /* the first date that may be counted */
  AtlasDate       to;
} Run;

static AtlasDate
first_countable (AtlasDate       date,
                 AtlasDaySession session)
{
  return session == ATLAS_DAY_SESSION_PM && date != ATLAS_DATE_NONE ? date + 1 : date;
}

/**
 * atlas_day6_count:
 * @calendar: school days of the excluding school
 * @date: the day of exclusion
 * @session: when in that day; the day itself counts if before the afternoon session
 *
 * Counts the six school days to the one from which suitable full-time education is owed. The
 * count's due day is Day 6.
 *
 * Source: SI 2007/1870 regs 3(3) and 4(3), as amended by SI 2014/3216; first day by Education and
 * Inspections Act 2006 s103.
 *
 * Returns: (transfer full): the count
 */
AtlasDayCount *
atlas_day6_count (AtlasCalendar  *calendar,
                  AtlasDate       date,
                  AtlasDaySession session)
{
  return atlas_calendar_count_days (calendar, first_countable (date, session), ATLAS_DAY6_DAYS);
}

static int
compare_exclusions (gconstpointer a,
                    gconstpointer b)
{
  const AtlasExclusionCase *exclusion_a = a;
  const AtlasExclusionCase *exclusion_b = b;

  if (exclusion_a->from != exclusion_b->from)
    return exclusion_a->from < exclusion_b->from ? -1 : 1;
  if (exclusion_a->session != exclusion_b->session)
    return (int) exclusion_a->session - (int) exclusion_b->session;

  /* Of two on one day the permanent one has the last word. */
  return (exclusion_a->is_permanent != FALSE) - (exclusion_b->is_permanent != FALSE);
}

static void
run_begin (Run                      *run,
           const AtlasExclusionCase *exclusion,
           gboolean                  is_pru)
{
  if (exclusion->is_permanent)
    run->cause = ATLAS_CAUSE_PERMANENT;
  else
    run->cause = is_pru ? ATLAS_CAUSE_SUSPENSION_PRU : ATLAS_CAUSE_SUSPENSION;

  run->from = exclusion->from;
  run->start = first_countable (exclusion->from, exclusion->session);
  run->to = exclusion->to;
}

/* Whether @exclusion goes on where @run ends, with no school day between them. */
static gboolean
run_goes_on (const Run                *run,
             const AtlasExclusionCase *exclusion,
             AtlasCalendar            *calendar)
{
  const AtlasClockRule *rule = atlas_clock_rule_find ("day6", run->cause, exclusion->from);
  AtlasDate start = first_countable (exclusion->from, exclusion->session);

  if (rule == NULL || !rule->joins_runs || exclusion->is_permanent)
    return FALSE;

  return run->to == ATLAS_DATE_NONE ||
         atlas_calendar_school_days_between (calendar, run->to + 1, start - 1) == 0;
}

static void
run_extend (Run                      *run,
            const AtlasExclusionCase *exclusion)
{
  if (run->to == ATLAS_DATE_NONE)
    return;

  run->to = exclusion->to == ATLAS_DATE_NONE ? ATLAS_DATE_NONE : MAX (run->to, exclusion->to);
}

/**
 * atlas_exclusion_last_day:
 * @calendar: school days of the excluding school
 * @exclusion: an exclusion
 *
 * Finds the last day of a suspension whose length is known in sessions.
 *
 * Returns: the day, or %ATLAS_DATE_NONE when it goes on or the calendar ends first
 */
AtlasDate
atlas_exclusion_last_day (AtlasCalendar            *calendar,
                          const AtlasExclusionCase *exclusion)
{
  if (exclusion->to != ATLAS_DATE_NONE || exclusion->is_permanent || exclusion->sessions == 0)
    return exclusion->to;

  /* The afternoon of the day itself is a session missed, though not the first day of the count. */
  return atlas_calendar_nth_session (calendar, exclusion->from, exclusion->session,
                                     exclusion->sessions, NULL).date;
}

/* The last run to begin by @on. */
static gboolean
find_run (AtlasCalendar       *calendar,
          const AtlasDay6Case *day6_case,
          AtlasDate            on,
          Run                 *run)
{
  g_autoptr(GArray) sorted = g_array_new (FALSE, FALSE, sizeof (AtlasExclusionCase));
  gboolean found = FALSE;

  for (gsize i = 0; i < day6_case->n_exclusions; i++)
    {
      AtlasExclusionCase exclusion = day6_case->exclusions[i];

      if (exclusion.from == ATLAS_DATE_NONE || exclusion.from > on)
        continue;

      exclusion.to = atlas_exclusion_last_day (calendar, &exclusion);
      g_array_append_val (sorted, exclusion);
    }
  g_array_sort (sorted, compare_exclusions);

  for (guint i = 0; i < sorted->len; i++)
    {
      const AtlasExclusionCase *exclusion = &g_array_index (sorted, AtlasExclusionCase, i);

      if (found && run_goes_on (run, exclusion, calendar))
        run_extend (run, exclusion);
      else
        run_begin (run, exclusion, day6_case->is_pru);
      found = TRUE;
    }

  return found;
}

/* Nothing is owed for a run that ends before its sixth school day. */
static gboolean
reaches_day6 (const Run           *run,
              const AtlasDayCount *count)
{
  if (run->to == ATLAS_DATE_NONE)
    return TRUE;
  if (count->due == ATLAS_DATE_NONE)
    return run->to > atlas_calendar_get_last_known (count->calendar);

  return count->due <= run->to;
}

/**
 * atlas_day6_new:
 * @calendar: school days of the excluding school
 * @day6_case: the child's exclusions and what has been done
 * @on: the date it is asked for; exclusions that begin later are not looked at
 *
 * Works out Day 6 of the last run of exclusions to begin by @on. Suspensions back to back are one
 * run (SI 2014/3216 reg. 2(2)). A permanent exclusion begins its own count, also after a
 * suspension: SI 2007/1870 reg. 4(3)(a).
 *
 * Returns: (nullable) (transfer full): the Day 6, or %NULL when none was ever owed
 */
AtlasDay6 *
atlas_day6_new (AtlasCalendar       *calendar,
                const AtlasDay6Case *day6_case,
                AtlasDate            on)
{
  g_autoptr(AtlasDayCount)  count = NULL;
  const AtlasClockRule *rule;
  AtlasDay6 *day6;
  Run run = { 0 };

  if (day6_case->is_exempt || !find_run (calendar, day6_case, on, &run))
    return NULL;

  rule = atlas_clock_rule_find ("day6", run.cause, run.from);
  if (rule == NULL)
    return NULL;

  count = atlas_calendar_count_days (calendar, run.start, (guint) rule->limit);
  if (!reaches_day6 (&run, count))
    return NULL;

  day6 = g_new0 (AtlasDay6, 1);
  day6->rule = rule;
  day6->count = g_steal_pointer (&count);
  day6->from = run.from;
  day6->to = run.to;
  day6->education_started = ATLAS_DATE_NONE;
  if (day6_case->education_started != ATLAS_DATE_NONE && day6_case->education_started >= run.from)
    day6->education_started = day6_case->education_started;

  return day6;
}

void
atlas_day6_free (AtlasDay6 *day6)
{
  if (day6 == NULL)
    return;

  atlas_day_count_free (day6->count);
  g_free (day6);
}

static int
days_until (const AtlasDayCount *count,
            AtlasDate            last)
{
  int n = 0;

  for (guint i = 0; i < count->days->len && g_array_index (count->days, AtlasDate, i) <= last; i++)
    n++;

  return n;
}

/**
 * atlas_day6_status:
 * @day6: (nullable): a Day 6, or %NULL when none was ever owed
 * @on: the date
 *
 * Reads the clock on a date. It stops on the day that education started, whatever was offered
 * before. A day is lost when it ends without education, so the morning after Day 6 is late by one
 * school day.
 *
 * The state is provisional only where terms are missing. Where the school's INSET days are
 * missing the due day is the earliest that it can be: the clock runs, and its reason says so.
 *
 * Returns: the status
 */
AtlasDay6Status
atlas_day6_status (const AtlasDay6 *day6,
                   AtlasDate        on)
{
  AtlasDay6Status status = {
    .clock = {
      .on = on, .start = ATLAS_DATE_NONE, .first = ATLAS_DATE_NONE, .due = ATLAS_DATE_NONE,
      .met_on = ATLAS_DATE_NONE,
    },
  };
  AtlasClock *clock = &status.clock;
  AtlasCalendar *calendar;

  if (day6 == NULL)
    return status;

  calendar = day6->count->calendar;
  clock->rule = day6->rule;
  clock->limit = day6->rule->limit;
  clock->start = day6->from;
  clock->first = day6->count->first;
  clock->due = day6->count->due;
  clock->provisional = day6->count->provisional;

  if (day6->education_started != ATLAS_DATE_NONE && day6->education_started <= on)
    clock->met_on = day6->education_started;
  status.cells = days_until (day6->count, clock->met_on != ATLAS_DATE_NONE ? clock->met_on - 1
                                                                           : on);
  atlas_clock_count (clock, calendar);
  if (clock->state != ATLAS_CLOCK_MET &&
      (on < day6->from || (day6->to != ATLAS_DATE_NONE && on > day6->to)))
    {
      clock->state = ATLAS_CLOCK_NOT_RUNNING;
      clock->days_late = 0;
    }

  return status;
}

/**
 * atlas_day_session_parse:
 * @code: (nullable): `am` or `pm`
 * @session: (out): the session
 *
 * Returns: whether @code is one
 */
gboolean
atlas_day_session_parse (const char      *code,
                         AtlasDaySession *session)
{
  if (g_strcmp0 (code, "am") == 0)
    *session = ATLAS_DAY_SESSION_AM;
  else if (g_strcmp0 (code, "pm") == 0)
    *session = ATLAS_DAY_SESSION_PM;
  else
    return FALSE;

  return TRUE;
}
