/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-waiting.h"

#define DECLINED_MONTHS 12 /* how long an answer of no is counted: set by this program */

/**
 * atlas_days_since:
 * @since: the day a child began to wait, or that a return counted
 * @on: the date it is asked for
 *
 * Counts calendar days; a wait that began today is 0.
 *
 * Returns: the days, or -1 when either date is missing or @since is later
 */
int
atlas_days_since (AtlasDate since,
                  AtlasDate on)
{
  if (since == ATLAS_DATE_NONE || on == ATLAS_DATE_NONE || since > on)
    return -1;

  return on - since;
}

static gboolean
is_one_of (const char         *code,
           const char * const *codes)
{
  return code != NULL && g_strv_contains (codes, code);
}

/* Whether a placement of the referral, or with %NULL of any, has started in these days. */
static gboolean
has_started (const AtlasCase *file,
             const char      *referral,
             AtlasDate        from,
             AtlasDate        on)
{
  for (guint i = 0; i < file->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (file->placements, i);

      if ((referral == NULL || g_strcmp0 (placement->referral, referral) == 0) &&
          placement->starts != ATLAS_DATE_NONE && placement->starts >= from &&
          placement->starts <= on)
        return TRUE;
    }

  return FALSE;
}

/**
 * atlas_referral_waits:
 * @file: the child's case
 * @referral: one of its referrals
 * @on: the day
 *
 * Whether a referral waited for a place on a day. Earlier steps are not kept: one that is closed
 * waited until its placement began, or else until the day of its present step. A draft waits for
 * nobody.
 *
 * Returns: whether it did
 */
gboolean
atlas_referral_waits (const AtlasCase     *file,
                      const AtlasReferral *referral,
                      AtlasDate            on)
{
  static const char * const closed[] = { "started", "under-review", "moved-on", "ended", NULL };

  if (g_strcmp0 (referral->step, "draft") == 0 ||
      (referral->received != ATLAS_DATE_NONE && referral->received > on) ||
      has_started (file, atlas_record_get_id ((AtlasRecord *) referral), G_MININT32 + 1, on))
    return FALSE;

  return !is_one_of (referral->step, closed) ||
         (referral->received != ATLAS_DATE_NONE && referral->step_on > on);
}

static gboolean
has_offer (const AtlasCase     *file,
           const AtlasReferral *referral)
{
  static const char * const standing[] = { "offered", "accepted", "started", NULL };

  for (guint i = 0; i < file->offers->len; i++)
    {
      const AtlasOffer *offer = g_ptr_array_index (file->offers, i);

      if (g_strcmp0 (offer->referral, atlas_record_get_id ((AtlasRecord *) referral)) == 0 &&
          is_one_of (offer->step, standing))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_declined (const AtlasCase *file,
             const char      *step,
             AtlasDate        step_on,
             AtlasDate        on)
{
  return g_strcmp0 (step, "not-agreed") == 0 && step_on != ATLAS_DATE_NONE && step_on <= on &&
         step_on > atlas_date_add_months (on, -DECLINED_MONTHS) &&
         !has_started (file, NULL, step_on, on);
}

/**
 * atlas_unmet_read:
 * @file: a child's case
 * @on: the day
 *
 * Finds what a child asked for that no place answers.
 *
 * Source: requirements T076: alertness to gaps in provision.
 *
 * Returns: what it is; without @waits and with 0 declined, nothing
 */
AtlasUnmet
atlas_unmet_read (const AtlasCase *file,
                  AtlasDate        on)
{
  static const char * const answered[] = { "offered", "accepted", "not-agreed", NULL };
  AtlasUnmet unmet = { .since = ATLAS_DATE_NONE };

  for (guint i = 0; i < file->referrals->len; i++)
    {
      const AtlasReferral *referral = g_ptr_array_index (file->referrals, i);

      unmet.n_declined += is_declined (file, referral->step, referral->step_on, on);
      if (is_one_of (referral->step, answered) || has_offer (file, referral) ||
          !atlas_referral_waits (file, referral, on))
        continue;
      if (!unmet.waits || referral->received < unmet.since)
        unmet.since = referral->received;
      unmet.waits = TRUE;
    }
  for (guint i = 0; i < file->offers->len; i++)
    {
      const AtlasOffer *offer = g_ptr_array_index (file->offers, i);

      unmet.n_declined += is_declined (file, offer->step, offer->step_on, on);
    }

  return unmet;
}
