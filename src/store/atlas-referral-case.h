/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-history.h"
#include "store/atlas-referral-story.h"
#include "store/atlas-store-cases.h"
#include "store/atlas-store-wording.h"

G_BEGIN_DECLS

/**
 * AtlasReferralCase:
 * @on: the day that it was read for
 * @referral: the referral
 * @child: (nullable): the child; %NULL when the record is not on this laptop
 * @exclusion: (nullable): the exclusion behind it
 * @offer: (nullable): the offer that stands: not withdrawn, not turned down, not started
 * @placement: (nullable): the placement that goes on
 * @area: (nullable): home area
 * @partnership: (nullable): home partnership
 * @school: (nullable): the child's school
 * @excluding_school: (nullable): the school that excluded
 * @asked: (nullable): the provision asked
 * @panel: (nullable): the panel that it waits for
 * @place: where the place stands
 * @year_group: the child's
 * @day6: (nullable): Day 6, if it was ever owed
 * @status: its clock
 * @term: the days between two reference dates that @on lies in (SI 2012/1033 reg. 2)
 * @suspended_in_term: sessions of the child's suspensions in @term, two to a day
 * @suspended_in_year: the same, in the school year
 * @records: every record about the child
 * @story: (element-type AtlasStoryEvent): what happened to the child, the oldest first
 * @history: (element-type AtlasHistoryEntry): the newest first; of every record above
 * @passed: (element-type AtlasPassed): what somebody went on in spite of, about the referral
 * @roles: (nullable): of whoever uses this laptop; %NULL where no server gave it any
 * @wording: how tiers, kinds and services were called, by date
 * @has_two_versions: whether something about it waits to be settled
 * @n_pending: changes of it that the server has not answered for
 *
 * Everything that the page of a referral shows. It does not change once read; forms keep the case
 * that they were opened on.
 */
typedef struct {
  AtlasDate           on;
  AtlasReferral      *referral;
  AtlasChild         *child;
  AtlasExclusion     *exclusion;
  AtlasOffer         *offer;
  AtlasPlacement     *placement;
  AtlasArea          *area;
  AtlasPartnership   *partnership;
  AtlasEstablishment *school;
  AtlasEstablishment *excluding_school;
  AtlasProvision     *asked;
  AtlasPanel         *panel;
  AtlasPlaceState     place;
  int                 year_group;
  AtlasDay6          *day6;
  AtlasDay6Status     status;
  AtlasDateRange      term;
  int                 suspended_in_term;
  int                 suspended_in_year;
  AtlasChildRecords  *records;
  GPtrArray          *story;
  GPtrArray          *history;
  GPtrArray          *passed;
  GStrv               roles;
  AtlasWording       *wording;
  gboolean            has_two_versions;
  guint               n_pending;
} AtlasReferralCase;

AtlasReferralCase *atlas_store_read_referral_case (AtlasStore         *store,
                                                   const char         *reference,
                                                   AtlasDate           on,
                                                   GError            **error)
                                                   G_GNUC_WARN_UNUSED_RESULT;
AtlasReferralCase *atlas_referral_case_ref        (AtlasReferralCase  *self);
gboolean           atlas_referral_case_is_day6    (const AtlasReferralCase *self);
void               atlas_referral_case_unref      (AtlasReferralCase  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReferralCase, atlas_referral_case_unref)

G_END_DECLS
