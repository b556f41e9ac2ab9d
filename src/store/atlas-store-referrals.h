/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-referral-filter.h"
#include "store/atlas-store-cases.h"

G_BEGIN_DECLS

/**
 * AtlasReferralLine:
 * @id: the referral's id
 * @reference: its reference
 * @child: id of the child
 * @child_name: (nullable): what the child is called
 * @year_group: the child's year group on the date asked about
 * @town: (nullable): home town
 * @area_name: (nullable): home area
 * @kind: (nullable): code of `referral-kind`
 * @kind_words: (nullable): what that was called when the referral was received
 * @tier: 1 to 5; 0 when it is not known
 * @tier_words: (nullable): what that tier was called then
 * @step: code of `referral-step`
 * @received: the day that it was received
 * @owner: (nullable): who has the next step
 * @next_step: (nullable): what it is
 * @next_by: by when
 * @school_name: (nullable): the school that excluded, or the child's own
 * @asked_name: (nullable): the provision asked
 * @place: where the place stands
 * @has_day6: whether Day 6 was ever owed
 * @status: the Day 6 clock, if so
 * @comes_first: in a queue, as atlas_care_comes_first() says
 * @heard_days: days since a panel first heard it and did not decide; 0 when none did
 *
 * One referral as a list shows it.
 */
typedef struct {
  char            *id;
  char            *reference;
  char            *child;
  char            *child_name;
  int              year_group;
  char            *town;
  char            *area_name;
  char            *kind;
  char            *kind_words;
  int              tier;
  char            *tier_words;
  char            *step;
  AtlasDate        received;
  char            *owner;
  char            *next_step;
  AtlasDate        next_by;
  char            *school_name;
  char            *asked_name;
  AtlasPlaceState  place;
  gboolean         has_day6;
  AtlasDay6Status  status;
  gboolean         comes_first;
  int              heard_days;
} AtlasReferralLine;

gboolean             atlas_referral_step_is_open      (const char                *step);

GArray              *atlas_store_find_referrals       (AtlasStore                *store,
                                                       const AtlasReferralFilter *filter,
                                                       const char                *scope,
                                                       const char                *words,
                                                       AtlasDate                  on,
                                                       GError                   **error)
                                                       G_GNUC_WARN_UNUSED_RESULT;
GPtrArray           *atlas_store_find_board           (AtlasStore                *store,
                                                       const AtlasReferralFilter *filter,
                                                       const char                *scope,
                                                       const char                *words,
                                                       AtlasDate                  on,
                                                       GError                   **error)
                                                       G_GNUC_WARN_UNUSED_RESULT;
gboolean             atlas_store_count_referrals      (AtlasStore                *store,
                                                       const char                *scope,
                                                       gint64                    *count,
                                                       GError                   **error);
GPtrArray           *atlas_store_read_referrals       (AtlasStore                *store,
                                                       const gint64              *rows,
                                                       gsize                      n_rows,
                                                       AtlasDate                  on,
                                                       GError                   **error)
                                                       G_GNUC_WARN_UNUSED_RESULT;
void                 atlas_referral_line_free         (AtlasReferralLine         *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReferralLine, atlas_referral_line_free)

G_END_DECLS
