/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-referral-changes.h"
#include "store/atlas-store-twins.h"

G_BEGIN_DECLS

/**
 * AtlasStepNeedLine:
 * @need: (unowned): the row of the table of needs; static
 * @is_met: whether it is there
 * @is_asked: whether the form of the step will ask for it
 * @passed: (nullable): who went on without it, in words
 *
 * Something that a step needs, for one referral.
 */
typedef struct {
  const AtlasStepNeed *need;
  gboolean             is_met;
  gboolean             is_asked;
  char                *passed;
} AtlasStepNeedLine;

/**
 * AtlasStepClockLine:
 * @rule: (unowned): the clock's row; static
 * @running: (nullable): how it runs for this child, in words; %NULL when it does not
 *
 * A clock that a step starts or stops.
 */
typedef struct {
  const AtlasClockRule *rule;
  char                 *running;
} AtlasStepClockLine;

/**
 * AtlasStepLine:
 * @rule: (unowned): the row of the table of steps; static
 * @is_present: whether the referral is at it
 * @verb: otherwise what takes it
 * @why_not: (nullable): why it cannot be taken now
 * @needs: (element-type AtlasStepNeedLine): what it needs
 * @starts: (element-type AtlasStepClockLine): the clocks that it starts
 * @stops: (element-type AtlasStepClockLine): the clocks that it stops
 *
 * One step, as it stands for one referral.
 */
typedef struct {
  const AtlasStepRule *rule;
  gboolean             is_present;
  AtlasReferralVerb    verb;
  char                *why_not;
  GPtrArray           *needs;
  GPtrArray           *starts;
  GPtrArray           *stops;
} AtlasStepLine;

/**
 * AtlasStepPlan:
 * @present: (nullable): the step that it is at; %NULL when the table does not know it
 * @following: (element-type AtlasStepLine): those that may follow
 * @twins: (element-type AtlasTwin): records that may be of the same child
 * @next: (nullable): what is to be done next, translated; %NULL when nothing is
 * @owner: (nullable): whose turn it is, translated
 * @by: by when, or %ATLAS_DATE_NONE
 * @by_why: (nullable): where a day that was worked out comes from, translated
 * @next_is_worked_out: nobody wrote @next
 * @owner_is_worked_out: nobody wrote @owner
 * @by_is_worked_out: nobody wrote @by
 *
 * The way of one referral: where it is, what is missing, what comes next, whose turn it is.
 */
typedef struct {
  AtlasStepLine *present;
  GPtrArray     *following;
  GPtrArray     *twins;
  char          *next;
  char          *owner;
  AtlasDate      by;
  char          *by_why;
  gboolean       next_is_worked_out;
  gboolean       owner_is_worked_out;
  gboolean       by_is_worked_out;
} AtlasStepPlan;

AtlasStepPlan *atlas_step_plan_new   (AtlasStore               *store,
                                      const AtlasReferralCase  *referral_case,
                                      GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
void           atlas_step_plan_free  (AtlasStepPlan            *self);
char          *atlas_words_step_next (const AtlasStepPlan      *self,
                                      AtlasDate                 on) G_GNUC_WARN_UNUSED_RESULT;
char          *atlas_words_takers    (const AtlasStepRule      *rule) G_GNUC_WARN_UNUSED_RESULT;
char          *atlas_words_step_need (const AtlasStepNeedLine  *line) G_GNUC_WARN_UNUSED_RESULT;
guint          atlas_step_n_missing  (const AtlasStepLine      *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStepPlan, atlas_step_plan_free)

G_END_DECLS
