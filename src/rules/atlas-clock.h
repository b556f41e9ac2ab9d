/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rules/ turns plain facts into deadlines, counts and findings, each with its source.
 * It may touch base/ to calendar/; no store, no files, no clock: today is an argument.
 * A case file of records and structs, filled by the store -> one pure function -> a plain struct.
 * Nothing here keeps state, so any thread may call it; it gives facts, reports/ words them.
 * Rules: each names its act or instrument with paragraph and dates (atlas-clock.c).
 */
#pragma once

#include "calendar/atlas-days.h"

G_BEGIN_DECLS

/**
 * AtlasClockState:
 * @ATLAS_CLOCK_NOT_RUNNING: nothing is owed on that date
 * @ATLAS_CLOCK_RUNNING: there is time
 * @ATLAS_CLOCK_DUE: today or within the rule's last days
 * @ATLAS_CLOCK_LATE: the due day has passed
 * @ATLAS_CLOCK_MET: done, in time or late
 * @ATLAS_CLOCK_PROVISIONAL: the terms that would decide the due day are not entered
 *
 * Where a clock stands on a date.
 */
typedef enum {
  ATLAS_CLOCK_NOT_RUNNING,
  ATLAS_CLOCK_RUNNING,
  ATLAS_CLOCK_DUE,
  ATLAS_CLOCK_LATE,
  ATLAS_CLOCK_MET,
  ATLAS_CLOCK_PROVISIONAL,
} AtlasClockState;

/**
 * AtlasOwedBy:
 * @ATLAS_OWED_BY_LOCAL_AUTHORITY: the local authority
 * @ATLAS_OWED_BY_SCHOOL: the school: its head, or for Day 6 its governing body or proprietor
 * @ATLAS_OWED_BY_BOARD: the governing board, or who acts as it
 * @ATLAS_OWED_BY_REVIEW: who arranges the independent review: the local authority or academy trust
 * @ATLAS_OWED_BY_PARENTS: the parents or carers
 * @ATLAS_OWED_BY_PROVISION: the provision
 *
 * Who must act before a clock runs out.
 */
typedef enum {
  ATLAS_OWED_BY_LOCAL_AUTHORITY,
  ATLAS_OWED_BY_SCHOOL,
  ATLAS_OWED_BY_BOARD,
  ATLAS_OWED_BY_REVIEW,
  ATLAS_OWED_BY_PARENTS,
  ATLAS_OWED_BY_PROVISION,
} AtlasOwedBy;

/**
 * AtlasRuleSet:
 * @ATLAS_RULE_SET_LAW: an act or instrument
 * @ATLAS_RULE_SET_GUIDANCE: the government's guidance
 * @ATLAS_RULE_SET_2016: the strategy of April 2016
 * @ATLAS_RULE_SET_2020: the strategy of January 2020
 * @ATLAS_RULE_SET_2026: the exclusions guidance in force from 26 July 2026
 * @ATLAS_RULE_SET_PRACTICE: what a county, a contract or a plan has agreed with itself
 *
 * Where a rule belongs. Sets stand side by side; which one governs follows the date of the event.
 */
typedef enum {
  ATLAS_RULE_SET_LAW,
  ATLAS_RULE_SET_GUIDANCE,
  ATLAS_RULE_SET_2016,
  ATLAS_RULE_SET_2020,
  ATLAS_RULE_SET_2026,
  ATLAS_RULE_SET_PRACTICE,
} AtlasRuleSet;

