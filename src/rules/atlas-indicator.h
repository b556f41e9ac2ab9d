/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-background.h"
#include "rules/atlas-clocks.h"

G_BEGIN_DECLS

/**
 * AtlasIndicatorKind:
 *
 * What can be counted. Which of them a strategy asks for, in which order and in whose words is
 * data: labels of the county pack, with the set as their scheme and the code as their item.
 */
typedef enum {
  ATLAS_INDICATOR_SUSPENSIONS,
  ATLAS_INDICATOR_PERMANENT,
  ATLAS_INDICATOR_COHORTS,
  ATLAS_INDICATOR_PART_TIME,
  ATLAS_INDICATOR_MANAGED_MOVES,
  ATLAS_INDICATOR_REINTEGRATION,
  ATLAS_INDICATOR_ALTERNATIVE,
  ATLAS_INDICATOR_SPECIALIST,
  ATLAS_INDICATOR_COMMUNITY,
  ATLAS_INDICATOR_FROM_SPECIAL,
  ATLAS_INDICATOR_OUT_OF_COUNTY,
  ATLAS_INDICATOR_RESTRICTIVE,
  ATLAS_INDICATOR_HOME_CHOSEN,
  ATLAS_INDICATOR_HOME_PRESSED,
} AtlasIndicatorKind;

#define ATLAS_N_INDICATORS (ATLAS_INDICATOR_HOME_PRESSED + 1)

/**
 * AtlasTallyCount:
 *
 * What is added up over cases. Those that end in UNKNOWN are left out of another for want of a
 * value that nobody recorded.
 */
typedef enum {
  ATLAS_TALLY_SUSPENSIONS,              /* that began */
  ATLAS_TALLY_SUSPENDED,                /* children of them */
  ATLAS_TALLY_SESSIONS,                 /* missed by suspension */
  ATLAS_TALLY_SESSIONS_CHILDREN,        /* who missed them */
  ATLAS_TALLY_SESSIONS_UNKNOWN,         /* suspensions without a length */
  ATLAS_TALLY_PERMANENT,
  ATLAS_TALLY_PERMANENT_CHILDREN,
  ATLAS_TALLY_MOVES_BEGUN,
  ATLAS_TALLY_HOME,                     /* home education notified */
  ATLAS_TALLY_HOME_CHOSEN,              /* instead of an exclusion, pressed or not */
  ATLAS_TALLY_HOME_PRESSED,
  ATLAS_TALLY_HOME_UNKNOWN,             /* nobody recorded why */
  ATLAS_TALLY_PART_TIME,                /* timetables that were in force */
  ATLAS_TALLY_PART_TIME_CHILDREN,
  ATLAS_TALLY_PART_TIME_AGREED,         /* by the family */
  ATLAS_TALLY_REVIEWS_DUE,              /* of part-time timetables */
  ATLAS_TALLY_REVIEWS_HELD,             /* by the day */
  ATLAS_TALLY_REVIEWS_UNKNOWN,          /* timetables with no day of review */
  ATLAS_TALLY_MOVES_DUE,                /* moves of two terms ago */
  ATLAS_TALLY_MOVES_KNOWN,              /* of them, those of which it is known what came of them */
  ATLAS_TALLY_MOVES_SUSTAINED,
  ATLAS_TALLY_MOVES_UNKNOWN,
  ATLAS_TALLY_RETURNED,                 /* to a mainstream school, after a permanent exclusion */
  ATLAS_TALLY_RETURNED_UNKNOWN,         /* of an age that nobody recorded */
  ATLAS_TALLY_NOT_RETURNED,             /* still on the roll of a centre or base at the end */
  ATLAS_TALLY_PRESENT,                  /* sessions in alternative provision */
  ATLAS_TALLY_POSSIBLE,
  ATLAS_TALLY_ATTENDED_CHILDREN,
  ATLAS_TALLY_YEAR_11,                  /* children placed in alternative provision */
  ATLAS_TALLY_DESTINATIONS,             /* of them, those of whom it is known where they went */
  ATLAS_TALLY_GOES_ON,                  /* and who go on learning */
  ATLAS_TALLY_DESTINATIONS_UNKNOWN,
  ATLAS_TALLY_SPECIALIST,
  ATLAS_TALLY_TAUGHT,                   /* of school age, whose home and school are known */
  ATLAS_TALLY_COMMUNITY,                /* of them, in a mainstream school of the home area */
  ATLAS_TALLY_COMMUNITY_UNKNOWN,
  ATLAS_TALLY_FROM_SPECIAL,
  ATLAS_TALLY_OUT_OF_COUNTY,
  ATLAS_TALLY_OUT_UNKNOWN,
  ATLAS_TALLY_RESTRICTIVE,
  ATLAS_TALLY_RESTRICTIVE_CHILDREN,
} AtlasTallyCount;

