/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-distance.h"

#include <geodesic.h>

#define METRES_A_MILE     1609.344            /* the international mile, 1959 */
#define WGS84_RADIUS      6378137.0           /* metres at the equator; EPSG:7030 */
#define WGS84_FLATTENING  (1 / 298.257223563) /* EPSG:7030 */
#define LATITUDE_LIMIT    90.0
#define LONGITUDE_LIMIT   180.0

static gboolean
parse_degrees (const char *text,
               double      limit,
               double     *degrees)
{
  char *end = NULL;

  if (text == NULL || *text == '\0')
    return FALSE;

  *degrees = g_ascii_strtod (text, &end);

  return *end == '\0' && *degrees >= -limit && *degrees <= limit;
}

/**
 * atlas_location_parse:
 * @latitude: (nullable): degrees north, as a record has them
 * @longitude: (nullable): degrees east
 *
 * Returns: the position; not known when either is missing or is no such number
 */
AtlasLocation
atlas_location_parse (const char *latitude,
                      const char *longitude)
{
  AtlasLocation position = { 0 };

  position.is_known = parse_degrees (latitude, LATITUDE_LIMIT, &position.latitude) &&
                      parse_degrees (longitude, LONGITUDE_LIMIT, &position.longitude);

  return position;
}

/**
 * atlas_miles_between:
 * @a: a position
 * @b: another
 *
 * Measures a straight line over the ground: the geodesic on the WGS 84 ellipsoid. It needs none of
 * PROJ's files, and is right for a county as for a country.
 *
 * Source: Karney, Algorithms for geodesics, J. Geodesy 87 (2013), as in PROJ.
 *
 * Returns: miles, or %ATLAS_MILES_UNKNOWN
 */
double
atlas_miles_between (const AtlasLocation *a,
                     const AtlasLocation *b)
{
  struct geod_geodesic earth;
  double metres;

  if (!a->is_known || !b->is_known)
    return ATLAS_MILES_UNKNOWN;

  geod_init (&earth, WGS84_RADIUS, WGS84_FLATTENING);
  geod_inverse (&earth, a->latitude, a->longitude, b->latitude, b->longitude, &metres, NULL, NULL);

  return metres / METRES_A_MILE;
}
