/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-calendar.h"
#include "exchange/atlas-import.h"

G_BEGIN_DECLS

/**
 * AtlasCalendarEdit:
 * @establishment: (nullable): id of the school whose days they become; %NULL for the county's
 * @days: first and last day
 * @become: what they become: a school day (%ATLAS_CLOSED_NOT), closed in some way, or out of term
 * @note: (nullable): the holiday's name or the closure's reason
 *
 * One change of a calendar by hand.
 */
typedef struct {
  const char     *establishment;
  AtlasDateRange  days;
  AtlasClosed     become;
  const char     *note;
} AtlasCalendarEdit;

AtlasImport *atlas_calendar_edit (const AtlasCalendarEdit *edit,
                                  GPtrArray               *present) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
