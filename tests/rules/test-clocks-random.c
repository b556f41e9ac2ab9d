/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Day 6 and totals of suspensions again, day by day, without any of the calendar's short cuts. */
#include "config.h"

#include "case-file.h"

#define N_CASES      2000
#define N_EXCLUSIONS 5
#define DAY6         6
#define YEAR_DAYS    330 /* of the synthetic year, from its first day of term */

typedef struct {
  const char *kind;
  AtlasDate   from;
  gboolean    is_pm;
  int         sessions;
} Suspension;

static int
random_suspensions (Suspension *suspensions,
                    AtlasCase  *file)
{
  int n = g_test_rand_int_range (1, N_EXCLUSIONS + 1);

  for (int i = 0; i < n; i++)
    {
      Suspension *one = &suspensions[i];
      g_autofree char *from = NULL;

      one->kind = g_test_rand_int_range (0, 4) == 0 ? "LNCH" : "SUSP";
      one->from = day ("2026-09-03") + g_test_rand_int_range (0, YEAR_DAYS - 60);
      one->is_pm = g_test_rand_bit ();
      one->sessions = g_test_rand_int_range (1, 30);
      from = atlas_date_format (one->from);
      put (file, "exclusion", NULL,
           json_pack ("{s:s, s:s, s:s, s:s, s:i}", "establishment", CASE_SCHOOL, "kind",
                      one->kind, "from", from, "session", one->is_pm ? "pm" : "am", "sessions",
                      one->sessions));
    }

  return n;
}

/* Walks through mornings and afternoons until the suspension is used up. */
static int
slow_sessions (AtlasCalendar    *calendar,
               const Suspension *one,
               AtlasDateRange    days,
               AtlasDate        *last)
{
  gboolean is_lunchtime = g_str_equal (one->kind, "LNCH");
  int left = one->sessions;
  int counted = 0;

  for (AtlasDate date = one->from; left > 0 && date < one->from + YEAR_DAYS; date++)
    for (int half = 0; half < (is_lunchtime ? 1 : 2) && left > 0; half++)
      {
        if (!atlas_calendar_is_school_day (calendar, date) ||
            (!is_lunchtime && date == one->from && one->is_pm && half == 0))
          continue;
        left--;
        *last = date;
        counted += date >= days.from && date <= days.to;
      }

  return counted;
}

/* T157: totals of suspensions in a term and a year, against a count session by session */
static void
test_totals (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasClockSetting setting = setting_on (calendar, "2027-07-30");

  for (int i = 0; i < N_CASES; i++)
    {
      g_autoptr(AtlasCase) file = file_of_child ("2012-01-15", "none");
      Suspension suspensions[N_EXCLUSIONS];
      int n = random_suspensions (suspensions, file);
      AtlasDate from = day ("2026-09-03") + g_test_rand_int_range (0, 200);
      AtlasDateRange days = { from, from + g_test_rand_int_range (0, 120) };
      int expected = 0;

      for (int j = 0; j < n; j++)
        {
          AtlasDate last;

          expected += slow_sessions (calendar, &suspensions[j], days, &last);
        }
      g_assert_cmpint (atlas_suspended_sessions (file, &setting, CASE_SCHOOL, days, setting.on),
                       ==, expected);
      g_assert_cmpint (atlas_suspended_sessions (file, &setting, CASE_OTHER, days, setting.on),
                       ==, 0);
    }
}

/* The days of the last run, marked one by one; gives its sixth, or no date. */
static AtlasDate
slow_day6 (AtlasCalendar    *calendar,
           const Suspension *suspensions,
           int               n,
           AtlasDate         on)
{
  const AtlasDateRange all = { day ("2026-09-01"), day ("2027-12-31") };
  gboolean is_out[YEAR_DAYS * 2] = { FALSE };
  AtlasDate begin = all.from;
  AtlasDate latest = ATLAS_DATE_NONE;
  AtlasDate answer = ATLAS_DATE_NONE;
  int counted = 0;

  for (int i = 0; i < n; i++)
    {
      AtlasDate last = suspensions[i].from;

      if (g_str_equal (suspensions[i].kind, "LNCH") || suspensions[i].from > on)
        continue;
      slow_sessions (calendar, &suspensions[i], all, &last);
      for (AtlasDate date = suspensions[i].from + suspensions[i].is_pm; date <= last; date++)
        is_out[date - begin] = TRUE;
      latest = MAX (latest, suspensions[i].from + suspensions[i].is_pm);
    }
  if (latest == ATLAS_DATE_NONE)
    return ATLAS_DATE_NONE;

  /* Back to the first day of the run that the latest one lies in. */
  for (AtlasDate date = latest - 1; date >= begin; date--)
    {
      if (is_out[date - begin])
        latest = date;
      else if (atlas_calendar_is_school_day (calendar, date))
        break;
    }
  for (AtlasDate date = latest; date < begin + YEAR_DAYS; date++)
    {
      if (!atlas_calendar_is_school_day (calendar, date))
        continue;
      if (!is_out[date - begin])
        break;
      if (++counted == DAY6)
        answer = date;
    }

  return answer;
}

/* T048: Day 6 of the last run of suspensions, against days marked one by one */
static void
test_day6 (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  for (int i = 0; i < N_CASES; i++)
    {
      g_autoptr(AtlasCase) file = file_of_child ("2012-01-15", "none");
      g_autoptr(AtlasDay6) day6 = NULL;
      Suspension suspensions[N_EXCLUSIONS];
      int n = random_suspensions (suspensions, file);
      AtlasClockSetting setting = setting_on (calendar, "2027-05-20");
      const AtlasExclusion *last;
      AtlasDate expected;

      setting.on = day ("2026-09-20") + g_test_rand_int_range (0, 240);
      expected = slow_day6 (calendar, suspensions, n, setting.on);
      day6 = atlas_clocks_day6 (file, &setting, CASE_SCHOOL, &last);
      g_assert_cmpint (day6 != NULL ? day6->count->due : ATLAS_DATE_NONE, ==, expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/clocks-random/totals", test_totals);
  g_test_add_func ("/rules/clocks-random/day6", test_day6);

  return g_test_run ();
}
