/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-destination.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

gpointer atlas_find_work (AtlasStore    *store,
                          gpointer       data,
                          GCancellable  *cancellable,
                          GError       **error);

G_END_DECLS
