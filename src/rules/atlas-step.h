/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

/**
 * AtlasStepCase:
 * @referral: the referral
 * @child: (nullable): the child; %NULL when the record is not on this laptop
 * @offer: (nullable): the offer that stands
 * @placement: (nullable): the placement that goes on, or the last one
 * @passed: (nullable) (element-type AtlasPassed): what somebody went on in spite of
 *
 * What a step looks at. Nothing in it is owned.
 */
typedef struct {
  AtlasReferral  *referral;
  AtlasChild     *child;
  AtlasOffer     *offer;
  AtlasPlacement *placement;
  GPtrArray      *passed;
} AtlasStepCase;

/**
 * AtlasStepNeed:
 * @id: its name in a step's `needs`
 * @check: (nullable): what a `passed` record calls it; %NULL when nobody can go on without it
 * @label: what is needed, to be translated where it is shown
 * @missing: what to say when it is not there, to be translated where it is shown
 * @is_asked: whether the form of the step asks for it, so that it cannot be there before
 * @source: the document and its paragraph
 * @is_met: how it is found
 *
 * Something that a step needs.
 */
typedef struct {
  const char *id;
  const char *check;
  const char *label;
  const char *missing;
  gboolean    is_asked;
  const char *source;
  gboolean   (*is_met) (const AtlasStepCase *of);
} AtlasStepNeed;

/**
 * AtlasStepRule:
 * @step: code of `referral-step`
 * @takers: the roles that may take it, separated by spaces
 * @needs: ids of needs, separated by spaces
 * @starts: ids of clocks that it starts, where their own conditions hold
 * @stops: ids of clocks that it stops
 * @next: what is to be done next, to be translated where it is shown; empty when nothing is
 * @owner: the role whose turn it then is
 * @clocks: ids of clocks by which that is due, if they run
 * @limit: days after the step by which it is due at the latest, set by the county; 0 when nothing
 *   is
 * @is_fallback: whether the limit counts only when none of @clocks runs
 * @source: on whose word
 *
 * One row of the table of steps.
 */
typedef struct {
  const char *step;
  const char *takers;
  const char *needs;
  const char *starts;
  const char *stops;
  const char *next;
  const char *owner;
  const char *clocks;
  int         limit;
  gboolean    is_fallback;
  const char *source;
} AtlasStepRule;

const AtlasStepRule *atlas_step_rules      (gsize               *n_rules);
const AtlasStepRule *atlas_step_rule_find  (const char          *step);
gboolean             atlas_step_may_take   (const AtlasStepRule *rule,
                                            const char          *role);
gboolean             atlas_step_any_may_take (const AtlasStepRule *rule,
                                            const char * const  *roles);
gboolean             atlas_step_takes_place (const char         *referral_kind);
int                  atlas_step_limit      (const AtlasStepRule *rule,
                                            const char * const  *thresholds);

const AtlasStepNeed *atlas_step_needs      (gsize               *n_needs);
const AtlasStepNeed *atlas_step_need_find  (const char          *id);
gboolean             atlas_step_need_met   (const AtlasStepNeed *need,
                                            const AtlasStepCase *of);
AtlasPassed         *atlas_step_passed     (const AtlasStepNeed *need,
                                            const AtlasStepCase *of);
GPtrArray           *atlas_step_missing    (const AtlasStepRule *rule,
                                            const AtlasStepCase *of) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
