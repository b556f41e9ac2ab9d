/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "reports/atlas-measures.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MEASURE_ITEM (atlas_measure_item_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMeasureItem, atlas_measure_item, ATLAS, MEASURE_ITEM, GObject)

GPtrArray  *atlas_measure_items_new           (const AtlasMeasures *measures,
                                               AtlasMeasureKind     kind)
                                               G_GNUC_WARN_UNUSED_RESULT;
const char *atlas_measure_item_get_id         (AtlasMeasureItem    *self);
const char *atlas_measure_item_get_title      (AtlasMeasureItem    *self);
const char *atlas_measure_item_get_detail     (AtlasMeasureItem    *self);
const char *atlas_measure_item_get_value      (AtlasMeasureItem    *self);
const char *atlas_measure_item_get_spoken     (AtlasMeasureItem    *self);
double      atlas_measure_item_get_fraction   (AtlasMeasureItem    *self);
void        atlas_measure_items_append_table  (GListModel          *items,
                                               GString             *text);

G_END_DECLS
