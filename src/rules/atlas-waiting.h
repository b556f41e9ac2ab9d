/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"

G_BEGIN_DECLS

/**
 * ATLAS_RETURN_WINDOW_DAYS:
 *
 * A return is asked for each week, so one older than this is late. No source gives the number:
 * it is set by this county, and screens say so.
 */
#define ATLAS_RETURN_WINDOW_DAYS 7

int      atlas_days_since     (AtlasDate since,
                               AtlasDate on);
gboolean atlas_return_is_late (AtlasDate counted_on,
                               AtlasDate on,
                               int       window_days);

G_END_DECLS
