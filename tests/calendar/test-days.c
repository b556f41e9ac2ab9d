/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar/atlas-days.h"

#include "synthetic-year.h"

static AtlasDate
day (const char *text)
{
  AtlasDate date = atlas_date_parse (text);

  g_assert_cmpint (date, !=, ATLAS_DATE_NONE);
  return date;
}

static void
assert_date (AtlasDate   date,
             const char *expected)
{
  g_autofree char *text = atlas_date_format (date);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_add (AtlasCalendar *calendar,
            const char    *from,
            int            n,
            AtlasUnit      unit,
            const char    *expected)
{
  assert_date (atlas_calendar_add (calendar, day (from), n, unit).date, expected);
}

/* T048: the worked examples of the law on one made-up year: from, how many, the answer. */
static void
test_statutory_vectors (void)
{
  static const struct {
    const char *from;
    int         n;
    const char *expected;
  } vectors[] = {
    { "2026-10-20", 15, "2026-11-18" }, /* the governing board meets */
    { "2026-10-20", 50, "2027-01-21" },
    { "2026-11-16", 15, "2026-12-07" }, /* parents apply for a review */
    { "2026-12-07", 15, "2027-01-12" }, /* it is heard */
    { "2027-01-12", 10, "2027-01-26" }, /* the board thinks again */
    { "2026-11-30", 20, "2027-01-12" }, /* a place under the fair access protocol */
  };
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      AtlasDue due = atlas_calendar_add (calendar, day (vectors[i].from), vectors[i].n,
                                         ATLAS_UNIT_SCHOOL_DAYS);

      assert_date (due.date, vectors[i].expected);
      g_assert_cmpint (due.provisional, ==, ATLAS_PROVISIONAL_NOT);
    }
}

static void
test_school_days_count_back (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  /* Two school days before the first after half-term; none before the year's first. */
  assert_add (calendar, "2026-11-03", -2, ATLAS_UNIT_SCHOOL_DAYS, "2026-10-22");
  assert_add (calendar, "2026-09-04", -1, ATLAS_UNIT_SCHOOL_DAYS, "");
  assert_add (calendar, "2026-10-24", 0, ATLAS_UNIT_SCHOOL_DAYS, "2026-10-24");
  assert_add (calendar, "2026-10-24", 100001, ATLAS_UNIT_SCHOOL_DAYS, "");
}

static void
test_notice_by_post_is_given_on_the_second_working_day (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasDue due = atlas_calendar_deemed_service (calendar, day ("2026-11-12"),
                                                ATLAS_SERVICE_FIRST_CLASS_POST);

  assert_date (due.date, "2026-11-16");
  g_assert_cmpint (due.provisional, ==, ATLAS_PROVISIONAL_NO_BANK_HOLIDAYS);

  /* Posted before Easter: Good Friday and Easter Monday are no working days. */
  due = atlas_calendar_deemed_service (calendar, day ("2027-03-26"),
                                       ATLAS_SERVICE_FIRST_CLASS_POST);
  assert_date (due.date, "2027-03-31");
  g_assert_cmpint (due.provisional, ==, ATLAS_PROVISIONAL_NOT);

  due = atlas_calendar_deemed_service (calendar, day ("2026-11-14"), ATLAS_SERVICE_BY_HAND);
  assert_date (due.date, "2026-11-14");
  g_assert_cmpint (due.provisional, ==, ATLAS_PROVISIONAL_NOT);
}

static void
test_working_days (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  g_assert_false (atlas_calendar_is_working_day (calendar, day ("2027-05-03")));
  g_assert_false (atlas_calendar_is_working_day (calendar, day ("2027-05-01")));
  g_assert_true (atlas_calendar_is_working_day (calendar, day ("2027-05-04")));
  /* In the summer holidays too, and before 1970. */
  g_assert_true (atlas_calendar_is_working_day (calendar, day ("2027-08-10")));
  g_assert_true (atlas_calendar_is_working_day (calendar, day ("1969-12-26")));
  assert_add (calendar, "2027-05-03", -1, ATLAS_UNIT_WORKING_DAYS, "2027-04-30");
  assert_add (calendar, "1969-12-27", -5, ATLAS_UNIT_WORKING_DAYS, "1969-12-22");
  g_assert_cmpint (atlas_calendar_working_days_between (calendar, day ("2027-03-25"),
                                                        day ("2027-03-30")), ==, 2);
  g_assert_cmpint (atlas_calendar_working_days_between (calendar, 10, 9), ==, 0);
  g_assert_cmpint (atlas_calendar_working_days_between (calendar, ATLAS_DATE_NONE, 9), ==, 0);
}

