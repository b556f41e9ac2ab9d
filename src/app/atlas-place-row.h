/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "reports/atlas-capacity.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PLACE_ROW (atlas_place_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasPlaceRow, atlas_place_row, ATLAS, PLACE_ROW, GObject)

AtlasPlaceRow *atlas_place_row_new            (const AtlasCapacityLine *line,
                                               AtlasDate                on)
G_GNUC_WARN_UNUSED_RESULT;
const char    *atlas_place_row_get_route      (AtlasPlaceRow           *self);
const char    *atlas_place_row_get_name       (AtlasPlaceRow           *self);
const char    *atlas_place_row_get_detail     (AtlasPlaceRow           *self);
const char    *atlas_place_row_get_summary    (AtlasPlaceRow           *self);
const char    *atlas_place_row_get_phase      (AtlasPlaceRow           *self);
gboolean       atlas_place_row_is_invented    (AtlasPlaceRow           *self);
void           atlas_place_row_append_table   (AtlasPlaceRow           *self,
                                               GString                 *text);
void           atlas_place_row_append_heading (GString                 *text);

G_END_DECLS
