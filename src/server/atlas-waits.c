/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-waits.h"

/**
 * AtlasWaits:
 *
 * What a client that had nothing new waits for: an entry after a number in the feed of one of its
 * scopes, or a change of what it may do. To look for that costs far less than a page, so that a
 * commit is felt by those whom it concerns, however many wait.
 */
struct _AtlasWaits
{
  char  *device;
  GStrv  scopes;
  gint64 version;               /* of the grants */
  gint64 head;
};

/**
 * atlas_waits_new:
 * @device: who waits
 * @grants: what it may see
 * @head: up to where it was told everything
 *
 * Returns: (transfer full): what it waits for
 */
AtlasWaits *
atlas_waits_new (const char  *device,
                 AtlasGrants *grants,
                 gint64       head)
{
  AtlasWaits *self = g_new0 (AtlasWaits, 1);

  self->device = g_strdup (device);
  self->scopes = atlas_grants_scopes (grants);
  self->version = grants->version;
  self->head = head;

  return self;
}

void
atlas_waits_free (AtlasWaits *self)
{
  if (self == NULL)
    return;

  g_free (self->device);
  g_strfreev (self->scopes);
  g_free (self);
}

static gboolean
is_as_it_was (AtlasWaits   *self,
              AtlasBackend *backend)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (backend, NULL,
                               "SELECT account.grants_version FROM device JOIN account "
                               "ON account.id = device.account WHERE device.id = ?1 "
                               "AND device.state = 'active'", "u", self->device);

  return atlas_rows_step (query, NULL) == ATLAS_STEP_ROW &&
         atlas_rows_int (query, 0) == self->version;
}

static gboolean
has_news (AtlasBackend *backend,
          const char   *scope,
          gint64        head)
{
  static const char * const lists[] = {
    "SELECT 1 FROM record_scope WHERE scope = ?1 AND seq > ?2 LIMIT 1",
    "SELECT 1 FROM scope_exit WHERE scope = ?1 AND seq > ?2 LIMIT 1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr(AtlasRows) query = atlas_backend_query (backend, NULL, lists[i], "ti", scope, head);

      if (atlas_rows_step (query, NULL) != ATLAS_STEP_DONE)
        return TRUE;
    }

  return FALSE;
}

static gboolean
scope_has_news (AtlasWaits   *self,
                AtlasBackend *backend,
                const char   *scope,
                GHashTable   *known)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT " %s", self->head, scope);
  gpointer found;

  if (!g_hash_table_lookup_extended (known, key, NULL, &found))
    {
      found = GINT_TO_POINTER (has_news (backend, scope, self->head));
      g_hash_table_insert (known, g_steal_pointer (&key), found);
    }

  return GPOINTER_TO_INT (found);
}

/**
 * atlas_waits_end:
 * @self: what a client waits for
 * @backend: where it may have come
 * @known: (element-type utf8 gpointer): what was found out for others who wait, and is now for them
 *
 * Looks whether it is worth while to make the client's page. When that cannot be said it is.
 *
 * Returns: whether there may be something for the client
 */
gboolean
atlas_waits_end (AtlasWaits   *self,
                 AtlasBackend *backend,
                 GHashTable   *known)
{
  if (!is_as_it_was (self, backend))
    return TRUE;

  for (gsize i = 0; self->scopes[i] != NULL; i++)
    if (scope_has_news (self, backend, self->scopes[i], known))
      return TRUE;

  return FALSE;
}
