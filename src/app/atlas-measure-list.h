/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-measure-item.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MEASURE_LIST (atlas_measure_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMeasureList, atlas_measure_list, ATLAS, MEASURE_LIST, AdwBin)

GtkWidget  *atlas_measure_list_new             (void);
void        atlas_measure_list_set_items       (AtlasMeasureList *self,
                                                GPtrArray        *items,
                                                const char       *type);
GListModel *atlas_measure_list_get_items       (AtlasMeasureList *self);
const char *atlas_measure_list_get_selected_id (AtlasMeasureList *self);
void        atlas_measure_list_set_selected_id (AtlasMeasureList *self,
                                                const char       *id);
void        atlas_measure_list_set_as_table    (AtlasMeasureList *self,
                                                gboolean          as_table);
void        atlas_measure_list_open            (AtlasMeasureList *self,
                                                const char       *id);

G_END_DECLS
