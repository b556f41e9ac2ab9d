/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * app/ is the GTK application: a shell with six views, and the widgets that they share.
 * It may touch the engine's public functions and drawing/; it writes no SQL and opens no files.
 * Data come from AtlasSession as copies or list models; changes go back as change sets.
 * Everything here runs on the main thread, which never waits for disk, network or a key.
 * Rules: none of its own; it words what the engine finds.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_APPLICATION (atlas_application_get_type ())

G_DECLARE_FINAL_TYPE (AtlasApplication, atlas_application, ATLAS, APPLICATION, AdwApplication)

AtlasApplication *atlas_application_new (void);

G_END_DECLS
