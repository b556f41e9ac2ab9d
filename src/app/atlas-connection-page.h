/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_CONNECTION_PAGE (atlas_connection_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasConnectionPage, atlas_connection_page, ATLAS, CONNECTION_PAGE, AdwBin)

void atlas_connection_page_begin (AtlasConnectionPage *self,
                                  const char          *folder);

G_END_DECLS
