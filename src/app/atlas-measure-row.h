/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-measure-item.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MEASURE_ROW (atlas_measure_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMeasureRow, atlas_measure_row, ATLAS, MEASURE_ROW, GtkListBoxRow)

GtkWidget  *atlas_measure_row_new    (AtlasMeasureItem *item,
                                      const char       *route);
const char *atlas_measure_row_get_id (AtlasMeasureRow  *self);

G_END_DECLS
