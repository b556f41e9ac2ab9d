/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-map-canvas.h"

G_BEGIN_DECLS

typedef struct _AtlasMapGestures AtlasMapGestures;

AtlasMapGestures *atlas_map_gestures_new  (AtlasMapCanvas   *canvas) G_GNUC_WARN_UNUSED_RESULT;
void              atlas_map_gestures_free (AtlasMapGestures *self);

G_END_DECLS
