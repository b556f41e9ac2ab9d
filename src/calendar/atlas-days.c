/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar/atlas-days.h"

#include "calendar/atlas-days-private.h"

#define SATURDAY          6
#define WEEKDAYS          5
#define DAYS_A_WEEK       7
#define MONDAY            (-3)    /* 29 December 1969: the first day of the week of day 0 */
#define JANUARY           1
#define APRIL             4
#define JULY              7
#define AUGUST            8
#define DECEMBER          12
#define REFERENCE_DATES   3       /* a year has so many: SI 2012/1033 reg. 2 */
#define POST_WORKING_DAYS 2       /* SI 2012/1033 Sch. 1 para 1 */
#define LONGEST_COUNT     100000  /* more of any unit is a slip; keeps sums inside their types */

struct _AtlasDaysIndex
{
  GArray *holidays;       /* (element-type AtlasDate): bank holidays on weekdays, each once */
  GArray *terms;          /* (element-type AtlasTerm): three a school year, empty if not known */
  int     first_year;     /* the school year of the first of them */
};

static int
compare_dates (gconstpointer a,
               gconstpointer b)
{
  AtlasDate date_a = *(const AtlasDate *) a;
  AtlasDate date_b = *(const AtlasDate *) b;

  return (date_a > date_b) - (date_a < date_b);
}

static AtlasDate
holiday_at (const AtlasDaysIndex *self,
            guint                 i)
{
  return g_array_index (self->holidays, AtlasDate, i);
}

static void
find_holidays (AtlasDaysIndex *self,
               GArray         *ranges)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (AtlasDate));

  for (guint i = 0; i < ranges->len; i++)
    {
      const AtlasCalendarDayRange *range = &g_array_index (ranges, AtlasCalendarDayRange, i);

      if (range->kind != ATLAS_CALENDAR_BANK_HOLIDAY)
        continue;
      for (AtlasDate date = range->days.from; date <= range->days.to; date++)
        if (atlas_date_weekday (date) < SATURDAY)
          g_array_append_val (all, date);
    }
  g_array_sort (all, compare_dates);

  for (guint i = 0; i < all->len; i++)
    {
      AtlasDate date = g_array_index (all, AtlasDate, i);

      if (self->holidays->len == 0 || holiday_at (self, self->holidays->len - 1) != date)
        g_array_append_val (self->holidays, date);
    }
}

static AtlasSeason
season_of (AtlasDate date)
{
  int month;

  atlas_date_split (date, NULL, &month, NULL);
  if (month >= AUGUST)
    return ATLAS_SEASON_AUTUMN;

  return month < APRIL ? ATLAS_SEASON_SPRING : ATLAS_SEASON_SUMMER;
}

/* Terms are numbered on from the first autumn that the calendar reaches. */
static int
number_of (const AtlasDaysIndex *self,
           AtlasDate             date)
{
  return (atlas_school_year (date) - self->first_year) * ATLAS_N_SEASONS + (int) season_of (date);
}

/* The term of a number, or NULL when it is not known. */
static const AtlasTerm *
term_at (const AtlasDaysIndex *self,
         int                   number)
{
  const AtlasTerm *term;

  if (number < 0 || number >= (int) self->terms->len)
    return NULL;

  term = &g_array_index (self->terms, AtlasTerm, number);

  return term->days.from != ATLAS_DATE_NONE ? term : NULL;
}

static void
widen_term (AtlasDaysIndex *self,
            AtlasDateRange  days)
{
  AtlasTerm *term = &g_array_index (self->terms, AtlasTerm, number_of (self, days.from));

  if (term->days.from == ATLAS_DATE_NONE)
    {
      term->days = days;
      return;
    }

  term->days.from = MIN (term->days.from, days.from);
  term->days.to = MAX (term->days.to, days.to);
}

