/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-sqlite-backend.h"

#include "base/atlas-error.h"

/* Rises with each change of the tables below that an older program could not live with. */
#define TABLES_VERSION 1

typedef struct {
  AtlasBackend      parent;

  AtlasDb          *db;
  AtlasTransaction *transaction;        /* (nullable): NULL outside one */
} SqliteBackend;

/* A record's row holds only its latest state. record_scope is the feed: one row for each scope that
 * sees a record, at the record's `seq`; scope_exit says which record left which scope, and when. */
static const char tables[] =
  "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;CREATE "
  "TABLE sync_head (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), seq INTEGER NOT NULL,  "
  "horizon INTEGER NOT NULL) STRICT;INSERT INTO sync_head (only_row, seq, horizon) "
  "VALUES (1, 0, 0);CREATE TABLE record (type TEXT NOT NULL, id BLOB NOT NULL, rev INTEGER NOT "
  "NULL, seq INTEGER NOT NULL,  fields TEXT NOT NULL, frev TEXT NOT NULL, scopes TEXT NOT NULL, "
  "own_scopes TEXT NOT NULL,  is_deleted INTEGER NOT NULL, changed_by BLOB, changed_at TEXT, "
  "PRIMARY KEY (type, id))  STRICT, WITHOUT ROWID;CREATE TABLE record_scope (scope TEXT NOT NULL, "
  "seq INTEGER NOT NULL, type TEXT NOT NULL,  id BLOB NOT NULL, PRIMARY KEY (scope, seq)) STRICT, "
  "WITHOUT ROWID;CREATE TABLE record_ref (to_id BLOB NOT NULL, type TEXT NOT NULL, field TEXT NOT "
  "NULL, id BLOB NOT NULL,  PRIMARY KEY (to_id, type, field, id)) STRICT, WITHOUT ROWID;CREATE "
  "TABLE scope_exit (scope TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL,  id BLOB NOT "
  "NULL, at TEXT, PRIMARY KEY (scope, seq)) STRICT, WITHOUT ROWID;CREATE TABLE user (id BLOB "
  "PRIMARY KEY, name TEXT NOT NULL UNIQUE, password TEXT,  failures INTEGER NOT NULL DEFAULT 0, "
  "last_failure_ms INTEGER NOT NULL DEFAULT 0,  grants_version INTEGER NOT NULL DEFAULT 0) STRICT, "
  "WITHOUT ROWID;CREATE TABLE user_grant (user BLOB NOT NULL, version INTEGER NOT NULL, scope TEXT "
  "NOT NULL,  role TEXT NOT NULL, PRIMARY KEY (user, version, scope, role)) STRICT, WITHOUT "
  "ROWID;CREATE TABLE enrol_code (code TEXT PRIMARY KEY, user BLOB NOT NULL, expires_ms INTEGER "
  "NOT NULL,  used_ms INTEGER) STRICT, WITHOUT ROWID;CREATE TABLE device (id BLOB PRIMARY KEY, "
  "user BLOB NOT NULL, name TEXT NOT NULL,  public_key TEXT NOT NULL, prefix TEXT NOT NULL UNIQUE, "
  "state TEXT NOT NULL,  last_n INTEGER NOT NULL DEFAULT 0, ack INTEGER NOT NULL DEFAULT 0, epoch "
  "TEXT, formerly BLOB,  keyslot TEXT, enrolled_at TEXT NOT NULL, seen_ms INTEGER NOT NULL DEFAULT "
  "0) STRICT, WITHOUT ROWID;CREATE TABLE token (refresh TEXT PRIMARY KEY, access TEXT NOT NULL "
  "UNIQUE, device BLOB NOT NULL,  expires_ms INTEGER NOT NULL, state TEXT NOT NULL) STRICT, "
  "WITHOUT ROWID;CREATE INDEX token_device ON token (device, state);CREATE TABLE set_seen (id BLOB "
  "PRIMARY KEY, device BLOB NOT NULL, user BLOB NOT NULL,  n INTEGER NOT NULL, state TEXT NOT "
  "NULL, seq INTEGER NOT NULL, result TEXT, body TEXT NOT NULL,  received_at TEXT NOT NULL) "
  "STRICT, WITHOUT ROWID;CREATE INDEX set_seen_device ON set_seen (device, n);CREATE TABLE "
  "parked_create (id BLOB NOT NULL, type TEXT NOT NULL, PRIMARY KEY (id, type))  STRICT, WITHOUT "
  "ROWID;";

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
  .step = sqlite_step,
  .get_int = sqlite_get_int,
  .get_text = sqlite_get_text,
  .get_bytes = sqlite_get_bytes,
  .release = sqlite_release,
  .version = sqlite_version,
  .copy = sqlite_copy,
  .check = sqlite_check,
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

  if (!atlas_db_adopt (self->db, error) ||
      !atlas_db_exec (self->db, "BEGIN IMMEDIATE", error) ||
      !atlas_db_exec (self->db, tables, error) ||
      !atlas_db_set_version (self->db, TABLES_VERSION, error) ||
      !atlas_db_exec (self->db, "COMMIT", error))
    {
      atlas_backend_close (&self->parent);
      return NULL;
    }

  return &self->parent;
}

/**
 * atlas_sqlite_backend_open:
 * @path: a database that atlas_sqlite_backend_new() made
 * @error: return location for an error
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

  if (atlas_db_get_version (self->db, &version, error))
    {
      if (version == TABLES_VERSION && atlas_db_adopt (self->db, error))
        return &self->parent;
      if (version != TABLES_VERSION)
        g_set_error (error, ATLAS_ERROR, version > TABLES_VERSION ? ATLAS_ERROR_NEWER_DATA
                     : ATLAS_ERROR_DAMAGED,
                     "Opening the database: its version is %d, this program's is %d", version,
                     TABLES_VERSION);
    }

  atlas_backend_close (&self->parent);
  return NULL;
}
