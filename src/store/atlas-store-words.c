/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index by which search finds records: their words, by the number of their row. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-private.h"

#include <string.h>

#include "store/atlas-schema.h"

static gboolean
insert_words (AtlasStore      *self,
              const AtlasType *type,
              gint64           pk,
              const char      *words,
              GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO \"search_%s\" (rowid, words)"
                                          " VALUES (?, ?)", type->name);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, pk);
  atlas_stmt_bind_text (stmt, 2, words);
  return atlas_stmt_run (stmt, error);
}

/* Writing words into the index costs more than all the rest of a row, and most changes of a record
 * change none of them. */
static gboolean
replace_words (AtlasStore      *self,
               const AtlasType *type,
               gint64           pk,
               const char      *words,
               GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT words FROM \"search_%s\" WHERE rowid = ?",
                                          type->name);
  g_autofree char *erase = g_strdup_printf ("DELETE FROM \"search_%s\" WHERE rowid = ?",
                                            type->name);
  g_autoptr(AtlasStmt) known = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  if (known == NULL)
    return FALSE;

  atlas_stmt_bind_integer (known, 1, pk);
  step = atlas_stmt_step (known, error);
  if (step == ATLAS_STEP_ERROR)
    return FALSE;
  if (step == ATLAS_STEP_DONE)
    return insert_words (self, type, pk, words, error);
  if (g_strcmp0 (atlas_stmt_get_text (known, 0), words) == 0)
    return TRUE;

  atlas_stmt_reset (known);
  stmt = atlas_db_prepare (atlas_store_get_db (self), erase, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, pk);
  return atlas_stmt_run (stmt, error) && insert_words (self, type, pk, words, error);
}

/* Asked for by itself: with RETURNING each row would be a savepoint, at which search writes out. */
static gboolean
find_pk (AtlasStore  *self,
         AtlasRecord *record,
         gint64      *pk,
         GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT pk FROM \"%s\" WHERE id = ?",
                                          atlas_record_get_record_type (record)->name);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, atlas_record_get_id (record));
  if (atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;

  *pk = atlas_stmt_get_integer (stmt, 0);
  return TRUE;
}

/**
 * atlas_store_write_words:
 * @self: a store, in a transaction
 * @record: a record whose type has a search index, with its row written
 * @pk: the number of its row if that is new, otherwise 0
 * @error: return location for an error
 *
 * Writes a record's words into the search index.
 *
 * Returns: whether they are there
 */
gboolean
atlas_store_write_words (AtlasStore  *self,
                         AtlasRecord *record,
                         gint64       pk,
                         GError     **error)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autofree char *words = atlas_schema_words (record);

  if (pk != 0)
    return insert_words (self, type, pk, words, error);

  return find_pk (self, record, &pk, error) && replace_words (self, type, pk, words, error);
}

static gboolean
rebuild_words (AtlasStore      *self,
               const AtlasType *type,
               GError         **error)
{
  AtlasDb *db = atlas_store_get_db (self);
  g_autofree char *clear = g_strdup_printf ("DELETE FROM \"search_%s\"", type->name);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\"", atlas_schema_columns (type),
                                          type->name);
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  if (!atlas_db_exec (db, clear, error) || (stmt = atlas_db_prepare (db, sql, error)) == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autoptr(AtlasRecord) record = atlas_schema_read_row (type, stmt, error);
      g_autofree char *words = record != NULL ? atlas_schema_words (record) : NULL;

      if (record == NULL ||
          !insert_words (self, type, atlas_stmt_get_integer (stmt, 0), words, error))
        return FALSE;
    }

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_store_rebuild_search:
 * @self: a store
 * @error: return location for an error
 *
 * Makes the search index anew from the records.
 *
 * Returns: whether it was made
 */
gboolean
atlas_store_rebuild_search (AtlasStore *self,
                            GError    **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  if (tx == NULL)
    return FALSE;

  for (guint i = 0; i < n_types; i++)
    if (atlas_schema_has_search (types[i]) && !rebuild_words (self, types[i], error))
      return FALSE;

  return atlas_transaction_commit (tx, error);
}
