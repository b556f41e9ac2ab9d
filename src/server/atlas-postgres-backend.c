/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-postgres-backend.h"

#include <string.h>

#include "base/atlas-error.h"
#include "server/atlas-postgres.h"
#include "server/atlas-tables.h"
#include "server/atlas-transfer.h"

/* Kinds of values by PostgreSQL's numbers. Source: its table pg_type. */
#define TYPE_BOOL   16
#define TYPE_BYTEA  17
#define TYPE_INT8   20
#define TYPE_INT2   21
#define TYPE_INT4   23
#define TYPE_TEXT   25

/* One program at a time makes or changes tables. A number that nobody else uses: "ATLAS". */
#define TABLES_LOCK "SELECT pg_advisory_xact_lock (280469264723)"

/**
 * PostgresBackend:
 *
 * A county in PostgreSQL. Whatever only writes is queued; what is asked goes out with all that was
 * queued before it, and so does the commit.
 */
typedef struct {
  AtlasBackend   parent;

  AtlasPostgres *connection;
  GHashTable    *prepared;      /* (element-type utf8 Prepared): by what it says and of what */
  char          *announcement;
  gboolean       in_transaction;
} PostgresBackend;

typedef struct {
  char *name;
  char *sql;
  guint generation;             /* of the connection that knows it, or 0 */
} Prepared;

typedef struct {
  PostgresBackend    *backend;
  const Prepared     *prepared; /* (unowned): the back end keeps it */
  AtlasPostgresValues values;
  PGresult           *result;   /* (nullable): NULL before the first step */
  int                 row;
} Statement;

static void
prepared_free (Prepared *self)
{
  g_free (self->name);
  g_free (self->sql);
  g_free (self);
}

static Oid
type_of_kind (char kind)
{
  if (kind == 'i')
    return TYPE_INT8;

  return kind == 'u' || kind == 'b' ? TYPE_BYTEA : TYPE_TEXT;
}

static void
values_init (AtlasPostgresValues *self,
             const char          *kinds)
{
  self->n = (int) strlen (kinds);
  self->types = g_new0 (Oid, self->n + 1);
  self->values = g_new0 (char *, self->n + 1);
  self->lengths = g_new0 (int, self->n + 1);
  self->formats = g_new0 (int, self->n + 1);

  for (int i = 0; i < self->n; i++)
    {
      self->types[i] = type_of_kind (kinds[i]);
      self->formats[i] = 1;
    }
}

static void
values_clear (AtlasPostgresValues *self)
{
  for (int i = 0; i < self->n; i++)
    g_free (self->values[i]);

  g_free (self->types);
  g_free (self->values);
  g_free (self->lengths);
  g_free (self->formats);
}

/* The other way to number parameters: `$1` for `?1`. */
static char *
number_parameters (const char *sql)
{
  g_autofree char *text = g_strdup (sql);
  gboolean in_quotes = FALSE;

  for (char *c = text; *c != '\0'; c++)
    {
      if (*c == '\'')
        in_quotes = !in_quotes;
      else if (*c == '?' && !in_quotes)
        *c = '$';
    }

  return g_steal_pointer (&text);
}

static gboolean
postgres_begin (AtlasBackend *backend,
                gboolean      writes,
                GError      **error)
{
  PostgresBackend *self = (PostgresBackend *) backend;

  g_return_val_if_fail (!self->in_transaction, FALSE);

  self->in_transaction =
    atlas_postgres_ensure (self->connection, error) &&
    atlas_postgres_queue_sql (self->connection,
                              writes ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                     : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", error);
  return self->in_transaction;
}

/* What is queued is answered first: after one that failed, nothing runs until the answers of all
 * that went out with it are there. */
static void
postgres_rollback (AtlasBackend *backend)
{
  PostgresBackend *self = (PostgresBackend *) backend;

  if (!self->in_transaction)
    return;

  self->in_transaction = FALSE;
  PQclear (atlas_postgres_flush (self->connection, NULL));
  if (atlas_postgres_queue_sql (self->connection, "ROLLBACK", NULL))
    PQclear (atlas_postgres_flush (self->connection, NULL));
}

static gboolean
postgres_commit (AtlasBackend *backend,
                 GError      **error)
{
  PostgresBackend *self = (PostgresBackend *) backend;
  g_autoptr(PGresult) result = NULL;

  if (atlas_postgres_queue_sql (self->connection, "COMMIT", error))
    result = atlas_postgres_flush (self->connection, error);
  if (result == NULL)
    {
      postgres_rollback (backend);
      return FALSE;
    }

  self->in_transaction = FALSE;
  if (strcmp (PQcmdStatus (result), "COMMIT") == 0)
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_BUSY, "The transaction had failed before");
  return FALSE;
}

