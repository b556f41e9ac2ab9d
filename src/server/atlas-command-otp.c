/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib/gi18n.h>

#include "base/atlas-error.h"
#include "server/atlas-accounts.h"
#include "server/atlas-otp.h"

typedef struct {
  const char *name;
  gboolean    removes;
  char       *address;
} OtpEdit;

static gboolean
edit_otp (AtlasBackend *backend,
          gpointer      data,
          GError      **error)
{
  OtpEdit *edit = data;
  g_autofree char *user = NULL;

  if (!atlas_accounts_find_user (backend, edit->name, &user, error))
    return FALSE;
  if (user == NULL)
    {
      /* Translators: %s is a user's name. */
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, _("There is no user “%s”."),
                   edit->name);
      return FALSE;
    }
  if (edit->removes)
    return atlas_otp_end (backend, user, error);

  edit->address = atlas_otp_begin (backend, user, edit->name, error);
  return edit->address != NULL;
}

AtlasExit
atlas_command_user_otp (int    argc,
                        char **argv)
{
  g_autofree char *format = NULL;
  gboolean removes = FALSE;
  const GOptionEntry entries[] = {
    { "remove", 0, 0, G_OPTION_ARG_NONE, &removes, N_("need no code any more"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  OtpEdit edit = { NULL };
  AtlasExit code;

  if (!atlas_command_parse ("DIR NAME", _("Makes a user need a code from a telephone beside the "
                                          "password. Prints, once, the address from which the "
                                          "telephone learns it."),
                            entries, 2, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  edit.name = argv[2];
  edit.removes = removes;
  code = atlas_command_in_transaction (argv[1], edit_otp, &edit);
  if (code == ATLAS_EXIT_DONE && atlas_command_is_json (format))
    {
      g_autoptr(json_t) object = json_pack ("{s:s*}", "otpauth", edit.address);

      atlas_command_print (object);
    }
  else if (code == ATLAS_EXIT_DONE && edit.address != NULL)
    {
      g_print ("%s\n", edit.address);
    }

  g_free (edit.address);
  return code;
}
