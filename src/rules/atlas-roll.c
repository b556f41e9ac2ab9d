/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-roll.h"

#include "rules/atlas-clock.h"

/* The day on which a fact is known, or none while it is to come. */
static AtlasDate
known_by (AtlasDate fact,
          AtlasDate on)
{
  return fact <= on ? fact : ATLAS_DATE_NONE;
}

/* The last day to ask for a review: the clock's own row says how many days, and of which. */
static AtlasDue
last_day_to_ask (const AtlasExclusion *exclusion,
                 AtlasCalendar        *calendar)
{
  const AtlasClockRule *rule = atlas_clock_rule_find ("review-application",
                                                      ATLAS_CAUSE_DECISION_GIVEN,
                                                      exclusion->decision_sent);
  AtlasDue given = { exclusion->decision_sent, ATLAS_PROVISIONAL_NOT };
  AtlasDue due;

  if (rule == NULL)
    return (AtlasDue) { ATLAS_DATE_NONE, ATLAS_PROVISIONAL_NOT }
  ;
  if (rule->deems_service && g_strcmp0 (exclusion->decision_how, "post") == 0)
    given = atlas_calendar_deemed_service (calendar, given.date, ATLAS_SERVICE_FIRST_CLASS_POST);

  due = atlas_calendar_add (calendar, given.date, rule->limit, rule->unit);
  due.provisional = MAX (due.provisional, given.provisional);

  return due;
}

/* A review that was asked for keeps the child on the register until all of it is over. */
static AtlasDate
end_of_review (const AtlasExclusion *exclusion)
{
  if (exclusion->review_decided == ATLAS_DATE_NONE)
    return ATLAS_DATE_NONE;
  if (g_strcmp0 (exclusion->review_outcome, "upheld") == 0)
    return exclusion->review_decided;

  return exclusion->reconsidered;
}

static AtlasDate
find_until (const AtlasExclusion *exclusion,
            AtlasCalendar        *calendar,
            AtlasDate             on,
            AtlasProvisional     *provisional)
{
  AtlasDate waived = known_by (exclusion->review_waived, on);
  AtlasDue due;

  if (known_by (exclusion->decision_sent, on) == ATLAS_DATE_NONE ||
      g_strcmp0 (exclusion->board_decision, "upheld") != 0)
    return ATLAS_DATE_NONE;
  if (known_by (exclusion->review_asked, on) != ATLAS_DATE_NONE)
    return known_by (end_of_review (exclusion), on);
  if (waived != ATLAS_DATE_NONE)
    return MAX (waived, exclusion->decision_sent);

  due = last_day_to_ask (exclusion, calendar);
  *provisional = due.provisional;

  return due.date;
}

/**
 * atlas_roll_after_exclusion:
 * @exclusion: an exclusion
 * @calendar: school days of the excluding school
 * @on: the day that is asked about
 *
 * Says how long a permanently excluded child stays on the register of the school: until the time
 * to ask for an independent review is over, the parents have said that they ask for none, or the
 * review and what follows from it are done. So a child can be registered at two places before, and
 * at one alone after.
 *
 * Source: Suspension and permanent exclusion guidance (removing a pupil's name from the admissions
 * register); strategy of January 2020, Appendix 1, III and Appendix 4, tier 5; requirements T047.
 *
 * Returns: where it stands
 */
AtlasRoll
atlas_roll_after_exclusion (const AtlasExclusion *exclusion,
                            AtlasCalendar        *calendar,
                            AtlasDate             on)
{
  AtlasRoll roll = { .until = ATLAS_DATE_NONE };

  if (g_strcmp0 (exclusion->kind, "PERM") != 0 || exclusion->from > on ||
      known_by (exclusion->cancelled, on) != ATLAS_DATE_NONE ||
      g_strcmp0 (exclusion->board_decision, "reinstated") == 0)
    return roll;

  roll.until = find_until (exclusion, calendar, on, &roll.provisional);
  if (roll.until == ATLAS_DATE_NONE)
    roll.state = ATLAS_ROLL_KEPT;
  else
    roll.state = roll.until >= on ? ATLAS_ROLL_KEPT_UNTIL : ATLAS_ROLL_FREE;

  return roll;
}
