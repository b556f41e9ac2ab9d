/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_HELP_WINDOW (atlas_help_window_get_type ())

G_DECLARE_FINAL_TYPE (AtlasHelpWindow, atlas_help_window, ATLAS, HELP_WINDOW, AdwWindow)

void atlas_help_window_present (GtkWindow *parent);

G_END_DECLS
