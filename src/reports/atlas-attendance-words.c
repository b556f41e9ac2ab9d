/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a child's attendance comes to. */
#define G_LOG_DOMAIN "atlas-reports"

#include "config.h"

#include "reports/atlas-attendance-words.h"

#include <glib/gi18n-lib.h>

#include "calendar/atlas-days.h"
#include "reports/atlas-words.h"
#include "rules/atlas-attendance.h"

#define WEEK_DAYS 5
#define NO_CODE   "–"

/**
 * atlas_attendance_monday:
 * @day: any day
 *
 * Returns: the Monday of its week
 */
AtlasDate
atlas_attendance_monday (AtlasDate day)
{
  return day - (atlas_date_weekday (day) - 1);
}

static AtlasDate
find_last (GPtrArray *sessions)
{
  AtlasDate last = ATLAS_DATE_NONE;

  for (guint i = 0; i < sessions->len; i++)
    last = MAX (last, ((AtlasAttendance *) g_ptr_array_index (sessions, i))->on);

  return last;
}

/**
 * atlas_words_attendance:
 * @sessions: (element-type AtlasAttendance): at least one session of a child
 *
 * Returns: (transfer full): what the school year of the last of them comes to: "84% of 62 sessions
 *   since 1 September 2026 · 4 absent, agreed · 6 absent, not agreed"
 */
char *
atlas_words_attendance (GPtrArray *sessions)
{
  AtlasDate first = atlas_date_new (atlas_school_year (find_last (sessions)), 9, 1);
  AtlasDateRange year = { first, ATLAS_DATE_NONE };
  AtlasAttendanceCount count = atlas_attendance_count (sessions, year);
  guint possible = atlas_attendance_possible (&count);
  g_autofree char *since = atlas_date_format_long (first);

  if (possible == 0)
    /* Translators: a date. */
    return g_strdup_printf (_("No session since %s at which the child could have been there"),
                            since);

  /* Translators: per cent, sessions, a date, two counts of sessions. */
  return g_strdup_printf (ngettext ("%1$.0f%% of %2$u session since %3$s · %4$u absent, agreed · "
                                    "%5$u absent, not agreed",
                                    "%1$.0f%% of %2$u sessions since %3$s · %4$u absent, agreed · "
                                    "%5$u absent, not agreed", possible),
                          100 * atlas_attendance_rate (&count), possible, since, count.agreed,
                          count.not_agreed);
}

static const char *
find_code (GPtrArray  *sessions,
           AtlasDate   on,
           const char *half_day)
{
  for (guint i = 0; i < sessions->len; i++)
    {
      const AtlasAttendance *session = g_ptr_array_index (sessions, i);

      if (session->on == on && g_strcmp0 (session->session, half_day) == 0)
        return session->code;
    }

  return NO_CODE;
}

/**
 * atlas_words_attendance_week:
 * @sessions: (element-type AtlasAttendance): sessions of a child
 * @monday: a Monday
 *
 * Returns: (transfer full): the codes of a week as a register has them: "/ \  / \  O O  – –  / \"
 */
char *
atlas_words_attendance_week (GPtrArray *sessions,
                             AtlasDate  monday)
{
  g_autoptr(GString) codes = g_string_new (NULL);

  for (int i = 0; i < WEEK_DAYS; i++)
    g_string_append_printf (codes, "%s%s %s", i > 0 ? "   " : "",
                            find_code (sessions, monday + i, "am"),
                            find_code (sessions, monday + i, "pm"));

  return g_string_free (g_steal_pointer (&codes), FALSE);
}
