/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_FLOW (atlas_flow_get_type ())

G_DECLARE_FINAL_TYPE (AtlasFlow, atlas_flow, ATLAS, FLOW, GtkLayoutManager)

GtkLayoutManager *atlas_flow_new           (void);
double            atlas_flow_em            (GtkWidget *widget);
GtkWidget        *atlas_flow_next          (GtkWidget *widget,
                                            GtkWidget *child);
void              atlas_flow_measure_width (GtkWidget *widget,
                                            int        spacing,
                                            int       *minimum,
                                            int       *natural);

G_END_DECLS
