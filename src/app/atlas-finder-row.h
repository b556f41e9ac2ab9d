/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "reports/atlas-finder.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_FINDER_ROW (atlas_finder_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasFinderRow, atlas_finder_row, ATLAS, FINDER_ROW, AdwPreferencesRow)

GtkWidget  *atlas_finder_row_new       (AtlasFinder           *finder,
                                        const AtlasFindResult *result);
const char *atlas_finder_row_get_route (AtlasFinderRow        *self);

G_END_DECLS
