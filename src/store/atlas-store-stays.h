/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-forecast.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

GHashTable *atlas_store_list_stays    (AtlasStore *self,
                                       AtlasDate   from,
                                       AtlasDate   to,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *atlas_store_list_hours    (AtlasStore *self,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *atlas_store_count_asked   (AtlasStore *self,
                                       const char *without,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
