/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Random calendars against a second implementation that is slow and obvious. The framework prints
 * the seed of each run; `--seed R02S…` runs the same calendars again.
 */
#include "config.h"

#include "calendar/atlas-days.h"

#define CASES        10000
#define QUESTIONS    4
#define RANGES_MAX   14
#define START        20000  /* a day in 2024 */
#define SPREAD_DAYS  500
#define NTH_MAX      50
#define YEAR_OF_DAYS 364
#define ENOUGH_DAYS  300

typedef struct {
  AtlasCalendarDayRange ranges[RANGES_MAX];
  gsize                 n_ranges;
  AtlasDate             first;
  AtlasDate             last;
} Slow;

static AtlasCalendarKind
random_closing (void)
{
  return (AtlasCalendarKind) g_test_rand_int_range (ATLAS_CALENDAR_HALF_TERM,
                                                    ATLAS_CALENDAR_BANK_HOLIDAY + 1);
}

static void
slow_init (Slow *slow)
{
  slow->n_ranges = (gsize) g_test_rand_int_range (1, RANGES_MAX + 1);
  slow->first = G_MAXINT32;
  slow->last = G_MININT32;

  for (gsize i = 0; i < slow->n_ranges; i++)
    {
      AtlasCalendarDayRange *range = &slow->ranges[i];
      gboolean is_term = g_test_rand_int_range (0, 2) == 0;
      int length = g_test_rand_int_range (-1, is_term ? 120 : 12);

      range->kind = is_term ? ATLAS_CALENDAR_TERM : random_closing ();
      range->days.from = START + g_test_rand_int_range (0, SPREAD_DAYS);
      range->days.to = range->days.from + length;
      range->note = NULL;
      range->is_county = g_test_rand_bit ();

      if (is_term && length >= 0)
        {
          slow->first = MIN (slow->first, range->days.from);
          slow->last = MAX (slow->last, range->days.to);
        }
    }
}

static gboolean
slow_any (const Slow *slow,
          AtlasDate   date,
          gboolean    term)
{
  for (gsize i = 0; i < slow->n_ranges; i++)
    {
      const AtlasCalendarDayRange *range = &slow->ranges[i];

      if ((range->kind == ATLAS_CALENDAR_TERM) == term &&
          range->days.from <= date && date <= range->days.to)
        return TRUE;
    }

  return FALSE;
}

static gboolean
slow_is_school_day (const Slow *slow,
                    AtlasDate   date)
{
  if (atlas_date_weekday (date) > 5 || slow_any (slow, date, FALSE))
    return FALSE;
  if (slow->first > slow->last || date <= slow->last)
    return slow_any (slow, date, TRUE);

  return slow->last - slow->first + 1 >= ENOUGH_DAYS && date <= slow->last + YEAR_OF_DAYS &&
         slow_is_school_day (slow, date - YEAR_OF_DAYS);
}

static AtlasDate
slow_nth (const Slow *slow,
          AtlasDate   from,
          int         n)
{
  for (AtlasDate date = from; date <= START + 3 * SPREAD_DAYS; date++)
    {
      if (slow_is_school_day (slow, date) && --n == 0)
        return date;
    }

  return ATLAS_DATE_NONE;
}

static int
slow_between (const Slow *slow,
              AtlasDate   from,
              AtlasDate   to)
{
  int count = 0;

  for (AtlasDate date = from; date <= to; date++)
    count += slow_is_school_day (slow, date);

  return count;
}

static AtlasDate
random_date (void)
{
  return START + g_test_rand_int_range (-30, SPREAD_DAYS + 200);
}

static void
ask_both (const Slow    *slow,
          AtlasCalendar *calendar)
{
  AtlasDate from = random_date ();
  AtlasDate to = from + g_test_rand_int_range (-5, 150);
  int n = g_test_rand_int_range (1, NTH_MAX);
  gboolean is_open = slow_is_school_day (slow, from);

  g_assert_cmpint (atlas_calendar_is_school_day (calendar, from), ==, is_open);
  g_assert_true ((atlas_calendar_why_closed (calendar, from, NULL) == ATLAS_CLOSED_NOT) == is_open);
  g_assert_cmpint (atlas_calendar_school_days_between (calendar, from, to), ==,
                   slow_between (slow, from, to));
  g_assert_cmpint (atlas_calendar_nth_school_day (calendar, from, (guint) n), ==,
                   slow_nth (slow, from, n));
}

