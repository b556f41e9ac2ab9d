/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports, as the window shows them and as atlasctl writes them. */
#include "config.h"

#include "drawing/atlas-report.h"

#include <glib/gi18n.h>

#include "drawing/atlas-actions-document.h"
#include "drawing/atlas-activities-document.h"
#include "drawing/atlas-capacity-document.h"
#include "drawing/atlas-figures-document.h"
#include "drawing/atlas-forecast-document.h"
#include "drawing/atlas-indicators-document.h"
#include "drawing/atlas-watch-documents.h"
#include "rules/atlas-small.h"

#define COUNTY "county"

/* In the order of AtlasReportKind: key of the route, label. */
static const struct {
  const char *key;
  const char *label;
} reports[ATLAS_REPORT_N_KINDS] = {
  { "capacity", N_("Capacity position") },
  { "forecast", N_("When places run out") },
  { "not-in-full-time", N_("Children not in full-time education") },
  { "indicators", N_("Termly indicators") },
  { "demand", N_("What no place answers") },
  { "hours", N_("Hours given and owed") },
  { "duties", N_("Duties of exclusions, kept in time") },
  { "activities", N_("Advice and outreach") },
  { "figures", N_("Published figures") },
  { "actions", N_("Actions") },
};

const char *
atlas_report_key (AtlasReportKind kind)
{
  return reports[kind].key;
}

const char *
atlas_report_label (AtlasReportKind kind)
{
  return _(reports[kind].label);
}

/* What a report was called before, in routes that people have kept. */
static const char *
newest_key (const char *key)
{
  return g_strcmp0 (key, "exclusions") == 0 ? "figures" : key;
}

/**
 * atlas_report_by_key:
 * @key: (nullable): as in the route `report/capacity`
 * @kind: (out): which report
 *
 * Returns: whether there is one
 */
gboolean
atlas_report_by_key (const char      *key,
                     AtlasReportKind *kind)
{
  for (int i = 0; i < ATLAS_REPORT_N_KINDS; i++)
    if (g_strcmp0 (newest_key (key), reports[i].key) == 0)
      {
        *kind = (AtlasReportKind) i;
        return TRUE;
      }

  return FALSE;
}

void
atlas_report_request_free (AtlasReportRequest *self)
{
  g_free (self->scope);
  g_free (self->scope_name);
  g_free (self->set);
  g_free (self->term);
  g_free (self);
}

void
atlas_report_free (AtlasReport *self)
{
  g_clear_pointer (&self->with_charts, atlas_document_unref);
  g_clear_pointer (&self->with_tables, atlas_document_unref);
  g_clear_pointer (&self->small_hidden, atlas_document_unref);
  g_clear_pointer (&self->hidden_charts, atlas_document_unref);
  g_clear_pointer (&self->list, atlas_document_unref);
  g_clear_pointer (&self->hidden_list, atlas_document_unref);
  g_clear_pointer (&self->indicators, atlas_indicators_free);
  g_clear_pointer (&self->out, atlas_out_of_school_free);
  g_clear_object (&self->children);
  g_clear_pointer (&self->actions, atlas_actions_free);
  for (guint i = 0; i < ATLAS_OUT_N_CHOICES; i++)
    g_clear_pointer (&self->of_choices[i], atlas_document_unref);
  g_free (self);
}

/* The whole county is compared by its areas, a part of it by its provisions. */
static gboolean
list_areas (AtlasStore         *store,
            AtlasReportRequest *request,
            GPtrArray         **areas,
            GError            **error)
{
  g_autoptr(AtlasQuery) query = NULL;

  *areas = NULL;
  if (request->scope != NULL && !g_str_equal (request->scope, COUNTY))
    return TRUE;

  query = atlas_query_new (&atlas_area_type);
  atlas_query_as_of (query, request->on);
  *areas = atlas_store_list (store, query, error);

  return *areas != NULL;
}

static AtlasReport *
read_capacity (AtlasStore         *store,
               AtlasReportRequest *request,
               GError            **error)
{
  g_autoptr(GPtrArray)     areas = NULL;
  g_autoptr(AtlasCapacity) capacity = NULL;
  AtlasReport *report;

  if (!list_areas (store, request, &areas, error))
    return NULL;
  capacity = atlas_capacity_new (store, request->scope, request->on, error);
  if (capacity == NULL)
    return NULL;

  report = g_new0 (AtlasReport, 1);
  report->with_charts = atlas_capacity_to_report (capacity, areas, request->scope_name,
                                                  request->is_demonstration, FALSE);
  report->with_tables = atlas_capacity_to_report (capacity, areas, request->scope_name,
                                                  request->is_demonstration, TRUE);
  return report;
}

