/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-roles.h"

#include <gio/gio.h>

#include "base/atlas-csv.h"
#include "server/atlas-roles-resources.h"

#define ROLES_RESOURCE "/org/provisionatlas/roles/roles.csv"

static AtlasRight
right_from_row (AtlasCsv *csv,
                guint     row)
{
  AtlasRight rights = 0;

  if (g_strcmp0 (atlas_csv_get (csv, row, "read"), "yes") == 0)
    rights |= ATLAS_RIGHT_READ;
  if (g_strcmp0 (atlas_csv_get (csv, row, "write"), "yes") == 0)
    rights |= ATLAS_RIGHT_WRITE;
  if (g_strcmp0 (atlas_csv_get (csv, row, "mask"), "yes") == 0)
    rights |= ATLAS_RIGHT_MASK;

  return rights;
}

/* Role -> (type -> rights). */
static gpointer
load_roles (gpointer data)
{
  g_autoptr(GBytes)   bytes = g_resource_lookup_data (atlas_roles_get_resource (), ROLES_RESOURCE,
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr(AtlasCsv) csv = NULL;
  GHashTable *roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_hash_table_unref);

  g_assert (bytes != NULL);
  csv = atlas_csv_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  g_assert (csv != NULL);

  for (guint row = 0; row < atlas_csv_n_rows (csv); row++)
    {
      const char *role = atlas_csv_get (csv, row, "role");
      GHashTable *types = g_hash_table_lookup (roles, role);

      if (types == NULL)
        {
          types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          g_hash_table_insert (roles, g_strdup (role), types);
        }
      g_hash_table_insert (types, g_strdup (atlas_csv_get (csv, row, "type")),
                           GUINT_TO_POINTER (right_from_row (csv, row)));
    }

  return roles;
}

/* The table that is built into the program; read once, then only read. */
static GHashTable *
all_roles (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_roles, NULL);
}

gboolean
atlas_roles_exist (const char *role)
{
  return role != NULL && g_hash_table_contains (all_roles (), role);
}

/**
 * atlas_roles_rights:
 * @role: a role
 * @type: a record type
 *
 * Source: `data/roles.csv`. What the table does not name is not allowed.
 *
 * Returns: what @role may do with records of @type that are in its scope
 */
AtlasRight
atlas_roles_rights (const char *role,
                    const char *type)
{
  GHashTable *types = g_hash_table_lookup (all_roles (), role);

  return types != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (types, type)) : 0;
}

/**
 * atlas_roles_names:
 *
 * Returns: (transfer full): every role in the order of its name, for a message
 */
char *
atlas_roles_names (void)
{
  g_autoptr(GList) names = g_list_sort (g_hash_table_get_keys (all_roles ()),
                                        (GCompareFunc) g_strcmp0);
  GString *text = g_string_new (NULL);

  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", (const char *) l->data);

  return g_string_free (text, FALSE);
}
