/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-measure-pane.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_PAGE (atlas_map_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMapPage, atlas_map_page, ATLAS, MAP_PAGE, AdwBin)

AtlasMeasurePane *atlas_map_page_get_pane (AtlasMapPage *self);

G_END_DECLS