static AtlasReport *
read_indicators (AtlasStore         *store,
                 AtlasReportRequest *request,
                 GError            **error)
{
  const AtlasIndicatorsAsked asked = {
    request->set, request->term, request->scope, request->pupils, request->on,
  };
  AtlasIndicatorsPaper paper = { request->scope_name, request->is_demonstration };
  g_autoptr(AtlasIndicators) indicators = atlas_indicators_new (store, &asked, error);
  AtlasReport *report;

  if (indicators == NULL)
    return NULL;

  paper.only = request->only <= indicators->rows->len ? request->only : 0;
  report = g_new0 (AtlasReport, 1);
  report->with_charts = atlas_indicators_to_document (indicators, &paper);
  report->list = atlas_indicators_to_list (indicators, &paper);
  paper.as_table = TRUE;
  report->with_tables = atlas_indicators_to_document (indicators, &paper);
  paper.hides_small = TRUE;
  report->small_hidden = atlas_indicators_to_document (indicators, &paper);
  report->hidden_list = atlas_indicators_to_list (indicators, &paper);
  paper.as_table = FALSE;
  report->hidden_charts = atlas_indicators_to_document (indicators, &paper);
  report->indicators = g_steal_pointer (&indicators);

  return report;
}

static AtlasReport *
read_forecast (AtlasStore         *store,
               AtlasReportRequest *request,
               GError            **error)
{
  g_autoptr(AtlasForecasts) forecasts = atlas_forecasts_new (store, request->scope, request->on,
                                                             error);
  AtlasReport *report;

  if (forecasts == NULL)
    return NULL;

  report = g_new0 (AtlasReport, 1);
  report->with_charts = atlas_forecasts_to_document (forecasts, request->scope_name,
                                                     request->is_demonstration, FALSE);
  report->with_tables = atlas_forecasts_to_document (forecasts, request->scope_name,
                                                     request->is_demonstration, TRUE);
  return report;
}

/* A child is in few groups, so that a document for each choice is not much more than one. */
static AtlasReport *
read_out (AtlasStore         *store,
          AtlasReportRequest *request,
          GError            **error)
{
  g_autoptr(AtlasOutOfSchool) out = atlas_out_of_school_new (store, request->scope, request->on,
                                                             error);
  AtlasReport *report;

  if (out == NULL)
    return NULL;

  report = g_new0 (AtlasReport, 1);
  for (guint i = 0; i < ATLAS_OUT_N_CHOICES; i++)
    report->of_choices[i] = atlas_out_to_document (out, i, request->scope_name,
                                                   request->is_demonstration);
  report->with_charts = atlas_document_ref (report->of_choices[ATLAS_OUT_ALL]);
  report->with_tables = atlas_document_ref (report->of_choices[ATLAS_OUT_ALL]);
  report->out = g_steal_pointer (&out);

  return report;
}

/* Takes both documents: for the screen, and for what may leave the office. */
static AtlasReport *
report_of_tables (AtlasDocument *document,
                  AtlasDocument *small_hidden)
{
  AtlasReport *report = g_new0 (AtlasReport, 1);

  report->with_charts = document;
  report->with_tables = atlas_document_ref (document);
  report->small_hidden = small_hidden;

  return report;
}

/* For whom a report is written when it may leave the office, by the county's own number. */
static AtlasPaperTo
paper_out (AtlasStore         *store,
           AtlasReportRequest *request)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
  g_autoptr(GPtrArray)  counties = atlas_store_list (store, query, NULL);
  AtlasPaperTo out = { request->scope_name, request->is_demonstration, TRUE };

  if (counties != NULL && counties->len > 0)
    {
      const AtlasCounty *county = g_ptr_array_index (counties, 0);

      out.limit = atlas_small_read_limit (&(AtlasCheckSettings) {
      county->authority, (const char * const *) county->thresholds,
    });
    }

  return out;
}

static AtlasReport *
read_demand (AtlasStore         *store,
             AtlasReportRequest *request,
             GError            **error)
{
  g_autoptr(AtlasDemand) demand = atlas_demand_new (store, request->scope, request->on, error);
  const AtlasPaperTo to = { request->scope_name, request->is_demonstration, FALSE };
  const AtlasPaperTo out = paper_out (store, request);

  if (demand == NULL)
    return NULL;

  return report_of_tables (atlas_demand_to_document (demand, &to),
                           atlas_demand_to_document (demand, &out));
}

static AtlasReport *
read_hours (AtlasStore         *store,
            AtlasReportRequest *request,
            GError            **error)
{
  g_autoptr(AtlasProviderHours) hours = atlas_provider_hours_new (store, request->scope,
                                                                  request->on, error);
  const AtlasPaperTo to = { request->scope_name, request->is_demonstration, FALSE };
  const AtlasPaperTo out = paper_out (store, request);

  if (hours == NULL)
    return NULL;

  return report_of_tables (atlas_provider_hours_to_document (hours, &to),
                           atlas_provider_hours_to_document (hours, &out));
}

