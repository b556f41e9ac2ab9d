/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-referral-model.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REFERRAL_PICKS (atlas_referral_picks_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralPicks, atlas_referral_picks, ATLAS, REFERRAL_PICKS, GObject)

void    atlas_referral_picks_toggle      (AtlasReferralPicks *self,
                                          guint               position);
void    atlas_referral_picks_set_keeping (AtlasReferralPicks *self,
                                          gboolean            is_keeping);
guint   atlas_referral_picks_get_count   (AtlasReferralPicks *self);
GArray *atlas_referral_picks_dup_rows    (AtlasReferralPicks *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
