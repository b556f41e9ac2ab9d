/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done, by whom, and the change set that undoes it. Undo is a change like any other. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-history.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "store/atlas-store-private.h"

#define ORIGIN_LOCAL  "local"
#define ORIGIN_SERVER "server"

void
atlas_history_entry_free (AtlasHistoryEntry *entry)
{
  g_free (entry->set_id);
  g_free (entry->made_at);
  g_free (entry->label);
  g_free (entry->by_name);
  g_free (entry->origin);
  g_free (entry->undoes);
  g_clear_pointer (&entry->ops, json_decref);
  g_free (entry);
}

static gboolean
write_records (AtlasStore *self,
               json_t     *ops,
               GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "INSERT OR IGNORE INTO history_record (type, id, k)"
                           " VALUES (?, ?, (SELECT max (k) FROM history))", error);
  for (gsize i = 0; stmt != NULL && i < json_array_size (ops); i++)
    {
      atlas_stmt_bind_text (stmt, 1, atlas_json_string (json_array_get (ops, i), "type"));
      atlas_stmt_bind_id (stmt, 2, atlas_json_string (json_array_get (ops, i), "id"));
      if (!atlas_stmt_run (stmt, error))
        return FALSE;
    }

  return stmt != NULL;
}

static gboolean
mark_undone (AtlasStore *self,
             const char *set_id,
             gboolean    is_undone,
             GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "UPDATE history SET is_undone = ? WHERE set_id = ?", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, is_undone);
  atlas_stmt_bind_id (stmt, 2, set_id);
  return atlas_stmt_run (stmt, error);
}

/* The undoing of an undoing is a change like any other, so that it can be undone in its turn. */
static gboolean
write_row (AtlasStore              *self,
           const AtlasHistoryEntry *entry,
           GError                 **error)
{
  g_autofree char *ops = atlas_json_to_text (entry->ops);
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "INSERT INTO history"
                           " (set_id, made_at, label, by_name, origin, ops, undoes)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6,"
                           " (SELECT CASE WHEN undoes IS NULL THEN set_id END"
                           " FROM history WHERE set_id = ?7))",
                           error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, entry->set_id);
  atlas_stmt_bind_text (stmt, 2, entry->made_at);
  atlas_stmt_bind_text (stmt, 3, entry->label);
  atlas_stmt_bind_text (stmt, 4, entry->by_name);
  atlas_stmt_bind_text (stmt, 5, entry->origin);
  atlas_stmt_bind_text (stmt, 6, ops);
  atlas_stmt_bind_id (stmt, 7, entry->undoes);

  return atlas_stmt_run (stmt, error) && write_records (self, entry->ops, error);
}

/**
 * atlas_store_write_history:
 * @self: a store, in a transaction
 * @set: the change set that was done here
 * @ops: its operations, those that delete with what there `was`
 * @by_name: (nullable): who did it
 * @undoes: (nullable): id of the set that it undoes
 * @error: return location for an error
 *
 * Returns: whether it was written
 */
gboolean
atlas_store_write_history (AtlasStore     *self,
                           AtlasChangeSet *set,
                           json_t         *ops,
                           const char     *by_name,
                           const char     *undoes,
                           GError        **error)
{
  const AtlasHistoryEntry entry = {
    .set_id = (char *) atlas_change_set_get_id (set),
    .made_at = (char *) atlas_change_set_get_made_at (set),
    .label = (char *) atlas_change_set_get_label (set),
    .by_name = (char *) by_name,
    .origin = (char *) ORIGIN_LOCAL,
    .ops = ops,
    .undoes = (char *) undoes,
  };

  return write_row (self, &entry, error) &&
         (undoes == NULL || mark_undone (self, undoes, TRUE, error));
}

