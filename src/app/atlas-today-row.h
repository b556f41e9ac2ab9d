/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-today-item.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_TODAY_ROW (atlas_today_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasTodayRow, atlas_today_row, ATLAS, TODAY_ROW, AdwPreferencesRow)

GtkWidget  *atlas_today_row_new       (AtlasTodayItem *item);
const char *atlas_today_row_get_route (AtlasTodayRow  *self);

G_END_DECLS
