/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "demo/atlas-demo.h"
#include "exchange/atlas-pack.h"

G_BEGIN_DECLS

gboolean atlas_county_check_rows (AtlasImport            *import,
                                  GError                **error);
gboolean atlas_county_load_pack  (AtlasStore             *store,
                                  AtlasPack              *pack,
                                  GError                **error);
GBytes  *atlas_county_get_shape  (AtlasStore             *store,
                                  const char             *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean atlas_county_init       (const char             *folder,
                                  AtlasPack              *pack,
                                  const AtlasDemoOptions *demonstration,
                                  AtlasDemoProgress       progress,
                                  gpointer                data,
                                  GError                **error);

G_END_DECLS
