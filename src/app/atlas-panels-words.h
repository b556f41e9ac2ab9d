/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reports/atlas-meetings.h"

G_BEGIN_DECLS

char *atlas_panels_word_when     (AtlasDate                on,
                                  const char              *at) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_panels_word_reason   (const AtlasReferralLine *line,
                                  AtlasDate                on) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_panels_word_parties (char **parties) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_panels_word_decision (AtlasDecision           *decision) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_panels_word_receipt  (const AtlasReceipt      *receipt) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
