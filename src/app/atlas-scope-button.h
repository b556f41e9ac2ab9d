/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SCOPE_BUTTON (atlas_scope_button_get_type ())

G_DECLARE_FINAL_TYPE (AtlasScopeButton, atlas_scope_button, ATLAS, SCOPE_BUTTON, AdwBin)

void atlas_scope_button_set_session (AtlasScopeButton *self,
                                     AtlasSession     *session);
void atlas_scope_button_open        (AtlasScopeButton *self);

G_END_DECLS
