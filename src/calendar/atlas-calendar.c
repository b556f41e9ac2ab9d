/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar/atlas-calendar.h"

#include "calendar/atlas-days-private.h"

#define WORD_BITS        64
#define SATURDAY         6
#define AUGUST           8
#define YEAR_MIN         1900  /* a range outside these years is a slip of the keyboard */
#define YEAR_MAX         2199
#define GUESS_DAYS       364   /* 52 weeks: keeps the day of the week */
#define GUESS_NEEDS_DAYS 300   /* a school year's terms, first day to last, take over 46 weeks */

struct _AtlasCalendar
{
  GArray         *ranges; /* (element-type AtlasCalendarDayRange): strongest reason first */
  GArray         *own_years; /* (element-type int): school years with own INSET days */
  gboolean        is_entered; /* the establishment says that its own days are entered */
  AtlasDate       first_known; /* the first day of the first term; bit 0 */
  AtlasDate       last_known; /* the last day of the last term; what follows it is a guess */
  guint64        *words;  /* a bit a date, set on school days */
  guint32        *before; /* school days before each word; one entry more than there are words */
  gsize           n_words;
  AtlasDate      *by_rank; /* every school day, in order */

  AtlasDaysIndex *index;  /* of bank holidays and terms */
};

static gboolean
is_weekend (AtlasDate date)
{
  return atlas_date_weekday (date) >= SATURDAY;
}

static guint32
count_bits (guint64 word)
{
  return (guint32) __builtin_popcountll (word);
}

static const AtlasCalendarDayRange *
range_at (AtlasCalendar *calendar,
          guint          i)
{
  return &g_array_index (calendar->ranges, AtlasCalendarDayRange, i);
}

static gboolean
range_is_usable (const AtlasCalendarDayRange *range)
{
  int year_from;
  int year_to;

  if (range->days.from == ATLAS_DATE_NONE || range->days.to == ATLAS_DATE_NONE ||
      range->days.from > range->days.to)
    return FALSE;

  atlas_date_split (range->days.from, &year_from, NULL, NULL);
  atlas_date_split (range->days.to, &year_to, NULL, NULL);
  return year_from >= YEAR_MIN && year_to <= YEAR_MAX;
}

static AtlasClosed
range_closes (const AtlasCalendarDayRange *range)
{
  switch (range->kind)
    {
    case ATLAS_CALENDAR_BANK_HOLIDAY:
      return ATLAS_CLOSED_BANK_HOLIDAY;
    case ATLAS_CALENDAR_HALF_TERM:
      return ATLAS_CLOSED_HALF_TERM;
    case ATLAS_CALENDAR_INSET:
      return ATLAS_CLOSED_INSET;
    case ATLAS_CALENDAR_CLOSURE:
      return ATLAS_CLOSED_CLOSURE;
    case ATLAS_CALENDAR_TERM:
    default:
      return ATLAS_CLOSED_NOT;
    }
}

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const AtlasCalendarDayRange *range_a = a;
  const AtlasCalendarDayRange *range_b = b;
  int difference = (int) range_closes (range_a) - (int) range_closes (range_b);

  return difference != 0 ? difference : range_a->is_county - range_b->is_county;
}

static void
copy_ranges (AtlasCalendar               *calendar,
             const AtlasCalendarDayRange *ranges,
             gsize                        n_ranges)
{
  for (gsize i = 0; i < n_ranges; i++)
    {
      AtlasCalendarDayRange range = ranges[i];

      if (!range_is_usable (&range))
        continue;

      range.note = g_strdup (range.note);
      g_array_append_val (calendar->ranges, range);
    }

  g_array_sort (calendar->ranges, compare_ranges);
}

static void
clear_range (gpointer data)
{
  AtlasCalendarDayRange *range = data;

  g_free ((char *) range->note);
}

static void
find_known (AtlasCalendar *calendar)
{
  for (guint i = 0; i < calendar->ranges->len; i++)
    {
      const AtlasCalendarDayRange *range = range_at (calendar, i);

      if (range->kind == ATLAS_CALENDAR_TERM)
        {
          if (calendar->first_known == ATLAS_DATE_NONE || range->days.from < calendar->first_known)
            calendar->first_known = range->days.from;
          if (calendar->last_known == ATLAS_DATE_NONE || range->days.to > calendar->last_known)
            calendar->last_known = range->days.to;
        }
      else if (!range->is_county && (range->kind == ATLAS_CALENDAR_INSET || calendar->is_entered))
        {
          int last = atlas_school_year (range->days.to);

          for (int year = atlas_school_year (range->days.from); year <= last; year++)
            g_array_append_val (calendar->own_years, year);
        }
    }
}

