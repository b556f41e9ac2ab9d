/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a record of an exclusion comes to: its last day, its sessions, totals of several. */
#include "config.h"

#include "rules/atlas-clocks-private.h"

#define PERMANENT "PERM"
#define LUNCHTIME "LNCH"

/* Whether an exclusion has begun and is not cancelled on a date. */
gboolean
atlas_exclusion_stands (const AtlasExclusion *exclusion,
                        AtlasDate             on)
{
  return exclusion->from != ATLAS_DATE_NONE && exclusion->from <= on &&
         (exclusion->cancelled == ATLAS_DATE_NONE || exclusion->cancelled > on);
}

/*
 * A permanent exclusion ends on the day before the board reinstates the child. Without a session
 * the day itself counts, so that a clock shows the earliest due day.
 */
AtlasExclusionCase
atlas_exclusion_case (const AtlasExclusion *exclusion)
{
  AtlasExclusionCase answer = { .from = exclusion->from, .to = ATLAS_DATE_NONE };

  answer.is_permanent = g_strcmp0 (exclusion->kind, PERMANENT) == 0;
  if (!atlas_day_session_parse (exclusion->session, &answer.session))
    answer.session = ATLAS_DAY_SESSION_AM;
  answer.sessions = (guint) exclusion->sessions;
  if (answer.is_permanent && exclusion->board_met != ATLAS_DATE_NONE &&
      g_strcmp0 (exclusion->board_decision, "reinstated") == 0)
    answer.to = exclusion->board_met - 1;

  return answer;
}

/* Sessions that a suspension has cost by the end of @until; a lunchtime is one, half a day. */
static int
sessions_until (const AtlasExclusion *exclusion,
                AtlasCalendar        *calendar,
                AtlasDate             until)
{
  AtlasDaySession session = ATLAS_DAY_SESSION_AM;
  gboolean is_lunchtime = g_str_equal (exclusion->kind, LUNCHTIME);
  int sessions = (int) exclusion->sessions;
  int n;

  if (until < exclusion->from)
    return 0;

  if (is_lunchtime)
    {
      n = atlas_calendar_school_days_between (calendar, exclusion->from, until);
      return MIN (n, MAX (sessions, 1));
    }

  if (!atlas_day_session_parse (exclusion->session, &session))
    session = ATLAS_DAY_SESSION_AM;
  n = atlas_calendar_sessions_between (calendar, exclusion->from, session, until,
                                       ATLAS_DAY_SESSION_PM);

  return sessions > 0 ? MIN (n, sessions) : n;
}

/* Sessions that a suspension costs on some days. */
int
atlas_exclusion_sessions (const AtlasExclusion *exclusion,
                          AtlasCalendar        *calendar,
                          AtlasDateRange        days)
{
  return MAX (0, sessions_until (exclusion, calendar, days.to) -
              sessions_until (exclusion, calendar, days.from - 1));
}

/**
 * atlas_suspended_sessions:
 * @file: a child's case
 * @setting: the date and the calendars
 * @establishment: (nullable): only suspensions from this school; %NULL for every school
 * @days: first and last day to count
 * @last_from: the last day on which a suspension that counts may begin
 *
 * Adds up the sessions of a child's suspensions. Two are a day; a lunchtime is one. A suspension
 * whose length is not known counts up to the setting's date.
 *
 * Source: SI 2012/1033 reg. 2 (terms); Suspension and permanent exclusion guidance (lunchtimes).
 *
 * Returns: the number
 */
int
atlas_suspended_sessions (const AtlasCase         *file,
                          const AtlasClockSetting *setting,
                          const char              *establishment,
                          AtlasDateRange           days,
                          AtlasDate                last_from)
{
  int n = 0;

  for (guint i = 0; i < file->exclusions->len; i++)
    {
      const AtlasExclusion *exclusion = g_ptr_array_index (file->exclusions, i);
      AtlasDateRange counted = days;

      if (!atlas_exclusion_stands (exclusion, setting->on) || exclusion->from > last_from ||
          g_strcmp0 (exclusion->kind, PERMANENT) == 0 || exclusion->kind == NULL ||
          (establishment != NULL && g_strcmp0 (exclusion->establishment, establishment) != 0))
        continue;

      if (exclusion->sessions == 0)
        counted.to = MIN (counted.to, setting->on);
      n += atlas_exclusion_sessions (exclusion,
                                     setting->calendar_of (exclusion->establishment, setting->data),
                                     counted);
    }

  return n;
}
