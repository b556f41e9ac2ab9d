/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_DAY6_CELLS (atlas_day6_cells_get_type ())

G_DECLARE_FINAL_TYPE (AtlasDay6Cells, atlas_day6_cells, ATLAS, DAY6_CELLS, AdwBin)

GtkWidget *atlas_day6_cells_new (void);
void       atlas_day6_cells_set (AtlasDay6Cells *self,
                                 int             days_gone,
                                 const char     *words,
                                 gboolean        is_near);

G_END_DECLS
