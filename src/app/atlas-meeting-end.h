/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "reports/atlas-meeting-file.h"

G_BEGIN_DECLS

void atlas_meeting_ask_end (GtkWidget              *from,
                            AtlasSession           *session,
                            const AtlasMeetingFile *file,
                            GCancellable           *cancellable);

G_END_DECLS
