/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-sights.h"

#include <string.h>

#include "base/atlas-json.h"

/**
 * AtlasSights:
 *
 * What a reader may see hangs on a record's type and its list of scopes alone, and a county has few
 * such pairs: each is worked out once.
 */
struct _AtlasSights
{
  AtlasGrants *grants;          /* (unowned) */
  GHashTable  *known;           /* (element-type Key AtlasSight) */
};

typedef struct {
  const AtlasType *type;
  char            *scopes;
} Key;

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->scopes) ^ g_direct_hash (key->type);
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  const Key *one = a;
  const Key *other = b;

  return one->type == other->type && strcmp (one->scopes, other->scopes) == 0;
}

static void
key_free (Key *key)
{
  g_free (key->scopes);
  g_free (key);
}

static void
sight_free (AtlasSight *sight)
{
  g_free (sight->scopes);
  g_free (sight);
}

/**
 * atlas_sights_new:
 * @grants: what the reader was granted; must live as long
 *
 * Returns: (transfer full): how that reader sees records
 */
AtlasSights *
atlas_sights_new (AtlasGrants *grants)
{
  AtlasSights *self = g_new0 (AtlasSights, 1);

  self->grants = grants;
  self->known = g_hash_table_new_full (hash_key, equal_keys, (GDestroyNotify) key_free,
                                       (GDestroyNotify) sight_free);
  return self;
}

void
atlas_sights_free (AtlasSights *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->known);
  g_free (self);
}

static AtlasSight *
look (AtlasSights     *self,
      const AtlasType *type,
      const char      *scopes)
{
  g_auto(GStrv)     all = *scopes != '\0' ? g_strsplit (scopes, " ", -1) : g_new0 (char *, 1);
  g_auto(GStrv)     visible = atlas_grants_visible (self->grants, (const char * const *) all, type);
  g_autoptr(json_t) array = json_array ();
  AtlasSight *sight = g_new0 (AtlasSight, 1);

  for (gsize i = 0; visible[i] != NULL; i++)
    json_array_append_new (array, json_string (visible[i]));

  sight->rights = atlas_grants_rights (self->grants, (const char * const *) all, type);
  sight->scopes = atlas_json_to_text (array);
  return sight;
}

/**
 * atlas_sights_get:
 * @self: how a reader sees records
 * @type: a record type
 * @scopes: a record's scopes as they are kept, with a space between
 *
 * Returns: (transfer none): how the reader sees such a record
 */
const AtlasSight *
atlas_sights_get (AtlasSights     *self,
                  const AtlasType *type,
                  const char      *scopes)
{
  const Key key = { type, (char *) scopes };
  AtlasSight *sight = g_hash_table_lookup (self->known, &key);
  Key *kept;

  if (sight != NULL)
    return sight;

  kept = g_new0 (Key, 1);
  kept->type = type;
  kept->scopes = g_strdup (scopes);
  sight = look (self, type, scopes);
  g_hash_table_insert (self->known, kept, sight);
  return sight;
}