/**
 * AtlasClockCause:
 * @ATLAS_CAUSE_PERMANENT: a permanent exclusion
 * @ATLAS_CAUSE_SUSPENSION: a suspension from a school
 * @ATLAS_CAUSE_SUSPENSION_PRU: a suspension from a pupil referral unit
 * @ATLAS_CAUSE_EXCLUDED: an exclusion of any length
 * @ATLAS_CAUSE_DAY6_DUE: the Day 6 of a permanent exclusion, counted back from
 * @ATLAS_CAUSE_BOARD_TOLD: the governing board is told of an exclusion
 * @ATLAS_CAUSE_DECISION_GIVEN: the board's decision not to reinstate is given
 * @ATLAS_CAUSE_REVIEW_ASKED: an independent review is asked for
 * @ATLAS_CAUSE_REVIEW_DECIDED: the review panel's decision is given
 * @ATLAS_CAUSE_SUSPENDED_IN_YEAR: the child's suspensions of a school year, added up
 * @ATLAS_CAUSE_SEPARATED: a safeguarding separation
 * @ATLAS_CAUSE_DIRECTION_STARTS: an off-site direction starts, counted back from
 * @ATLAS_CAUSE_DIRECTION_REVIEWED: it started or was last reviewed
 * @ATLAS_CAUSE_PART_TIME_STARTED: a part-time timetable starts
 * @ATLAS_CAUSE_PART_TIME_REVIEWED: it started or was last reviewed
 * @ATLAS_CAUSE_PART_TIME_TO_END: its own last day
 * @ATLAS_CAUSE_PART_TIME_ENDED: it has ended
 * @ATLAS_CAUSE_FAIR_ACCESS_AGREED: a child is agreed under the fair access protocol
 * @ATLAS_CAUSE_FAIR_ACCESS_WAITING: days without a placement since then
 * @ATLAS_CAUSE_MOVED: a managed move
 * @ATLAS_CAUSE_LOOKED_AFTER_TERM: a term of a child looked after
 * @ATLAS_CAUSE_LOOKED_AFTER_YEAR: a school year of a child looked after
 * @ATLAS_CAUSE_TIER_2: a referral at tier 2 was received or last reported on
 * @ATLAS_CAUSE_TIER_3: the day that was set for the checks of a referral at tier 3
 * @ATLAS_CAUSE_REFERRAL_REVIEW: a referral's own day of review
 * @ATLAS_CAUSE_PLACEMENT_REVIEWED: a placement started or was last reviewed
 * @ATLAS_CAUSE_PLAN_REVIEW: a plan's own day of review
 * @ATLAS_CAUSE_OFFERED: a place is offered
 * @ATLAS_CAUSE_ACCEPTED: an offer is accepted
 * @ATLAS_CAUSE_ATTENDANCE_CONCERN: a concern about attendance is recorded
 * @ATLAS_CAUSE_CHECK_EXPIRES: the day that a provider's check runs out
 * @ATLAS_CAUSE_CONTRACT_ENDS: a contract's last day
 * @ATLAS_CAUSE_RETURN_MADE: the oldest of a provision's last returns
 *
 * What starts a clock.
 */
typedef enum {
  ATLAS_CAUSE_PERMANENT,
  ATLAS_CAUSE_SUSPENSION,
  ATLAS_CAUSE_SUSPENSION_PRU,
  ATLAS_CAUSE_EXCLUDED,
  ATLAS_CAUSE_DAY6_DUE,
  ATLAS_CAUSE_BOARD_TOLD,
  ATLAS_CAUSE_DECISION_GIVEN,
  ATLAS_CAUSE_REVIEW_ASKED,
  ATLAS_CAUSE_REVIEW_DECIDED,
  ATLAS_CAUSE_SUSPENDED_IN_YEAR,
  ATLAS_CAUSE_SEPARATED,
  ATLAS_CAUSE_DIRECTION_STARTS,
  ATLAS_CAUSE_DIRECTION_REVIEWED,
  ATLAS_CAUSE_PART_TIME_STARTED,
  ATLAS_CAUSE_PART_TIME_REVIEWED,
  ATLAS_CAUSE_PART_TIME_TO_END,
  ATLAS_CAUSE_PART_TIME_ENDED,
  ATLAS_CAUSE_FAIR_ACCESS_AGREED,
  ATLAS_CAUSE_FAIR_ACCESS_WAITING,
  ATLAS_CAUSE_MOVED,
  ATLAS_CAUSE_LOOKED_AFTER_TERM,
  ATLAS_CAUSE_LOOKED_AFTER_YEAR,
  ATLAS_CAUSE_TIER_2,
  ATLAS_CAUSE_TIER_3,
  ATLAS_CAUSE_REFERRAL_REVIEW,
  ATLAS_CAUSE_PLACEMENT_REVIEWED,
  ATLAS_CAUSE_PLAN_REVIEW,
  ATLAS_CAUSE_OFFERED,
  ATLAS_CAUSE_ACCEPTED,
  ATLAS_CAUSE_ATTENDANCE_CONCERN,
  ATLAS_CAUSE_CHECK_EXPIRES,
  ATLAS_CAUSE_CONTRACT_ENDS,
  ATLAS_CAUSE_RETURN_MADE,
} AtlasClockCause;