static void
test_month_ends_on_a_working_day (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  assert_add (calendar, "2026-11-10", 1, ATLAS_UNIT_CALENDAR_MONTHS, "2026-12-10");
  /* A Saturday; the bank holiday after a Saturday; no 30 February. */
  assert_add (calendar, "2026-11-12", 1, ATLAS_UNIT_CALENDAR_MONTHS, "2026-12-14");
  assert_add (calendar, "2027-04-01", 1, ATLAS_UNIT_CALENDAR_MONTHS, "2027-05-04");
  assert_add (calendar, "2027-01-30", 1, ATLAS_UNIT_CALENDAR_MONTHS, "2027-03-01");
  assert_add (calendar, "2026-11-12", 3, ATLAS_UNIT_CALENDAR_MONTHS, "2027-02-12");
  assert_add (calendar, "2026-11-12", -1, ATLAS_UNIT_CALENDAR_MONTHS, "2026-10-12");
  assert_add (calendar, "2026-10-31", 30, ATLAS_UNIT_CALENDAR_DAYS, "2026-11-30");
}

static void
test_easter_monday (void)
{
  static const char *days[] = {
    "1818-03-23", "1943-04-26", "2008-03-24", "2024-04-01", "2025-04-21", "2026-04-06",
    "2027-03-29", "2038-04-26",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      int year;

      atlas_date_split (day (days[i]), &year, NULL, NULL);
      assert_date (atlas_easter_monday (year), days[i]);
    }
}

