/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-date.h"

#include <string.h>

#define JULIAN_1970     719163  /* GDate's day number of 1 January 1970 */
#define DAYS_A_WEEK     7

static gboolean
to_gdate (AtlasDate date,
          GDate    *gdate)
{
  gint64 julian = (gint64) date + JULIAN_1970;

  g_date_clear (gdate, 1);
  if (date == ATLAS_DATE_NONE || julian < 1 || julian > G_MAXINT32)
    return FALSE;

  g_date_set_julian (gdate, (guint32) julian);
  return TRUE;
}

/**
 * atlas_date_new:
 * @year: 1 to 9999
 * @month: 1 to 12
 * @day: 1 to 31
 *
 * Makes a date from its parts.
 *
 * Returns: the date, or %ATLAS_DATE_NONE when there is no such day
 */
AtlasDate
atlas_date_new (int year,
                int month,
                int day)
{
  GDate gdate;

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return ATLAS_DATE_NONE;

  g_date_clear (&gdate, 1);
  g_date_set_dmy (&gdate, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  return (AtlasDate) g_date_get_julian (&gdate) - JULIAN_1970;
}

/**
 * atlas_date_parse:
 * @text: (nullable): `2026-11-22`, exactly
 *
 * Reads an ISO date. Nothing else is taken: no spaces, no time, no short forms.
 *
 * Returns: the date, or %ATLAS_DATE_NONE
 */
AtlasDate
atlas_date_parse (const char *text)
{
  static const char shape[] = "dddd-dd-dd";
  int value[3] = { 0, 0, 0 };
  int part = 0;

  if (text == NULL || strlen (text) != sizeof shape - 1)
    return ATLAS_DATE_NONE;

  for (gsize i = 0; i < sizeof shape - 1; i++)
    {
      if (shape[i] == '-' && text[i] == '-')
        part++;
      else if (shape[i] == 'd' && g_ascii_isdigit (text[i]))
        value[part] = value[part] * 10 + (text[i] - '0');
      else
        return ATLAS_DATE_NONE;
    }

  return atlas_date_new (value[0], value[1], value[2]);
}

static int
month_by_name (const char *name)
{
  static const char * const names[] = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  };
  gsize length = strlen (name);

  for (int i = 0; length >= 3 && i < (int) G_N_ELEMENTS (names); i++)
    if (g_ascii_strncasecmp (names[i], name, length) == 0)
      return i + 1;

  return 0;
}

/**
 * atlas_date_parse_typed:
 * @text: (nullable): what a person typed
 *
 * Reads a day as people in England write it: "20 November 2026", "20 Nov 2026", "20/11/2026",
 * "20.11.2026", or the ISO form. The year has four digits, so that no century is guessed.
 *
 * Returns: the date, or %ATLAS_DATE_NONE
 */
AtlasDate
atlas_date_parse_typed (const char *text)
{
  g_auto(GStrv) parts = NULL;
  AtlasDate iso = atlas_date_parse (text);
  guint64 day;
  guint64 month;
  guint64 year;

  if (text == NULL || iso != ATLAS_DATE_NONE)
    return iso;

  parts = g_strsplit_set (text, " /.", -1);
  if (g_strv_length (parts) != 3 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 1, 31, &day, NULL) ||
      !g_ascii_string_to_unsigned (parts[2], 10, 1000, 9999, &year, NULL))
    return ATLAS_DATE_NONE;
  if (!g_ascii_string_to_unsigned (parts[1], 10, 1, 12, &month, NULL))
    month = (guint64) month_by_name (parts[1]);

  return atlas_date_new ((int) year, (int) month, (int) day);
}

/**
 * atlas_date_today:
 * @zone: (nullable): where "today" is asked, or %NULL for the local zone
 *
 * Reads the clock. Rules and stores never call this: they are given a date.
 *
 * Returns: today's date
 */
AtlasDate
atlas_date_today (GTimeZone *zone)
{
  g_autoptr(GDateTime) now =
    zone != NULL ? g_date_time_new_now (zone) : g_date_time_new_now_local ();

  return atlas_date_new (g_date_time_get_year (now),
                         g_date_time_get_month (now),
                         g_date_time_get_day_of_month (now));
}

/**
 * atlas_date_format:
 * @date: a date
 *
 * Writes the ISO form, `2026-11-22`; the empty string for %ATLAS_DATE_NONE.
 *
 * Returns: (transfer full): the text
 */
