/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-view.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_REPORTS_VIEW (atlas_reports_view_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReportsView, atlas_reports_view, ATLAS, REPORTS_VIEW, AdwBin)

G_END_DECLS
