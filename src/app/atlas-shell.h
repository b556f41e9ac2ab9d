/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "app/atlas-view.h"
#include "base/atlas-route.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SHELL (atlas_shell_get_type ())

G_DECLARE_FINAL_TYPE (AtlasShell, atlas_shell, ATLAS, SHELL, AdwBin)

void       atlas_shell_set_session  (AtlasShell       *self,
                                     AtlasSession     *session);
void       atlas_shell_show_route   (AtlasShell       *self,
                                     const AtlasRoute *route);
AtlasView *atlas_shell_get_view     (AtlasShell       *self);
void       atlas_shell_show_sidebar (AtlasShell       *self);
gboolean   atlas_shell_is_folded    (AtlasShell       *self);
void       atlas_shell_open_scopes  (AtlasShell       *self);
void       atlas_shell_open_menu    (AtlasShell       *self);
void       atlas_shell_open_search  (AtlasShell       *self);
void       atlas_shell_add_toast    (AtlasShell       *self,
                                     AdwToast         *toast);

G_END_DECLS
