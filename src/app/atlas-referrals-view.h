/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REFERRALS_VIEW (atlas_referrals_view_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralsView, atlas_referrals_view, ATLAS, REFERRALS_VIEW, AdwBin)

G_END_DECLS
