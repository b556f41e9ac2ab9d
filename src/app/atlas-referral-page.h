/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-changes.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REFERRAL_PAGE (atlas_referral_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralPage, atlas_referral_page, ATLAS, REFERRAL_PAGE, AdwBin)

void               atlas_referral_page_set_session   (AtlasReferralPage *self,
                                                      AtlasSession      *session);
void               atlas_referral_page_set_reference (AtlasReferralPage *self,
                                                      const char        *reference);
void               atlas_referral_page_open          (AtlasReferralPage *self,
                                                      const char        *tab,
                                                      const char        *form);
void               atlas_referral_page_refresh       (AtlasReferralPage *self);
AtlasReferralCase *atlas_referral_page_get_case      (AtlasReferralPage *self);

G_END_DECLS
