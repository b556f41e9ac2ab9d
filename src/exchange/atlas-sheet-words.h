/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people write into a cell, and what it means. */
#pragma once

#include <glib.h>

#include "base/atlas-date.h"

G_BEGIN_DECLS

char       *atlas_sheet_words_fold    (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean    atlas_sheet_words_equal   (const char *a,
                                       const char *b);
const char *atlas_sheet_words_code    (const char *set,
                                       const char *text);
AtlasDate   atlas_sheet_words_date    (const char *text,
                                       gboolean    month_first);
int         atlas_sheet_words_tier    (const char *text);
guint       atlas_sheet_words_distance (const char *a,
                                       const char *b);

G_END_DECLS
