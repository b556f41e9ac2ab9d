/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-case.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_STEP_PANE (atlas_step_pane_get_type ())

G_DECLARE_FINAL_TYPE (AtlasStepPane, atlas_step_pane, ATLAS, STEP_PANE, AdwBin)

void atlas_step_pane_show (AtlasStepPane     *self,
                           AtlasSession      *session,
                           AtlasReferralCase *referral_case);

G_END_DECLS
