/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar/atlas-calendar.h"

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

/* Days after a date begin on the one that follows it. */
static AtlasDate
days_after (AtlasCalendar *calendar,
            const char    *date,
            guint          n)
{
  return atlas_calendar_nth_school_day (calendar, day (date) + 1, n);
}

static void
assert_between (AtlasCalendar *calendar,
                const char    *from,
                const char    *to,
                int            expected)
{
  g_assert_cmpint (atlas_calendar_school_days_between (calendar, day (from), day (to)), ==,
                   expected);
}

static void
assert_closed (AtlasCalendar *calendar,
               const char    *date,
               AtlasClosed    why,
               const char    *expected_note)
{
  const char *note = "left over";

  g_assert_cmpint (atlas_calendar_why_closed (calendar, day (date), &note), ==, why);
  g_assert_cmpstr (note, ==, expected_note);
}

static void
test_year_has_188_school_days (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  assert_between (calendar, "2026-09-01", "2027-07-31", 188);
  assert_between (calendar, "2026-10-15", "2026-10-15", 1);
  assert_between (calendar, "2026-10-17", "2026-10-18", 0);
  assert_between (calendar, "2026-10-16", "2026-10-15", 0);
  g_assert_cmpint (atlas_calendar_school_days_between (calendar, ATLAS_DATE_NONE, 20000), ==, 0);
}

static void
test_statutory_vectors (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  /* The governing board told on 20 October meets within 15 or 50 school days. */
  assert_date (days_after (calendar, "2026-10-20", 15), "2026-11-18");
  assert_date (days_after (calendar, "2026-10-20", 50), "2027-01-21");
  /* A decision served on 16 November: apply, be heard, reconsider. */
  assert_date (days_after (calendar, "2026-11-16", 15), "2026-12-07");
  assert_date (days_after (calendar, "2026-12-07", 15), "2027-01-12");
  assert_date (days_after (calendar, "2027-01-12", 10), "2027-01-26");
  /* Fair access agreed on 30 November: a place within 20 school days. */
  assert_date (days_after (calendar, "2026-11-30", 20), "2027-01-12");
}

static void
test_every_closed_day_says_why (void)
{
  static const struct {
    const char *date;
    AtlasClosed why;
    const char *note;
  } expected[] = {
    { "2026-10-15", ATLAS_CLOSED_NOT, NULL },
    { "2026-10-17", ATLAS_CLOSED_WEEKEND, NULL },
    { "2026-10-26", ATLAS_CLOSED_HALF_TERM, NULL },
    { "2026-10-31", ATLAS_CLOSED_WEEKEND, NULL },
    { "2026-11-02", ATLAS_CLOSED_INSET, NULL },
    { "2027-03-26", ATLAS_CLOSED_BANK_HOLIDAY, "Good Friday" },
    { "2027-05-03", ATLAS_CLOSED_BANK_HOLIDAY, "Early May" },
    { "2026-12-21", ATLAS_CLOSED_OUT_OF_TERM, NULL },
    { "2020-01-07", ATLAS_CLOSED_OUT_OF_TERM, NULL },
  };
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_closed (calendar, expected[i].date, expected[i].why, expected[i].note);
}

static void
test_own_closure_closes_what_the_county_opens (void)
{
  const AtlasCalendarDayRange ranges[] = {
    { ATLAS_CALENDAR_CLOSURE, { day ("2026-09-08"), day ("2026-09-09") }, "boiler", FALSE },
    { ATLAS_CALENDAR_TERM, { day ("2026-09-01"), day ("2026-10-23") }, NULL, TRUE },
    { ATLAS_CALENDAR_CLOSURE, { day ("2026-09-09"), day ("2026-09-10") }, "snow", TRUE },
  };
  g_autoptr(AtlasCalendar)    calendar = atlas_calendar_new (ranges, G_N_ELEMENTS (ranges));

  g_assert_true (atlas_calendar_is_school_day (calendar, day ("2026-09-07")));
  g_assert_false (atlas_calendar_is_school_day (calendar, day ("2026-09-08")));
  assert_closed (calendar, "2026-09-09", ATLAS_CLOSED_CLOSURE, "boiler");
  assert_closed (calendar, "2026-09-10", ATLAS_CLOSED_CLOSURE, "snow");
}

static void
test_half_entered_ranges_say_nothing (void)
{
  const AtlasCalendarDayRange ranges[] = {
    { ATLAS_CALENDAR_TERM, { day ("2026-09-01"), ATLAS_DATE_NONE }, NULL, TRUE },
    { ATLAS_CALENDAR_TERM, { ATLAS_DATE_NONE, day ("2026-09-01") }, NULL, TRUE },
    { ATLAS_CALENDAR_TERM, { day ("2026-09-10"), day ("2026-09-01") }, NULL, TRUE },
    { ATLAS_CALENDAR_TERM, { day ("2026-09-10"), day ("9026-09-11") }, NULL, TRUE },
    { ATLAS_CALENDAR_TERM, { G_MININT32 + 1, G_MAXINT32 }, NULL, TRUE },
  };
  g_autoptr(AtlasCalendar)    calendar = atlas_calendar_new (ranges, G_N_ELEMENTS (ranges));

  g_assert_cmpint (atlas_calendar_get_last_known (calendar), ==, ATLAS_DATE_NONE);
  g_assert_false (atlas_calendar_is_school_day (calendar, day ("2026-09-10")));
}

