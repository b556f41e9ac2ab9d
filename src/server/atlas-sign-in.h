/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-backend.h"

G_BEGIN_DECLS

gboolean atlas_sign_in_wait_s   (AtlasBackend *backend,
                                 const char   *name,
                                 const char   *address,
                                 gint64        now_ms,
                                 guint        *wait_s,
                                 GError      **error);
gboolean atlas_sign_in_note     (AtlasBackend *backend,
                                 const char   *name,
                                 const char   *address,
                                 gint64        now_ms,
                                 gboolean      was_right,
                                 GError      **error);
gboolean atlas_sign_in_forgive  (AtlasBackend *backend,
                                 const char   *name,
                                 GError      **error);

G_END_DECLS
