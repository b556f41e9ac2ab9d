/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-free.h"
#include "store/atlas-store-cases.h"

G_BEGIN_DECLS

/**
 * AtlasLateReturn:
 * @provision: key of the provision
 * @name: its name
 * @last: the day its oldest figure was counted, or %ATLAS_DATE_NONE when it never sent one
 *
 * A provision that owes the county a count of its places.
 */
typedef struct {
  char      *provision;
  char      *name;
  AtlasDate  last;
} AtlasLateReturn;

/**
 * AtlasReviewDue:
 * @reference: of the referral
 * @year_group: of the child on the date asked about
 * @town: (nullable): home town
 * @provision_name: (nullable): where the child is placed; %NULL when the referral itself is
 *   reviewed
 * @due: the day of the review
 *
 * A review of a referral or a placement that was to be held by now, or is this week.
 */
typedef struct {
  char      *reference;
  int        year_group;
  char      *town;
  char      *provision_name;
  AtlasDate  due;
} AtlasReviewDue;

/**
 * AtlasNextMeeting:
 * @meeting: its id
 * @panel_name: the panel's name
 * @on: the day
 * @at: (nullable): the time, as people wrote it
 * @where: (nullable): where
 * @n_children: referrals that wait for this panel
 *
 * A meeting to come.
 */
typedef struct {
  char      *meeting;
  char      *panel_name;
  AtlasDate  on;
  char      *at;
  char      *where;
  int        n_children;
} AtlasNextMeeting;

/**
 * AtlasOpenMatter:
 * @type: `conflict`, `question` or `parked`
 * @id: its id
 * @kind: (nullable): code of its kind or reason
 * @subject_type: (nullable): type of the record that it is about
 * @reference: (nullable): reference of the referral that it is about
 * @by: (nullable): whose change it was
 * @made_at: (nullable): when, RFC 3339
 *
 * Something that only people can settle: two versions, a place given twice, a change that the
 * server did not take.
 */
typedef struct {
  char *type;
  char *id;
  char *kind;
  char *subject_type;
  char *reference;
  char *by;
  char *made_at;
} AtlasOpenMatter;

/**
 * AtlasToday:
 * @on: the day
 * @day6: (element-type AtlasDay6Row): children owed education by Day 6
 * @free: places free, over all lines
 * @n_lines: lines of places
 * @n_provisions: provisions with places
 * @n_unknown: lines without any return
 * @has_invented_figures: whether an invented figure of a real provision is in @free
 * @asked_free: (element-type utf8 AtlasFree): places free at each provision asked, by id
 * @late_returns: (element-type AtlasLateReturn): the longest silent first
 * @reviews: (element-type AtlasReviewDue): due this week or before, the oldest first
 * @n_reviews_this_week: of them, due from Monday to Sunday
 * @meetings: (element-type AtlasNextMeeting): the next ones
 * @matters: (element-type AtlasOpenMatter): what must be settled
 *
 * What the Today page stands on.
 */
typedef struct {
  AtlasDate   on;
  GPtrArray  *day6;
  AtlasFree   free;
  guint       n_lines;
  guint       n_provisions;
  guint       n_unknown;
  gboolean    has_invented_figures;
  GHashTable *asked_free;
  GPtrArray  *late_returns;
  GPtrArray  *reviews;
  guint       n_reviews_this_week;
  GPtrArray  *meetings;
  GPtrArray  *matters;
} AtlasToday;

AtlasToday *atlas_store_read_today (AtlasStore   *store,
                                    const char   *scope,
                                    AtlasDate     on,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void        atlas_today_free       (AtlasToday   *today);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasToday, atlas_today_free)

G_END_DECLS
