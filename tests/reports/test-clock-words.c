/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar/synthetic-year.h"
#include "reports/atlas-clock-words.h"

static AtlasDate
day (const char *text)
{
  return atlas_date_parse (text);
}

/* The board's 15 school days from 20 October, over a half-term and an INSET day. */
static AtlasClock
board_clock (void)
{
  AtlasClock clock = {
    .on = day ("2026-10-21"), .start = day ("2026-10-20"), .first = day ("2026-10-21"),
    .due = day ("2026-11-18"), .met_on = ATLAS_DATE_NONE, .state = ATLAS_CLOCK_RUNNING,
    .limit = 15,
  };

  clock.rule = atlas_clock_rule_find ("board-15", ATLAS_CAUSE_BOARD_TOLD, clock.start);
  g_assert_nonnull (clock.rule);

  return clock;
}

/* T055: which days a clock counts and which it passes over, holidays as one and no weekends */
static void
test_days_counted_and_passed_over (void)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasDayCount) days = NULL;
  g_autofree char *words = NULL;
  g_autofree char *none = NULL;
  AtlasClock clock = board_clock ();

  days = atlas_calendar_count_days (calendar, clock.first, 15);
  words = atlas_words_clock_days (&clock, days);
  none = atlas_words_clock_days (&clock, NULL);
  g_assert_cmpstr (words, ==, "15 school days counted, from 21 October to 18 November. "
                   "Passed over: Half-term 26 October to 30 October; INSET day 2 November");
  g_assert_null (none);
}

/* T055: who owes it and by when, and the rule with its source */
static void
test_who_when_and_why (void)
{
  g_autofree char *firm = NULL;
  g_autofree char *unsure = NULL;
  g_autofree char *rule = NULL;
  AtlasClock clock = board_clock ();

  firm = atlas_words_clock_line (&clock);
  clock.provisional = ATLAS_PROVISIONAL_NO_OWN_DAYS;
  unsure = atlas_words_clock_line (&clock);
  rule = atlas_words_clock_rule (&clock);
  g_assert_cmpstr (firm, ==, "The governing board · by 18 November");
  g_assert_cmpstr (unsure, ==, "The governing board · by 18 November, provisional");
  g_assert_true (g_str_has_suffix (rule, "\nSI 2012/1033 regs 2 and 24"));
}

/* T118: a number that no source gives says whose it is */
static void
test_a_county_number_says_so (void)
{
  g_autofree char *rule = NULL;
  AtlasClock clock = board_clock ();

  clock.limit = 3;
  clock.rule = atlas_clock_rule_find ("offer-answer", ATLAS_CAUSE_OFFERED, clock.start);
  rule = atlas_words_clock_rule (&clock);
  g_assert_nonnull (g_strstr_len (rule, -1, "Set by this county: 3 (school days)."));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reports/clock-words/days-counted-and-passed-over",
                   test_days_counted_and_passed_over);
  g_test_add_func ("/reports/clock-words/who-when-and-why", test_who_when_and_why);
  g_test_add_func ("/reports/clock-words/a-county-number-says-so", test_a_county_number_says_so);

  return g_test_run ();
}
