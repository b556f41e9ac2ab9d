/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an event is to the clocks that it may start; for this folder alone. */
#pragma once

#include "rules/atlas-clocks.h"
#include "rules/atlas-day6.h"

G_BEGIN_DECLS

/**
 * AtlasClockEvent:
 * @file: (nullable): the child's case
 * @provision_file: (nullable): the provision's
 * @setting: the date and the calendars
 * @rule: the clock that it may start
 * @record: the record that it is read from
 * @school: (nullable): id of the school whose days count; %NULL for the county
 * @calendar: its calendar
 * @start: the day of the cause
 * @count_from: the first date that may be counted; where it is not @start
 * @governs: the day that decides which rule is in force
 * @due: the day that the record itself gives, if it does; later the due day
 * @over: the first day on which nothing is owed any more, or %ATLAS_DATE_NONE
 *
 * One cause of one clock. Missing dates are %ATLAS_DATE_NONE.
 */
typedef struct {
  const AtlasCase          *file;
  const AtlasProvisionCase *provision_file;
  const AtlasClockSetting  *setting;
  const AtlasClockRule     *rule;
  AtlasRecord              *record;
  const char               *school;
  AtlasCalendar            *calendar;
  AtlasDate                 start;
  AtlasDate                 count_from;
  AtlasDate                 governs;
  AtlasDate                 due;
  AtlasDate                 over;
} AtlasClockEvent;

const AtlasType    *atlas_clock_cause_type (AtlasClockCause         cause);
gboolean            atlas_clock_find_cause (AtlasClockEvent        *event);
gboolean            atlas_clock_is_for     (const AtlasClockEvent  *event);
AtlasDate           atlas_clock_find_stop  (const AtlasClockEvent  *event);
int                 atlas_clock_limit_of   (const AtlasClockRule   *rule,
                                            const AtlasClockSetting *setting);

gboolean            atlas_exclusion_stands (const AtlasExclusion   *exclusion,
                                            AtlasDate               on);
AtlasExclusionCase  atlas_exclusion_case   (const AtlasExclusion   *exclusion);
int                 atlas_exclusion_sessions (const AtlasExclusion *exclusion,
                                            AtlasCalendar          *calendar,
                                            AtlasDateRange          days);

G_END_DECLS
