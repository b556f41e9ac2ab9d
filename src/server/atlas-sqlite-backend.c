/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-sqlite-backend.h"

#include <string.h>

#include "base/atlas-error.h"
#include "server/atlas-tables.h"

typedef struct {
  AtlasBackend      parent;

  AtlasDb          *db;
  AtlasTransaction *transaction;        /* (nullable): NULL outside one */
} SqliteBackend;

static gboolean
sqlite_begin (AtlasBackend *backend,
              gboolean      writes,
              GError      **error)
{
  SqliteBackend *self = (SqliteBackend *) backend;

  g_return_val_if_fail (self->transaction == NULL, FALSE);

  self->transaction = writes ? atlas_transaction_begin (self->db, error)
                             : atlas_transaction_begin_read (self->db, error);
  return self->transaction != NULL;
}

static void
sqlite_rollback (AtlasBackend *backend)
{
  SqliteBackend *self = (SqliteBackend *) backend;

  g_clear_pointer (&self->transaction, atlas_transaction_end);
}

static gboolean
sqlite_commit (AtlasBackend *backend,
               GError      **error)
{
  SqliteBackend *self = (SqliteBackend *) backend;
  gboolean committed = atlas_transaction_commit (self->transaction, error);

  sqlite_rollback (backend);
  return committed;
}

static gpointer
sqlite_prepare (AtlasBackend *backend,
                const char   *sql,
                const char   *kinds,
                GError      **error)
{
  return atlas_db_prepare (((SqliteBackend *) backend)->db, sql, error);
}

static void
sqlite_bind_null (gpointer stmt,
                  int      index)
{
  atlas_stmt_bind_null (stmt, index);
}

static void
sqlite_bind_int (gpointer stmt,
                 int      index,
                 gint64   value)
{
  atlas_stmt_bind_integer (stmt, index, value);
}

static void
sqlite_bind_text (gpointer    stmt,
                  int         index,
                  const char *value)
{
  atlas_stmt_bind_text (stmt, index, value);
}

static void
sqlite_bind_bytes (gpointer    stmt,
                   int         index,
                   const void *data,
                   gsize       length)
{
  atlas_stmt_bind_bytes (stmt, index, data, length);
}

static AtlasStep
sqlite_step (gpointer stmt,
             GError **error)
{
  return atlas_stmt_step (stmt, error);
}

static gboolean
sqlite_run (gpointer stmt,
            GError **error)
{
  return atlas_stmt_step (stmt, error) != ATLAS_STEP_ERROR;
}

static gboolean
sqlite_is_null (gpointer stmt,
                int      column)
{
  return atlas_stmt_is_null (stmt, column);
}

static gint64
sqlite_get_int (gpointer stmt,
                int      column)
{
  return atlas_stmt_get_integer (stmt, column);
}

static const char *
sqlite_get_text (gpointer stmt,
                 int      column)
{
  return atlas_stmt_is_null (stmt, column) ? NULL : atlas_stmt_get_text (stmt, column);
}

static const guint8 *
sqlite_get_bytes (gpointer stmt,
                  int      column,
                  gsize   *length)
{
  return atlas_stmt_is_null (stmt, column) ? NULL : atlas_stmt_get_bytes (stmt, column, length);
}

static void
sqlite_release (gpointer stmt)
{
  atlas_stmt_release (stmt);
}

/* Whoever looks finds it by the version. */
static gboolean
sqlite_announce (AtlasBackend *backend,
                 GError      **error)
{
  return TRUE;
}

static gint64
sqlite_version (AtlasBackend *backend)
{
  g_autoptr(GError) error = NULL;
  gint64 version = 0;

  if (!atlas_db_data_version (((SqliteBackend *) backend)->db, &version, &error))
    g_info ("Looking for other programs' changes failed: %s", error->message);

  return version;
}

static gboolean
sqlite_copy (AtlasBackend *backend,
             const char   *path,
             GError      **error)
{
  return atlas_db_copy_to (((SqliteBackend *) backend)->db, path, error);
}

static gboolean
sqlite_check (AtlasBackend *backend,
              GError      **error)
{
  return atlas_db_check (((SqliteBackend *) backend)->db, error);
}

/* Freed cells are zeroed as they go; older copies of their pages are in the log until it is emptied
 * into the database, and free pages until it is written anew. */
