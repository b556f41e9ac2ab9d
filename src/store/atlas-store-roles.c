/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-roles.h"

/**
 * atlas_store_read_own_roles:
 * @store: a store
 *
 * Finds what the server lets whoever uses this laptop be, in whichever part of the county. Only the
 * server can say what that allows for one record; this is for telling people beforehand.
 *
 * Returns: (transfer full) (nullable): the roles; %NULL when the store has joined no server
 */
GStrv
atlas_store_read_own_roles (AtlasStore *store)
{
  g_autofree char *id = atlas_store_get_meta (store, "device");
  g_autoptr(AtlasRecord) device = id != NULL ? atlas_store_get (store, "device", id, NULL) : NULL;
  const char *owner = device != NULL ? ((AtlasDevice *) device)->user : NULL;
  g_autoptr(AtlasRecord) user = owner != NULL ? atlas_store_get (store, "user", owner, NULL) : NULL;
  g_autoptr(GStrvBuilder) roles = g_strv_builder_new ();
  json_t *grants = user != NULL ? ((AtlasUser *) user)->roles : NULL;

  if (grants == NULL)
    return NULL;

  for (gsize i = 0; i < json_array_size (grants); i++)
    {
      const char *role = atlas_json_string (json_array_get (grants, i), "role");

      if (role != NULL)
        g_strv_builder_add (roles, role);
    }

  return g_strv_builder_end (roles);
}
