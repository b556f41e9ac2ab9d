/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_WELCOME_PAGE (atlas_welcome_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasWelcomePage, atlas_welcome_page, ATLAS, WELCOME_PAGE, AdwBin)

void atlas_welcome_page_show (AtlasWelcomePage *self,
                              gboolean          is_first,
                              const char       *words);

G_END_DECLS