static gboolean
sqlite_scrub (AtlasBackend *backend,
              GError      **error)
{
  AtlasDb *db = ((SqliteBackend *) backend)->db;

  return atlas_db_exec (db, "VACUUM", error) &&
         atlas_db_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

static void
sqlite_close (AtlasBackend *backend)
{
  SqliteBackend *self = (SqliteBackend *) backend;

  sqlite_rollback (backend);
  g_clear_pointer (&self->db, atlas_db_close);
  g_free (self);
}

static const AtlasBackendVerbs sqlite_verbs = {
  .begin = sqlite_begin,
  .commit = sqlite_commit,
  .rollback = sqlite_rollback,
  .prepare = sqlite_prepare,
  .bind_null = sqlite_bind_null,
  .bind_int = sqlite_bind_int,
  .bind_text = sqlite_bind_text,
  .bind_bytes = sqlite_bind_bytes,
  .run = sqlite_run,
  .step = sqlite_step,
  .is_null = sqlite_is_null,
  .get_int = sqlite_get_int,
  .get_text = sqlite_get_text,
  .get_bytes = sqlite_get_bytes,
  .release = sqlite_release,
  .announce = sqlite_announce,
  .version = sqlite_version,
  .copy = sqlite_copy,
  .check = sqlite_check,
  .scrub = sqlite_scrub,
  .close = sqlite_close,
};

static SqliteBackend *
open_file (const char  *path,
           AtlasDbFlags flags,
           GError     **error)
{
  AtlasDb *db = atlas_db_open (path, flags, error);
  SqliteBackend *self;

  if (db == NULL)
    return NULL;

  self = g_new0 (SqliteBackend, 1);
  self->parent.verbs = &sqlite_verbs;
  self->db = db;

  return self;
}

/* Says the two things that SQLite has words of its own for. */
static char *
translate (const char *statement)
{
  g_autoptr(GString) sql = g_string_new (statement);

  g_string_replace (sql, " BYTES", " BLOB", 0);
  if (g_str_has_prefix (statement, "CREATE TABLE"))
    {
      g_string_append (sql, " STRICT");
      if (strstr (statement, "INTEGER PRIMARY KEY") == NULL)
        g_string_append (sql, ", WITHOUT ROWID");
    }

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static gboolean
run_step (AtlasDb *db,
          int      version,
          GError **error)
{
  const char * const *statements = atlas_tables_step (version)->statements;

  for (gsize i = 0; statements[i] != NULL; i++)
    {
      g_autofree char *sql = translate (statements[i]);

      if (!atlas_db_exec (db, sql, error))
        return FALSE;
    }

  return atlas_db_set_version (db, version, error);
}

/* All steps or none; two programs that open a file at once do them once. */
static gboolean
bring_up_to_date (AtlasDb *db,
                  GError **error)
{
  g_autoptr(AtlasTransaction) transaction = atlas_transaction_begin (db, error);
  int version = 0;

  if (transaction == NULL || !atlas_db_get_version (db, &version, error))
    return FALSE;

  while (version < atlas_tables_version ())
    if (!run_step (db, ++version, error))
      return FALSE;

  return atlas_transaction_commit (transaction, error);
}

/**
 * atlas_sqlite_backend_new:
 * @path: a file that does not exist
 * @error: return location for an error
 *
 * Makes an empty database.
 *
 * Returns: (transfer full): the back end, to be used on the calling thread
 */
AtlasBackend *
atlas_sqlite_backend_new (const char *path,
                          GError    **error)
{
  SqliteBackend *self = open_file (path, ATLAS_DB_CREATE, error);

  if (self == NULL)
    return NULL;
  if (atlas_db_adopt (self->db, error) && bring_up_to_date (self->db, error))
    return &self->parent;

  atlas_backend_close (&self->parent);
  return NULL;
}

static gboolean
check_version (AtlasDb *db,
               int     *version,
               GError **error)
{
  if (!atlas_db_get_version (db, version, error))
    return FALSE;
  if (*version >= 1 && *version <= atlas_tables_version ())
    return TRUE;

  g_set_error (error, ATLAS_ERROR, *version > 0 ? ATLAS_ERROR_NEWER_DATA : ATLAS_ERROR_DAMAGED,
               "Opening the database: its version is %d, this program's is %d", *version,
               atlas_tables_version ());
  return FALSE;
}

/**
 * atlas_sqlite_backend_open:
 * @path: a database that atlas_sqlite_backend_new() made, of this release or an earlier one
 * @error: return location for an error
 *
 * Opens a database, and brings its tables up to date.
 *
 * Errors: %ATLAS_ERROR_NEWER_DATA when a later release made it; it is left untouched.
 *
 * Returns: (transfer full): the back end, to be used on the calling thread
 */
AtlasBackend *
atlas_sqlite_backend_open (const char *path,
                           GError    **error)
{
  SqliteBackend *self = open_file (path, ATLAS_DB_DEFAULT, error);
  int version = 0;

  if (self == NULL)
    return NULL;
  if (check_version (self->db, &version, error) && atlas_db_adopt (self->db, error) &&
      (version == atlas_tables_version () || bring_up_to_date (self->db, error)))
    return &self->parent;

  atlas_backend_close (&self->parent);
  return NULL;
}