static void
test_reference_dates_cut_terms (void)
{
  g_autoptr(AtlasCalendar) calendar = atlas_calendar_new (NULL, 0);
  static const struct {
    const char *date;
    const char *from;
    const char *to;
  } expected[] = {
    { "2026-10-15", "2026-08-01", "2026-12-31" },
    { "2026-12-31", "2026-08-01", "2026-12-31" },
    { "2027-01-01", "2027-01-01", "2027-03-29" },
    { "2027-03-29", "2027-01-01", "2027-03-29" },
    { "2027-03-30", "2027-03-30", "2027-07-31" },
    { "2027-08-01", "2027-08-01", "2027-12-31" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      AtlasDateRange term = atlas_reference_term (day (expected[i].date));

      assert_date (term.from, expected[i].from);
      assert_date (term.to, expected[i].to);
    }

  assert_add (calendar, "2026-12-30", 1, ATLAS_UNIT_REFERENCE_DATES, "2026-12-31");
  assert_add (calendar, "2026-12-31", 1, ATLAS_UNIT_REFERENCE_DATES, "2027-03-29");
  assert_add (calendar, "2026-12-31", 6, ATLAS_UNIT_REFERENCE_DATES, "2028-12-31");
  assert_add (calendar, "2027-03-29", -1, ATLAS_UNIT_REFERENCE_DATES, "2026-12-31");
}

static void
test_sessions (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasDaySession which = ATLAS_DAY_SESSION_AM;

  g_assert_cmpint (atlas_calendar_sessions_between (calendar, day ("2026-09-01"),
                                                    ATLAS_DAY_SESSION_AM, day ("2027-07-31"),
                                                    ATLAS_DAY_SESSION_PM), ==, 376);
  g_assert_cmpint (atlas_calendar_sessions_between (calendar, day ("2026-10-15"),
                                                    ATLAS_DAY_SESSION_PM, day ("2026-10-19"),
                                                    ATLAS_DAY_SESSION_AM), ==, 4);
  g_assert_cmpint (atlas_calendar_sessions_between (calendar, day ("2026-10-15"),
                                                    ATLAS_DAY_SESSION_PM, day ("2026-10-15"),
                                                    ATLAS_DAY_SESSION_AM), ==, 0);

  /* Four from Thursday afternoon end on Monday morning. */
  assert_date (atlas_calendar_nth_session (calendar, day ("2026-10-15"), ATLAS_DAY_SESSION_PM, 4,
                                           &which).date, "2026-10-19");
  g_assert_cmpint (which, ==, ATLAS_DAY_SESSION_AM);
  assert_date (atlas_calendar_nth_session (calendar, day ("2026-10-17"), ATLAS_DAY_SESSION_PM, 2,
                                           &which).date, "2026-10-19");
  g_assert_cmpint (which, ==, ATLAS_DAY_SESSION_PM);
  assert_date (atlas_calendar_nth_session (calendar, day ("2026-10-17"), ATLAS_DAY_SESSION_PM, 0,
                                           NULL).date, "");
  assert_add (calendar, "2026-10-15", 3, ATLAS_UNIT_SESSIONS, "2026-10-19");
  assert_add (calendar, "2026-10-19", -3, ATLAS_UNIT_SESSIONS, "2026-10-15");
}

static void
test_term_of_a_date (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasTerm term;

  g_assert_true (atlas_calendar_term_of (calendar, day ("2026-10-28"), &term));
  g_assert_cmpint (term.season, ==, ATLAS_SEASON_AUTUMN);
  g_assert_cmpint (term.school_year, ==, 2026);
  assert_date (term.days.from, "2026-09-03");
  assert_date (term.days.to, "2026-12-18");

  g_assert_true (atlas_calendar_term_of (calendar, day ("2027-07-21"), &term));
  g_assert_cmpint (term.season, ==, ATLAS_SEASON_SUMMER);
  assert_date (term.days.from, "2027-04-12");
  g_assert_false (atlas_calendar_term_of (calendar, day ("2026-12-25"), &term));
  g_assert_false (atlas_calendar_term_of (calendar, day ("2026-09-02"), &term));
  g_assert_false (atlas_calendar_term_of (calendar, ATLAS_DATE_NONE, &term));

  /* The year after is guessed. */
  g_assert_true (atlas_calendar_term_of (calendar, day ("2027-10-01"), &term));
  assert_date (term.days.from, "2027-09-02");
  g_assert_cmpint (term.school_year, ==, 2027);
}

/* T052: two terms after a date */
static void
test_same_point_two_terms_later (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasDue due;

  /* The ninth school day of autumn, then that of summer. */
  assert_add (calendar, "2026-09-16", 2, ATLAS_UNIT_TERMS, "2027-04-22");
  /* Autumn is longer than summer without its end: its last day. */
  assert_add (calendar, "2026-12-18", 1, ATLAS_UNIT_TERMS, "2027-03-25");
  /* Before term: the first day of it, and so of the later one. */
  assert_add (calendar, "2026-12-25", 1, ATLAS_UNIT_TERMS, "2027-04-12");

  due = atlas_calendar_add (calendar, day ("2027-01-05"), 2, ATLAS_UNIT_TERMS);
  assert_date (due.date, "2027-09-03");
  g_assert_cmpint (due.provisional, ==, ATLAS_PROVISIONAL_NO_TERMS);
  assert_add (calendar, "2027-01-05", 20, ATLAS_UNIT_TERMS, "");
}

static void
test_beyond_the_last_term_is_provisional (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasCalendar) empty = atlas_calendar_new (NULL, 0);
  AtlasDue due = atlas_calendar_add (calendar, day ("2027-07-19"), 15, ATLAS_UNIT_SCHOOL_DAYS);

  g_assert_cmpint (due.date, !=, ATLAS_DATE_NONE);
  g_assert_cmpint (due.provisional, ==, ATLAS_PROVISIONAL_NO_TERMS);
  for (int unit = 0; unit < ATLAS_N_UNITS; unit++)
    {
      due = atlas_calendar_add (empty, day ("2027-07-19"), 15, (AtlasUnit) unit);
      if (unit != ATLAS_UNIT_CALENDAR_DAYS && unit != ATLAS_UNIT_REFERENCE_DATES)
        g_assert_cmpint (due.provisional, !=, ATLAS_PROVISIONAL_NOT);
      g_assert_cmpint (atlas_calendar_add (empty, ATLAS_DATE_NONE, 1, (AtlasUnit) unit).date, ==,
                       ATLAS_DATE_NONE);
    }
}

