/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-referral-changes.h"
#include "store/atlas-referral-filter.h"

G_BEGIN_DECLS

/**
 * ATLAS_BOARD_N_STEPS:
 *
 * How many columns a board of every step has.
 */
#define ATLAS_BOARD_N_STEPS 12

/**
 * AtlasReferralMove:
 * @ATLAS_REFERRAL_MOVE_NOW: it can be done at once
 * @ATLAS_REFERRAL_MOVE_ASKS: it can be done by a form, which has more to ask
 * @ATLAS_REFERRAL_MOVE_REFUSED: it cannot be done
 *
 * Whether a referral can go to a step.
 */
typedef enum {
  ATLAS_REFERRAL_MOVE_NOW,
  ATLAS_REFERRAL_MOVE_ASKS,
  ATLAS_REFERRAL_MOVE_REFUSED,
} AtlasReferralMove;

const char        *atlas_board_step          (guint                      column);
int                atlas_board_find_step     (const char                *step);
gboolean           atlas_board_shows         (const AtlasReferralFilter *filter,
                                              const char                *step);
AtlasReferralMove  atlas_referral_may_move   (const AtlasReferralCase   *referral_case,
                                              const char                *step,
                                              AtlasReferralVerb         *verb,
                                              char                     **why);

G_END_DECLS
