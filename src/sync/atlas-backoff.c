/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sync/atlas-backoff.h"

#define MS_A_SECOND 1000

/**
 * atlas_backoff_ms:
 * @n_failures: how often in a row it has failed, from 1
 * @retry_after_s: how long the server asked to wait, 0 when it did not
 * @chance: a random number from 0 to 1
 *
 * Says how long to wait before the next try: anything up to a bound that doubles from 1 second to 5
 * minutes, so that laptops which lost a server together do not come back together. What the server
 * asks for comes on top, up to an hour.
 *
 * Source: protocol, section 12.
 *
 * Returns: milliseconds
 */
guint
atlas_backoff_ms (guint  n_failures,
                  guint  retry_after_s,
                  double chance)
{
  const guint asked_max_s = 60 * 60;
  guint bound = ATLAS_BACKOFF_MIN_MS;

  for (guint i = 1; i < n_failures && bound < ATLAS_BACKOFF_MAX_MS; i++)
    bound *= 2;

  return MIN (retry_after_s, asked_max_s) * MS_A_SECOND +
         (guint) (MIN (bound, ATLAS_BACKOFF_MAX_MS) * CLAMP (chance, 0.0, 1.0));
}
