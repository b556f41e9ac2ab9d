/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-map-view.h"
#include "app/atlas-measure-list.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MEASURE_PANE (atlas_measure_pane_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMeasurePane, atlas_measure_pane, ATLAS, MEASURE_PANE, AdwBin)

GtkWidget        *atlas_measure_pane_new            (void);

void              atlas_measure_pane_set_first_kind (AtlasMeasurePane    *self,
                                                     AtlasMeasureKind     first);
void              atlas_measure_pane_set_embedded   (AtlasMeasurePane    *self);
void              atlas_measure_pane_add_above      (AtlasMeasurePane    *self,
                                                     GtkWidget           *widget);
void              atlas_measure_pane_add_below      (AtlasMeasurePane    *self,
                                                     GtkWidget           *widget);

void              atlas_measure_pane_set_shapes     (AtlasMeasurePane    *self,
                                                     const char          *id,
                                                     AtlasGeometry       *areas,
                                                     AtlasGeometry       *context);
void              atlas_measure_pane_set_pins       (AtlasMeasurePane    *self,
                                                     GArray              *pins);
void              atlas_measure_pane_show           (AtlasMeasurePane    *self,
                                                     const AtlasMeasures *measures,
                                                     AtlasMeasureKind     kind,
                                                     const char          *credits,
                                                     gboolean             is_demonstration);
void              atlas_measure_pane_set_as_table   (AtlasMeasurePane    *self,
                                                     gboolean             as_table);

AtlasMapView     *atlas_measure_pane_get_map        (AtlasMeasurePane    *self);
AtlasMeasureList *atlas_measure_pane_get_list       (AtlasMeasurePane    *self);

G_END_DECLS
