/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-sums.h"

#include <string.h>

#include "base/atlas-digest.h"
#include "server/atlas-accounts.h"

#define META_SUMS "sums"
#define HALF_BITS 32
#define LOW_HALF  G_GUINT64_CONSTANT (0xffffffff)

/**
 * AtlasSums:
 *
 * What a transaction changes in the table `record_sum`: for each type and each list of scopes, how
 * many live records there are and the sum of their digests, its two halves apart so that a database
 * can add them without running over. Who sees a record depends on its type and its scopes alone, so
 * anybody's digest is added up from these few rows, however many records there are.
 */
struct _AtlasSums
{
  GHashTable *groups;           /* (element-type utf8 Group) */
};

typedef struct {
  const char *type;             /* (unowned) */
  char       *scopes;
  gint64      n;
  gint64      high;
  gint64      low;
} Group;

static void
group_free (Group *group)
{
  g_free (group->scopes);
  g_free (group);
}

AtlasSums *
atlas_sums_new (void)
{
  AtlasSums *self = g_new0 (AtlasSums, 1);

  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) group_free);
  return self;
}

void
atlas_sums_free (AtlasSums *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->groups);
  g_free (self);
}

static void
add (AtlasSums  *self,
     const char *type,
     const char *scopes,
     const char *id,
     gint64      rev,
     int         sign)
{
  g_autofree char *key = g_strconcat (type, " ", scopes, NULL);
  Group *group = g_hash_table_lookup (self->groups, key);
  guint8 bytes[ATLAS_ID_BYTES];
  guint64 digest;

  if (!atlas_id_to_bytes (id, bytes))
    return;
  if (group == NULL)
    {
      group = g_new0 (Group, 1);
      group->type = atlas_type_find (type)->name;
      group->scopes = g_strdup (scopes);
      g_hash_table_insert (self->groups, g_steal_pointer (&key), group);
    }

  digest = atlas_digest_of_record (type, bytes, rev);
  group->n += sign;
  group->high += sign * (gint64) (digest >> HALF_BITS);
  group->low += sign * (gint64) (digest & LOW_HALF);
}

static void
add_stored (AtlasSums         *self,
            const AtlasStored *stored,
            int                sign)
{
  g_autofree char *scopes = NULL;

  if (stored == NULL || stored->is_deleted)
    return;

  scopes = g_strjoinv (" ", stored->scopes);
  add (self, stored->type->name, scopes, stored->id, stored->rev, sign);
}

/**
 * atlas_sums_move:
 * @self: sums
 * @before: (nullable): a record as it was, or %NULL if it is new
 * @after: the record as it becomes
 *
 * Takes a record out of the sums and puts it in again.
 */
void
atlas_sums_move (AtlasSums         *self,
                 const AtlasStored *before,
                 const AtlasStored *after)
{
  add_stored (self, before, -1);
  add_stored (self, after, 1);
}

static gboolean
save_group (Group        *group,
            AtlasBackend *backend,
            GError      **error)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, group->scopes, -1);

  if (!atlas_backend_run (backend, error,
                          "INSERT INTO record_sum (type, scopes_digest, scopes, n, high, low) "
                          "VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                          "ON CONFLICT (type, scopes_digest) DO UPDATE SET "
                          "n = record_sum.n + excluded.n, high = record_sum.high + excluded.high, "
                          "low = record_sum.low + excluded.low",
                          "tttiii", group->type, digest, group->scopes, group->n, group->high,
                          group->low))
    return FALSE;

  return group->n >= 0 ||
         atlas_backend_run (backend, error,
                            "DELETE FROM record_sum "
                            "WHERE type = ?1 AND scopes_digest = ?2 AND n = 0",
                            "tt", group->type, digest);
}

/**
 * atlas_sums_save:
 * @self: sums
 * @backend: inside a transaction that has taken its numbers
 * @error: return location for an error
 *
 * Adds what has changed to the table. The row of the head is locked already, so that no two
 * transactions wait for one another here.
 *
 * Returns: whether it was added
 */
gboolean
atlas_sums_save (AtlasSums    *self,
                 AtlasBackend *backend,
                 GError      **error)
{
  GHashTableIter iter;
  gpointer group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    if (!save_group (group, backend, error))
      return FALSE;

  return TRUE;
}

/* Adds up the records themselves. */
static AtlasSums *
count_records (AtlasBackend *backend,
               GError      **error)
{
  g_autoptr(AtlasSums) self = atlas_sums_new ();
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (backend, error,
                               "SELECT type, id, rev, scopes FROM record WHERE is_deleted = 0", "");
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_rows_id (query, 1);

      if (id != NULL && atlas_type_find (atlas_rows_text (query, 0)) != NULL)
        add (self, atlas_rows_text (query, 0), atlas_rows_text (query, 3), id,
             atlas_rows_int (query, 2), 1);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&self) : NULL;
}

static gboolean
are_there (AtlasBackend *backend,
           gboolean     *there,
           GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT 1 FROM meta WHERE name = ?1",
                                                    "t", META_SUMS);
  AtlasStep step = atlas_rows_step (query, error);

  *there = step == ATLAS_STEP_ROW;
  return step != ATLAS_STEP_ERROR;
}

