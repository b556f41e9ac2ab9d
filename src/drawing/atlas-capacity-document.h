/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-capacity.h"

G_BEGIN_DECLS

AtlasDocument *atlas_capacity_to_document (AtlasCapacity *capacity,
                                           const char    *scope_name,
                                           gboolean       is_demonstration)
                                           G_GNUC_WARN_UNUSED_RESULT;
AtlasDocument *atlas_capacity_to_report   (AtlasCapacity *capacity,
                                           GPtrArray     *areas,
                                           const char    *scope_name,
                                           gboolean       is_demonstration,
                                           gboolean       as_table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