#define QUESTIONS   20000
#define ATTEMPTS    5
#define SHORT_YEARS 2
#define LONG_YEARS  50
#define YEAR_DAYS   364
#define TERM_DAYS   110
#define MUCH_LONGER 6   /* times; a walk through the days would take 25 times as long */

static AtlasCalendar *
calendar_of (int years)
{
  g_autoptr(GArray) terms = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));
  AtlasDate first = day ("2024-09-02");

  for (int i = 0; i < years * ATLAS_N_SEASONS; i++)
    {
      AtlasDate from = first + i * YEAR_DAYS / ATLAS_N_SEASONS;
      AtlasCalendarDayRange term = {
        ATLAS_CALENDAR_TERM, { from, from + TERM_DAYS }, NULL, TRUE,
      };

      g_array_append_val (terms, term);
    }

  return atlas_calendar_new ((AtlasCalendarDayRange *) (gpointer) terms->data, terms->len);
}

/* The fastest of several, in microseconds: what else the machine does only makes it slower. */
static gint64
time_questions (AtlasCalendar *calendar,
                AtlasUnit      unit,
                int            years)
{
  AtlasDate first = day ("2024-09-02");
  gint64 best = G_MAXINT64;

  for (int attempt = 0; attempt < ATTEMPTS; attempt++)
    {
      gint64 start = g_get_monotonic_time ();
      gint64 sum = 0;

      for (int i = 0; i < QUESTIONS; i++)
        sum += atlas_calendar_add (calendar, first + i % (years * YEAR_DAYS), 1 + i % 20,
                                   unit).date;
      g_assert_cmpint (sum, !=, 0);
      best = MIN (best, g_get_monotonic_time () - start);
    }

  return best;
}

/* Constant time per question. */
static void
test_a_question_takes_as_long_in_fifty_years_as_in_two (void)
{
  static const AtlasUnit units[] = { ATLAS_UNIT_SCHOOL_DAYS, ATLAS_UNIT_SESSIONS,
                                     ATLAS_UNIT_WORKING_DAYS };
  g_autoptr(AtlasCalendar) few = calendar_of (SHORT_YEARS);
  g_autoptr(AtlasCalendar) many = calendar_of (LONG_YEARS);

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      gint64 quick = time_questions (few, units[i], SHORT_YEARS);
      gint64 slow = time_questions (many, units[i], LONG_YEARS);

      g_test_message ("%u: %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT " µs", units[i], quick,
                      slow);
      g_assert_cmpint (slow, <, MUCH_LONGER * (quick + 1));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/days/statutory-vectors", test_statutory_vectors);
  g_test_add_func ("/days/school-days-count-back", test_school_days_count_back);
  g_test_add_func ("/days/notice-by-post-is-given-on-the-second-working-day",
                   test_notice_by_post_is_given_on_the_second_working_day);
  g_test_add_func ("/days/working-days", test_working_days);
  g_test_add_func ("/days/month-ends-on-a-working-day", test_month_ends_on_a_working_day);
  g_test_add_func ("/days/easter-monday", test_easter_monday);
  g_test_add_func ("/days/reference-dates-cut-terms", test_reference_dates_cut_terms);
  g_test_add_func ("/days/sessions", test_sessions);
  g_test_add_func ("/days/term-of-a-date", test_term_of_a_date);
  g_test_add_func ("/days/same-point-two-terms-later", test_same_point_two_terms_later);
  g_test_add_func ("/days/a-question-takes-as-long-in-fifty-years-as-in-two",
                   test_a_question_takes_as_long_in_fifty_years_as_in_two);
  g_test_add_func ("/days/beyond-the-last-term-is-provisional",
                   test_beyond_the_last_term_is_provisional);

  return g_test_run ();
}
