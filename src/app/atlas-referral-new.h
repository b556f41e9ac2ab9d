/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REFERRAL_NEW (atlas_referral_new_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralNew, atlas_referral_new, ATLAS, REFERRAL_NEW, AdwBin)

void atlas_referral_new_set_session (AtlasReferralNew *self,
                                     AtlasSession     *session);
void atlas_referral_new_begin       (AtlasReferralNew *self,
                                     const char       *child);
void atlas_referral_new_leave       (AtlasReferralNew *self);

G_END_DECLS
