/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which referrals a list shows, and the route that says so. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-referral-filter.h"

#include <string.h>

#define SEPARATOR "~"           /* between the values of one facet: in no code and in no key */

/* Columns: a facet's name in a route. In the order of AtlasReferralFacet. */
static const char * const facet_names[ATLAS_REFERRAL_N_FACETS] = {
  "step", "tier", "year", "area", "partnership", "kind",
};

/* In the order of AtlasReferralSort. */
static const char * const sort_names[] = {
  "received", "reference", "year", "tier", "next", "excluded", "step", "queue",
};

/* What a list shows when nobody has said: what needs something done, the latest first. */
AtlasReferralFilter *
atlas_referral_filter_new (void)
{
  AtlasReferralFilter *filter = g_new0 (AtlasReferralFilter, 1);

  filter->is_open = TRUE;
  filter->descending = TRUE;

  return filter;
}

AtlasReferralFilter *
atlas_referral_filter_copy (const AtlasReferralFilter *filter)
{
  AtlasReferralFilter *copy = g_new0 (AtlasReferralFilter, 1);

  *copy = *filter;
  for (int i = 0; i < ATLAS_REFERRAL_N_FACETS; i++)
    copy->facets[i] = g_strdupv (filter->facets[i]);

  return copy;
}

void
atlas_referral_filter_free (AtlasReferralFilter *filter)
{
  if (filter == NULL)
    return;

  for (int i = 0; i < ATLAS_REFERRAL_N_FACETS; i++)
    g_strfreev (filter->facets[i]);
  g_free (filter);
}

static gboolean
is_on (const AtlasRoute *route,
       const char       *name,
       gboolean          otherwise)
{
  const char *value = atlas_route_get_param (route, name);

  return value != NULL ? strcmp (value, "yes") == 0 : otherwise;
}

/**
 * atlas_referral_filter_from_route:
 * @route: as `referrals?step=offered~waiting&year=9&sort=excluded`
 *
 * Reads a filter. What the route does not say is as in a new filter; values that are no code match
 * nothing, so that an old saved filter does no harm.
 *
 * Returns: (transfer full): the filter
 */
AtlasReferralFilter *
atlas_referral_filter_from_route (const AtlasRoute *route)
{
  AtlasReferralFilter *filter = atlas_referral_filter_new ();
  const char *sort = atlas_route_get_param (route, "sort");
  const char *waiting = atlas_route_get_param (route, "waiting");

  for (int i = 0; i < ATLAS_REFERRAL_N_FACETS; i++)
    {
      const char *values = atlas_route_get_param (route, facet_names[i]);

      if (values != NULL && *values != '\0')
        filter->facets[i] = g_strsplit (values, SEPARATOR, -1);
    }
  for (gsize i = 0; sort != NULL && i < G_N_ELEMENTS (sort_names); i++)
    if (strcmp (sort, sort_names[i]) == 0)
      filter->sort = (AtlasReferralSort) i;

  filter->is_open = is_on (route, "open", filter->is_open);
  filter->owes_day6 = is_on (route, "day6", FALSE);
  filter->review_due = is_on (route, "review", FALSE);
  filter->descending = is_on (route, "descending", filter->descending);
  if (waiting != NULL)
    filter->waiting_days = (int) CLAMP (g_ascii_strtoll (waiting, NULL, 10), 0, G_MAXINT16);

  return filter;
}

/**
 * atlas_referral_filter_to_route:
 * @filter: a filter
 *
 * Returns: (transfer full): the route of the list that it shows
 */
AtlasRoute *
atlas_referral_filter_to_route (const AtlasReferralFilter *filter)
{
  AtlasRoute *route = atlas_route_new ("referrals", NULL);
  g_autofree char *waiting = g_strdup_printf ("%d", filter->waiting_days);

  for (int i = 0; i < ATLAS_REFERRAL_N_FACETS; i++)
    {
      g_autofree char *values = NULL;

      if (filter->facets[i] == NULL)
        continue;

      values = g_strjoinv (SEPARATOR, filter->facets[i]);
      atlas_route_set_param (route, facet_names[i], values);
    }
  if (!filter->is_open)
    atlas_route_set_param (route, "open", "no");
  if (filter->owes_day6)
    atlas_route_set_param (route, "day6", "yes");
  if (filter->review_due)
    atlas_route_set_param (route, "review", "yes");
  if (filter->waiting_days > 0)
    atlas_route_set_param (route, "waiting", waiting);
  if (filter->sort != ATLAS_REFERRAL_SORT_RECEIVED)
    atlas_route_set_param (route, "sort", sort_names[filter->sort]);
  if (!filter->descending)
    atlas_route_set_param (route, "descending", "no");

  return route;
}

gboolean
atlas_referral_filter_has (const AtlasReferralFilter *filter,
                           AtlasReferralFacet         facet,
                           const char                *value)
{
  return filter->facets[facet] != NULL &&
         g_strv_contains ((const char * const *) filter->facets[facet], value);
}

/**
 * atlas_referral_filter_toggle:
 * @filter: a filter
 * @facet: what to narrow by
 * @value: one of its values
 *
 * Allows a value of a facet, or no longer. With the last value gone the facet narrows nothing.
 */
void
atlas_referral_filter_toggle (AtlasReferralFilter *filter,
                              AtlasReferralFacet   facet,
                              const char          *value)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  gboolean had = atlas_referral_filter_has (filter, facet, value);

  for (char **at = filter->facets[facet]; at != NULL && *at != NULL; at++)
    if (strcmp (*at, value) != 0)
      g_strv_builder_add (builder, *at);
  if (!had)
    g_strv_builder_add (builder, value);

  g_strfreev (filter->facets[facet]);
  filter->facets[facet] = g_strv_builder_end (builder);
  if (filter->facets[facet][0] == NULL)
    g_clear_pointer (&filter->facets[facet], g_strfreev);
}

/**
 * atlas_referral_filter_narrows:
 * @filter: a filter
 *
 * Returns: whether anything but what is closed is left out
 */
gboolean
atlas_referral_filter_narrows (const AtlasReferralFilter *filter)
{
  for (int i = 0; i < ATLAS_REFERRAL_N_FACETS; i++)
    if (filter->facets[i] != NULL)
      return TRUE;

  return filter->owes_day6 || filter->review_due || filter->waiting_days > 0;
}
