/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-route.h"

G_BEGIN_DECLS

/**
 * AtlasReferralFacet:
 * @ATLAS_REFERRAL_FACET_STEP: codes of `referral-step`
 * @ATLAS_REFERRAL_FACET_TIER: `1` to `5`
 * @ATLAS_REFERRAL_FACET_YEAR: year groups, `R`, `9`
 * @ATLAS_REFERRAL_FACET_AREA: keys of home areas
 * @ATLAS_REFERRAL_FACET_PARTNERSHIP: keys of home partnerships
 * @ATLAS_REFERRAL_FACET_KIND: codes of `referral-kind`
 *
 * What a list of referrals can be narrowed by. Several values of one facet widen it again.
 */
typedef enum {
  ATLAS_REFERRAL_FACET_STEP,
  ATLAS_REFERRAL_FACET_TIER,
  ATLAS_REFERRAL_FACET_YEAR,
  ATLAS_REFERRAL_FACET_AREA,
  ATLAS_REFERRAL_FACET_PARTNERSHIP,
  ATLAS_REFERRAL_FACET_KIND,
} AtlasReferralFacet;

#define ATLAS_REFERRAL_N_FACETS (ATLAS_REFERRAL_FACET_KIND + 1)

/**
 * AtlasReferralSort:
 * @ATLAS_REFERRAL_SORT_RECEIVED: the day that it was received
 * @ATLAS_REFERRAL_SORT_REFERENCE: its reference
 * @ATLAS_REFERRAL_SORT_YEAR: the child's year group
 * @ATLAS_REFERRAL_SORT_TIER: its tier
 * @ATLAS_REFERRAL_SORT_NEXT_BY: the day by which the next step is to be done
 * @ATLAS_REFERRAL_SORT_EXCLUDED: the day of the exclusion, which is the order of Day 6 but for
 *   the days that schools close on their own
 * @ATLAS_REFERRAL_SORT_STEP: its step, from draft to ended
 * @ATLAS_REFERRAL_SORT_QUEUE: those who come first, as atlas_care_comes_first() says, then by the
 *   day that it was received
 *
 * How a list of referrals is ordered. What lacks the value comes last.
 */
typedef enum {
  ATLAS_REFERRAL_SORT_RECEIVED,
  ATLAS_REFERRAL_SORT_REFERENCE,
  ATLAS_REFERRAL_SORT_YEAR,
  ATLAS_REFERRAL_SORT_TIER,
  ATLAS_REFERRAL_SORT_NEXT_BY,
  ATLAS_REFERRAL_SORT_EXCLUDED,
  ATLAS_REFERRAL_SORT_STEP,
  ATLAS_REFERRAL_SORT_QUEUE,
} AtlasReferralSort;

/**
 * AtlasReferralFilter:
 * @facets: (nullable): for each facet the values allowed, or %NULL for all
 * @is_open: only those that still need something done
 * @owes_day6: only those whose exclusion still owes education by Day 6
 * @review_due: only those with a review that is due this week or past its date, of the referral or
 *   of a placement
 * @waiting_days: only those open and received at least so many days ago, without a child who has
 *   started; 0 for all
 * @sort: the order
 * @descending: whether it is turned round
 *
 * Which referrals to show. It can be written as a route and read from one.
 */
typedef struct {
  GStrv             facets[ATLAS_REFERRAL_N_FACETS];
  gboolean          is_open;
  gboolean          owes_day6;
  gboolean          review_due;
  int               waiting_days;
  AtlasReferralSort sort;
  gboolean          descending;
} AtlasReferralFilter;

AtlasReferralFilter *atlas_referral_filter_new        (void) G_GNUC_WARN_UNUSED_RESULT;
AtlasReferralFilter *atlas_referral_filter_copy       (const AtlasReferralFilter *filter)
                                                       G_GNUC_WARN_UNUSED_RESULT;
void                 atlas_referral_filter_free       (AtlasReferralFilter       *filter);
AtlasReferralFilter *atlas_referral_filter_from_route (const AtlasRoute          *route)
                                                       G_GNUC_WARN_UNUSED_RESULT;
AtlasRoute          *atlas_referral_filter_to_route   (const AtlasReferralFilter *filter)
                                                       G_GNUC_WARN_UNUSED_RESULT;
gboolean             atlas_referral_filter_has        (const AtlasReferralFilter *filter,
                                                       AtlasReferralFacet         facet,
                                                       const char                *value);
void                 atlas_referral_filter_toggle     (AtlasReferralFilter       *filter,
                                                       AtlasReferralFacet         facet,
                                                       const char                *value);
gboolean             atlas_referral_filter_narrows    (const AtlasReferralFilter *filter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReferralFilter, atlas_referral_filter_free)

G_END_DECLS
