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
#include "store/atlas-arrivals.h"
#include "store/atlas-schema.h"
#include "store/atlas-store-blobs.h"
#include "store/atlas-store-private.h"
#include "store/atlas-store-sync-private.h"

typedef struct {
  AtlasStore      *store;
  AtlasPullCounts *counts;
  gboolean         has_pending;
  /* (element-type AtlasType): types whose search index may keep words of what was erased */
  GHashTable      *erased_from;
  GHashTable      *touched;     /* (element-type Named): came while something is pending */
  /* (nullable): for History; NULL in a first load, in which everything is new */
  AtlasArrivals   *arrivals;
} Round;

typedef struct {
  const AtlasType *type;
  char            *id;
} Named;

/* Laying what is pending over records. */
typedef struct {
  AtlasStore *store;
  GHashTable *ops;              /* (element-type gint64 json_t): of sets that were read */
} Relay;

static void
named_free (Named *named)
{
  g_free (named->id);
  g_free (named);
}

static guint
hash_named (gconstpointer data)
{
  return g_str_hash (((const Named *) data)->id);
}

static gboolean
equal_named (gconstpointer a,
             gconstpointer b)
{
  const Named *one = a;
  const Named *other = b;

  return one->type == other->type && strcmp (one->id, other->id) == 0;
}

static GHashTable *
touched_new (void)
{
  return g_hash_table_new_full (hash_named, equal_named, (GDestroyNotify) named_free, NULL);
}

static void
touch (GHashTable      *touched,
       const AtlasType *type,
       const char      *id)
{
  Named *named = g_new0 (Named, 1);

  named->type = type;
  named->id = g_strdup (id);
  g_hash_table_add (touched, named);
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

/* The operations of a set that may be laid over many records, read once. */
static json_t *
get_ops (Relay   *relay,
         gint64   n,
         GError **error)
{
  json_t *known = g_hash_table_lookup (relay->ops, &n);
  g_autoptr(AtlasStmt) stmt = NULL;
  g_autoptr(json_t)    body = NULL;
  json_t *ops;

  if (known != NULL)
    return known;

  stmt = atlas_db_prepare (atlas_store_get_db (relay->store),
                           "SELECT body FROM outbox WHERE n = ?1"
                           " UNION ALL SELECT body FROM journal WHERE n = ?1", error);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_integer (stmt, 1, n);
  if (atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED,
                     "Change set %" G_GINT64_FORMAT " is neither to be sent nor was it", n);
      return NULL;
    }

  body = atlas_json_parse (atlas_stmt_get_text (stmt, 0), -1, error);
  if (body == NULL)
    return NULL;

  ops = json_incref (json_object_get (body, "ops"));
  g_hash_table_insert (relay->ops, g_memdup2 (&n, sizeof n), ops);
  return ops;
}

static gboolean
lay_over (Relay        *relay,
          Named        *named,
          AtlasVersion *version,
          GError      **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = prepare_named (relay->store, "SELECT n FROM pending WHERE type = ? AND id = ? ORDER BY n",
                        named->type, named->id, error);
  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      json_t *ops = get_ops (relay, atlas_stmt_get_integer (stmt, 0), error);

      if (ops == NULL)
        return FALSE;
      for (gsize i = 0; i < json_array_size (ops); i++)
        lay_over_op (named->type, named->id, version, json_array_get (ops, i));
    }

  return step == ATLAS_STEP_DONE;
}

/* Makes a record's row anew: the server's view, with what is pending over it. */
static gboolean
relay_one (Relay   *relay,
           Named   *named,
           GError **error)
{
  static const char forget[] = "DELETE FROM shadow WHERE type = ?1 AND id = ?2 AND NOT EXISTS"
                               " (SELECT 1 FROM pending WHERE type = ?1 AND id = ?2)";
  g_auto(AtlasVersion) version = { 0 };
  g_autofree char *scopes = NULL;
  gint64 server_rev;
  gboolean is_there;

  if (!read_shadow (relay->store, named->type, named->id, &version, &scopes, error))
    return FALSE;

  server_rev = version.rev;
  if (!lay_over (relay, named, &version, error))
    return FALSE;

  is_there = version.rev > 0 && !version.deleted;
  version.rev = server_rev;
  if (is_there)
    {
      if (!atlas_store_write_version (relay->store, named->type, named->id, &version, scopes,
                                      error))
        return FALSE;
    }
  else if (!atlas_store_erase_record (relay->store, named->type, named->id, error))
    return FALSE;

  return run_named (relay->store, forget, named->type, named->id, error);
}

