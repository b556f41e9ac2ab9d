/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-case.h"
#include "rules/atlas-day6.h"
#include "rules/atlas-return-window.h"

G_BEGIN_DECLS

#define ATLAS_CASE_ID_SIZE 37 /* a UUID as text, with its end */

/**
 * AtlasCalendarFunc:
 * @establishment: (nullable): id of a school; %NULL for the county's own calendar
 * @data: what was given with the function
 *
 * Returns: (transfer none): the school days of an establishment
 */
typedef AtlasCalendar *(*AtlasCalendarFunc) (const char *establishment,
                                             gpointer    data);

/**
 * AtlasClockSetting:
 * @on: the date
 * @calendar_of: gives calendars
 * @data: for @calendar_of
 * @limits: (nullable) (element-type utf8 int): the county's own numbers, by id of the rule
 * @keeps_past: whether the duties of exclusions that are over are read too, as whoever asks how
 *   they were kept must; without it only what can still be done
 * @returns: when the county wants its returns
 *
 * What clocks are read by.
 */
typedef struct {
  AtlasDate          on;
  AtlasCalendarFunc  calendar_of;
  gpointer           data;
  GHashTable        *limits;
  gboolean           keeps_past;
  AtlasReturnWindow  returns;
} AtlasClockSetting;

/**
 * AtlasCaseClock:
 * @clock: the clock
 * @type: (unowned): type of the record that it is about
 * @record: id of the record
 * @owner: id of the child, or of the provision
 * @school: id of the school whose days count; empty for the county's calendar
 *
 * A clock of a case. A plain value: it points to nothing that ends with the case.
 */
typedef struct {
  AtlasClock       clock;
  const AtlasType *type;
  char             record[ATLAS_CASE_ID_SIZE];
  char             owner[ATLAS_CASE_ID_SIZE];
  char             school[ATLAS_CASE_ID_SIZE];
} AtlasCaseClock;

void       atlas_clocks_add           (GArray                   *clocks,
                                       const AtlasCase          *file,
                                       const AtlasClockSetting  *setting);
void       atlas_clocks_add_provision (GArray                   *clocks,
                                       const AtlasProvisionCase *file,
                                       const AtlasClockSetting  *setting);
AtlasDay6 *atlas_clocks_day6          (const AtlasCase          *file,
                                       const AtlasClockSetting  *setting,
                                       const char               *establishment,
                                       const AtlasExclusion    **last) G_GNUC_WARN_UNUSED_RESULT;
GArray    *atlas_clocks_run           (const AtlasCase          *file,
                                       const AtlasClockSetting  *setting) G_GNUC_WARN_UNUSED_RESULT;
void       atlas_clocks_sort          (GArray                   *clocks);
int        atlas_suspended_sessions   (const AtlasCase          *file,
                                       const AtlasClockSetting  *setting,
                                       const char               *establishment,
                                       AtlasDateRange            days,
                                       AtlasDate                 last_from);

G_END_DECLS
