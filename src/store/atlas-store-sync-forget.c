/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must not be known here any more leaves History, and for an erased record the outbox too. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-sync-private.h"

#include <glib/gi18n-lib.h>

/* An operation of History on a record that may not be known any more leaves without a trace. */
static void
forget_op (json_t          *ops,
           gsize            index,
           const AtlasType *type,
           const char      *id)
{
  json_t *op = json_array_get (ops, index);

  if (g_strcmp0 (atlas_json_string (op, "id"), id) != 0 ||
      g_strcmp0 (atlas_json_string (op, "type"), type->name) != 0)
    return;

  json_array_remove (ops, index);
}

/* One that is still to be sent, or may have to be sent again, keeps its place in its set. */
static void
empty_op (json_t          *ops,
          gsize            index,
          const AtlasType *type,
          const char      *id)
{
  json_t *op = json_array_get (ops, index);

  if (g_strcmp0 (atlas_json_string (op, "id"), id) == 0 &&
      g_strcmp0 (atlas_json_string (op, "type"), type->name) == 0)
    json_array_set_new (ops, index, json_pack ("{s:s, s:s, s:s, s:i}", "op", "delete",
                                               "type", type->name, "id", id, "base", 0));
}

typedef void (*OpFunc) (json_t          *ops,
                        gsize            index,
                        const AtlasType *type,
                        const char      *id);

/* Rewrites the operations in each row that @list gives as a number and a JSON text. */
static gboolean
rewrite_ops (AtlasStmt       *list,
             AtlasStmt       *update,
             OpFunc           func,
             const AtlasType *type,
             const char      *id,
             GError         **error)
{
  AtlasStep step;

  while ((step = atlas_stmt_step (list, error)) == ATLAS_STEP_ROW)
    {
      g_autoptr(json_t) body = atlas_json_parse (atlas_stmt_get_text (list, 1), -1, error);
      json_t *ops = json_is_array (body) ? body : json_object_get (body, "ops");
      g_autofree char *text = NULL;

      if (body == NULL)
        return FALSE;
      for (gsize i = json_array_size (ops); i > 0; i--)
        func (ops, i - 1, type, id);

      text = atlas_json_to_text (body);
      atlas_stmt_bind_integer (update, 1, atlas_stmt_get_integer (list, 0));
      atlas_stmt_bind_text (update, 2, text);
      if (!atlas_stmt_run (update, error))
        return FALSE;
    }

  return step == ATLAS_STEP_DONE;
}

/* The line that somebody else's action left in History may name the record: it goes, or is worded
 * anew when there were other records in that action. */
static gboolean
forget_lines (AtlasStore      *store,
              const AtlasType *type,
              const char      *id,
              GError         **error)
{
  static const char * const changes[] = {
    "DELETE FROM history WHERE origin = 'server' AND ops = '[]' AND k IN"
    " (SELECT k FROM history_record WHERE type = ?1 AND id = ?2)",
    "UPDATE history SET label = ?3 WHERE origin = 'server' AND k IN"
    " (SELECT k FROM history_record WHERE type = ?1 AND id = ?2)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), changes[i], error);

      if (stmt == NULL)
        return FALSE;

      atlas_stmt_bind_text (stmt, 1, type->name);
      atlas_stmt_bind_id (stmt, 2, id);
      /* Translators: a line of History whose record is not for this user any more. */
      if (i == 1)
        atlas_stmt_bind_text (stmt, 3, _("Changed by somebody else"));
      if (!atlas_stmt_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_for_record (AtlasStore      *store,
                const char      *sql,
                const AtlasType *type,
                const char      *id,
                GError         **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, type->name);
  atlas_stmt_bind_id (stmt, 2, id);
  return atlas_stmt_run (stmt, error);
}

static gboolean
forget_record (AtlasStore      *store,
               const AtlasType *type,
               const char      *id,
               GError         **error)
{
  AtlasDb *db = atlas_store_get_db (store);
  g_autoptr(AtlasStmt) list = NULL;
  g_autoptr(AtlasStmt) update = NULL;

  list = atlas_db_prepare (db, "SELECT k, ops FROM history WHERE k IN"
                           " (SELECT k FROM history_record WHERE type = ? AND id = ?)", error);
  update = atlas_db_prepare (db, "UPDATE history SET ops = ?2 WHERE k = ?1", error);
  if (list == NULL || update == NULL)
    return FALSE;

  atlas_stmt_bind_text (list, 1, type->name);
  atlas_stmt_bind_id (list, 2, id);
  return rewrite_ops (list, update, forget_op, type, id, error) &&
         forget_lines (store, type, id, error) &&
         run_for_record (store, "DELETE FROM history_record WHERE type = ? AND id = ?", type, id,
                         error);
}

/* Whether a record that was deleted followed one of @ids, as a note its referral. */
static gboolean
followed (json_t     *op,
          GHashTable *ids)
{
  const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));
  json_t *was = json_object_get (op, "was");

  for (guint i = 0; was != NULL && type != NULL && i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];
      const char *owner = field->scope ? atlas_json_string (was, field->name) : NULL;

      if (owner != NULL && g_hash_table_contains (ids, owner))
        return TRUE;
    }

  return FALSE;
}

