/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that records name, in pieces beside the records, so that whatever keeps the store keeps
 * them. A file that was added here is whole at once and waits to be sent; one from elsewhere comes
 * piece by piece once it is wanted.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-blobs.h"

#include <string.h>

#include "base/atlas-error.h"
#include "store/atlas-store-private.h"
#include "store/atlas-store-sync-private.h"

#define PIECE ATLAS_BLOB_PIECE_BYTES

void
atlas_file_work_free (AtlasFileWork *self)
{
  g_free (self->name);
  g_free (self);
}

/**
 * atlas_store_name_file:
 * @file: the bytes of a file
 *
 * Returns: (transfer full): its SHA-256, in hexadecimal
 */
char *
atlas_store_name_file (GBytes *file)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
}

static gboolean
run_for (AtlasStore *self,
         const char *sql,
         const char *name,
         gint64      number,
         GError    **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, name);
  if (number >= 0)
    atlas_stmt_bind_integer (stmt, 2, number);
  return atlas_stmt_run (stmt, error);
}

static gboolean
write_piece (AtlasStore *self,
             const char *name,
             gint64      nth,
             GBytes     *bytes,
             GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  if (g_bytes_get_size (bytes) == 0)
    return TRUE;

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "INSERT INTO blob_piece (name, nth, bytes) VALUES (?, ?, ?)"
                           " ON CONFLICT (name, nth) DO UPDATE SET bytes = excluded.bytes", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, name);
  atlas_stmt_bind_integer (stmt, 2, nth);
  atlas_stmt_bind_bytes (stmt, 3, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return atlas_stmt_run (stmt, error);
}

static gboolean
mark_sent (AtlasStore *self,
           const char *name,
           GError    **error)
{
  return run_for (self, "UPDATE blob SET is_sent = 1 WHERE name = ?1", name, -1, error);
}

/* A whole file; one that is here already stays as it is, and is not sent a second time. */
static gboolean
keep_file (AtlasStore *self,
           GBytes     *file,
           GError    **error)
{
  g_autofree char *name = atlas_store_name_file (file);
  gsize size = g_bytes_get_size (file);
  AtlasFileState state;

  if (!atlas_store_file_state (self, name, &state, error))
    return FALSE;
  if (state == ATLAS_FILE_HERE || state == ATLAS_FILE_UNSENT)
    return TRUE;

  for (gsize at = 0; at < size; at += PIECE)
    {
      g_autoptr(GBytes) piece = g_bytes_new_from_bytes (file, at, MIN (PIECE, size - at));

      if (!write_piece (self, name, (gint64) (at / PIECE), piece, error))
        return FALSE;
    }

  return run_for (self, "INSERT INTO blob (name, size, received, is_here) VALUES (?1, ?2, ?2, 1)"
                  " ON CONFLICT (name) DO UPDATE SET size = ?2, received = ?2, is_here = 1", name,
                  (gint64) size, error);
}

/**
 * atlas_store_apply_with_file:
 * @self: a store
 * @set: a change set that names @file
 * @file: its bytes
 * @error: return location for an error
 *
 * As atlas_store_apply(), and keeps a file in the same transaction.
 *
 * Errors: %ATLAS_ERROR_INVALID when the file is over %ATLAS_BLOB_BYTES_MAX; those of
 * atlas_store_apply().
 *
 * Returns: whether both were done; if not, nothing was
 */
gboolean
atlas_store_apply_with_file (AtlasStore     *self,
                             AtlasChangeSet *set,
                             GBytes         *file,
                             GError        **error)
{
  g_autoptr(AtlasTransaction) tx = NULL;

  if (g_bytes_get_size (file) > ATLAS_BLOB_BYTES_MAX)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "A file is over 25 MiB");
      return FALSE;
    }

  tx = atlas_transaction_begin (atlas_store_get_db (self), error);
  return tx != NULL && keep_file (self, file, error) && atlas_store_apply (self, set, error) &&
         atlas_transaction_commit (tx, error);
}

/**
 * atlas_store_load_files:
 * @self: a store
 * @files: (element-type GBytes): files that records loaded by atlas_store_load() name
 * @error: return location for an error
 *
 * Keeps files that there is nobody to send to. All or none.
 *
 * Returns: whether they are kept
 */
gboolean
atlas_store_load_files (AtlasStore *self,
                        GPtrArray  *files,
                        GError    **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);

  for (guint i = 0; tx != NULL && i < files->len; i++)
    {
      GBytes *file = g_ptr_array_index (files, i);
      g_autofree char *name = atlas_store_name_file (file);

      if (!keep_file (self, file, error) || !mark_sent (self, name, error))
        return FALSE;
    }

  return tx != NULL && atlas_transaction_commit (tx, error);
}

