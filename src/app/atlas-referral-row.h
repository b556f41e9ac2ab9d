/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/atlas-store-referrals.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REFERRAL_ROW (atlas_referral_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralRow, atlas_referral_row, ATLAS, REFERRAL_ROW, GObject)

AtlasReferralRow        *atlas_referral_row_new       (void);
const AtlasReferralLine *atlas_referral_row_get_line  (AtlasReferralRow  *self);
void                     atlas_referral_row_take_line (AtlasReferralRow  *self,
                                                       AtlasReferralLine *line,
                                                       AtlasDate          on);

G_END_DECLS
