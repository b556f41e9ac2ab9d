/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MATTER_PAGE (atlas_matter_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMatterPage, atlas_matter_page, ATLAS, MATTER_PAGE, AdwBin)

void atlas_matter_page_set_session (AtlasMatterPage *self,
                                    AtlasSession    *session);
void atlas_matter_page_show        (AtlasMatterPage *self,
                                    const char      *type,
                                    const char      *id);

G_END_DECLS
