/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-filter.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REFERRAL_CHIPS (atlas_referral_chips_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralChips, atlas_referral_chips, ATLAS, REFERRAL_CHIPS, AdwBin)

void                       atlas_referral_chips_set_session (AtlasReferralChips        *self,
                                                             AtlasSession              *session);
const AtlasReferralFilter *atlas_referral_chips_get_filter  (AtlasReferralChips        *self);
void                       atlas_referral_chips_set_filter  (AtlasReferralChips        *self,
                                                             const AtlasReferralFilter *filter);
void                       atlas_referral_chips_set_shape   (AtlasReferralChips        *self,
                                                             gboolean                   has_room,
                                                             gboolean                   is_board);
void                       atlas_referral_chips_set_order   (AtlasReferralChips        *self,
                                                             AtlasReferralSort          sort,
                                                             gboolean                   descending);
void                       atlas_referral_chips_set_count   (AtlasReferralChips        *self,
                                                             guint                      n_found,
                                                             gint64                     n_all);
char                      *atlas_referral_chips_describe    (AtlasReferralChips        *self)
                                                             G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
