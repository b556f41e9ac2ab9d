/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-reports-work.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_OUT_LIST (atlas_out_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasOutList, atlas_out_list, ATLAS, OUT_LIST, AdwBin)

void           atlas_out_list_show         (AtlasOutList *self,
                                            AtlasReport  *report);
guint          atlas_out_list_get_choice   (AtlasOutList *self);

G_END_DECLS
