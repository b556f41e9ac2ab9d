/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-referral-case.h"

G_BEGIN_DECLS

/**
 * AtlasLastPlaceWord:
 * @reason: why
 * @by_name: (nullable): who says so
 * @role: (nullable): as what; a name of `data/roles.csv`
 *
 * On whose word something is done with a place that is not free.
 */
typedef struct {
  const char *reason;
  const char *by_name;
  const char *role;
} AtlasLastPlaceWord;

gboolean        atlas_last_place_may_wait   (const AtlasReferralCase  *referral_case);
AtlasChangeSet *atlas_last_place_ask_set    (const AtlasReferralCase  *referral_case,
                                             AtlasProvision           *provision,
                                             const AtlasLastPlaceWord *word,
                                             AtlasDate                 answer_by)
                                             G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_last_place_offer_set  (const AtlasReferralCase  *referral_case,
                                             AtlasPlace               *place,
                                             AtlasProvision           *provision,
                                             AtlasDate                 starts,
                                             AtlasDate                 planned_end,
                                             const AtlasLastPlaceWord *word)
                                             G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_last_place_hold_set   (const AtlasReferralCase  *referral_case,
                                             AtlasPlace               *place,
                                             AtlasProvision           *provision,
                                             AtlasDate                 use_by,
                                             const AtlasLastPlaceWord *word)
                                             G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_last_place_find_set   (const AtlasReferralCase  *referral_case,
                                             AtlasProvision           *provision)
                                             G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_last_place_wait_set   (const AtlasReferralCase  *referral_case,
                                             AtlasProvision           *provision,
                                             const char               *reason)
                                             G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
