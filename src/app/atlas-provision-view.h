/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PROVISION_VIEW (atlas_provision_view_get_type ())

G_DECLARE_FINAL_TYPE (AtlasProvisionView, atlas_provision_view, ATLAS, PROVISION_VIEW, AdwBin)

G_END_DECLS