static void
test_empty_calendar_knows_nothing (void)
{
  g_autoptr(AtlasCalendar) calendar = atlas_calendar_new (NULL, 0);
  g_autoptr(AtlasDayCount) count = atlas_calendar_count_days (calendar, day ("2026-09-10"), 6);

  g_assert_cmpint (count->first, ==, ATLAS_DATE_NONE);
  g_assert_cmpint (count->due, ==, ATLAS_DATE_NONE);
  g_assert_cmpint (count->provisional, ==, ATLAS_PROVISIONAL_NO_TERMS);
  g_assert_cmpuint (count->days->len, ==, 0);
  g_assert_cmpint (atlas_calendar_school_days_between (calendar, 0, 40000), ==, 0);
  g_assert_cmpint (atlas_calendar_nth_school_day (calendar, 0, 1), ==, ATLAS_DATE_NONE);
}

static void
test_provisional_until_own_inset_days_are_entered (void)
{
  g_autoptr(AtlasCalendar) county = synthetic_calendar (FALSE);
  g_autoptr(AtlasCalendar) own = synthetic_calendar (TRUE);
  AtlasDate from = day ("2026-10-15");

  g_assert_cmpint (atlas_calendar_how_sure (county, from, from + 7), ==,
                   ATLAS_PROVISIONAL_NO_OWN_DAYS);
  g_assert_cmpint (atlas_calendar_how_sure (own, from, from + 7), ==, ATLAS_PROVISIONAL_NOT);
  g_assert_true (atlas_calendar_has_own_days (own, day ("2026-08-01")));
  g_assert_false (atlas_calendar_has_own_days (own, day ("2027-08-01")));
  g_assert_false (atlas_calendar_has_own_days (own, day ("2026-07-31")));
}

static void
test_a_school_that_says_all_is_entered_is_believed (void)
{
  const AtlasCalendarDayRange ranges[] = {
    { ATLAS_CALENDAR_TERM, { day ("2025-09-01"), day ("2026-07-21") }, NULL, TRUE },
    { ATLAS_CALENDAR_TERM, { day ("2026-09-01"), day ("2027-07-21") }, NULL, TRUE },
    { ATLAS_CALENDAR_CLOSURE, { day ("2026-10-05"), day ("2026-10-05") }, "fair", FALSE },
  };
  g_autoptr(AtlasCalendar)    none = atlas_calendar_new_for_school (ranges, 2, TRUE);
  g_autoptr(AtlasCalendar)    some = atlas_calendar_new_for_school (ranges, 3, TRUE);
  g_autoptr(AtlasCalendar)    silent = atlas_calendar_new_for_school (ranges, 3, FALSE);
  AtlasDate then = day ("2025-11-10");
  AtlasDate now = day ("2026-11-10");

  g_assert_cmpint (atlas_calendar_how_sure (none, now, now), ==, ATLAS_PROVISIONAL_NOT);
  g_assert_cmpint (atlas_calendar_how_sure (some, now, now), ==, ATLAS_PROVISIONAL_NOT);
  g_assert_cmpint (atlas_calendar_how_sure (silent, now, now), ==, ATLAS_PROVISIONAL_NO_OWN_DAYS);

  /* What it has entered is of another year. */
  g_assert_cmpint (atlas_calendar_how_sure (some, then, then), ==, ATLAS_PROVISIONAL_NO_OWN_DAYS);
}

/* Any of the days before the first known term may have been a school day. */
static void
test_nothing_is_counted_from_before_the_calendar (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDayCount) count = atlas_calendar_count_days (calendar, day ("2026-06-15"), 6);

  g_assert_cmpint (count->first, ==, ATLAS_DATE_NONE);
  g_assert_cmpint (count->due, ==, ATLAS_DATE_NONE);
  g_assert_cmpint (count->provisional, ==, ATLAS_PROVISIONAL_NO_TERMS);
  g_assert_cmpuint (count->days->len + count->skipped->len, ==, 0);
}

static void
test_provisional_outside_known_terms (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);

  g_assert_cmpint (atlas_calendar_how_sure (calendar, day ("2026-09-02"), day ("2026-09-10")), ==,
                   ATLAS_PROVISIONAL_NO_TERMS);
  g_assert_cmpint (atlas_calendar_how_sure (calendar, day ("2027-07-20"), day ("2027-09-03")), ==,
                   ATLAS_PROVISIONAL_NO_TERMS);
  g_assert_cmpint (atlas_calendar_how_sure (calendar, day ("2027-07-20"), ATLAS_DATE_NONE), ==,
                   ATLAS_PROVISIONAL_NO_TERMS);
}

