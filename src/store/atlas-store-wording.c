/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-wording.h"

/**
 * atlas_store_read_wording:
 * @store: a store
 * @error: return location for an error
 *
 * Reads what the county called its tiers, kinds and services, of every date.
 *
 * Returns: (transfer full): its wording
 */
AtlasWording *
atlas_store_read_wording (AtlasStore *store,
                          GError    **error)
{
  static const char * const kinds[] = { "tier", "service", "term", NULL };
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_label_type);
  g_autoptr(GPtrArray)  labels = NULL;

  atlas_query_where_any (query, "kind", kinds);
  atlas_query_order_by (query, "key", FALSE);
  labels = atlas_store_list (store, query, error);

  return labels != NULL ? atlas_wording_new (labels) : NULL;
}
