/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "store/atlas-store-service.h"

G_BEGIN_DECLS

/**
 * AtlasReportKind:
 * @ATLAS_REPORT_CAPACITY: how full places are
 * @ATLAS_REPORT_FORECAST: when places run out
 * @ATLAS_REPORT_EXCLUSIONS: what the sources say of permanent exclusions
 *
 * The reports, in the order of their list.
 */
typedef enum {
  ATLAS_REPORT_CAPACITY,
  ATLAS_REPORT_FORECAST,
  ATLAS_REPORT_EXCLUSIONS,
} AtlasReportKind;

#define ATLAS_REPORT_N_KINDS (ATLAS_REPORT_EXCLUSIONS + 1)

/**
 * AtlasReportRequest:
 * @kind: which
 * @scope: as `area/dspl2`
 * @scope_name: (nullable): what it is called
 * @on: the day
 * @is_demonstration: whether the county is made up
 *
 * What to report.
 */
typedef struct {
  AtlasReportKind  kind;
  char            *scope;
  char            *scope_name;
  AtlasDate        on;
  gboolean         is_demonstration;
} AtlasReportRequest;

/**
 * AtlasReport:
 * @with_charts: as charts
 * @with_tables: as their tables
 *
 * A report, in the two ways that it can be shown and printed.
 */
typedef struct {
  AtlasDocument *with_charts;
  AtlasDocument *with_tables;
} AtlasReport;

const char *atlas_report_key          (AtlasReportKind     kind);
const char *atlas_report_label        (AtlasReportKind     kind);
gboolean    atlas_report_by_key       (const char         *key,
                                       AtlasReportKind    *kind);

gpointer    atlas_report_read         (AtlasStore         *store,
                                       gpointer            data,
                                       GCancellable       *cancellable,
                                       GError            **error);
void        atlas_report_request_free (AtlasReportRequest *self);
void        atlas_report_free         (AtlasReport        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReport, atlas_report_free)

G_END_DECLS