static void
find_terms (AtlasDaysIndex *self,
            GArray         *ranges,
            AtlasDateRange  known,
            int             guess_days)
{
  int last_year = atlas_school_year (known.to + guess_days);
  guint n_known;

  self->first_year = atlas_school_year (known.from);
  for (int year = self->first_year; year <= last_year; year++)
    for (int season = 0; season < ATLAS_N_SEASONS; season++)
      {
        AtlasTerm term = { year, (AtlasSeason) season, { ATLAS_DATE_NONE, ATLAS_DATE_NONE } };

        g_array_append_val (self->terms, term);
      }

  for (guint i = 0; i < ranges->len; i++)
    {
      const AtlasCalendarDayRange *range = &g_array_index (ranges, AtlasCalendarDayRange, i);

      if (range->kind == ATLAS_CALENDAR_TERM)
        widen_term (self, range->days);
    }

  n_known = guess_days > 0 ? self->terms->len : 0;
  for (guint i = 0; i < n_known; i++)
    {
      const AtlasTerm *term = term_at (self, (int) i);
      AtlasDateRange days;

      if (term == NULL || term->days.from > known.to || term->days.from + guess_days <= known.to)
        continue;

      days.from = term->days.from + guess_days;
      days.to = term->days.to + guess_days;
      if (term_at (self, number_of (self, days.from)) == NULL)
        widen_term (self, days);
    }
}

/*
 * @ranges are usable ones. @guess_days is how far the year after the last known term is behind the
 * one that it is guessed from, 0 when nothing is guessed.
 */
AtlasDaysIndex *
atlas_days_index_new (GArray        *ranges,
                      AtlasDateRange known,
                      int            guess_days)
{
  AtlasDaysIndex *self = g_new0 (AtlasDaysIndex, 1);

  self->holidays = g_array_new (FALSE, FALSE, sizeof (AtlasDate));
  self->terms = g_array_new (FALSE, FALSE, sizeof (AtlasTerm));
  find_holidays (self, ranges);
  if (known.from != ATLAS_DATE_NONE)
    find_terms (self, ranges, known, guess_days);

  return self;
}

void
atlas_days_index_free (AtlasDaysIndex *self)
{
  g_array_unref (self->holidays);
  g_array_unref (self->terms);
  g_free (self);
}

static AtlasDue
no_answer (void)
{
  return (AtlasDue) { ATLAS_DATE_NONE, ATLAS_PROVISIONAL_NO_TERMS };
}

/* Weekdays before @date since the Monday of the week of day 0. */
static int
weekdays_before (AtlasDate date)
{
  int days = date - MONDAY;
  int weeks = days / DAYS_A_WEEK - (days % DAYS_A_WEEK < 0);

  return weeks * WEEKDAYS + MIN (days - weeks * DAYS_A_WEEK, WEEKDAYS);
}

/* The weekday that so many others go before. */
static AtlasDate
weekday_of_rank (int rank)
{
  int weeks = rank / WEEKDAYS - (rank % WEEKDAYS < 0);

  return MONDAY + weeks * DAYS_A_WEEK + (rank - weeks * WEEKDAYS);
}

static guint
holidays_before (const AtlasDaysIndex *self,
                 AtlasDate             date)
{
  guint low = 0;
  guint high = self->holidays->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (holiday_at (self, middle) < date)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static int
working_days_before (const AtlasDaysIndex *self,
                     AtlasDate             date)
{
  return weekdays_before (date) - (int) holidays_before (self, date);
}

/* The working day that so many others go before. */
static AtlasDate
working_day_of_rank (const AtlasDaysIndex *self,
                     int                   rank)
{
  guint low = 0;
  guint high = self->holidays->len;

  /* Holiday i stands before the answer when fewer working days than wanted, or as many, do. */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (weekdays_before (holiday_at (self, middle)) - (int) middle <= rank)
        low = middle + 1;
      else
        high = middle;
    }

  return weekday_of_rank (rank + (int) low);
}

/* Bank holidays are proclaimed some years ahead; a day beyond the last one known may be another. */
static AtlasProvisional
how_sure_of_working_days (const AtlasDaysIndex *self,
                          AtlasDate             from,
                          AtlasDate             to)
{
  guint n = self->holidays->len;

  if (n == 0 || MIN (from, to) < holiday_at (self, 0) || MAX (from, to) > holiday_at (self, n - 1))
    return ATLAS_PROVISIONAL_NO_BANK_HOLIDAYS;

  return ATLAS_PROVISIONAL_NOT;
}

static AtlasDue
add_working_days (const AtlasDaysIndex *self,
                  AtlasDate             from,
                  int                   n)
{
  int rank = n > 0 ? working_days_before (self, from + 1) + n - 1
                   : working_days_before (self, from) + n;
  AtlasDue due = { working_day_of_rank (self, rank), ATLAS_PROVISIONAL_NOT };

  due.provisional = how_sure_of_working_days (self, from, due.date);
  return due;
}

