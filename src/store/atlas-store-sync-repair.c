/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this laptop holds of the server's records, counted and summed so that the two can be
 * compared, and what it takes to make them the same. A record that somebody here has changed counts
 * as the server gave it; one that only a set on its way has created does not count.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-sync.h"

#include "base/atlas-digest.h"
#include "store/atlas-store-sync-private.h"

typedef struct {
  gint64  count;
  guint64 sum;
} Sum;

static AtlasStmt *
list_held (AtlasStore      *self,
           const AtlasType *type,
           GError         **error)
{
  g_autofree char *sql = NULL;
  g_autoptr(AtlasStmt) stmt = NULL;

  sql = g_strdup_printf ("SELECT id, rev FROM \"%s\" WHERE rev > 0 AND id NOT IN"
                         " (SELECT id FROM pending WHERE type = ?1)"
                         " UNION ALL SELECT id, rev FROM shadow WHERE type = ?1", type->name);
  stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  if (stmt != NULL)
    atlas_stmt_bind_text (stmt, 1, type->name);

  return g_steal_pointer (&stmt);
}

/* Adds every record up: all into @sums[0], or each into that of its bucket. */
static gboolean
add_up (AtlasStore      *self,
        const AtlasType *type,
        Sum             *sums,
        gboolean         in_buckets,
        GError         **error)
{
  g_autoptr(AtlasStmt) stmt = list_held (self, type, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, 0);
      guint8 bytes[ATLAS_ID_BYTES];
      Sum *sum = sums;

      if (!atlas_id_to_bytes (id, bytes))
        continue;
      if (in_buckets)
        sum += atlas_digest_bucket (type->name, bytes);
      sum->count++;
      sum->sum += atlas_digest_of_record (type->name, bytes, atlas_stmt_get_integer (stmt, 1));
    }

  return step == ATLAS_STEP_DONE;
}

static gboolean
is_same (const Sum *ours,
         json_t    *theirs)
{
  guint64 sum = 0;

  return atlas_json_integer (theirs, "count", 0) == ours->count &&
         (ours->count == 0 ||
          (atlas_digest_parse (atlas_json_string (theirs, "sum"), &sum) && sum == ours->sum));
}

/**
 * atlas_store_sync_compare:
 * @self: a store that holds a whole round
 * @digest: what the server said at the end of that round
 * @error: return location for an error
 *
 * Compares what this laptop holds with what the server says it should.
 *
 * Source: protocol, section 7.
 *
 * Returns: (transfer full): names of the types that differ; empty when all is the same
 */
GStrv
atlas_store_sync_compare (AtlasStore *self,
                          json_t     *digest,
                          GError    **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      Sum sum = { 0 };

      if (!add_up (self, types[i], &sum, FALSE, error))
        return NULL;
      if (!is_same (&sum, json_object_get (digest, types[i]->name)))
        g_strv_builder_add (builder, types[i]->name);
    }

  return g_strv_builder_end (builder);
}

/**
 * atlas_store_sync_buckets:
 * @self: a store
 * @type: name of a type
 * @error: return location for an error
 *
 * Source: protocol, section 7, `reconcile`.
 *
 * Returns: (transfer full): the buckets of a type in which there is anything
 */
json_t *
atlas_store_sync_buckets (AtlasStore *self,
                          const char *type,
                          GError    **error)
{
  g_autofree Sum *sums = g_new0 (Sum, ATLAS_DIGEST_BUCKETS);
  g_autoptr(json_t) buckets = json_object ();

  if (!add_up (self, atlas_type_find (type), sums, TRUE, error))
    return NULL;

  for (guint i = 0; i < ATLAS_DIGEST_BUCKETS; i++)
    {
      g_autofree char *sum = atlas_digest_format (sums[i].sum);
      char name[3];

      g_snprintf (name, sizeof name, "%02x", i);
      if (sums[i].count > 0)
        json_object_set_new (buckets, name,
                             json_pack ("[I, s]", (json_int_t) sums[i].count, sum));
    }

  return g_steal_pointer (&buckets);
}