static AtlasReport *
read_duties (AtlasStore         *store,
             AtlasReportRequest *request,
             GError            **error)
{
  g_autoptr(AtlasDuties) duties = atlas_duties_new (store, request->scope, request->on, error);
  const AtlasPaperTo to = { request->scope_name, request->is_demonstration, FALSE };
  const AtlasPaperTo out = paper_out (store, request);

  if (duties == NULL)
    return NULL;

  return report_of_tables (atlas_duties_to_document (duties, &to),
                           atlas_duties_to_document (duties, &out));
}

static AtlasReport *
read_activities (AtlasStore         *store,
                 AtlasReportRequest *request,
                 GError            **error)
{
  g_autoptr(AtlasActivities) activities = atlas_activities_new (store, request->scope,
                                                                request->on, error);
  AtlasReport *report;

  if (activities == NULL)
    return NULL;

  report = g_new0 (AtlasReport, 1);
  report->with_charts = atlas_activities_to_document (activities, request->scope_name,
                                                      request->is_demonstration);
  report->with_tables = atlas_document_ref (report->with_charts);
  return report;
}

static AtlasReport *
read_figures (AtlasStore         *store,
              AtlasReportRequest *request,
              GError            **error)
{
  g_autoptr(GPtrArray) list = atlas_figures_list (store, request->on, error);
  AtlasReport *report;

  if (list == NULL)
    return NULL;

  report = g_new0 (AtlasReport, 1);
  report->with_charts = atlas_figures_list_to_document (list, request->on,
                                                        request->is_demonstration, FALSE);
  report->with_tables = atlas_figures_list_to_document (list, request->on,
                                                        request->is_demonstration, TRUE);
  return report;
}

static AtlasReport *
read_actions (AtlasStore         *store,
              AtlasReportRequest *request,
              GError            **error)
{
  g_autoptr(AtlasActions) actions = atlas_actions_new (store, request->on, error);
  AtlasReport *report;

  if (actions == NULL)
    return NULL;

  report = report_of_tables (atlas_actions_to_document (actions, request->is_demonstration), NULL);
  report->actions = g_steal_pointer (&actions);

  return report;
}

/**
 * atlas_report_read:
 * @store: a store, which may be read only
 * @request: what to report
 * @error: return location for an error
 *
 * Counts a report and writes it, in every way that it can be shown and printed.
 *
 * Errors: those of the store's functions; %ATLAS_ERROR_INVALID when there is no such set or term.
 *
 * Returns: (transfer full): the report
 */
AtlasReport *
atlas_report_read (AtlasStore         *store,
                   AtlasReportRequest *request,
                   GError            **error)
{
  switch (request->kind)
    {
    case ATLAS_REPORT_INDICATORS:
      return read_indicators (store, request, error);
    case ATLAS_REPORT_FORECAST:
      return read_forecast (store, request, error);
    case ATLAS_REPORT_OUT:
      return read_out (store, request, error);
    case ATLAS_REPORT_DEMAND:
      return read_demand (store, request, error);
    case ATLAS_REPORT_HOURS:
      return read_hours (store, request, error);
    case ATLAS_REPORT_DUTIES:
      return read_duties (store, request, error);
    case ATLAS_REPORT_ACTIVITIES:
      return read_activities (store, request, error);
    case ATLAS_REPORT_FIGURES:
      return read_figures (store, request, error);
    case ATLAS_REPORT_ACTIONS:
      return read_actions (store, request, error);
    case ATLAS_REPORT_CAPACITY:
    default:
      return read_capacity (store, request, error);
    }
}

/**
 * atlas_report_get_paper:
 * @self: a report
 * @as_tables: whether to have tables in place of charts
 * @hides_small: whether it may leave the office: numbers so small that they could tell a child are
 *   hidden, in reports that can hide them
 *
 * Returns: (transfer none): what is printed
 */
AtlasDocument *
atlas_report_get_paper (AtlasReport *self,
                        gboolean     as_tables,
                        gboolean     hides_small)
{
  if (!hides_small || self->small_hidden == NULL)
    return as_tables ? self->with_tables : self->with_charts;

  return as_tables || self->hidden_charts == NULL ? self->small_hidden : self->hidden_charts;
}

/**
 * atlas_report_get_tables:
 * @self: a report
 * @hides_small: as of atlas_report_get_paper()
 *
 * Returns: (transfer none): the same with a table for every chart; of indicators, all in one table
 */
AtlasDocument *
atlas_report_get_tables (AtlasReport *self,
                         gboolean     hides_small)
{
  if (self->list != NULL)
    return hides_small ? self->hidden_list : self->list;

  return atlas_report_get_paper (self, TRUE, hides_small);
}
