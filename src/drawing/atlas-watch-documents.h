/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-demand.h"
#include "reports/atlas-duties.h"
#include "reports/atlas-provider-hours.h"

G_BEGIN_DECLS

/**
 * AtlasPaperTo:
 * @scope_name: (nullable): of which part of the county
 * @is_demonstration: whether the county is the demonstration
 * @hides_small: whether small numbers of children are hidden, and rows of single children left out
 * @limit: below which the county hides them; 0 for the usual one
 *
 * For whom a report is written.
 */
typedef struct {
  const char *scope_name;
  gboolean    is_demonstration;
  gboolean    hides_small;
  int         limit;
} AtlasPaperTo;

AtlasDocument *atlas_demand_to_document         (const AtlasDemand        *demand,
                                                 const AtlasPaperTo       *to)
                                                 G_GNUC_WARN_UNUSED_RESULT;
AtlasDocument *atlas_duties_to_document         (const AtlasDuties        *duties,
                                                 const AtlasPaperTo       *to)
                                                 G_GNUC_WARN_UNUSED_RESULT;
AtlasDocument *atlas_provider_hours_to_document (const AtlasProviderHours *hours,
                                                 const AtlasPaperTo       *to)
                                                 G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
