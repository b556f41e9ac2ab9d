/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/atlas-calendar-edit.h"
#include "records/atlas-records.h"
#include "store/atlas-store-service.h"

G_BEGIN_DECLS

/**
 * ATLAS_CALENDAR_COUNTY:
 *
 * The key of the county's own calendar; every other is the key or the id of a school.
 */
#define ATLAS_CALENDAR_COUNTY "county"

/**
 * AtlasCalendarFile:
 * @school: (nullable): whose days they are; %NULL for the county
 * @calendar: its days
 *
 * What the page of a school year shows.
 */
typedef struct {
  AtlasEstablishment *school;
  AtlasCalendar      *calendar;
} AtlasCalendarFile;

/**
 * AtlasCalendarChange:
 * @establishment: (nullable): id of a school; %NULL for the county
 * @days: first and last day
 * @become: what they become
 * @note: (nullable): the holiday's name or the closure's reason
 * @on: the day that the page is of
 *
 * A change of calendar that somebody wants.
 */
typedef struct {
  char           *establishment;
  AtlasDateRange  days;
  AtlasClosed     become;
  char           *note;
  AtlasDate       on;
} AtlasCalendarChange;

/**
 * AtlasCalendarChanged:
 * @set_id: (nullable): the change set; %NULL when nothing was to be changed
 * @label: what was done
 * @moves: (element-type utf8): each clock that moved, in words
 * @n_closed: days that stay closed though they were to be school days: the county closes them
 *
 * What came of it.
 */
typedef struct {
  char      *set_id;
  char      *label;
  GPtrArray *moves;
  int        n_closed;
} AtlasCalendarChanged;

void     atlas_calendar_file_free    (AtlasCalendarFile    *self);
void     atlas_calendar_change_free  (AtlasCalendarChange  *self);
void     atlas_calendar_changed_free (AtlasCalendarChanged *self);
char    *atlas_calendar_name_days    (AtlasDateRange        days) G_GNUC_WARN_UNUSED_RESULT;

gpointer atlas_calendar_read_file    (AtlasStore           *store,
                                      gpointer              data,
                                      GCancellable         *cancellable,
                                      GError              **error);
gpointer atlas_calendar_write_change (AtlasStore           *store,
                                      gpointer              data,
                                      GCancellable         *cancellable,
                                      GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendarFile, atlas_calendar_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendarChange, atlas_calendar_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendarChanged, atlas_calendar_changed_free)

G_END_DECLS
