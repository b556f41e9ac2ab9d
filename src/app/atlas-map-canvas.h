/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-map-area.h"
#include "drawing/atlas-choropleth.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_CANVAS (atlas_map_canvas_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMapCanvas, atlas_map_canvas, ATLAS, MAP_CANVAS, GtkWidget)

GtkWidget    *atlas_map_canvas_new             (void);

void          atlas_map_canvas_set_choropleth  (AtlasMapCanvas  *self,
                                                AtlasChoropleth *choropleth);
void          atlas_map_canvas_values_changed  (AtlasMapCanvas  *self);
void          atlas_map_canvas_pins_changed    (AtlasMapCanvas  *self);

const char   *atlas_map_canvas_get_selected_id (AtlasMapCanvas  *self);
void          atlas_map_canvas_set_selected_id (AtlasMapCanvas  *self,
                                                const char      *id);

AtlasMapArea *atlas_map_canvas_find_area       (AtlasMapCanvas  *self,
                                                const char      *id);
AtlasViewport atlas_map_canvas_get_view        (AtlasMapCanvas  *self);
void          atlas_map_canvas_set_view        (AtlasMapCanvas  *self,
                                                const AtlasViewport *view);
gboolean      atlas_map_canvas_get_fitted      (AtlasMapCanvas  *self);

void          atlas_map_canvas_zoom            (AtlasMapCanvas  *self,
                                                double           times);
void          atlas_map_canvas_zoom_to_fit     (AtlasMapCanvas  *self);
void          atlas_map_canvas_pan             (AtlasMapCanvas  *self,
                                                double           steps_x,
                                                double           steps_y);

G_END_DECLS
