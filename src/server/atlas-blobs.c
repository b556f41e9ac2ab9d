/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that records name, in the database like everything else: any process of the server has
* them, a backup holds them, and a piece and the count of what has come are one transaction. */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-blobs.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-error.h"

#define PIECE          ATLAS_BLOB_PIECE_BYTES
#define MS_A_DAY       G_GINT64_CONSTANT (86400000)
/* An upload that nobody goes on with is begun again, at no loss but of time. */
#define UNFINISHED_MS  (7 * MS_A_DAY)
/* A laptop keeps what it sent for thirty days, in case the server has to be restored. */
#define UNNAMED_MS     (30 * MS_A_DAY)

typedef crypto_hash_sha256_state Hashing;

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

static gboolean
read_state (AtlasRows      *rows,
            AtlasBlobState *state,
            GError        **error)
{
  AtlasStep step = atlas_rows_step (rows, error);

  memset (state, 0, sizeof *state);
  if (step != ATLAS_STEP_ROW)
    return step == ATLAS_STEP_DONE;

  state->is_known = TRUE;
  state->received = atlas_rows_int (rows, 0);
  state->is_complete = atlas_rows_int (rows, 1) != 0;
  return TRUE;
}

/**
 * atlas_blobs_find:
 * @backend: inside a transaction
 * @name: a file's SHA-256
 * @state: (out caller-allocates): how much of it is here
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_blobs_find (AtlasBackend   *backend,
                  const char     *name,
                  AtlasBlobState *state,
                  GError        **error)
{
  g_autoptr(AtlasRows) rows = NULL;

  rows = atlas_backend_query (backend, error,
                              "SELECT received, is_complete FROM blob WHERE name = ?1", "t", name);
  return read_state (rows, state, error);
}

/**
 * atlas_blobs_lock:
 * @backend: inside a transaction that writes
 * @name: a file's SHA-256
 * @device: who would add to it
 * @state: (out caller-allocates): how much of it is here
 * @error: return location for an error
 *
 * Makes the file's row if there is none, and keeps others from it until the transaction's end, so
 * that two who send the same file do not both add the same piece.
 *
 * Returns: whether it was done
 */
gboolean
atlas_blobs_lock (AtlasBackend   *backend,
                  const char     *name,
                  const char     *device,
                  AtlasBlobState *state,
                  GError        **error)
{
  g_autoptr(AtlasRows) rows = NULL;

  if (!atlas_backend_run (backend, error,
                          "INSERT INTO blob (name, device, received, is_complete, touched_ms) "
                          "VALUES (?1, ?2, 0, 0, ?3) ON CONFLICT (name) DO NOTHING",
                          "tui", name, device, now_ms ()))
    return FALSE;

  rows = atlas_backend_query (backend, error,
                              "UPDATE blob SET touched_ms = ?2 WHERE name = ?1 "
                              "RETURNING received, is_complete", "ti", name, now_ms ());
  return read_state (rows, state, error) &&
         atlas_rows_step (rows, error) != ATLAS_STEP_ERROR;
}

static GBytes *
read_piece (AtlasBackend *backend,
            const char   *name,
            gint64        nth,
            GError      **error)
{
  g_autoptr(AtlasRows) rows = NULL;
  g_autoptr(GBytes)    bytes = NULL;

  rows = atlas_backend_query (backend, error,
                              "SELECT bytes FROM blob_piece WHERE name = ?1 AND nth = ?2",
                              "ti", name, nth);
  if (atlas_rows_step (rows, error) == ATLAS_STEP_ROW)
    bytes = atlas_rows_bytes (rows, 0);
  if (bytes == NULL && error != NULL && *error == NULL)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED, "A piece of a file is missing");

  return g_steal_pointer (&bytes);
}

