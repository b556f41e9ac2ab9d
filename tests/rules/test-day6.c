/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar/synthetic-year.h"
#include "rules/atlas-day6.h"

static AtlasDate
day (const char *text)
{
  return atlas_date_parse (text);
}

static void
assert_date (AtlasDate   date,
             const char *expected)
{
  g_autofree char *text = atlas_date_format (date);

  g_assert_cmpstr (text, ==, expected);
}

static AtlasExclusionCase
permanent (const char     *from,
           AtlasDaySession session)
{
  AtlasExclusionCase exclusion = {
    .is_permanent = TRUE, .from = day (from), .session = session, .to = ATLAS_DATE_NONE,
  };

  return exclusion;
}

static AtlasExclusionCase
suspension (const char *from,
            const char *to)
{
  AtlasExclusionCase exclusion = { .from = day (from), .to = day (to) };

  return exclusion;
}

static AtlasDay6Case
case_of (const AtlasExclusionCase *exclusions,
         gsize                     n_exclusions)
{
  AtlasDay6Case day6_case = {
    .exclusions = exclusions, .n_exclusions = n_exclusions, .education_started = ATLAS_DATE_NONE,
  };

  return day6_case;
}

static void
test_statutory_vectors (void)
{
  static const struct {
    const char     *date;
    AtlasDaySession session;
    const char     *first;
    const char     *due;
  } vectors[] = {
    { "2026-10-15", ATLAS_DAY_SESSION_AM, "2026-10-15", "2026-10-22" },
    { "2026-10-20", ATLAS_DAY_SESSION_PM, "2026-10-21", "2026-11-05" },
    { "2026-12-16", ATLAS_DAY_SESSION_AM, "2026-12-16", "2027-01-07" },
    { "2027-03-24", ATLAS_DAY_SESSION_PM, "2027-03-25", "2027-04-16" },
    { "2027-04-30", ATLAS_DAY_SESSION_AM, "2027-04-30", "2027-05-10" },
  };
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr(AtlasDayCount) count = atlas_day6_count (calendar, day (vectors[i].date),
                                                         vectors[i].session);

      assert_date (count->first, vectors[i].first);
      assert_date (count->due, vectors[i].due);
      g_assert_cmpuint (count->days->len, ==, ATLAS_DAY6_DAYS);
      g_assert_cmpint (count->provisional, ==, ATLAS_PROVISIONAL_NOT);
    }
}

static void
test_afternoon_of_a_holiday_counts_from_the_next_school_day (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasDate saturday = day ("2026-10-24");
  g_autoptr(AtlasDayCount) morning = atlas_day6_count (calendar, saturday, ATLAS_DAY_SESSION_AM);
  g_autoptr(AtlasDayCount) afternoon = atlas_day6_count (calendar, saturday, ATLAS_DAY_SESSION_PM);

  assert_date (morning->first, "2026-11-03");
  assert_date (afternoon->first, "2026-11-03");
}

/* A permanent exclusion on the morning of 15 October: Day 6 is 22 October. */
static void
test_cells_and_words_day_by_day (void)
{
  static const struct {
    const char     *on;
    int             cells;
    AtlasClockState state;
    int             days_left;
    int             days_late;
  } expected[] = {
    { "2026-10-15", 1, ATLAS_CLOCK_RUNNING, 5, 0 },
    { "2026-10-17", 2, ATLAS_CLOCK_RUNNING, 4, 0 },
    { "2026-10-19", 3, ATLAS_CLOCK_RUNNING, 3, 0 },
    { "2026-10-20", 4, ATLAS_CLOCK_DUE, 2, 0 },
    { "2026-10-21", 5, ATLAS_CLOCK_DUE, 1, 0 },
    { "2026-10-22", 6, ATLAS_CLOCK_DUE, 0, 0 },
    { "2026-10-23", 6, ATLAS_CLOCK_LATE, 0, 1 },
    { "2026-10-24", 6, ATLAS_CLOCK_LATE, 0, 2 },
    { "2026-11-01", 6, ATLAS_CLOCK_LATE, 0, 2 },
    { "2026-11-04", 6, ATLAS_CLOCK_LATE, 0, 3 },
  };
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDay6)      day6 = NULL;
  const AtlasExclusionCase exclusion = permanent ("2026-10-15", ATLAS_DAY_SESSION_AM);
  const AtlasDay6Case day6_case = case_of (&exclusion, 1);

  day6 = atlas_day6_new (calendar, &day6_case, day ("2026-10-15"));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      AtlasDay6Status status = atlas_day6_status (day6, day (expected[i].on));

      g_assert_cmpint (status.cells, ==, expected[i].cells);
      g_assert_cmpint (status.clock.state, ==, expected[i].state);
      g_assert_cmpint (status.clock.days_left, ==, expected[i].days_left);
      g_assert_cmpint (status.clock.days_late, ==, expected[i].days_late);
    }
}