/**
 * atlas_store_write_arrival:
 * @self: a store, in a transaction
 * @label: what was done
 * @made_at: when, RFC 3339
 * @by_name: (nullable): who did it
 * @ops: the operations that it comes to
 * @error: return location for an error
 *
 * Writes down what was done elsewhere. It cannot be undone from here, but changed.
 *
 * Returns: whether it was written
 */
gboolean
atlas_store_write_arrival (AtlasStore *self,
                           const char *label,
                           const char *made_at,
                           const char *by_name,
                           json_t     *ops,
                           GError    **error)
{
  g_autofree char *id = atlas_id_new ();
  const AtlasHistoryEntry entry = {
    .set_id = id,
    .made_at = (char *) made_at,
    .label = (char *) label,
    .by_name = (char *) by_name,
    .origin = (char *) ORIGIN_SERVER,
    .ops = ops,
  };

  return write_row (self, &entry, error);
}

static AtlasHistoryEntry *
read_entry (AtlasStmt *stmt,
            GError   **error)
{
  g_autoptr(AtlasHistoryEntry) entry = g_new0 (AtlasHistoryEntry, 1);

  entry->k = atlas_stmt_get_integer (stmt, 0);
  entry->set_id = atlas_stmt_get_id (stmt, 1);
  entry->made_at = g_strdup (atlas_stmt_get_text (stmt, 2));
  entry->label = g_strdup (atlas_stmt_get_text (stmt, 3));
  entry->by_name = g_strdup (atlas_stmt_get_text (stmt, 4));
  entry->origin = g_strdup (atlas_stmt_get_text (stmt, 5));
  entry->ops = atlas_json_parse (atlas_stmt_get_text (stmt, 6), -1, error);
  entry->is_undone = atlas_stmt_get_integer (stmt, 7) != 0;
  entry->undoes = atlas_stmt_get_id (stmt, 8);

  return entry->ops != NULL ? g_steal_pointer (&entry) : NULL;
}

#define ENTRY_COLUMNS "k, set_id, made_at, label, by_name, origin, ops, is_undone, undoes"

/**
 * atlas_store_list_history:
 * @self: a store
 * @type: (nullable): a record's type, or %NULL for the whole store
 * @id: (nullable): its id
 * @offset: how many entries to pass over
 * @limit: how many to give at most
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type AtlasHistoryEntry): the newest first
 */
GPtrArray *
atlas_store_list_history (AtlasStore *self,
                          const char *type,
                          const char *id,
                          guint       offset,
                          guint       limit,
                          GError    **error)
{
  GDestroyNotify entry_free = (GDestroyNotify) atlas_history_entry_free;
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (self), id != NULL ?
                           "SELECT " ENTRY_COLUMNS " FROM history WHERE k IN"
                           " (SELECT k FROM history_record WHERE type = ?3 AND id = ?4)"
                           " ORDER BY k DESC LIMIT ?1 OFFSET ?2" :
                           "SELECT " ENTRY_COLUMNS " FROM history"
                           " ORDER BY k DESC LIMIT ?1 OFFSET ?2", error);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_integer (stmt, 1, limit);
  atlas_stmt_bind_integer (stmt, 2, offset);
  if (id != NULL)
    {
      atlas_stmt_bind_text (stmt, 3, type);
      atlas_stmt_bind_id (stmt, 4, id);
    }
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      AtlasHistoryEntry *entry = read_entry (stmt, error);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&entries) : NULL;
}

static AtlasHistoryEntry *
find_entry (AtlasStore *self,
            const char *condition,
            const char *set_id,
            GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT " ENTRY_COLUMNS " FROM history"
                                          " WHERE origin = 'local'"
                                          " AND %s ORDER BY k DESC LIMIT 1", condition);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  if (set_id != NULL)
    atlas_stmt_bind_id (stmt, 1, set_id);
  step = atlas_stmt_step (stmt, error);
  if (step == ATLAS_STEP_ROW)
    return read_entry (stmt, error);

  if (step == ATLAS_STEP_DONE)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, _("There is nothing to undo."));
  return NULL;
}

