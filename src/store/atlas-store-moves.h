/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store-cases.h"

G_BEGIN_DECLS

/**
 * AtlasDay6Move:
 * @exclusion: id of the exclusion that runs
 * @reference: (nullable): reference of the referral; %NULL when nobody has referred the child
 * @school_name: (nullable): name of the excluding school
 * @from: Day 6 before, or %ATLAS_DATE_NONE when it was not known, or nothing was owed
 * @to: Day 6 after, or %ATLAS_DATE_NONE when it is not known any more, or nothing is owed
 * @because: the first day of the count that became another, or %ATLAS_DATE_NONE
 * @was: why the school did not meet on that day
 * @became: why it does not meet now
 * @note: (nullable): the holiday's name or the closure's reason
 *
 * A running Day 6 that a change of calendar moves.
 */
typedef struct {
  char        *exclusion;
  char        *reference;
  char        *school_name;
  AtlasDate    from;
  AtlasDate    to;
  AtlasDate    because;
  AtlasClosed  was;
  AtlasClosed  became;
  char        *note;
} AtlasDay6Move;

void       atlas_day6_move_free        (AtlasDay6Move  *move);
GPtrArray *atlas_store_list_day6_moves (AtlasStore     *store,
                                        GPtrArray      *ranges,
                                        AtlasDate       on,
                                        GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDay6Move, atlas_day6_move_free)

G_END_DECLS
