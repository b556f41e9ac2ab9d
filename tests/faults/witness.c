/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The second witness: SQLite itself says what changed in the tables of the records while a change
 * set was done, and that must be what the set says. Source: protocol, section 2.
 */
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1

#include "config.h"

#include "base/atlas-id.h"
#include "model.h"

static sqlite3_session *session;

static const char * const tables[] = {
  "child", "referral", "note", "offer", "hold", "document", "conflict", "parked", "question",
  "place",
};

/* What a row has besides the values of its record. */
static const char * const own_columns[] = { "rev", "scopes", "frev", "extra", NULL };

void
witness_begin (Laptop *self)
{
  g_assert_cmpint (sqlite3session_create (self->handle, "main", &session), ==, SQLITE_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    g_assert_cmpint (sqlite3session_attach (session, tables[i]), ==, SQLITE_OK);
}

/* They are the same on all laptops, and asked for once. */
static GPtrArray *
list_columns (sqlite3    *handle,
              const char *table)
{
  static GHashTable *known;
  GPtrArray *names;
  sqlite3_stmt *stmt = NULL;

  if (known == NULL)
    known = g_hash_table_new (g_str_hash, g_str_equal);
  names = g_hash_table_lookup (known, table);
  if (names != NULL)
    return names;

  names = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_insert (known, (gpointer) g_intern_string (table), names);
  sqlite3_prepare_v2 (handle, "SELECT name FROM pragma_table_info (?)", -1, &stmt, NULL);
  sqlite3_bind_text (stmt, 1, table, -1, SQLITE_STATIC);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (stmt, 0)));
  sqlite3_finalize (stmt);
  return names;
}

/* The id of a row by its number; a change of a row says only the number. */
static char *
find_id (sqlite3                *handle,
         sqlite3_changeset_iter *change,
         const char             *table,
         int                     verb,
         guint                   id_column)
{
  sqlite3_value *value = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE pk = ?", table);
  sqlite3_stmt *stmt = NULL;
  char *id = NULL;

  if (verb == SQLITE_INSERT)
    sqlite3changeset_new (change, (int) id_column, &value);
  else if (verb == SQLITE_DELETE)
    sqlite3changeset_old (change, (int) id_column, &value);
  if (value != NULL)
    return atlas_id_from_bytes (sqlite3_value_blob (value));

  sqlite3changeset_old (change, 0, &value);
  sqlite3_prepare_v2 (handle, sql, -1, &stmt, NULL);
  sqlite3_bind_value (stmt, 1, value);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    id = atlas_id_from_bytes (sqlite3_column_blob (stmt, 0));
  sqlite3_finalize (stmt);
  return id;
}

static json_t *
find_op (json_t     *ops,
         const char *verb,
         const char *type,
         const char *id)
{
  gsize i;
  json_t *op;

  json_array_foreach (ops, i, op)
  {
    if (g_strcmp0 (atlas_json_string (op, "type"), type) == 0 &&
        g_strcmp0 (atlas_json_string (op, "id"), id) == 0 &&
        (verb == NULL || g_strcmp0 (atlas_json_string (op, "op"), verb) == 0))
      return op;
  }

  return NULL;
}

static gboolean
says_column (json_t     *ops,
             const char *type,
             const char *id,
             const char *column)
{
  gsize i;
  json_t *op;

  json_array_foreach (ops, i, op)
  {
    if (g_strcmp0 (atlas_json_string (op, "type"), type) != 0 ||
        g_strcmp0 (atlas_json_string (op, "id"), id) != 0)
      continue;
    if (json_object_get (json_object_get (op, "fields"), column) != NULL ||
        g_strcmp0 (atlas_json_string (op, "field"), column) == 0)
      return TRUE;
  }

  return FALSE;
}

static void
check_columns (Laptop                 *self,
               sqlite3_changeset_iter *change,
               GPtrArray              *columns,
               const char             *table,
               const char             *id,
               json_t                 *ops)
{
  for (guint i = 1; i < columns->len; i++)
    {
      const char *column = g_ptr_array_index (columns, i);
      sqlite3_value *value = NULL;

      sqlite3changeset_new (change, (int) i, &value);
      if (value == NULL || g_strv_contains (own_columns, column))
        continue;
      if (!says_column (ops, table, id, column))
        world_break (self->world, 6, "%s.%s of %s changed, and no set says so", table, column, id);
    }
}

static void
check_change (Laptop                 *self,
              sqlite3_changeset_iter *change,
              json_t                 *ops)
{
  const char *table;
  int n_columns;
  int verb;
  int is_indirect;
  GPtrArray *columns;
  g_autofree char *id = NULL;
  guint id_column = 0;

  sqlite3changeset_op (change, &table, &n_columns, &verb, &is_indirect);
  columns = list_columns (self->handle, table);
  g_assert_true (g_ptr_array_find_with_equal_func (columns, "id", g_str_equal, &id_column));
  id = find_id (self->handle, change, table, verb, id_column);

  if (verb == SQLITE_UPDATE)
    check_columns (self, change, columns, table, id, ops);
  else if (find_op (ops, verb == SQLITE_INSERT ? "create" : "delete", table, id) == NULL)
    world_break (self->world, 6, "%s %s %s, and no set says so", table, id,
                 verb == SQLITE_INSERT ? "appeared" : "went");
}

/* The other way round: a record that the set makes or takes away has come or gone. */
static void
check_rows (Laptop *self,
            json_t *ops)
{
  AtlasStore *store = atlas_sync_engine_get_store (self->engine);
  gsize i;
  json_t *op;

  json_array_foreach (ops, i, op)
  {
    const char *type = atlas_json_string (op, "type");
    const char *id = atlas_json_string (op, "id");
    g_autoptr(AtlasRecord) record = atlas_store_get (store, type, id, NULL);
    gboolean is_deleted = find_op (ops, "delete", type, id) != NULL;

    if ((record == NULL) != is_deleted)
      world_break (self->world, 6, "%s %s is not as its set says", type, id);
  }
}

void
witness_end (Laptop *self,
             json_t *ops)
{
  sqlite3_changeset_iter *change = NULL;
  void *bytes = NULL;
  int length = 0;

  g_assert_cmpint (sqlite3session_changeset (session, &length, &bytes), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3changeset_start (&change, length, bytes), ==, SQLITE_OK);
  while (sqlite3changeset_next (change) == SQLITE_ROW)
    check_change (self, change, ops);
  sqlite3changeset_finalize (change);
  sqlite3_free (bytes);
  sqlite3session_delete (session);

  check_rows (self, ops);
  self->world->counts->witnessed++;
}
