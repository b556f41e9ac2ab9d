/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PENDING_VIEW (atlas_pending_view_get_type ())

G_DECLARE_FINAL_TYPE (AtlasPendingView, atlas_pending_view, ATLAS, PENDING_VIEW, AdwBin)

G_END_DECLS