#define ATLAS_N_TALLY_COUNTS (ATLAS_TALLY_RESTRICTIVE_CHILDREN + 1)

/**
 * AtlasTallyList:
 * @ATLAS_TALLY_DAYS_PART_TIME: days that part-time timetables have lasted
 * @ATLAS_TALLY_DAYS_TO_RETURN: school days from the roll of a centre to that of a mainstream school
 *
 * Lengths of which a median is taken.
 */
typedef enum {
  ATLAS_TALLY_DAYS_PART_TIME,
  ATLAS_TALLY_DAYS_TO_RETURN,
} AtlasTallyList;

#define ATLAS_N_TALLY_LISTS (ATLAS_TALLY_DAYS_TO_RETURN + 1)

/**
 * AtlasTally:
 * @counts: by #AtlasTallyCount
 * @lists: (element-type int): by #AtlasTallyList
 *
 * What was counted over some cases in one term.
 */
typedef struct {
  gint64  counts[ATLAS_N_TALLY_COUNTS];
  GArray *lists[ATLAS_N_TALLY_LISTS];
} AtlasTally;

/**
 * AtlasEvidenceKind:
 *
 * Kinds of records that an indicator rests on. Where none is on record up to a term, nothing is
 * known of it; that is not 0.
 */
typedef enum {
  ATLAS_EVIDENCE_EXCLUSIONS,
  ATLAS_EVIDENCE_TIMETABLES,
  ATLAS_EVIDENCE_MOVES,
  ATLAS_EVIDENCE_CENTRE_ROLLS,          /* registrations with a centre or base */
  ATLAS_EVIDENCE_SCHOOL_ROLLS,          /* registrations with a school */
  ATLAS_EVIDENCE_STAYS,                 /* placements, and registrations of any kind */
  ATLAS_EVIDENCE_SESSIONS,              /* registers of alternative provision */
  ATLAS_EVIDENCE_RESTRICTIVE,
  ATLAS_EVIDENCE_HOME,
} AtlasEvidenceKind;

#define ATLAS_N_EVIDENCE (ATLAS_EVIDENCE_HOME + 1)

/**
 * AtlasEvidence:
 * @first: the first day of any record of a kind, or %ATLAS_DATE_NONE for none
 *
 * Since when there are records to count.
 */
typedef struct {
  AtlasDate first[ATLAS_N_EVIDENCE];
} AtlasEvidence;

/**
 * AtlasIndicatorUnit:
 * @ATLAS_INDICATOR_NUMBER: how many
 * @ATLAS_INDICATOR_PERCENT: a share
 * @ATLAS_INDICATOR_MEDIAN_WEEKS: half of them are shorter
 * @ATLAS_INDICATOR_MEDIAN_DAYS: the same, in school days
 * @ATLAS_INDICATOR_P90_DAYS: nine of ten are not longer, in school days
 *
 * What a figure is in.
 */
typedef enum {
  ATLAS_INDICATOR_NUMBER,
  ATLAS_INDICATOR_PERCENT,
  ATLAS_INDICATOR_MEDIAN_WEEKS,
  ATLAS_INDICATOR_MEDIAN_DAYS,
  ATLAS_INDICATOR_P90_DAYS,
} AtlasIndicatorUnit;

/* Shares of what no case tells: children on rolls, and the sessions that they could be at. */
#define ATLAS_WHOLE_ROLL     (ATLAS_N_TALLY_COUNTS)
#define ATLAS_WHOLE_SESSIONS (ATLAS_N_TALLY_COUNTS + 1)
#define ATLAS_TALLY_NONE     (-1)

/**
 * AtlasIndicatorFigure:
 * @kind: of which indicator
 * @id: as JSON has it
 * @label: for people
 * @unit: what it is in
 * @part: what is counted; an #AtlasTallyList for a median
 * @whole: of what a share is taken, or %ATLAS_TALLY_NONE
 * @unknown: what is left out, or %ATLAS_TALLY_NONE
 * @left_out: (nullable): why @unknown is left out, for people
 * @children: how many children it is about, for small numbers
 * @evidence: what it rests on
 *
 * One figure of an indicator, and how it is counted.
 */
