/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-return-window.h"

G_BEGIN_DECLS

/**
 * AtlasClaimKind:
 * @ATLAS_CLAIM_PLACEMENT: a child is or was placed
 * @ATLAS_CLAIM_OFFER: a place is offered to a child
 * @ATLAS_CLAIM_HOLD: places are held for a while
 *
 * How somebody claims a place.
 */
typedef enum {
  ATLAS_CLAIM_PLACEMENT,
  ATLAS_CLAIM_OFFER,
  ATLAS_CLAIM_HOLD,
} AtlasClaimKind;

/**
 * AtlasClaim:
 * @id: the claim's id
 * @kind: what it is
 * @from: the first day of a placement; not looked at otherwise
 * @to: the last day: of a placement once it is ended, of a hold the day it is used or settled by;
 *   %ATLAS_DATE_NONE for "goes on"
 * @planned_end: the last day planned for a placement, or %ATLAS_DATE_NONE
 * @places: how many, 1 but for holds; 0 takes the claim away
 * @is_day6: for a child who is owed a place by Day 6
 * @is_confirmed: of an offer: confirmed or accepted, and neither declined nor withdrawn
 * @is_started: of an offer: the child has started, and the placement counts in its stead
 * @uses: (nullable): the id of the claim whose place this one takes: an offer's hold, a
 *   placement's offer
 *
 * One promise of a place, without a word of whom: a row of the place's `claims`, or a record of
 * this store that the server has not answered for.
 */
typedef struct {
  const char     *id;
  AtlasClaimKind  kind;
  AtlasDate       from;
  AtlasDate       to;
  AtlasDate       planned_end;
  int             places;
  gboolean        is_day6;
  gboolean        is_confirmed;
  gboolean        is_started;
  const char     *uses;
} AtlasClaim;

/**
 * AtlasPlaceCase:
 * @commissioned: places bought
 * @valid: the days on which they are; outside them there are none
 * @day6_kept: of @commissioned, places kept for children owed one by Day 6
 * @return_date: the day that the last return counted, or %ATLAS_DATE_NONE with no return ever
 * @on_roll: children on roll by that return
 * @claims: (array length=n_claims): claims known from the server
 * @n_claims: how many
 * @pending: (array length=n_pending): claims of this store not yet answered for; one replaces the
 *   claim of the same id
 * @n_pending: how many
 * @returns: when returns are due
 *
 * What is known of one line of places.
 */
typedef struct {
  int               commissioned;
  AtlasDateRange    valid;
  int               day6_kept;
  AtlasDate         return_date;
  int               on_roll;
  const AtlasClaim *claims;
  gsize             n_claims;
  const AtlasClaim *pending;
  gsize             n_pending;
  AtlasReturnWindow returns;
} AtlasPlaceCase;

/**
 * AtlasFree:
 * @is_known: whether there was ever a return by that date; if not, @on_roll, @free and @over_by
 *   say nothing
 * @return_date: the return that the answer stands on, or %ATLAS_DATE_NONE
 * @returns: when returns are due, which says whether that is old
 * @commissioned: places commissioned on that date
 * @on_roll: children on roll
 * @held: places held and not used by an offer
 * @offered: places offered, confirmed or accepted, and not started
 * @day6_kept: places kept for Day 6 on that date, whoever asks
 * @leaving: children on roll whose end falls by the later date
 * @free: places free; below 0 when more is promised than there is
 * @over_by: children on roll and offered beyond the places commissioned, or 0
 *
 * How many places are free, and how that comes about.
 */
typedef struct {
  gboolean          is_known;
  AtlasDate         return_date;
  AtlasReturnWindow returns;
  int               commissioned;
  int               on_roll;
  int               held;
  int               offered;
  int               day6_kept;
  int               leaving;
  int               free;
  int               over_by;
} AtlasFree;

AtlasFree atlas_free_count (const AtlasPlaceCase *place,
                            AtlasDate             on,
                            AtlasDate             leaving_by,
                            gboolean              is_day6_child);
void      atlas_free_add   (AtlasFree            *total,
                            const AtlasFree      *line);

G_END_DECLS
