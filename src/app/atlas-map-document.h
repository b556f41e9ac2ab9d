/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-map-work.h"
#include "drawing/atlas-document.h"

G_BEGIN_DECLS

AtlasDocument *atlas_map_to_document (const AtlasMapFile *file,
                                      AtlasChoropleth    *map,
                                      AtlasMeasureKind    kind,
                                      gboolean            is_demonstration)
                                      G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
