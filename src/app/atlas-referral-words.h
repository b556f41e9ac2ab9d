/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-referral-changes.h"

G_BEGIN_DECLS

const char *atlas_referral_word_kind   (const AtlasReferralCase *referral_case);
char       *atlas_referral_word_clock  (const AtlasReferralCase *referral_case)
                                        G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_referral_word_suspensions (const AtlasReferralCase *referral_case)
                                        G_GNUC_WARN_UNUSED_RESULT;
const char *atlas_referral_word_state  (const AtlasReferralCase *referral_case);
char       *atlas_referral_word_place  (const AtlasReferralCase *referral_case)
                                        G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_referral_word_name   (const AtlasReferralCase *referral_case)
                                        G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_referral_word_moment (const char              *time) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