static Prepared *
find_prepared (PostgresBackend *self,
               const char      *sql,
               const char      *kinds)
{
  g_autofree char *key = g_strconcat (kinds, " ", sql, NULL);
  Prepared *prepared = g_hash_table_lookup (self->prepared, key);

  if (prepared != NULL)
    return prepared;

  prepared = g_new0 (Prepared, 1);
  prepared->name = g_strdup_printf ("s%u", g_hash_table_size (self->prepared));
  prepared->sql = number_parameters (sql);
  g_hash_table_insert (self->prepared, g_steal_pointer (&key), prepared);

  return prepared;
}

static void
postgres_release (gpointer stmt)
{
  Statement *self = stmt;

  PQclear (self->result);
  values_clear (&self->values);
  g_free (self);
}

static gpointer
postgres_prepare (AtlasBackend *backend,
                  const char   *sql,
                  const char   *kinds,
                  GError      **error)
{
  PostgresBackend *self = (PostgresBackend *) backend;
  Prepared *prepared = find_prepared (self, sql, kinds);
  Statement *stmt;

  if (!self->in_transaction && !atlas_postgres_ensure (self->connection, error))
    return NULL;

  stmt = g_new0 (Statement, 1);
  stmt->backend = self;
  stmt->prepared = prepared;
  values_init (&stmt->values, kinds);
  if (prepared->generation == atlas_postgres_generation (self->connection))
    return stmt;
  if (!atlas_postgres_prepare (self->connection, prepared->name, prepared->sql, &stmt->values,
                               error))
    {
      postgres_release (stmt);
      return NULL;
    }

  prepared->generation = atlas_postgres_generation (self->connection);
  return stmt;
}

static void
postgres_bind_null (gpointer stmt,
                    int      index)
{
  g_clear_pointer (&((Statement *) stmt)->values.values[index - 1], g_free);
}

static void
postgres_bind_bytes (gpointer    stmt,
                     int         index,
                     const void *data,
                     gsize       length)
{
  AtlasPostgresValues *values = &((Statement *) stmt)->values;

  /* An empty value is not none: one byte more keeps it from being NULL. */
  g_free (values->values[index - 1]);
  values->values[index - 1] = g_malloc0 (length + 1);
  if (length > 0)
    memcpy (values->values[index - 1], data, length);
  values->lengths[index - 1] = (int) length;
}

static void
postgres_bind_int (gpointer stmt,
                   int      index,
                   gint64   value)
{
  gint64 big_endian = GINT64_TO_BE (value);

  postgres_bind_bytes (stmt, index, &big_endian, sizeof big_endian);
}

static void
postgres_bind_text (gpointer    stmt,
                    int         index,
                    const char *value)
{
  postgres_bind_bytes (stmt, index, value, strlen (value));
}

static gboolean
send (Statement *self,
      GError   **error)
{
  return atlas_postgres_queue (self->backend->connection, self->prepared->name, &self->values,
                               error);
}

static gboolean
postgres_run (gpointer stmt,
              GError **error)
{
  Statement *self = stmt;
  g_autoptr(PGresult) result = NULL;

  if (!send (self, error))
    return FALSE;
  if (self->backend->in_transaction)
    return TRUE;

  result = atlas_postgres_flush (self->backend->connection, error);
  return result != NULL;
}

static AtlasStep
postgres_step (gpointer stmt,
               GError **error)
{
  Statement *self = stmt;

  if (self->result != NULL)
    self->row++;
  else if (!send (self, error) ||
           (self->result = atlas_postgres_flush (self->backend->connection, error)) == NULL)
    return ATLAS_STEP_ERROR;

  return self->row < PQntuples (self->result) ? ATLAS_STEP_ROW : ATLAS_STEP_DONE;
}

static gboolean
postgres_is_null (gpointer stmt,
                  int      column)
{
  Statement *self = stmt;

  return PQgetisnull (self->result, self->row, column) != 0;
}

static gint64
postgres_get_int (gpointer stmt,
                  int      column)
{
  Statement *self = stmt;
  const char *value = PQgetvalue (self->result, self->row, column);
  gint16 int2;
  gint32 int4;
  gint64 int8;

  if (postgres_is_null (stmt, column))
    return 0;

  switch (PQftype (self->result, column))
    {
    case TYPE_BOOL:
      return *value != 0;

    case TYPE_INT2:
      memcpy (&int2, value, sizeof int2);
      return GINT16_FROM_BE (int2);

    case TYPE_INT4:
      memcpy (&int4, value, sizeof int4);
      return GINT32_FROM_BE (int4);

    case TYPE_INT8:
      memcpy (&int8, value, sizeof int8);
      return GINT64_FROM_BE (int8);

    default:
      g_return_val_if_reached (0);
    }
}

