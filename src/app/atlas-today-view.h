/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_TODAY_VIEW (atlas_today_view_get_type ())

G_DECLARE_FINAL_TYPE (AtlasTodayView, atlas_today_view, ATLAS, TODAY_VIEW, AdwBin)

G_END_DECLS
