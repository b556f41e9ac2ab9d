/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-clock.h"

G_BEGIN_DECLS

/**
 * ATLAS_DAY6_DAYS:
 *
 * School days from the first day of exclusion to Day 6, both included: SI 2007/1870 regs 3-4.
 */
#define ATLAS_DAY6_DAYS 6

/**
 * AtlasExclusionCase:
 * @is_permanent: a permanent exclusion; otherwise a suspension
 * @from: the day of exclusion
 * @session: when in that day
 * @sessions: sessions missed by a suspension, two a school day; 0 if not known, or permanent
 * @to: its last day, where that is known better than by @sessions; of a permanent exclusion, the
 *   last day before the child was reinstated; otherwise %ATLAS_DATE_NONE
 *
 * One exclusion. One without sessions and last day goes on. Those cancelled by the date asked
 * about, and lunchtime suspensions, are left out.
 */
typedef struct {
  gboolean        is_permanent;
  AtlasDate       from;
  AtlasDaySession session;
  guint           sessions;
  AtlasDate       to;
} AtlasExclusionCase;

/**
 * AtlasDay6Case:
 * @exclusions: (array length=n_exclusions): one child's exclusions from one school, in any order
 * @n_exclusions: how many
 * @is_pru: the school is a pupil referral unit
 * @is_exempt: the duty does not apply: not of compulsory school age, or in Year 11 with every
 *   examination taken (SI 2007/1870 reg. 5(2)(a))
 * @education_started: the day full-time education began, or %ATLAS_DATE_NONE. An offer is not it
 *
 * What Day 6 stands on.
 */
typedef struct {
  const AtlasExclusionCase *exclusions;
  gsize                     n_exclusions;
  gboolean                  is_pru;
  gboolean                  is_exempt;
  AtlasDate                 education_started;
} AtlasDay6Case;

/**
 * AtlasDay6:
 * @rule: (unowned): the law that applies
 * @count: the six days, the dates skipped and why, and how sure it is
 * @from: the day the run of exclusions began
 * @to: its last day, or %ATLAS_DATE_NONE
 * @education_started: as in the case, if it was in this run
 *
 * The Day 6 of one run of exclusions.
 */
typedef struct {
  const AtlasClockRule *rule;
  AtlasDayCount        *count;
  AtlasDate             from;
  AtlasDate             to;
  AtlasDate             education_started;
} AtlasDay6;

/**
 * AtlasDay6Status:
 * @clock: as read on a date
 * @cells: how many of the six cells are full: school days gone, today included; once education
 *   has started, the days before it
 *
 * What a Day 6 row shows on one date.
 */
typedef struct {
  AtlasClock clock;
  int        cells;
} AtlasDay6Status;

AtlasDayCount   *atlas_day6_count        (AtlasCalendar       *calendar,
                                          AtlasDate            date,
                                          AtlasDaySession      session) G_GNUC_WARN_UNUSED_RESULT;
AtlasDate        atlas_exclusion_last_day (AtlasCalendar       *calendar,
                                           const AtlasExclusionCase *exclusion);
AtlasDay6       *atlas_day6_new          (AtlasCalendar       *calendar,
                                          const AtlasDay6Case *day6_case,
                                          AtlasDate            on) G_GNUC_WARN_UNUSED_RESULT;
void             atlas_day6_free         (AtlasDay6           *day6);
AtlasDay6Status  atlas_day6_status       (const AtlasDay6     *day6,
                                          AtlasDate            on);

gboolean         atlas_day_session_parse (const char          *code,
                                          AtlasDaySession     *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDay6, atlas_day6_free)

G_END_DECLS
