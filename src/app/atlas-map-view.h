/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-map-canvas.h"
#include "drawing/atlas-choropleth.h"
#include "drawing/atlas-picture.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MAP_VIEW (atlas_map_view_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMapView, atlas_map_view, ATLAS, MAP_VIEW, GtkWidget)

GtkWidget       *atlas_map_view_new             (void);

void             atlas_map_view_set_features    (AtlasMapView         *self,
                                                 AtlasGeometry        *areas,
                                                 AtlasGeometry        *context);
void             atlas_map_view_set_texts       (AtlasMapView         *self,
                                                 const char           *title,
                                                 const char           *caption,
                                                 const char           *credits);
void             atlas_map_view_set_values      (AtlasMapView         *self,
                                                 const AtlasMeasure   *measure,
                                                 const AtlasAreaValue *values,
                                                 gsize                 n_values);
void             atlas_map_view_set_pins        (AtlasMapView         *self,
                                                 const AtlasPin       *pins,
                                                 gsize                 n_pins);
void             atlas_map_view_set_mark        (AtlasMapView         *self,
                                                 const char           *mark);

void             atlas_map_view_hide_credits   (AtlasMapView         *self);

const char      *atlas_map_view_get_selected_id (AtlasMapView         *self);
void             atlas_map_view_set_selected_id (AtlasMapView         *self,
                                                 const char           *id);
gboolean         atlas_map_view_get_can_go_up   (AtlasMapView         *self);
void             atlas_map_view_set_can_go_up   (AtlasMapView         *self,
                                                 gboolean              can_go_up);

AtlasMapCanvas  *atlas_map_view_get_canvas      (AtlasMapView         *self);
AtlasChoropleth *atlas_map_view_get_choropleth  (AtlasMapView         *self);
GBytes          *atlas_map_view_export          (AtlasMapView         *self,
                                                 AtlasPictureFormat    format,
                                                 GError              **error)
                                                 G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
