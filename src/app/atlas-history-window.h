/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_HISTORY_WINDOW (atlas_history_window_get_type ())

G_DECLARE_FINAL_TYPE (AtlasHistoryWindow, atlas_history_window, ATLAS, HISTORY_WINDOW, AdwWindow)

void atlas_history_window_present (GtkWidget    *from,
                                   AtlasSession *session);

G_END_DECLS