static gboolean
slow_is_working_day (const Slow *slow,
                     AtlasDate   date)
{
  for (gsize i = 0; i < slow->n_ranges; i++)
    {
      const AtlasCalendarDayRange *range = &slow->ranges[i];

      if (range->kind == ATLAS_CALENDAR_BANK_HOLIDAY &&
          range->days.from <= date && date <= range->days.to)
        return FALSE;
    }

  return atlas_date_weekday (date) <= 5;
}

/* Days of a kind are looked at one by one, forwards or backwards. */
static AtlasDate
slow_walk (const Slow *slow,
           AtlasDate   from,
           int         n,
           gboolean ( *counts )(const Slow *slow,
                                AtlasDate   date))
{
  int step = n > 0 ? 1 : -1;

  for (AtlasDate date = from + step; ABS (date - START) < 5 * SPREAD_DAYS; date += step)
    {
      if (counts (slow, date) && (n -= step) == 0)
        return date;
    }

  return ATLAS_DATE_NONE;
}

static gboolean
slow_is_reference_date (const Slow *slow,
                        AtlasDate   date)
{
  int year;
  int month;
  int day;

  atlas_date_split (date, &year, &month, &day);

  return (month == 12 && day == 31) || (month == 7 && day == 31) ||
         date == atlas_easter_monday (year);
}

static AtlasDate
slow_months (const Slow *slow,
             AtlasDate   from,
             int         n)
{
  AtlasDate date;
  int year;
  int month;
  int day;

  atlas_date_split (from, &year, &month, &day);
  month += n;
  year += (month - 1) / 12;
  month = (month - 1) % 12 + 1;
  while ((date = atlas_date_new (year, month, day)) == ATLAS_DATE_NONE)
    day--;
  while (!slow_is_working_day (slow, date))
    date++;

  return date;
}

/* The days of the term of a school year and season: the hull of what begins in it. */
static gboolean
slow_term (const Slow *slow,
           int         year,
           int         season,
           AtlasTerm  *term)
{
  AtlasDate from = atlas_date_new (season == 0 ? year : year + 1, (int[]) { 8, 1, 4 }[season], 1);
  AtlasDate to = season == 0 ? atlas_date_new (year, 12, 31)
                             : atlas_date_new (year + 1, season == 1 ? 3 : 7, 31);

  term->days = (AtlasDateRange) { G_MAXINT32, G_MININT32 };
  for (gsize i = 0; i < slow->n_ranges; i++)
    {
      const AtlasCalendarDayRange *range = &slow->ranges[i];

      if (range->kind == ATLAS_CALENDAR_TERM && range->days.from <= range->days.to &&
          from <= range->days.from && range->days.from <= to)
        {
          term->days.from = MIN (term->days.from, range->days.from);
          term->days.to = MAX (term->days.to, range->days.to);
        }
    }

  return term->days.from <= term->days.to;
}

static void
ask_both_terms (const Slow    *slow,
                AtlasCalendar *calendar)
{
  AtlasDate date = random_date ();
  gboolean found = FALSE;
  AtlasTerm term;
  AtlasTerm slow_found;

  /* A guessed term is compared by hand, in another test. */
  if (date > slow->last)
    return;

  for (int i = 0; i < 12 && !found; i++)
    found = slow_term (slow, 2023 + i / 3, i % 3, &slow_found) && slow_found.days.to >= date;
  found = found && slow_found.days.from <= date;

  g_assert_cmpint (atlas_calendar_term_of (calendar, date, &term), ==, found);
  if (found)
    {
      g_assert_cmpint (term.days.from, ==, slow_found.days.from);
      g_assert_cmpint (term.days.to, ==, slow_found.days.to);
    }
}