/* Fills the last piece up, then begins others, so that a file never has more rows than it must. */
static gboolean
add_pieces (AtlasBackend *backend,
            const char   *name,
            gint64        received,
            GBytes       *bytes,
            GError      **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      gsize used = (gsize) (received % PIECE);
      gsize more = MIN (length, PIECE - used);
      g_autoptr(GByteArray) piece = g_byte_array_sized_new (PIECE);
      g_autoptr(GBytes)     before = NULL;
      g_autoptr(GBytes)     whole = NULL;

      if (used > 0)
        {
          before = read_piece (backend, name, received / PIECE, error);
          if (before == NULL)
            return FALSE;
          g_byte_array_append (piece, g_bytes_get_data (before, NULL), g_bytes_get_size (before));
        }
      g_byte_array_append (piece, data, (guint) more);
      whole = g_byte_array_free_to_bytes (g_steal_pointer (&piece));
      if (!atlas_backend_run (backend, error,
                              "INSERT INTO blob_piece (name, nth, bytes) VALUES (?1, ?2, ?3) "
                              "ON CONFLICT (name, nth) DO UPDATE SET bytes = excluded.bytes",
                              "tib", name, received / PIECE, whole))
        return FALSE;

      data += more;
      length -= more;
      received += (gint64) more;
    }

  return TRUE;
}

/* The hash goes on where the last piece left it, so that each byte is read once. What another
 * build's hash left is of no use; then what is here is read again. */
static gboolean
resume_hash (AtlasBackend *backend,
             const char   *name,
             gint64        received,
             Hashing      *hashing,
             GError      **error)
{
  g_autoptr(AtlasRows) rows = NULL;
  g_autoptr(GBytes)    kept = NULL;

  rows = atlas_backend_query (backend, error, "SELECT hashing FROM blob WHERE name = ?1", "t",
                              name);
  if (atlas_rows_step (rows, error) != ATLAS_STEP_ROW)
    return FALSE;

  kept = atlas_rows_bytes (rows, 0);
  if (received > 0 && kept != NULL && g_bytes_get_size (kept) == sizeof *hashing)
    {
      memcpy (hashing, g_bytes_get_data (kept, NULL), sizeof *hashing);
      return TRUE;
    }

  crypto_hash_sha256_init (hashing);
  for (gint64 nth = 0; nth * PIECE < received; nth++)
    {
      g_autoptr(GBytes) piece = read_piece (backend, name, nth, error);

      if (piece == NULL)
        return FALSE;
      crypto_hash_sha256_update (hashing, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));
    }

  return TRUE;
}

static gboolean
hash_is (Hashing     hashing,
         const char *name)
{
  guint8 hash[crypto_hash_sha256_BYTES];
  char hex[crypto_hash_sha256_BYTES * 2 + 1];

  crypto_hash_sha256_final (&hashing, hash);
  sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);

  return strcmp (hex, name) == 0;
}

/**
 * atlas_blobs_append:
 * @backend: inside a transaction that holds the file by atlas_blobs_lock()
 * @name: a file's SHA-256
 * @bytes: what comes after what is here
 * @state: (inout): how much is here, before and after
 * @error: return location for an error
 *
 * Adds a piece. The file is complete once its bytes have the hash that is its name.
 *
 * Returns: whether it was added
 */
gboolean
atlas_blobs_append (AtlasBackend   *backend,
                    const char     *name,
                    GBytes         *bytes,
                    AtlasBlobState *state,
                    GError        **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr(GBytes) kept = NULL;
  Hashing hashing;

  if (!resume_hash (backend, name, state->received, &hashing, error) ||
      !add_pieces (backend, name, state->received, bytes, error))
    return FALSE;

  if (length > 0)
    crypto_hash_sha256_update (&hashing, data, length);
  state->received += (gint64) length;
  state->is_complete = hash_is (hashing, name);
  kept = state->is_complete ? NULL : g_bytes_new (&hashing, sizeof hashing);

  return atlas_backend_run (backend, error,
                            "UPDATE blob SET received = ?2, is_complete = ?3, hashing = ?4 "
                            "WHERE name = ?1", "tiib", name, state->received,
                            (gint64) state->is_complete, kept);
}

/**
 * atlas_blobs_drop:
 * @backend: inside a transaction that writes
 * @name: a file's SHA-256
 * @error: return location for an error
 *
 * Throws away whatever has come of a file.
 *
 * Returns: whether it is gone
 */
