/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a calendar keeps of its bank holidays and terms; for this folder alone. */
#pragma once

#include "calendar/atlas-days.h"

G_BEGIN_DECLS

typedef struct _AtlasDaysIndex AtlasDaysIndex;

AtlasDaysIndex *atlas_days_index_new     (GArray         *ranges,
                                          AtlasDateRange  known,
                                          int             guess_days) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_days_index_free    (AtlasDaysIndex *self);
AtlasDaysIndex *atlas_calendar_get_index (AtlasCalendar  *calendar);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDaysIndex, atlas_days_index_free)

G_END_DECLS
