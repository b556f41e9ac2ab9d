/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "server/atlas-authority.h"
#include "server/atlas-folder.h"

static AtlasExit
put_in_place (const char *folder,
              const char *chain,
              const char *key)
{
  g_autoptr(AtlasBackend) backend = NULL;
  g_autoptr(GError)       error = NULL;

  /* Only to see that the folder is a server's. */
  backend = atlas_folder_open_backend (folder, NULL, &error);
  if (backend == NULL || !atlas_authority_check_pair (chain, key, &error) ||
      !atlas_folder_write (folder, ATLAS_FOLDER_KEY, key, -1, &error) ||
      !atlas_folder_write (folder, ATLAS_FOLDER_CERTIFICATE, chain, -1, &error))
    return atlas_command_fail (error);

  g_printerr ("%s\n", _("A running server shows it after SIGHUP, or when it starts next."));
  return ATLAS_EXIT_DONE;
}

static AtlasExit
certificate_set (int    argc,
                 char **argv)
{
  g_autofree char *chain_path = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *key = NULL;
  const GOptionEntry entries[] = {
    { "chain", 0, 0, G_OPTION_ARG_FILENAME, &chain_path,
      N_("the server's certificate, then those up to its authority, PEM"), N_("FILE") },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &key_path, N_("the private key, PEM"), N_("FILE") },
    { NULL },
  };
  g_autoptr(GError) error = NULL;
  AtlasExit code;

  if (!atlas_command_parse ("DIR", _("Puts the council's own certificate in place."), entries, 1,
                            &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (chain_path == NULL || key_path == NULL)
    return atlas_command_usage (_("--chain and --key are both needed."));
  if (!g_file_get_contents (chain_path, &chain, NULL, &error) ||
      !g_file_get_contents (key_path, &key, NULL, &error))
    return atlas_command_fail (error);

  code = put_in_place (argv[1], chain, key);
  sodium_memzero (key, strlen (key));
  return code;
}

static gboolean
read_file (const char *folder,
           const char *name,
           char      **text,
           GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, name);

  return g_file_get_contents (path, text, NULL, error);
}

static AtlasExit
certificate_renew (int    argc,
                   char **argv)
{
  g_auto(GStrv) names = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING_ARRAY, &names,
      N_("a host name or address of the server; without any: those it has"), N_("HOST") },
    { NULL },
  };
  g_autoptr(AtlasAuthority) authority = g_new0 (AtlasAuthority, 1);
  g_autoptr(GError)         error = NULL;

  if (!atlas_command_parse ("DIR", _("Signs another certificate with the server's own authority."),
                            entries, 1, &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (!read_file (argv[1], ATLAS_FOLDER_CA, &authority->ca_pem, &error) ||
      !read_file (argv[1], ATLAS_FOLDER_CA_KEY, &authority->ca_key_pem, &error) ||
      !read_file (argv[1], ATLAS_FOLDER_CERTIFICATE, &authority->server_pem, &error) ||
      (names == NULL &&
       (names = atlas_authority_names (authority->server_pem, &error)) == NULL))
    return atlas_command_fail (error);
  if (names[0] == NULL)
    return atlas_command_usage (_("The certificate names no server: say --name."));
  if (!atlas_authority_renew (authority, (const char * const *) names, &error))
    return atlas_command_fail (error);

  return put_in_place (argv[1], authority->server_pem, authority->server_key_pem);
}

AtlasExit
atlas_command_certificate (int    argc,
                           char **argv)
{
  if (atlas_command_is_verb (argc, argv, "set"))
    return certificate_set (argc - 1, argv + 1);

  if (atlas_command_is_verb (argc, argv, "renew"))
    return certificate_renew (argc - 1, argv + 1);

  return atlas_command_usage (_("Say certificate set or certificate renew."));
}
