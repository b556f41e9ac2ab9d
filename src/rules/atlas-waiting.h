/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-case.h"

G_BEGIN_DECLS

/**
 * AtlasUnmet:
 * @waits: whether a referral waits and no place is offered on it
 * @since: since when the first of them has, or %ATLAS_DATE_NONE
 * @n_declined: answers "not agreed" to the child's referrals and offers in the last twelve months,
 *   unless a placement has started since
 *
 * What a child asked for that no place answers.
 */
typedef struct {
  gboolean  waits;
  AtlasDate since;
  int       n_declined;
} AtlasUnmet;

int        atlas_days_since     (AtlasDate            since,
                                 AtlasDate            on);
gboolean   atlas_referral_waits (const AtlasCase     *file,
                                 const AtlasReferral *referral,
                                 AtlasDate            on);
AtlasUnmet atlas_unmet_read     (const AtlasCase     *file,
                                 AtlasDate            on);

G_END_DECLS
