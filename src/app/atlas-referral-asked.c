/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-asked.h"

AtlasReferralAsked *
atlas_referral_asked_new (AtlasSession              *session,
                          const AtlasReferralFilter *filter,
                          const char                *words)
{
  AtlasReferralAsked *asked = g_new0 (AtlasReferralAsked, 1);

  asked->filter = atlas_referral_filter_copy (filter);
  asked->scope = g_strdup (atlas_session_get_scope (session));
  asked->words = g_strdup (words);
  asked->on = atlas_session_get_as_of (session);

  return asked;
}

void
atlas_referral_asked_free (AtlasReferralAsked *asked)
{
  atlas_referral_filter_free (asked->filter);
  g_free (asked->scope);
  g_free (asked->words);
  g_free (asked);
}