typedef struct {
  AtlasIndicatorKind  kind;
  const char         *id;
  const char         *label;
  AtlasIndicatorUnit  unit;
  int                 part;
  int                 whole;
  int                 unknown;
  const char         *left_out;
  AtlasTallyCount     children;
  AtlasEvidenceKind   evidence;
} AtlasIndicatorFigure;

/**
 * AtlasIndicatorWhy:
 * @ATLAS_INDICATOR_KNOWN: the value is known
 * @ATLAS_INDICATOR_NOT_BEGUN: the term has not begun
 * @ATLAS_INDICATOR_NO_RECORDS: no record of the kind is of that term or an earlier one
 * @ATLAS_INDICATOR_LEFT_OUT: none is counted, and some could not be told
 * @ATLAS_INDICATOR_NO_ROLL: nobody recorded how many children are on rolls
 * @ATLAS_INDICATOR_NONE_OF_THEM: there is nothing of which to take a share or a median
 *
 * Why a figure is not known.
 */
typedef enum {
  ATLAS_INDICATOR_KNOWN,
  ATLAS_INDICATOR_NOT_BEGUN,
  ATLAS_INDICATOR_NO_RECORDS,
  ATLAS_INDICATOR_LEFT_OUT,
  ATLAS_INDICATOR_NO_ROLL,
  ATLAS_INDICATOR_NONE_OF_THEM,
} AtlasIndicatorWhy;

/**
 * AtlasIndicatorValue:
 * @why: why it is not known; %ATLAS_INDICATOR_KNOWN when it is
 * @value: in the figure's unit
 * @part: what was counted
 * @whole: of how many; 0 when it is no share
 * @left_out: how many could not be told
 * @children: how many children it is about
 *
 * What a figure comes to.
 */
typedef struct {
  AtlasIndicatorWhy why;
  double            value;
  gint64            part;
  gint64            whole;
  gint64            left_out;
  gint64            children;
} AtlasIndicatorValue;

/**
 * AtlasIndicatorBase:
 * @days: the days counted; none of them when the term has not begun
 * @roll: children on rolls, or -1 when nobody recorded it
 * @sessions: sessions of those days, of one child
 *
 * What figures are set beside.
 */
typedef struct {
  AtlasDateRange days;
  gint64         roll;
  int            sessions;
} AtlasIndicatorBase;

/**
 * AtlasIndicatorSetting:
 * @term: first and last day of the term
 * @days: those of them that are counted: up to the day that is asked about
 * @clocks: that day, and the calendars
 * @background: provisions with their places, and schools
 * @authority: (nullable): the county's own code
 *
 * What cases are counted by.
 */
typedef struct {
  AtlasDateRange           term;
  AtlasDateRange           days;
  const AtlasClockSetting *clocks;
  const AtlasBackground   *background;
  const char              *authority;
} AtlasIndicatorSetting;

/* The table. */
const AtlasIndicatorFigure *atlas_indicator_figures   (AtlasIndicatorKind           kind,
                                                       gsize                       *n_figures);
const AtlasIndicatorFigure *atlas_indicator_figure_find (const char                *id);
const char                 *atlas_indicator_to_code   (AtlasIndicatorKind           kind);
gboolean                    atlas_indicator_parse     (const char                  *code,
                                                       AtlasIndicatorKind          *kind);

/* Counting. */
void                        atlas_tally_init          (AtlasTally                  *self);
void                        atlas_tally_clear         (AtlasTally                  *self);
void                        atlas_tally_reset         (AtlasTally                  *self);
void                        atlas_tally_add           (AtlasTally                  *self,
                                                       const AtlasTally            *other);
void                        atlas_tally_add_case      (AtlasTally                  *self,
                                                       const AtlasCase             *file,
                                                       const AtlasIndicatorSetting *setting);
void                        atlas_evidence_init       (AtlasEvidence               *self);
void                        atlas_evidence_add_case   (AtlasEvidence               *self,
                                                       const AtlasCase             *file,
                                                       const AtlasBackground       *background);
AtlasIndicatorValue         atlas_indicator_value     (const AtlasIndicatorFigure  *figure,
                                                       const AtlasTally            *tally,
                                                       const AtlasEvidence         *evidence,
                                                       const AtlasIndicatorBase    *base);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasTally, atlas_tally_clear)

G_END_DECLS