/* The bit of a date, or -1 when the calendar does not reach it. */
static gssize
bit_of (AtlasCalendar *calendar,
        AtlasDate      date)
{
  gint64 bit = (gint64) date - calendar->first_known;

  if (calendar->n_words == 0 || date == ATLAS_DATE_NONE || bit < 0 ||
      bit >= (gint64) calendar->n_words * WORD_BITS)
    return -1;

  return (gssize) bit;
}

static void
set_days (AtlasCalendar *calendar,
          AtlasDateRange days,
          gboolean       is_school_day)
{
  for (AtlasDate date = days.from; date <= days.to; date++)
    {
      gssize bit = bit_of (calendar, date);
      guint64 mask;

      if (bit < 0)
        continue;

      mask = G_GUINT64_CONSTANT (1) << (bit % WORD_BITS);
      if (is_school_day && !is_weekend (date))
        calendar->words[bit / WORD_BITS] |= mask;
      else
        calendar->words[bit / WORD_BITS] &= ~mask;
    }
}

/* Terms first, whatever their place in the list; then all that closes. */
static void
set_known_days (AtlasCalendar *calendar,
                gboolean       terms)
{
  for (guint i = 0; i < calendar->ranges->len; i++)
    {
      const AtlasCalendarDayRange *range = range_at (calendar, i);

      if ((range->kind == ATLAS_CALENDAR_TERM) == terms)
        set_days (calendar, range->days, terms);
    }
}

static gboolean
can_guess (AtlasCalendar *calendar)
{
  return calendar->last_known - calendar->first_known + 1 >= GUESS_NEEDS_DAYS;
}

/* After the last known term a day is taken to be like the day 52 weeks before it. */
static void
guess_next_year (AtlasCalendar *calendar)
{
  AtlasDate last = calendar->last_known;

  if (!can_guess (calendar))
    return;

  for (AtlasDate date = last + 1; date <= last + GUESS_DAYS; date++)
    {
      AtlasDateRange day = { date, date };

      if (atlas_calendar_is_school_day (calendar, date - GUESS_DAYS))
        set_days (calendar, day, TRUE);
    }
}

static void
sum_up (AtlasCalendar *calendar)
{
  calendar->before = g_new0 (guint32, calendar->n_words + 1);
  for (gsize i = 0; i < calendar->n_words; i++)
    calendar->before[i + 1] = calendar->before[i] + count_bits (calendar->words[i]);
}

static void
rank_days (AtlasCalendar *calendar)
{
  guint32 rank = 0;

  calendar->by_rank = g_new (AtlasDate, calendar->before[calendar->n_words]);
  for (gsize i = 0; i < calendar->n_words; i++)
    for (guint64 word = calendar->words[i]; word != 0; word &= word - 1)
      calendar->by_rank[rank++] = calendar->first_known + (AtlasDate) (i * WORD_BITS) +
                                  __builtin_ctzll (word);
}

/**
 * atlas_calendar_new_for_school:
 * @ranges: (array length=n_ranges): the county's ranges and one establishment's own, in any order
 * @n_ranges: how many
 * @is_entered: whether the establishment says that its own days are entered
 *
 * Makes a calendar. A school day is a weekday of any term that nothing closes: a half-term, an
 * INSET day, a closure or a bank holiday closes it, whether the county or the establishment
 * entered it. A range without both ends, or that ends before it begins, says nothing.
 *
 * After the last known term a day is taken to be like the day 52 weeks before, if a whole school
 * year is known; such answers are provisional.
 *
 * Returns: (transfer full): the calendar
 */
