/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/atlas-csv.h"
#include "base/atlas-error.h"
#include "base/atlas-folders.h"
#include "base/atlas-route.h"
#include "reports/atlas-words.h"

#define COLUMN_GAP 2

/**
 * atlas_ctl_fail:
 * @error: (transfer full) (nullable): what went wrong
 *
 * Says on standard error why a command could not be done; of a store that cannot be used also what
 * is safe and what to do, with the reason for whoever looks into it in brackets.
 *
 * Returns: the exit code for it
 */
AtlasCtlExit
atlas_ctl_fail (GError *error)
{
  const char *trouble = error != NULL && error->domain == ATLAS_ERROR
                        ? atlas_words_trouble ((AtlasError) error->code) : NULL;

  if (trouble != NULL)
    g_printerr ("atlasctl: %s\n(%s)\n", trouble, error->message);
  else
    g_printerr ("atlasctl: %s\n", error != NULL ? error->message : _("It failed."));
  g_clear_error (&error);

  return ATLAS_CTL_FAILURE;
}

/**
 * atlas_ctl_usage:
 * @format: what is wrong with the command line
 * @...: for @format
 *
 * Returns: the exit code for it
 */
AtlasCtlExit
atlas_ctl_usage (const char *format,
                 ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("atlasctl: %s\n", text);

  return ATLAS_CTL_USAGE;
}

/**
 * atlas_ctl_write:
 * @text: text
 *
 * Writes to standard output, in UTF-8 whatever the terminal's language, as scripts expect.
 *
 * Returns: whether all of it was written
 */
gboolean
atlas_ctl_write (const char *text)
{
  if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
    return TRUE;

  g_printerr ("atlasctl: %s\n", _("Standard output did not take all of it."));
  return FALSE;
}

static gboolean
read_format (AtlasCtl *ctl)
{
  static const char * const names[] = { "table", "csv", "json" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (ctl->format_name, names[i]) == 0 || ctl->format_name == NULL)
        {
          ctl->format = (AtlasCtlFormat) i;
          return TRUE;
        }
    }

  atlas_ctl_usage (_("--format must be table, csv or json, not “%s”"), ctl->format_name);
  return FALSE;
}

static gboolean
read_scope (AtlasCtl *ctl)
{
  static const char * const heads[] = { "area", "partnership", "provision", "panel", NULL };
  g_autoptr(AtlasRoute) route = NULL;

  if (ctl->scope == NULL || strcmp (ctl->scope, "county") == 0)
    {
      g_clear_pointer (&ctl->scope, g_free);
      return TRUE;
    }

  route = atlas_route_parse (ctl->scope, NULL);
  if (route != NULL && atlas_route_get_key (route) != NULL &&
      g_strv_contains (heads, atlas_route_get_head (route)))
    return TRUE;

  atlas_ctl_usage (_("--scope must be county, or such as area/dspl2, not “%s”"), ctl->scope);
  return FALSE;
}

static gboolean
read_folder (AtlasCtl *ctl)
{
  if (ctl->folder == NULL || *ctl->folder != '\0')
    return TRUE;

  atlas_ctl_usage (_("--data must name a folder"));
  return FALSE;
}

static gboolean
read_common (AtlasCtl *ctl)
{
  ctl->as_of = ctl->as_of_text != NULL ? atlas_date_parse (ctl->as_of_text) : ATLAS_DATE_NONE;
  if (ctl->as_of_text != NULL && ctl->as_of == ATLAS_DATE_NONE)
    {
      atlas_ctl_usage (_("--as-of must be a date such as 2026-11-22, not “%s”"),
                       ctl->as_of_text);
      return FALSE;
    }

  return read_folder (ctl) && read_format (ctl) && read_scope (ctl);
}

/**
 * atlas_ctl_parse:
 * @ctl: what all commands share
 * @words: the command's words for the help, as `TYPE`
 * @summary: what it does
 * @entries: its own options
 * @least: how many words it needs besides its name
 * @most: how many it takes
 * @argc: (inout): from the command's name on
 * @argv: (inout): the same; the options are taken out of it
 *
 * Reads a command's options and those that all commands take. When it cannot, it has said why.
 *
 * Returns: whether the command can run
 */
