/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "reports/atlas-capacity.h"

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