/**
 * AtlasClockStop:
 * @ATLAS_STOP_NEXT_EVENT: nothing but the next event of the same kind, which starts it again
 * @ATLAS_STOP_EDUCATION_STARTED: education has started; an offer is not it
 * @ATLAS_STOP_PARENTS_TOLD: parents are told
 * @ATLAS_STOP_ARRANGEMENTS_TOLD: parents are told of the education arranged
 * @ATLAS_STOP_COUNTY_TOLD: the local authority is told
 * @ATLAS_STOP_SOCIAL_WORKER_TOLD: the social worker is told
 * @ATLAS_STOP_VIRTUAL_SCHOOL_TOLD: the virtual school is told
 * @ATLAS_STOP_BOARD_MET: the governing board has met
 * @ATLAS_STOP_REVIEW_ASKED: an independent review is asked for
 * @ATLAS_STOP_REVIEW_BEGUN: the hearing has begun
 * @ATLAS_STOP_RECONSIDERED: the board has reconsidered
 * @ATLAS_STOP_NOTICE_GIVEN: the direction's notice is given
 * @ATLAS_STOP_ENDED: what runs has ended
 * @ATLAS_STOP_START_TOLD: the county is told of the start
 * @ATLAS_STOP_END_TOLD: the county is told of the end
 * @ATLAS_STOP_PLACED: the child has a place and has started at it
 * @ATLAS_STOP_OUTCOME: it is written down what became of it
 * @ATLAS_STOP_PEP_HELD: enough reviews of the personal education plan are held
 * @ATLAS_STOP_CHECKED: all that is to be checked is
 * @ATLAS_STOP_REVIEWED: the review is held
 * @ATLAS_STOP_RENEWED: a newer one has taken its place
 *
 * The fact that stops a clock.
 */
typedef enum {
  ATLAS_STOP_NEXT_EVENT,
  ATLAS_STOP_EDUCATION_STARTED,
  ATLAS_STOP_PARENTS_TOLD,
  ATLAS_STOP_ARRANGEMENTS_TOLD,
  ATLAS_STOP_COUNTY_TOLD,
  ATLAS_STOP_SOCIAL_WORKER_TOLD,
  ATLAS_STOP_VIRTUAL_SCHOOL_TOLD,
  ATLAS_STOP_BOARD_MET,
  ATLAS_STOP_REVIEW_ASKED,
  ATLAS_STOP_REVIEW_BEGUN,
  ATLAS_STOP_RECONSIDERED,
  ATLAS_STOP_NOTICE_GIVEN,
  ATLAS_STOP_ENDED,
  ATLAS_STOP_START_TOLD,
  ATLAS_STOP_END_TOLD,
  ATLAS_STOP_PLACED,
  ATLAS_STOP_OUTCOME,
  ATLAS_STOP_PEP_HELD,
  ATLAS_STOP_CHECKED,
  ATLAS_STOP_REVIEWED,
  ATLAS_STOP_RENEWED,
} AtlasClockStop;

/**
 * AtlasClockOnly:
 * @ATLAS_ONLY_ALWAYS: for everybody
 * @ATLAS_ONLY_SCHOOL_AGE: not once the child has left Year 11
 * @ATLAS_ONLY_FIFTEEN_DAYS: permanent, or over 15 days in the statutory term, or an exam missed
 * @ATLAS_ONLY_FIVE_DAYS: over 5 and at most 15 such days, and parents have made representations
 * @ATLAS_ONLY_SOCIAL_WORKER: the child is looked after or has a social worker
 * @ATLAS_ONLY_LOOKED_AFTER: the child is looked after
 * @ATLAS_ONLY_OWN_BAND: the band reached, and the next to come
 * @ATLAS_ONLY_KIND: records of the rule's own kind
 *
 * For whom a clock runs: one named predicate each (atlas-clocks-facts.c), not a language.
 */
