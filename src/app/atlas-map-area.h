/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-map-item.h"
#include "drawing/atlas-geometry.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_AREA (atlas_map_area_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMapArea, atlas_map_area, ATLAS, MAP_AREA, AtlasMapItem)

GtkWidget          *atlas_map_area_new         (const AtlasFeature  *feature);

const AtlasFeature *atlas_map_area_get_feature (AtlasMapArea        *self);

void                atlas_map_area_place       (AtlasMapArea        *self,
                                                const AtlasViewport *view);

G_END_DECLS
