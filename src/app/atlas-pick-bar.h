/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-referral-picks.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PICK_BAR (atlas_pick_bar_get_type ())

G_DECLARE_FINAL_TYPE (AtlasPickBar, atlas_pick_bar, ATLAS, PICK_BAR, AdwBin)

void     atlas_pick_bar_set_session   (AtlasPickBar       *self,
                                       AtlasSession       *session);
void     atlas_pick_bar_set_picks     (AtlasPickBar       *self,
                                       AtlasReferralPicks *picks);
void     atlas_pick_bar_attach        (AtlasPickBar       *self,
                                       GtkWidget          *view);
gboolean atlas_pick_bar_is_selecting  (AtlasPickBar       *self);
void     atlas_pick_bar_set_selecting (AtlasPickBar       *self,
                                       gboolean            is_selecting);

G_END_DECLS
