/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/atlas-referral-changes.h"

G_BEGIN_DECLS

void atlas_referral_fill_story   (GtkListBox              *list,
                                  const AtlasReferralCase *referral_case);
void atlas_referral_fill_plan    (GtkListBox              *list,
                                  const AtlasReferralCase *referral_case);
void atlas_referral_fill_people  (GtkListBox              *list,
                                  const AtlasReferralCase *referral_case);
void atlas_referral_fill_history (GtkListBox              *list,
                                  const AtlasReferralCase *referral_case);

G_END_DECLS
