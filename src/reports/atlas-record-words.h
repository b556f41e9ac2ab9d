/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-child-records.h"

G_BEGIN_DECLS

char *atlas_words_record       (AtlasRecord             *record) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_record_facts (AtlasRecord             *record,
                                const AtlasChildRecords *names) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_record_event (AtlasRecord             *record,
                                const AtlasField        *field,
                                gboolean                 is_end,
                                const char              *body) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
