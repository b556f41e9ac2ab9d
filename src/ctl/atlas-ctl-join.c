/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "base/atlas-folders.h"
#include "sync/atlas-join.h"

typedef struct {
  char    *code;
  gboolean uses_browser;
  char    *ca_path;
  char    *fingerprint;
  char    *device_name;
} JoinOptions;

/* The address is told as well: the browser may be on another screen, or there may be none. */
static void
open_browser (const char *address,
              gpointer    user_data)
{
  const char *browser = g_getenv ("BROWSER");
  const char *argv[] = { browser, address, NULL };
  g_autoptr(GError) error = NULL;

  /* Translators: %s is an address */
  g_printerr (_("Sign in with a browser at %s\n"), address);
  if (browser != NULL && *browser != '\0')
    g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                   NULL, NULL, NULL, &error);
  else
    g_app_info_launch_default_for_uri (address, NULL, &error);

  if (error != NULL)
    g_info ("No browser was opened: %s", error->message);
}

static AtlasCtlExit
report_join (AtlasCtl   *ctl,
             const char *server,
             const char *kept_as)
{
  static const char * const columns[] = { "server", "folder", "kept_as", NULL };
  g_autofree char *folder = g_filename_display_name (ctl->folder);
  g_autofree char *kept = kept_as != NULL ? g_filename_display_name (kept_as) : NULL;
  g_autoptr(json_t) object = NULL;
  g_autoptr(json_t) rows = NULL;

  object = json_pack ("{s:s, s:s, s:s?}", "server", server, "folder", folder,
                      "kept_as", kept);
  if (ctl->format == ATLAS_CTL_JSON)
    return atlas_ctl_print (ctl, object, NULL, NULL);

  rows = json_pack ("{s:[O]}", "joined", object);

  return atlas_ctl_print (ctl, rows, "joined", columns);
}

static AtlasCtlExit
join (AtlasCtl          *ctl,
      const char        *server,
      const JoinOptions *options)
{
  AtlasJoinRequest request = {
    .server = server,
    .fingerprint = options->fingerprint,
    .enrol_code = options->code,
    .device_name = options->device_name,
  };
  const AtlasBrowser browser = {
    .open = open_browser,
    .words_done = _("You have signed in. This page can be closed."),
    .words_refused = _("The council’s sign-in has refused. This page can be closed."),
    .words_other = _("This belongs to no sign-in that is under way."),
  };
  g_autofree char *ca = NULL;
  g_autofree char *kept_as = NULL;
  GError *error = NULL;

  if (options->uses_browser)
    request.browser = &browser;
  if (options->ca_path != NULL && !g_file_get_contents (options->ca_path, &ca, NULL, &error))
    return atlas_ctl_fail (error);

  request.ca_pem = ca;
  if (atlas_join_has_joined (ctl->folder, server))
    return atlas_join_again (ctl->folder, &request, NULL, &error)
           ? report_join (ctl, server, NULL) : atlas_ctl_fail (error);

  if (!atlas_join_begin (ctl->folder, &request, NULL, NULL, NULL, &error) ||
      !atlas_join_finish (ctl->folder, &kept_as, &error))
    return atlas_ctl_fail (error);

  return report_join (ctl, server, kept_as);
}

AtlasCtlExit
atlas_ctl_join (AtlasCtl *ctl,
                int       argc,
                char    **argv)
{
  g_autofree char *code = NULL;
  g_autofree char *ca_path = NULL;
  g_autofree char *fingerprint = NULL;
  g_autofree char *device_name = NULL;
  gboolean uses_browser = FALSE;
  const GOptionEntry entries[] = {
    { "code", 0, 0, G_OPTION_ARG_STRING, &code, N_("the enrolment code, good once"), N_("CODE") },
    { "browser", 0, 0, G_OPTION_ARG_NONE, &uses_browser,
      N_("or sign in at the council's, with a browser"), NULL },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_path, N_("the server's authority, a PEM file"),
      N_("FILE") },
    { "fingerprint", 0, 0, G_OPTION_ARG_STRING, &fingerprint,
      N_("or the fingerprint of that authority"), N_("HEX") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &device_name, N_("what to call this laptop"),
      N_("NAME") },
    { NULL },
  };
  JoinOptions options = { 0 };

  if (!atlas_ctl_parse (ctl, "URL", _("Enrols this store with a county's server."),
                        entries, 1, 1, &argc, &argv))
    return ATLAS_CTL_USAGE;
  if ((code == NULL) != uses_browser)
    return atlas_ctl_usage (_("Give --code CODE or --browser, and not both"));
  if ((ca_path == NULL) == (fingerprint == NULL))
    return atlas_ctl_usage (_("Give --ca FILE or --fingerprint HEX, and not both"));

  if (ctl->folder == NULL)
    ctl->folder = atlas_folders_county ();
  options.code = code;
  options.uses_browser = uses_browser;
  options.ca_path = ca_path;
  options.fingerprint = fingerprint;
  options.device_name = device_name;

  return join (ctl, argv[1], &options);
}