/**
 * atlas_store_file_state:
 * @self: a store
 * @name: a file's SHA-256
 * @state: (out): where its bytes are
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_store_file_state (AtlasStore     *self,
                        const char     *name,
                        AtlasFileState *state,
                        GError        **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "SELECT is_here, is_sent FROM blob WHERE name = ?", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, name);
  step = atlas_stmt_step (stmt, error);
  if (step != ATLAS_STEP_ROW)
    *state = ATLAS_FILE_ELSEWHERE;
  else if (!atlas_stmt_get_integer (stmt, 0))
    *state = ATLAS_FILE_ASKED;
  else
    *state = atlas_stmt_get_integer (stmt, 1) ? ATLAS_FILE_HERE : ATLAS_FILE_UNSENT;

  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_store_files_piece:
 * @self: a store
 * @name: a file's SHA-256
 * @nth: which piece of %ATLAS_BLOB_PIECE_BYTES, from 0
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when the piece is not here.
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
atlas_store_files_piece (AtlasStore *self,
                         const char *name,
                         gint64      nth,
                         GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  const void *data;
  gsize length;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "SELECT bytes FROM blob_piece WHERE name = ? AND nth = ?", error);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_text (stmt, 1, name);
  atlas_stmt_bind_integer (stmt, 2, nth);
  step = atlas_stmt_step (stmt, error);
  if (step == ATLAS_STEP_DONE)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                         "The file is not on this laptop");
  if (step != ATLAS_STEP_ROW)
    return NULL;

  data = atlas_stmt_get_bytes (stmt, 0, &length);
  return g_bytes_new (data, length);
}

/* All that is here, whether or not it is what its name says. */
static GByteArray *
read_pieces (AtlasStore *self,
             const char *name,
             gint64      size,
             GError    **error)
{
  g_autoptr(GByteArray) all = g_byte_array_sized_new ((guint) size);

  for (gint64 nth = 0; nth * PIECE < size; nth++)
    {
      g_autoptr(GBytes) piece = atlas_store_files_piece (self, name, nth, error);

      if (piece == NULL)
        return NULL;
      g_byte_array_append (all, g_bytes_get_data (piece, NULL), (guint) g_bytes_get_size (piece));
    }

  return g_steal_pointer (&all);
}

static gint64
size_here (AtlasStore *self,
           const char *name,
           GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "SELECT size FROM blob WHERE name = ? AND is_here = 1", error);
  if (stmt == NULL)
    return -1;

  atlas_stmt_bind_text (stmt, 1, name);
  step = atlas_stmt_step (stmt, error);
  if (step == ATLAS_STEP_DONE)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                         "The file is not on this laptop");

  return step == ATLAS_STEP_ROW ? atlas_stmt_get_integer (stmt, 0) : -1;
}

/**
 * atlas_store_read_file:
 * @self: a store
 * @name: a file's SHA-256
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when it is not on this laptop; %ATLAS_ERROR_DAMAGED when what is
 * here is not what its name says.
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
atlas_store_read_file (AtlasStore *self,
                       const char *name,
                       GError    **error)
{
  gint64 size = size_here (self, name, error);
  g_autoptr(GByteArray) all = size >= 0 ? read_pieces (self, name, size, error) : NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *hash = NULL;

  if (all == NULL)
    return NULL;

  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  hash = atlas_store_name_file (bytes);
  if (strcmp (hash, name) == 0)
    return g_steal_pointer (&bytes);

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED,
                       "The file is not what it was when it was added");
  return NULL;
}

/**
 * atlas_store_ask_for_file:
 * @self: a store
 * @blob: a file that a record names
 * @error: return location for an error
 *
 * Has a file got by the next sync, unless it is here.
 *
 * Returns: whether that was noted
 */
gboolean
atlas_store_ask_for_file (AtlasStore      *self,
                          const AtlasBlob *blob,
                          GError         **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);

  return tx != NULL &&
         run_for (self, "INSERT INTO blob (name, size, received, is_here, is_sent)"
                  " VALUES (?1, ?2, 0, 0, 1) ON CONFLICT (name) DO NOTHING", blob->blob,
                  blob->size, error) &&
         atlas_transaction_commit (tx, error);
}

static gboolean
drop_file (AtlasStore *self,
           const char *name,
           GError    **error)
{
  return run_for (self, "DELETE FROM blob_piece WHERE name = ?1", name, -1, error) &&
         run_for (self, "DELETE FROM blob WHERE name = ?1", name, -1, error);
}

