/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_CELL (atlas_cell_get_type ())

G_DECLARE_FINAL_TYPE (AtlasCell, atlas_cell, ATLAS, CELL, AdwBin)

GtkWidget *atlas_cell_new           (void);
void       atlas_cell_set_row_name  (AtlasCell  *self,
                                     const char *row_name);
void       atlas_cell_set_cell_name (AtlasCell  *self,
                                     const char *cell_name);
guint      atlas_cell_get_position  (AtlasCell  *self);

G_END_DECLS
