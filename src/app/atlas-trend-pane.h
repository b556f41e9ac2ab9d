/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "reports/atlas-figures.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_TREND_PANE (atlas_trend_pane_get_type ())

G_DECLARE_FINAL_TYPE (AtlasTrendPane, atlas_trend_pane, ATLAS, TREND_PANE, AdwBin)

GtkWidget *atlas_trend_pane_new          (void);
void       atlas_trend_pane_set_figures  (AtlasTrendPane *self,
                                          AtlasFigures   *figures,
                                          AtlasDate       on,
                                          gboolean        is_demonstration);
void       atlas_trend_pane_set_as_table (AtlasTrendPane *self,
                                          gboolean        as_table);

G_END_DECLS
