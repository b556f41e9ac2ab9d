/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/atlas-store-today.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_TODAY_CARDS (atlas_today_cards_get_type ())

G_DECLARE_FINAL_TYPE (AtlasTodayCards, atlas_today_cards, ATLAS, TODAY_CARDS, AdwBin)

GtkWidget *atlas_today_cards_new       (void);
void       atlas_today_cards_set_today (AtlasTodayCards  *self,
                                        const AtlasToday *today);

G_END_DECLS
