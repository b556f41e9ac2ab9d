/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_DOOR (atlas_door_get_type ())

G_DECLARE_FINAL_TYPE (AtlasDoor, atlas_door, ATLAS, DOOR, AdwBin)

void atlas_door_show_counties (AtlasDoor  *self,
                               const char *open_folder,
                               const char *also,
                               const char *words);
void atlas_door_show_welcome  (AtlasDoor  *self,
                               const char *folder);
void atlas_door_show_sign_in  (AtlasDoor  *self,
                               const char *folder,
                               const char *server);
void atlas_door_show_connection (AtlasDoor *self,
                               const char *folder);

G_END_DECLS