static gboolean
list_deleted (AtlasStore *store,
              GHashTable *ids,
              GPtrArray  *deleted,
              GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (store),
                           "SELECT ops FROM history WHERE instr (ops, '\"was\":') > 0", error);
  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autoptr(json_t) ops = atlas_json_parse (atlas_stmt_get_text (stmt, 0), -1, error);
      gsize i;
      json_t *op;

      if (ops == NULL)
        return FALSE;
      json_array_foreach (ops, i, op)
      {
        if (followed (op, ids))
          g_ptr_array_add (deleted, json_incref (op));
      }
    }

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_store_sync_forget_history:
 * @store: a store, in a transaction
 * @records: (element-type json_t): objects with type and id of records
 * @error: return location for an error
 *
 * Takes records that may not be known here any more out of History, and those that followed them
 * and were deleted before: of these nobody says that they are gone.
 *
 * Returns: whether they are out
 */
gboolean
atlas_store_sync_forget_history (AtlasStore *store,
                                 GPtrArray  *records,
                                 GError    **error)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) deleted = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);

  if (records->len == 0)
    return TRUE;

  for (guint i = 0; i < records->len; i++)
    {
      json_t *record = g_ptr_array_index (records, i);
      const char *id = atlas_json_string (record, "id");

      if (!forget_record (store, atlas_type_find (atlas_json_string (record, "type")), id, error))
        return FALSE;
      g_hash_table_add (ids, (gpointer) id);
    }

  return list_deleted (store, ids, deleted, error) &&
         atlas_store_sync_forget_history (store, deleted, error);
}

/**
 * atlas_store_sync_forget_drafts:
 * @store: a store, in a transaction
 * @id: id of a referral or a meeting
 * @error: return location for an error
 *
 * Takes out what was typed about it at a meeting and not recorded.
 *
 * Returns: whether it is out
 */
gboolean
atlas_store_sync_forget_drafts (AtlasStore *store,
                                const char *id,
                                GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (store),
                           "DELETE FROM draft WHERE referral = ?1 OR meeting = ?1", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, id);
  return atlas_stmt_run (stmt, error);
}

static gboolean
forget_in (AtlasStore      *store,
           const char      *table,
           const AtlasType *type,
           const char      *id,
           GError         **error)
{
  AtlasDb *db = atlas_store_get_db (store);
  g_autofree char *select = g_strdup_printf ("SELECT n, body FROM \"%s\" WHERE instr (body, ?) > 0",
                                             table);
  g_autofree char *change = g_strdup_printf ("UPDATE \"%s\" SET body = ?2 WHERE n = ?1", table);
  g_autoptr(AtlasStmt) list = atlas_db_prepare (db, select, error);
  g_autoptr(AtlasStmt) update = atlas_db_prepare (db, change, error);

  if (list == NULL || update == NULL)
    return FALSE;

  atlas_stmt_bind_text (list, 1, id);
  return rewrite_ops (list, update, empty_op, type, id, error);
}

/**
 * atlas_store_sync_forget_queued:
 * @store: a store, in a transaction
 * @type: a record type
 * @id: a record's id
 * @error: return location for an error
 *
 * Takes what was written into an erased record out of what is to be sent and what was.
 *
 * Source: protocol, section 6, `erased`.
 *
 * Returns: whether it is out
 */
gboolean
atlas_store_sync_forget_queued (AtlasStore      *store,
                                const AtlasType *type,
                                const char      *id,
                                GError         **error)
{
  return forget_in (store, "outbox", type, id, error) &&
         forget_in (store, "journal", type, id, error);
}
