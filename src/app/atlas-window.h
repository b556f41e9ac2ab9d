/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-application.h"
#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_WINDOW (atlas_window_get_type ())

G_DECLARE_FINAL_TYPE (AtlasWindow, atlas_window, ATLAS, WINDOW, AdwApplicationWindow)

AtlasWindow  *atlas_application_find_window (AtlasApplication *self,
                                        const char       *folder);
AtlasWindow  *atlas_window_new         (AtlasApplication *application);
void          atlas_window_open        (AtlasWindow      *self,
                                        const char       *folder,
                                        AtlasSessionMake  make,
                                        const char       *route);
AtlasSession *atlas_window_get_session (AtlasWindow      *self);
void          atlas_window_go          (AtlasWindow      *self,
                                        const char       *route);
void          atlas_window_add_toast   (AtlasWindow      *self,
                                        AdwToast         *toast);
void          atlas_window_toast       (GtkWidget        *from,
                                        const char       *text);
void          atlas_window_toast_undo  (GtkWidget        *from,
                                        const char       *text);
void          atlas_window_toast_undo_set (GtkWidget     *from,
                                        const char       *text,
                                        const char       *set_id);

G_END_DECLS
