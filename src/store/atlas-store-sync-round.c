/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A round of what arrives becomes rows, search, cursor and grants in one transaction. A record that
 * somebody here has changed since is put into `shadow` as the server has it, and what is pending is
 * laid over it again, so that a download never takes a change off the screen.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-sync.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "store/atlas-schema.h"
#include "store/atlas-store-private.h"

typedef struct {
  AtlasStore      *store;
  AtlasPullCounts *counts;
  gboolean         has_pending;
  /* (element-type AtlasType): types whose search index may keep words of what was erased */
  GHashTable      *erased_from;
} Round;

typedef struct {
  const AtlasType *type;
  char            *id;
} Named;

static void
named_free (Named *named)
{
  g_free (named->id);
  g_free (named);
}

static gboolean
malformed (const char *what,
           GError    **error)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL, "What the server sent cannot be read: %s",
               what);
  return FALSE;
}

static char *
scopes_text (json_t *scopes)
{
  GString *text = g_string_new (" ");

  for (gsize i = 0; i < json_array_size (scopes); i++)
    {
      const char *scope = json_string_value (json_array_get (scopes, i));

      g_string_append (text, scope != NULL ? scope : "");
      g_string_append_c (text, ' ');
    }

  return g_string_free (text, FALSE);
}

static AtlasStmt *
prepare_named (AtlasStore      *store,
               const char      *sql,
               const AtlasType *type,
               const char      *id,
               GError         **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_text (stmt, 1, type->name);
  atlas_stmt_bind_id (stmt, 2, id);
  return g_steal_pointer (&stmt);
}

static gboolean
run_named (AtlasStore      *store,
           const char      *sql,
           const AtlasType *type,
           const char      *id,
           GError         **error)
{
  g_autoptr(AtlasStmt) stmt = prepare_named (store, sql, type, id, error);

  return stmt != NULL && atlas_stmt_run (stmt, error);
}

static gboolean
is_pending (Round           *round,
            const AtlasType *type,
            const char      *id,
            gboolean        *pending,
            GError         **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  *pending = FALSE;
  if (!round->has_pending)
    return TRUE;

  stmt = prepare_named (round->store, "SELECT 1 FROM pending WHERE type = ? AND id = ? LIMIT 1",
                        type, id, error);
  if (stmt == NULL)
    return FALSE;

  step = atlas_stmt_step (stmt, error);
  *pending = step == ATLAS_STEP_ROW;
  return step != ATLAS_STEP_ERROR;
}

static gboolean
write_shadow (AtlasStore      *store,
              const AtlasType *type,
              const char      *id,
              json_t          *change,
              GError         **error)
{
  g_autofree char *scopes = scopes_text (json_object_get (change, "scopes"));
  g_autofree char *fields = atlas_json_to_text (json_object_get (change, "fields"));
  json_t *marks = json_object_get (change, "frev");
  g_autofree char *frev = marks != NULL ? atlas_json_to_text (marks) : g_strdup ("{}");
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = prepare_named (store, "INSERT OR REPLACE INTO shadow (type, id, rev, scopes, fields, frev)"
                        " VALUES (?, ?, ?, ?, ?, ?)", type, id, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 3, atlas_json_integer (change, "rev", 0));
  atlas_stmt_bind_text (stmt, 4, scopes);
  atlas_stmt_bind_text (stmt, 5, fields);
  atlas_stmt_bind_text (stmt, 6, frev);
  return atlas_stmt_run (stmt, error);
}

static gboolean
read_shadow (AtlasStore      *store,
             const AtlasType *type,
             const char      *id,
             AtlasVersion    *version,
             char           **scopes,
             GError         **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = prepare_named (store, "SELECT rev, scopes, fields, frev FROM shadow"
                        " WHERE type = ? AND id = ?", type, id, error);
  if (stmt == NULL)
    return FALSE;

  step = atlas_stmt_step (stmt, error);
  if (step == ATLAS_STEP_DONE)
    {
      version->fields = json_object ();
      version->frev = json_object ();
      return TRUE;
    }
  if (step == ATLAS_STEP_ERROR)
    return FALSE;

  version->rev = atlas_stmt_get_integer (stmt, 0);
  *scopes = g_strdup (atlas_stmt_get_text (stmt, 1));
  version->fields = atlas_json_parse (atlas_stmt_get_text (stmt, 2), -1, error);
  version->frev = atlas_json_parse (atlas_stmt_get_text (stmt, 3), -1, error);

  return version->fields != NULL && version->frev != NULL;
}