static const char *
postgres_get_text (gpointer stmt,
                   int      column)
{
  Statement *self = stmt;

  return postgres_is_null (stmt, column) ? NULL : PQgetvalue (self->result, self->row, column);
}

static const guint8 *
postgres_get_bytes (gpointer stmt,
                    int      column,
                    gsize   *length)
{
  Statement *self = stmt;

  if (postgres_is_null (stmt, column))
    return NULL;

  *length = (gsize) PQgetlength (self->result, self->row, column);
  return (const guint8 *) PQgetvalue (self->result, self->row, column);
}

static gboolean
postgres_announce (AtlasBackend *backend,
                   GError      **error)
{
  PostgresBackend *self = (PostgresBackend *) backend;

  return atlas_postgres_queue_sql (self->connection, self->announcement, error);
}

/* Whoever wants to know watches; there is nothing to look at. */
static gint64
postgres_version (AtlasBackend *backend)
{
  return 0;
}

static gboolean
postgres_copy (AtlasBackend *backend,
               const char   *path,
               GError      **error)
{
  gboolean done = atlas_backend_begin (backend, FALSE, error) &&
                  atlas_transfer_to_file (backend, path, error);

  postgres_rollback (backend);
  return done;
}

static gboolean
run_on_each_table (AtlasBackend *backend,
                   const char   *before,
                   const char   *after,
                   GError      **error)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (backend, error,
                               "SELECT CAST (tablename AS TEXT) FROM pg_tables "
                               "WHERE schemaname = current_schema () "
                               "AND tableowner = current_user ORDER BY 1", "");
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    g_ptr_array_add (tables, g_strdup (atlas_rows_text (query, 0)));
  if (step == ATLAS_STEP_ERROR)
    return FALSE;

  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("%s \"%s\" %s", before,
                                              (char *) g_ptr_array_index (tables, i), after);

      if (!atlas_backend_run (backend, error, sql, ""))
        return FALSE;
    }

  return TRUE;
}

/* Reads every value there is: a damaged page does not let itself be read. */
static gboolean
postgres_check (AtlasBackend *backend,
                GError      **error)
{
  return run_on_each_table (backend, "SELECT COUNT (LENGTH (CAST (whole AS TEXT))) FROM",
                            "AS whole", error);
}

/* Writes the tables anew, without what was deleted. */
static gboolean
postgres_scrub (AtlasBackend *backend,
                GError      **error)
{
  return run_on_each_table (backend, "VACUUM (FULL)", "", error);
}

static void
postgres_close (AtlasBackend *backend)
{
  PostgresBackend *self = (PostgresBackend *) backend;

  postgres_rollback (backend);
  atlas_postgres_free (self->connection);
  g_hash_table_unref (self->prepared);
  g_free (self->announcement);
  g_free (self);
}

static const AtlasBackendVerbs postgres_verbs = {
  .shares_writing = TRUE,
  .begin = postgres_begin,
  .commit = postgres_commit,
  .rollback = postgres_rollback,
  .prepare = postgres_prepare,
  .bind_null = postgres_bind_null,
  .bind_int = postgres_bind_int,
  .bind_text = postgres_bind_text,
  .bind_bytes = postgres_bind_bytes,
  .run = postgres_run,
  .step = postgres_step,
  .is_null = postgres_is_null,
  .get_int = postgres_get_int,
  .get_text = postgres_get_text,
  .get_bytes = postgres_get_bytes,
  .release = postgres_release,
  .announce = postgres_announce,
  .version = postgres_version,
  .copy = postgres_copy,
  .check = postgres_check,
  .scrub = postgres_scrub,
  .close = postgres_close,
};

static AtlasBackend *
connect_backend (const char *database,
                 GError    **error)
{
  PostgresBackend *self = g_new0 (PostgresBackend, 1);

  self->parent.verbs = &postgres_verbs;
  self->connection = atlas_postgres_new (database);
  self->prepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) prepared_free);
  self->announcement = g_strdup_printf ("NOTIFY provision_atlas, '%s'", atlas_postgres_sender ());
  if (atlas_postgres_ensure (self->connection, error))
    return &self->parent;

  postgres_close (&self->parent);
  return NULL;
}

