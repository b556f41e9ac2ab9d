/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-session.h"
#include "store/atlas-referral-filter.h"

G_BEGIN_DECLS

/**
 * AtlasReferralAsked:
 * @filter: which referrals, in which order
 * @scope: (nullable): the part of the county that is looked at
 * @words: (nullable): what was typed
 * @on: the day looked at
 *
 * What the list and the board of referrals ask the store: one question for both.
 */
typedef struct {
  AtlasReferralFilter *filter;
  char                *scope;
  char                *words;
  AtlasDate            on;
} AtlasReferralAsked;

AtlasReferralAsked *atlas_referral_asked_new  (AtlasSession              *session,
                                               const AtlasReferralFilter *filter,
                                               const char                *words)
                                               G_GNUC_WARN_UNUSED_RESULT;
void                atlas_referral_asked_free (AtlasReferralAsked        *asked);

G_END_DECLS
