/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_OPENING_PAGE (atlas_opening_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasOpeningPage, atlas_opening_page, ATLAS, OPENING_PAGE, AdwBin)

void atlas_opening_page_set_words (AtlasOpeningPage *self,
                                   const char       *words);

G_END_DECLS