gboolean
atlas_blobs_drop (AtlasBackend *backend,
                  const char   *name,
                  GError      **error)
{
  return atlas_backend_run (backend, error, "DELETE FROM blob_piece WHERE name = ?1", "t", name) &&
         atlas_backend_run (backend, error, "DELETE FROM blob WHERE name = ?1", "t", name);
}

/**
 * atlas_blobs_read:
 * @backend: inside a transaction
 * @name: the SHA-256 of a file that is complete
 * @from: the first byte
 * @length: how many, all of them within the file
 * @error: return location for an error
 *
 * Returns: (transfer full): the bytes
 */
GBytes *
atlas_blobs_read (AtlasBackend *backend,
                  const char   *name,
                  gint64        from,
                  gint64        length,
                  GError      **error)
{
  g_autoptr(GByteArray) all = g_byte_array_sized_new ((guint) length);

  while (length > 0)
    {
      g_autoptr(GBytes) piece = read_piece (backend, name, from / PIECE, error);
      gsize size = piece != NULL ? g_bytes_get_size (piece) : 0;
      gsize skip = (gsize) (from % PIECE);
      gsize more = size > skip ? MIN (size - skip, (gsize) length) : 0;

      if (more == 0)
        {
          if (error != NULL && *error == NULL)
            g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED, "A file is cut short");
          return NULL;
        }
      g_byte_array_append (all, (const guint8 *) g_bytes_get_data (piece, NULL) + skip,
                           (guint) more);
      from += (gint64) more;
      length -= (gint64) more;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

/**
 * atlas_blobs_weigh:
 * @backend: inside a transaction
 * @device: a laptop
 * @bytes: (out): how much it has sent of files that no record names yet
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_blobs_weigh (AtlasBackend *backend,
                   const char   *device,
                   gint64       *bytes,
                   GError      **error)
{
  g_autoptr(AtlasRows) rows = NULL;

  rows = atlas_backend_query (backend, error,
                              "SELECT received FROM blob WHERE device = ?1 AND NOT EXISTS "
                              "(SELECT 1 FROM record_blob WHERE record_blob.name = blob.name)",
                              "u", device);
  *bytes = 0;
  while (TRUE)
    {
      AtlasStep step = atlas_rows_step (rows, error);

      if (step != ATLAS_STEP_ROW)
        return step == ATLAS_STEP_DONE;
      *bytes += atlas_rows_int (rows, 0);
    }
}

static gboolean
has_files (const AtlasType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == ATLAS_KIND_BLOB)
      return TRUE;

  return FALSE;
}

/* A set that was put aside, or a version that lost, keeps its files until that is settled. */
static gboolean
keeps_files (const AtlasStored *record)
{
  if (record == NULL || record->is_deleted)
    return FALSE;

  if (record->type->server_made)
    return g_strcmp0 (atlas_stored_text (record, "state"), "open") == 0;

  return has_files (record->type);
}

static GHashTable *
files_of (const AtlasStored *record)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (keeps_files (record))
    atlas_blob_collect (record->fields, names);

  return names;
}

static gboolean
unname (AtlasBackend *backend,
        const char   *name,
        const char   *type,
        const char   *id,
        GError      **error)
{
  return atlas_backend_run (backend, error,
                            "DELETE FROM record_blob WHERE name = ?1 AND type = ?2 AND id = ?3",
                            "ttu", name, type, id) &&
         atlas_backend_run (backend, error, "UPDATE blob SET touched_ms = ?2 WHERE name = ?1",
                            "ti", name, now_ms ());
}

/* Looks through a record's own fields; what is only in a set that was put aside gives no sight. */
static void
see_in (const AtlasStored *record,
        const char        *name,
        AtlasRight         rights,
        AtlasBlobSight    *sight)
{
  for (guint i = 0; i < record->type->n_fields; i++)
    {
      const AtlasField *field = &record->type->fields[i];
      AtlasBlob blob;

      if (field->kind != ATLAS_KIND_BLOB || (field->mask && (rights & ATLAS_RIGHT_MASK) != 0) ||
          !atlas_blob_read (json_object_get (record->fields, field->name), &blob) ||
          strcmp (blob.blob, name) != 0)
        continue;
      sight->is_seen = TRUE;
      sight->size = MAX (sight->size, blob.size);
    }
}

