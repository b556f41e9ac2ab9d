/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_CALENDAR_PAGE (atlas_calendar_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasCalendarPage, atlas_calendar_page, ATLAS, CALENDAR_PAGE, AdwBin)

void        atlas_calendar_page_set_session  (AtlasCalendarPage *self,
                                              AtlasSession      *session);
void        atlas_calendar_page_show         (AtlasCalendarPage *self,
                                              const char        *key);
const char *atlas_calendar_page_get_title    (AtlasCalendarPage *self);
const char *atlas_calendar_page_get_subtitle (AtlasCalendarPage *self);

G_END_DECLS
