/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-waiting.h"

/**
 * atlas_days_since:
 * @since: the day a child began to wait, or that a return counted
 * @on: the date it is asked for
 *
 * Counts calendar days; a wait that began today is 0.
 *
 * Returns: the days, or -1 when either date is missing or @since is later
 */
int
atlas_days_since (AtlasDate since,
                  AtlasDate on)
{
  if (since == ATLAS_DATE_NONE || on == ATLAS_DATE_NONE || since > on)
    return -1;

  return on - since;
}

/**
 * atlas_return_is_late:
 * @counted_on: the day that the last return counted, or %ATLAS_DATE_NONE
 * @on: the date it is asked for
 * @window_days: how old a return may be, %ATLAS_RETURN_WINDOW_DAYS unless the county sets it
 *
 * Returns: whether a newer return is wanted; so it is where none was ever received
 */
gboolean
atlas_return_is_late (AtlasDate counted_on,
                      AtlasDate on,
                      int       window_days)
{
  return counted_on == ATLAS_DATE_NONE || atlas_days_since (counted_on, on) > window_days;
}
