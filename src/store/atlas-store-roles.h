/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

GStrv atlas_store_read_own_roles (AtlasStore *store) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
