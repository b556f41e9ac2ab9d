/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-db.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "store/atlas-medium.h"

/* Long enough for another program's commit, short enough for a person. */
#define BUSY_TIMEOUT_MS 3000
#define CACHED_MAX      200
/* Places for the statements that were asked for last, by the address of their text. */
#define RECENT_PLACES   64
#define ADDRESS_SHIFT   4       /* below it addresses of texts do not differ */

struct _AtlasDb
{
  sqlite3    *handle;
  GThread    *thread;           /* (unowned): the only one that may use it */
  gboolean    is_read_only;
  /* (element-type utf8 AtlasStmt): prepared statements by their SQL */
  GHashTable *cached;
  AtlasStmt  *recent[RECENT_PLACES];    /* (nullable): some of those */
};

struct _AtlasStmt
{
  AtlasDb      *db;             /* (unowned) */
  sqlite3_stmt *handle;
  const char   *sql;            /* (unowned) (nullable): its key, when it is kept */
  int           bind_fault;     /* the first bind that failed */
  gboolean      is_cached;
  gboolean      is_used;
};

static AtlasError
error_code (int fault)
{
  switch (fault & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ATLAS_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ATLAS_ERROR_DAMAGED;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return ATLAS_ERROR_READ_ONLY;
    case SQLITE_FULL:
      return ATLAS_ERROR_NO_SPACE;
    default:
      return ATLAS_ERROR_FAILED;
    }
}

/* On a full disk SQLite may find no room for what it keeps beside the file, and calls that an I/O
 * error. */
static AtlasError
error_of (AtlasDb *self,
          int      fault)
{
  int reason = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;

  if ((fault & 0xff) != SQLITE_IOERR)
    return error_code (fault);

  return fault == SQLITE_IOERR_SHMSIZE || reason == ENOSPC || reason == EDQUOT
         ? ATLAS_ERROR_NO_SPACE : ATLAS_ERROR_FAILED;
}

static gboolean
set_fault (AtlasDb    *self,
           int         fault,
           const char *doing,
           GError    **error)
{
  g_set_error (error, ATLAS_ERROR, error_of (self, fault), "%s: %s (SQLite %d)", doing,
               self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (fault),
               fault);
  return FALSE;
}

static void
stmt_free (AtlasStmt *self)
{
  sqlite3_finalize (self->handle);
  g_free (self);
}

static gboolean
configure (AtlasDb     *self,
           AtlasDbFlags flags,
           GError     **error)
{
  static const char always[] =
    "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
    "PRAGMA recursive_triggers = OFF; PRAGMA cache_size = -16384;";

  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!atlas_db_exec (self, always, error))
    return FALSE;
  if (self->is_read_only)
    return atlas_db_exec (self, "PRAGMA query_only = ON;", error);

  /* A decision at a panel must survive a flat battery: FULL, not NORMAL. */
  return atlas_db_exec (self, flags & ATLAS_DB_BULK ? "PRAGMA synchronous = OFF;"
                                                    : "PRAGMA synchronous = FULL;", error);
}

/**
 * atlas_db_open:
 * @path: the file
 * @flags: how to open it
 * @error: return location for an error
 *
 * Opens a database for the calling thread. Nothing in the file is changed, not even on closing,
 * until atlas_db_adopt() says that it is one of this program's. On a medium that cannot be written
 * a file can be read as long as it is whole.
 *
 * Errors: %ATLAS_ERROR_BUSY, %ATLAS_ERROR_DAMAGED, %ATLAS_ERROR_READ_ONLY, %ATLAS_ERROR_NO_SPACE.
 *
 * Returns: (transfer full): the connection
 */
AtlasDb *
atlas_db_open (const char  *path,
               AtlasDbFlags flags,
               GError     **error)
{
  g_autoptr(AtlasDb) self = g_new0 (AtlasDb, 1);
  g_autofree char *unchanging = NULL;
  int open_flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
  int fault;

  self->thread = g_thread_self ();
  self->is_read_only = (flags & ATLAS_DB_READ_ONLY) != 0;
  self->cached =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) stmt_free);

  if (flags & ATLAS_DB_CREATE)
    open_flags |= SQLITE_OPEN_CREATE;
  if (self->is_read_only && atlas_medium_is_read_only (path))
    {
      unchanging = atlas_medium_uri (path, error);
      if (unchanging == NULL)
        return NULL;
      open_flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    }

  fault = sqlite3_open_v2 (unchanging != NULL ? unchanging : path, &self->handle, open_flags,
                           NULL);
  if (fault != SQLITE_OK)
    {
      set_fault (self, fault, "Opening the database", error);
      return NULL;
    }

  return configure (self, flags, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * atlas_db_adopt:
 * @self: a connection
 * @error: return location for an error
 *
 * Takes the file for one that this program may change, as the caller has seen by its version: puts
 * it into WAL mode, if it is to be written, and lets the last connection to close it tidy up.
 *
 * Errors: %ATLAS_ERROR_BUSY, %ATLAS_ERROR_READ_ONLY, %ATLAS_ERROR_NO_SPACE.
 *
 * Returns: whether it can be used
 */
gboolean
atlas_db_adopt (AtlasDb *self,
                GError **error)
{
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);

  return self->is_read_only || atlas_db_exec (self, "PRAGMA journal_mode = WAL;", error);
}

