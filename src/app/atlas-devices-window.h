/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_DEVICES_WINDOW (atlas_devices_window_get_type ())

G_DECLARE_FINAL_TYPE (AtlasDevicesWindow, atlas_devices_window, ATLAS, DEVICES_WINDOW, AdwWindow)

void atlas_devices_window_present (GtkWidget    *from,
                                   AtlasSession *session);

G_END_DECLS
