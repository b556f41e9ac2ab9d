/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ATLAS_MILES_UNKNOWN:
 *
 * No distance, because a position is not known.
 */
#define ATLAS_MILES_UNKNOWN (-1.0)

/**
 * AtlasLocation:
 * @is_known: whether there is one; if not, the others say nothing
 * @latitude: degrees north, WGS 84
 * @longitude: degrees east, WGS 84
 *
 * Where something lies.
 */
typedef struct {
  gboolean is_known;
  double   latitude;
  double   longitude;
} AtlasLocation;

AtlasLocation atlas_location_parse (const char          *latitude,
                                    const char          *longitude);
double        atlas_miles_between  (const AtlasLocation *a,
                                    const AtlasLocation *b);

G_END_DECLS
