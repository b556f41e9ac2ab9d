/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "base/atlas-error.h"
#include "store/atlas-history.h"
#include "store/atlas-verify.h"
#include "sync/atlas-sync.h"

#define STANDARD_INPUT  "-"
#define SET_BYTES_MAX   (4 * 1024 * 1024) /* more than the protocol's longest push */
#define READ_AT_ONCE    65536
#define HISTORY_ENTRIES 50

static char *
read_all (const char *path,
          gsize      *length,
          GError    **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  FILE *file = g_str_equal (path, STANDARD_INPUT) ? stdin : fopen (path, "rb");
  g_autofree char *piece = g_malloc (READ_AT_ONCE);
  gboolean failed;
  gsize n;

  if (file == NULL)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "Reading %s: it cannot be opened",
                   path);
      return NULL;
    }

  while (text->len <= SET_BYTES_MAX && (n = fread (piece, 1, READ_AT_ONCE, file)) > 0)
    g_string_append_len (text, piece, (gssize) n);
  failed = ferror (file) != 0;
  if (file != stdin)
    fclose (file);

  if (failed || text->len > SET_BYTES_MAX)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "Reading %s: it cannot be read, or is longer than %d bytes", path,
                   SET_BYTES_MAX);
      return NULL;
    }

  *length = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static AtlasChangeSet *
read_set (const char *path,
          GError    **error)
{
  gsize length = 0;
  g_autofree char *text = read_all (path, &length, error);
  g_autoptr(json_t) object = text != NULL ? atlas_json_parse (text, (gssize) length, error) : NULL;

  return object != NULL ? atlas_change_set_from_json (object, error) : NULL;
}

AtlasCtlExit
atlas_ctl_apply (AtlasCtl *ctl,
                 int       argc,
                 char    **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  static const char * const columns[] = { "set", NULL };
  g_autoptr(AtlasChangeSet) set = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "FILE|-", _("Makes one change, given as operations in JSON."), entries,
                        1, 1, &argc, &argv))
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_DEFAULT, &error) ||
      (set = read_set (argv[1], &error)) == NULL ||
      !atlas_store_apply (ctl->store, set, &error))
    return atlas_ctl_fail (error);

  if (ctl->format == ATLAS_CTL_TABLE)
    {
      g_autofree char *line = g_strconcat (atlas_change_set_get_id (set), "\n", NULL);

      return atlas_ctl_write (line) ? ATLAS_CTL_DONE : ATLAS_CTL_FAILURE;
    }
  if (ctl->format == ATLAS_CTL_JSON)
    object = json_pack ("{s:s}", "set", atlas_change_set_get_id (set));
  else
    object = json_pack ("{s:[{s:s}]}", "sets", "set", atlas_change_set_get_id (set));

  return atlas_ctl_print (ctl, object, "sets", columns);
}

AtlasCtlExit
atlas_ctl_history (AtlasCtl *ctl,
                   int       argc,
                   char    **argv)
{
  int limit = HISTORY_ENTRIES;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("how many entries at most"), "N" },
    { NULL },
  };
  static const char * const columns[] = {
    "set", "made_at", "label", "by", "origin", "undone", NULL,
  };
  g_autoptr(GPtrArray) history = NULL;
  g_autoptr(json_t) object = NULL;
  json_t *rows = json_array ();
  GError *error = NULL;

  object = json_pack ("{s:o}", "history", rows);
  if (!atlas_ctl_parse (ctl, "", _("Lists what was changed, the newest first."), entries, 0, 0,
                        &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (limit < 1)
    return atlas_ctl_usage (_("--limit must be 1 or more"));

  if (atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error))
    history = atlas_store_list_history (ctl->store, NULL, NULL, 0, (guint) limit, &error);
  if (history == NULL)
    return atlas_ctl_fail (error);

  for (guint i = 0; i < history->len; i++)
    {
      const AtlasHistoryEntry *entry = g_ptr_array_index (history, i);

      json_array_append_new (rows, json_pack ("{s:s, s:s, s:s, s:s?, s:s, s:b, s:O}",
                                              "set", entry->set_id, "made_at", entry->made_at,
                                              "label", entry->label, "by", entry->by_name,
                                              "origin", entry->origin, "undone", entry->is_undone,
                                              "ops", entry->ops));
    }

  return atlas_ctl_print (ctl, object, "history", columns);
}

