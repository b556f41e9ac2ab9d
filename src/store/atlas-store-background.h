/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-background.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

AtlasBackground *atlas_store_read_background (AtlasStore   *store,
                                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         atlas_store_read_pupils     (AtlasStore       *store,
                                              AtlasBackground  *background,
                                              const char       *provision,
                                              GError          **error);
gboolean         atlas_store_read_twins      (AtlasStore       *store,
                                              AtlasBackground  *background,
                                              const char       *child,
                                              GError          **error);

G_END_DECLS