/**
 * atlas_store_files_append:
 * @self: a store
 * @work: (inout): a file that is coming
 * @piece: what comes after what is here; all pieces but the last have %ATLAS_BLOB_PIECE_BYTES
 * @error: return location for an error
 *
 * Keeps a piece of a file. With the last one the whole is compared with its name.
 *
 * Errors: %ATLAS_ERROR_DAMAGED when it is another file; what had come of it is gone, so that it can
 * come again.
 *
 * Returns: whether the piece was kept
 */
gboolean
atlas_store_files_append (AtlasStore    *self,
                          AtlasFileWork *work,
                          GBytes        *piece,
                          GError       **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);
  gint64 received = work->received + (gint64) g_bytes_get_size (piece);
  g_autoptr(GByteArray) all = NULL;
  g_autofree char *hash = NULL;

  if (tx == NULL || !write_piece (self, work->name, work->received / PIECE, piece, error) ||
      !run_for (self, "UPDATE blob SET received = ?2 WHERE name = ?1", work->name, received, error))
    return FALSE;
  if (received >= work->size)
    {
      all = read_pieces (self, work->name, received, error);
      if (all == NULL)
        return FALSE;

      hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, all->data, all->len);
      if (strcmp (hash, work->name) != 0)
        {
          if (run_for (self, "DELETE FROM blob_piece WHERE name = ?1", work->name, -1, error) &&
              run_for (self, "UPDATE blob SET received = 0 WHERE name = ?1", work->name, -1,
                       error) &&
              atlas_transaction_commit (tx, error))
            g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED,
                                 "What came is another file");
          return FALSE;
        }
      if (!run_for (self, "UPDATE blob SET is_here = 1 WHERE name = ?1", work->name, -1, error))
        return FALSE;
    }

  if (!atlas_transaction_commit (tx, error))
    return FALSE;

  work->received = received;
  return TRUE;
}

/**
 * atlas_store_files_unmark:
 * @self: a store, in a transaction
 * @error: return location for an error
 *
 * Has every file that is here offered to the server again, since it may have lost some: it was
 * restored from a backup.
 *
 * Returns: whether it was noted
 */
gboolean
atlas_store_files_unmark (AtlasStore *self,
                          GError    **error)
{
  return atlas_db_exec (atlas_store_get_db (self), "UPDATE blob SET is_sent = 0 WHERE is_here = 1",
                        error);
}

/* SQL that is true of a row of `blob` whose name a record has, in any field of any type. */
static void
append_named (GString *sql)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  g_string_append (sql, "(0");
  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      if (types[i]->fields[j].kind == ATLAS_KIND_BLOB)
        g_string_append_printf (sql, " OR EXISTS (SELECT 1 FROM \"%s\" AS r WHERE"
                                " r.\"%s_blob\" = blob.name)",
                                types[i]->name, types[i]->fields[j].name);
  g_string_append_c (sql, ')');
}

static gboolean
next_work (AtlasStore     *self,
           const char     *sql,
           const char     *after,
           AtlasFileWork **work,
           GError        **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  AtlasStep step;

  *work = NULL;
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, after != NULL ? after : "");
  step = atlas_stmt_step (stmt, error);
  if (step == ATLAS_STEP_ROW)
    {
      *work = g_new0 (AtlasFileWork, 1);
      (*work)->name = g_strdup (atlas_stmt_get_text (stmt, 0));
      (*work)->size = atlas_stmt_get_integer (stmt, 1);
      (*work)->received = atlas_stmt_get_integer (stmt, 2);
    }

  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_store_files_next_unsent:
 * @self: a store
 * @after: (nullable): the last one that was looked at
 * @work: (out) (transfer full) (nullable): the next, %NULL when there is none
 * @error: return location for an error
 *
 * Finds a file that the server does not have. One whose record was taken back here is not sent, and
 * History says so. One whose record the server has put aside, or has taken and given to others, is:
 * they will want it.
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_store_files_next_unsent (AtlasStore     *self,
                               const char     *after,
                               AtlasFileWork **work,
                               GError        **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  g_string_append (sql, "SELECT name, size, received FROM blob WHERE is_here = 1 AND is_sent = 0"
                   " AND name > ?1 AND (");
  append_named (sql);
  g_string_append (sql, " OR EXISTS (SELECT 1 FROM journal AS j WHERE instr (j.body, blob.name) > 0"
                   " AND (j.state = 'parked' OR NOT EXISTS (SELECT 1 FROM history AS h"
                   " WHERE instr (h.ops, blob.name) > 0)))) ORDER BY name LIMIT 1");

  return next_work (self, sql->str, after, work, error);
}

