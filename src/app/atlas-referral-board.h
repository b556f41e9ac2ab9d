/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-filter.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REFERRAL_BOARD (atlas_referral_board_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralBoard, atlas_referral_board, ATLAS, REFERRAL_BOARD, AdwBin)

void          atlas_referral_board_find        (AtlasReferralBoard        *self,
                                                AtlasSession              *session,
                                                const AtlasReferralFilter *filter,
                                                const char                *words);
guint         atlas_referral_board_get_n_found (AtlasReferralBoard        *self);
gint64        atlas_referral_board_get_total   (AtlasReferralBoard        *self);
const GError *atlas_referral_board_get_error   (AtlasReferralBoard        *self);

G_END_DECLS