static AtlasDue
add_months (const AtlasDaysIndex *self,
            AtlasDate             from,
            int                   n)
{
  AtlasDate same = atlas_date_add_months (from, n);
  AtlasDue due = { ATLAS_DATE_NONE, ATLAS_PROVISIONAL_NO_TERMS };

  if (same == ATLAS_DATE_NONE)
    return due;

  due.date = working_day_of_rank (self, working_days_before (self, same));
  due.provisional = how_sure_of_working_days (self, same, due.date);
  return due;
}

static AtlasDue
add_school_days (AtlasCalendar *calendar,
                 AtlasDate      from,
                 int            n)
{
  AtlasDate first = atlas_calendar_get_first_known (calendar);
  AtlasDue due = no_answer ();

  if (first == ATLAS_DATE_NONE)
    return due;
  if (n > 0)
    {
      due.date = atlas_calendar_nth_school_day (calendar, from + 1, (guint) n);
      due.provisional = atlas_calendar_how_sure (calendar, from + 1, due.date);
    }
  else
    {
      int rank = atlas_calendar_school_days_between (calendar, first, from - 1) + n;

      if (rank < 0)
        return due;
      due.date = atlas_calendar_nth_school_day (calendar, first, (guint) rank + 1);
      due.provisional = atlas_calendar_how_sure (calendar, due.date, from - 1);
    }

  return due;
}

/* So many days that they hold @n sessions, a part of a day being a day. */
static int
days_for_sessions (int n)
{
  int days = (ABS (n) + ATLAS_SESSIONS_A_DAY - 1) / ATLAS_SESSIONS_A_DAY;

  return n > 0 ? days : -days;
}

static AtlasDate
reference_date (int number)
{
  int year = number / REFERENCE_DATES;

  switch (number % REFERENCE_DATES)
    {
    case 0:
      return atlas_easter_monday (year);
    case 1:
      return atlas_date_new (year, JULY, 31);
    default:
      return atlas_date_new (year, DECEMBER, 31);
    }
}

/* The number of the first reference date on or after @date. */
static int
next_reference_date (AtlasDate date)
{
  int number;
  int year;

  atlas_date_split (date, &year, NULL, NULL);
  for (number = year * REFERENCE_DATES; reference_date (number) < date; number++)
    ;

  return number;
}

static AtlasDue
add_reference_dates (AtlasDate from,
                     int       n)
{
  int number = n > 0 ? next_reference_date (from + 1) + n - 1 : next_reference_date (from) + n;
  AtlasDue due = no_answer ();

  if (number < REFERENCE_DATES)
    return due;

  due.date = reference_date (number);
  if (due.date != ATLAS_DATE_NONE)
    due.provisional = ATLAS_PROVISIONAL_NOT;

  return due;
}

/* The number of the term of @date, or of the next to begin within a year; -1 if there is none. */
static int
find_term (const AtlasDaysIndex *self,
           AtlasDate             date)
{
  int number = self->terms->len > 0 ? number_of (self, date) : 0;

  for (int i = number - ATLAS_N_SEASONS; i <= number + ATLAS_N_SEASONS; i++)
    {
      const AtlasTerm *term = term_at (self, i);

      if (term != NULL && term->days.to >= date)
        return i;
    }

  return -1;
}

static AtlasDue
add_terms (AtlasCalendar *calendar,
           AtlasDate      from,
           int            n)
{
  const AtlasDaysIndex *self = atlas_calendar_get_index (calendar);
  int number = find_term (self, from);
  const AtlasTerm *term = number >= 0 ? term_at (self, number) : NULL;
  const AtlasTerm *then = number >= 0 ? term_at (self, number + n) : NULL;
  AtlasDue due = no_answer ();
  int gone;
  int all;

  if (term == NULL || then == NULL)
    return due;

  gone = atlas_calendar_school_days_between (calendar, term->days.from, from);
  all = atlas_calendar_school_days_between (calendar, then->days.from, then->days.to);
  if (all == 0)
    return due;

  due.date = atlas_calendar_nth_school_day (calendar, then->days.from,
                                            (guint) CLAMP (gone, 1, all));
  due.provisional = atlas_calendar_how_sure (calendar, MIN (from, due.date), MAX (from, due.date));
  return due;
}

