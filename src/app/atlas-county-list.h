/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_COUNTY_LIST (atlas_county_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasCountyList, atlas_county_list, ATLAS, COUNTY_LIST, AdwBin)

void atlas_county_list_show (AtlasCountyList *self,
                             GPtrArray       *entries,
                             const char      *open_folder,
                             const char      *words);

G_END_DECLS
