/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-check.h"
#include "rules/atlas-clocks.h"

G_BEGIN_DECLS

/**
 * AtlasCohort:
 * @ATLAS_COHORT_EXCLUDED: excluded, and no education has started
 * @ATLAS_COHORT_MOVES: moves school regularly
 * @ATLAS_COHORT_PART_TIME: on a part-time timetable
 * @ATLAS_COHORT_AWAITING: on no school's roll, and waits for a place
 * @ATLAS_COHORT_ALTERNATIVE: educated somewhere other than the own school
 * @ATLAS_COHORT_OTHER: for another reason
 *
 * The five groups of children that the strategies watch, and whoever is in none of them.
 *
 * Source: Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.10.3; strategy of January 2020,
 * 5.8; requirements T054.
 */
typedef enum {
  ATLAS_COHORT_EXCLUDED,
  ATLAS_COHORT_MOVES,
  ATLAS_COHORT_PART_TIME,
  ATLAS_COHORT_AWAITING,
  ATLAS_COHORT_ALTERNATIVE,
  ATLAS_COHORT_OTHER,
} AtlasCohort;

#define ATLAS_N_COHORTS (ATLAS_COHORT_OTHER + 1)

/**
 * AtlasNotFullTime:
 * @ATLAS_NOT_FULL_TIME_PERMANENT: permanently excluded, and no education has started
 * @ATLAS_NOT_FULL_TIME_SUSPENDED: suspended on the sixth school day or later, and none has started
 * @ATLAS_NOT_FULL_TIME_MOVES: joined so many schools in twelve months
 * @ATLAS_NOT_FULL_TIME_PART_TIME: a part-time timetable
 * @ATLAS_NOT_FULL_TIME_HOURS: fewer hours a week than full-time
 * @ATLAS_NOT_FULL_TIME_CODE_PART_TIME: the register has code C2 or X
 * @ATLAS_NOT_FULL_TIME_NO_SCHOOL: on no school's roll
 * @ATLAS_NOT_FULL_TIME_FAIR_ACCESS: agreed under the fair access protocol, and not yet placed
 * @ATLAS_NOT_FULL_TIME_PLACED: placed in alternative provision
 * @ATLAS_NOT_FULL_TIME_DIRECTED: directed off site
 * @ATLAS_NOT_FULL_TIME_REGISTERED: registered at a provision, as a guest or with another provider
 * @ATLAS_NOT_FULL_TIME_CODE_B: the register has code B and names no provider
 * @ATLAS_NOT_FULL_TIME_SEPARATED: kept off site for safeguarding, and no education has started
 * @ATLAS_NOT_FULL_TIME_HOME: home education was notified
 *
 * Why a child is not in full-time education.
 */
typedef enum {
  ATLAS_NOT_FULL_TIME_PERMANENT,
  ATLAS_NOT_FULL_TIME_SUSPENDED,
  ATLAS_NOT_FULL_TIME_MOVES,
  ATLAS_NOT_FULL_TIME_PART_TIME,
  ATLAS_NOT_FULL_TIME_HOURS,
  ATLAS_NOT_FULL_TIME_CODE_PART_TIME,
  ATLAS_NOT_FULL_TIME_NO_SCHOOL,
  ATLAS_NOT_FULL_TIME_FAIR_ACCESS,
  ATLAS_NOT_FULL_TIME_PLACED,
  ATLAS_NOT_FULL_TIME_DIRECTED,
  ATLAS_NOT_FULL_TIME_REGISTERED,
  ATLAS_NOT_FULL_TIME_CODE_B,
  ATLAS_NOT_FULL_TIME_SEPARATED,
  ATLAS_NOT_FULL_TIME_HOME,
} AtlasNotFullTime;

#define ATLAS_N_NOT_FULL_TIME (ATLAS_NOT_FULL_TIME_HOME + 1)

/**
 * AtlasNotFullTimeRule:
 * @id: `no-school`
 * @title: its name
 * @cohort: the group that it belongs to
 * @on_register: whether a child for whom it stands would be on the register of children not in
 *   school
 * @source: the document and its paragraph
 * @rule: the rule in our words
 *
 * One row of the table of reasons. Texts are translated where they are shown.
 */
typedef struct {
  const char  *id;
  const char  *title;
  AtlasCohort  cohort;
  gboolean     on_register;
  const char  *source;
  const char  *rule;
} AtlasNotFullTimeRule;

/**
 * AtlasNotFullTimeReason:
 * @why: which row of the table
 * @since: since when, or %ATLAS_DATE_NONE when no record says
 * @type: (nullable) (unowned): type of the record that it was read from
 * @record: its id
 * @place_type: (nullable) (unowned): provision or establishment, where it names one
 * @place: id of that
 * @hours: hours a week, or 0 when they are not known
 * @least: fewest hours a week that are full-time, or 0
 * @count: schools joined, or 0
 * @source: (unowned): the document and its paragraph; static
 *
 * A reason that stands on a day. A plain value: it points to nothing that ends with the case.
 */
typedef struct {
  AtlasNotFullTime  why;
  AtlasDate         since;
  const AtlasType  *type;
  char              record[ATLAS_CASE_ID_SIZE];
  const AtlasType  *place_type;
  char              place[ATLAS_CASE_ID_SIZE];
  double            hours;
  double            least;
  int               count;
  const char       *source;
} AtlasNotFullTimeReason;

/**
 * ATLAS_REGISTER_SOURCE:
 *
 * The register of children not in school. On the pages that were read it was not yet in force, so
 * a county says from which day it keeps one.
 */
#define ATLAS_REGISTER_SOURCE \
  "Children's Wellbeing and Schools Act 2026 s38, inserting Education Act 1996 ss436B to 436G"

#define ATLAS_REGISTER_KEY "not-in-school-register"

const char                 *atlas_cohort_to_code        (AtlasCohort               cohort);
const char                 *atlas_cohort_get_title      (AtlasCohort               cohort);

const AtlasNotFullTimeRule *atlas_not_full_time_rule    (AtlasNotFullTime          why);
gboolean                    atlas_not_full_time_parse   (const char               *id,
                                                         AtlasNotFullTime         *why);
GArray                     *atlas_not_full_time_reasons (const AtlasCase          *file,
                                                         const AtlasBackground    *background,
                                                         const AtlasClockSetting  *setting,
                                                         const AtlasCheckSettings *settings)
                                                         G_GNUC_WARN_UNUSED_RESULT;
gboolean                    atlas_not_full_time_register (const GArray            *reasons);
AtlasDate                   atlas_register_from         (const AtlasCheckSettings *settings);

G_END_DECLS