static gboolean
see_record (AtlasBackend   *backend,
            const char     *type_name,
            const char     *id,
            const char     *name,
            AtlasGrants    *grants,
            AtlasBlobSight *sight,
            GError        **error)
{
  const AtlasType *type = atlas_type_find (type_name);
  g_autoptr(AtlasStored) record = NULL;
  AtlasRight rights;

  if (type == NULL)
    return TRUE;
  if (!atlas_stored_load (backend, type, id, &record, error))
    return FALSE;
  if (record == NULL || record->is_deleted)
    return TRUE;

  rights = atlas_grants_rights (grants, (const char * const *) record->scopes, type);
  if ((rights & ATLAS_RIGHT_READ) != 0)
    see_in (record, name, rights, sight);
  return TRUE;
}

/**
 * atlas_blobs_see:
 * @backend: inside a transaction
 * @name: a file's SHA-256
 * @grants: what a user may see
 * @sight: (out caller-allocates): what of the file
 * @error: return location for an error
 *
 * Finds out whether a user sees any record that names a file.
 *
 * Source: protocol, section 10.
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_blobs_see (AtlasBackend   *backend,
                 const char     *name,
                 AtlasGrants    *grants,
                 AtlasBlobSight *sight,
                 GError        **error)
{
  g_autoptr(AtlasRows) rows = NULL;

  memset (sight, 0, sizeof *sight);
  rows = atlas_backend_query (backend, error,
                              "SELECT type, id FROM record_blob WHERE name = ?1 ORDER BY type, id",
                              "t", name);
  while (TRUE)
    {
      AtlasStep step = atlas_rows_step (rows, error);
      g_autofree char *id = step == ATLAS_STEP_ROW ? atlas_rows_id (rows, 1) : NULL;

      if (step != ATLAS_STEP_ROW)
        return step == ATLAS_STEP_DONE;
      if (!see_record (backend, atlas_rows_text (rows, 0), id, name, grants, sight, error))
        return FALSE;
    }
}

static GPtrArray *
list_names (AtlasRows *rows,
            GError   **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  AtlasStep step;

  while ((step = atlas_rows_step (rows, error)) == ATLAS_STEP_ROW)
    g_ptr_array_add (names, g_strdup (atlas_rows_text (rows, 0)));

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&names) : NULL;
}

static gboolean
drop_all (AtlasBackend *backend,
          AtlasRows    *rows,
          GError      **error)
{
  g_autoptr(GPtrArray) names = list_names (rows, error);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!atlas_blobs_drop (backend, g_ptr_array_index (names, i), error))
      return FALSE;

  return TRUE;
}

/**
 * atlas_blobs_forget:
 * @backend: inside a transaction that writes
 * @type: name of a record type
 * @id: a record that is erased
 * @error: return location for an error
 *
 * Drops at once whatever a record named, unless another names it too.
 *
 * Returns: whether it was done
 */
gboolean
atlas_blobs_forget (AtlasBackend *backend,
                    const char   *type,
                    const char   *id,
                    GError      **error)
{
  g_autoptr(AtlasRows) rows = NULL;

  rows = atlas_backend_query (backend, error,
                              "SELECT name FROM record_blob WHERE type = ?1 AND id = ?2 "
                              "AND NOT EXISTS (SELECT 1 FROM record_blob AS other WHERE "
                              "other.name = record_blob.name AND (other.type <> ?1 OR "
                              "other.id <> ?2))", "tu", type, id);

  return drop_all (backend, rows, error) &&
         atlas_backend_run (backend, error, "DELETE FROM record_blob WHERE type = ?1 AND id = ?2",
                            "tu", type, id);
}

/**
 * atlas_blobs_index:
 * @backend: inside a transaction that writes
 * @record: a record as it is now
 * @before: (nullable): as it was
 * @error: return location for an error
 *
 * Keeps the index of which record names which file.
 *
 * Returns: whether it was done
 */
