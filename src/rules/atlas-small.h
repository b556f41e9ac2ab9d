/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-check.h"

G_BEGIN_DECLS

/**
 * ATLAS_SMALL_LIMIT:
 *
 * Numbers of children below it are hidden where a report may leave the office. No source gives the
 * number: it is set by this county, in its record's `thresholds` as `small-numbers=10`; 1 hides
 * none.
 */
#define ATLAS_SMALL_LIMIT 5
#define ATLAS_SMALL_MOST  100
#define ATLAS_SMALL_KEY   "small-numbers"

int      atlas_small_read_limit (const AtlasCheckSettings *settings);
gboolean atlas_small_is         (gint64                    number,
                                 int                       limit);
void     atlas_small_hide       (const gint64             *cells,
                                 guint                     n_rows,
                                 guint                     n_columns,
                                 int                       limit,
                                 gboolean                 *hidden);

G_END_DECLS
