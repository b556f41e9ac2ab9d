/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-wording.h"

G_BEGIN_DECLS

char       *atlas_words_tier         (int                 tier,
                                      const char         *name) G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_words_tier_of      (const AtlasWording *wording,
                                      AtlasReferral      *referral,
                                      AtlasChild         *child,
                                      AtlasDate           on) G_GNUC_WARN_UNUSED_RESULT;
const char *atlas_words_tier_help_of (const AtlasWording *wording,
                                      AtlasReferral      *referral,
                                      AtlasChild         *child,
                                      AtlasDate           on);
const char *atlas_words_kind_of      (const AtlasWording *wording,
                                      AtlasReferral      *referral,
                                      AtlasDate           on);

G_END_DECLS