/* What the merge would leave to people is shown as typed here until the server has decided. */
static void
insist (const AtlasType    *type,
        AtlasVersion       *version,
        json_t             *op,
        const AtlasOutcome *outcome)
{
  const char *name;
  json_t *values;

  if (strcmp (atlas_json_string (op, "op"), "delete") == 0)
    {
      version->deleted = TRUE;
      return;
    }

  json_object_foreach (outcome->fields, name, values)
  {
    json_t *proposed = json_object_get (values, "proposed");

    if (proposed == NULL || json_is_null (proposed))
      json_object_del (version->fields, name);
    else
      json_object_set (version->fields, name, proposed);
  }
}

static void
lay_over_op (const AtlasType *type,
             const char      *id,
             AtlasVersion    *version,
             json_t          *op)
{
  static const AtlasAuthor author = { .device = "self", .same_epoch = FALSE };
  g_auto(AtlasOutcome)     outcome = { 0 };
  g_auto(AtlasVersion)     before = { 0 };
  gint64 rev = version->rev;

  if (g_strcmp0 (atlas_json_string (op, "type"), type->name) != 0 ||
      g_strcmp0 (atlas_json_string (op, "id"), id) != 0)
    return;

  atlas_version_copy (version, &before);
  atlas_merge_op (type, version, op, MAX (rev, 1), &author, &outcome);
  if (outcome.refused != NULL)
    {
      /* The server will say so too, or has already done what the operation asks. */
      atlas_version_clear (version);
      atlas_version_copy (&before, version);
      return;
    }
  if (outcome.conflict != NULL)
    insist (type, version, op, &outcome);
}

static gboolean
lay_over (AtlasStore      *store,
          const AtlasType *type,
          const char      *id,
          AtlasVersion    *version,
          GError         **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = prepare_named (store, "SELECT coalesce (o.body, j.body) FROM pending p"
                        " LEFT JOIN outbox o ON o.n = p.n LEFT JOIN journal j ON j.n = p.n"
                        " WHERE p.type = ? AND p.id = ? ORDER BY p.n", type, id, error);
  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      const char *text = atlas_stmt_get_text (stmt, 0);
      g_autoptr(json_t) body = text != NULL ? atlas_json_parse (text, -1, error) : json_object ();
      json_t *ops = json_object_get (body, "ops");

      if (body == NULL)
        return FALSE;
      for (gsize i = 0; i < json_array_size (ops); i++)
        lay_over_op (type, id, version, json_array_get (ops, i));
    }

  return step == ATLAS_STEP_DONE;
}

/* Makes a record's row anew: the server's view, with what is pending over it. */
static gboolean
relay (AtlasStore      *store,
       const AtlasType *type,
       const char      *id,
       GError         **error)
{
  g_auto(AtlasVersion) version = { 0 };
  g_autofree char *scopes = NULL;
  gint64 server_rev;
  gboolean is_there;

  if (!read_shadow (store, type, id, &version, &scopes, error))
    return FALSE;

  server_rev = version.rev;
  if (!lay_over (store, type, id, &version, error))
    return FALSE;

  is_there = version.rev > 0 && !version.deleted;
  version.rev = server_rev;
  return is_there
         ? atlas_store_write_version (store, type, id, &version, scopes, error)
         : atlas_store_erase_record (store, type, id, error);
}

