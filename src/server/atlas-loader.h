/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/atlas-pack.h"
#include "server/atlas-backend.h"

G_BEGIN_DECLS

gboolean atlas_loader_load_pack          (AtlasBackend  *backend,
                                          AtlasImport   *import,
                                          GError       **error);
gboolean atlas_loader_load_demonstration (AtlasBackend  *backend,
                                          AtlasImport   *import,
                                          guint          children,
                                          guint         *n_records,
                                          GError       **error);

G_END_DECLS
