/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-calendar.h"
#include "rules/atlas-background.h"

G_BEGIN_DECLS

/**
 * AtlasCheckBasis:
 * @ATLAS_BASIS_LAW: an act, an instrument, or what follows from it
 * @ATLAS_BASIS_GUIDANCE: the government's guidance
 * @ATLAS_BASIS_STRATEGY: the county's own strategy; asked in the county that wrote it
 * @ATLAS_BASIS_COUNTY: set by the county that uses the program
 * @ATLAS_BASIS_PROMPT: good practice of others; asked once a county has switched it on
 *
 * What a check stands on.
 */
typedef enum {
  ATLAS_BASIS_LAW,
  ATLAS_BASIS_GUIDANCE,
  ATLAS_BASIS_STRATEGY,
  ATLAS_BASIS_COUNTY,
  ATLAS_BASIS_PROMPT,
} AtlasCheckBasis;

/**
 * AtlasCheckSays:
 * @ATLAS_SAYS_FOUND: the rule's own sentence says it
 * @ATLAS_SAYS_MISSING: what is missing
 * @ATLAS_SAYS_HOURS: hours a week beside those expected
 * @ATLAS_SAYS_COUNT: how many, in words of its own
 * @ATLAS_SAYS_DAY: the rule's own sentence, and the day it speaks of
 *
 * Which facts a finding carries, and so how it is worded.
 */
typedef enum {
  ATLAS_SAYS_FOUND,
  ATLAS_SAYS_MISSING,
  ATLAS_SAYS_HOURS,
  ATLAS_SAYS_COUNT,
  ATLAS_SAYS_DAY,
} AtlasCheckSays;

/**
 * AtlasMissing:
 *
 * What a finding misses, as bits: a plan, an agreement, a date, a person …
 */
typedef enum {
  ATLAS_MISSING_NOTHING          = 0,
  ATLAS_MISSING_CONTACT          = 1 << 0,
  ATLAS_MISSING_PLANNED_END      = 1 << 1,
  ATLAS_MISSING_RISK_MANAGEMENT  = 1 << 2,
  ATLAS_MISSING_DE_ESCALATION    = 1 << 3,
  ATLAS_MISSING_WEEKLY_UPDATE    = 1 << 4,
  ATLAS_MISSING_HISTORY          = 1 << 5,
  ATLAS_MISSING_INTENDED         = 1 << 6,
  ATLAS_MISSING_ADULT            = 1 << 7,
  ATLAS_MISSING_SECOND_ADULT     = 1 << 8,
  ATLAS_MISSING_OTHER_EMPLOYER   = 1 << 9,
  ATLAS_MISSING_FAMILY           = 1 << 10,
  ATLAS_MISSING_HOME_SCHOOL      = 1 << 11,
  ATLAS_MISSING_RECEIVING_SCHOOL = 1 << 12,
  ATLAS_MISSING_PANEL            = 1 << 13,
  ATLAS_MISSING_EHC_PLAN         = 1 << 14,
  ATLAS_MISSING_SEMH             = 1 << 15,
  ATLAS_MISSING_REVIEW           = 1 << 16,
  ATLAS_MISSING_RISK_ASSESSMENT  = 1 << 17,
  ATLAS_MISSING_INCLUSION_PLAN   = 1 << 18,
  ATLAS_MISSING_ROUTE            = 1 << 19,
  ATLAS_MISSING_CHILD_VIEW       = 1 << 20,
  ATLAS_MISSING_FAMILY_VIEW      = 1 << 21,
  ATLAS_MISSING_RESPONSIBLE      = 1 << 22,
  ATLAS_MISSING_PEP              = 1 << 23,
  ATLAS_MISSING_SOCIAL_WORKER    = 1 << 24,
  ATLAS_MISSING_TEACHING_CHECK   = 1 << 25,
  ATLAS_MISSING_HLTA             = 1 << 26,
  ATLAS_MISSING_PAPERWORK        = 1 << 27,
  ATLAS_MISSING_THRESHOLD        = 1 << 28,
  ATLAS_MISSING_GATEWAY          = 1 << 29,
  ATLAS_MISSING_FUNDING          = 1 << 30,
  ATLAS_MISSING_ACCOUNTABLE      = G_GUINT64_CONSTANT (1) << 31,
  ATLAS_MISSING_CORE_OFFER       = G_GUINT64_CONSTANT (1) << 32,
  ATLAS_MISSING_QUALIFICATIONS   = G_GUINT64_CONSTANT (1) << 33,
  ATLAS_MISSING_LIAISON          = G_GUINT64_CONSTANT (1) << 34,
  ATLAS_MISSING_WITH_CHILD       = G_GUINT64_CONSTANT (1) << 35,
  ATLAS_MISSING_WITH_FAMILY      = G_GUINT64_CONSTANT (1) << 36,
  ATLAS_MISSING_WITH_STAFF       = G_GUINT64_CONSTANT (1) << 37,
  ATLAS_MISSING_OUTCOME          = G_GUINT64_CONSTANT (1) << 38,
} AtlasMissing;

