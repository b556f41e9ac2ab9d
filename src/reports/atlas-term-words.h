/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-days.h"

G_BEGIN_DECLS

char   *atlas_term_to_code (const AtlasTerm *term) G_GNUC_WARN_UNUSED_RESULT;
char   *atlas_term_words   (const AtlasTerm *term) G_GNUC_WARN_UNUSED_RESULT;
GArray *atlas_terms_known  (AtlasCalendar   *calendar) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
