/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "reports/atlas-meeting-file.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_MEETING_PAGE (atlas_meeting_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasMeetingPage, atlas_meeting_page, ATLAS, MEETING_PAGE, AdwBin)

void                    atlas_meeting_page_set_session (AtlasMeetingPage *self,
                                                        AtlasSession     *session);
void                    atlas_meeting_page_show        (AtlasMeetingPage *self,
                                                        const char       *meeting,
                                                        const char       *child);
void                    atlas_meeting_page_refresh     (AtlasMeetingPage *self);
const AtlasMeetingFile *atlas_meeting_page_get_file    (AtlasMeetingPage *self);
char                   *atlas_meeting_page_word        (AtlasMeetingPage *self)
                                                        G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