gboolean
atlas_ctl_parse (AtlasCtl           *ctl,
                 const char         *words,
                 const char         *summary,
                 const GOptionEntry *entries,
                 int                 least,
                 int                 most,
                 int                *argc,
                 char             ***argv)
{
  g_autoptr(GOptionContext) context = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = g_strdup_printf ("%s %s", (*argv)[0], words);
  const GOptionEntry common[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &ctl->folder, N_("the folder of the store"),
      N_("DIR") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &ctl->format_name, N_("table, csv or json"),
      N_("FORMAT") },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &ctl->as_of_text, N_("the day asked about"), N_("DATE") },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &ctl->scope, N_("county, or such as area/dspl2"),
      N_("SCOPE") },
    { NULL },
  };

  g_strchomp (line);
  context = g_option_context_new (line);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      atlas_ctl_usage ("%s", error->message);
      return FALSE;
    }
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      (*argc)--;
      (*argv)++;
    }
  if (*argc - 1 < least || *argc - 1 > most)
    {
      atlas_ctl_usage (_("usage: atlasctl %s; more with --help"), line);
      return FALSE;
    }

  return read_common (ctl);
}

/* A slip in a scope must not look like a county in which nothing is owed to anybody. */
static gboolean
check_scope (AtlasCtl *ctl,
             GError  **error)
{
  g_autoptr(AtlasRoute) route = ctl->scope != NULL ? atlas_route_parse (ctl->scope, NULL) : NULL;
  g_autoptr(AtlasRecord) record = NULL;

  if (route == NULL)
    return TRUE;

  record = atlas_store_get_by_key (ctl->store, atlas_route_get_head (route),
                                   atlas_route_get_key (route), error);

  return record != NULL;
}

/**
 * atlas_ctl_open:
 * @ctl: what all commands share
 * @flags: how to open the store
 * @error: return location for an error
 *
 * Opens the store that `--data` names, or the user's own. A command that is not told of which day
 * is asked about the store's own: today, or the day round which a demonstration is made.
 *
 * Errors: those of atlas_store_open(); %ATLAS_ERROR_NOT_FOUND when the county has no such scope.
 *
 * Returns: whether it is open
 */
gboolean
atlas_ctl_open (AtlasCtl       *ctl,
                AtlasStoreFlags flags,
                GError        **error)
{
  g_autoptr(GError) fault = NULL;

  if (ctl->folder == NULL)
    ctl->folder = atlas_folders_county ();

  ctl->store = atlas_store_open (ctl->folder, flags, &fault);
  if (g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_CHANGED))
    {
      g_clear_error (&fault);
      ctl->store = atlas_store_open (ctl->folder, ATLAS_STORE_DEFAULT, &fault);
    }
  if (ctl->store == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  if (ctl->as_of == ATLAS_DATE_NONE)
    ctl->as_of = atlas_store_get_day (ctl->store, atlas_date_today (NULL));

  return check_scope (ctl, error);
}

/**
 * atlas_ctl_find_type:
 * @name: as somebody wrote it
 *
 * Returns: (nullable): the record type, or %NULL after saying that there is none
 */
const AtlasType *
atlas_ctl_find_type (const char *name)
{
  const AtlasType *type = atlas_type_find (name);
  g_autoptr(GString) names = NULL;
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  if (type != NULL)
    return type;

  names = g_string_new (NULL);
  for (guint i = 0; i < n_types; i++)
    g_string_append_printf (names, " %s", types[i]->name);
  atlas_ctl_usage (_("There are no records of type “%s”. There are:%s"), name, names->str);

  return NULL;
}

/**
 * atlas_ctl_list_type:
 * @ctl: with its store open
 * @type: a record type
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type AtlasRecord): all of its records, by key if it has one
 */
GPtrArray *
atlas_ctl_list_type (AtlasCtl        *ctl,
                     const AtlasType *type,
                     GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);

  if (type->key != NULL)
    atlas_query_order_by (query, type->key, FALSE);

  return atlas_store_list (ctl->store, query, error);
}

/* A value as a cell: nothing for what is not known, bare text, JSON for what has parts. */
static char *
cell_of (json_t     *row,
         const char *column)
{
  json_t *value = json_object_get (row, column);

  if (value == NULL || json_is_null (value))
    return g_strdup ("");

  return json_is_string (value) ? g_strdup (json_string_value (value)) : atlas_json_to_text (value);
}