/**
 * atlas_db_close:
 * @self: (transfer full): a connection
 *
 * Closes a connection on its own thread.
 */
void
atlas_db_close (AtlasDb *self)
{
  g_return_if_fail (self->thread == g_thread_self ());

  g_hash_table_unref (self->cached);
  sqlite3_close_v2 (self->handle);
  g_free (self);
}

/**
 * atlas_db_exec:
 * @self: a connection
 * @sql: literal statements without values
 * @error: return location for an error
 *
 * Runs statements and throws their rows away.
 *
 * Returns: whether all of them ran
 */
gboolean
atlas_db_exec (AtlasDb    *self,
               const char *sql,
               GError    **error)
{
  int fault;

  g_return_val_if_fail (self->thread == g_thread_self (), FALSE);

  fault = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  return fault == SQLITE_OK || set_fault (self, fault, "Running SQL", error);
}

static AtlasStmt *
find_cached (AtlasDb    *self,
             const char *sql)
{
  AtlasStmt **recent = &self->recent[(GPOINTER_TO_SIZE (sql) >> ADDRESS_SHIFT) % RECENT_PLACES];

  /* A literal comes from the same place each time, and comparing is quicker than hashing. */
  if (*recent == NULL || strcmp ((*recent)->sql, sql) != 0)
    *recent = g_hash_table_lookup (self->cached, sql);

  return *recent != NULL && !(*recent)->is_used ? *recent : NULL;
}

/**
 * atlas_db_prepare:
 * @self: a connection
 * @sql: one statement; values are bound, never written into it
 * @error: return location for an error
 *
 * Prepares a statement, or takes the one that the connection kept. Leaving scope resets it and
 * gives it back.
 *
 * Returns: (transfer full): the statement
 */
AtlasStmt *
atlas_db_prepare (AtlasDb    *self,
                  const char *sql,
                  GError    **error)
{
  AtlasStmt *stmt = find_cached (self, sql);
  int fault;

  g_return_val_if_fail (self->thread == g_thread_self (), NULL);

  if (stmt != NULL)
    {
      stmt->is_used = TRUE;
      return stmt;
    }

  stmt = g_new0 (AtlasStmt, 1);
  stmt->db = self;
  stmt->is_used = TRUE;
  fault =
    sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, NULL);
  if (fault != SQLITE_OK)
    {
      set_fault (self, fault, "Preparing SQL", error);
      stmt_free (stmt);
      return NULL;
    }

  if (!g_hash_table_contains (self->cached, sql) && g_hash_table_size (self->cached) < CACHED_MAX)
    {
      stmt->is_cached = TRUE;
      stmt->sql = g_strdup (sql);
      g_hash_table_insert (self->cached, (gpointer) stmt->sql, stmt);
    }

  return stmt;
}

/**
 * atlas_stmt_release:
 * @self: (transfer full): a statement
 *
 * Resets a statement, so that it holds up no checkpoint, and gives it back to its connection.
 */
void
atlas_stmt_release (AtlasStmt *self)
{
  atlas_stmt_reset (self);
  sqlite3_clear_bindings (self->handle);
  self->is_used = FALSE;
  if (!self->is_cached)
    stmt_free (self);
}

/**
 * atlas_stmt_reset:
 * @self: a statement
 *
 * Makes a statement ready to be bound and stepped again.
 */
void
atlas_stmt_reset (AtlasStmt *self)
{
  sqlite3_reset (self->handle);
  self->bind_fault = SQLITE_OK;
}

static void
note_bind (AtlasStmt *self,
           int        fault)
{
  if (self->bind_fault == SQLITE_OK)
    self->bind_fault = fault;
}

/**
 * atlas_stmt_bind_text:
 * @self: a statement
 * @index: from 1
 * @text: (nullable): a text, copied; %NULL binds null
 *
 * Binds a value. A failure is kept and reported by the next step.
 */
void
atlas_stmt_bind_text (AtlasStmt  *self,
                      int         index,
                      const char *text)
{
  note_bind (self, sqlite3_bind_text (self->handle, index, text, -1, SQLITE_TRANSIENT));
}

