/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/atlas-calendar-edit.h"
#include "exchange/atlas-icalendar.h"
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

/**
 * AtlasCalendarImporting:
 * @file: (nullable): what somebody chose, until it was read once
 * @bytes: (nullable): what is in it, afterwards
 * @name: (nullable): its name
 * @establishment: (nullable): id of a school; %NULL for the county
 * @has_kind: whether @kind is given
 * @kind: what days without a category are
 * @on: the day that the page is of
 *
 * An iCalendar file that somebody wants to bring in.
 */
typedef struct {
  GFile             *file;
  GBytes            *bytes;
  char              *name;
  char              *establishment;
  gboolean           has_kind;
  AtlasCalendarKind  kind;
  AtlasDate          on;
} AtlasCalendarImporting;

/**
 * AtlasCalendarImported:
 * @bytes: what is in the file
 * @name: its name
 * @counts: how many rows there are of each state
 * @rows: (element-type utf8): what changes and what was refused, in words
 * @moves: (element-type utf8): each clock that moves, in words
 * @set_ids: (nullable): the change sets, parted by spaces; %NULL when nothing was done
 *
 * What bringing it in would do, or has done.
 */
typedef struct {
  GBytes    *bytes;
  char      *name;
  guint      counts[ATLAS_ROW_N_STATES];
  GPtrArray *rows;
  GPtrArray *moves;
  char      *set_ids;
} AtlasCalendarImported;

/**
 * AtlasCalendarExporting:
 * @establishment: (nullable): id of a school; %NULL for the county
 * @name: what the calendar is called
 * @year: its days
 * @on: the day that the page is of
 *
 * A school year that somebody wants as an iCalendar file.
 */
typedef struct {
  char           *establishment;
  char           *name;
  AtlasDateRange  year;
  AtlasDate       on;
} AtlasCalendarExporting;

void     atlas_calendar_importing_free (AtlasCalendarImporting *self);
void     atlas_calendar_imported_free  (AtlasCalendarImported  *self);
void     atlas_calendar_exporting_free (AtlasCalendarExporting *self);

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

gpointer atlas_calendar_preview      (AtlasStore           *store,
                                      gpointer              data,
                                      GCancellable         *cancellable,
                                      GError              **error);
gpointer atlas_calendar_bring_in     (AtlasStore           *store,
                                      gpointer              data,
                                      GCancellable         *cancellable,
                                      GError              **error);
gpointer atlas_calendar_write_out    (AtlasStore           *store,
                                      gpointer              data,
                                      GCancellable         *cancellable,
                                      GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendarImporting, atlas_calendar_importing_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendarImported, atlas_calendar_imported_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendarExporting, atlas_calendar_exporting_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendarFile, atlas_calendar_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendarChange, atlas_calendar_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendarChanged, atlas_calendar_changed_free)

G_END_DECLS
