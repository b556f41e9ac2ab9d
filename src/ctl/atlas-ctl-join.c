/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/atlas-folders.h"
#include "sync/atlas-connection.h"
#include "sync/atlas-join.h"
#include "sync/atlas-managed.h"
#include "sync/atlas-pin.h"

#define ONE_AUTHORITY N_("Give one of --ca FILE, --fingerprint HEX and --system-trust")
#define PASSWORD_MOST 1024

typedef struct {
  char    *code;
  gboolean uses_browser;
  gboolean trusts_system;
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

static gboolean
read_authority (const char *path,
                gboolean    trusts_system,
                char      **ca,
                GError    **error)
{
  *ca = trusts_system ? g_strdup (ATLAS_PIN_SYSTEM) : NULL;

  return path == NULL || g_file_get_contents (path, ca, NULL, error);
}

static gboolean
is_one_authority (const char *ca_path,
                  const char *fingerprint,
                  gboolean    trusts_system)
{
  return (ca_path != NULL) + (fingerprint != NULL) + (trusts_system != FALSE) == 1;
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
  if (!read_authority (options->ca_path, options->trusts_system, &ca, &error))
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
  gboolean trusts_system = FALSE;
  const GOptionEntry entries[] = {
    { "code", 0, 0, G_OPTION_ARG_STRING, &code, N_("the enrolment code, good once"), N_("CODE") },
    { "browser", 0, 0, G_OPTION_ARG_NONE, &uses_browser,
      N_("or sign in at the council's, with a browser"), NULL },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_path, N_("the server's authority, a PEM file"),
      N_("FILE") },
    { "fingerprint", 0, 0, G_OPTION_ARG_STRING, &fingerprint,
      N_("or the fingerprint of that authority"), N_("HEX") },
    { "system-trust", 0, 0, G_OPTION_ARG_NONE, &trusts_system,
      N_("or trust the authorities that this system trusts"), NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &device_name, N_("what to call this laptop"),
      N_("NAME") },
    { NULL },
  };
  g_autoptr(AtlasManaged) managed = NULL;
  g_autoptr(GError) error = NULL;
  JoinOptions options = { 0 };

  if (!atlas_ctl_parse (ctl, "[URL]", _("Enrols this store with a county's server; a managed "
                                        "laptop knows which."),
                        entries, 0, 1, &argc, &argv))
    return ATLAS_CTL_USAGE;

  managed = atlas_managed_load (&error);
  if (error != NULL)
    return atlas_ctl_fail (g_steal_pointer (&error));
  if (argc < 2 && managed == NULL)
    return atlas_ctl_usage (_("The server's address is needed"));
  if (managed != NULL && (argc < 2 || strcmp (argv[1], managed->server) == 0) &&
      ca_path == NULL && fingerprint == NULL && !trusts_system)
    {
      ca_path = g_strdup (managed->ca_path);
      trusts_system = managed->trusts_system;
    }
  if ((code == NULL) != uses_browser)
    return atlas_ctl_usage (_("Give --code CODE or --browser, and not both"));
  if (!is_one_authority (ca_path, fingerprint, trusts_system))
    return atlas_ctl_usage (_(ONE_AUTHORITY));

  if (ctl->folder == NULL)
    ctl->folder = atlas_folders_county ();
  options.code = code;
  options.uses_browser = uses_browser;
  options.trusts_system = trusts_system;
  options.ca_path = ca_path;
  options.fingerprint = fingerprint;
  options.device_name = device_name;

  return join (ctl, argc > 1 ? argv[1] : managed->server, &options);
}

AtlasCtlExit
atlas_ctl_trust (AtlasCtl *ctl,
                 int       argc,
                 char    **argv)
{
  g_autofree char *ca_path = NULL;
  g_autofree char *fingerprint = NULL;
  g_autofree char *ca = NULL;
  gboolean trusts_system = FALSE;
  const GOptionEntry entries[] = {
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_path, N_("the authority to trust, a PEM file"),
      N_("FILE") },
    { "fingerprint", 0, 0, G_OPTION_ARG_STRING, &fingerprint,
      N_("or the fingerprint of that authority"), N_("HEX") },
    { "system-trust", 0, 0, G_OPTION_ARG_NONE, &trusts_system,
      N_("or trust the authorities that this system trusts"), NULL },
    { NULL },
  };
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "", _("Trusts another authority, if the server shows it."),
                        entries, 0, 0, &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (!is_one_authority (ca_path, fingerprint, trusts_system))
    return atlas_ctl_usage (_(ONE_AUTHORITY));

  if (ctl->folder == NULL)
    ctl->folder = atlas_folders_county ();
  if (!read_authority (ca_path, trusts_system, &ca, &error) ||
      !atlas_connection_trust (ctl->folder, ca, fingerprint, NULL, &error))
    return atlas_ctl_fail (error);

  return ATLAS_CTL_DONE;
}

AtlasCtlExit
atlas_ctl_proxy (AtlasCtl *ctl,
                 int       argc,
                 char    **argv)
{
  g_autofree char *user = NULL;
  g_autoptr(AtlasProxyLogin) login = NULL;
  const GOptionEntry entries[] = {
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, N_("the name; its password is read from input"),
      N_("NAME") },
    { NULL },
  };
  char password[PASSWORD_MOST];
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "", _("Keeps what the network's proxy asks for."), entries, 0, 0,
                        &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (user == NULL)
    return atlas_ctl_usage (_("--user must give the name"));

  if (fgets (password, sizeof password, stdin) == NULL)
    password[0] = '\0';
  password[strcspn (password, "\r\n")] = '\0';
  login = atlas_proxy_login_new (user, password);
  memset (password, 0, sizeof password);

  if (ctl->folder == NULL)
    ctl->folder = atlas_folders_county ();
  if (!atlas_connection_set_proxy (ctl->folder, login, NULL, &error))
    return atlas_ctl_fail (error);

  return ATLAS_CTL_DONE;
}
