/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiers and kinds as they were called on the day of a record. */
#include "config.h"

#include "reports/atlas-wording-words.h"

#include <glib/gi18n-lib.h>

#include "rules/atlas-school-year.h"

/**
 * atlas_words_tier:
 * @tier: 1 to 5, 0 when it is not known
 * @name: (nullable): what it is called
 *
 * Returns: (transfer full): "Tier 2: Outreach", empty when the tier is not known
 */
char *
atlas_words_tier (int         tier,
                  const char *name)
{
  if (tier == 0)
    return g_strdup ("");
  if (name == NULL)
    /* Translators: 1 to 5. */
    return g_strdup_printf (_("Tier %d"), tier);

  /* Translators: a tier, 1 to 5, and what it is called on the day: Tier 2: Outreach */
  return g_strdup_printf (_("Tier %1$d: %2$s"), tier, name);
}

static AtlasDate
day_of (AtlasReferral *referral,
        AtlasDate      on)
{
  return referral->received != ATLAS_DATE_NONE ? referral->received : on;
}

static gboolean
is_early (AtlasReferral *referral,
          AtlasChild    *child,
          AtlasDate      on)
{
  return atlas_is_early_years (referral->kind, child != NULL ? child->born : ATLAS_DATE_NONE,
                               day_of (referral, on));
}

/**
 * atlas_words_tier_of:
 * @wording: (nullable): a county's wording
 * @referral: a referral
 * @child: (nullable): whose
 * @on: the day of the page
 *
 * Returns: (transfer full): the referral's tier as it was called when it was received
 */
char *
atlas_words_tier_of (const AtlasWording *wording,
                     AtlasReferral      *referral,
                     AtlasChild         *child,
                     AtlasDate           on)
{
  return atlas_words_tier ((int) referral->tier,
                           atlas_wording_tier (wording, (int) referral->tier,
                                               day_of (referral, on),
                                               is_early (referral, child, on)));
}

/**
 * atlas_words_tier_help_of:
 * @wording: (nullable): a county's wording
 * @referral: a referral
 * @child: (nullable): whose
 * @on: the day of the page
 *
 * Returns: (transfer none) (nullable): what the tier meant when the referral was received
 */
const char *
atlas_words_tier_help_of (const AtlasWording *wording,
                          AtlasReferral      *referral,
                          AtlasChild         *child,
                          AtlasDate           on)
{
  return atlas_wording_tier_help (wording, (int) referral->tier, day_of (referral, on),
                                  is_early (referral, child, on));
}

/**
 * atlas_words_kind_of:
 * @wording: (nullable): a county's wording
 * @referral: a referral that says what is asked for
 * @on: the day of the page
 *
 * Returns: (transfer none): what that was called when the referral was received, translated
 */
const char *
atlas_words_kind_of (const AtlasWording *wording,
                     AtlasReferral      *referral,
                     AtlasDate           on)
{
  return _(atlas_wording_code (wording, "referral-kind", referral->kind, day_of (referral, on)));
}
