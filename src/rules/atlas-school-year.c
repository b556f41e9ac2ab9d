/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-school-year.h"

#define SEPTEMBER         9
#define RECEPTION_AGE     4  /* on 31 August before it */
#define YEAR_GROUP_LOWEST -4 /* E1 */
#define STARTING_AGE      5
#define LEAVING_AGE       16
#define FRIDAY            5  /* of atlas_date_weekday() */

/* The codes of national curriculum years (Common Basic Data Set), from the lowest up. */
static const char * const codes[] = {
  "E1", "E2", "N1", "N2", "R",
  "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14",
};

/**
 * atlas_academic_year:
 * @on: a date
 *
 * Finds the academic year of a date, for year groups: from 1 September to 31 August.
 *
 * Returns: the year that it begins in; 0 without a date
 */
int
atlas_academic_year (AtlasDate on)
{
  int year;
  int month;

  atlas_date_split (on, &year, &month, NULL);
  return month == 0 || month >= SEPTEMBER ? year : year - 1;
}

/**
 * atlas_year_group:
 * @born: date of birth
 * @on: the date that it is asked for
 *
 * Works out the national curriculum year that goes with a child's age: the age on 31 August
 * before the academic year, less four. Children taught out of their year have their own record
 * of it; this is only the usual one.
 *
 * Returns: 1 to 14; 0 is Reception, -1 and -2 the nursery years, -3 and -4 those before;
 *   %ATLAS_YEAR_GROUP_NONE when it is not known
 */
int
atlas_year_group (AtlasDate born,
                  AtlasDate on)
{
  AtlasDate first_day = atlas_date_new (atlas_academic_year (on), SEPTEMBER, 1);
  int age;

  if (born == ATLAS_DATE_NONE || first_day == ATLAS_DATE_NONE)
    return ATLAS_YEAR_GROUP_NONE;

  age = atlas_date_age (born, first_day - 1);
  return age < 0 ? ATLAS_YEAR_GROUP_NONE : age - RECEPTION_AGE;
}

/**
 * atlas_year_group_to_code:
 * @year_group: a year group
 *
 * Returns: (nullable): its code, `R` or `9`; %NULL for none and for adults
 */
const char *
atlas_year_group_to_code (int year_group)
{
  if (year_group < YEAR_GROUP_LOWEST ||
      year_group >= YEAR_GROUP_LOWEST + (int) G_N_ELEMENTS (codes))
    return NULL;

  return codes[year_group - YEAR_GROUP_LOWEST];
}

/**
 * atlas_year_group_parse:
 * @code: (nullable): `R`, `9` and so on
 *
 * Returns: the year group, or %ATLAS_YEAR_GROUP_NONE
 */
int
atlas_year_group_parse (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_strcmp0 (code, codes[i]) == 0)
        return YEAR_GROUP_LOWEST + (int) i;
    }

  return ATLAS_YEAR_GROUP_NONE;
}

/**
 * atlas_key_stage:
 * @year_group: a year group
 *
 * Source: Education Act 2002 s82; Reception and before are the early years foundation stage
 * (Childcare Act 2006 s39). Stage 5 is the field's word for Year 12 and later.
 *
 * Returns: 1 to 5; 0 for early years; -1 when the year group is none
 */
int
atlas_key_stage (int year_group)
{
  static const int last_years[] = { 0, 2, 6, 9, 11 };

  if (year_group == ATLAS_YEAR_GROUP_NONE)
    return -1;

  for (gsize stage = 0; stage < G_N_ELEMENTS (last_years); stage++)
    {
      if (year_group <= last_years[stage])
        return (int) stage;
    }

  return (int) G_N_ELEMENTS (last_years);
}

/**
 * atlas_key_stage_to_code:
 * @key_stage: 0 to 5
 *
 * Returns: (nullable): the stable word for machines, `KS3`, or `EY` for early years
 */
const char *
atlas_key_stage_to_code (int key_stage)
{
  static const char * const stages[] = { "EY", "KS1", "KS2", "KS3", "KS4", "KS5" };

  if (key_stage < 0 || key_stage >= (int) G_N_ELEMENTS (stages))
    return NULL;

  return stages[key_stage];
}

/**
 * atlas_phase:
 * @year_group: a year group
 *
 * Returns: its phase of education
 */
AtlasPhase
atlas_phase (int year_group)
{
  if (year_group == ATLAS_YEAR_GROUP_NONE)
    return ATLAS_PHASE_NONE;
  if (year_group < 0)
    return ATLAS_PHASE_EARLY_YEARS;
  if (year_group <= 6)
    return ATLAS_PHASE_PRIMARY;

  return year_group <= 11 ? ATLAS_PHASE_SECONDARY : ATLAS_PHASE_POST_16;
}

/**
 * atlas_is_early_years:
 * @referral_kind: (nullable): code of `referral-kind`
 * @born: the child's date of birth, or %ATLAS_DATE_NONE
 * @on: a day
 *
 * Returns: whether the tiers and words of early years are for the child: early-years support is
 *   asked for, or the child is under school age
 */
gboolean
atlas_is_early_years (const char *referral_kind,
                      AtlasDate   born,
                      AtlasDate   on)
{
  return g_strcmp0 (referral_kind, "early-years") == 0 ||
         atlas_phase (atlas_year_group (born, on)) == ATLAS_PHASE_EARLY_YEARS;
}

/**
 * atlas_phase_to_code:
 * @phase: a phase
 *
 * Returns: (nullable): the stable word for machines, `secondary`
 */
const char *
atlas_phase_to_code (AtlasPhase phase)
{
  switch (phase)
    {
    case ATLAS_PHASE_EARLY_YEARS:
      return "early-years";
    case ATLAS_PHASE_PRIMARY:
      return "primary";
    case ATLAS_PHASE_SECONDARY:
      return "secondary";
    case ATLAS_PHASE_POST_16:
      return "post-16";
    case ATLAS_PHASE_NONE:
    default:
      return NULL;
    }
}

/* The first of 31 March, 31 August and 31 December on or after a date. */
static AtlasDate
prescribed_day (AtlasDate date)
{
  static const struct { int month; int day; } days[] = { { 3, 31 }, { 8, 31 }, { 12, 31 } };
  AtlasDate found;
  int year;

  atlas_date_split (date, &year, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      found = atlas_date_new (year, days[i].month, days[i].day);
      if (found >= date)
        return found;
    }

  return found;
}

/* The last Friday of June in the academic year in which the child becomes sixteen. */
static AtlasDate
school_leaving_date (AtlasDate born)
{
  int year = atlas_academic_year (atlas_date_add_months (born, 12 * LEAVING_AGE)) + 1;
  AtlasDate last = atlas_date_new (year, 6, 30);

  return last - (atlas_date_weekday (last) - FRIDAY + 7) % 7;
}

/**
 * atlas_is_of_school_age:
 * @born: date of birth, or %ATLAS_DATE_NONE
 * @on: the date that it is asked for
 *
 * Whether a child is of compulsory school age: from the first 31 March, 31 August or 31 December on
 * or after the fifth birthday, up to the last Friday of June of the school year in which the child
 * becomes sixteen. A child whose date of birth is not known may be, and so is taken to be.
 *
 * Source: Education Act 1996 s8; SI 1998/1607; SI 1997/1970.
 *
 * Returns: whether it is so
 */
gboolean
atlas_is_of_school_age (AtlasDate born,
                        AtlasDate on)
{
  if (born == ATLAS_DATE_NONE)
    return TRUE;

  return on >= prescribed_day (atlas_date_add_months (born, 12 * STARTING_AGE)) &&
         on <= school_leaving_date (born);
}
