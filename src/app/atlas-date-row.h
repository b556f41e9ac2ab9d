/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "base/atlas-date.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_DATE_ROW (atlas_date_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasDateRow, atlas_date_row, ATLAS, DATE_ROW, AdwEntryRow)

GtkWidget *atlas_date_row_new      (const char   *title,
                                    AtlasDate     date);
AtlasDate  atlas_date_row_get_date (AtlasDateRow *self);
void       atlas_date_row_set_date (AtlasDateRow *self,
                                    AtlasDate     date);
gboolean   atlas_date_row_is_valid (AtlasDateRow *self);

G_END_DECLS
