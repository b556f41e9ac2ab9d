/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-window.h"

G_BEGIN_DECLS

void atlas_window_install_sync_actions (GtkWidgetClass *widget_class);
void atlas_window_update_sync_actions  (AtlasWindow    *self);

G_END_DECLS
