/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"

G_BEGIN_DECLS

/**
 * ATLAS_RETURN_DAYS:
 *
 * A return is asked for each week. No source gives the number: it is set by this county, and
 * screens say so.
 */
#define ATLAS_RETURN_DAYS 7

/* How the county's record names its own numbers. The clock of the return has the first one's id. */
#define ATLAS_RETURN_OLD_AFTER "return"
#define ATLAS_RETURN_FROM      "return-from"
#define ATLAS_RETURN_TO        "return-to"

/**
 * AtlasReturnWindow:
 * @days: after how many days a figure is old; 0 stands for %ATLAS_RETURN_DAYS
 * @from: weekday on which the week's window opens, 1 (Monday) to 7, or 0 for no window: then a
 *   return is due @days after the last
 * @to: weekday of its last day; with @from before it in the week, or round the weekend
 *
 * When returns of places are due, and when the figures that stand on one are old. All zeros is what
 * holds until the county says otherwise.
 */
typedef struct {
  int days;
  int from;
  int to;
} AtlasReturnWindow;

AtlasReturnWindow atlas_return_window_read (const char * const      *thresholds);
int               atlas_return_window_days (const AtlasReturnWindow *window);
AtlasDate         atlas_return_due         (const AtlasReturnWindow *window,
                                            AtlasDate                counted_on);
gboolean          atlas_return_is_late     (const AtlasReturnWindow *window,
                                            AtlasDate                counted_on,
                                            AtlasDate                on);
gboolean          atlas_return_is_old      (const AtlasReturnWindow *window,
                                            AtlasDate                counted_on,
                                            AtlasDate                on);

G_END_DECLS
