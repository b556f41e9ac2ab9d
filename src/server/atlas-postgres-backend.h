/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-backend.h"

G_BEGIN_DECLS

AtlasBackend *atlas_postgres_backend_new  (const char *database,
                                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasBackend *atlas_postgres_backend_open (const char *database,
                                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
