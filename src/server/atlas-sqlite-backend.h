/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-backend.h"

G_BEGIN_DECLS

AtlasBackend *atlas_sqlite_backend_new  (const char  *path,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasBackend *atlas_sqlite_backend_open (const char  *path,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