static void
test_stops_when_education_starts (void)
{
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDay6)      day6 = NULL;
  const AtlasExclusionCase exclusion = permanent ("2026-10-15", ATLAS_DAY_SESSION_AM);
  AtlasDay6Case day6_case = case_of (&exclusion, 1);
  AtlasDay6Status status;

  day6_case.education_started = day ("2026-10-20");
  day6 = atlas_day6_new (calendar, &day6_case, day ("2026-12-01"));

  status = atlas_day6_status (day6, day ("2026-10-19"));
  g_assert_cmpint (status.clock.state, ==, ATLAS_CLOCK_RUNNING);
  g_assert_cmpint (status.clock.met_on, ==, ATLAS_DATE_NONE);

  status = atlas_day6_status (day6, day ("2026-12-01"));
  g_assert_cmpint (status.clock.state, ==, ATLAS_CLOCK_MET);
  g_assert_cmpint (status.clock.days_late, ==, 0);
  g_assert_cmpint (status.cells, ==, 3);
}

static void
test_education_that_starts_late_stays_late (void)
{
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDay6)      day6 = NULL;
  const AtlasExclusionCase exclusion = permanent ("2026-10-15", ATLAS_DAY_SESSION_AM);
  AtlasDay6Case day6_case = case_of (&exclusion, 1);
  AtlasDay6Status status;

  day6_case.education_started = day ("2026-11-05");
  day6 = atlas_day6_new (calendar, &day6_case, day ("2026-12-01"));
  status = atlas_day6_status (day6, day ("2026-12-01"));

  /* Without education on 22 and 23 October and on 3 and 4 November. */
  g_assert_cmpint (status.clock.state, ==, ATLAS_CLOCK_MET);
  g_assert_cmpint (status.clock.days_late, ==, 4);
  g_assert_cmpint (status.cells, ==, 6);
}

static void
test_education_before_the_exclusion_is_not_an_answer (void)
{
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDay6)      day6 = NULL;
  const AtlasExclusionCase exclusion = permanent ("2026-10-15", ATLAS_DAY_SESSION_AM);
  AtlasDay6Case day6_case = case_of (&exclusion, 1);

  day6_case.education_started = day ("2026-09-10");
  day6 = atlas_day6_new (calendar, &day6_case, day ("2026-10-16"));

  g_assert_cmpint (atlas_day6_status (day6, day ("2026-10-16")).clock.state, ==,
                   ATLAS_CLOCK_RUNNING);
}

static void
test_suspensions_back_to_back_are_one_run (void)
{
  /* Three days, a weekend between them, then five more; given newest first. */
  const AtlasExclusionCase joined[] = {
    suspension ("2026-10-12", "2026-10-16"),
    suspension ("2026-10-07", "2026-10-09"),
  };
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDay6)      day6 = NULL;
  const AtlasDay6Case day6_case = case_of (joined, G_N_ELEMENTS (joined));

  day6 = atlas_day6_new (calendar, &day6_case, day ("2026-10-13"));

  g_assert_nonnull (day6);
  assert_date (day6->count->first, "2026-10-07");
  assert_date (day6->count->due, "2026-10-14");
  g_assert_cmpint (day6->rule->owed_by, ==, ATLAS_OWED_BY_SCHOOL);
  g_assert_cmpint (atlas_day6_status (day6, day ("2026-10-15")).clock.state, ==, ATLAS_CLOCK_LATE);
  /* Back at school: nothing is owed any more. */
  g_assert_cmpint (atlas_day6_status (day6, day ("2026-10-19")).clock.state, ==,
                   ATLAS_CLOCK_NOT_RUNNING);
}

