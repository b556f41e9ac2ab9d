/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

char      *atlas_words_attendance      (GPtrArray *sessions) G_GNUC_WARN_UNUSED_RESULT;
char      *atlas_words_attendance_week (GPtrArray *sessions,
                                        AtlasDate  monday) G_GNUC_WARN_UNUSED_RESULT;
AtlasDate  atlas_attendance_monday     (AtlasDate  day);

G_END_DECLS
