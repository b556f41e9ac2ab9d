/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sodium.h>
#include <string.h>

#include "server/atlas-commands.h"

static const struct {
  const char  *name;
  AtlasCommand command;
  const char  *summary;
} commands[] = {
  { "init", atlas_command_init, N_("begin a county's server in a folder") },
  { "serve", atlas_command_serve, N_("serve a folder over HTTPS") },
  { "user", atlas_command_user, N_("add users, list them, give an enrolment code") },
  { "device", atlas_command_device, N_("list laptops, lock, unlock, revoke or wipe one") },
  { "lease", atlas_command_lease, N_("for how long a laptop may go without contact") },
  { "grant", atlas_command_grant, N_("list, add and remove what users may see and do") },
  { "oidc", atlas_command_oidc, N_("say where the council's people sign in") },
  { "certificate", atlas_command_certificate,
    N_("renew the certificate, or put the council's own in place") },
  { "backup", atlas_command_backup, N_("write everything into one file") },
  { "restore", atlas_command_restore, N_("make a folder from a backup") },
  { "export", atlas_command_export, N_("write a county that moves to another database") },
  { "import", atlas_command_import, N_("make a folder from what was exported") },
  { "check", atlas_command_check, N_("look for damage") },
  { "retention", atlas_command_retention, N_("list and erase what was kept for long enough") },
  { "erase", atlas_command_erase, N_("erase a child and everything about it") },
  { "audit", atlas_command_audit, N_("list what was done, by whom and when") },
};

static AtlasExit
print_help (AtlasExit code)
{
  void (*print) (const char *format, ...) = code == ATLAS_EXIT_DONE ? g_print : g_printerr;

  print ("%s\n", _("Usage: provision-atlas-server COMMAND …"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    print ("  %-11s %s\n", commands[i].name, _(commands[i].summary));
  print ("%s\n", _("Each command explains itself with --help."));

  return code;
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (sodium_init () < 0)
    return atlas_command_fail (NULL);
  if (argc < 2)
    return print_help (ATLAS_EXIT_USAGE);
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0)
    return print_help (ATLAS_EXIT_DONE);
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("%s\n", PACKAGE_VERSION);
      return ATLAS_EXIT_DONE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      return commands[i].command (argc - 1, argv + 1);

  g_printerr ("provision-atlas-server: ");
  /* Translators: %s is what somebody typed instead of a command. */
  g_printerr (_("There is no command “%s”."), argv[1]);
  g_printerr ("\n");

  return print_help (ATLAS_EXIT_USAGE);
}
