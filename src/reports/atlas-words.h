/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * reports/ turns facts into indicators and positions, and into the words that screen, print and
 * terminal share. It may touch base/ to sync/; nothing here draws or asks the time.
 * Plain structs from rules/ and rows from store/ -> numbers and translated sentences.
 * Functions keep no state and may be called on any thread; texts belong to the caller.
 * Rules: the wording is the county's house style, in whole sentences with plural forms.
 */
#pragma once

#include "base/atlas-error.h"
#include "calendar/atlas-calendar.h"
#include "records/atlas-records.h"
#include "rules/atlas-clock.h"
#include "rules/atlas-free.h"

G_BEGIN_DECLS

char       *atlas_words_clock        (const AtlasClock *clock) G_GNUC_WARN_UNUSED_RESULT;
const char *atlas_words_provisional  (AtlasProvisional  provisional);
const char *atlas_words_owed_by      (AtlasOwedBy       owed_by);
char       *atlas_words_closed       (AtlasClosed       why,
                                      const char       *note) G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_words_free         (const AtlasFree  *free) G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_words_as_last_sent (const AtlasFree  *free,
                                      AtlasDate         on) G_GNUC_WARN_UNUSED_RESULT;
const char *atlas_words_dayname      (int               weekday);
char       *atlas_words_return_window (const AtlasReturnWindow *window) G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_words_waiting      (AtlasDate         since,
                                      AtlasDate         on) G_GNUC_WARN_UNUSED_RESULT;
const char *atlas_words_trouble      (AtlasError        trouble);
const char *atlas_words_store_problem (const GError    *error);
char       *atlas_words_area         (AtlasArea        *area) G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_words_whole_county (const char       *county_name) G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_words_year_group   (int               year_group) G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_words_weekday      (AtlasDate         on) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
