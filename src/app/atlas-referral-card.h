/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-referral-row.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REFERRAL_CARD (atlas_referral_card_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralCard, atlas_referral_card, ATLAS, REFERRAL_CARD, GtkButton)

AtlasReferralRow *atlas_referral_card_get_row      (AtlasReferralCard *self);
void              atlas_referral_card_set_row      (AtlasReferralCard *self,
                                                    AtlasReferralRow  *row);
guint             atlas_referral_card_get_position (AtlasReferralCard *self);

G_END_DECLS
