/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What services did besides giving places, and what panels decided, for schools to see. */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "base/atlas-error.h"
#include "records/atlas-codes.h"
#include "reports/atlas-activities.h"
#include "reports/atlas-words.h"
#include "store/atlas-store-panels.h"

AtlasCtlExit
atlas_ctl_activities (AtlasCtl *ctl,
                      int       argc,
                      char    **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  static const char * const columns[] = {
    "term", "school", "school_name", "kind", "label", "count", "hours", "invented", NULL,
  };
  g_autoptr(AtlasActivities) activities = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "", _("Counts advice and outreach by term, school and kind."),
                        entries, 0, 0, &argc, &argv))
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (activities = atlas_activities_new (ctl->store, ctl->scope, ctl->as_of, &error)) == NULL)
    return atlas_ctl_fail (error);

  object = atlas_activities_to_json (activities);

  return atlas_ctl_print (ctl, object, "activities", columns);
}

static json_t *
decision_to_row (const AtlasSchoolDecision *decision)
{
  g_autofree char *on = atlas_date_format (decision->on);
  g_autofree char *due = atlas_date_format (decision->due);
  g_autofree char *year = atlas_words_year_group (decision->year_group);

  return json_pack ("{s:s?, s:s?, s:s, s:s, s:s, s:s, s:s?, s:s?, s:s?}", "on", on, "panel",
                    decision->panel, "reference", decision->reference, "year", year,
                    "kind", decision->kind, "decision",
                    _(atlas_codes_label ("decision-kind", decision->kind)), "reason",
                    decision->reason, "owner", decision->owner, "due", due);
}

AtlasCtlExit
atlas_ctl_decisions (AtlasCtl *ctl,
                     int       argc,
                     char    **argv)
{
  g_autofree char *school_name = NULL;
  const GOptionEntry entries[] = {
    { "establishment", 0, 0, G_OPTION_ARG_STRING, &school_name,
      N_("the school whose pupils they are about"), N_("ID") },
    { NULL },
  };
  static const char * const columns[] = {
    "on", "panel", "reference", "year", "kind", "decision", "reason", "owner", "due", NULL,
  };
  g_autoptr(AtlasRecord) school = NULL;
  g_autoptr(GPtrArray)   decisions = NULL;
  g_autoptr(json_t)      rows = json_array ();
  g_autoptr(json_t)      object = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "", _("What panels decided about a school's own pupils, without a "
                                   "name."), entries, 0, 0, &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (school_name == NULL)
    return atlas_ctl_usage (_("Say whose pupils, with --establishment"));

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (school = atlas_ctl_find_school (ctl, school_name, &error)) == NULL ||
      (decisions = atlas_store_list_school_decisions (ctl->store, atlas_record_get_id (school),
                                                      ctl->as_of, &error)) == NULL)
    return atlas_ctl_fail (error);

  for (guint i = 0; i < decisions->len; i++)
    json_array_append_new (rows, decision_to_row (g_ptr_array_index (decisions, i)));
  object = json_pack ("{s:s, s:O}", "school", ((AtlasEstablishment *) school)->name, "decisions",
                      rows);

  return atlas_ctl_print (ctl, object, "decisions", columns);
}
