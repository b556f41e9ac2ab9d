/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change set becomes rows, search, history and outbox in one transaction. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-private.h"

#include <string.h>

#include "base/atlas-error.h"

/**
 * atlas_store_read_version:
 * @self: a store
 * @type: a record type
 * @id: a record's id
 * @version: (out caller-allocates): the record as its row has it; its frev is what the server gave
 * @exists: (out): whether there is a row
 * @error: return location for an error
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_store_read_version (AtlasStore      *self,
                          const AtlasType *type,
                          const char      *id,
                          AtlasVersion    *version,
                          gboolean        *exists,
                          GError         **error)
{
  g_autoptr(GError)      fault = NULL;
  g_autoptr(AtlasRecord) record = atlas_store_get (self, type->name, id, &fault);

  memset (version, 0, sizeof *version);
  *exists = record != NULL;
  if (record == NULL && !g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  version->fields = record != NULL ? atlas_record_to_fields (record) : json_object ();
  version->frev = json_object ();
  version->rev = record != NULL ? atlas_record_get_rev (record) : 0;

  return TRUE;
}

/* Scopes that are worked out here are a guess until the server has said so. What it gave before
 * decides meanwhile who may keep the record. */
static gboolean
keep_given (AtlasStore      *self,
            const AtlasType *type,
            const char      *id,
            GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT OR IGNORE INTO given (type, id, scopes)"
                                          " SELECT ?2, id, scopes FROM \"%s\" WHERE id = ?1"
                                          " AND rev > 0", type->name);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, id);
  atlas_stmt_bind_text (stmt, 2, type->name);
  return atlas_stmt_run (stmt, error);
}

/**
 * atlas_store_write_version:
 * @self: a store, in a transaction
 * @type: a record type
 * @id: a record's id
 * @version: what its row shall hold; a deleted one has no row
 * @scopes: (nullable): its scopes as the server gave them, or %NULL to work them out
 * @error: return location for an error
 *
 * Returns: whether it was written
 */
gboolean
atlas_store_write_version (AtlasStore      *self,
                           const AtlasType *type,
                           const char      *id,
                           AtlasVersion    *version,
                           const char      *scopes,
                           GError         **error)
{
  g_autoptr(AtlasRecord) record = NULL;
  g_autofree char *worked_out = NULL;

  if (version->deleted)
    return atlas_store_erase_record (self, type, id, error);

  record = atlas_record_new (type, id, version->rev, version->fields, error);
  if (record == NULL)
    return FALSE;
  if (scopes == NULL && version->rev > 0 && !keep_given (self, type, id, error))
    return FALSE;
  if (scopes == NULL)
    worked_out = atlas_store_scopes_text (self, type, version->fields);

  return atlas_store_write_record (self, record, scopes != NULL ? scopes : worked_out,
                                   version->frev, error);
}

static gboolean
rescope_one (AtlasStore      *self,
             const AtlasType *type,
             const char      *id,
             GError         **error)
{
  g_auto(AtlasVersion) version = { 0 };
  gboolean exists;

  return atlas_store_read_version (self, type, id, &version, &exists, error) &&
         (!exists || atlas_store_write_version (self, type, id, &version, NULL, error)) &&
         atlas_store_rescope (self, type, id, error);
}

static gboolean
rescope_by_field (AtlasStore       *self,
                  const AtlasType  *type,
                  const AtlasField *field,
                  const char       *id,
                  GError          **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?", type->name,
                                          field->name);
  g_autoptr(AtlasStmt)  stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  g_autoptr(GPtrArray)  found = g_ptr_array_new_with_free_func (g_free);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, id);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_ptr_array_add (found, atlas_stmt_get_id (stmt, 0));
  if (step == ATLAS_STEP_ERROR)
    return FALSE;

  for (guint i = 0; i < found->len; i++)
    if (!rescope_one (self, type, g_ptr_array_index (found, i), error))
      return FALSE;

  return TRUE;
}

/**
 * atlas_store_rescope:
 * @self: a store, in a transaction
 * @type: type of a record whose scopes may have changed
 * @id: its id
 * @error: return location for an error
 *
 * Works out anew who sees the records that follow a record, as referrals follow their child.
 *
 * Returns: whether all were written
 */
