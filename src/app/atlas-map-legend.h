/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drawing/atlas-choropleth.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_LEGEND (atlas_map_legend_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMapLegend, atlas_map_legend, ATLAS, MAP_LEGEND, GtkWidget)

GtkWidget *atlas_map_legend_new  (void);

void       atlas_map_legend_show (AtlasMapLegend  *self,
                                  AtlasChoropleth *choropleth);

G_END_DECLS
