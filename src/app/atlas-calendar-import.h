/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "records/atlas-records.h"

G_BEGIN_DECLS

void atlas_calendar_import_choose (GtkWidget          *from,
                                   AtlasSession       *session,
                                   AtlasEstablishment *school);
void atlas_calendar_import_file   (GtkWidget          *from,
                                   AtlasSession       *session,
                                   AtlasEstablishment *school,
                                   GFile              *file);
void atlas_calendar_export        (GtkWidget          *from,
                                   AtlasSession       *session,
                                   AtlasEstablishment *school,
                                   AtlasDateRange      year);

G_END_DECLS
