/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-map-item.h"
#include "drawing/atlas-choropleth.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_PIN (atlas_map_pin_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMapPin, atlas_map_pin, ATLAS, MAP_PIN, AtlasMapItem)

GtkWidget *atlas_map_pin_new    (AtlasChoropleth     *choropleth,
                                 const AtlasCluster  *cluster,
                                 const AtlasViewport *view,
                                 const AtlasStyle    *style);

gboolean   atlas_map_pin_has_id (AtlasMapPin         *self,
                                 const char          *id);
const char *atlas_map_pin_get_id (AtlasMapPin        *self);

void       atlas_map_pin_place  (AtlasMapPin         *self,
                                 const AtlasViewport *view);

G_END_DECLS
