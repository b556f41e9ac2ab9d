/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-referral-board.h"

G_BEGIN_DECLS

/**
 * AtlasBulkKind:
 * @ATLAS_BULK_STEP: they take a step
 * @ATLAS_BULK_OWNER: somebody else has their next step
 * @ATLAS_BULK_NEXT_BY: their next step is due by another day
 * @ATLAS_BULK_REVIEW_BY: they are to be reviewed by another day
 * @ATLAS_BULK_NOTE: something happened to all of them
 *
 * What is done to many referrals at once.
 */
typedef enum {
  ATLAS_BULK_STEP,
  ATLAS_BULK_OWNER,
  ATLAS_BULK_NEXT_BY,
  ATLAS_BULK_REVIEW_BY,
  ATLAS_BULK_NOTE,
} AtlasBulkKind;

/**
 * AtlasBulk:
 * @kind: what is done
 * @text: (nullable): code of `referral-step`, the owner, or the note
 * @by_name: (nullable): who says what the note says
 * @reason: (nullable): why the step is taken
 * @day: by when, or %ATLAS_DATE_NONE
 * @rows: (element-type gint64): row numbers of referrals, from atlas_store_find_referrals()
 * @on: today
 * @n_promised: how many a person was told it would be done to, or -1 when nobody was told yet
 *
 * One thing done to many referrals.
 */
typedef struct {
  AtlasBulkKind kind;
  char         *text;
  char         *by_name;
  char         *reason;
  AtlasDate     day;
  GArray       *rows;
  AtlasDate     on;
  int           n_promised;
} AtlasBulk;

/**
 * AtlasBulkRefusal:
 * @why: why it cannot be done, as a sentence or more
 * @references: (element-type utf8): references of the referrals of which that is true
 *
 * What one reason keeps from being done.
 */
typedef struct {
  char      *why;
  GPtrArray *references;
} AtlasBulkRefusal;

/**
 * AtlasBulkPlan:
 * @n_asked: referrals that were asked for and are on this laptop
 * @n_can: of these, those that it can be done to
 * @refused: (element-type AtlasBulkRefusal): the others, by the reason, as first met
 * @sets: (element-type AtlasChangeSet): what it would write; one, or several of one batch
 *
 * What would be done, and what would not.
 */
typedef struct {
  guint      n_asked;
  guint      n_can;
  GPtrArray *refused;
  GPtrArray *sets;
} AtlasBulkPlan;

AtlasBulk     *atlas_bulk_new        (AtlasBulkKind      kind,
                                      GArray            *rows,
                                      AtlasDate          on) G_GNUC_WARN_UNUSED_RESULT;
AtlasBulk     *atlas_bulk_copy       (const AtlasBulk   *bulk) G_GNUC_WARN_UNUSED_RESULT;
void           atlas_bulk_free       (AtlasBulk         *bulk);

AtlasBulkPlan *atlas_store_plan_bulk (AtlasStore        *store,
                                      const AtlasBulk   *bulk,
                                      GError           **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasBulkPlan *atlas_store_do_bulk   (AtlasStore        *store,
                                      const AtlasBulk   *bulk,
                                      GError           **error) G_GNUC_WARN_UNUSED_RESULT;
char          *atlas_bulk_plan_ids   (AtlasBulkPlan     *plan) G_GNUC_WARN_UNUSED_RESULT;
void           atlas_bulk_plan_free  (AtlasBulkPlan     *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasBulk, atlas_bulk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasBulkPlan, atlas_bulk_plan_free)

G_END_DECLS
