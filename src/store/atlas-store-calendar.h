/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-calendar.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasCalendars:
 *
 * The calendar of every school, made when it is first asked for. It belongs to one thread and shows
 * the store as it was when it was made.
 */
typedef struct _AtlasCalendars AtlasCalendars;

AtlasCalendars *atlas_calendars_new  (AtlasStore      *store,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasCalendars *atlas_calendars_new_of (AtlasStore    *store,
                                      GPtrArray       *ranges,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_calendars_free (AtlasCalendars  *self);
AtlasCalendar  *atlas_calendars_get  (AtlasCalendars  *self,
                                      const char      *establishment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendars, atlas_calendars_free)

G_END_DECLS