/**
 * atlas_stmt_bind_integer:
 * @self: a statement
 * @index: from 1
 * @value: a number
 *
 * Binds a value. A failure is kept and reported by the next step.
 */
void
atlas_stmt_bind_integer (AtlasStmt *self,
                         int        index,
                         gint64     value)
{
  note_bind (self, sqlite3_bind_int64 (self->handle, index, value));
}

/**
 * atlas_stmt_bind_id:
 * @self: a statement
 * @index: from 1
 * @id: (nullable): an id, bound as sixteen bytes; %NULL binds null
 *
 * Binds a value. Text that is no id is a failure, which is kept and reported by the next step.
 */
void
atlas_stmt_bind_id (AtlasStmt  *self,
                    int         index,
                    const char *id)
{
  guint8 bytes[ATLAS_ID_BYTES];

  if (id == NULL)
    atlas_stmt_bind_null (self, index);
  else if (atlas_id_to_bytes (id, bytes))
    atlas_stmt_bind_bytes (self, index, bytes, sizeof bytes);
  else
    note_bind (self, SQLITE_MISMATCH);
}

/**
 * atlas_stmt_bind_bytes:
 * @self: a statement
 * @index: from 1
 * @bytes: (array length=length): bytes, copied
 * @length: their number
 *
 * Binds a value. A failure is kept and reported by the next step.
 */
void
atlas_stmt_bind_bytes (AtlasStmt  *self,
                       int         index,
                       const void *bytes,
                       gsize       length)
{
  note_bind (self, sqlite3_bind_blob64 (self->handle, index, bytes, length, SQLITE_TRANSIENT));
}

/**
 * atlas_stmt_bind_null:
 * @self: a statement
 * @index: from 1
 *
 * Binds null. A failure is kept and reported by the next step.
 */
void
atlas_stmt_bind_null (AtlasStmt *self,
                      int        index)
{
  note_bind (self, sqlite3_bind_null (self->handle, index));
}

/**
 * atlas_stmt_step:
 * @self: a statement
 * @error: return location for an error
 *
 * Goes to the next row.
 *
 * Returns: %ATLAS_STEP_ROW, %ATLAS_STEP_DONE, or %ATLAS_STEP_ERROR with @error set
 */
AtlasStep
atlas_stmt_step (AtlasStmt *self,
                 GError   **error)
{
  int fault;

  g_return_val_if_fail (self->db->thread == g_thread_self (), ATLAS_STEP_ERROR);

  if (self->bind_fault != SQLITE_OK)
    {
      g_set_error (error, ATLAS_ERROR, error_code (self->bind_fault),
                   "Binding a value: %s (SQLite %d)",
                   sqlite3_errstr (self->bind_fault), self->bind_fault);
      return ATLAS_STEP_ERROR;
    }

  fault = sqlite3_step (self->handle);
  if (fault == SQLITE_ROW)
    return ATLAS_STEP_ROW;
  if (fault == SQLITE_DONE)
    return ATLAS_STEP_DONE;

  set_fault (self->db, fault, "Running SQL", error);
  return ATLAS_STEP_ERROR;
}

/**
 * atlas_stmt_run:
 * @self: a statement without rows
 * @error: return location for an error
 *
 * Runs a statement to its end and resets it.
 *
 * Returns: whether it ran
 */