/* Says what PostgreSQL has words of its own for. Text is compared by its bytes, as SQLite does. */
static char *
translate (const char *statement)
{
  g_autoptr(GString) sql = g_string_new (statement);

  g_string_replace (sql, " BYTES", " BYTEA", 0);
  g_string_replace (sql, " INTEGER", " BIGINT", 0);
  g_string_replace (sql, " TEXT", " TEXT COLLATE \"C\"", 0);

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static gboolean
ask_int (AtlasBackend *backend,
         const char   *sql,
         gint64       *value,
         GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error, sql, "");

  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  *value = atlas_rows_int (query, 0);
  return TRUE;
}

/* @version: (out): 0 when there are no tables of ours */
static gboolean
get_version (AtlasBackend *backend,
             gint64       *version,
             GError      **error)
{
  gint64 exists = 0;

  *version = 0;
  return ask_int (backend, "SELECT to_regclass ('tables_version') IS NOT NULL", &exists, error) &&
         (exists == 0 || ask_int (backend, "SELECT version FROM tables_version", version, error));
}

static gboolean
run_step (AtlasBackend *backend,
          int           version,
          GError      **error)
{
  const char * const *statements = atlas_tables_step (version)->statements;

  for (gsize i = 0; statements[i] != NULL; i++)
    {
      g_autofree char *sql = translate (statements[i]);

      if (!atlas_backend_run (backend, error, sql, ""))
        return FALSE;
    }

  return atlas_backend_run (backend, error, "UPDATE tables_version SET version = ?1", "i",
                            (gint64) version);
}

static gboolean
make_tables_version (AtlasBackend *backend,
                     GError      **error)
{
  return atlas_backend_run (backend, error,
                            "CREATE TABLE tables_version (version BIGINT NOT NULL)", "") &&
         atlas_backend_run (backend, error, "INSERT INTO tables_version (version) VALUES (0)", "");
}

/* All steps or none; two programs that open a database at once do them once. */
static gboolean
bring_up_to_date (AtlasBackend *backend,
                  GError      **error)
{
  gint64 version = 0;

  if (!atlas_backend_begin (backend, TRUE, error) ||
      !atlas_backend_run (backend, error, TABLES_LOCK, "") ||
      !get_version (backend, &version, error) ||
      (version == 0 && !make_tables_version (backend, error)))
    return FALSE;

  while (version < atlas_tables_version ())
    if (!run_step (backend, (int) ++version, error))
      return FALSE;

  return atlas_backend_commit (backend, error);
}

static gboolean
check_is_unused (AtlasBackend *backend,
                 GError      **error)
{
  gint64 facts = 0;

  if (!ask_int (backend, "SELECT COUNT (*) FROM meta", &facts, error))
    return FALSE;
  if (facts == 0)
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                       "There is a county in that database already; nothing was changed");
  return FALSE;
}

/**
 * atlas_postgres_backend_new:
 * @database: where it is, as libpq reads it: a URL or `key=value` words
 * @error: return location for an error
 *
 * Makes the tables of a county in a database that has none. Tables that were made and never filled
 * are taken as they are.
 *
 * Errors: %ATLAS_ERROR_NOT_ALLOWED when there is a county in it.
 *
 * Returns: (transfer full): the back end, to be used on the calling thread
 */
AtlasBackend *
atlas_postgres_backend_new (const char *database,
                            GError    **error)
{
  g_autoptr(AtlasBackend) self = connect_backend (database, error);
  gint64 version = 0;

  if (self == NULL || !get_version (self, &version, error) ||
      (version == 0 && !bring_up_to_date (self, error)) ||
      !check_is_unused (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
check_version (gint64   version,
               GError **error)
{
  if (version >= 1 && version <= atlas_tables_version ())
    return TRUE;

  g_set_error (error, ATLAS_ERROR, version > 0 ? ATLAS_ERROR_NEWER_DATA : ATLAS_ERROR_NOT_FOUND,
               "Opening the database: its version is %d, this program's is %d", (int) version,
               atlas_tables_version ());
  return FALSE;
}

/**
 * atlas_postgres_backend_open:
 * @database: where it is, as libpq reads it
 * @error: return location for an error
 *
 * Opens a county's database, of this release or an earlier one, and brings its tables up to date.
 *
 * Errors: %ATLAS_ERROR_NEWER_DATA when a later release made it; it is left untouched.
 * %ATLAS_ERROR_BUSY when it cannot be reached now.
 *
 * Returns: (transfer full): the back end, to be used on the calling thread
 */
AtlasBackend *
atlas_postgres_backend_open (const char *database,
                             GError    **error)
{
  g_autoptr(AtlasBackend) self = connect_backend (database, error);
  gint64 version = 0;

  if (self == NULL || !get_version (self, &version, error) || !check_version (version, error) ||
      (version < atlas_tables_version () && !bring_up_to_date (self, error)))
    return NULL;

  return g_steal_pointer (&self);
}
