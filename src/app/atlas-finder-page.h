/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_FINDER_PAGE (atlas_finder_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasFinderPage, atlas_finder_page, ATLAS, FINDER_PAGE, AdwBin)

void atlas_finder_page_set_session   (AtlasFinderPage *self,
                                      AtlasSession    *session);
void atlas_finder_page_set_reference (AtlasFinderPage *self,
                                      const char      *reference);
void atlas_finder_page_refresh       (AtlasFinderPage *self);

G_END_DECLS
