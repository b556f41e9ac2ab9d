/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_FOLD (atlas_fold_get_type ())

G_DECLARE_FINAL_TYPE (AtlasFold, atlas_fold, ATLAS, FOLD, AdwBin)

void     atlas_fold_set_threshold (AtlasFold *self,
                                   double     threshold);
gboolean atlas_fold_is_narrow     (AtlasFold *self);

G_END_DECLS
