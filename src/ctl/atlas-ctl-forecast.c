/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "reports/atlas-forecasts.h"

AtlasCtlExit
atlas_ctl_forecast (AtlasCtl *ctl,
                    int       argc,
                    char    **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  static const char * const columns[] = {
    "of", "name", "commissioned", "occupied", "arrivals", "history_weeks", "state", "full",
    "early", "late", "error", "tests", "tests_in_band", "invented", "text", NULL,
  };
  g_autoptr(AtlasForecasts) forecasts = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "", _("Forecasts when places are full, and says how such forecasts "
                                   "did in the past."), entries, 0, 0, &argc, &argv))
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (forecasts = atlas_forecasts_new (ctl->store, ctl->scope, ctl->as_of, &error)) == NULL)
    return atlas_ctl_fail (error);

  object = atlas_forecasts_to_json (forecasts);

  return atlas_ctl_print (ctl, object, "forecasts", columns);
}
