/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "reports/atlas-finder.h"
#include "reports/atlas-meeting-file.h"

G_BEGIN_DECLS

void atlas_meeting_fill_agenda (GtkListBox              *list,
                                const AtlasMeetingFile  *file,
                                guint                    index);
void atlas_meeting_fill_places (GtkListBox              *list,
                                AtlasFinder             *finder);
char *atlas_meeting_word_standing (const AtlasMeetingFile *file,
                                   const char             *last,
                                   const char             *last_set,
                                   gboolean                is_offline) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_outcome (const AtlasAgendaItem   *item,
                                  gboolean                 may_decide) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_end     (const AtlasMeetingFile  *file) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_summary (const AtlasReferralLine *line,
                                  const AtlasReferralCase *shown) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
