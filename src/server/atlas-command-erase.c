/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "server/atlas-accounts.h"
#include "server/atlas-claims.h"
#include "server/atlas-erase.h"
#include "server/atlas-folder.h"
#include "server/atlas-retention.h"

#define CHILD_ROUTE "child/"
#define APPROVERS   2

typedef struct {
  GStrv    children;
  GStrv    reasons;
  gboolean marks;               /* those that are not there as well */
  guint    n_records;
} Erase;

static gboolean
erase_children (AtlasBackend *backend,
                gpointer      data,
                GError      **error)
{
  Erase *erase = data;

  for (gsize i = 0; erase->children[i] != NULL; i++)
    {
      guint n = 0;

      if (!atlas_erase_child (backend, erase->children[i], erase->reasons[i], erase->marks, &n,
                              error))
        return FALSE;
      erase->n_records += n;
    }

  return TRUE;
}

static void
print_erased (const Erase *erase,
              const char  *format)
{
  g_autoptr(json_t) object = NULL;

  if (atlas_command_is_json (format))
    {
      object = json_pack ("{s:i, s:i}", "children", (int) g_strv_length (erase->children),
                          "records", (int) erase->n_records);
      atlas_command_print (object);
      return;
    }

  g_print (ngettext ("%u record was erased. Each laptop erases it at its next contact.\n",
                     "%u records were erased. Each laptop erases them at its next contact.\n",
                     erase->n_records), erase->n_records);
  g_print ("%s\n", _("Backups that were made before still hold what was erased. Delete them, or "
                     "restore them with --erased and the list of “retention done”."));
}

static AtlasExit
run_erase (const char *folder,
           Erase      *erase,
           const char *format)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasBackend) backend = NULL;
  AtlasExit code = atlas_command_in_transaction (folder, erase_children, erase);

  if (code != ATLAS_EXIT_DONE)
    return code;

  backend = atlas_folder_open_backend (folder, NULL, &error);
  if (backend == NULL || !atlas_backend_scrub (backend, &error))
    return atlas_command_fail (error);

  print_erased (erase, format);
  return ATLAS_EXIT_DONE;
}

AtlasExit
atlas_command_erase (int    argc,
                     char **argv)
{
  g_autofree char *reason = NULL;
  g_autofree char *format = NULL;
  const GOptionEntry entries[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("why, without a name"), N_("TEXT") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  const char *children[] = { NULL, NULL };
  const char *reasons[] = { NULL, NULL };
  Erase erase = { (GStrv) children, (GStrv) reasons, FALSE, 0 };

  if (!atlas_command_parse ("DIR child/ID",
                            _("Erases a child and everything about it, here and on every laptop. "
                              "It cannot be undone."), entries, 2, &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (!g_str_has_prefix (argv[2], CHILD_ROUTE) ||
      !atlas_id_is_valid (argv[2] + strlen (CHILD_ROUTE)))
    return atlas_command_usage (_("What is erased is named as child/ and an id."));
  if (reason == NULL || *reason == '\0')
    return atlas_command_usage (_("A --reason is needed."));

  children[0] = argv[2] + strlen (CHILD_ROUTE);
  reasons[0] = reason;
  return run_erase (argv[1], &erase, format);
}

static AtlasExit
list_due (const char *folder,
          const char *as_of,
          json_t    **due)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rules = NULL;
  g_autoptr(AtlasBackend) backend = NULL;
  AtlasDate day = as_of != NULL ? atlas_date_parse (as_of) : atlas_claims_today ();

  if (day == ATLAS_DATE_NONE)
    return atlas_command_usage (_("A day is written as 2026-11-22."));

  rules = atlas_retention_load (folder, &error);
  backend = rules != NULL ? atlas_folder_open_backend (folder, NULL, &error) : NULL;
  *due = backend != NULL ? atlas_retention_due (backend, rules, day, &error) : NULL;

  return *due != NULL ? ATLAS_EXIT_DONE : atlas_command_fail (error);
}

static AtlasExit
retention_list (int    argc,
                char **argv)
{
  g_autofree char *as_of = NULL;
  g_autofree char *format = NULL;
  const GOptionEntry entries[] = {
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &as_of, N_("for another day"), N_("DATE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  g_autoptr(json_t) due = NULL;
  AtlasExit code;

  if (!atlas_command_parse ("DIR", _("Lists the children whose records have been kept for long "
                                     "enough, and why."), entries, 1, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  code = list_due (argv[1], as_of, &due);
  if (code == ATLAS_EXIT_DONE)
    atlas_command_print_rows (format, "due", due);
  return code;
}

static json_t *
find_due (json_t     *due,
          const char *child)
{
  for (gsize i = 0; i < json_array_size (due); i++)
    if (g_strcmp0 (atlas_json_string (json_array_get (due, i), "child"), child) == 0)
      return json_array_get (due, i);

  return NULL;
}

/* Two people who are users here, and not the same. */
static gboolean
check_approvers (const char *folder,
                 GStrv       names,
                 char      **ids,
                 GError    **error)
{
  g_autoptr(AtlasBackend) backend = atlas_folder_open_backend (folder, NULL, error);

  if (backend == NULL)
    return FALSE;

  for (gsize i = 0; i < APPROVERS; i++)
    {
      if (!atlas_accounts_find_user (backend, names[i], &ids[i], error))
        return FALSE;
      if (ids[i] != NULL)
        continue;
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, _("There is no user “%s”."),
                   names[i]);
      return FALSE;
    }

  if (strcmp (ids[0], ids[1]) != 0)
    return TRUE;
  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                       _("Two different people have to approve an erasure."));
  return FALSE;
}

/* The ids with which the lines of a list begin; each must be due. */
static gboolean
read_list (const char *path,
           json_t     *due,
           const char *approved,
           GPtrArray  *children,
           GPtrArray  *reasons,
           GError    **error)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *id = g_strndup (lines[i], strcspn (lines[i], "\t \r"));
      json_t *row = find_due (due, id);

      if (*id == '\0')
        continue;
      if (row == NULL)
        {
          g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                       _("Line %d: “%s” is not a child whose time is over. Nothing was erased."),
                       (int) i + 1, id);
          return FALSE;
        }
      g_ptr_array_add (reasons, g_strdup_printf ("retention %s; %s",
                                                 atlas_json_string (row, "rule"),
                                                 approved));
      g_ptr_array_add (children, g_steal_pointer (&id));
    }

  g_ptr_array_add (children, NULL);
  g_ptr_array_add (reasons, NULL);
  return TRUE;
}

static AtlasExit
erase_list (const char *folder,
            const char *list,
            GStrv       approvers,
            json_t     *due,
            const char *format)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) children = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *approved = NULL;
  char *ids[APPROVERS] = { NULL, NULL };
  gboolean is_right = check_approvers (folder, approvers, ids, &error);
  Erase erase = { NULL };

  first = ids[0];
  second = ids[1];
  if (!is_right)
    return atlas_command_fail (error);

  approved = g_strdup_printf ("approved by %s and %s", first, second);
  if (!read_list (list, due, approved, children, reasons, &error))
    return atlas_command_fail (error);

  erase.children = (GStrv) children->pdata;
  erase.reasons = (GStrv) reasons->pdata;
  return run_erase (folder, &erase, format);
}