gboolean
atlas_stmt_run (AtlasStmt *self,
                GError   **error)
{
  AtlasStep step;

  do
    step = atlas_stmt_step (self, error);
  while (step == ATLAS_STEP_ROW);
  atlas_stmt_reset (self);

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_stmt_insert:
 * @self: a statement that inserts a row, or updates the one that is there
 * @rowid: (out): the row that was inserted, or 0 when one was updated
 * @error: return location for an error
 *
 * Runs a statement to its end and resets it.
 *
 * Returns: whether it ran
 */
gboolean
atlas_stmt_insert (AtlasStmt *self,
                   gint64    *rowid,
                   GError   **error)
{
  sqlite3_set_last_insert_rowid (self->db->handle, 0);
  if (!atlas_stmt_run (self, error))
    return FALSE;

  *rowid = sqlite3_last_insert_rowid (self->db->handle);
  return TRUE;
}

gboolean
atlas_stmt_is_null (AtlasStmt *self,
                    int        column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

/**
 * atlas_stmt_get_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the column's text, until the next step
 */
const char *
atlas_stmt_get_text (AtlasStmt *self,
                     int        column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

gint64
atlas_stmt_get_integer (AtlasStmt *self,
                        int        column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * atlas_stmt_get_date:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the column's day, or %ATLAS_DATE_NONE when it is null
 */
AtlasDate
atlas_stmt_get_date (AtlasStmt *self,
                     int        column)
{
  return atlas_stmt_is_null (self, column) ? ATLAS_DATE_NONE
                                           : (AtlasDate) atlas_stmt_get_integer (self, column);
}

/**
 * atlas_stmt_get_id:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): the column's id, or %NULL when it is null or no id
 */
char *
atlas_stmt_get_id (AtlasStmt *self,
                   int        column)
{
  gsize length;
  const guint8 *bytes = atlas_stmt_get_bytes (self, column, &length);

  return bytes != NULL && length == ATLAS_ID_BYTES ? atlas_id_from_bytes (bytes) : NULL;
}

/**
 * atlas_stmt_get_bytes:
 * @self: a statement on a row
 * @column: from 0
 * @length: (out): number of bytes
 *
 * Returns: (transfer none) (nullable) (array length=length): the column's bytes, until the next
 * step
 */
const void *
atlas_stmt_get_bytes (AtlasStmt *self,
                      int        column,
                      gsize     *length)
{
  const void *bytes = sqlite3_column_blob (self->handle, column);

  *length = (gsize) sqlite3_column_bytes (self->handle, column);
  return bytes;
}

gint64
atlas_db_changes (AtlasDb *self)
{
  return sqlite3_changes64 (self->handle);
}

gboolean
atlas_db_in_transaction (AtlasDb *self)
{
  return sqlite3_get_autocommit (self->handle) == 0;
}

/**
 * atlas_db_ask_integer:
 * @self: a connection
 * @sql: a query without parameters that gives one number
 * @value: (out): the number
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
atlas_db_ask_integer (AtlasDb    *self,
                      const char *sql,
                      gint64     *value,
                      GError    **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (self, sql, error);

  if (stmt == NULL || atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;

  *value = atlas_stmt_get_integer (stmt, 0);
  return TRUE;
}

/**
 * atlas_db_get_version:
 * @self: a connection
 * @version: (out): the file's `user_version`
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
atlas_db_get_version (AtlasDb *self,
                      int     *version,
                      GError **error)
{
  gint64 value = 0;

  if (!atlas_db_ask_integer (self, "PRAGMA user_version", &value, error))
    return FALSE;

  *version = (int) value;
  return TRUE;
}

/**
 * atlas_db_set_version:
 * @self: a connection
 * @version: the file's new `user_version`
 * @error: return location for an error
 *
 * Returns: whether it could be written
 */
gboolean
atlas_db_set_version (AtlasDb *self,
                      int      version,
                      GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", version);

  return atlas_db_exec (self, sql, error);
}

/**
 * atlas_db_data_version:
 * @self: a connection
 * @version: (out): a number that changes when another connection commits
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
atlas_db_data_version (AtlasDb *self,
                       gint64  *version,
                       GError **error)
{
  return atlas_db_ask_integer (self, "PRAGMA data_version", version, error);
}

/**
 * atlas_db_check:
 * @self: a connection
 * @error: return location for an error
 *
 * Lets SQLite look over the whole file.
 *
 * Errors: %ATLAS_ERROR_DAMAGED with SQLite's first finding.
 *
 * Returns: whether the file is sound
 */
gboolean
atlas_db_check (AtlasDb *self,
                GError **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (self, "PRAGMA integrity_check(1)", error);

  if (stmt == NULL || atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;
  if (g_strcmp0 (atlas_stmt_get_text (stmt, 0), "ok") == 0)
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED, "Checking the database: %s",
               atlas_stmt_get_text (stmt, 0));
  return FALSE;
}

/**
 * atlas_db_copy_to:
 * @self: a connection
 * @path: a file to make or overwrite
 * @error: return location for an error
 *
 * Copies the whole database as it is now, while others use it.
 *
 * Returns: whether the copy is whole
 */
gboolean
atlas_db_copy_to (AtlasDb    *self,
                  const char *path,
                  GError    **error)
{
  sqlite3 *target = NULL;
  sqlite3_backup *backup = NULL;
  int fault = sqlite3_open (path, &target);

  if (fault == SQLITE_OK)
    backup = sqlite3_backup_init (target, "main", self->handle, "main");
  if (backup != NULL)
    {
      sqlite3_backup_step (backup, -1);
      fault = sqlite3_backup_finish (backup);
    }
  if (fault != SQLITE_OK || backup == NULL)
    g_set_error (error, ATLAS_ERROR, error_code (fault), "Copying the database: %s",
                 sqlite3_errmsg (target));
  sqlite3_close (target);

  return backup != NULL && fault == SQLITE_OK;
}
