/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-indicators.h"

G_BEGIN_DECLS

/**
 * AtlasIndicatorsPaper:
 * @scope_name: (nullable): the part of the county
 * @is_demonstration: whether the county is made up, which each page then says
 * @hides_small: whether small numbers are hidden
 * @as_table: whether charts are written as their tables
 * @only: number of the indicator that is shown, with its areas and groups; 0 for all of the set
 *
 * How indicators are written.
 */
typedef struct {
  const char *scope_name;
  gboolean    is_demonstration;
  gboolean    hides_small;
  gboolean    as_table;
  guint       only;
} AtlasIndicatorsPaper;

AtlasDocument *atlas_indicators_to_document (const AtlasIndicators      *indicators,
                                             const AtlasIndicatorsPaper *paper)
                                             G_GNUC_WARN_UNUSED_RESULT;
AtlasDocument *atlas_indicators_to_list     (const AtlasIndicators      *indicators,
                                             const AtlasIndicatorsPaper *paper)
                                             G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