/* What is to be looked at before a panel comes without being asked for. */
static gboolean
ask_before_panels (AtlasStore *self,
                   GError    **error)
{
  g_autoptr(AtlasTransaction) tx = NULL;
  gint64 is_missing = 0;

  if (!atlas_db_ask_integer (atlas_store_get_db (self),
                             "SELECT EXISTS (SELECT 1 FROM document AS d JOIN referral AS r"
                             " ON r.id = d.referral WHERE r.step = 'panel' AND NOT EXISTS"
                             " (SELECT 1 FROM blob WHERE name = d.file_blob))",
                             &is_missing, error))
    return FALSE;
  if (!is_missing)
    return TRUE;

  tx = atlas_transaction_begin (atlas_store_get_db (self), error);
  return tx != NULL &&
         atlas_db_exec (atlas_store_get_db (self),
                        "INSERT INTO blob (name, size, received, is_here, is_sent)"
                        " SELECT d.file_blob, max (json_extract (d.file,"
                        " '$.size')), 0, 0, 1 FROM document AS d JOIN referral AS r"
                        " ON r.id = d.referral WHERE r.step = 'panel' GROUP BY 1"
                        " ON CONFLICT (name) DO NOTHING", error) &&
         atlas_transaction_commit (tx, error);
}

/**
 * atlas_store_files_next_missing:
 * @self: a store
 * @after: (nullable): the last one that was looked at
 * @work: (out) (transfer full) (nullable): the next, %NULL when there is none
 * @error: return location for an error
 *
 * Finds a file that is wanted here: somebody has asked for it, or its child's referral is before a
 * panel.
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_store_files_next_missing (AtlasStore     *self,
                                const char     *after,
                                AtlasFileWork **work,
                                GError        **error)
{
  return ask_before_panels (self, error) &&
         next_work (self, "SELECT name, size, received FROM blob WHERE is_here = 0 AND name > ?1"
                    " ORDER BY name LIMIT 1", after, work, error);
}

static gboolean
purge (AtlasStore *self,
       guint      *n_dropped,
       GError    **error)
{
  g_autoptr(GString)   sql = g_string_new (NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  g_string_append (sql, "SELECT name FROM blob WHERE NOT ");
  append_named (sql);
  g_string_append (sql, " AND NOT EXISTS (SELECT 1 FROM outbox WHERE instr (body, blob.name) > 0)"
                   " AND (is_sent = 1 OR NOT EXISTS (SELECT 1 FROM journal"
                   " WHERE instr (body, blob.name) > 0))"
                   " AND NOT EXISTS (SELECT 1 FROM shadow WHERE instr (fields, blob.name) > 0)"
                   " AND NOT EXISTS (SELECT 1 FROM history WHERE instr (ops, blob.name) > 0)");
  stmt = atlas_db_prepare (atlas_store_get_db (self), sql->str, error);
  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_ptr_array_add (names, g_strdup (atlas_stmt_get_text (stmt, 0)));
  if (step == ATLAS_STEP_ERROR)
    return FALSE;

  for (guint i = 0; i < names->len; i++)
    if (!drop_file (self, g_ptr_array_index (names, i), error))
      return FALSE;

  *n_dropped = names->len;
  return TRUE;
}

/**
 * atlas_store_files_purge:
 * @self: a store, in a transaction
 * @error: return location for an error
 *
 * Drops the files that nothing here names any more: no record, nothing that is still to be sent,
 * and nothing in History, from which a deletion can be undone. One of which the record was sent
 * stays until it is sent itself.
 *
 * Source: protocol, section 6.
 *
 * Returns: whether they are gone
 */
gboolean
atlas_store_files_purge (AtlasStore *self,
                         GError    **error)
{
  guint n_dropped;

  return purge (self, &n_dropped, error);
}

/**
 * atlas_store_files_mark_sent:
 * @self: a store
 * @name: a file's SHA-256
 * @error: return location for an error
 *
 * Notes that the server has a file. One that was here for that alone goes, out of the write-ahead
 * log too.
 *
 * Returns: whether it was noted
 */
gboolean
atlas_store_files_mark_sent (AtlasStore *self,
                             const char *name,
                             GError    **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);
  guint n_dropped = 0;

  if (tx == NULL || !mark_sent (self, name, error) || !purge (self, &n_dropped, error) ||
      !atlas_transaction_commit (tx, error))
    return FALSE;

  if (n_dropped > 0)
    atlas_store_sync_leave_no_pages (self);
  return TRUE;
}