AtlasCtlExit
atlas_ctl_undo (AtlasCtl *ctl,
                int       argc,
                char    **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  static const char * const columns[] = { "undone", NULL };
  g_autofree char *label = NULL;
  g_autoptr(json_t) object = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "[SET]", _("Takes a change back: the last one, or one of History."),
                        entries, 0, 1, &argc, &argv))
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_DEFAULT, &error) ||
      !atlas_store_undo (ctl->store, argc > 1 ? argv[1] : NULL, &label, &error))
    return atlas_ctl_fail (error);

  if (ctl->format == ATLAS_CTL_JSON)
    object = json_pack ("{s:s}", "undone", label);
  else
    object = json_pack ("{s:[{s:s}]}", "sets", "undone", label);

  return atlas_ctl_print (ctl, object, "sets", columns);
}

/* What is not the same as on the server, told as findings. */
static gboolean
compare_with_server (AtlasCtl *ctl,
                     json_t   *rows,
                     GError  **error)
{
  g_auto(GStrv) differing = NULL;
  gint64 head = 0;

  g_clear_pointer (&ctl->store, atlas_store_close);
  differing = atlas_sync_compare (ctl->folder, &head, NULL, error);
  if (differing == NULL)
    return FALSE;

  for (guint i = 0; differing[i] != NULL; i++)
    json_array_append_new (rows, json_pack ("{s:s, s:o}", "check", "server", "text",
                                            json_sprintf ("Records of type %s differ from the"
                                                          " server's at %" G_GINT64_FORMAT
                                                          "; the next daily comparison repairs"
                                                          " them", differing[i], head)));
  return TRUE;
}

static gboolean
find_amiss (AtlasCtl *ctl,
            gboolean  with_server,
            json_t   *rows,
            GError  **error)
{
  g_autoptr(GPtrArray) findings = NULL;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_DEFAULT, error) ||
      (findings = atlas_store_verify (ctl->store, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < findings->len; i++)
    {
      const AtlasVerifyFinding *finding = g_ptr_array_index (findings, i);

      json_array_append_new (rows, json_pack ("{s:s, s:s}", "check", finding->check,
                                              "text", finding->text));
    }

  return !with_server || compare_with_server (ctl, rows, error);
}

AtlasCtlExit
atlas_ctl_verify (AtlasCtl *ctl,
                  int       argc,
                  char    **argv)
{
  gboolean with_server = FALSE;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_NONE, &with_server,
      N_("compare with the county's server too, after getting what is new"), NULL },
    { NULL },
  };
  static const char * const columns[] = { "check", "text", NULL };
  g_autoptr(json_t) object = NULL;
  json_t *rows = json_array ();
  GError *error = NULL;

  object = json_pack ("{s:o}", "findings", rows);
  if (!atlas_ctl_parse (ctl, "", _("Looks over the store: database, search index and outbox."),
                        entries, 0, 0, &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (!find_amiss (ctl, with_server, rows, &error))
    return atlas_ctl_fail (error);

  if (ctl->format == ATLAS_CTL_TABLE && json_array_size (rows) == 0)
    return atlas_ctl_write (with_server
                            ? _("Nothing was found amiss, and all is the same as on the server.\n")
                            : _("Nothing was found amiss.\n"))
           ? ATLAS_CTL_DONE : ATLAS_CTL_FAILURE;
  if (atlas_ctl_print (ctl, object, "findings", columns) != ATLAS_CTL_DONE)
    return ATLAS_CTL_FAILURE;

  return json_array_size (rows) > 0 ? ATLAS_CTL_FINDINGS : ATLAS_CTL_DONE;
}
