/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REFERRAL_LIST (atlas_referral_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralList, atlas_referral_list, ATLAS, REFERRAL_LIST, AdwBin)

void        atlas_referral_list_set_session (AtlasReferralList *self,
                                             AtlasSession      *session);
void        atlas_referral_list_set_route   (AtlasReferralList *self,
                                             const AtlasRoute  *route);
void        atlas_referral_list_set_words   (AtlasReferralList *self,
                                             const char        *words);
void        atlas_referral_list_refresh     (AtlasReferralList *self);
GListModel *atlas_referral_list_get_model   (AtlasReferralList *self);

G_END_DECLS
