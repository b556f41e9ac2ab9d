/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-clock.h"

/**
 * atlas_clock_rule_find:
 * @id: `day6`
 * @cause: what started the clock
 * @on: the day it started
 *
 * Finds the rule that was in force on a date.
 *
 * Returns: (nullable) (transfer none): the rule, or %NULL when there was none
 */
const AtlasClockRule *
atlas_clock_rule_find (const char     *id,
                       AtlasClockCause cause,
                       AtlasDate       on)
{
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    if (rules[i].cause == cause && g_str_equal (rules[i].id, id) &&
        atlas_clock_rule_in_force (&rules[i], on))
      return &rules[i];

  return NULL;
}

/**
 * atlas_clock_is_owed:
 * @clock: a clock as read on a date
 *
 * Returns: whether somebody still has to act
 */
gboolean
atlas_clock_is_owed (const AtlasClock *clock)
{
  return clock->rule != NULL && clock->state != ATLAS_CLOCK_NOT_RUNNING &&
         clock->state != ATLAS_CLOCK_MET;
}

/* What is counted in schools' days is shown in them, and everything else in plain days. */
static int
units_between (AtlasUnit      unit,
               AtlasCalendar *calendar,
               AtlasDate      from,
               AtlasDate      to)
{
  if (to < from)
    return 0;

  switch (unit)
    {
    case ATLAS_UNIT_SCHOOL_DAYS:
    case ATLAS_UNIT_SESSIONS:
      return atlas_calendar_school_days_between (calendar, from, to);
    case ATLAS_UNIT_WORKING_DAYS:
      return atlas_calendar_working_days_between (calendar, from, to);
    case ATLAS_UNIT_CALENDAR_DAYS:
    case ATLAS_UNIT_CALENDAR_MONTHS:
    case ATLAS_UNIT_REFERENCE_DATES:
    case ATLAS_UNIT_TERMS:
    default:
      return to - from + 1;
    }
}

static gboolean
is_near (const AtlasClock *clock)
{
  const AtlasClockRule *rule = clock->rule;

  for (int i = ATLAS_CLOCK_ALERTS - 1; i >= 0; i--)
    if (rule->alerts[i] > 0)
      return clock->on >= atlas_date_add_months (clock->due,
                                                 -MIN (rule->alerts[i], clock->limit));

  return clock->days_left <= rule->warning;
}

static gboolean
is_far (const AtlasClock *clock)
{
  return clock->rule->alerts[0] > 0 &&
         clock->on < atlas_date_add_months (clock->due, -clock->limit);
}

static AtlasClockState
state_of (const AtlasClock *clock)
{
  const AtlasClockRule *rule = clock->rule;

  if (clock->met_on != ATLAS_DATE_NONE)
    return ATLAS_CLOCK_MET;
  if (clock->due == ATLAS_DATE_NONE || clock->provisional == ATLAS_PROVISIONAL_NO_TERMS)
    return ATLAS_CLOCK_PROVISIONAL;
  if (clock->on > clock->due)
    return rule->lapses ? ATLAS_CLOCK_NOT_RUNNING : ATLAS_CLOCK_LATE;
  if (is_near (clock))
    return ATLAS_CLOCK_DUE;

  return is_far (clock) ? ATLAS_CLOCK_NOT_RUNNING : ATLAS_CLOCK_RUNNING;
}

/**
 * atlas_clock_count:
 * @clock: a clock whose rule, dates and provisional are filled
 * @calendar: what its units are counted on
 *
 * Works out where a clock stands on its date, and by how much. A day is lost when it ends without
 * the act, so the morning after the due day is late by one.
 */
void
atlas_clock_count (AtlasClock    *clock,
                   AtlasCalendar *calendar)
{
  AtlasUnit unit = clock->rule->unit;
  gboolean is_met = clock->met_on != ATLAS_DATE_NONE;

  clock->days_left = 0;
  clock->days_late = 0;
  if (!is_met && clock->due != ATLAS_DATE_NONE)
    clock->days_left = units_between (unit, calendar, clock->on + 1, clock->due);
  clock->state = state_of (clock);
  if (clock->due != ATLAS_DATE_NONE && (is_met || clock->state == ATLAS_CLOCK_LATE))
    clock->days_late = units_between (unit, calendar, clock->due,
                                      (is_met ? clock->met_on : clock->on) - 1);
}

/**
 * atlas_clock_state_to_code:
 * @state: a clock's state
 *
 * Returns: the stable word for machines, `late`
 */
const char *
atlas_clock_state_to_code (AtlasClockState state)
{
  static const char *codes[] = {
    [ATLAS_CLOCK_NOT_RUNNING] = "not-running",
    [ATLAS_CLOCK_RUNNING] = "running",
    [ATLAS_CLOCK_DUE] = "due",
    [ATLAS_CLOCK_LATE] = "late",
    [ATLAS_CLOCK_MET] = "met",
    [ATLAS_CLOCK_PROVISIONAL] = "provisional",
  };

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (codes), NULL);

  return codes[state];
}

/**
 * atlas_owed_by_to_code:
 * @owed_by: who must act
 *
 * Returns: the stable word for machines, `local-authority`
 */
const char *
atlas_owed_by_to_code (AtlasOwedBy owed_by)
{
  static const char *codes[] = {
    [ATLAS_OWED_BY_LOCAL_AUTHORITY] = "local-authority",
    [ATLAS_OWED_BY_SCHOOL] = "school",
    [ATLAS_OWED_BY_BOARD] = "governing-board",
    [ATLAS_OWED_BY_REVIEW] = "review-arranger",
    [ATLAS_OWED_BY_PARENTS] = "parents",
    [ATLAS_OWED_BY_PROVISION] = "provision",
  };

  g_return_val_if_fail ((gsize) owed_by < G_N_ELEMENTS (codes), NULL);

  return codes[owed_by];
}

/**
 * atlas_rule_set_to_code:
 * @set: a rule set
 *
 * Returns: the stable word for machines, `strategy-2020`
 */
const char *
atlas_rule_set_to_code (AtlasRuleSet set)
{
  static const char *codes[] = {
    [ATLAS_RULE_SET_LAW] = "law",
    [ATLAS_RULE_SET_GUIDANCE] = "guidance",
    [ATLAS_RULE_SET_2016] = "strategy-2016",
    [ATLAS_RULE_SET_2020] = "strategy-2020",
    [ATLAS_RULE_SET_2026] = "guidance-2026",
    [ATLAS_RULE_SET_PRACTICE] = "practice",
  };

  g_return_val_if_fail ((gsize) set < G_N_ELEMENTS (codes), NULL);

  return codes[set];
}