static gboolean
fill (AtlasBackend *backend,
      GError      **error)
{
  g_autoptr(AtlasSums) sums = NULL;

  /* Whoever commits records meanwhile waits for the head. */
  if (!atlas_backend_run (backend, error, "UPDATE sync_head SET seq = seq WHERE only_row = 1",
                          "") ||
      !atlas_backend_run (backend, error, "DELETE FROM record_sum", "") ||
      (sums = count_records (backend, error)) == NULL)
    return FALSE;

  return atlas_sums_save (sums, backend, error) &&
         atlas_meta_set (backend, META_SUMS, "1", error);
}

/**
 * atlas_sums_prepare:
 * @backend: a back end, outside a transaction
 * @error: return location for an error
 *
 * Fills the table from the records, once: a database from before there was the table has none.
 *
 * Returns: whether the table can be used
 */
gboolean
atlas_sums_prepare (AtlasBackend *backend,
                    GError      **error)
{
  gboolean there = FALSE;

  if (!are_there (backend, &there, error))
    return FALSE;
  if (there)
    return TRUE;

  if (!atlas_backend_begin (backend, TRUE, error))
    return FALSE;
  if (fill (backend, error))
    return atlas_backend_commit (backend, error);

  atlas_backend_rollback (backend);
  return FALSE;
}

static gboolean
take_out_kept (AtlasSums    *self,
               AtlasBackend *backend,
               GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT type, scopes, n, high, low "
                                                    "FROM record_sum", "");
  AtlasStep step;

  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *key = g_strconcat (atlas_rows_text (query, 0), " ",
                                          atlas_rows_text (query, 1), NULL);
      Group *group = g_hash_table_lookup (self->groups, key);

      if (group == NULL)
        {
          group = g_new0 (Group, 1);
          g_hash_table_insert (self->groups, g_steal_pointer (&key), group);
        }
      group->n -= atlas_rows_int (query, 2);
      group->high -= atlas_rows_int (query, 3);
      group->low -= atlas_rows_int (query, 4);
    }

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_sums_agree:
 * @backend: inside a transaction
 * @agree: (out): whether the table says what the records say; also when it is not filled yet
 * @error: return location for an error
 *
 * Adds up every record and compares. Cost: some microseconds a record.
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_sums_agree (AtlasBackend *backend,
                  gboolean     *agree,
                  GError      **error)
{
  g_autoptr(AtlasSums) sums = NULL;
  gboolean there = FALSE;
  GHashTableIter iter;
  gpointer value;

  *agree = TRUE;
  if (!are_there (backend, &there, error))
    return FALSE;
  if (!there)
    return TRUE;
  if ((sums = count_records (backend, error)) == NULL || !take_out_kept (sums, backend, error))
    return FALSE;

  g_hash_table_iter_init (&iter, sums->groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Group *group = value;

      *agree = *agree && group->n == 0 && group->high == 0 && group->low == 0;
    }

  return TRUE;
}

static gboolean
is_visible (AtlasGrants *grants,
            AtlasRows   *row)
{
  const AtlasType *type = atlas_type_find (atlas_rows_text (row, 0));
  g_auto(GStrv) scopes = g_strsplit (atlas_rows_text (row, 1), " ", -1);

  return type != NULL &&
         (atlas_grants_rights (grants, (const char * const *) scopes, type) &
          ATLAS_RIGHT_READ) != 0;
}

static void
put_sum (json_t     *digest,
         const char *type,
         gint64      n,
         guint64     sum)
{
  g_autofree char *text = atlas_digest_format (sum);

  if (n > 0)
    json_object_set_new (digest, type,
                         json_pack ("{s:I, s:s}", "count", (json_int_t) n, "sum", text));
}

static gboolean
add_up (AtlasBackend *backend,
        AtlasGrants  *grants,
        json_t       *digest,
        GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;
  const char *type = NULL;
  gint64 n = 0;
  guint64 sum = 0;
  AtlasStep step;

  query = atlas_backend_query (backend, error,
                               "SELECT type, scopes, n, high, low FROM record_sum ORDER BY type",
                               "");
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      if (!is_visible (grants, query))
        continue;
      if (type == NULL || strcmp (type, atlas_rows_text (query, 0)) != 0)
        {
          put_sum (digest, type, n, sum);
          type = atlas_type_find (atlas_rows_text (query, 0))->name;
          n = 0;
          sum = 0;
        }
      n += atlas_rows_int (query, 2);
      sum += ((guint64) atlas_rows_int (query, 3) << HALF_BITS) +
             (guint64) atlas_rows_int (query, 4);
    }
  put_sum (digest, type, n, sum);

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_sums_digest:
 * @backend: inside a transaction
 * @grants: whose view
 * @error: return location for an error
 *
 * Gives the member `digest` of a page: for each type of which the user sees live records, their
 * number and sum. Cost: by the number of different lists of scopes, not of records.
 *
 * Source: protocol, section 7.
 *
 * Returns: (transfer full): the object
 */
json_t *
atlas_sums_digest (AtlasBackend *backend,
                   AtlasGrants  *grants,
                   GError      **error)
{
  g_autoptr(json_t) digest = json_object ();

  return add_up (backend, grants, digest, error) ? g_steal_pointer (&digest) : NULL;
}
