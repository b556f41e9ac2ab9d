/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_FLOW (atlas_flow_get_type ())

G_DECLARE_FINAL_TYPE (AtlasFlow, atlas_flow, ATLAS, FLOW, GtkLayoutManager)

GtkLayoutManager *atlas_flow_new (void);
double            atlas_flow_em  (GtkWidget *widget);

G_END_DECLS
