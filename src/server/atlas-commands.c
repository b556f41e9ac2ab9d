/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-error.h"
#include "server/atlas-accounts.h"
#include "server/atlas-config.h"
#include "server/atlas-folder.h"
#include "server/atlas-postgres.h"

/* A slip in a script's `--format` must not turn into text that it cannot read. */
static gboolean
check_format (const GOptionEntry *entries)
{
  for (; entries->long_name != NULL; entries++)
    {
      const char *format = strcmp (entries->long_name, "format") == 0
                           ? *(char **) entries->arg_data : NULL;

      if (format != NULL && strcmp (format, "text") != 0 && strcmp (format, "json") != 0)
        {
          g_autofree char *message = NULL;

          /* Translators: %s is what somebody typed. */
          message = g_strdup_printf (_("--format must be text or json, not “%s”"), format);
          atlas_command_usage (message);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * atlas_command_parse:
 * @words: the command's words for the help, as `DIR NAME`
 * @summary: what it does
 * @entries: its options
 * @n_words: how many words it wants besides its name
 * @argc: (inout): from the command's name on
 * @argv: (inout): the same; the options are taken out of it
 *
 * Reads a command's options. When it cannot, it has said why.
 *
 * Returns: whether the command can run
 */
gboolean
atlas_command_parse (const char         *words,
                     const char         *summary,
                     const GOptionEntry *entries,
                     int                 n_words,
                     int                *argc,
                     char             ***argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (words);
  g_autoptr(GError)         error = NULL;
  g_autofree char *help = NULL;

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (g_option_context_parse (context, argc, argv, &error) && *argc == n_words + 1)
    return check_format (entries);

  help = g_option_context_get_help (context, TRUE, NULL);
  g_printerr ("%s\n%s", error != NULL ? error->message : _("A word is missing, or one too many."),
              help);
  return FALSE;
}

/**
 * atlas_command_database:
 * @config: (nullable): a configuration file
 * @database: (inout) (nullable): what `--database` said, or %NULL; gets what the file says then
 * @error: return location for an error
 *
 * Finds out which database a command is about. Only a file may hold its password.
 *
 * Returns: whether that could be found out; @database is %NULL when nobody named one
 */
gboolean
atlas_command_database (const char *config,
                        char      **database,
                        GError    **error)
{
  g_autoptr(AtlasConfig) file = NULL;

  if (*database != NULL)
    return atlas_postgres_check_address (*database, FALSE, error);
  if (config == NULL)
    return TRUE;
  if ((file = atlas_config_load (config, error)) == NULL)
    return FALSE;

  *database = g_steal_pointer (&file->database);
  return *database == NULL || atlas_postgres_check_address (*database, TRUE, error);
}

AtlasExit
atlas_command_fail (GError *error)
{
  g_printerr ("provision-atlas-server: %s\n", error != NULL ? error->message : _("It failed."));
  return ATLAS_EXIT_FAILURE;
}

AtlasExit
atlas_command_usage (const char *message)
{
  g_printerr ("provision-atlas-server: %s\n", message);
  return ATLAS_EXIT_USAGE;
}

gboolean
atlas_command_is_json (const char *format)
{
  return g_strcmp0 (format, "json") == 0;
}

gboolean
atlas_command_is_verb (int         argc,
                       char      **argv,
                       const char *verb)
{
  return argc > 1 && strcmp (argv[1], verb) == 0;
}

/**
 * atlas_command_find_user:
 * @backend: a back end
 * @name: what somebody typed
 * @user: (out): the user's id
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND, worded for whoever typed it.
 */
gboolean
atlas_command_find_user (AtlasBackend *backend,
                         const char   *name,
                         char        **user,
                         GError      **error)
{
  if (!atlas_accounts_find_user (backend, name, user, error))
    return FALSE;
  if (*user != NULL)
    return TRUE;

  /* Translators: %s is a user's name. */
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, _("There is no user “%s”."), name);
  return FALSE;
}

/**
 * atlas_command_print:
 * @object: a JSON object
 *
 * Prints it on one line of standard output.
 */
void
atlas_command_print (json_t *object)
{
  g_autofree char *text = atlas_json_to_text (object);

  g_print ("%s\n", text);
}

static void
print_row (json_t *row)
{
  const char *name;
  json_t *value;
  gboolean is_first = TRUE;

  json_object_foreach (row, name, value)
  {
    g_autofree char *text = json_is_string (value) ? g_strdup (json_string_value (value))
                                                     : atlas_json_to_text (value);

    g_print ("%s%s", is_first ? "" : "\t", text);
    is_first = FALSE;
  }

  g_print ("\n");
}

/**
 * atlas_command_print_rows:
 * @format: (nullable): `json`, or text
 * @name: of the array in JSON
 * @rows: an array of objects with the same members
 *
 * Prints a list: one object in JSON, or one line a row with tabs between.
 */
void
atlas_command_print_rows (const char *format,
                          const char *name,
                          json_t     *rows)
{
  if (atlas_command_is_json (format))
    {
      g_autoptr(json_t) object = json_pack ("{s:O}", name, rows);

      atlas_command_print (object);
      return;
    }

  for (gsize i = 0; i < json_array_size (rows); i++)
    print_row (json_array_get (rows, i));
}

/**
 * atlas_command_list_rows:
 * @argc: from the verb on
 * @argv: the same
 * @name: of the array in JSON
 * @sql: a query without parameters
 * @row: makes an object of one of its rows
 *
 * Runs a command that lists rows of the database of a server's folder.
 *
 * Returns: how it ended
 */
AtlasExit
atlas_command_list_rows (int             argc,
                         char          **argv,
                         const char     *name,
                         const char     *sql,
                         AtlasCommandRow row)
{
  g_autofree char *format = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  g_autoptr(GError)       error = NULL;
  g_autoptr(AtlasBackend) backend = NULL;
  g_autoptr(AtlasRows)   query = NULL;
  g_autoptr(json_t)       rows = json_array ();
  AtlasStep step = ATLAS_STEP_ERROR;

  if (!atlas_command_parse ("DIR", _("Lists what the server has."), entries, 1, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  backend = atlas_folder_open_backend (argv[1], NULL, &error);
  if (backend != NULL)
    query = atlas_backend_query (backend, &error, sql, "");
  while ((step = atlas_rows_step (query, &error)) == ATLAS_STEP_ROW)
    json_array_append_new (rows, row (query));
  g_clear_pointer (&query, atlas_rows_free);
  if (step != ATLAS_STEP_DONE)
    return atlas_command_fail (error);

  atlas_command_print_rows (format, name, rows);
  return ATLAS_EXIT_DONE;
}

/**
 * atlas_command_in_transaction:
 * @folder: a server's folder
 * @edit: what to do; a failure undoes it
 * @data: for @edit
 *
 * Changes the database of a server's folder, whole or not at all.
 *
 * Returns: how it ended; a failure has been told
 */
AtlasExit
atlas_command_in_transaction (const char      *folder,
                              AtlasCommandEdit edit,
                              gpointer         data)
{
  g_autoptr(GError)       error = NULL;
  g_autoptr(AtlasBackend) backend = atlas_folder_open_backend (folder, NULL, &error);

  if (backend == NULL || !atlas_backend_begin (backend, TRUE, &error))
    return atlas_command_fail (error);

  if (!edit (backend, data, &error))
    {
      atlas_backend_rollback (backend);
      return atlas_command_fail (error);
    }

  return atlas_backend_commit (backend, &error) ? ATLAS_EXIT_DONE : atlas_command_fail (error);
}