static gboolean
reverse_set (AtlasStore     *self,
             AtlasChangeSet *inverse,
             json_t         *op,
             GError        **error)
{
  g_autoptr(AtlasRecord) record = NULL;
  const char *name;
  json_t *pair;

  record = atlas_store_get (self, atlas_json_string (op, "type"), atlas_json_string (op, "id"),
                            error);
  if (record == NULL)
    return FALSE;

  json_object_foreach (json_object_get (op, "fields"), name, pair)
  {
    const AtlasField *field = atlas_type_field (atlas_record_get_record_type (record), name);
    g_autoptr(json_t) present = atlas_record_get_value (record, field);

    if (!atlas_json_equal (present, json_array_get (pair, 1)))
      {
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED,
                     _("“%s” was changed again since. Undo the later change first."),
                     _(field->label));
        return FALSE;
      }
    atlas_change_set_set (inverse, record, name, json_incref (json_array_get (pair, 0)));
  }

  return TRUE;
}

static gboolean
reverse_create (AtlasStore     *self,
                AtlasChangeSet *inverse,
                json_t         *op,
                GError        **error)
{
  g_autoptr(AtlasRecord) record = NULL;
  const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));

  if (type->append_only)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   _("A %s is never taken back. Enter a new one with the right figures."),
                   _(type->label));
      return FALSE;
    }

  record = atlas_store_get (self, type->name, atlas_json_string (op, "id"), error);
  if (record == NULL)
    return FALSE;

  atlas_change_set_delete (inverse, record);
  return TRUE;
}

static gboolean
reverse_elements (AtlasStore     *self,
                  AtlasChangeSet *inverse,
                  json_t         *op,
                  gboolean        added,
                  GError        **error)
{
  g_autoptr(AtlasRecord) record = NULL;
  json_t *values = json_object_get (op, "values");
  const char *field = atlas_json_string (op, "field");

  record = atlas_store_get (self, atlas_json_string (op, "type"), atlas_json_string (op, "id"),
                            error);
  for (gsize i = 0; record != NULL && i < json_array_size (values); i++)
    {
      if (added)
        atlas_change_set_remove (inverse, record, field, json_string_value (json_array_get (values,
                                                                                            i)));
      else
        atlas_change_set_add (inverse, record, field, json_string_value (json_array_get (values,
                                                                                         i)));
    }

  return record != NULL;
}

/* A deleted record's id is used up, so it comes back under a new one. */
static gboolean
reverse_delete (AtlasStore     *self,
                AtlasChangeSet *inverse,
                json_t         *op,
                GError        **error)
{
  json_t *was = json_object_get (op, "was");
  g_autofree char *id = atlas_id_new ();

  if (was == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           _("What was deleted is not known any more."));
      return FALSE;
    }

  atlas_change_set_create (inverse, atlas_json_string (op, "type"), id, json_deep_copy (was));
  return TRUE;
}

static gboolean
reverse_op (AtlasStore     *self,
            AtlasChangeSet *inverse,
            json_t         *op,
            GError        **error)
{
  const char *kind = atlas_json_string (op, "op");

  if (strcmp (kind, "set") == 0)
    return reverse_set (self, inverse, op, error);
  if (strcmp (kind, "create") == 0)
    return reverse_create (self, inverse, op, error);
  if (strcmp (kind, "delete") == 0)
    return reverse_delete (self, inverse, op, error);
  return reverse_elements (self, inverse, op, strcmp (kind, "add") == 0, error);
}

static gboolean
reverse_entry (AtlasStore        *self,
               AtlasHistoryEntry *entry,
               const char        *done,
               GError           **error)
{
  g_autoptr(AtlasChangeSet) inverse = atlas_change_set_new (done);

  for (gsize i = json_array_size (entry->ops); i > 0; i--)
    if (!reverse_op (self, inverse, json_array_get (entry->ops, i - 1), error))
      return FALSE;

  return atlas_store_commit_set (self, inverse, entry->set_id, error);
}

