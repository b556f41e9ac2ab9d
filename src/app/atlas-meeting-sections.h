/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "reports/atlas-finder.h"
#include "reports/atlas-meeting-file.h"

G_BEGIN_DECLS

void atlas_meeting_fill_agenda (GtkListBox              *list,
                                const AtlasMeetingFile  *file);
void atlas_meeting_fill_places (GtkListBox              *list,
                                AtlasFinder             *finder);

G_END_DECLS
