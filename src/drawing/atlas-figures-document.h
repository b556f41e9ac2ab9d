/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-figures.h"

G_BEGIN_DECLS

AtlasDocument *atlas_figures_to_document      (AtlasFigures *figures,
                                               AtlasDate     on,
                                               gboolean      is_demonstration,
                                               gboolean      as_table) G_GNUC_WARN_UNUSED_RESULT;
AtlasDocument *atlas_figures_list_to_document (GPtrArray    *list,
                                               AtlasDate     on,
                                               gboolean      is_demonstration,
                                               gboolean      as_table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
