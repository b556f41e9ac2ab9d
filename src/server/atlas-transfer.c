/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-transfer.h"

#include <string.h>

#include "server/atlas-sqlite-backend.h"

/* Rows that are in memory at once when they come from a database that gives them in pieces. */
#define FETCH "FETCH 1000 FROM atlas_transfer"

/**
 * Table:
 *
 * A table that both sides have, and its columns.
 */
typedef struct {
  char      *name;
  GPtrArray *columns;           /* (element-type utf8) */
  GString   *kinds;             /* of the columns, as in atlas_backend_query() */
} Table;

static void
table_free (Table *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->columns);
  g_string_free (self->kinds, TRUE);
  g_free (self);
}

static char
kind_of (const char *type)
{
  if (strcmp (type, "INTEGER") == 0)
    return 'i';

  return strcmp (type, "BLOB") == 0 ? 'b' : 't';
}

/* An SQLite file says itself what it holds. What only a backup has is none of the tables. */
static GPtrArray *
list_tables (AtlasBackend *file,
             GError      **error)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) table_free);
  g_autoptr(AtlasRows) query = NULL;
  Table *table = NULL;
  AtlasStep step;

  query = atlas_backend_query (file, error,
                               "SELECT tables.name, columns.name, columns.type "
                               "FROM sqlite_schema AS tables "
                               "JOIN pragma_table_info (tables.name) AS columns "
                               "WHERE tables.type = 'table' AND tables.name <> 'kept_file' "
                               "AND tables.name NOT LIKE 'sqlite%' "
                               "ORDER BY tables.name, columns.cid", "");
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      if (table == NULL || strcmp (table->name, atlas_rows_text (query, 0)) != 0)
        {
          table = g_new0 (Table, 1);
          table->name = g_strdup (atlas_rows_text (query, 0));
          table->columns = g_ptr_array_new_with_free_func (g_free);
          table->kinds = g_string_new (NULL);
          g_ptr_array_add (tables, table);
        }
      g_ptr_array_add (table->columns, g_strdup (atlas_rows_text (query, 1)));
      g_string_append_c (table->kinds, kind_of (atlas_rows_text (query, 2)));
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&tables) : NULL;
}

static void
append_columns (GString     *sql,
                const Table *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    g_string_append_printf (sql, "%s\"%s\"", i > 0 ? ", " : "",
                            (char *) g_ptr_array_index (table->columns, i));
}

