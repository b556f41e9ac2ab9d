/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/atlas-route.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_VIEW_ROW (atlas_view_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasViewRow, atlas_view_row, ATLAS, VIEW_ROW, GtkListBoxRow)

GtkWidget      *atlas_view_row_new       (AtlasRouteView  view,
                                          const char     *title,
                                          const char     *icon_name);
AtlasRouteView  atlas_view_row_get_view  (AtlasViewRow   *self);
void            atlas_view_row_set_count (AtlasViewRow   *self,
                                          guint           count);

G_END_DECLS