/* An exclusion in the last week of July is due in September, not in August. */
static void
test_next_year_is_guessed_from_this_one (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDayCount) count = atlas_calendar_count_days (calendar, day ("2027-07-19"), 6);

  assert_date (count->due, "2027-09-08");
  g_assert_cmpint (count->provisional, ==, ATLAS_PROVISIONAL_NO_TERMS);
  g_assert_cmpuint (count->days->len, ==, 6);
}

static void
test_part_of_a_year_is_no_ground_for_guessing (void)
{
  const AtlasCalendarDayRange autumn = {
    ATLAS_CALENDAR_TERM, { day ("2026-09-01"), day ("2026-12-18") }, NULL, TRUE,
  };
  g_autoptr(AtlasCalendar)    calendar = atlas_calendar_new (&autumn, 1);
  g_autoptr(AtlasDayCount)    count = atlas_calendar_count_days (calendar, day ("2026-12-16"), 6);

  assert_date (count->first, "2026-12-16");
  g_assert_cmpint (count->due, ==, ATLAS_DATE_NONE);
  g_assert_cmpint (count->provisional, ==, ATLAS_PROVISIONAL_NO_TERMS);
  g_assert_cmpuint (count->days->len, ==, 3);
}

static void
test_count_lists_days_and_reasons (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDayCount) count = atlas_calendar_count_days (calendar, day ("2026-10-21"), 6);
  AtlasSkippedDay last;

  assert_date (count->first, "2026-10-21");
  assert_date (count->due, "2026-11-05");
  g_assert_cmpint (count->provisional, ==, ATLAS_PROVISIONAL_NOT);
  g_assert_cmpuint (count->days->len, ==, 6);
  /* Two weekends, five days of half-term and an INSET day. */
  g_assert_cmpuint (count->skipped->len, ==, 10);

  last = g_array_index (count->skipped, AtlasSkippedDay, 9);
  assert_date (last.date, "2026-11-02");
  g_assert_cmpint (last.why, ==, ATLAS_CLOSED_INSET);
}

static void
test_count_outlives_the_callers_calendar (void)
{
  AtlasCalendar *calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDayCount) count = atlas_calendar_count_days (calendar, day ("2027-04-30"), 2);

  atlas_calendar_unref (calendar);

  g_assert_cmpuint (count->skipped->len, ==, 3);
  g_assert_cmpstr (g_array_index (count->skipped, AtlasSkippedDay, 2).note, ==, "Early May");
}

static void
test_codes_are_read_exactly (void)
{
  AtlasCalendarKind kind = ATLAS_CALENDAR_TERM;

  g_assert_true (atlas_calendar_kind_parse ("bank-holiday", &kind));
  g_assert_cmpint (kind, ==, ATLAS_CALENDAR_BANK_HOLIDAY);
  g_assert_false (atlas_calendar_kind_parse ("holiday", &kind));
  g_assert_false (atlas_calendar_kind_parse (NULL, &kind));
  g_assert_cmpint (kind, ==, ATLAS_CALENDAR_BANK_HOLIDAY);
  g_assert_cmpstr (atlas_closed_to_code (ATLAS_CLOSED_HALF_TERM), ==, "half-term");
  g_assert_null (atlas_closed_to_code (ATLAS_CLOSED_NOT));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/year-has-188-school-days", test_year_has_188_school_days);
  g_test_add_func ("/calendar/statutory-vectors", test_statutory_vectors);
  g_test_add_func ("/calendar/every-closed-day-says-why", test_every_closed_day_says_why);
  g_test_add_func ("/calendar/own-closure-closes-what-the-county-opens",
                   test_own_closure_closes_what_the_county_opens);
  g_test_add_func ("/calendar/half-entered-ranges-say-nothing",
                   test_half_entered_ranges_say_nothing);
  g_test_add_func ("/calendar/empty-calendar-knows-nothing", test_empty_calendar_knows_nothing);
  g_test_add_func ("/calendar/provisional-until-own-inset-days-are-entered",
                   test_provisional_until_own_inset_days_are_entered);
  g_test_add_func ("/calendar/a-school-that-says-all-is-entered-is-believed",
                   test_a_school_that_says_all_is_entered_is_believed);
  g_test_add_func ("/calendar/nothing-is-counted-from-before-the-calendar",
                   test_nothing_is_counted_from_before_the_calendar);
  g_test_add_func ("/calendar/provisional-outside-known-terms",
                   test_provisional_outside_known_terms);
  g_test_add_func ("/calendar/next-year-is-guessed-from-this-one",
                   test_next_year_is_guessed_from_this_one);
  g_test_add_func ("/calendar/part-of-a-year-is-no-ground-for-guessing",
                   test_part_of_a_year_is_no_ground_for_guessing);
  g_test_add_func ("/calendar/count-lists-days-and-reasons", test_count_lists_days_and_reasons);
  g_test_add_func ("/calendar/count-outlives-the-callers-calendar",
                   test_count_outlives_the_callers_calendar);
  g_test_add_func ("/calendar/codes-are-read-exactly", test_codes_are_read_exactly);

  return g_test_run ();
}