static gboolean
list_passed (AtlasStore *store,
             gint64      head,
             GPtrArray  *passed,
             GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (store), "SELECT DISTINCT type, id FROM pending"
                           " WHERE n IN (SELECT n FROM journal WHERE seq <= ?)", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, head);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      const AtlasType *type = atlas_type_find (atlas_stmt_get_text (stmt, 0));
      Named *named;

      if (type == NULL)
        continue;
      named = g_new0 (Named, 1);
      named->type = type;
      named->id = atlas_stmt_get_id (stmt, 1);
      g_ptr_array_add (passed, named);
    }

  return step == ATLAS_STEP_DONE;
}

static gint64
get_number (AtlasStore *store,
            const char *key)
{
  g_autofree char *text = atlas_store_get_meta (store, key);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/**
 * atlas_store_sync_release_passed:
 * @self: a store, in a transaction
 * @error: return location for an error
 *
 * Takes away what is laid over records for sets whose effect has arrived: a set is pending until
 * the cursor has passed the number that the server gave it.
 *
 * Source: protocol, section 6.
 *
 * Returns: whether the rows were written
 */
gboolean
atlas_store_sync_release_passed (AtlasStore *self,
                                 GError    **error)
{
  static const char release[] = "DELETE FROM pending"
                                " WHERE n IN (SELECT n FROM journal WHERE seq <= ?)";
  static const char forget[] = "DELETE FROM shadow WHERE type = ?1 AND id = ?2 AND NOT EXISTS"
                               " (SELECT 1 FROM pending WHERE type = ?1 AND id = ?2)";
  g_autoptr(GPtrArray) passed = g_ptr_array_new_with_free_func ((GDestroyNotify) named_free);
  g_autoptr(AtlasStmt) stmt = NULL;
  gint64 head = get_number (self, "head");

  if (!list_passed (self, head, passed, error))
    return FALSE;
  if (passed->len == 0)
    return TRUE;

  stmt = atlas_db_prepare (atlas_store_get_db (self), release, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, head);
  if (!atlas_stmt_run (stmt, error))
    return FALSE;

  for (guint i = 0; i < passed->len; i++)
    {
      Named *named = g_ptr_array_index (passed, i);

      if (!relay (self, named->type, named->id, error) ||
          !run_named (self, forget, named->type, named->id, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
store_put (Round           *round,
           const AtlasType *type,
           const char      *id,
           json_t          *change,
           GError         **error)
{
  json_t *fields = json_object_get (change, "fields");
  gint64 rev = atlas_json_integer (change, "rev", 0);
  g_autoptr(AtlasRecord) record = NULL;
  g_autofree char *scopes = NULL;
  gboolean pending;

  if (rev < 1 || !json_is_object (fields) || !json_is_array (json_object_get (change, "scopes")))
    return malformed ("a record without revision, fields or scopes", error);
  if (!is_pending (round, type, id, &pending, error))
    return FALSE;

  round->counts->n_put++;
  if (pending)
    return write_shadow (round->store, type, id, change, error) &&
           relay (round->store, type, id, error);

  record = atlas_record_new (type, id, rev, fields, error);
  if (record == NULL)
    return FALSE;

  scopes = scopes_text (json_object_get (change, "scopes"));
  return atlas_store_write_record (round->store, record, scopes, json_object_get (change, "frev"),
                                   error);
}

static gboolean
erase (Round           *round,
       const AtlasType *type,
       const char      *id,
       GError         **error)
{
  round->counts->n_removed++;
  g_hash_table_add (round->erased_from, (gpointer) type);

  return run_named (round->store, "DELETE FROM shadow WHERE type = ? AND id = ?", type, id,
                    error) &&
         atlas_store_erase_record (round->store, type, id, error);
}

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

static gboolean
forget_history (Round           *round,
                const AtlasType *type,
                const char      *id,
                GError         **error)
{
  g_autoptr(AtlasStmt) list = NULL;
  g_autoptr(AtlasStmt) update = NULL;

  list = prepare_named (round->store, "SELECT k, ops FROM history WHERE k IN"
                        " (SELECT k FROM history_record WHERE type = ? AND id = ?)",
                        type, id, error);
  update = atlas_db_prepare (atlas_store_get_db (round->store),
                             "UPDATE history SET ops = ?2 WHERE k = ?1", error);

  return list != NULL && update != NULL &&
         rewrite_ops (list, update, forget_op, type, id, error) &&
         run_named (round->store, "DELETE FROM history_record WHERE type = ? AND id = ?",
                    type, id, error);
}

static gboolean
forget_in (Round           *round,
           const char      *table,
           const AtlasType *type,
           const char      *id,
           GError         **error)
{
  AtlasDb *db = atlas_store_get_db (round->store);
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

static gboolean
store_removal (Round           *round,
               const AtlasType *type,
               const char      *id,
               json_t          *change,
               GError         **error)
{
  gboolean is_gone = strcmp (atlas_json_string (change, "op"), "gone") == 0;
  gboolean is_erased = atlas_json_boolean (change, "erased");

  if (!erase (round, type, id, error))
    return FALSE;
  if ((is_gone || is_erased) && !forget_history (round, type, id, error))
    return FALSE;

  return !is_erased || (forget_in (round, "outbox", type, id, error) &&
                        forget_in (round, "journal", type, id, error));
}

static gboolean
store_change (Round   *round,
              json_t  *change,
              GError **error)
{
  const char *op = atlas_json_string (change, "op");
  const char *type_name = atlas_json_string (change, "type");
  const char *id = atlas_json_string (change, "id");
  const AtlasType *type;

  if (op == NULL || type_name == NULL || !atlas_id_is_valid (id))
    return malformed ("a change without operation, type or id", error);

  /* A newer county has types that this program cannot show. */
  type = atlas_type_find (type_name);
  if (type == NULL)
    return TRUE;
  if (strcmp (op, "put") == 0)
    return store_put (round, type, id, change, error);
  if (strcmp (op, "del") == 0 || strcmp (op, "gone") == 0)
    return store_removal (round, type, id, change, error);

  return malformed ("a change that is neither put, del nor gone", error);
}

static gboolean
list_outside (AtlasStore      *store,
              const AtlasType *type,
              json_t          *scopes,
              GPtrArray       *outside,
              GError         **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  g_string_printf (sql, "SELECT id FROM \"%s\" WHERE rev > 0 AND instr (scopes, ' open ') = 0",
                   type->name);
  for (gsize i = 0; i < json_array_size (scopes); i++)
    g_string_append_printf (sql, " AND instr (scopes, ' ' || ?%zu || ' ') = 0", i + 1);

  stmt = atlas_db_prepare (atlas_store_get_db (store), sql->str, error);
  if (stmt == NULL)
    return FALSE;

  for (gsize i = 0; i < json_array_size (scopes); i++)
    atlas_stmt_bind_text (stmt, (int) i + 1, json_string_value (json_array_get (scopes, i)));
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      Named *named = g_new0 (Named, 1);

      named->type = type;
      named->id = atlas_stmt_get_id (stmt, 0);
      g_ptr_array_add (outside, named);
    }

  return step == ATLAS_STEP_DONE;
}

/* What the user may not see any more goes before anything else is stored. */
static gboolean
purge (Round   *round,
       json_t  *scopes,
       GError **error)
{
  g_autoptr(GPtrArray)    outside = g_ptr_array_new_with_free_func ((GDestroyNotify) named_free);
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    if (!list_outside (round->store, types[i], scopes, outside, error))
      return FALSE;

  for (guint i = 0; i < outside->len; i++)
    {
      Named *named = g_ptr_array_index (outside, i);

      if (!erase (round, named->type, named->id, error) ||
          !forget_history (round, named->type, named->id, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
store_grants (Round   *round,
              json_t  *grants,
              GError **error)
{
  g_autofree char *known = atlas_store_get_meta (round->store, "grants");
  g_autoptr(json_t) before = known != NULL ? atlas_json_parse (known, -1, NULL) : NULL;
  g_autofree char *text = NULL;

  if (!json_is_array (json_object_get (grants, "scopes")))
    return malformed ("a page without grants", error);
  if (before != NULL &&
      atlas_json_integer (before, "version", -1) == atlas_json_integer (grants, "version", -1))
    return TRUE;

  text = atlas_json_to_text (grants);
  return (before == NULL || purge (round, json_object_get (grants, "scopes"), error)) &&
         atlas_store_set_meta (round->store, "grants", text, error);
}

static gboolean
store_page (Round   *round,
            json_t  *page,
            GError **error)
{
  json_t *changes = json_object_get (page, "changes");
  const char *cursor = atlas_json_string (page, "cursor");
  gint64 head = atlas_json_integer (page, "head", -1);
  g_autofree char *head_text = g_strdup_printf ("%" G_GINT64_FORMAT, head);

  if (cursor == NULL || head < 0 || !json_is_array (changes))
    return malformed ("a page without cursor, head or changes", error);
  if (!store_grants (round, json_object_get (page, "grants"), error))
    return FALSE;
  for (gsize i = 0; i < json_array_size (changes); i++)
    if (!store_change (round, json_array_get (changes, i), error))
      return FALSE;

  round->counts->head = head;
  if (!atlas_store_set_meta (round->store, "cursor", cursor, error))
    return FALSE;

  /* Only the end of a round says how far the server's order has been seen. */
  return json_is_true (json_object_get (page, "more")) ||
         atlas_store_set_meta (round->store, "head", head_text, error);
}

static gboolean
look_for_pending (Round   *round,
                  GError **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (round->store),
                           "SELECT EXISTS (SELECT 1 FROM pending)", error);
  if (stmt == NULL || atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;

  round->has_pending = atlas_stmt_get_integer (stmt, 0) != 0;
  return TRUE;
}

/* SQLite keeps words of what was erased until the index is merged, and pages until a checkpoint. */
static gboolean
leave_no_words (Round   *round,
                GError **error)
{
  GHashTableIter iter;
  gpointer type;

  if (g_hash_table_size (round->erased_from) == 0)
    return TRUE;

  g_hash_table_iter_init (&iter, round->erased_from);
  while (g_hash_table_iter_next (&iter, &type, NULL))
    {
      const char *name = ((const AtlasType *) type)->name;
      g_autofree char *sql = g_strdup_printf ("INSERT INTO \"search_%s\" (\"search_%s\")"
                                              " VALUES ('optimize')", name, name);

      if (atlas_schema_has_search (type) &&
          !atlas_db_exec (atlas_store_get_db (round->store), sql, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
store_pages (Round     *round,
             GPtrArray *pages,
             GError   **error)
{
  g_autoptr(AtlasTransaction) tx = NULL;

  tx = atlas_transaction_begin (atlas_store_get_db (round->store), error);
  if (tx == NULL || !look_for_pending (round, error))
    return FALSE;
  for (guint i = 0; i < pages->len; i++)
    if (!store_page (round, g_ptr_array_index (pages, i), error))
      return FALSE;

  return atlas_store_sync_release_passed (round->store, error) &&
         leave_no_words (round, error) &&
         atlas_transaction_commit (tx, error);
}

/**
 * atlas_store_sync_store_round:
 * @self: a store
 * @pages: (element-type json_t): the pages of a round, in order
 * @counts: (inout): counted up
 * @error: return location for an error
 *
 * Stores what arrived: records, deletions, what is not this user's any more, grants and cursor, in
 * one transaction. In a staging store a page may be stored by itself.
 *
 * Errors: %ATLAS_ERROR_PROTOCOL or %ATLAS_ERROR_INVALID for what cannot be read; those of the file.
 *
 * Source: protocol, section 6.
 *
 * Returns: whether it was stored; if not, nothing of it was
 */
gboolean
atlas_store_sync_store_round (AtlasStore      *self,
                              GPtrArray       *pages,
                              AtlasPullCounts *counts,
                              GError         **error)
{
  g_autoptr(GHashTable) erased_from = g_hash_table_new (NULL, NULL);
  AtlasPullCounts counted = *counts;
  Round round = { self, &counted, FALSE, erased_from };

  if (!store_pages (&round, pages, error))
    return FALSE;

  *counts = counted;
  if (g_hash_table_size (erased_from) > 0)
    atlas_db_exec (atlas_store_get_db (self), "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
  return TRUE;
}