static void
test_a_school_day_between_parts_the_run (void)
{
  const AtlasExclusionCase parted[] = {
    suspension ("2026-10-06", "2026-10-08"),
    suspension ("2026-10-12", "2026-10-16"),
  };
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  const AtlasDay6Case day6_case = case_of (parted, G_N_ELEMENTS (parted));

  g_assert_null (atlas_day6_new (calendar, &day6_case, day ("2026-10-13")));
}

static void
test_suspensions_were_not_joined_before_2015 (void)
{
  const AtlasCalendarDayRange term = {
    ATLAS_CALENDAR_TERM, { day ("2014-11-03"), day ("2014-12-19") }, NULL, TRUE,
  };
  const AtlasExclusionCase exclusions[] = {
    suspension ("2014-11-10", "2014-11-12"),
    suspension ("2014-11-13", "2014-11-19"),
  };
  g_autoptr(AtlasCalendar)    calendar = atlas_calendar_new (&term, 1);
  const AtlasDay6Case day6_case = case_of (exclusions, G_N_ELEMENTS (exclusions));

  g_assert_null (atlas_day6_new (calendar, &day6_case, day ("2014-11-18")));
}

static void
test_five_days_owe_nothing_and_six_do (void)
{
  const AtlasExclusionCase five = suspension ("2026-10-05", "2026-10-09");
  const AtlasExclusionCase six = suspension ("2026-10-05", "2026-10-12");
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDay6)      day6 = NULL;
  AtlasDay6Case day6_case = case_of (&five, 1);

  g_assert_null (atlas_day6_new (calendar, &day6_case, day ("2026-10-09")));

  day6_case = case_of (&six, 1);
  day6_case.is_pru = TRUE;
  day6 = atlas_day6_new (calendar, &day6_case, day ("2026-10-09"));
  assert_date (day6->count->due, "2026-10-12");
  g_assert_cmpint (day6->rule->owed_by, ==, ATLAS_OWED_BY_LOCAL_AUTHORITY);
}

static void
test_sessions_give_the_last_day (void)
{
  static const struct {
    const char     *from;
    AtlasDaySession session;
    guint           sessions;
    const char     *to;
  } expected[] = {
    { "2026-10-05", ATLAS_DAY_SESSION_AM, 12, "2026-10-12" },
    { "2026-10-05", ATLAS_DAY_SESSION_AM, 11, "2026-10-12" },
    { "2026-10-05", ATLAS_DAY_SESSION_PM, 13, "2026-10-13" },
    { "2026-10-04", ATLAS_DAY_SESSION_PM, 12, "2026-10-12" },
  };
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      AtlasExclusionCase exclusion = suspension (expected[i].from, "");
      const AtlasDay6Case day6_case = case_of (&exclusion, 1);
      g_autoptr(AtlasDay6) day6 = NULL;

      exclusion.session = expected[i].session;
      exclusion.sessions = expected[i].sessions;
      day6 = atlas_day6_new (calendar, &day6_case, exclusion.from);
      assert_date (day6->to, expected[i].to);
    }
}

static void
test_few_sessions_owe_nothing (void)
{
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  AtlasExclusionCase exclusion = suspension ("2026-10-05", "");
  const AtlasDay6Case day6_case = case_of (&exclusion, 1);

  exclusion.sessions = 10;
  g_assert_null (atlas_day6_new (calendar, &day6_case, exclusion.from));

  exclusion.sessions = 1;
  exclusion.session = ATLAS_DAY_SESSION_PM;
  g_assert_null (atlas_day6_new (calendar, &day6_case, exclusion.from));
}

