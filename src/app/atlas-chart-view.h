/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drawing/atlas-chart.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_CHART_VIEW (atlas_chart_view_get_type ())

G_DECLARE_FINAL_TYPE (AtlasChartView, atlas_chart_view, ATLAS, CHART_VIEW, GtkWidget)

GtkWidget  *atlas_chart_view_new       (AtlasChart     *chart);

AtlasChart *atlas_chart_view_get_chart (AtlasChartView *self);
void        atlas_chart_view_set_chart (AtlasChartView *self,
                                        AtlasChart     *chart);

G_END_DECLS
