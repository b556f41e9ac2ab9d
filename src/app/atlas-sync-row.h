/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SYNC_ROW (atlas_sync_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasSyncRow, atlas_sync_row, ATLAS, SYNC_ROW, AdwBin)

void atlas_sync_row_set_session (AtlasSyncRow *self,
                                 AtlasSession *session);

G_END_DECLS
