/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "base/atlas-route.h"
#include "reports/atlas-indicators.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_INDICATOR_BAR (atlas_indicator_bar_get_type ())

G_DECLARE_FINAL_TYPE (AtlasIndicatorBar, atlas_indicator_bar, ATLAS, INDICATOR_BAR, AdwBin)

void atlas_indicator_bar_show (AtlasIndicatorBar     *self,
                               const AtlasIndicators *indicators,
                               const AtlasRoute      *route);

G_END_DECLS
