/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-not-full-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COHORTS "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.10.3; strategy of " \
  "January 2020, 5.8"
#define REGISTER ATLAS_REGISTER_KEY "="

/* Code and name, in the order of AtlasCohort. */
static const struct {
  const char *code;
  const char *title;
} cohorts[ATLAS_N_COHORTS] = {
  { "excluded", N_("Excluded") },
  { "moves", N_("Moves school regularly") },
  { "part-time", N_("Part-time timetable") },
  { "awaiting", N_("Waits for a school place") },
  { "alternative", N_("In alternative provision") },
  { "other", N_("Another reason") },
};

/* Id, name, group, on the register, source and rule, in the order of AtlasNotFullTime. */
static const AtlasNotFullTimeRule table[ATLAS_N_NOT_FULL_TIME] = {
  {
    "permanent", N_("Permanently excluded"), ATLAS_COHORT_EXCLUDED, TRUE,
    COHORTS "; Education Act 1996 s19(3A); SI 2007/1870",
    N_("From the day of the exclusion until education starts, the exclusion is cancelled, the "
       "board reinstates the child, or another school has the child on its roll."),
  },
  {
    "suspended", N_("Suspended beyond five school days"), ATLAS_COHORT_EXCLUDED, FALSE,
    COHORTS "; Education and Inspections Act 2006 s100; SI 2007/1870",
    N_("From the sixth school day of a suspension, or of several back to back, while it goes on "
       "and no education has started."),
  },
  {
    "moves", N_("Moves school regularly"), ATLAS_COHORT_MOVES, FALSE,
    COHORTS "; how often is set by this county",
    N_("As many schools joined in the last twelve months, by registration or managed move, as "
       "the county's number. The first school that is known is no move."),
  },
  {
    "part-time", N_("Part-time timetable"), ATLAS_COHORT_PART_TIME, TRUE,
    COHORTS "; DfE, Working together to improve school attendance: part-time timetables",
    N_("From the first day of a part-time timetable until it is recorded as ended."),
  },
  {
    "hours", N_("Fewer hours than full-time"), ATLAS_COHORT_PART_TIME, FALSE,
    COHORTS,
    N_("A timetable or placement with fewer hours a week than full-time is in the table of hours "
       "of its day: the check of full-time hours finds it, and its row is the source."),
  },
  {
    "code-part-time", N_("Code C2 or X in the register"), ATLAS_COHORT_PART_TIME, TRUE,
    "Attendance regulations, SI 2024/208 reg. 10; DfE, Working together to improve school "
    "attendance: part-time timetables",
    N_("The last day in the register, within the last 28, has a session with code C2 or X."),
  },
  {
    "no-school", N_("On no school's roll"), ATLAS_COHORT_AWAITING, TRUE,
    COHORTS,
    N_("No school, college or provision has the child on its roll, the child has no placement, "
       "and is not educated at home; and a referral is open, or a roll has ended, or the record "
       "says so."),
  },
  {
    "fair-access", N_("Fair access, not yet placed"), ATLAS_COHORT_AWAITING, TRUE,
    COHORTS "; School Admissions Code 2021, 3.17",
    N_("A child on no roll, from the day agreed under the fair access protocol until a placement "
       "starts or the referral closes."),
  },
  {
    "placed", N_("Placed in alternative provision"), ATLAS_COHORT_ALTERNATIVE, TRUE,
    COHORTS,
    N_("A placement that takes the child out of the own school, for all or part of the week: "
       "single or dual enrolment, permanent roll, respite, Day 6 education, alternative "
       "provision. Advice, outreach and special school places are none."),
  },
  {
    "directed", N_("Directed off site"), ATLAS_COHORT_ALTERNATIVE, TRUE,
    COHORTS "; Education Act 2002 s29A",
    N_("From the first day of an off-site direction until it is recorded as ended."),
  },
  {
    "registered", N_("Registered with another provider"), ATLAS_COHORT_ALTERNATIVE, TRUE,
    COHORTS "; DfE, Common Basic Data Set: enrolment status",
    N_("On the roll of a provision without a placement there, or registered as a guest, with a "
       "college or with another provider."),
  },
  {
    "code-b", N_("Code B without a provider"), ATLAS_COHORT_ALTERNATIVE, TRUE,
    "Attendance regulations, SI 2024/208 reg. 10: code B is for supervised education off site",
    N_("The last day in the register, within the last 28, has a session with code B that names no "
       "provider."),
  },
  {
    "separated", N_("Safeguarding separation"), ATLAS_COHORT_OTHER, TRUE,
    "Education Act 1996 s19; Suspension and permanent exclusion guidance, July 2026",
    N_("While a child is kept off site for safeguarding and no education has started."),
  },
  {
    "home", N_("Home education notified"), ATLAS_COHORT_OTHER, TRUE,
    "Education Act 1996 s7; Bath and North East Somerset's strategy: children missing education, "
    "finding 3",
    N_("From the day that home education was notified until a school or provision has the child "
       "on its roll."),
  },
};

/**
 * atlas_cohort_to_code:
 * @cohort: a group
 *
 * Returns: its code, `awaiting`
 */
const char *
atlas_cohort_to_code (AtlasCohort cohort)
{
  return cohorts[cohort].code;
}

/**
 * atlas_cohort_get_title:
 * @cohort: a group
 *
 * Returns: its name, to be translated where it is shown
 */
const char *
atlas_cohort_get_title (AtlasCohort cohort)
{
  return cohorts[cohort].title;
}

/**
 * atlas_not_full_time_rule:
 * @why: a reason
 *
 * Returns: (transfer none): its row of the table
 */
const AtlasNotFullTimeRule *
atlas_not_full_time_rule (AtlasNotFullTime why)
{
  return &table[why];
}

/**
 * atlas_not_full_time_parse:
 * @id: (nullable): `no-school`
 * @why: (out): the reason
 *
 * Returns: whether there is such a reason
 */
gboolean
atlas_not_full_time_parse (const char       *id,
                           AtlasNotFullTime *why)
{
  for (int i = 0; i < ATLAS_N_NOT_FULL_TIME; i++)
    if (g_strcmp0 (id, table[i].id) == 0)
      {
        *why = (AtlasNotFullTime) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * atlas_not_full_time_register:
 * @reasons: (element-type AtlasNotFullTimeReason): a child's reasons
 *
 * Whether the child would be on the register of children not in school: not on a school's roll, or
 * educated elsewhere for some or all of the time because the school arranged or agreed it.
 *
 * Source: %ATLAS_REGISTER_SOURCE.
 *
 * Returns: whether one of the reasons puts the child there
 */
gboolean
atlas_not_full_time_register (const GArray *reasons)
{
  for (guint i = 0; i < reasons->len; i++)
    if (table[g_array_index (reasons, AtlasNotFullTimeReason, i).why].on_register)
      return TRUE;

  return FALSE;
}

/**
 * atlas_register_from:
 * @settings: (nullable): what the county decided
 *
 * The county's own day from which it keeps the register, `not-in-school-register=2027-09-01`.
 *
 * Returns: that day, or %ATLAS_DATE_NONE while it has not set one
 */
AtlasDate
atlas_register_from (const AtlasCheckSettings *settings)
{
  const gsize length = strlen (REGISTER);

  for (gsize i = 0; settings != NULL && settings->thresholds != NULL &&
       settings->thresholds[i] != NULL; i++)
    if (strncmp (settings->thresholds[i], REGISTER, length) == 0)
      return atlas_date_parse (settings->thresholds[i] + length);

  return ATLAS_DATE_NONE;
}
