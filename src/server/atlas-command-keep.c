/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib/gi18n.h>

#include "server/atlas-backup.h"
#include "server/atlas-check.h"

static AtlasExit
write_backup (int         argc,
              char      **argv,
              const char *summary)
{
  const GOptionEntry entries[] = { { NULL } };
  g_autoptr(GError)  error = NULL;

  if (!atlas_command_parse ("DIR FILE", summary, entries, 2, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  return atlas_backup_write (argv[1], argv[2], &error) ? ATLAS_EXIT_DONE
      : atlas_command_fail (error);
}

AtlasExit
atlas_command_backup (int    argc,
                      char **argv)
{
  return write_backup (argc, argv, _("Writes all that is in DIR, keys included, into one file; the "
                                     "server may run meanwhile. Keep the file as safe as the "
                                     "folder. What is in /etc is not in it."));
}

AtlasExit
atlas_command_export (int    argc,
                      char **argv)
{
  return write_backup (argc, argv, _("Writes a county that is to move, keys included, into one "
                                     "file. End its server first: what it takes later is not in "
                                     "the file."));
}

static AtlasExit
read_backup (int         argc,
             char      **argv,
             const char *summary,
             gboolean    as_it_was)
{
  g_autofree char *database = NULL;
  g_autofree char *config = NULL;
  g_autofree char *erased = NULL;
  const GOptionEntry entries[] = {
    { "erased", 0, 0, G_OPTION_ARG_FILENAME, &erased,
      N_("erase anew what “retention done” lists"), N_("LIST") },
    ATLAS_OPTION_DATABASE (&database),
    ATLAS_OPTION_CONFIG (&config),
    { NULL },
  };
  g_autoptr(GError) error = NULL;

  if (!atlas_command_parse ("FILE DIR", summary, entries, 2, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  if (!atlas_command_database (config, &database, &error) ||
      !atlas_backup_restore (argv[1], argv[2], database, as_it_was, &error) ||
      (erased != NULL && !atlas_command_erase_again (argv[2], erased, &error)))
    return atlas_command_fail (error);

  return ATLAS_EXIT_DONE;
}

AtlasExit
atlas_command_restore (int    argc,
                       char **argv)
{
  return read_backup (argc, argv, _("Makes a server's folder from a backup. It begins a new "
                                    "history: each laptop then sends again what the backup "
                                    "lacks."), FALSE);
}

AtlasExit
atlas_command_import (int    argc,
                      char **argv)
{
  return read_backup (argc, argv, _("Makes a server's folder from a county that was exported. No "
                                    "laptop notices; the server that it came from must not be "
                                    "started again."), TRUE);
}

AtlasExit
atlas_command_check (int    argc,
                     char **argv)
{
  g_autofree char *format = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  g_autoptr(GError)       error = NULL;
  g_autoptr(json_t)       findings = NULL;

  if (!atlas_command_parse ("DIR", _("Looks over a server's folder."), entries, 1, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  findings = atlas_check_folder (argv[1], &error);
  if (findings == NULL)
    return atlas_command_fail (error);

  atlas_command_print_rows (format, "findings", findings);
  return json_array_size (findings) > 0 ? ATLAS_EXIT_FINDINGS : ATLAS_EXIT_DONE;
}
