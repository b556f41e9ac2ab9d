/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-panels-work.h"

G_BEGIN_DECLS

void atlas_panels_add_meetings (GtkBox           *box,
                                AtlasMeetings    *meetings);
void atlas_panels_add_panel    (GtkBox           *box,
                                AtlasMeetings    *meetings);
void atlas_panels_add_file     (GtkBox           *box,
                                AtlasMeetingFile *file);

G_END_DECLS