static gboolean
list_passed (AtlasStore *store,
             gint64      head,
             GHashTable *touched,
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
      g_autofree char *id = atlas_stmt_get_id (stmt, 1);

      if (type != NULL)
        touch (touched, type, id);
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

/* Takes away what is passed, and makes the rows of all that were touched anew. */
static gboolean
release_passed (AtlasStore *store,
                GHashTable *touched,
                GError    **error)
{
  g_autoptr(GHashTable) ops = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                     (GDestroyNotify) json_decref);
  g_autoptr(AtlasStmt)  stmt = NULL;
  Relay relay = { store, ops };
  gint64 head = get_number (store, "head");
  GHashTableIter iter;
  gpointer named;

  if (!list_passed (store, head, touched, error))
    return FALSE;

  stmt = atlas_db_prepare (atlas_store_get_db (store), "DELETE FROM pending"
                           " WHERE n IN (SELECT n FROM journal WHERE seq <= ?)", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, head);
  if (!atlas_stmt_run (stmt, error))
    return FALSE;

  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &named, NULL))
    if (!relay_one (&relay, named, error))
      return FALSE;

  return TRUE;
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
  g_autoptr(GHashTable) touched = touched_new ();

  return release_passed (self, touched, error);
}

/* Tells History of what somebody else has done. */
static gboolean
note_put (Round           *round,
          const AtlasType *type,
          const char      *id,
          gboolean         pending,
          json_t          *change,
          GError         **error)
{
  g_auto(AtlasVersion) known = { 0 };
  g_autofree char *scopes = NULL;

  if (round->arrivals == NULL)
    return TRUE;
  if (pending && !read_shadow (round->store, type, id, &known, &scopes, error))
    return FALSE;

  atlas_arrivals_put (round->arrivals, type, id, known.rev > 0 ? known.fields : NULL, change);
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
  if (!is_pending (round, type, id, &pending, error) ||
      !note_put (round, type, id, pending, change, error))
    return FALSE;

  round->counts->n_put++;
  if (pending)
    {
      touch (round->touched, type, id);
      return write_shadow (round->store, type, id, change, error);
    }

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
  const Named named = { type, (char *) id };

  round->counts->n_removed++;
  g_hash_table_remove (round->touched, &named);
  g_hash_table_add (round->erased_from, (gpointer) type);

  return run_named (round->store, "DELETE FROM shadow WHERE type = ? AND id = ?", type, id,
                    error) &&
         atlas_store_erase_record (round->store, type, id, error);
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

  if (round->arrivals != NULL && !is_gone && !is_erased)
    atlas_arrivals_delete (round->arrivals, type, id);
  if (!erase (round, type, id, error))
    return FALSE;
  if ((is_gone || is_erased) && !atlas_store_sync_forget_history (round->store, type, id, error))
    return FALSE;

  return !is_erased || atlas_store_sync_forget_queued (round->store, type, id, error);
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
          !atlas_store_sync_forget_history (round->store, named->type, named->id, error))
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

  if (round->arrivals != NULL)
    atlas_arrivals_widen (round->arrivals);
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
  gint64 exists = 0;

  if (!atlas_db_ask_integer (atlas_store_get_db (round->store),
                             "SELECT EXISTS (SELECT 1 FROM pending)", &exists, error))
    return FALSE;

  round->has_pending = exists != 0;
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

  return release_passed (round->store, round->touched, error) &&
         (round->arrivals == NULL || atlas_arrivals_write (round->arrivals, error)) &&
         leave_no_words (round, error) &&
         (g_hash_table_size (round->erased_from) == 0 ||
          atlas_store_files_purge (round->store, error)) &&
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
  g_autoptr(GHashTable) touched = touched_new ();
  g_autofree char *head = atlas_store_get_meta (self, "head");
  g_autoptr(AtlasArrivals) arrivals = head != NULL ? atlas_arrivals_new (self) : NULL;
  AtlasPullCounts counted = *counts;
  Round round = {
    .store = self,
    .counts = &counted,
    .erased_from = erased_from,
    .touched = touched,
    .arrivals = arrivals,
  };

  if (!store_pages (&round, pages, error))
    return FALSE;

  *counts = counted;
  if (g_hash_table_size (erased_from) > 0)
    atlas_db_exec (atlas_store_get_db (self), "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
  return TRUE;
}