/* The revisions that the server has in the buckets that differ, by id. */
static GHashTable *
list_theirs (json_t *differ)
{
  GHashTable *theirs = g_hash_table_new (g_str_hash, g_str_equal);
  const char *bucket;
  json_t *records;

  json_object_foreach (differ, bucket, records)
  {
    for (gsize i = 0; i < json_array_size (records); i++)
      {
        json_t *record = json_array_get (records, i);
        const char *id = json_string_value (json_array_get (record, 0));

        if (atlas_id_is_valid (id))
          g_hash_table_insert (theirs, (gpointer) id, json_array_get (record, 1));
      }
  }

  return theirs;
}

static gboolean
is_in (json_t     *differ,
       const char *type,
       const char *id)
{
  guint8 bytes[ATLAS_ID_BYTES];
  char name[3];

  if (!atlas_id_to_bytes (id, bytes))
    return FALSE;

  g_snprintf (name, sizeof name, "%02x", atlas_digest_bucket (type, bytes));
  return json_object_get (differ, name) != NULL;
}

/* Sorts what is held into what is right, which leaves @theirs, and what the server has not. */
static gboolean
sort_held (AtlasStore      *self,
           const AtlasType *type,
           json_t          *differ,
           GHashTable      *theirs,
           json_t          *changes,
           GError         **error)
{
  g_autoptr(AtlasStmt) stmt = list_held (self, type, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, 0);
      json_t *rev = g_hash_table_lookup (theirs, id);

      if (rev != NULL && json_integer_value (rev) == atlas_stmt_get_integer (stmt, 1))
        g_hash_table_remove (theirs, id);
      else if (rev == NULL && is_in (differ, type->name, id))
        json_array_append_new (changes, json_pack ("{s:s, s:s, s:s}", "op", "gone",
                                                   "type", type->name, "id", id));
    }

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_store_sync_list_repairs:
 * @self: a store
 * @type: name of a type
 * @differ: the buckets that differ, as the server answered
 * @changes: an array to which the removal of what the server has not is added
 * @missing: an array to which the ids of what the server has otherwise are added
 * @error: return location for an error
 *
 * Source: protocol, section 7.
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_store_sync_list_repairs (AtlasStore *self,
                               const char *type,
                               json_t     *differ,
                               json_t     *changes,
                               json_t     *missing,
                               GError    **error)
{
  g_autoptr(GHashTable) theirs = list_theirs (differ);
  GHashTableIter iter;
  gpointer id;

  if (!sort_held (self, atlas_type_find (type), differ, theirs, changes, error))
    return FALSE;

  g_hash_table_iter_init (&iter, theirs);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    json_array_append_new (missing, json_string (id));

  return TRUE;
}

/**
 * atlas_store_sync_store_repair:
 * @self: a store
 * @changes: removals, and records as they were fetched
 * @pages: (element-type json_t): the round that followed
 * @counts: (inout): counted up
 * @error: return location for an error
 *
 * Puts the store right. What was fetched may be newer than what the store has come to, so the round
 * that followed is stored with it, in one transaction: what is shown is a state of the server.
 *
 * Source: protocol, sections 6 and 7.
 *
 * Returns: whether it was stored; if not, nothing of it was
 */
gboolean
atlas_store_sync_store_repair (AtlasStore      *self,
                               json_t          *changes,
                               GPtrArray       *pages,
                               AtlasPullCounts *counts,
                               GError         **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);
  g_autoptr(GPtrArray) repair = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  g_autofree char *cursor = atlas_store_get_meta (self, "cursor");
  g_autofree char *grants = atlas_store_get_meta (self, "grants");
  AtlasPullCounts repaired = { 0 };

  g_ptr_array_add (repair, json_pack ("{s:s*, s:b, s:i, s:o*, s:O}", "cursor", cursor,
                                      "more", TRUE, "head", 0, "grants",
                                      grants != NULL ? atlas_json_parse (grants, -1, NULL) : NULL,
                                      "changes", changes));
  if (tx == NULL || !atlas_store_sync_store_quietly (self, repair, &repaired, error) ||
      !atlas_store_sync_store_round (self, pages, counts, error) ||
      !atlas_transaction_commit (tx, error))
    return FALSE;

  atlas_store_sync_leave_no_pages (self);
  counts->n_put += repaired.n_put;
  counts->n_removed += repaired.n_removed;
  return TRUE;
}