/* SI 2014/3216 joins suspensions; the permanent exclusion that follows has its own six days. */
static void
test_permanent_exclusion_begins_its_own_count (void)
{
  const AtlasExclusionCase exclusions[] = {
    suspension ("2026-10-05", "2026-10-09"),
    permanent ("2026-10-12", ATLAS_DAY_SESSION_AM),
  };
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDay6)      day6 = NULL;
  const AtlasDay6Case day6_case = case_of (exclusions, G_N_ELEMENTS (exclusions));

  g_assert_null (atlas_day6_new (calendar, &day6_case, day ("2026-10-09")));
  day6 = atlas_day6_new (calendar, &day6_case, day ("2026-10-12"));
  assert_date (day6->count->first, "2026-10-12");
  assert_date (day6->count->due, "2026-10-19");
  g_assert_cmpint (day6->rule->owed_by, ==, ATLAS_OWED_BY_LOCAL_AUTHORITY);
}

static void
test_nothing_is_owed_without_exclusion_or_when_exempt (void)
{
  const AtlasExclusionCase exclusion = permanent ("2026-10-15", ATLAS_DAY_SESSION_AM);
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  AtlasDay6Case day6_case = case_of (NULL, 0);
  AtlasDay6Status status;

  g_assert_null (atlas_day6_new (calendar, &day6_case, day ("2026-10-15")));

  day6_case = case_of (&exclusion, 1);
  g_assert_null (atlas_day6_new (calendar, &day6_case, day ("2026-10-14")));
  day6_case.is_exempt = TRUE;
  g_assert_null (atlas_day6_new (calendar, &day6_case, day ("2026-10-15")));

  status = atlas_day6_status (NULL, day ("2026-10-15"));
  g_assert_cmpint (status.clock.state, ==, ATLAS_CLOCK_NOT_RUNNING);
  g_assert_null (status.clock.rule);
  g_assert_cmpint (status.cells, ==, 0);
}

static void
test_reinstated_child_is_owed_nothing (void)
{
  AtlasExclusionCase exclusion = permanent ("2026-10-15", ATLAS_DAY_SESSION_AM);
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDay6)      late = NULL;
  AtlasDay6Case day6_case;

  exclusion.to = day ("2026-10-20");
  day6_case = case_of (&exclusion, 1);
  g_assert_null (atlas_day6_new (calendar, &day6_case, day ("2026-10-21")));

  exclusion.to = day ("2026-11-10");
  late = atlas_day6_new (calendar, &day6_case, day ("2026-11-20"));
  g_assert_cmpint (atlas_day6_status (late, day ("2026-11-10")).clock.state, ==, ATLAS_CLOCK_LATE);
  g_assert_cmpint (atlas_day6_status (late, day ("2026-11-11")).clock.state, ==,
                   ATLAS_CLOCK_NOT_RUNNING);
}

/* Missing INSET days can only move Day 6 later, so the clock runs and says so. */
static void
test_runs_without_the_schools_inset_days (void)
{
  const AtlasExclusionCase exclusion = permanent ("2026-10-20", ATLAS_DAY_SESSION_PM);
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (FALSE);
  g_autoptr(AtlasDay6)      day6 = NULL;
  const AtlasDay6Case day6_case = case_of (&exclusion, 1);
  AtlasDay6Status status;

  day6 = atlas_day6_new (calendar, &day6_case, day ("2026-11-03"));
  status = atlas_day6_status (day6, day ("2026-11-03"));

  assert_date (status.clock.due, "2026-11-04");
  g_assert_cmpint (status.clock.state, ==, ATLAS_CLOCK_DUE);
  g_assert_cmpint (status.clock.provisional, ==, ATLAS_PROVISIONAL_NO_OWN_DAYS);
}

