/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "base/atlas-route.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_LAST_PLACE_PAGE (atlas_last_place_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasLastPlacePage, atlas_last_place_page, ATLAS, LAST_PLACE_PAGE, AdwBin)

void  atlas_last_place_page_set_session (AtlasLastPlacePage *self,
                                         AtlasSession       *session);
void  atlas_last_place_page_set_route   (AtlasLastPlacePage *self,
                                         const AtlasRoute   *route);
void  atlas_last_place_page_refresh     (AtlasLastPlacePage *self);

char *atlas_last_place_page_route       (const char         *reference,
                                         const char         *place,
                                         AtlasDate           starts,
                                         AtlasDate           planned_end) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_last_place_page_route_hold  (const char         *reference,
                                         const char         *place,
                                         AtlasDate           use_by) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
