/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drawing/atlas-choropleth.h"

G_BEGIN_DECLS

typedef struct _AtlasMapPicture AtlasMapPicture;

AtlasMapPicture *atlas_map_picture_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void             atlas_map_picture_free     (AtlasMapPicture     *self);

void             atlas_map_picture_forget   (AtlasMapPicture     *self);
void             atlas_map_picture_update   (AtlasMapPicture     *self,
                                             GtkWidget           *widget,
                                             AtlasChoropleth     *choropleth,
                                             const AtlasViewport *view,
                                             const AtlasStyle    *style,
                                             gboolean             moving);
void             atlas_map_picture_snapshot (AtlasMapPicture     *self,
                                             GtkWidget           *widget,
                                             GtkSnapshot         *snapshot,
                                             const AtlasViewport *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMapPicture, atlas_map_picture_free)

G_END_DECLS