AtlasCalendar *
atlas_calendar_new_for_school (const AtlasCalendarDayRange *ranges,
                               gsize                        n_ranges,
                               gboolean                     is_entered)
{
  AtlasCalendar *calendar = g_atomic_rc_box_new0 (AtlasCalendar);
  AtlasDateRange known;

  calendar->ranges = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));
  g_array_set_clear_func (calendar->ranges, clear_range);
  calendar->own_years = g_array_new (FALSE, FALSE, sizeof (int));
  calendar->is_entered = is_entered;
  calendar->first_known = ATLAS_DATE_NONE;
  calendar->last_known = ATLAS_DATE_NONE;

  copy_ranges (calendar, ranges, n_ranges);
  find_known (calendar);

  if (calendar->first_known != ATLAS_DATE_NONE)
    {
      gsize n_days = (gsize) (calendar->last_known - calendar->first_known) + 1 + GUESS_DAYS;

      calendar->n_words = (n_days + WORD_BITS - 1) / WORD_BITS;
      calendar->words = g_new0 (guint64, calendar->n_words);
      set_known_days (calendar, TRUE);
      set_known_days (calendar, FALSE);
      guess_next_year (calendar);
      set_known_days (calendar, FALSE);
    }
  sum_up (calendar);
  rank_days (calendar);
  known = (AtlasDateRange) { calendar->first_known, calendar->last_known };
  calendar->index = atlas_days_index_new (calendar->ranges, known,
                                          can_guess (calendar) ? GUESS_DAYS : 0);

  return calendar;
}

/**
 * atlas_calendar_new:
 * @ranges: (array length=n_ranges): ranges, in any order
 * @n_ranges: how many
 *
 * Makes a calendar as atlas_calendar_new_for_school() does, of which nobody says that all is
 * entered.
 *
 * Returns: (transfer full): the calendar
 */
AtlasCalendar *
atlas_calendar_new (const AtlasCalendarDayRange *ranges,
                    gsize                        n_ranges)
{
  return atlas_calendar_new_for_school (ranges, n_ranges, FALSE);
}

AtlasCalendar *
atlas_calendar_ref (AtlasCalendar *calendar)
{
  return g_atomic_rc_box_acquire (calendar);
}

static void
calendar_clear (gpointer data)
{
  AtlasCalendar *calendar = data;

  g_array_unref (calendar->ranges);
  g_array_unref (calendar->own_years);
  g_free (calendar->words);
  g_free (calendar->before);
  g_free (calendar->by_rank);
  atlas_days_index_free (calendar->index);
}

void
atlas_calendar_unref (AtlasCalendar *calendar)
{
  g_atomic_rc_box_release_full (calendar, calendar_clear);
}

/**
 * atlas_calendar_is_school_day:
 * @calendar: a calendar
 * @date: a date
 *
 * Cost: O(1).
 *
 * Returns: whether the school meets on @date, as far as is known
 */
gboolean
atlas_calendar_is_school_day (AtlasCalendar *calendar,
                              AtlasDate      date)
{
  gssize bit = bit_of (calendar, date);

  return bit >= 0 && (calendar->words[bit / WORD_BITS] >> (bit % WORD_BITS) & 1) != 0;
}

/* School days from the first known to the day before @date. */
static guint32
count_before (AtlasCalendar *calendar,
              AtlasDate      date)
{
  gint64 bit = (gint64) date - calendar->first_known;
  guint64 earlier;

  if (calendar->n_words == 0 || bit <= 0)
    return 0;
  if (bit >= (gint64) calendar->n_words * WORD_BITS)
    return calendar->before[calendar->n_words];

  earlier = (G_GUINT64_CONSTANT (1) << (bit % WORD_BITS)) - 1;
  return calendar->before[bit / WORD_BITS] +
         count_bits (calendar->words[bit / WORD_BITS] & earlier);
}

/**
 * atlas_calendar_nth_school_day:
 * @calendar: a calendar
 * @from: the first date that may be counted
 * @n: 1 for the first school day on or after @from
 *
 * Finds the @n-th school day. To count days *after* a date, begin on the day that follows it.
 * Cost: O(1).
 *
 * Returns: the date, or %ATLAS_DATE_NONE when the calendar ends before it
 */
AtlasDate
atlas_calendar_nth_school_day (AtlasCalendar *calendar,
                               AtlasDate      from,
                               guint          n)
{
  guint64 rank;

  if (n == 0 || from == ATLAS_DATE_NONE)
    return ATLAS_DATE_NONE;

  rank = (guint64) count_before (calendar, from) + n - 1;
  if (rank >= calendar->before[calendar->n_words])
    return ATLAS_DATE_NONE;

  return calendar->by_rank[rank];
}

/**
 * atlas_calendar_school_days_between:
 * @calendar: a calendar
 * @from: the first date
 * @to: the last date
 *
 * Counts the school days from @from to @to, both included. Cost: O(1).
 *
 * Returns: the number; 0 when either date is missing or @to is before @from
 */
