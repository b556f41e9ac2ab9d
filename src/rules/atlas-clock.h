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
 * @ATLAS_OWED_BY_SCHOOL: the excluding school's governing body or proprietor
 *
 * Who must act before a clock runs out.
 */
typedef enum {
  ATLAS_OWED_BY_LOCAL_AUTHORITY,
  ATLAS_OWED_BY_SCHOOL,
} AtlasOwedBy;

/**
 * AtlasClockCause:
 * @ATLAS_CAUSE_PERMANENT: a permanent exclusion
 * @ATLAS_CAUSE_SUSPENSION: a suspension from a school
 * @ATLAS_CAUSE_SUSPENSION_PRU: a suspension from a pupil referral unit
 *
 * What starts a clock.
 */
typedef enum {
  ATLAS_CAUSE_PERMANENT,
  ATLAS_CAUSE_SUSPENSION,
  ATLAS_CAUSE_SUSPENSION_PRU,
} AtlasClockCause;

/**
 * AtlasClockRule:
 * @id: `day6`
 * @label: its name, to be translated where it is shown
 * @cause: what starts it
 * @owed_by: who must act
 * @unit: what it counts
 * @limit: how many; the last one is the due day
 * @warning: how many before the due day it is called due
 * @joins_runs: whether exclusions back to back count as one
 * @source: act or instrument with its paragraph
 * @from: first day in force, ISO
 * @to: (nullable): last day in force, ISO; %NULL while it is the law
 *
 * One row of the table of clocks. A change in the law is a new row and an end to the old one.
 */
typedef struct {
  const char      *id;
  const char      *label;
  AtlasClockCause  cause;
  AtlasOwedBy      owed_by;
  AtlasUnit        unit;
  guint            limit;
  int              warning;
  gboolean         joins_runs;
  const char      *source;
  const char      *from;
  const char      *to;
} AtlasClockRule;

/**
 * AtlasClock:
 * @rule: (nullable) (unowned): its row, static; %NULL when no clock ever ran
 * @on: the date that it was read
 * @first: the first day counted
 * @due: the last day to act, or %ATLAS_DATE_NONE when it is not known
 * @met_on: the day it was done, as known on @on, or %ATLAS_DATE_NONE
 * @state: where it stands
 * @provisional: whether and why @due may move
 * @days_left: units after @on until @due, @due included; 0 from the due day on
 * @days_late: units lost: from @due to the day before @on or @met_on; 0 while in time
 *
 * One clock as read on one date.
 */
typedef struct {
  const AtlasClockRule *rule;
  AtlasDate             on;
  AtlasDate             first;
  AtlasDate             due;
  AtlasDate             met_on;
  AtlasClockState       state;
  AtlasProvisional      provisional;
  int                   days_left;
  int                   days_late;
} AtlasClock;

const AtlasClockRule *atlas_clock_rule_find     (const char      *id,
                                                 AtlasClockCause  cause,
                                                 AtlasDate        on);
const AtlasClockRule *atlas_clock_rules         (gsize           *n_rules);
const char           *atlas_clock_state_to_code (AtlasClockState  state);
const char           *atlas_owed_by_to_code     (AtlasOwedBy      owed_by);

G_END_DECLS
