/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_JOIN_PAGE (atlas_join_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasJoinPage, atlas_join_page, ATLAS, JOIN_PAGE, AdwBin)

void atlas_join_page_begin       (AtlasJoinPage *self,
                                  const char    *folder);
void atlas_join_page_begin_again (AtlasJoinPage *self,
                                  const char    *folder,
                                  const char    *server);

G_END_DECLS
