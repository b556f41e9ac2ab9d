/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-drawing.h"

G_BEGIN_DECLS

/**
 * AtlasPlaceBar:
 * @commissioned: places paid for
 * @on_roll: children in them
 * @held: places held or offered
 * @leaving: of those on roll, how many are to leave soon
 *
 * The places of one provision.
 */
typedef struct {
  int commissioned;
  int on_roll;
  int held;
  int leaving;
} AtlasPlaceBar;

char  *atlas_place_bar_describe (const AtlasPlaceBar *self) G_GNUC_WARN_UNUSED_RESULT;
void   atlas_place_bar_draw     (const AtlasPlaceBar *self,
                                cairo_t             *cr,
                                double               x,
                                double               y,
                                double               width,
                                double               height,
                                const AtlasStyle    *style);

void   atlas_day6_cells_draw   (cairo_t             *cr,
                                int                  n_gone,
                                gboolean             is_met,
                                double               x,
                                double               y,
                                double               size,
                                const AtlasStyle    *style);

G_END_DECLS
