/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-clock.h"

#include <glib/gi18n-lib.h>

#include "rules/atlas-day6.h"

#define WARNING_DAYS 2 /* the county's amber, from its strategy */

/*
 * The clocks, by id, cause and the day the law began. SI 2014/3216 joined suspensions back to
 * back into one run; it left the count of a permanent exclusion (reg. 4(3)(a)) as it was.
 */
static const AtlasClockRule rules[] = {
  {
    .id = "day6", .label = N_("Day 6 education"), .cause = ATLAS_CAUSE_PERMANENT,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY,
    .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS, .warning = WARNING_DAYS,
    .joins_runs = FALSE,
    .source = "Education Act 1996 s19(3A)(a); SI 2007/1870 reg. 4(3)(a)",
    .from = "2007-09-01",
  },
  {
    .id = "day6", .label = N_("Day 6 education"), .cause = ATLAS_CAUSE_SUSPENSION,
    .owed_by = ATLAS_OWED_BY_SCHOOL,
    .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS, .warning = WARNING_DAYS,
    .joins_runs = FALSE,
    .source = "Education and Inspections Act 2006 s100; SI 2007/1870 reg. 3(3)",
    .from = "2007-09-01", .to = "2015-01-04",
  },
  {
    .id = "day6", .label = N_("Day 6 education"), .cause = ATLAS_CAUSE_SUSPENSION,
    .owed_by = ATLAS_OWED_BY_SCHOOL,
    .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS, .warning = WARNING_DAYS,
    .joins_runs = TRUE,
    .source = "Education and Inspections Act 2006 s100; SI 2007/1870 reg. 3(3), "
              "as amended by SI 2014/3216 reg. 2(2)",
    .from = "2015-01-05",
  },
  {
    .id = "day6", .label = N_("Day 6 education"), .cause = ATLAS_CAUSE_SUSPENSION_PRU,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY,
    .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS, .warning = WARNING_DAYS,
    .joins_runs = FALSE,
    .source = "Education Act 1996 s19(3A)(b); SI 2007/1870 reg. 4(3)(b)",
    .from = "2007-09-01", .to = "2015-01-04",
  },
  {
    .id = "day6", .label = N_("Day 6 education"), .cause = ATLAS_CAUSE_SUSPENSION_PRU,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY,
    .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS, .warning = WARNING_DAYS,
    .joins_runs = TRUE,
    .source = "Education Act 1996 s19(3A)(b); SI 2007/1870 reg. 4(3)(b), "
              "as amended by SI 2014/3216 reg. 2(2)",
    .from = "2015-01-05",
  },
};

/**
 * atlas_clock_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none) (array length=n_rules): every row of the table of clocks
 */
const AtlasClockRule *
atlas_clock_rules (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

/**
 * atlas_clock_rule_find:
 * @id: `day6`
 * @cause: what started the clock
 * @on: the day it started
 *
 * Finds the rule that was the law on a date.
 *
 * Returns: (nullable) (transfer none): the rule, or %NULL when there was none
 */
const AtlasClockRule *
atlas_clock_rule_find (const char     *id,
                       AtlasClockCause cause,
                       AtlasDate       on)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const AtlasClockRule *rule = &rules[i];
      AtlasDateRange in_force = {
        atlas_date_parse (rule->from), atlas_date_parse (rule->to),
      };

      if (rule->cause == cause && g_str_equal (rule->id, id) &&
          atlas_date_range_contains (in_force, on))
        return rule;
    }

  return NULL;
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
  return owed_by == ATLAS_OWED_BY_SCHOOL ? "school" : "local-authority";
}