static void
test_provisional_where_terms_are_not_entered (void)
{
  const AtlasExclusionCase exclusion = permanent ("2027-07-19", ATLAS_DAY_SESSION_AM);
  g_autoptr(AtlasCalendar)  calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasCalendar)  empty = atlas_calendar_new (NULL, 0);
  g_autoptr(AtlasDay6)      july = NULL;
  g_autoptr(AtlasDay6)      never = NULL;
  const AtlasDay6Case day6_case = case_of (&exclusion, 1);
  AtlasDay6Status status;

  july = atlas_day6_new (calendar, &day6_case, day ("2027-07-20"));
  status = atlas_day6_status (july, day ("2027-07-20"));
  g_assert_cmpint (status.clock.state, ==, ATLAS_CLOCK_PROVISIONAL);
  g_assert_cmpint (status.cells, ==, 2);

  never = atlas_day6_new (empty, &day6_case, day ("2027-07-20"));
  status = atlas_day6_status (never, day ("2027-09-20"));
  g_assert_cmpint (status.clock.state, ==, ATLAS_CLOCK_PROVISIONAL);
  g_assert_cmpint (status.clock.due, ==, ATLAS_DATE_NONE);
  g_assert_cmpint (status.clock.days_late, ==, 0);
}

static void
test_session_is_am_or_pm (void)
{
  AtlasDaySession session = ATLAS_DAY_SESSION_AM;

  g_assert_true (atlas_day_session_parse ("pm", &session));
  g_assert_cmpint (session, ==, ATLAS_DAY_SESSION_PM);
  g_assert_false (atlas_day_session_parse ("PM", &session));
  g_assert_false (atlas_day_session_parse ("noon", &session));
  g_assert_false (atlas_day_session_parse (NULL, &session));
}

static void
add_running_clock_tests (void)
{
  g_test_add_func ("/rules/day6/cells-and-words-day-by-day", test_cells_and_words_day_by_day);
  g_test_add_func ("/rules/day6/stops-when-education-starts", test_stops_when_education_starts);
  g_test_add_func ("/rules/day6/education-that-starts-late-stays-late",
                   test_education_that_starts_late_stays_late);
  g_test_add_func ("/rules/day6/education-before-the-exclusion-is-not-an-answer",
                   test_education_before_the_exclusion_is_not_an_answer);
  g_test_add_func ("/rules/day6/reinstated-child-is-owed-nothing",
                   test_reinstated_child_is_owed_nothing);
  g_test_add_func ("/rules/day6/runs-without-the-schools-inset-days",
                   test_runs_without_the_schools_inset_days);
  g_test_add_func ("/rules/day6/provisional-where-terms-are-not-entered",
                   test_provisional_where_terms_are_not_entered);
}

static void
add_run_tests (void)
{
  g_test_add_func ("/rules/day6/suspensions-back-to-back-are-one-run",
                   test_suspensions_back_to_back_are_one_run);
  g_test_add_func ("/rules/day6/a-school-day-between-parts-the-run",
                   test_a_school_day_between_parts_the_run);
  g_test_add_func ("/rules/day6/suspensions-were-not-joined-before-2015",
                   test_suspensions_were_not_joined_before_2015);
  g_test_add_func ("/rules/day6/five-days-owe-nothing-and-six-do",
                   test_five_days_owe_nothing_and_six_do);
  g_test_add_func ("/rules/day6/sessions-give-the-last-day", test_sessions_give_the_last_day);
  g_test_add_func ("/rules/day6/few-sessions-owe-nothing", test_few_sessions_owe_nothing);
  g_test_add_func ("/rules/day6/permanent-exclusion-begins-its-own-count",
                   test_permanent_exclusion_begins_its_own_count);
  g_test_add_func ("/rules/day6/nothing-is-owed-without-exclusion-or-when-exempt",
                   test_nothing_is_owed_without_exclusion_or_when_exempt);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/day6/statutory-vectors", test_statutory_vectors);
  g_test_add_func ("/rules/day6/afternoon-of-a-holiday-counts-from-the-next-school-day",
                   test_afternoon_of_a_holiday_counts_from_the_next_school_day);
  g_test_add_func ("/rules/day6/session-is-am-or-pm", test_session_is_am_or_pm);
  add_running_clock_tests ();
  add_run_tests ();

  return g_test_run ();
}
