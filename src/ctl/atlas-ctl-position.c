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
    "day6_kept", "leaving", "free", "as_last_sent", "old", "invented", "text", NULL,
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

static json_t *
finding_to_json (const AtlasFinding *finding)
{
  const AtlasPassed *passed = finding->passed;
  g_autofree char *on = passed != NULL ? atlas_date_format (passed->on) : NULL;

  return json_pack ("{s:s, s:s?, s:s, s:s, s:s, s:s, s:s*, s:s*, s:s*, s:s*}",
                    "record", finding->record, "route", finding->route,
                    "check", finding->rule->id, "title", _(finding->rule->title),
                    "source", finding->source, "text", finding->text,
                    "passed_on", on, "reason", passed != NULL ? passed->reason : NULL,
                    "by", passed != NULL ? passed->by_name : NULL,
                    "role", passed != NULL ? passed->role : NULL);
}

/* How many there are is said below a table; JSON has it beside the list. */
static gboolean
write_count (guint n_open,
             guint n_passed)
{
  g_autofree char *open = NULL;
  g_autofree char *text = NULL;

  open = g_strdup_printf (ngettext ("%u finding", "%u findings", n_open), n_open);
  if (n_passed == 0)
    text = g_strconcat (open, "\n", NULL);
  else
    /* Translators: "12 findings", then how many somebody went on in spite of. */
    text = g_strdup_printf (ngettext ("%s, %u passed with a reason\n",
                                      "%s, %u passed with a reason\n", n_passed), open, n_passed);

  return atlas_ctl_write (text);
}

AtlasCtlExit
atlas_ctl_check (AtlasCtl *ctl,
                 int       argc,
                 char    **argv)
{
  gboolean show_passed = FALSE;
  const GOptionEntry entries[] = {
    { "passed", 0, 0, G_OPTION_ARG_NONE, &show_passed,
      N_("list those that somebody passed with a reason"), NULL },
    { NULL },
  };
  static const char * const columns[] = {
    "record", "route", "check", "source", "text", "passed_on", "by", "role", "reason", NULL,
  };
  static const char * const short_columns[] = { "route", "check", "source", "text", NULL };
  static const char * const passed_columns[] = {
    "route", "check", "passed_on", "by", "role", "reason", NULL,
  };
  const char * const *shown = show_passed ? passed_columns : short_columns;
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(json_t) object = NULL;
  json_t *rows = json_array ();
  GError *error = NULL;
  guint n_passed;

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

      if ((finding->passed != NULL) == show_passed)
        json_array_append_new (rows, finding_to_json (finding));
    }
  n_passed = atlas_findings_count_passed (findings);
  json_object_set_new (object, "passed", json_integer (n_passed));
  if (atlas_ctl_print (ctl, object, "findings",
                       ctl->format == ATLAS_CTL_TABLE ? shown : columns) != ATLAS_CTL_DONE ||
      (ctl->format == ATLAS_CTL_TABLE && !write_count (findings->len - n_passed, n_passed)))
    return ATLAS_CTL_FAILURE;

  return findings->len > n_passed ? ATLAS_CTL_FINDINGS : ATLAS_CTL_DONE;
}