static char *
insert_sql (const Table *table)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO \"%s\" (", table->name);
  append_columns (sql, table);
  g_string_append (sql, ") VALUES (");
  for (guint i = 0; i < table->columns->len; i++)
    g_string_append_printf (sql, "%s?%u", i > 0 ? ", " : "", i + 1);
  g_string_append (sql, ")");

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static char *
select_sql (const Table *table)
{
  g_autoptr(GString) sql = g_string_new ("SELECT ");

  append_columns (sql, table);
  g_string_append_printf (sql, " FROM \"%s\"", table->name);

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static void
bind_column (const AtlasBackendVerbs *source,
             gpointer                 row,
             const AtlasBackendVerbs *target,
             gpointer                 stmt,
             int                      column,
             char                     kind)
{
  gsize length = 0;
  const guint8 *bytes;

  if (source->is_null (row, column))
    {
      target->bind_null (stmt, column + 1);
      return;
    }

  switch (kind)
    {
    case 'i':
      target->bind_int (stmt, column + 1, source->get_int (row, column));
      break;

    case 'b':
      bytes = source->get_bytes (row, column, &length);
      target->bind_bytes (stmt, column + 1, bytes, length);
      break;

    default:
      target->bind_text (stmt, column + 1, source->get_text (row, column));
      break;
    }
}

static gboolean
put_row (const AtlasBackendVerbs *source,
         gpointer                 row,
         AtlasBackend            *to,
         const char              *sql,
         const Table             *table,
         GError                 **error)
{
  gpointer stmt = to->verbs->prepare (to, sql, table->kinds->str, error);
  gboolean done;

  if (stmt == NULL)
    return FALSE;

  for (guint i = 0; i < table->columns->len; i++)
    bind_column (source, row, to->verbs, stmt, (int) i, table->kinds->str[i]);
  done = to->verbs->run (stmt, error);
  to->verbs->release (stmt);

  return done;
}

/* @n_rows: (out): how many there were */
static gboolean
put_rows (AtlasBackend *from,
          const char   *select,
          AtlasBackend *to,
          const Table  *table,
          guint        *n_rows,
          GError      **error)
{
  g_autofree char *insert = insert_sql (table);
  gpointer rows = from->verbs->prepare (from, select, "", error);
  AtlasStep step = ATLAS_STEP_ERROR;

  *n_rows = 0;
  while (rows != NULL && (step = from->verbs->step (rows, error)) == ATLAS_STEP_ROW)
    {
      if (!put_row (from->verbs, rows, to, insert, table, error))
        {
          step = ATLAS_STEP_ERROR;
          break;
        }
      ++*n_rows;
    }
  if (rows != NULL)
    from->verbs->release (rows);

  return step == ATLAS_STEP_DONE;
}

/* A table can be larger than memory: where the answers come whole they are asked for in pieces. */
static gboolean
put_in_pieces (AtlasBackend *from,
               const char   *select,
               AtlasBackend *to,
               const Table  *table,
               GError      **error)
{
  g_autofree char *declare = g_strconcat ("DECLARE atlas_transfer NO SCROLL CURSOR FOR ", select,
                                          NULL);
  guint n_rows;

  if (!atlas_backend_run (from, error, declare, ""))
    return FALSE;

  do
    {
      if (!put_rows (from, FETCH, to, table, &n_rows, error))
        return FALSE;
    }
  while (n_rows > 0);

  return atlas_backend_run (from, error, "CLOSE atlas_transfer", "");
}

static gboolean
transfer_table (AtlasBackend *from,
                AtlasBackend *to,
                const Table  *table,
                GError      **error)
{
  g_autofree char *empty = g_strdup_printf ("DELETE FROM \"%s\"", table->name);
  g_autofree char *select = select_sql (table);
  guint n_rows;

  if (!atlas_backend_run (to, error, empty, ""))
    return FALSE;

  return atlas_backend_shares_writing (from) ? put_in_pieces (from, select, to, table, error)
                                             : put_rows (from, select, to, table, &n_rows, error);
}

static gboolean
transfer (AtlasBackend *from,
          AtlasBackend *to,
          AtlasBackend *file,
          GError      **error)
{
  g_autoptr(GPtrArray) tables = list_tables (file, error);

  for (guint i = 0; tables != NULL && i < tables->len; i++)
    if (!transfer_table (from, to, g_ptr_array_index (tables, i), error))
      return FALSE;

  return tables != NULL;
}

/**
 * atlas_transfer_to_file:
 * @from: in a transaction that sees one moment
 * @path: a file that does not exist
 * @error: return location for an error
 *
 * Writes a county as a new SQLite database: every row of every table as it is.
 *
 * Returns: whether it was written
 */
gboolean
atlas_transfer_to_file (AtlasBackend *from,
                        const char   *path,
                        GError      **error)
{
  g_autoptr(AtlasBackend) to = atlas_sqlite_backend_new (path, error);

  return to != NULL && atlas_backend_begin (to, TRUE, error) && transfer (from, to, to, error) &&
         atlas_backend_commit (to, error);
}

/**
 * atlas_transfer_from_file:
 * @path: a county's SQLite database, which is brought up to date
 * @to: in a transaction that writes, with the tables of this release
 * @error: return location for an error
 *
 * Puts a county from an SQLite database in the place of what @to holds.
 *
 * Returns: whether all of it was put
 */
gboolean
atlas_transfer_from_file (const char   *path,
                          AtlasBackend *to,
                          GError      **error)
{
  g_autoptr(AtlasBackend) from = atlas_sqlite_backend_open (path, error);

  return from != NULL && transfer (from, to, from, error);
}
