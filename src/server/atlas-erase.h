/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-work.h"

G_BEGIN_DECLS

gboolean atlas_erase_child (AtlasBackend *backend,
                            const char   *child,
                            const char   *reason,
                            gboolean      marks,
                            guint        *n_records,
                            GError      **error);
gboolean atlas_erase_ops   (AtlasWork    *work,
                            json_t       *ops,
                            gboolean     *emptied,
                            GError      **error);

G_END_DECLS
