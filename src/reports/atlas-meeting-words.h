/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reports/atlas-meeting-file.h"

G_BEGIN_DECLS

char *atlas_meeting_word_when     (AtlasDate                on,
                                   const char              *at) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_reason   (const AtlasReferralLine *line,
                                   AtlasDate                on) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_child    (const AtlasReferralLine *line) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_item     (const AtlasAgendaItem   *item) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_views    (AtlasChild              *child) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_what     (const AtlasMeetingDecision *decision)
                                   G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_decided  (const AtlasAgendaItem   *item) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_parties  (char                   **parties) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_members  (AtlasPanel              *panel) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_quorum   (const AtlasMeetingFile  *file) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_decision (AtlasDecision           *decision) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_meeting_word_receipt  (const AtlasReceipt      *receipt) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
