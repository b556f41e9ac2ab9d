/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a question to a calendar takes, over two years of days and over fifty. */
#include "config.h"

#include "calendar/atlas-days.h"

#define QUESTIONS 200000
#define FIRST     20000  /* a day in 2024 */
#define TERM_DAYS 110
#define YEAR_DAYS 364

static AtlasCalendar *
calendar_of (int years)
{
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));

  for (int i = 0; i < years * ATLAS_N_SEASONS; i++)
    {
      AtlasDate from = FIRST + i * YEAR_DAYS / ATLAS_N_SEASONS;
      AtlasCalendarDayRange term = {
        ATLAS_CALENDAR_TERM, { from, from + TERM_DAYS }, NULL, TRUE,
      };
      AtlasCalendarDayRange holiday = { ATLAS_CALENDAR_BANK_HOLIDAY, { from, from }, NULL, TRUE };

      g_array_append_val (ranges, term);
      g_array_append_val (ranges, holiday);
    }

  return atlas_calendar_new ((AtlasCalendarDayRange *) (gpointer) ranges->data, ranges->len);
}

int
main (void)
{
  static const char *names[] = {
    "school days", "sessions", "working days", "calendar days", "calendar months",
    "reference dates", "terms",
  };
  static const int spans[] = { 2, 50 };

  for (int unit = 0; unit < ATLAS_N_UNITS; unit++)
    for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
      {
        g_autoptr(AtlasCalendar) calendar = calendar_of (spans[i]);
        gint64 start = g_get_monotonic_time ();
        gint64 sum = 0;

        for (int question = 0; question < QUESTIONS; question++)
          sum += atlas_calendar_add (calendar, FIRST + question % (spans[i] * YEAR_DAYS),
                                     unit == ATLAS_UNIT_TERMS ? 2 : 1 + question % 20,
                                     (AtlasUnit) unit).date;
        g_print ("%-16s %2d years: %4" G_GINT64_FORMAT " ns a question (%" G_GINT64_FORMAT ")\n",
                 names[unit], spans[i],
                 (g_get_monotonic_time () - start) * 1000 / QUESTIONS, sum % 10);
      }

  return 0;
}
