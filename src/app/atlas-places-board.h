/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "reports/atlas-capacity.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PLACES_BOARD (atlas_places_board_get_type ())

G_DECLARE_FINAL_TYPE (AtlasPlacesBoard, atlas_places_board, ATLAS, PLACES_BOARD, AdwBin)

void  atlas_places_board_set_capacity (AtlasPlacesBoard *self,
                                       AtlasCapacity    *capacity);
guint atlas_places_board_filter       (AtlasPlacesBoard *self,
                                       const char       *phase,
                                       const char       *words);
guint atlas_places_board_get_total    (AtlasPlacesBoard *self);
char *atlas_places_board_to_table     (AtlasPlacesBoard *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
