/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "reports/atlas-capacity.h"
#include "reports/atlas-findings.h"

AtlasCtlExit
atlas_ctl_capacity (AtlasCtl *ctl,
                    int       argc,
                    char    **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  static const char * const columns[] = {
    "provision", "place", "service", "phase", "commissioned", "on_roll", "held", "offered",
    "day6_kept", "leaving", "free", "as_last_sent", "invented", NULL,
  };
  g_autoptr(AtlasCapacity) capacity = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "", _("Shows where each line of places stands."), entries, 0, 0, &argc,
                        &argv))
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (capacity = atlas_capacity_new (ctl->store, ctl->scope, ctl->as_of, &error)) == NULL)
    return atlas_ctl_fail (error);

  object = atlas_capacity_to_json (capacity);

  return atlas_ctl_print (ctl, object, "lines", columns);
}

AtlasCtlExit
atlas_ctl_check (AtlasCtl *ctl,
                 int       argc,
                 char    **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  static const char * const columns[] = { "record", "route", "check", "source", "text", NULL };
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(json_t) object = NULL;
  json_t *rows = json_array ();
  GError *error = NULL;

  object = json_pack ("{s:o}", "findings", rows);
  if (!atlas_ctl_parse (ctl, "", _("Runs every rule over every record."), entries, 0, 0, &argc,
                        &argv))
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (findings = atlas_findings_list (ctl->store, ctl->scope, ctl->as_of, &error)) == NULL)
    return atlas_ctl_fail (error);

  for (guint i = 0; i < findings->len; i++)
    {
      const AtlasFinding *finding = g_ptr_array_index (findings, i);

      json_array_append_new (rows, json_pack ("{s:s, s:s?, s:s, s:s, s:s}",
                                              "record", finding->record, "route", finding->route,
                                              "check", finding->check, "source", finding->source,
                                              "text", finding->text));
    }
  if (atlas_ctl_print (ctl, object, "findings",
                       ctl->format == ATLAS_CTL_TABLE ? columns + 1 : columns) != ATLAS_CTL_DONE)
    return ATLAS_CTL_FAILURE;

  return findings->len > 0 ? ATLAS_CTL_FINDINGS : ATLAS_CTL_DONE;
}
