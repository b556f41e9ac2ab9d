/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PANELS_VIEW (atlas_panels_view_get_type ())

G_DECLARE_FINAL_TYPE (AtlasPanelsView, atlas_panels_view, ATLAS, PANELS_VIEW, AdwBin)

G_END_DECLS
