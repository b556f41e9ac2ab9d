/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-chart.h"

G_BEGIN_DECLS

/* The plots of each kind of chart, without title and caption. */

double atlas_chart_bars_height  (AtlasChart       *self,
                                 double            width,
                                 const AtlasStyle *style);
void   atlas_chart_bars_draw    (AtlasChart       *self,
                                 cairo_t          *cr,
                                 const AtlasStyle *style,
                                 double            top,
                                 double            width,
                                 double            height);

double atlas_chart_trend_height (AtlasChart       *self,
                                 double            width,
                                 const AtlasStyle *style);
void   atlas_chart_trend_draw   (AtlasChart       *self,
                                 cairo_t          *cr,
                                 const AtlasStyle *style,
                                 double            top,
                                 double            width,
                                 double            height);

G_END_DECLS
