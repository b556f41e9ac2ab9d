/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-wording.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

AtlasWording *atlas_store_read_wording (AtlasStore  *store,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
