/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-form.h"
#include "store/atlas-referral-case.h"

G_BEGIN_DECLS

void       atlas_tier_choice_fill (AdwComboRow        *row,
                                   const AtlasWording *wording,
                                   AtlasDate           on,
                                   gboolean            is_early_years);
GtkWidget *atlas_tier_choice_add  (AtlasForm          *form,
                                   const char         *title,
                                   AtlasReferralCase  *referral_case);

G_END_DECLS
