/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-trail.h"

#define LONGEST_TRAIL 200       /* pages; older ones are forgotten */

struct _AtlasTrail
{
  GPtrArray *routes;            /* (element-type AtlasRoute) oldest first */
  guint      at;                /* index of the current page */
};

/**
 * atlas_trail_new:
 *
 * Makes an empty trail.
 */
AtlasTrail *
atlas_trail_new (void)
{
  AtlasTrail *trail = g_new0 (AtlasTrail, 1);

  trail->routes = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_route_free);

  return trail;
}

void
atlas_trail_free (AtlasTrail *trail)
{
  if (trail == NULL)
    return;

  g_ptr_array_unref (trail->routes);
  g_free (trail);
}

/**
 * atlas_trail_visit:
 *
 * Adds a page after the current one and forgets what was ahead. Another look at the same page
 * (only its parameters differ) takes the place of the current one, so that Back always leaves
 * the page.
 */
void
atlas_trail_visit (AtlasTrail       *trail,
                   const AtlasRoute *route)
{
  const AtlasRoute *current;

  g_return_if_fail (trail != NULL && route != NULL);

  current = atlas_trail_get_current (trail);
  if (current != NULL && atlas_route_same_page (current, route))
    {
      AtlasRoute *copy = atlas_route_copy (route);

      atlas_route_free (trail->routes->pdata[trail->at]);
      trail->routes->pdata[trail->at] = copy;
      return;
    }

  if (current != NULL)
    g_ptr_array_set_size (trail->routes, (int) trail->at + 1);
  if (trail->routes->len == LONGEST_TRAIL)
    g_ptr_array_remove_index (trail->routes, 0);

  g_ptr_array_add (trail->routes, atlas_route_copy (route));
  trail->at = trail->routes->len - 1;
}

/**
 * atlas_trail_get_current:
 *
 * Returns: (nullable): the page shown, or %NULL before the first visit
 */
const AtlasRoute *
atlas_trail_get_current (AtlasTrail *trail)
{
  g_return_val_if_fail (trail != NULL, NULL);

  return trail->routes->len > 0 ? g_ptr_array_index (trail->routes, trail->at) : NULL;
}

/**
 * atlas_trail_back:
 *
 * Goes one page back.
 *
 * Returns: (nullable): the page now current, or %NULL when there is none before
 */
const AtlasRoute *
atlas_trail_back (AtlasTrail *trail)
{
  g_return_val_if_fail (trail != NULL, NULL);

  if (!atlas_trail_can_go_back (trail))
    return NULL;

  trail->at--;
  return atlas_trail_get_current (trail);
}

/**
 * atlas_trail_forward:
 *
 * Goes one page forward again.
 *
 * Returns: (nullable): the page now current, or %NULL when there is none ahead
 */
const AtlasRoute *
atlas_trail_forward (AtlasTrail *trail)
{
  g_return_val_if_fail (trail != NULL, NULL);

  if (!atlas_trail_can_go_forward (trail))
    return NULL;

  trail->at++;
  return atlas_trail_get_current (trail);
}

gboolean
atlas_trail_can_go_back (AtlasTrail *trail)
{
  g_return_val_if_fail (trail != NULL, FALSE);

  return trail->at > 0;
}

gboolean
atlas_trail_can_go_forward (AtlasTrail *trail)
{
  g_return_val_if_fail (trail != NULL, FALSE);

  return trail->at + 1 < trail->routes->len;
}
