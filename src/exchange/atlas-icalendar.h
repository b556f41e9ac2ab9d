/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-calendar.h"
#include "exchange/atlas-import.h"

G_BEGIN_DECLS

/**
 * ATLAS_ICALENDAR_BYTES_MAX:
 *
 * The longest iCalendar file that is read, in bytes: some 10,000 events.
 */
#define ATLAS_ICALENDAR_BYTES_MAX (2 * 1024 * 1024)

/**
 * AtlasIcalendarSettings:
 * @establishment: (nullable): id of the school whose days they are; %NULL for the county's
 * @has_kind: whether @kind is given
 * @kind: what events without a category of ours are
 *
 * What somebody says of an iCalendar file who imports it.
 */
typedef struct {
  const char        *establishment;
  gboolean           has_kind;
  AtlasCalendarKind  kind;
} AtlasIcalendarSettings;

AtlasImport *atlas_icalendar_import (const char                   *file,
                                     GBytes                       *bytes,
                                     const AtlasIcalendarSettings *settings,
                                     GPtrArray                    *present)
                                     G_GNUC_WARN_UNUSED_RESULT;
GBytes      *atlas_icalendar_export (GPtrArray                    *ranges,
                                     const char                   *establishment,
                                     const char                   *name,
                                     AtlasDate                     on) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