gboolean
atlas_blobs_index (AtlasBackend      *backend,
                   const AtlasStored *record,
                   const AtlasStored *before,
                   GError           **error)
{
  g_autoptr(GHashTable) now = NULL;
  g_autoptr(GHashTable) then = NULL;
  GHashTableIter iter;
  gpointer name;

  if (!has_files (record->type) && !record->type->server_made)
    return TRUE;
  if (record->is_erased)
    return atlas_blobs_forget (backend, record->type->name, record->id, error);

  now = files_of (record);
  then = files_of (before);
  g_hash_table_iter_init (&iter, then);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (now, name) &&
        !unname (backend, name, record->type->name, record->id, error))
      return FALSE;

  g_hash_table_iter_init (&iter, now);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (then, name) &&
        !atlas_backend_run (backend, error,
                            "INSERT INTO record_blob (name, type, id) VALUES (?1, ?2, ?3) "
                            "ON CONFLICT (name, type, id) DO NOTHING",
                            "ttu", name, record->type->name, record->id))
      return FALSE;

  return TRUE;
}

/**
 * atlas_blobs_sweep:
 * @backend: inside a transaction that writes
 * @now_ms: Unix time in milliseconds
 * @error: return location for an error
 *
 * Drops uploads that nobody went on with for a week, and files that no record has named for thirty
 * days.
 *
 * Returns: whether it was done
 */
gboolean
atlas_blobs_sweep (AtlasBackend *backend,
                   gint64        now_ms,
                   GError      **error)
{
  g_autoptr(AtlasRows) rows = NULL;

  rows = atlas_backend_query (backend, error,
                              "SELECT name FROM blob WHERE (is_complete = 0 AND touched_ms < ?1) "
                              "OR (touched_ms < ?2 AND NOT EXISTS (SELECT 1 FROM record_blob "
                              "WHERE record_blob.name = blob.name))",
                              "ii", now_ms - UNFINISHED_MS, now_ms - UNNAMED_MS);
  return drop_all (backend, rows, error);
}

static gboolean
is_sound (AtlasBackend *backend,
          const char   *name,
          gboolean     *sound,
          GError      **error)
{
  g_autoptr(AtlasRows) rows = NULL;
  Hashing hashing;
  gint64 nth = 0;

  crypto_hash_sha256_init (&hashing);
  rows = atlas_backend_query (backend, error,
                              "SELECT nth, bytes FROM blob_piece WHERE name = ?1 ORDER BY nth",
                              "t", name);
  while (TRUE)
    {
      AtlasStep step = atlas_rows_step (rows, error);
      g_autoptr(GBytes) bytes = step == ATLAS_STEP_ROW ? atlas_rows_bytes (rows, 1) : NULL;

      *sound = hash_is (hashing, name);
      if (step != ATLAS_STEP_ROW)
        return step == ATLAS_STEP_DONE;
      if (atlas_rows_int (rows, 0) != nth++ || bytes == NULL)
        return TRUE;
      crypto_hash_sha256_update (&hashing, g_bytes_get_data (bytes, NULL),
                                 g_bytes_get_size (bytes));
    }
}

/**
 * atlas_blobs_check:
 * @backend: inside a transaction
 * @n_damaged: (out): how many files that should be whole are not
 * @error: return location for an error
 *
 * Reads every file and compares it with its name.
 *
 * Returns: whether they could be read
 */
gboolean
atlas_blobs_check (AtlasBackend *backend,
                   gint64       *n_damaged,
                   GError      **error)
{
  g_autoptr(AtlasRows) rows = NULL;
  g_autoptr(GPtrArray) names = NULL;

  rows = atlas_backend_query (backend, error, "SELECT name FROM blob WHERE is_complete = 1", "");
  names = list_names (rows, error);
  if (names == NULL)
    return FALSE;

  *n_damaged = 0;
  for (guint i = 0; i < names->len; i++)
    {
      gboolean sound = FALSE;

      if (!is_sound (backend, g_ptr_array_index (names, i), &sound, error))
        return FALSE;
      *n_damaged += sound ? 0 : 1;
    }

  return TRUE;
}