gboolean
atlas_store_rescope (AtlasStore      *self,
                     const AtlasType *type,
                     const char      *id,
                     GError         **error)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      {
        const AtlasField *field = &types[i]->fields[j];

        if (field->scope && strcmp (field->ref, type->name) == 0 &&
            !rescope_by_field (self, types[i], field, id, error))
          return FALSE;
      }

  return TRUE;
}

static gboolean
changes_scopes (const AtlasType *type,
                json_t          *op)
{
  json_t *fields = json_object_get (op, "fields");

  if (g_strcmp0 (atlas_json_string (op, "op"), "set") != 0)
    return FALSE;

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].scope && json_object_get (fields, type->fields[i].name) != NULL)
      return TRUE;

  return FALSE;
}

/* Before the first change that the server has not seen, its view of the record is put aside. */
static gboolean
keep_shadow (AtlasStore      *self,
             const AtlasType *type,
             const char      *id,
             AtlasVersion    *version,
             GError         **error)
{
  g_autofree char *fields = atlas_json_to_text (version->fields);
  g_autofree char *sql = NULL;
  g_autoptr(AtlasStmt) stmt = NULL;

  if (version->rev == 0)
    return TRUE;

  sql = g_strdup_printf ("INSERT OR IGNORE INTO shadow (type, id, rev, scopes, fields, frev)"
                         " SELECT ?2, id, rev, coalesce ((SELECT scopes FROM given WHERE type = ?2"
                         " AND id = ?1), scopes), ?3, coalesce (frev, '{}')"
                         " FROM \"%s\" WHERE id = ?1",
                         type->name);
  stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, id);
  atlas_stmt_bind_text (stmt, 2, type->name);
  atlas_stmt_bind_text (stmt, 3, fields);
  return atlas_stmt_run (stmt, error);
}

static gboolean
merge_locally (const AtlasType *type,
               AtlasVersion    *version,
               gboolean         exists,
               json_t          *op,
               GError         **error)
{
  static const AtlasAuthor author = { .device = "self", .same_epoch = FALSE };
  g_auto(AtlasOutcome)     outcome = { 0 };
  gint64 rev = version->rev;
  gboolean is_delete = strcmp (atlas_json_string (op, "op"), "delete") == 0;

  /* The row's revision stays the server's; the merge only asks whether there is a record. */
  version->rev = exists ? MAX (rev, 1) : 0;
  if (is_delete && exists && !type->append_only)
    version->deleted = TRUE;
  else
    atlas_merge_op (type, version, op, MAX (rev, 1), &author, &outcome);
  version->rev = rev;

  if (outcome.refused != NULL)
    g_set_error (error, ATLAS_ERROR,
                 strcmp (outcome.refused,
                         "missing-subject") == 0 ? ATLAS_ERROR_NOT_FOUND : ATLAS_ERROR_INVALID,
                 "%s (%s)", outcome.detail, outcome.refused);
  else if (outcome.conflict != NULL)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED, "The %s has changed since it was read",
                 type->name);

  return outcome.refused == NULL && outcome.conflict == NULL;
}

static gboolean
apply_op (AtlasStore *self,
          json_t     *op,
          json_t     *logged,
          GError    **error)
{
  const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));
  const char *id = atlas_json_string (op, "id");
  g_auto(AtlasVersion) version = { 0 };
  g_autoptr(json_t)    frev = NULL;
  gboolean exists;

  if (type == NULL || (type->server_made && strcmp (atlas_json_string (op, "op"), "create") == 0))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "Records of type “%s” cannot be made here",
                   atlas_json_string (op, "type"));
      return FALSE;
    }
  if (!atlas_store_read_version (self, type, id, &version, &exists, error) ||
      !keep_shadow (self, type, id, &version, error))
    return FALSE;
  if (strcmp (atlas_json_string (op, "op"), "delete") == 0)
    json_object_set_new (logged, "was", json_deep_copy (version.fields));
  if (!merge_locally (type, &version, exists, op, error))
    return FALSE;

  g_clear_pointer (&version.frev, json_decref);
  if (!atlas_store_write_version (self, type, id, &version, NULL, error))
    return FALSE;

  return !changes_scopes (type, op) || atlas_store_rescope (self, type, id, error);
}

