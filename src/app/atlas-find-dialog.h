/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_FIND_DIALOG (atlas_find_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AtlasFindDialog, atlas_find_dialog, ATLAS, FIND_DIALOG, AdwWindow)

void atlas_find_dialog_show (GtkWindow    *parent,
                             AtlasSession *session);

G_END_DECLS
