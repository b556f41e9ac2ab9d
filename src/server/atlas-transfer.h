/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-backend.h"

G_BEGIN_DECLS

gboolean atlas_transfer_to_file   (AtlasBackend *from,
                                   const char   *path,
                                   GError      **error);
gboolean atlas_transfer_from_file (const char   *path,
                                   AtlasBackend *to,
                                   GError      **error);

G_END_DECLS