#define ATLAS_N_MISSING 39

/**
 * AtlasCheckFacts:
 * @missing: what is not there
 * @count: how many were counted
 * @limit: how many there may be
 * @hours: hours a week
 * @least: fewest hours expected; 0 when there is no such bound
 * @most: most hours expected; 0 when there is no such bound
 * @day: the day that it turns on, or %ATLAS_DATE_NONE
 * @code: (nullable) (unowned): a code that says which, as `safeguarding`; of a static set
 *
 * What a finding stands on.
 */
typedef struct {
  AtlasMissing  missing;
  int           count;
  int           limit;
  double        hours;
  double        least;
  double        most;
  AtlasDate     day;
  const char   *code;
} AtlasCheckFacts;

typedef struct _AtlasCheckRun AtlasCheckRun;

/**
 * AtlasCheckRule:
 * @id: `psp`; with @from it names one row
 * @title: its name
 * @says: how a finding is worded
 * @basis: what it stands on
 * @from: (nullable): first day it governs, ISO; %NULL for "since always"
 * @to: (nullable): last day it governs, ISO; %NULL for "goes on"
 * @threshold: a number that no source gives, or 0
 * @within: a second one, or 0
 * @unit: (nullable): what @threshold and @within count
 * @passed_by: the roles that may go on in spite of it, separated by spaces
 * @source: the document and its paragraph
 * @rule: the rule in our words
 * @found: what a finding says
 * @requirements: the requirements that it answers
 * @look: (nullable): how it is found in a child's case
 * @look_at_provision: (nullable): how it is found in a provision's; without either, a clock or a
 *   count of places finds it
 *
 * One row of the table of checks. Texts are translated where they are shown. Which row governs
 * follows the date of the event; a change of the rules is a new row and an end to the old one.
 */
typedef struct {
  const char      *id;
  const char      *title;
  AtlasCheckSays   says;
  AtlasCheckBasis  basis;
  const char      *from;
  const char      *to;
  int              threshold;
  int              within;
  const char      *unit;
  const char      *passed_by;
  const char      *source;
  const char      *rule;
  const char      *found;
  const char      *requirements;
  void           (*look) (AtlasCheckRun *run);
  void           (*look_at_provision) (AtlasCheckRun *run);
} AtlasCheckRule;

/**
 * AtlasCheckFound:
 * @rule: (unowned): the row that found it; static
 * @record: what it is about
 * @event: the day whose rules govern
 * @facts: what it stands on
 * @passed: (nullable): the record with which somebody went on in spite of it
 *
 * A finding: something that people should look at. It never stands in anyone's way.
 */
typedef struct {
  const AtlasCheckRule *rule;
  AtlasRecord          *record;
  AtlasDate             event;
  AtlasCheckFacts       facts;
  AtlasPassed          *passed;
} AtlasCheckFound;

/**
 * AtlasCheckSettings:
 * @authority: (nullable): code of the county that asks; %NULL asks for every strategy
 * @thresholds: (nullable): what the county set, as `suspensions-repeated=3`, `ap-looked-after=on`
 *
 * What a county decided about its checks.
 */
typedef struct {
  const char         *authority;
  const char * const *thresholds;
} AtlasCheckSettings;

const AtlasCheckRule *atlas_check_rules          (gsize                     *n_rules);
const AtlasCheckRule *atlas_check_rule_find      (const char                *id,
                                                  AtlasDate                  on);
gboolean              atlas_check_rule_governs   (const AtlasCheckRule      *rule,
                                                  AtlasDate                  event);
gboolean              atlas_check_rule_is_on     (const AtlasCheckRule      *rule,
                                                  const AtlasCheckSettings  *settings);
int                   atlas_check_rule_threshold (const AtlasCheckRule      *rule,
                                                  const AtlasCheckSettings  *settings);

GPtrArray            *atlas_checks_run           (const AtlasCase           *file,
                                                  const AtlasBackground     *background,
                                                  AtlasCalendar             *calendar,
                                                  AtlasDate                  on,
                                                  const AtlasCheckSettings  *settings)
                                                  G_GNUC_WARN_UNUSED_RESULT;
GPtrArray            *atlas_checks_run_provision (const AtlasProvisionCase  *provision,
                                                  const AtlasBackground     *background,
                                                  AtlasDate                  on,
                                                  const AtlasCheckSettings  *settings)
                                                  G_GNUC_WARN_UNUSED_RESULT;
void                  atlas_check_found_free     (AtlasCheckFound           *found);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCheckFound, atlas_check_found_free)

G_END_DECLS
