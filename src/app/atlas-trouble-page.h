/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_TROUBLE_PAGE (atlas_trouble_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasTroublePage, atlas_trouble_page, ATLAS, TROUBLE_PAGE, AdwBin)

void atlas_trouble_page_set_error (AtlasTroublePage *self,
                                   const GError     *error,
                                   const char       *folder);

G_END_DECLS
