/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "drawing/atlas-geojson.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* Whatever is taken can be placed and asked about: its label and its extents are numbers. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(AtlasGeometry) geometry =
    atlas_geojson_read ((const char *) data, (gssize) size, NULL, NULL);

  if (geometry == NULL)
    return 0;

  for (guint i = 0; i < atlas_geometry_get_n_features (geometry); i++)
    {
      const AtlasFeature *feature = atlas_geometry_get_feature (geometry, i);

      g_assert_true (isfinite (feature->label.x) && isfinite (feature->label.y));
      g_assert_true (atlas_box_contains (atlas_geometry_get_box (geometry), feature->label));
      g_assert_true (atlas_geometry_find (geometry, feature->id) == feature);
    }

  return 0;
}