char *
atlas_date_format (AtlasDate date)
{
  int year;
  int month;
  int day;

  if (date == ATLAS_DATE_NONE)
    return g_strdup ("");

  atlas_date_split (date, &year, &month, &day);
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

static char *
format_by_locale (AtlasDate   date,
                  const char *format)
{
  g_autoptr(GDateTime) time = NULL;
  int year;
  int month;
  int day;

  if (date == ATLAS_DATE_NONE)
    return g_strdup ("");

  atlas_date_split (date, &year, &month, &day);
  time = g_date_time_new_utc (year, month, day, 12, 0, 0);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("");
}

/**
 * atlas_date_format_long:
 * @date: a date
 *
 * Writes a date as a sentence has it, with the month's name in the user's language:
 * "20 November 2026".
 *
 * Returns: (transfer full): the text
 */
char *
atlas_date_format_long (AtlasDate date)
{
  return format_by_locale (date, "%-d %B %Y");
}

/**
 * atlas_date_format_month:
 * @date: a date
 *
 * Writes a date's month and year: "January 2020".
 *
 * Returns: (transfer full): the text
 */
char *
atlas_date_format_month (AtlasDate date)
{
  return format_by_locale (date, "%B %Y");
}

/**
 * atlas_date_format_short:
 * @date: a date
 *
 * Writes a date for a narrow column: "20 Nov".
 *
 * Returns: (transfer full): the text
 */
char *
atlas_date_format_short (AtlasDate date)
{
  return format_by_locale (date, "%-d %b");
}

/**
 * atlas_date_format_near:
 * @date: a date
 * @on: the date of the page that it stands on
 *
 * Writes a date for a sentence, without its year where that is the page's own: "5 November".
 *
 * Returns: (transfer full): the text
 */
char *
atlas_date_format_near (AtlasDate date,
                        AtlasDate on)
{
  int year;
  int year_on;

  atlas_date_split (date, &year, NULL, NULL);
  atlas_date_split (on, &year_on, NULL, NULL);

  return year == year_on ? format_by_locale (date, "%-d %B") : atlas_date_format_long (date);
}

/**
 * atlas_date_split:
 * @date: a date
 * @year: (out) (optional): the year
 * @month: (out) (optional): 1 to 12
 * @day: (out) (optional): 1 to 31
 *
 * Takes a date apart; zeros for %ATLAS_DATE_NONE.
 */
void
atlas_date_split (AtlasDate date,
                  int      *year,
                  int      *month,
                  int      *day)
{
  GDate gdate;
  gboolean valid = to_gdate (date, &gdate);

  if (year != NULL)
    *year = valid ? g_date_get_year (&gdate) : 0;
  if (month != NULL)
    *month = valid ? (int) g_date_get_month (&gdate) : 0;
  if (day != NULL)
    *day = valid ? g_date_get_day (&gdate) : 0;
}

/**
 * atlas_date_weekday:
 * @date: a date
 *
 * Returns: 1 for Monday to 7 for Sunday
 */
int
atlas_date_weekday (AtlasDate date)
{
  /* 1 January 1970 was a Thursday. */
  int offset = (int) ((gint64) date + 3) % DAYS_A_WEEK;

  return (offset < 0 ? offset + DAYS_A_WEEK : offset) + 1;
}

/**
 * atlas_date_add_months:
 * @date: a date
 * @months: calendar months to add, may be negative
 *
 * Finds the same day of a later month, or that month's last day if it is shorter.
 *
 * Returns: the date
 */
AtlasDate
atlas_date_add_months (AtlasDate date,
                       int       months)
{
  GDate gdate;

  if (!to_gdate (date, &gdate))
    return ATLAS_DATE_NONE;

  if (months >= 0)
    g_date_add_months (&gdate, (guint) months);
  else
    g_date_subtract_months (&gdate, (guint) -months);

  return (AtlasDate) g_date_get_julian (&gdate) - JULIAN_1970;
}

/**
 * atlas_date_age:
 * @born: a date of birth
 * @on: the day the age is asked for
 *
 * Counts whole years. Somebody born on 29 February is a year older on 1 March.
 *
 * Returns: the age in years, or -1 when either date is missing or @on is before @born
 */
int
atlas_date_age (AtlasDate born,
                AtlasDate on)
{
  int year_born;
  int month_born;
  int day_born;
  int year;
  int month;
  int day;

  if (born == ATLAS_DATE_NONE || on == ATLAS_DATE_NONE || on < born)
    return -1;

  atlas_date_split (born, &year_born, &month_born, &day_born);
  atlas_date_split (on, &year, &month, &day);

  return year - year_born - (month < month_born || (month == month_born && day < day_born));
}

/**
 * atlas_date_range_contains:
 * @range: days from and to, both included
 * @date: a date
 *
 * Returns: whether @date is one of the days of @range; %ATLAS_DATE_NONE is in every range
 */
gboolean
atlas_date_range_contains (AtlasDateRange range,
                           AtlasDate      date)
{
  if (date == ATLAS_DATE_NONE)
    return TRUE;

  return (range.from == ATLAS_DATE_NONE || range.from <= date) &&
         (range.to == ATLAS_DATE_NONE || date <= range.to);
}

/**
 * atlas_time_format:
 * @unix_ms: milliseconds since 1970 in UTC
 *
 * Writes the protocol's form of a time, `2026-03-02T09:00:03.120Z`.
 *
 * Returns: (transfer full): the text
 */
char *
atlas_time_format (gint64 unix_ms)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (unix_ms / 1000);
  g_autofree char *seconds = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S") : NULL;

  return g_strdup_printf ("%s.%03dZ", seconds != NULL ? seconds : "1970-01-01T00:00:00",
                          (int) (unix_ms % 1000));
}

/**
 * atlas_time_now:
 *
 * Returns: (transfer full): the present time in the protocol's form
 */
char *
atlas_time_now (void)
{
  return atlas_time_format (g_get_real_time () / 1000);
}

/**
 * atlas_time_parse:
 * @text: (nullable): a time as atlas_time_format() writes it
 * @unix_ms: (out) (optional): milliseconds since 1970
 *
 * Reads a time. What has no milliseconds, or more than them, is none.
 *
 * Source: protocol, section 1.
 *
 * Returns: whether @text was one
 */
gboolean
atlas_time_parse (const char *text,
                  gint64     *unix_ms)
{
  g_autoptr(GDateTime) time = NULL;
  gsize length = text != NULL ? strlen (text) : 0;

  if (length != strlen ("2026-03-02T09:00:03.120Z") || text[length - 1] != 'Z' ||
      text[10] != 'T' || text[19] != '.')
    return FALSE;

  time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return FALSE;

  if (unix_ms != NULL)
    *unix_ms = g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;

  return TRUE;
}
