/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-map-work.h"
#include "app/atlas-measure-pane.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_AREA_PAGE (atlas_area_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasAreaPage, atlas_area_page, ATLAS, AREA_PAGE, AdwBin)

GtkWidget        *atlas_area_page_new      (void);
void              atlas_area_page_show     (AtlasAreaPage    *self,
                                            AtlasMapFile     *file,
                                            AtlasMapShapes   *shapes,
                                            AtlasMeasureKind  kind,
                                            gboolean          is_demonstration);
AtlasMeasurePane *atlas_area_page_get_pane (AtlasAreaPage    *self);

G_END_DECLS