static gboolean
write_pending (AtlasStore     *self,
               AtlasChangeSet *set,
               gint64          n,
               GError        **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  json_t *ops = atlas_change_set_get_ops (set);

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "INSERT OR IGNORE INTO pending (n, type, id) VALUES (?, ?, ?)",
                           error);
  for (gsize i = 0; stmt != NULL && i < json_array_size (ops); i++)
    {
      json_t *op = json_array_get (ops, i);

      atlas_stmt_bind_integer (stmt, 1, n);
      atlas_stmt_bind_text (stmt, 2, atlas_json_string (op, "type"));
      atlas_stmt_bind_id (stmt, 3, atlas_json_string (op, "id"));
      if (!atlas_stmt_run (stmt, error))
        return FALSE;
    }

  return stmt != NULL;
}

static gboolean
queue_set (AtlasStore     *self,
           AtlasChangeSet *set,
           GError        **error)
{
  g_autofree char *last = atlas_store_get_meta (self, "last_n");
  g_autofree char *epoch = atlas_store_get_meta (self, "epoch");
  gint64 n = (last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0) + 1;
  g_autofree char *next = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  g_autoptr(json_t)     object = atlas_change_set_to_json (set);
  g_autofree char *body = atlas_json_to_text (object);
  g_autoptr(AtlasStmt) stmt = NULL;

  if (strlen (body) > ATLAS_SET_BYTES_MAX)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "The change set is too large to be sent; make several of it");
      return FALSE;
    }

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "INSERT INTO outbox (n, set_id, label, made_at, epoch, body)"
                           " VALUES (?, ?, ?, ?, ?, ?)",
                           error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, n);
  atlas_stmt_bind_id (stmt, 2, atlas_change_set_get_id (set));
  atlas_stmt_bind_text (stmt, 3, atlas_change_set_get_label (set));
  atlas_stmt_bind_text (stmt, 4, atlas_change_set_get_made_at (set));
  atlas_stmt_bind_text (stmt, 5, epoch);
  atlas_stmt_bind_text (stmt, 6, body);

  return atlas_stmt_run (stmt, error) && write_pending (self, set, n, error) &&
         atlas_store_set_meta (self, "last_n", next, error);
}

static gboolean
write_set (AtlasStore     *self,
           AtlasChangeSet *set,
           const char     *undoes,
           GError        **error)
{
  g_autofree char *by_name = atlas_store_get_meta (self, "user_name");
  json_t *ops = atlas_change_set_get_ops (set);
  g_autoptr(json_t) logged = json_deep_copy (ops);

  for (gsize i = 0; i < json_array_size (ops); i++)
    if (!apply_op (self, json_array_get (ops, i), json_array_get (logged, i), error))
      return FALSE;

  return atlas_store_write_history (self, set, logged, by_name, undoes, error) &&
         queue_set (self, set, error);
}

/**
 * atlas_store_commit_set:
 * @self: a store
 * @set: a change set
 * @undoes: (nullable): id of the set that this one undoes
 * @error: return location for an error
 *
 * As atlas_store_apply(), and notes in History what was undone. Within a transaction that is open
 * already it is part of that one.
 *
 * Returns: whether the set was done
 */
gboolean
atlas_store_commit_set (AtlasStore     *self,
                        AtlasChangeSet *set,
                        const char     *undoes,
                        GError        **error)
{
  g_autoptr(AtlasTransaction) tx = NULL;
  gsize n_ops = atlas_change_set_n_ops (set);

  if (n_ops == 0 || n_ops > ATLAS_SET_OPS_MAX)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "A change set needs between 1 and %d operations", ATLAS_SET_OPS_MAX);
      return FALSE;
    }
  if (atlas_db_in_transaction (atlas_store_get_db (self)))
    return write_set (self, set, undoes, error);

  tx = atlas_transaction_begin (atlas_store_get_db (self), error);

  return tx != NULL && write_set (self, set, undoes, error) && atlas_transaction_commit (tx, error);
}

/**
 * atlas_store_apply:
 * @self: a store
 * @set: one user action
 * @error: return location for an error
 *
 * Does a change set: rows, search, history and outbox in one transaction, so that it is seen whole
 * or not at all and survives the battery.
 *
 * Errors: %ATLAS_ERROR_INVALID when an operation breaks a rule of its record; %ATLAS_ERROR_CHANGED
 * when a record is no longer as the set's author saw it; %ATLAS_ERROR_NOT_FOUND; those of the file.
 *
 * Returns: whether the set was done; if not, nothing of it was
 */
gboolean
atlas_store_apply (AtlasStore     *self,
                   AtlasChangeSet *set,
                   GError        **error)
{
  return atlas_store_commit_set (self, set, NULL, error);
}
