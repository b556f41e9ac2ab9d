/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The board of the steps: its columns, and what it means to move a card to one of them. What can be
 * done is asked of the verbs of a referral, and decided nowhere else.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-referral-board.h"

#include <string.h>

#include "store/atlas-store-referrals.h"

/* As the work goes, from left to right; what leads out of it stands last. */
static const char * const board_steps[ATLAS_BOARD_N_STEPS] = {
  "draft", "sent", "looked-at", "panel", "waiting", "offered", "accepted", "started",
  "under-review", "moved-on", "not-agreed", "ended",
};

/**
 * atlas_board_step:
 * @column: 0 to %ATLAS_BOARD_N_STEPS - 1
 *
 * Returns: code of `referral-step` of a column, from left to right
 */
const char *
atlas_board_step (guint column)
{
  g_return_val_if_fail (column < ATLAS_BOARD_N_STEPS, NULL);

  return board_steps[column];
}

/**
 * atlas_board_find_step:
 * @step: (nullable): code of `referral-step`
 *
 * Returns: its column, or -1 for a code of a later release
 */
int
atlas_board_find_step (const char *step)
{
  for (int i = 0; step != NULL && i < ATLAS_BOARD_N_STEPS; i++)
    if (strcmp (board_steps[i], step) == 0)
      return i;

  return -1;
}

/**
 * atlas_board_shows:
 * @filter: what narrows the board
 * @step: code of `referral-step`
 *
 * Returns: whether the board has a column for the step: whether the filter lets any through
 */
gboolean
atlas_board_shows (const AtlasReferralFilter *filter,
                   const char                *step)
{
  if (filter->facets[ATLAS_REFERRAL_FACET_STEP] != NULL &&
      !atlas_referral_filter_has (filter, ATLAS_REFERRAL_FACET_STEP, step))
    return FALSE;

  return (!filter->is_open && filter->waiting_days == 0) || atlas_referral_step_is_open (step);
}

/**
 * atlas_referral_may_move:
 * @referral_case: a referral as it was read
 * @step: code of `referral-step`
 * @verb: (out): the verb that leads there, unless it is refused
 * @why: (out) (optional) (transfer full): why it is refused, as a sentence
 *
 * Says whether a card may be moved to a column. With %ATLAS_REFERRAL_MOVE_NOW the step is taken by
 * atlas_referral_at_once_set().
 *
 * Returns: whether it may, and how
 */
AtlasReferralMove
atlas_referral_may_move (const AtlasReferralCase *referral_case,
                         const char              *step,
                         AtlasReferralVerb       *verb,
                         char                   **why)
{
  g_autofree char *refused = atlas_referral_find_verb (referral_case, step, verb);
  gboolean is_refused = refused != NULL;

  if (why != NULL)
    *why = g_steal_pointer (&refused);
  if (is_refused)
    return ATLAS_REFERRAL_MOVE_REFUSED;

  return atlas_referral_verb_asks (referral_case, *verb) ? ATLAS_REFERRAL_MOVE_ASKS
                                                         : ATLAS_REFERRAL_MOVE_NOW;
}