/**
 * atlas_calendar_add:
 * @calendar: a calendar
 * @from: the date to count from, which is not counted itself
 * @n: how many; fewer than 0 counts back; 0 is @from itself
 * @unit: what to count
 *
 * Finds the date so many units after another. Sessions give the day of the last of them. A month
 * without the date ends it, and one that falls on no working day goes on to the next. A term gives
 * as many school days into the later term as @from is into its own, or that term's last; a date
 * between terms stands for the first day of the next. Cost: constant for school days, sessions,
 * reference dates and terms; the logarithm of the number of bank holidays for the others.
 *
 * Sources: SI 2012/1033 reg. 2 (reference dates); UK GDPR art. 12(3) and the Information
 * Commissioner's guidance (months).
 *
 * Returns: the date, and how sure it is
 */
AtlasDue
atlas_calendar_add (AtlasCalendar *calendar,
                    AtlasDate      from,
                    int            n,
                    AtlasUnit      unit)
{
  const AtlasDaysIndex *self = atlas_calendar_get_index (calendar);

  if (from == ATLAS_DATE_NONE || ABS (n) > LONGEST_COUNT)
    return no_answer ();
  if (n == 0)
    return (AtlasDue) { from, ATLAS_PROVISIONAL_NOT }
  ;

  switch (unit)
    {
    case ATLAS_UNIT_SESSIONS:
      return add_school_days (calendar, from, days_for_sessions (n));
    case ATLAS_UNIT_WORKING_DAYS:
      return add_working_days (self, from, n);
    case ATLAS_UNIT_CALENDAR_DAYS:
      return (AtlasDue) { from + n, ATLAS_PROVISIONAL_NOT };
    case ATLAS_UNIT_CALENDAR_MONTHS:
      return add_months (self, from, n);
    case ATLAS_UNIT_REFERENCE_DATES:
      return add_reference_dates (from, n);
    case ATLAS_UNIT_TERMS:
      return add_terms (calendar, from, n);
    case ATLAS_UNIT_SCHOOL_DAYS:
    default:
      return add_school_days (calendar, from, n);
    }
}

/**
 * atlas_calendar_nth_session:
 * @calendar: a calendar
 * @from: the day of the first session that may be counted
 * @session: which session of that day
 * @n: 1 for the first session at or after that
 * @which: (out) (optional): which session of the day the answer is
 *
 * Finds the @n-th session. Cost: O(1).
 *
 * Returns: its day, and how sure it is
 */
AtlasDue
atlas_calendar_nth_session (AtlasCalendar   *calendar,
                            AtlasDate        from,
                            AtlasDaySession  session,
                            guint            n,
                            AtlasDaySession *which)
{
  AtlasDue due = no_answer ();
  guint sessions;

  if (from == ATLAS_DATE_NONE || n == 0 || n > LONGEST_COUNT)
    return due;

  /* Counted from the morning of the day, whose own session may have gone by. */
  sessions = n + (session == ATLAS_DAY_SESSION_PM && atlas_calendar_is_school_day (calendar, from));
  due.date = atlas_calendar_nth_school_day (calendar, from,
                                            (guint) days_for_sessions ((int) sessions));
  due.provisional = atlas_calendar_how_sure (calendar, from, due.date);
  if (which != NULL)
    *which = sessions % ATLAS_SESSIONS_A_DAY == 1 ? ATLAS_DAY_SESSION_AM : ATLAS_DAY_SESSION_PM;

  return due;
}

/**
 * atlas_calendar_sessions_between:
 * @calendar: a calendar
 * @from: the first day
 * @session: the first session of that day to count
 * @to: the last day
 * @last: the last session of that day to count
 *
 * Counts sessions, both ends included. Cost: O(1).
 *
 * Returns: the number; 0 when the end is before the beginning
 */
int
atlas_calendar_sessions_between (AtlasCalendar  *calendar,
                                 AtlasDate       from,
                                 AtlasDaySession session,
                                 AtlasDate       to,
                                 AtlasDaySession last)
{
  int n = ATLAS_SESSIONS_A_DAY * atlas_calendar_school_days_between (calendar, from, to);

  if (n == 0)
    return 0;
  if (session == ATLAS_DAY_SESSION_PM)
    n -= atlas_calendar_is_school_day (calendar, from);
  if (last == ATLAS_DAY_SESSION_AM)
    n -= atlas_calendar_is_school_day (calendar, to);

  return MAX (n, 0);
}

