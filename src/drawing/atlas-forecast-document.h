/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-forecasts.h"

G_BEGIN_DECLS

AtlasDocument *atlas_forecasts_to_document (AtlasForecasts *forecasts,
                                            const char     *scope_name,
                                            gboolean        is_demonstration,
                                            gboolean        as_table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