/**
 * atlas_ctl_rows_to_csv:
 * @rows: an array of objects
 * @columns: (array zero-terminated=1): the members that are columns
 *
 * Returns: (transfer full): the rows as CSV, under their head
 */
char *
atlas_ctl_rows_to_csv (json_t             *rows,
                       const char * const *columns)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; columns[i] != NULL; i++)
    atlas_csv_append_cell (text, columns[i], i == 0);
  atlas_csv_end_row (text);

  for (gsize r = 0; r < json_array_size (rows); r++)
    {
      for (guint i = 0; columns[i] != NULL; i++)
        {
          g_autofree char *cell = cell_of (json_array_get (rows, r), columns[i]);

          atlas_csv_append_cell (text, cell, i == 0);
        }
      atlas_csv_end_row (text);
    }

  return g_string_free (text, FALSE);
}

static void
append_padded (GString    *text,
               const char *cell,
               glong       width,
               gboolean    is_last)
{
  g_string_append (text, cell);
  for (glong i = g_utf8_strlen (cell, -1); !is_last && i < width + COLUMN_GAP; i++)
    g_string_append_c (text, ' ');
}

/* Columns side by side, each as wide as its widest cell. */
static char *
rows_as_table (json_t             *rows,
               const char * const *columns)
{
  GString *text = g_string_new (NULL);
  guint n_columns = g_strv_length ((char **) columns);
  g_autofree glong *widths = g_new0 (glong, n_columns);

  for (guint i = 0; i < n_columns; i++)
    {
      widths[i] = g_utf8_strlen (columns[i], -1);
      for (gsize r = 0; r < json_array_size (rows); r++)
        {
          g_autofree char *cell = cell_of (json_array_get (rows, r), columns[i]);

          widths[i] = MAX (widths[i], g_utf8_strlen (cell, -1));
        }
    }

  for (guint i = 0; i < n_columns; i++)
    append_padded (text, columns[i], widths[i], i + 1 == n_columns);
  g_string_append_c (text, '\n');
  for (gsize r = 0; r < json_array_size (rows); r++)
    {
      for (guint i = 0; i < n_columns; i++)
        {
          g_autofree char *cell = cell_of (json_array_get (rows, r), columns[i]);

          append_padded (text, g_strdelimit (cell, "\n\t", ' '), widths[i], i + 1 == n_columns);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/**
 * atlas_ctl_print:
 * @ctl: what all commands share
 * @object: what to print, whole, as JSON
 * @rows: name of the array in @object that a table and CSV show
 * @columns: (array zero-terminated=1): the members of its objects that they show
 *
 * Prints in the format asked for.
 *
 * Returns: done, or failure when standard output does not take it
 */
AtlasCtlExit
atlas_ctl_print (AtlasCtl           *ctl,
                 json_t             *object,
                 const char         *rows,
                 const char * const *columns)
{
  g_autofree char *text = NULL;

  if (ctl->format == ATLAS_CTL_JSON)
    {
      g_autofree char *line = atlas_json_to_text (object);

      text = g_strconcat (line, "\n", NULL);
    }
  else if (ctl->format == ATLAS_CTL_CSV)
    text = atlas_ctl_rows_to_csv (json_object_get (object, rows), columns);
  else
    text = rows_as_table (json_object_get (object, rows), columns);

  if (!atlas_ctl_write (text))
    return ATLAS_CTL_FAILURE;

  return ctl->format == ATLAS_CTL_TABLE ? atlas_ctl_mark (ctl) : ATLAS_CTL_DONE;
}

/**
 * atlas_ctl_mark:
 * @ctl: what all commands share
 *
 * Says below what is printed for people that it is of a demonstration, if it is.
 *
 * Returns: done, or failure when standard output does not take it
 */
AtlasCtlExit
atlas_ctl_mark (AtlasCtl *ctl)
{
  if (ctl->store == NULL || !atlas_store_is_demonstration (ctl->store) ||
      atlas_ctl_write (_("Demonstration: the children, and what is marked as invented, "
                         "are made up.\n")))
    return ATLAS_CTL_DONE;

  return ATLAS_CTL_FAILURE;
}

void
atlas_ctl_clear (AtlasCtl *ctl)
{
  g_clear_pointer (&ctl->store, atlas_store_close);
  g_free (ctl->folder);
  g_free (ctl->format_name);
  g_free (ctl->as_of_text);
  g_free (ctl->scope);
}