/**
 * atlas_calendar_is_working_day:
 * @calendar: a calendar
 * @date: a date
 *
 * Returns: whether @date is a Monday to Friday and no bank holiday that is entered
 */
gboolean
atlas_calendar_is_working_day (AtlasCalendar *calendar,
                               AtlasDate      date)
{
  return atlas_calendar_working_days_between (calendar, date, date) > 0;
}

/**
 * atlas_calendar_working_days_between:
 * @calendar: a calendar
 * @from: the first date
 * @to: the last date
 *
 * Counts the working days from @from to @to, both included.
 *
 * Returns: the number; 0 when either date is missing or @to is before @from
 */
int
atlas_calendar_working_days_between (AtlasCalendar *calendar,
                                     AtlasDate      from,
                                     AtlasDate      to)
{
  const AtlasDaysIndex *self = atlas_calendar_get_index (calendar);

  if (from == ATLAS_DATE_NONE || to == ATLAS_DATE_NONE || to < from)
    return 0;

  return working_days_before (self, to + 1) - working_days_before (self, from);
}

/**
 * atlas_calendar_deemed_service:
 * @calendar: a calendar
 * @sent: the day a notice was posted or left
 * @service: how
 *
 * Finds the day on which a notice counts as given.
 *
 * Source: SI 2012/1033 Sch. 1 para 1.
 *
 * Returns: the day, and how sure it is
 */
AtlasDue
atlas_calendar_deemed_service (AtlasCalendar *calendar,
                               AtlasDate      sent,
                               AtlasService   service)
{
  return atlas_calendar_add (calendar, sent,
                             service == ATLAS_SERVICE_FIRST_CLASS_POST ? POST_WORKING_DAYS : 0,
                             ATLAS_UNIT_WORKING_DAYS);
}

/**
 * atlas_calendar_term_of:
 * @calendar: a calendar
 * @date: a date
 * @term: (out): the term
 *
 * Finds the term of a date. Ranges of a calendar that begin in one season of a school year are
 * halves of one term. A term after the last known is guessed as its days are. Cost: O(1).
 *
 * Returns: whether @date lies in a term, half-terms included
 */
gboolean
atlas_calendar_term_of (AtlasCalendar *calendar,
                        AtlasDate      date,
                        AtlasTerm     *term)
{
  const AtlasDaysIndex *self = atlas_calendar_get_index (calendar);
  int number = date != ATLAS_DATE_NONE ? find_term (self, date) : -1;
  const AtlasTerm *found = number >= 0 ? term_at (self, number) : NULL;

  if (found == NULL || found->days.from > date)
    return FALSE;

  *term = *found;
  return TRUE;
}

/**
 * atlas_school_year:
 * @date: a date
 *
 * Finds the school year of a date, which begins with the first term to begin after July.
 *
 * Source: Education Act 1996 s579(1).
 *
 * Returns: the year in which it begins
 */
int
atlas_school_year (AtlasDate date)
{
  int year;
  int month;

  atlas_date_split (date, &year, &month, NULL);
  return month < AUGUST ? year - 1 : year;
}

/**
 * atlas_easter_monday:
 * @year: 1583 to 9998
 *
 * Finds the day after Easter Day, by the tables of the Calendar (New Style) Act 1750 in the form
 * that Butcher's Ecclesiastical Calendar (1876) gave them.
 *
 * Returns: the date
 */
AtlasDate
atlas_easter_monday (int year)
{
  int golden = year % 19;
  int century = year / 100;
  int in_century = year % 100;
  int skipped = (century - (century + 8) / 25 + 1) / 3;
  int epact = (19 * golden + century - century / 4 - skipped + 15) % 30;
  int to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
  int correction = (golden + 11 * epact + 22 * to_sunday) / 451;
  int days = epact + to_sunday - 7 * correction + 114;

  return atlas_date_new (year, days / 31, days % 31 + 1) + 1;
}

/**
 * atlas_reference_term:
 * @date: a date
 *
 * Finds the period in which a school's exclusions are added up to 5 and 15 days. It ends on 31
 * December, Easter Monday or 31 July, whatever the school's own terms are. Cost: O(1).
 *
 * Source: SI 2012/1033 reg. 2.
 *
 * Returns: its first and last day
 */
AtlasDateRange
atlas_reference_term (AtlasDate date)
{
  int number = next_reference_date (date);

  return (AtlasDateRange) { reference_date (number - 1) + 1, reference_date (number) };
}
