/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-words.h"
#include "rules/atlas-school-year.h"

static void
assert_words (char       *words,
              const char *expected)
{
  g_assert_cmpstr (words, ==, expected);
  g_free (words);
}

static AtlasClock
clock_of (AtlasClockState state,
          const char     *on,
          const char     *due,
          int             days_left,
          int             days_late)
{
  AtlasClock clock = {
    .state = state,
    .on = atlas_date_parse (on),
    .due = atlas_date_parse (due),
    .met_on = ATLAS_DATE_NONE,
    .days_left = days_left,
    .days_late = days_late,
  };

  return clock;
}

static void
test_clock_says_when_it_is_due (void)
{
  static const struct {
    AtlasClockState state;
    const char     *on;
    int             days_left;
    const char     *words;
  } expected[] = {
    { ATLAS_CLOCK_DUE, "2026-10-22", 0, "Due today" },
    { ATLAS_CLOCK_DUE, "2026-10-21", 1, "Due tomorrow" },
    { ATLAS_CLOCK_DUE, "2026-10-20", 2, "Due in 2 days" },
    { ATLAS_CLOCK_RUNNING, "2026-10-16", 4, "Due in 4 school days" },
    { ATLAS_CLOCK_DUE, "2026-10-20", 1, "Due on the next school day" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      AtlasClock clock = clock_of (expected[i].state, expected[i].on, "2026-10-22",
                                   expected[i].days_left, 0);

      assert_words (atlas_words_clock (&clock), expected[i].words);
    }
}

static void
test_clock_says_how_late_it_is (void)
{
  static const AtlasClockRule by_the_calendar = { .unit = ATLAS_UNIT_CALENDAR_DAYS };
  AtlasClock one = clock_of (ATLAS_CLOCK_LATE, "2026-10-23", "2026-10-22", 0, 1);
  AtlasClock three = clock_of (ATLAS_CLOCK_LATE, "2026-11-04", "2026-10-22", 0, 3);

  assert_words (atlas_words_clock (&one), "Late by 1 school day");
  assert_words (atlas_words_clock (&three), "Late by 3 school days");

  three.rule = &by_the_calendar;
  assert_words (atlas_words_clock (&three), "Late by 3 days");
  three.due = ATLAS_DATE_NONE;
  assert_words (atlas_words_clock (&three), "Exceeded");
}

static void
test_clock_says_when_education_started (void)
{
  AtlasClock met = clock_of (ATLAS_CLOCK_MET, "2026-12-01", "2026-11-05", 0, 0);

  met.met_on = atlas_date_parse ("2026-11-05");
  assert_words (atlas_words_clock (&met), "Education started 5 November");
  met.days_late = 4;
  assert_words (atlas_words_clock (&met), "Education started 5 November, 4 school days late");
  met.days_late = 1;
  assert_words (atlas_words_clock (&met), "Education started 5 November, 1 school day late");
  met.on = atlas_date_parse ("2027-02-01");
  assert_words (atlas_words_clock (&met), "Education started 5 November 2026, 1 school day late");
}

static void
test_clock_does_not_pretend (void)
{
  AtlasClock guessed = clock_of (ATLAS_CLOCK_PROVISIONAL, "2027-07-20", "2027-09-08", 5, 0);
  AtlasClock unknown = clock_of (ATLAS_CLOCK_PROVISIONAL, "2027-07-20", "", 0, 0);
  AtlasClock none = clock_of (ATLAS_CLOCK_NOT_RUNNING, "2027-07-20", "", 0, 0);

  assert_words (atlas_words_clock (&guessed), "Due about 8 September");
  assert_words (atlas_words_clock (&unknown), "Due day not known");
  assert_words (atlas_words_clock (&none), "Nothing is due");
}

static void
test_provisional_says_why (void)
{
  g_assert_cmpstr (atlas_words_provisional (ATLAS_PROVISIONAL_NO_OWN_DAYS), ==,
                   "provisional: this school's INSET days are not entered");
  g_assert_cmpstr (atlas_words_provisional (ATLAS_PROVISIONAL_NO_TERMS), ==,
                   "provisional: the terms of that time are not entered");
  g_assert_null (atlas_words_provisional (ATLAS_PROVISIONAL_NOT));
  g_assert_cmpstr (atlas_words_owed_by (ATLAS_OWED_BY_SCHOOL), ==, "The school");
  g_assert_cmpstr (atlas_words_owed_by (ATLAS_OWED_BY_LOCAL_AUTHORITY), ==, "The county council");
}

static void
test_holidays_have_their_names (void)
{
  assert_words (atlas_words_closed (ATLAS_CLOSED_BANK_HOLIDAY, "Good Friday"), "Good Friday");
  assert_words (atlas_words_closed (ATLAS_CLOSED_BANK_HOLIDAY, ""), "Bank holiday");
  assert_words (atlas_words_closed (ATLAS_CLOSED_CLOSURE, "boiler"), "School closed: boiler");
  assert_words (atlas_words_closed (ATLAS_CLOSED_CLOSURE, NULL), "School closed");
  assert_words (atlas_words_closed (ATLAS_CLOSED_HALF_TERM, "autumn"), "Half-term");
  assert_words (atlas_words_closed (ATLAS_CLOSED_NOT, NULL), "School day");
}

static void
test_free_is_not_a_number_without_a_return (void)
{
  AtlasFree free = { .commissioned = 40, .free = 40 };

  assert_words (atlas_words_free (&free), "No return received");
}

static void
test_free_says_what_is_short (void)
{
  AtlasFree free = { .is_known = TRUE, .commissioned = 40, .free = 1 };

  assert_words (atlas_words_free (&free), "1 of 40 places free");
  free.free = -2;
  assert_words (atlas_words_free (&free), "2 more places promised than there are");
  free.over_by = 1;
  assert_words (atlas_words_free (&free), "1 more child than places");
  free.over_by = 2;
  assert_words (atlas_words_free (&free), "2 more children than places");
}

/* Due weekly in a window, set by this county. */
static void
test_when_returns_are_due_is_said (void)
{
  static const AtlasReturnWindow usual = { 0 };
  static const AtlasReturnWindow window = { .days = 10, .from = 4, .to = 1 };
  static const AtlasReturnWindow one_day = { .days = 1, .from = 5, .to = 5 };

  assert_words (atlas_words_return_window (&usual),
                "Due 7 days after the last; a figure is old after 7 days (set by this county)");
  assert_words (atlas_words_return_window (&window),
                "Due each week from Thursday to Monday; a figure is old after 10 days (set by this "
                "county)");
  assert_words (atlas_words_return_window (&one_day),
                "Due each week on Friday; a figure is old after 1 day (set by this county)");
}

static void
test_figures_carry_their_age (void)
{
  AtlasDate sent = atlas_date_parse ("2026-11-18");
  AtlasFree count = { .return_date = sent };
  AtlasFree lenient = { .return_date = sent, .returns = { .days = 14 } };
  AtlasFree none = { .return_date = ATLAS_DATE_NONE };

  assert_words (atlas_words_as_last_sent (&count, sent + 7), "As last sent, 18 November");
  assert_words (atlas_words_as_last_sent (&count, sent + 8), "As last sent, 18 November (old)");
  assert_words (atlas_words_as_last_sent (&lenient, sent + 14), "As last sent, 18 November");
  assert_words (atlas_words_as_last_sent (&lenient, sent + 15), "As last sent, 18 November (old)");
  assert_words (atlas_words_as_last_sent (&none, sent), "No return received");
  assert_words (atlas_words_waiting (sent, sent), "Waiting since today");
  assert_words (atlas_words_waiting (sent, sent + 1), "Waiting 1 day");
  assert_words (atlas_words_waiting (sent, sent + 12), "Waiting 12 days");
  assert_words (atlas_words_waiting (ATLAS_DATE_NONE, sent), "Not waiting");
}

static void
test_year_groups_have_names (void)
{
  assert_words (atlas_words_year_group (9), "Year 9");
  assert_words (atlas_words_year_group (0), "Reception");
  assert_words (atlas_words_year_group (-2), "Before Reception");
  assert_words (atlas_words_year_group (ATLAS_YEAR_GROUP_NONE), "Year not known");
  assert_words (atlas_words_year_group (30), "Year not known");
}

static void
test_the_whole_county_has_its_name (void)
{
  assert_words (atlas_words_whole_county ("Hertfordshire"), "All Hertfordshire");
  assert_words (atlas_words_whole_county (NULL), "Whole County");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reports/words/clock-says-when-it-is-due", test_clock_says_when_it_is_due);
  g_test_add_func ("/reports/words/clock-says-how-late-it-is", test_clock_says_how_late_it_is);
  g_test_add_func ("/reports/words/clock-says-when-education-started",
                   test_clock_says_when_education_started);
  g_test_add_func ("/reports/words/clock-does-not-pretend", test_clock_does_not_pretend);
  g_test_add_func ("/reports/words/provisional-says-why", test_provisional_says_why);
  g_test_add_func ("/reports/words/holidays-have-their-names", test_holidays_have_their_names);
  g_test_add_func ("/reports/words/free-is-not-a-number-without-a-return",
                   test_free_is_not_a_number_without_a_return);
  g_test_add_func ("/reports/words/free-says-what-is-short", test_free_says_what_is_short);
  g_test_add_func ("/reports/words/when-returns-are-due-is-said",
                   test_when_returns_are_due_is_said);
  g_test_add_func ("/reports/words/figures-carry-their-age", test_figures_carry_their_age);
  g_test_add_func ("/reports/words/year-groups-have-names", test_year_groups_have_names);
  g_test_add_func ("/reports/words/the-whole-county-has-its-name",
                   test_the_whole_county_has_its_name);

  return g_test_run ();
}
