/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * AtlasBannerTone:
 * @ATLAS_BANNER_DEMONSTRATION: nothing on the page is real; yellow
 * @ATLAS_BANNER_NOTICE: a state that lasts
 */
typedef enum {
  ATLAS_BANNER_DEMONSTRATION,
  ATLAS_BANNER_NOTICE,
} AtlasBannerTone;

#define ATLAS_TYPE_BANNER (atlas_banner_get_type ())

G_DECLARE_FINAL_TYPE (AtlasBanner, atlas_banner, ATLAS, BANNER, AdwBin)

void atlas_banner_set_text (AtlasBanner     *self,
                            AtlasBannerTone  tone,
                            const char      *text);

G_END_DECLS
