/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-referral-case.h"
#include "store/atlas-store-places.h"

G_BEGIN_DECLS

/**
 * AtlasPromise:
 * @id: of the offer or the hold
 * @label: (nullable): the reference of whom it is for; %NULL when that is not on this laptop
 * @text: how it stands: "Place offered, 21 November"
 * @route: (nullable): the page of the referral
 * @mark_reason: (nullable): why it goes over the number, and on whose word
 *
 * One promise of a place that stands: an offer that has not started, or a hold.
 */
typedef struct {
  char *id;
  char *label;
  char *text;
  char *route;
  char *mark_reason;
} AtlasPromise;

/**
 * AtlasLastPlace:
 * @referral_case: whose child wants a place
 * @line: the line of places
 * @free: the count on the day, for this child
 * @is_free: whether a place is free after all
 * @title: "Stevenage ESC has 12 places and 13 children"
 * @figures: what that is made of
 * @promises: (element-type AtlasPromise): who has been promised a place, the oldest first
 *
 * What people must see to decide whose a place is that is wanted when none is free.
 */
typedef struct {
  AtlasReferralCase *referral_case;
  AtlasPlaceLine    *line;
  AtlasFree          free;
  gboolean           is_free;
  char              *title;
  char              *figures;
  GPtrArray         *promises;
} AtlasLastPlace;

/**
 * AtlasOverPromised:
 * @place: id of the line of places
 * @route: (nullable): the page of its provision
 * @title: "Stevenage ESC has 12 places and 13 children"
 * @promises: (element-type AtlasPromise): who has been promised a place
 *
 * A line of places of which more is promised than there is, and nobody has said why.
 */
typedef struct {
  char      *place;
  char      *route;
  char      *title;
  GPtrArray *promises;
} AtlasOverPromised;

AtlasLastPlace *atlas_last_place_new     (AtlasStore           *store,
                                          const char           *reference,
                                          const char           *place,
                                          AtlasDate             on,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_last_place_free    (AtlasLastPlace       *self);

GPtrArray      *atlas_promises_new       (AtlasStore           *store,
                                          const AtlasPlaceLine *line,
                                          AtlasDate             on,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray      *atlas_over_promised_list (AtlasStore           *store,
                                          AtlasDate             on,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLastPlace, atlas_last_place_free)

G_END_DECLS
