/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-return-window.h"

#include <string.h>

#define DAYS_A_WEEK 7
#define MOST_DAYS   366

/* The county's number by that name, or 0 when it has set none that can be. */
static int
read_number (const char * const *thresholds,
             const char         *name,
             int                 most)
{
  gsize length = strlen (name);
  gint64 number;

  for (gsize i = 0; thresholds != NULL && thresholds[i] != NULL; i++)
    if (strncmp (thresholds[i], name, length) == 0 && thresholds[i][length] == '=' &&
        g_ascii_string_to_signed (thresholds[i] + length + 1, 10, 1, most, &number, NULL))
      return (int) number;

  return 0;
}

/**
 * atlas_return_window_read:
 * @thresholds: (nullable): what the county set, as `return=10`, `return-from=4`, `return-to=1`
 *
 * Reads when this county wants its returns. Half a window is none, and what cannot be is passed
 * over.
 *
 * Returns: the window
 */
AtlasReturnWindow
atlas_return_window_read (const char * const *thresholds)
{
  AtlasReturnWindow window = { 0 };

  window.days = read_number (thresholds, ATLAS_RETURN_OLD_AFTER, MOST_DAYS);
  window.from = read_number (thresholds, ATLAS_RETURN_FROM, DAYS_A_WEEK);
  window.to = read_number (thresholds, ATLAS_RETURN_TO, DAYS_A_WEEK);
  if (window.from == 0 || window.to == 0)
    window.from = window.to = 0;

  return window;
}

/**
 * atlas_return_window_days:
 * @window: when returns are due
 *
 * Returns: after how many days a figure is old
 */
int
atlas_return_window_days (const AtlasReturnWindow *window)
{
  return window->days > 0 ? window->days : ATLAS_RETURN_DAYS;
}

/**
 * atlas_return_due:
 * @window: when returns are due
 * @counted_on: the day that the last return counted
 *
 * Finds the last day of the next window that opens after the last return: whoever has counted in
 * this week's window is asked again in the next. Without a window it is so many days later.
 *
 * Returns: the day by which the next return is due; %ATLAS_DATE_NONE without a last one
 */
AtlasDate
atlas_return_due (const AtlasReturnWindow *window,
                  AtlasDate                counted_on)
{
  AtlasDate opens = counted_on + 1;

  if (counted_on == ATLAS_DATE_NONE)
    return ATLAS_DATE_NONE;
  if (window->from == 0)
    return counted_on + atlas_return_window_days (window);

  opens += (window->from - atlas_date_weekday (opens) + DAYS_A_WEEK) % DAYS_A_WEEK;
  return opens + (window->to - window->from + DAYS_A_WEEK) % DAYS_A_WEEK;
}

/**
 * atlas_return_is_late:
 * @window: when returns are due
 * @counted_on: the day that the last return counted, or %ATLAS_DATE_NONE
 * @on: the date it is asked for
 *
 * Returns: whether a newer return is wanted; so it is where none was ever received
 */
gboolean
atlas_return_is_late (const AtlasReturnWindow *window,
                      AtlasDate                counted_on,
                      AtlasDate                on)
{
  return counted_on == ATLAS_DATE_NONE || on > atlas_return_due (window, counted_on);
}

/**
 * atlas_return_is_old:
 * @window: when returns are due
 * @counted_on: the day that the last return counted, or %ATLAS_DATE_NONE
 * @on: the date it is asked for
 *
 * Returns: whether a figure that stands on that return is marked as old
 */
gboolean
atlas_return_is_old (const AtlasReturnWindow *window,
                     AtlasDate                counted_on,
                     AtlasDate                on)
{
  return counted_on != ATLAS_DATE_NONE && on - counted_on > atlas_return_window_days (window);
}
