/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drawing/atlas-drawing.h"

G_BEGIN_DECLS

AtlasStyle atlas_style_for_widget   (GtkWidget *widget);
void       atlas_style_watch_widget (GtkWidget *widget);

G_END_DECLS
