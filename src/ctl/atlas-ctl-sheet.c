/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "exchange/atlas-sheet-store.h"

static const char *
like_name (AtlasSheetLike like)
{
  static const char * const names[] = { NULL, "upn", "name" };

  return names[like];
}

static json_t *
lines_to_json (AtlasSheetPlan *plan)
{
  json_t *rows = json_array ();

  for (guint i = 0; i < atlas_sheet_plan_n_lines (plan); i++)
    {
      const AtlasSheetLine *line = atlas_sheet_plan_get_line (plan, i);

      if (line->state != ATLAS_ROW_SAME)
        json_array_append_new (rows, json_pack ("{s:s, s:i, s:s?, s:s?, s:s?, s:s?, s:s?}",
                                                "state", atlas_row_state_name (line->state),
                                                "line", (int) line->line,
                                                "reference", line->reference,
                                                "name", line->name, "column", line->column,
                                                "reason", line->reason,
                                                "like", like_name (line->like)));
    }

  return rows;
}

static AtlasCtlExit
report (AtlasCtl           *ctl,
        AtlasSheet         *sheet,
        AtlasSheetPlan     *plan,
        const char * const *sets)
{
  static const char * const columns[] = {
    "state", "line", "reference", "name", "column", "reason", NULL,
  };
  g_autoptr(json_t) object = json_object ();
  json_t *ids = json_array ();

  for (guint state = 0; state < ATLAS_ROW_N_STATES; state++)
    json_object_set_new (object, atlas_row_state_name ((AtlasRowState) state),
                         json_integer (atlas_sheet_plan_count (plan, (AtlasRowState) state)));
  for (guint i = 0; sets != NULL && sets[i] != NULL; i++)
    json_array_append_new (ids, json_string (sets[i]));
  json_object_set_new (object, "dry_run", json_boolean (sets == NULL));
  json_object_set_new (object, "encoding", json_string (atlas_sheet_get_encoding (sheet)));
  json_object_set_new (object, "sets", ids);
  json_object_set_new (object, "rows", lines_to_json (plan));
  if (atlas_ctl_print (ctl, object, "rows", columns) != ATLAS_CTL_DONE)
    return ATLAS_CTL_FAILURE;

  return atlas_sheet_plan_count (plan, ATLAS_ROW_REFUSED) > 0 ? ATLAS_CTL_FINDINGS
                                                              : ATLAS_CTL_DONE;
}

static AtlasSheetMap *
read_map (const char *path,
          GError    **error)
{
  g_autoptr(GBytes) bytes = atlas_ctl_read_file (path, error);
  g_autoptr(json_t) object = NULL;
  gsize size;
  const char *text;

  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &size);
  object = atlas_json_parse (text != NULL ? text : "", (gssize) size, error);

  return object != NULL ? atlas_sheet_map_new_from_json (object, error) : NULL;
}

/* Without a map nothing is taken in: somebody has to see what the columns are taken for. */
static AtlasCtlExit
print_guess (AtlasSheet *sheet)
{
  g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new_guess (sheet);
  g_autoptr(json_t) object = atlas_sheet_map_to_json (map);
  g_autofree char *pretty = atlas_json_to_pretty (object);
  g_autofree char *text = g_strconcat (pretty, "\n", NULL);

  if (!atlas_ctl_write (text))
    return ATLAS_CTL_FAILURE;

  return atlas_ctl_usage (_("This is what the columns seem to say. Save it, put it right, and give "
                            "it with --map FILE."));
}

static gboolean
read_same (const char         *policy,
           AtlasSheetSettings *settings)
{
  settings->same_upn = g_strcmp0 (policy, "upn") == 0 || g_strcmp0 (policy, "name") == 0;
  settings->same_name = g_strcmp0 (policy, "name") == 0;

  return policy == NULL || settings->same_upn;
}

AtlasCtlExit
atlas_ctl_import_referrals (AtlasCtl   *ctl,
                            const char *path,
                            const char *map_path,
                            const char *policy,
                            gboolean    is_dry_run)
{
  g_autofree char *name = g_filename_display_basename (path);
  AtlasSheetSettings settings = { .on = ATLAS_DATE_NONE };
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(AtlasSheet) sheet = NULL;
  g_autoptr(AtlasSheetMap) map = NULL;
  g_autoptr(AtlasSheetPlan) plan = NULL;
  g_auto(GStrv) sets = NULL;
  GError *error = NULL;

  if (!read_same (policy, &settings))
    return atlas_ctl_usage (_("--same must be upn or name"));
  if ((bytes = atlas_ctl_read_file (path, &error)) == NULL ||
      (sheet = atlas_sheet_new (name, bytes, &error)) == NULL)
    return atlas_ctl_fail (error);
  if (map_path == NULL)
    return print_guess (sheet);
  if ((map = read_map (map_path, &error)) == NULL ||
      !atlas_ctl_open (ctl, is_dry_run ? ATLAS_STORE_READ_ONLY : ATLAS_STORE_DEFAULT, &error))
    return atlas_ctl_fail (error);

  settings.on = ctl->as_of;
  settings.is_invented = atlas_store_is_demonstration (ctl->store);
  plan = is_dry_run ? atlas_sheet_store_plan (ctl->store, sheet, map, &settings, &error)
                    : atlas_sheet_store_bring_in (ctl->store, sheet, map, &settings, &sets, &error);
  if (plan == NULL)
    return atlas_ctl_fail (error);

  return report (ctl, sheet, plan, (const char * const *) sets);
}
