/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-out-document.h"
#include "reports/atlas-actions.h"
#include "reports/atlas-indicators.h"
#include "store/atlas-store-service.h"

G_BEGIN_DECLS

/**
 * AtlasReportKind:
 * @ATLAS_REPORT_CAPACITY: how full places are
 * @ATLAS_REPORT_FORECAST: when places run out
 * @ATLAS_REPORT_OUT: children not in full-time education
 * @ATLAS_REPORT_INDICATORS: what the county's strategy counts each term
 * @ATLAS_REPORT_DEMAND: what no place answers
 * @ATLAS_REPORT_HOURS: hours given and owed
 * @ATLAS_REPORT_DUTIES: the duties of exclusions, kept in time or not
 * @ATLAS_REPORT_ACTIVITIES: advice and outreach
 * @ATLAS_REPORT_FIGURES: what the sources publish
 * @ATLAS_REPORT_ACTIONS: what the strategies ask for, and how far it has come
 *
 * The reports, in the order of their list.
 */
typedef enum {
  ATLAS_REPORT_CAPACITY,
  ATLAS_REPORT_FORECAST,
  ATLAS_REPORT_OUT,
  ATLAS_REPORT_INDICATORS,
  ATLAS_REPORT_DEMAND,
  ATLAS_REPORT_HOURS,
  ATLAS_REPORT_DUTIES,
  ATLAS_REPORT_ACTIVITIES,
  ATLAS_REPORT_FIGURES,
  ATLAS_REPORT_ACTIONS,
} AtlasReportKind;

#define ATLAS_REPORT_N_KINDS (ATLAS_REPORT_ACTIONS + 1)

/**
 * AtlasReportRequest:
 * @kind: which
 * @scope: as `area/dspl2`
 * @scope_name: (nullable): what it is called
 * @on: the day
 * @is_demonstration: whether the county is made up
 * @set: (nullable): of indicators, the set; %NULL for the one in force
 * @term: (nullable): of indicators, the term; %NULL for that of the day
 * @pupils: of indicators, of which children
 * @only: of indicators, the number of the one that is shown; 0 for all
 *
 * What to report.
 */
typedef struct {
  AtlasReportKind  kind;
  char            *scope;
  char            *scope_name;
  AtlasDate        on;
  gboolean         is_demonstration;
  char            *set;
  char            *term;
  AtlasPupils      pupils;
  guint            only;
} AtlasReportRequest;

/**
 * AtlasReport:
 * @with_charts: as charts
 * @with_tables: as their tables
 * @small_hidden: (nullable): as tables in which small numbers are hidden, for paper and files
 * @hidden_charts: (nullable): the same with charts: then the screen hides small numbers too
 * @list: (nullable): every figure in one table, for a file and the clipboard
 * @hidden_list: (nullable): the same, with small numbers hidden
 * @indicators: (nullable): of indicators, what was counted
 * @out: (nullable): of a list of children, the list
 * @children: (nullable): the same for a list widget, filled by whoever has one
 * @of_choices: (nullable): a document for each choice of its filter
 * @actions: (nullable): of the actions of strategies, what their list shows
 *
 * A report, in the two ways that it can be shown and printed. A report without charts is one and
 * the same document in both.
 */
typedef struct {
  AtlasDocument    *with_charts;
  AtlasDocument    *with_tables;
  AtlasDocument    *small_hidden;
  AtlasDocument    *hidden_charts;
  AtlasDocument    *list;
  AtlasDocument    *hidden_list;
  AtlasIndicators  *indicators;
  AtlasOutOfSchool *out;
  GListStore       *children;
  AtlasDocument    *of_choices[ATLAS_OUT_N_CHOICES];
  AtlasActions     *actions;
} AtlasReport;

const char    *atlas_report_key          (AtlasReportKind     kind);
const char    *atlas_report_label        (AtlasReportKind     kind);
gboolean       atlas_report_by_key       (const char         *key,
                                          AtlasReportKind    *kind);

AtlasReport   *atlas_report_read         (AtlasStore         *store,
                                          AtlasReportRequest *request,
                                          GError            **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasDocument *atlas_report_get_paper    (AtlasReport        *self,
                                          gboolean            as_tables,
                                          gboolean            hides_small);
AtlasDocument *atlas_report_get_tables   (AtlasReport        *self,
                                          gboolean            hides_small);
void           atlas_report_request_free (AtlasReportRequest *self);
void           atlas_report_free         (AtlasReport        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReport, atlas_report_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReportRequest, atlas_report_request_free)

G_END_DECLS
