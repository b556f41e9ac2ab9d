/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_PACK_LIST (atlas_pack_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasPackList, atlas_pack_list, ATLAS, PACK_LIST, AdwBin)

void  atlas_pack_list_show        (AtlasPackList *self,
                                   gboolean       is_demonstration);
void  atlas_pack_list_refuse      (AtlasPackList *self,
                                   const GError  *error);
char *atlas_pack_list_name_titles (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
