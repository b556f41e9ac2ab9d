/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_CHECK_LIST (atlas_check_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasCheckList, atlas_check_list, ATLAS, CHECK_LIST, AdwBin)

void atlas_check_list_show_child     (AtlasCheckList *self,
                                      AtlasSession   *session,
                                      const char     *child);
void atlas_check_list_show_provision (AtlasCheckList *self,
                                      AtlasSession   *session,
                                      const char     *provision);

G_END_DECLS
