/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-clock-book.h"

G_BEGIN_DECLS

/**
 * AtlasClockMove:
 * @line: the clock as it is after the change, or as it was if nothing is owed any more
 * @from: the due day before, or %ATLAS_DATE_NONE when it was not known, or nothing was owed
 * @to: the due day after, or %ATLAS_DATE_NONE when it is not known any more, or nothing is owed
 * @because: the first day of the count that became another, or %ATLAS_DATE_NONE
 * @became: why the school does not meet on that day now
 *
 * A running clock that a change of calendar moves.
 */
typedef struct {
  AtlasClockLine *line;
  AtlasDate       from;
  AtlasDate       to;
  AtlasDate       because;
  AtlasClosed     became;
} AtlasClockMove;

void       atlas_clock_move_free        (AtlasClockMove *move);
GPtrArray *atlas_store_list_clock_moves (AtlasStore     *store,
                                         GPtrArray      *ranges,
                                         AtlasDate       on,
                                         GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasClockMove, atlas_clock_move_free)

G_END_DECLS
