/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reports/atlas-words.h"
#include "rules/atlas-roll.h"

G_BEGIN_DECLS

char *atlas_words_clock_line (const AtlasClock    *clock) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_clock_rule_source (const AtlasClockRule *rule) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_clock_source (const AtlasClock  *clock) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_clock_rule (const AtlasClock    *clock) G_GNUC_WARN_UNUSED_RESULT;
const char *atlas_words_clock_unit (const AtlasClockRule *rule);
char *atlas_words_clock_days (const AtlasClock    *clock,
                              const AtlasDayCount *days) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_roll       (const AtlasRoll     *roll) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