static void
ask_both_units (const Slow    *slow,
                AtlasCalendar *calendar)
{
  AtlasDate from = random_date ();
  int n = g_test_rand_int_range (1, NTH_MAX) * (g_test_rand_bit () ? 1 : -1);
  int few = g_test_rand_int_range (1, 5);
  int working = 0;

  g_assert_cmpint (atlas_calendar_add (calendar, from, n, ATLAS_UNIT_SCHOOL_DAYS).date, ==,
                   slow_walk (slow, from, n, slow_is_school_day));
  g_assert_cmpint (atlas_calendar_add (calendar, from, n, ATLAS_UNIT_WORKING_DAYS).date, ==,
                   slow_walk (slow, from, n, slow_is_working_day));
  g_assert_cmpint (atlas_calendar_add (calendar, from, few, ATLAS_UNIT_REFERENCE_DATES).date, ==,
                   slow_walk (slow, from, few, slow_is_reference_date));
  g_assert_cmpint (atlas_calendar_add (calendar, from, -few, ATLAS_UNIT_REFERENCE_DATES).date, ==,
                   slow_walk (slow, from, -few, slow_is_reference_date));
  g_assert_cmpint (atlas_calendar_add (calendar, from, few, ATLAS_UNIT_CALENDAR_MONTHS).date, ==,
                   slow_months (slow, from, few));
  g_assert_cmpint (atlas_calendar_add (calendar, from, n, ATLAS_UNIT_CALENDAR_DAYS).date, ==,
                   from + n);
  g_assert_cmpint (atlas_calendar_deemed_service (calendar, from,
                                                  ATLAS_SERVICE_FIRST_CLASS_POST).date, ==,
                   slow_walk (slow, from, 2, slow_is_working_day));
  g_assert_cmpint (atlas_reference_term (from).to, ==,
                   slow_walk (slow, from - 1, 1, slow_is_reference_date));

  for (AtlasDate date = from; date <= from + ABS (n); date++)
    working += slow_is_working_day (slow, date);
  g_assert_cmpint (atlas_calendar_working_days_between (calendar, from, from + ABS (n)), ==,
                   working);
}

static void
ask_both_sessions (const Slow    *slow,
                   AtlasCalendar *calendar)
{
  AtlasDate from = random_date ();
  AtlasDaySession start = (AtlasDaySession) g_test_rand_int_range (0, 2);
  AtlasDaySession which = ATLAS_DAY_SESSION_AM;
  int n = g_test_rand_int_range (1, NTH_MAX);
  int left = n;
  AtlasDate date = from;
  int session = (int) start;
  AtlasDue due = atlas_calendar_nth_session (calendar, from, start, (guint) n, &which);

  for (; date <= START + 3 * SPREAD_DAYS; session == 0 ? (session = 1) : (session = 0, date++))
    if (slow_is_school_day (slow, date) && --left == 0)
      break;

  if (left > 0)
    {
      g_assert_cmpint (due.date, ==, ATLAS_DATE_NONE);
      return;
    }
  g_assert_cmpint (due.date, ==, date);
  g_assert_cmpint ((int) which, ==, session);
  g_assert_cmpint (atlas_calendar_sessions_between (calendar, from, start, date, which), ==, n);
}

static void
count_both (const Slow    *slow,
            AtlasCalendar *calendar)
{
  AtlasDate from = random_date ();
  int n = g_test_rand_int_range (1, NTH_MAX);
  g_autoptr(AtlasDayCount) count = atlas_calendar_count_days (calendar, from, (guint) n);

  if (from < slow->first)
    {
      g_assert_cmpint (count->first, ==, ATLAS_DATE_NONE);
      g_assert_cmpint (count->due, ==, ATLAS_DATE_NONE);
      return;
    }
  g_assert_cmpint (count->first, ==, slow_nth (slow, from, 1));
  g_assert_cmpint (count->due, ==, slow_nth (slow, from, n));
  for (guint i = 0; i < count->days->len; i++)
    g_assert_cmpint (g_array_index (count->days, AtlasDate, i), ==,
                     slow_nth (slow, from, (int) i + 1));

  if (count->due == ATLAS_DATE_NONE)
    {
      g_assert_cmpint (count->provisional, ==, ATLAS_PROVISIONAL_NO_TERMS);
      return;
    }
  /* Every date from the first to the last is either counted or passed over. */
  g_assert_cmpuint (count->days->len, ==, (guint) n);
  g_assert_cmpuint (count->days->len + count->skipped->len, ==, (guint) (count->due - from + 1));
}

static void
test_agrees_with_the_slow_one (void)
{
  for (int i = 0; i < CASES; i++)
    {
      g_autoptr(AtlasCalendar) calendar = NULL;
      Slow slow;

      slow_init (&slow);
      calendar = atlas_calendar_new (slow.ranges, slow.n_ranges);
      for (int question = 0; question < QUESTIONS; question++)
        ask_both (&slow, calendar);
      ask_both_units (&slow, calendar);
      ask_both_sessions (&slow, calendar);
      ask_both_terms (&slow, calendar);
      if (i % 10 == 0)
        count_both (&slow, calendar);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/random/agrees-with-the-slow-one", test_agrees_with_the_slow_one);

  return g_test_run ();
}