typedef enum {
  ATLAS_ONLY_ALWAYS,
  ATLAS_ONLY_SCHOOL_AGE,
  ATLAS_ONLY_FIFTEEN_DAYS,
  ATLAS_ONLY_FIVE_DAYS,
  ATLAS_ONLY_SOCIAL_WORKER,
  ATLAS_ONLY_LOOKED_AFTER,
  ATLAS_ONLY_OWN_BAND,
  ATLAS_ONLY_KIND,
} AtlasClockOnly;

#define ATLAS_CLOCK_ALERTS 3

/**
 * AtlasClockRule:
 * @id: `day6`
 * @label: its name, to be translated where it is shown
 * @words: the rule in our own words, to be translated where it is shown
 * @cause: what starts it
 * @stop: what stops it
 * @only: for whom it runs
 * @kind: (nullable): code of the kind of record that %ATLAS_ONLY_KIND wants
 * @owed_by: who must act
 * @unit: what it counts
 * @limit: how many, after the day of its cause; the last one is the due day; fewer than 0 counts
 *   back; 0 is the day itself, or the one that the record gives
 * @warning: how many before the due day it is called due
 * @alerts: instead, months before the due day at which people are reminded, the most first: it runs
 *   from the first of them on, and is called due from the last
 * @counts_first: whether the day of the cause, or the first school day after it, is day one
 * @joins_runs: whether exclusions back to back count as one
 * @deems_service: whether the day of its cause is when a posted notice counts as given
 * @lapses: whether nothing is left to do once the due day has passed
 * @set_by_county: no source gives the number; it is the county's to change. With @alerts it is the
 *   first of them
 * @set: the rule set that it belongs to
 * @source: act, instrument or strategy with its paragraph
 * @from: first day in force, ISO
 * @to: (nullable): last day in force, ISO; %NULL while it is the rule
 *
 * One row of the table of clocks. A change in the law is a new row and an end to the old one.
 */
typedef struct {
  const char      *id;
  const char      *label;
  const char      *words;
  AtlasClockCause  cause;
  AtlasClockStop   stop;
  AtlasClockOnly   only;
  const char      *kind;
  AtlasOwedBy      owed_by;
  AtlasUnit        unit;
  int              limit;
  int              warning;
  int              alerts[ATLAS_CLOCK_ALERTS];
  gboolean         counts_first;
  gboolean         joins_runs;
  gboolean         deems_service;
  gboolean         lapses;
  gboolean         set_by_county;
  AtlasRuleSet     set;
  const char      *source;
  const char      *from;
  const char      *to;
} AtlasClockRule;

/**
 * AtlasClock:
 * @rule: (nullable) (unowned): its row, static; %NULL when no clock ever ran
 * @on: the date that it was read
 * @start: the day of its cause
 * @first: the first day counted
 * @due: the last day to act, or %ATLAS_DATE_NONE when it is not known
 * @met_on: the day it was done, as known on @on, or %ATLAS_DATE_NONE
 * @state: where it stands
 * @provisional: whether and why @due may move
 * @limit: the rule's number, or the county's own; with alerts, months of the first reminder
 * @days_left: units after @on until @due, @due included; 0 from the due day on
 * @days_late: units lost: from @due to the day before @on or @met_on; 0 while in time
 *
 * One clock as read on one date. Units of months and terms are read in days.
 */
typedef struct {
  const AtlasClockRule *rule;
  AtlasDate             on;
  AtlasDate             start;
  AtlasDate             first;
  AtlasDate             due;
  AtlasDate             met_on;
  AtlasClockState       state;
  AtlasProvisional      provisional;
  int                   limit;
  int                   days_left;
  int                   days_late;
} AtlasClock;

const AtlasClockRule *atlas_clock_rule_find     (const char           *id,
                                                 AtlasClockCause       cause,
                                                 AtlasDate             on);
const AtlasClockRule *atlas_clock_rules         (gsize                *n_rules);
gboolean              atlas_clock_rule_in_force (const AtlasClockRule *rule,
                                                 AtlasDate             on);
gboolean              atlas_clock_is_owed       (const AtlasClock     *clock);
void                  atlas_clock_count         (AtlasClock           *clock,
                                                 AtlasCalendar        *calendar);
const char           *atlas_clock_state_to_code (AtlasClockState       state);
const char           *atlas_owed_by_to_code     (AtlasOwedBy           owed_by);
const char           *atlas_rule_set_to_code    (AtlasRuleSet          set);

G_END_DECLS
