/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PREFERENCES (atlas_preferences_get_type ())

G_DECLARE_FINAL_TYPE (AtlasPreferences, atlas_preferences, ATLAS, PREFERENCES, AdwPreferencesWindow)

void atlas_preferences_apply_colors (GSettings    *settings);
void atlas_preferences_show         (GtkWindow    *parent,
                                     AtlasSession *session);

G_END_DECLS
