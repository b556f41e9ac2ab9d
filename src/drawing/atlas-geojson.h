/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-geometry.h"

G_BEGIN_DECLS

AtlasGeometry *atlas_geojson_read (const char            *text,
                                   gssize                 length,
                                   const AtlasProjection *projection,
                                   GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
