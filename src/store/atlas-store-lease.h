/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

gboolean atlas_store_check_wipe  (const char  *folder,
                                  GError     **error);
gboolean atlas_store_check_lease (AtlasStore  *self,
                                  GError     **error);
gint64   atlas_store_get_lease   (AtlasStore  *self);
gboolean atlas_store_renew_lease (AtlasStore  *self,
                                  gint64       server_now_ms,
                                  gint64       until_ms,
                                  GError     **error);
gboolean atlas_store_pass_time   (AtlasStore  *self,
                                  gint64       elapsed_ms,
                                  GError     **error);

G_END_DECLS
