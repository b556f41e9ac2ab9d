/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-meetings.h"

G_BEGIN_DECLS

AtlasDocument *atlas_meeting_file_to_document (const AtlasMeetingFile *file,
                                               gboolean                is_demonstration)
                                               G_GNUC_WARN_UNUSED_RESULT;
AtlasDocument *atlas_meetings_to_document     (const AtlasMeetings    *meetings,
                                               const char             *scope_name,
                                               gboolean                is_demonstration)
                                               G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
