/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-referral-case.h"

G_BEGIN_DECLS

const char *atlas_words_code         (const char              *set,
                                      const char              *code);
char       *atlas_words_story        (const AtlasStoryEvent   *event,
                                      const AtlasReferralCase *referral_case)
                                      G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_words_story_detail (const AtlasStoryEvent   *event) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
