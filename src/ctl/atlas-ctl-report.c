/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report, as the window prints and saves it. */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "base/atlas-route.h"
#include "ctl/atlas-ctl-document.h"
#include "drawing/atlas-report.h"
#include "reports/atlas-words.h"

static gboolean
find_kind (const char      *key,
           AtlasReportKind *kind)
{
  g_autoptr(GString) keys = g_string_new (NULL);

  if (atlas_report_by_key (key, kind))
    return TRUE;

  for (int i = 0; i < ATLAS_REPORT_N_KINDS; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? ", " : "",
                            atlas_report_key ((AtlasReportKind) i));
  if (key == NULL)
    atlas_ctl_usage (_("Which report? Say --report KEY; there are: %s"), keys->str);
  else
    atlas_ctl_usage (_("There is no report “%s”; there are: %s"), key, keys->str);

  return FALSE;
}

/* What the window's list of scopes calls the one asked about; NULL with @error set. */
static char *
name_scope (AtlasCtl *ctl,
            GError  **error)
{
  g_autoptr(AtlasRoute) route = NULL;
  g_autoptr(AtlasRecord) record = NULL;
  g_autoptr(GPtrArray) counties = NULL;
  const AtlasCounty *county = NULL;

  if (ctl->scope == NULL)
    {
      counties = atlas_ctl_list_type (ctl, &atlas_county_type, error);
      if (counties == NULL)
        return NULL;
      if (counties->len > 0)
        county = g_ptr_array_index (counties, 0);

      return atlas_words_whole_county (county != NULL ? county->name : NULL);
    }

  route = atlas_route_parse (ctl->scope, error);
  if (route == NULL)
    return NULL;
  record = atlas_store_get_by_key (ctl->store, atlas_route_get_head (route),
                                   atlas_route_get_key (route), error);
  if (record == NULL)
    return NULL;
  if (g_str_equal (atlas_route_get_head (route), atlas_area_type.name))
    return atlas_words_area ((AtlasArea *) record);

  return g_strdup (atlas_record_get_title (record));
}

static AtlasCtlExit
write_report (AtlasCtl           *ctl,
              AtlasReportRequest *request,
              const char         *path,
              gboolean            hides_small)
{
  g_autoptr(AtlasReport) report = NULL;
  GError *error = NULL;

  request->scope = g_strdup (ctl->scope);
  request->on = ctl->as_of;
  request->is_demonstration = atlas_store_is_demonstration (ctl->store);
  request->scope_name = name_scope (ctl, &error);
  if (request->scope_name == NULL)
    return atlas_ctl_fail (error);
  report = atlas_report_read (ctl->store, request, &error);
  if (report == NULL)
    return atlas_ctl_refuse (error);

  return atlas_ctl_write_document (ctl, path, atlas_report_get_paper (report, FALSE, hides_small),
                                   atlas_report_get_tables (report, hides_small), NULL);
}

/**
 * atlas_ctl_export_report:
 *
 * `atlasctl export report`: a report as the window prints and saves it.
 */
AtlasCtlExit
atlas_ctl_export_report (AtlasCtl *ctl,
                         int       argc,
                         char    **argv)
{
  g_autofree char *key = NULL;
  g_autofree char *cohort = NULL;
  gboolean shows_small = FALSE;
  g_autoptr(AtlasReportRequest) request = g_new0 (AtlasReportRequest, 1);
  const GOptionEntry entries[] = {
    { "report", 0, 0, G_OPTION_ARG_STRING, &key, N_("which report, as capacity"), N_("KEY") },
    { "set", 0, 0, G_OPTION_ARG_STRING, &request->set, N_("which set: 2016 or 2020"), N_("NAME") },
    { "term", 0, 0, G_OPTION_ARG_STRING, &request->term, N_("which term, as 2026-autumn"),
      N_("TERM") },
    { "cohort", 0, 0, G_OPTION_ARG_STRING, &cohort, N_("of which children, as girls"),
      N_("COHORT") },
    { "show-small", 0, 0, G_OPTION_ARG_NONE, &shows_small, N_("do not hide small numbers"), NULL },
    { NULL },
  };
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "[FILE]", _("Writes a report as the window prints it."), entries, 0, 1,
                        &argc, &argv) ||
      !find_kind (key, &request->kind) || !atlas_ctl_find_pupils (cohort, &request->pupils))
    return ATLAS_CTL_USAGE;
  if (request->kind != ATLAS_REPORT_INDICATORS &&
      (request->set != NULL || request->term != NULL || cohort != NULL))
    return atlas_ctl_usage (_("--set, --term and --cohort are for the report of indicators"));
  if (ctl->format == ATLAS_CTL_JSON)
    return atlas_ctl_usage (_("A report is a PDF, CSV or text. There is JSON of “atlasctl "
                              "capacity” and its like."));
  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error))
    return atlas_ctl_fail (error);

  return write_report (ctl, request, argc > 1 ? argv[1] : NULL, !shows_small);
}