static AtlasExit
retention_erase (int    argc,
                 char **argv)
{
  g_autofree char *as_of = NULL;
  g_autofree char *list = NULL;
  g_autofree char *format = NULL;
  g_auto(GStrv) approvers = NULL;
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_FILENAME, &list, N_("what “retention list” said, looked through"),
      N_("FILE") },
    { "approved-by", 0, 0, G_OPTION_ARG_STRING_ARRAY, &approvers,
      N_("a user who has looked it through; two are needed"), N_("NAME") },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &as_of, N_("for another day"), N_("DATE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  g_autoptr(json_t) due = NULL;
  AtlasExit code;

  if (!atlas_command_parse ("DIR", _("Erases the children of a list that two people have looked "
                                     "through. It cannot be undone."), entries, 1, &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (list == NULL || approvers == NULL || g_strv_length (approvers) != APPROVERS)
    return atlas_command_usage (_("A --list is needed, and --approved-by twice."));

  code = list_due (argv[1], as_of, &due);
  return code == ATLAS_EXIT_DONE ? erase_list (argv[1], list, approvers, due, format) : code;
}

static json_t *
done_row (AtlasRows *query)
{
  g_autofree char *id = atlas_rows_id (query, 0);

  return json_pack ("{s:s, s:s, s:s}", "child", id, "at", atlas_rows_text (query, 1), "reason",
                    atlas_rows_text (query, 2));
}

AtlasExit
atlas_command_retention (int    argc,
                         char **argv)
{
  if (argc > 1 && strcmp (argv[1], "list") == 0)
    return retention_list (argc - 1, argv + 1);
  if (argc > 1 && strcmp (argv[1], "erase") == 0)
    return retention_erase (argc - 1, argv + 1);
  if (argc > 1 && strcmp (argv[1], "done") == 0)
    return atlas_command_list_rows (argc - 1, argv + 1, "erased",
                                    "SELECT child, at, reason FROM erasure ORDER BY at, child",
                                    done_row);

  return atlas_command_usage (_("Say retention list, retention erase or retention done."));
}

/**
 * atlas_command_erase_again:
 * @folder: a server's folder that was made from a backup
 * @list: what `retention done` said on a later server
 * @error: return location for an error
 *
 * Erases anew what had been erased after a backup was made.
 *
 * Returns: whether it was done
 */
gboolean
atlas_command_erase_again (const char *folder,
                           const char *list,
                           GError    **error)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(AtlasBackend) backend = NULL;

  if (!g_file_get_contents (list, &text, NULL, error) ||
      (backend = atlas_folder_open_backend (folder, NULL, error)) == NULL ||
      !atlas_backend_begin (backend, TRUE, error))
    return FALSE;

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) cells = g_strsplit (lines[i], "\t", 3);
      guint n = 0;

      if (g_strv_length (cells) == 3 && atlas_id_is_valid (cells[0]) &&
          !atlas_erase_child (backend, cells[0], g_strchomp (cells[2]), TRUE, &n, error))
        return FALSE;
    }

  return atlas_backend_commit (backend, error) && atlas_backend_scrub (backend, error);
}
