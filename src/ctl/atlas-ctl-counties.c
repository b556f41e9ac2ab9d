/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "base/atlas-folders.h"
#include "exchange/atlas-pack.h"
#include "reports/atlas-words.h"
#include "store/atlas-stores.h"

static json_t *
entry_to_json (const AtlasStoreEntry *entry)
{
  g_autofree char *folder = g_filename_display_name (entry->folder);

  if (entry->error != NULL)
    return json_pack ("{s:s, s:n, s:n, s:n, s:n, s:n, s:s}", "folder", folder, "county", "pack",
                      "demonstration", "server", "unsent",
                      "problem", atlas_words_store_problem (entry->error));

  return json_pack ("{s:s, s:s?, s:s?, s:b, s:s?, s:i, s:n}", "folder", folder,
                    "county", entry->name, "pack", entry->pack,
                    "demonstration", entry->is_demonstration, "server", entry->server,
                    "unsent", (int) entry->n_unsent, "problem");
}

static gboolean
add_packs (json_t  *object,
           GError **error)
{
  g_auto(GStrv) names = atlas_pack_list_shipped ();
  json_t *rows = json_array ();

  json_object_set_new (object, "packs", rows);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr(AtlasPack) pack = atlas_pack_open (names[i], error);

      if (pack == NULL)
        return FALSE;
      json_array_append_new (rows, json_pack ("{s:s, s:s}", "name", names[i],
                                              "title", atlas_pack_get_title (pack)));
    }

  return TRUE;
}

AtlasCtlExit
atlas_ctl_counties (AtlasCtl *ctl,
                    int       argc,
                    char    **argv)
{
  static const char * const columns[] = {
    "county", "demonstration", "unsent", "server", "folder", "problem", NULL,
  };
  const GOptionEntry entries[] = { { NULL } };
  g_autofree char *program = atlas_folders_program ();
  g_autoptr(GPtrArray) stores = NULL;
  g_autoptr(json_t)    object = NULL;
  json_t *rows = json_array ();
  gboolean has_problem = FALSE;
  GError *error = NULL;
  AtlasCtlExit code;

  object = json_pack ("{s:o}", "counties", rows);
  if (!atlas_ctl_parse (ctl, "", _("The counties on this laptop, and the packs in the program."),
                        entries, 0, 0, &argc, &argv))
    return ATLAS_CTL_USAGE;

  stores = atlas_stores_list (program, ctl->folder);
  for (guint i = 0; i < stores->len; i++)
    {
      const AtlasStoreEntry *entry = g_ptr_array_index (stores, i);

      json_array_append_new (rows, entry_to_json (entry));
      has_problem = has_problem || entry->error != NULL;
    }
  if (!add_packs (object, &error))
    return atlas_ctl_fail (error);

  code = atlas_ctl_print (ctl, object, "counties", columns);

  return code == ATLAS_CTL_DONE && has_problem ? ATLAS_CTL_FINDINGS : code;
}
