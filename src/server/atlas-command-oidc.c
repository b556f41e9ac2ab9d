/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-error.h"
#include "server/atlas-folder.h"
#include "server/atlas-oidc.h"

#define SUBJECT_MOST 255        /* OpenID Connect Core 1.0, 2 */

static gboolean
is_issuer (const char *address)
{
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 &&
         g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL;
}

static gboolean
is_claim (const char *claim)
{
  static const char * const claims[] = { "sub", "preferred_username", "email", NULL };

  return g_strv_contains (claims, claim);
}

static gboolean
save (AtlasBackend *backend,
      gpointer      data,
      GError      **error)
{
  return atlas_oidc_save (backend, data, error);
}

static AtlasExit
read_authority (const char *path,
                char      **pem)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsCertificate) certificate = NULL;

  if (path == NULL)
    return ATLAS_EXIT_DONE;

  certificate = g_tls_certificate_new_from_file (path, &error);
  if (certificate == NULL)
    return atlas_command_fail (error);

  g_object_get (certificate, "certificate-pem", pem, NULL);
  return ATLAS_EXIT_DONE;
}

static AtlasExit
oidc_set (int    argc,
          char **argv)
{
  g_autofree char *issuer = NULL;
  g_autofree char *client_id = NULL;
  g_autofree char *ca_path = NULL;
  g_autofree char *ca_pem = NULL;
  g_autofree char *claim = NULL;
  const GOptionEntry entries[] = {
    { "issuer", 0, 0, G_OPTION_ARG_STRING, &issuer, N_("address of the identity provider"),
      N_("URL") },
    { "client-id", 0, 0, G_OPTION_ARG_STRING, &client_id, N_("by which it knows this program"),
      N_("ID") },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_path,
      N_("the authority of its certificate, if it is the council's own"), N_("FILE") },
    { "claim", 0, 0, G_OPTION_ARG_STRING, &claim,
      N_("what names the user: sub, preferred_username or email"), N_("CLAIM") },
    { NULL },
  };
  AtlasOidc oidc;
  AtlasExit code;

  if (!atlas_command_parse ("DIR", _("Says where the council's people sign in."), entries, 1, &argc,
                            &argv))
    return ATLAS_EXIT_USAGE;
  if (issuer == NULL || !is_issuer (issuer))
    return atlas_command_usage (_("--issuer must give an address that begins with https://"));
  if (client_id == NULL || *client_id == '\0')
    return atlas_command_usage (_("--client-id must say by which name the issuer knows this"));
  if (claim == NULL)
    claim = g_strdup ("sub");
  if (!is_claim (claim))
    return atlas_command_usage (_("--claim must be sub, preferred_username or email"));
  if ((code = read_authority (ca_path, &ca_pem)) != ATLAS_EXIT_DONE)
    return code;

  oidc = (AtlasOidc) {
    .issuer = issuer, .client_id = client_id, .ca_pem = ca_pem, .claim = claim,
  };
  return atlas_command_in_transaction (argv[1], save, &oidc);
}

static AtlasExit
oidc_clear (int    argc,
            char **argv)
{
  const GOptionEntry entries[] = { { NULL } };

  if (!atlas_command_parse ("DIR", _("Ends signing in at the council's; codes and passwords stay."),
                            entries, 1, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  return atlas_command_in_transaction (argv[1], save, NULL);
}

static AtlasExit
oidc_show (int    argc,
           char **argv)
{
  g_autofree char *format = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  g_autoptr(GError)       error = NULL;
  g_autoptr(AtlasBackend) backend = NULL;
  g_autoptr(AtlasOidc)    oidc = NULL;
  g_autoptr(json_t)       rows = json_array ();

  if (!atlas_command_parse ("DIR", _("Shows where the council's people sign in."), entries, 1,
                            &argc, &argv))
    return ATLAS_EXIT_USAGE;

  backend = atlas_folder_open_backend (argv[1], NULL, &error);
  if (backend == NULL || !atlas_oidc_load (backend, &oidc, &error))
    return atlas_command_fail (error);

  if (oidc != NULL)
    json_array_append_new (rows, json_pack ("{s:s, s:s, s:s, s:b}", "issuer", oidc->issuer,
                                            "client_id", oidc->client_id, "claim", oidc->claim,
                                            "ca", oidc->ca_pem != NULL));
  atlas_command_print_rows (format, "oidc", rows);
  return ATLAS_EXIT_DONE;
}

AtlasExit
atlas_command_oidc (int    argc,
                    char **argv)
{
  if (atlas_command_is_verb (argc, argv, "set"))
    return oidc_set (argc - 1, argv + 1);
  if (atlas_command_is_verb (argc, argv, "clear"))
    return oidc_clear (argc - 1, argv + 1);
  if (atlas_command_is_verb (argc, argv, "show"))
    return oidc_show (argc - 1, argv + 1);

  return atlas_command_usage (_("Say oidc set, oidc clear or oidc show."));
}

typedef struct {
  const char *name;
  const char *subject;
} Link;

static gboolean
link_user (AtlasBackend *backend,
           gpointer      data,
           GError      **error)
{
  Link *link = data;
  g_autoptr(AtlasOidc) oidc = NULL;
  g_autofree char *user = NULL;

  if (!atlas_command_find_user (backend, link->name, &user, error) ||
      !atlas_oidc_load (backend, &oidc, error))
    return FALSE;
  if (oidc == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                           _("This server has no identity provider; say oidc set first."));
      return FALSE;
    }

  return atlas_oidc_link (backend, oidc->issuer, link->subject, user, error);
}

AtlasExit
atlas_command_user_oidc (int    argc,
                         char **argv)
{
  g_autofree char *subject = NULL;
  const GOptionEntry entries[] = {
    { "subject", 0, 0, G_OPTION_ARG_STRING, &subject, N_("what the issuer calls the user for ever"),
      N_("SUB") },
    { NULL },
  };
  Link link = { NULL };

  if (!atlas_command_parse ("DIR NAME", _("Says who a user is at the council's sign-in."), entries,
                            2, &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (subject == NULL || *subject == '\0' || strlen (subject) > SUBJECT_MOST)
    return atlas_command_usage (_("--subject must say who the user is there"));

  link.name = argv[2];
  link.subject = subject;
  return atlas_command_in_transaction (argv[1], link_user, &link);
}