int
atlas_calendar_school_days_between (AtlasCalendar *calendar,
                                    AtlasDate      from,
                                    AtlasDate      to)
{
  if (from == ATLAS_DATE_NONE || to == ATLAS_DATE_NONE || to < from)
    return 0;

  return (int) (count_before (calendar, to) - count_before (calendar, from)) +
         atlas_calendar_is_school_day (calendar, to);
}

/**
 * atlas_calendar_why_closed:
 * @calendar: a calendar
 * @date: a date
 * @note: (out) (optional) (nullable) (transfer none): the holiday's name or the closure's reason
 *
 * Says why @date is no school day. Of two reasons the one that stands first in #AtlasClosed is
 * given, so a Saturday in half-term is a weekend and Christmas Day is itself.
 *
 * Returns: the reason, or %ATLAS_CLOSED_NOT for a school day
 */
AtlasClosed
atlas_calendar_why_closed (AtlasCalendar *calendar,
                           AtlasDate      date,
                           const char   **note)
{
  if (note != NULL)
    *note = NULL;

  if (atlas_calendar_is_school_day (calendar, date))
    return ATLAS_CLOSED_NOT;
  if (is_weekend (date))
    return ATLAS_CLOSED_WEEKEND;

  for (guint i = 0; i < calendar->ranges->len; i++)
    {
      const AtlasCalendarDayRange *range = range_at (calendar, i);

      if (range->kind == ATLAS_CALENDAR_TERM || !atlas_date_range_contains (range->days, date))
        continue;

      if (note != NULL)
        *note = range->note;
      return range_closes (range);
    }

  return ATLAS_CLOSED_OUT_OF_TERM;
}

/**
 * atlas_calendar_get_first_known:
 * @calendar: a calendar
 *
 * Returns: the first day of the first term entered, or %ATLAS_DATE_NONE
 */
AtlasDate
atlas_calendar_get_first_known (AtlasCalendar *calendar)
{
  return calendar->first_known;
}

/* For atlas-days.c; the calendar owns it. */
AtlasDaysIndex *
atlas_calendar_get_index (AtlasCalendar *calendar)
{
  return calendar->index;
}

/**
 * atlas_calendar_get_last_known:
 * @calendar: a calendar
 *
 * Returns: the last day of the last term entered, or %ATLAS_DATE_NONE
 */
AtlasDate
atlas_calendar_get_last_known (AtlasCalendar *calendar)
{
  return calendar->last_known;
}

/**
 * atlas_calendar_has_own_days:
 * @calendar: a calendar
 * @date: a date
 *
 * Tells whether the establishment has entered its own days for the school year of @date. Every
 * school has INSET days, so until then nobody knows which days they are. A school that says that
 * its days are entered and has none here has none in term; one that has some in other years alone
 * has not come to this year yet.
 *
 * Returns: whether it has
 */
gboolean
atlas_calendar_has_own_days (AtlasCalendar *calendar,
                             AtlasDate      date)
{
  int year = atlas_school_year (date);

  if (calendar->is_entered && calendar->own_years->len == 0)
    return TRUE;

  for (guint i = 0; i < calendar->own_years->len; i++)
    {
      if (g_array_index (calendar->own_years, int, i) == year)
        return TRUE;
    }

  return FALSE;
}

/**
 * atlas_calendar_how_sure:
 * @calendar: a calendar
 * @from: the first date that an answer stands on
 * @to: the last one, or %ATLAS_DATE_NONE when the calendar ended first
 *
 * Tells whether an answer about the days from @from to @to may still move.
 *
 * Returns: the strongest reason why it may, or %ATLAS_PROVISIONAL_NOT
 */
AtlasProvisional
atlas_calendar_how_sure (AtlasCalendar *calendar,
                         AtlasDate      from,
                         AtlasDate      to)
{
  if (calendar->n_words == 0 || from == ATLAS_DATE_NONE || to == ATLAS_DATE_NONE ||
      from < calendar->first_known || to > calendar->last_known)
    return ATLAS_PROVISIONAL_NO_TERMS;

  for (int year = atlas_school_year (from); year <= atlas_school_year (to); year++)
    {
      if (!atlas_calendar_has_own_days (calendar, atlas_date_new (year, AUGUST, 1)))
        return ATLAS_PROVISIONAL_NO_OWN_DAYS;
    }

  return ATLAS_PROVISIONAL_NOT;
}