static char *
label_of (AtlasStore *self,
          const char *set_id)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (self), "SELECT label FROM history WHERE set_id = ?",
                           NULL);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_id (stmt, 1, set_id);
  return atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW ? g_strdup (atlas_stmt_get_text (stmt,
                                                                                         0)) : NULL;
}

/**
 * atlas_store_undo:
 * @self: a store
 * @set_id: (nullable): the set to undo, or %NULL for the last one that was made here
 * @label: (out) (optional) (transfer full): what was undone
 * @error: return location for an error
 *
 * Undoes a change set by a new one, which is sent like any other.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when there is nothing to undo; %ATLAS_ERROR_CHANGED when something
 * was changed again since; %ATLAS_ERROR_INVALID for what is never taken back.
 *
 * Returns: whether it was undone
 */
gboolean
atlas_store_undo (AtlasStore *self,
                  const char *set_id,
                  char      **label,
                  GError    **error)
{
  g_autoptr(AtlasHistoryEntry) entry = NULL;
  g_autofree char *done = NULL;

  if (set_id != NULL && !atlas_id_is_valid (set_id))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                   _("There is no change “%s” in History."), set_id);
      return FALSE;
    }
  entry = find_entry (self,
                      set_id != NULL ? "set_id = ? AND is_undone = 0"
                                     : "is_undone = 0 AND undoes IS NULL",
                      set_id, error);
  if (entry == NULL)
    return FALSE;

  done = g_strdup_printf (_("Undone: %s"), entry->label);
  if (!reverse_entry (self, entry, done, error))
    return FALSE;

  if (label != NULL)
    *label = g_strdup (entry->label);
  return TRUE;
}

/**
 * atlas_store_undo_all:
 * @self: a store
 * @set_ids: (array zero-terminated=1): the sets of one user action, in the order they were done
 * @label: (out) (optional) (transfer full): what was undone
 * @error: return location for an error
 *
 * Undoes several change sets in one transaction, the last one first.
 *
 * Errors: those of atlas_store_undo()
 *
 * Returns: whether all were undone; if not, none was
 */
gboolean
atlas_store_undo_all (AtlasStore         *self,
                      const char * const *set_ids,
                      char              **label,
                      GError            **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);
  g_autofree char *done = NULL;

  if (tx == NULL)
    return FALSE;

  for (guint i = g_strv_length ((GStrv) set_ids); i > 0; i--)
    {
      g_clear_pointer (&done, g_free);
      if (!atlas_store_undo (self, set_ids[i - 1], &done, error))
        return FALSE;
    }
  if (!atlas_transaction_commit (tx, error))
    return FALSE;

  if (label != NULL)
    *label = g_steal_pointer (&done);
  return TRUE;
}

/**
 * atlas_store_redo:
 * @self: a store
 * @label: (out) (optional) (transfer full): what was done again
 * @error: return location for an error
 *
 * Undoes the last undoing, if nothing else was done since.
 *
 * Errors: as atlas_store_undo()
 *
 * Returns: whether it was done again
 */
gboolean
atlas_store_redo (AtlasStore *self,
                  char      **label,
                  GError    **error)
{
  g_autoptr(AtlasHistoryEntry) entry = NULL;
  g_autofree char *again = NULL;

  entry = find_entry (self, "is_undone = 0 AND undoes IS NOT NULL AND k ="
                      " (SELECT max (k) FROM history WHERE origin = 'local')", NULL, error);
  if (entry == NULL)
    return FALSE;

  again = label_of (self, entry->undoes);
  if (!reverse_entry (self, entry, again != NULL ? again : entry->label, error))
    return FALSE;

  if (label != NULL)
    *label = g_steal_pointer (&again);
  return TRUE;
}
