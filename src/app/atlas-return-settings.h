/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

void atlas_return_settings_ask (GtkWidget    *from,
                                AtlasSession *session);

G_END_DECLS
