/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_CHIP (atlas_chip_get_type ())

G_DECLARE_FINAL_TYPE (AtlasChip, atlas_chip, ATLAS, CHIP, AdwBin)

GtkWidget  *atlas_chip_new       (const char *label,
                                  const char *kind);
const char *atlas_chip_get_label (AtlasChip  *self);
void        atlas_chip_set_label (AtlasChip  *self,
                                  const char *label);
void        atlas_chip_set_kind  (AtlasChip  *self,
                                  const char *kind);

G_END_DECLS