static void
list_days (AtlasDayCount *count,
           AtlasDate      from,
           AtlasDate      to)
{
  for (AtlasDate date = from; date <= to; date++)
    {
      AtlasSkippedDay skipped = { .date = date };

      skipped.why = atlas_calendar_why_closed (count->calendar, date, &skipped.note);
      if (skipped.why == ATLAS_CLOSED_NOT)
        g_array_append_val (count->days, date);
      else
        g_array_append_val (count->skipped, skipped);
    }
}

/**
 * atlas_calendar_count_days:
 * @calendar: a calendar
 * @from: the first date that may be counted
 * @n: how many school days
 *
 * Counts @n school days from @from on and keeps each day, and each date passed over with its
 * reason. When the calendar ends first, the days there are and no due day; when it begins later,
 * nothing: any of the days before it may have been one.
 *
 * Returns: (transfer full): the count
 */
AtlasDayCount *
atlas_calendar_count_days (AtlasCalendar *calendar,
                           AtlasDate      from,
                           guint          n)
{
  AtlasDayCount *count = g_new0 (AtlasDayCount, 1);
  AtlasDate last;

  count->calendar = atlas_calendar_ref (calendar);
  count->days = g_array_new (FALSE, FALSE, sizeof (AtlasDate));
  count->skipped = g_array_new (FALSE, FALSE, sizeof (AtlasSkippedDay));
  count->first = ATLAS_DATE_NONE;
  count->due = ATLAS_DATE_NONE;
  count->provisional = ATLAS_PROVISIONAL_NO_TERMS;
  if (calendar->first_known == ATLAS_DATE_NONE || from < calendar->first_known)
    return count;

  count->first = atlas_calendar_nth_school_day (calendar, from, 1);
  count->due = atlas_calendar_nth_school_day (calendar, from, n);
  count->provisional = atlas_calendar_how_sure (calendar, from, count->due);

  last = count->due;
  if (last == ATLAS_DATE_NONE && count->first != ATLAS_DATE_NONE)
    last = calendar->by_rank[calendar->before[calendar->n_words] - 1];
  if (last != ATLAS_DATE_NONE)
    list_days (count, from, last);

  return count;
}

void
atlas_day_count_free (AtlasDayCount *count)
{
  if (count == NULL)
    return;

  g_array_unref (count->days);
  g_array_unref (count->skipped);
  atlas_calendar_unref (count->calendar);
  g_free (count);
}

/* What county packs and records call each kind. */
static const char * const kind_codes[] = {
  [ATLAS_CALENDAR_TERM] = "term",
  [ATLAS_CALENDAR_HALF_TERM] = "half-term",
  [ATLAS_CALENDAR_INSET] = "inset",
  [ATLAS_CALENDAR_CLOSURE] = "closure",
  [ATLAS_CALENDAR_BANK_HOLIDAY] = "bank-holiday",
};

/**
 * atlas_calendar_kind_parse:
 * @code: (nullable): `term`, `half-term`, `inset`, `closure` or `bank-holiday`
 * @kind: (out): the kind
 *
 * Reads the code that county packs and records use.
 *
 * Returns: whether @code is one
 */
gboolean
atlas_calendar_kind_parse (const char        *code,
                           AtlasCalendarKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_codes); i++)
    {
      if (g_strcmp0 (code, kind_codes[i]) == 0)
        {
          *kind = (AtlasCalendarKind) i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * atlas_calendar_kind_to_code:
 * @kind: what a range of days is
 *
 * Returns: the stable word for machines, `half-term`
 */
const char *
atlas_calendar_kind_to_code (AtlasCalendarKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kind_codes), NULL);

  return kind_codes[kind];
}

/**
 * atlas_closed_to_code:
 * @why: why a date is no school day
 *
 * Returns: (nullable): the stable word for machines, `half-term`; %NULL for a school day
 */
const char *
atlas_closed_to_code (AtlasClosed why)
{
  switch (why)
    {
    case ATLAS_CLOSED_WEEKEND:
      return "weekend";
    case ATLAS_CLOSED_BANK_HOLIDAY:
      return "bank-holiday";
    case ATLAS_CLOSED_HALF_TERM:
      return "half-term";
    case ATLAS_CLOSED_INSET:
      return "inset";
    case ATLAS_CLOSED_CLOSURE:
      return "closure";
    case ATLAS_CLOSED_OUT_OF_TERM:
      return "out-of-term";
    case ATLAS_CLOSED_NOT:
    default:
      return NULL;
    }
}
