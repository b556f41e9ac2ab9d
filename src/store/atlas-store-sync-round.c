/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A round of what arrives becomes rows, search, cursor and grants in one transaction.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-sync.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "records/atlas-record-build.h"
#include "store/atlas-arrivals.h"
#include "store/atlas-pending.h"
#include "store/atlas-schema.h"
#include "store/atlas-store-blobs.h"
#include "store/atlas-store-private.h"
#include "store/atlas-store-sync-private.h"

typedef struct {
  AtlasStore      *store;
  AtlasPullCounts *counts;
  AtlasPending    *pending;
  /* (element-type AtlasType): types whose search index may keep words of what was erased */
  GHashTable      *erased_from;
  /* (nullable): for History; NULL in a first load, in which everything is new */
  AtlasArrivals   *arrivals;
  GPtrArray       *gone;        /* (element-type json_t): changes of what is this user's no more */
} Round;

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

static gboolean
malformed (const char *what,
           GError    **error)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL, "What the server sent cannot be read: %s",
               what);
  return FALSE;
}

/* The record as the server had it, when a change of it is pending here. */
static gboolean
read_known (Round        *round,
            AtlasRecord  *record,
            AtlasRecord **known,
            GError      **error)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  const char *id = atlas_record_get_id (record);
  g_auto(AtlasVersion) version = { 0 };
  g_autofree char *scopes = NULL;

  if (!atlas_pending_read (round->pending, type, id, &version, &scopes, error))
    return FALSE;
  if (version.rev == 0)
    return TRUE;

  *known = atlas_record_new (type, id, version.rev, version.fields, error);
  return *known != NULL;
}

/* Tells History of what somebody else has done. */
static gboolean
note_put (Round       *round,
          AtlasRecord *here,
          AtlasRecord *record,
          gboolean     is_pending,
          json_t      *change,
          GError     **error)
{
  g_autoptr(AtlasRecord) known = NULL;

  if (round->arrivals == NULL)
    return TRUE;
  if (is_pending && !read_known (round, record, &known, error))
    return FALSE;

  atlas_arrivals_put (round->arrivals, here, known, record, change);
  return TRUE;
}

static gboolean
write_put (Round       *round,
           AtlasRecord *here,
           AtlasRecord *record,
           json_t      *change,
           const char  *scopes,
           GError     **error)
{
  json_t *frev = json_object_get (change, "frev");

  if (here == NULL)
    return atlas_store_write_record (round->store, record, scopes, frev, error);

  return atlas_store_write_change (round->store, record, atlas_record_compare (here, record),
                                   scopes, frev, error);
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
  g_autoptr(AtlasRecord) here = NULL;
  g_autoptr(AtlasRecord) record = NULL;
  g_autofree char *scopes = NULL;
  gboolean is_pending;

  if (rev < 1 || !json_is_object (fields) || !json_is_array (json_object_get (change, "scopes")))
    return malformed ("a record without revision, fields or scopes", error);

  record = atlas_record_new (type, id, rev, fields, error);
  if (record == NULL)
    return FALSE;

  /* In a first load nothing is here yet. */
  if (round->arrivals != NULL)
    here = atlas_store_get (round->store, type->name, id, NULL);
  if (!atlas_pending_covers (round->pending, type, id, &is_pending, error) ||
      !atlas_pending_forget_given (round->pending, type, id, error) ||
      !note_put (round, here, record, is_pending, change, error))
    return FALSE;

  round->counts->n_put++;
  scopes = scopes_text (json_object_get (change, "scopes"));
  if (is_pending)
    return atlas_pending_put (round->pending, type, id, change, scopes, error);

  return write_put (round, here, record, change, scopes, error);
}

static gboolean
erase (Round           *round,
       const AtlasType *type,
       const char      *id,
       GError         **error)
{
  round->counts->n_removed++;
  g_hash_table_add (round->erased_from, (gpointer) type);

  return atlas_pending_forget (round->pending, type, id, error) &&
         atlas_store_erase_record (round->store, type, id, error);
}

/* History is written last, so what may not be in it is remembered until then. */
static void
note_gone (Round           *round,
           const AtlasType *type,
           const char      *id)
{
  g_ptr_array_add (round->gone, json_pack ("{s:s, s:s}", "type", type->name, "id", id));
}

static gboolean
forget_gone (Round   *round,
             GError **error)
{
  for (guint i = 0; i < round->gone->len; i++)
    if (!atlas_store_sync_forget_drafts (round->store,
                                         atlas_json_string (g_ptr_array_index (round->gone, i),
                                                            "id"), error))
      return FALSE;

  return atlas_store_sync_forget_history (round->store, round->gone, error);
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
  if (is_gone || is_erased)
    note_gone (round, type, id);

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

  /* The server's scopes count, and its view of a record that was deleted or moved here. */
  g_string_printf (sql, "SELECT id FROM (SELECT id, scopes FROM shadow WHERE type = ?1"
                   " UNION ALL SELECT id, coalesce ((SELECT scopes FROM given WHERE type = ?1"
                   " AND given.id = \"%s\".id), scopes) FROM \"%s\" WHERE rev > 0 AND id NOT IN"
                   " (SELECT id FROM shadow WHERE type = ?1)) AS held"
                   " WHERE instr (scopes, ' open ') = 0", type->name, type->name);
  for (gsize i = 0; i < json_array_size (scopes); i++)
    g_string_append_printf (sql, " AND instr (scopes, ' ' || ?%zu || ' ') = 0", i + 2);

  stmt = atlas_db_prepare (atlas_store_get_db (store), sql->str, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, type->name);
  for (gsize i = 0; i < json_array_size (scopes); i++)
    atlas_stmt_bind_text (stmt, (int) i + 2, json_string_value (json_array_get (scopes, i)));
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_ptr_array_add (outside, atlas_stmt_get_id (stmt, 0));

  return step == ATLAS_STEP_DONE;
}

static gboolean
purge_type (Round           *round,
            const AtlasType *type,
            json_t          *scopes,
            GError         **error)
{
  g_autoptr(GPtrArray) outside = g_ptr_array_new_with_free_func (g_free);

  if (!list_outside (round->store, type, scopes, outside, error))
    return FALSE;

  for (guint i = 0; i < outside->len; i++)
    {
      const char *id = g_ptr_array_index (outside, i);

      if (!erase (round, type, id, error))
        return FALSE;
      note_gone (round, type, id);
    }

  return TRUE;
}

/* What the user may not see any more goes before anything else is stored. */
static gboolean
purge (Round   *round,
       json_t  *scopes,
       GError **error)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    if (!purge_type (round, types[i], scopes, error))
      return FALSE;

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
  g_autoptr(AtlasPending)     pending = NULL;

  if (!atlas_db_in_transaction (atlas_store_get_db (round->store)) &&
      (tx = atlas_transaction_begin (atlas_store_get_db (round->store), error)) == NULL)
    return FALSE;
  if ((pending = atlas_pending_new (round->store, error)) == NULL)
    return FALSE;

  round->pending = pending;
  for (guint i = 0; i < pages->len; i++)
    if (!store_page (round, g_ptr_array_index (pages, i), error))
      return FALSE;

  return atlas_pending_release (pending, error) &&
         (round->arrivals == NULL || atlas_arrivals_write (round->arrivals, error)) &&
         forget_gone (round, error) &&
         leave_no_words (round, error) &&
         (g_hash_table_size (round->erased_from) == 0 ||
          atlas_store_files_purge (round->store, error)) &&
         (tx == NULL || atlas_transaction_commit (tx, error));
}

/**
 * atlas_store_sync_leave_no_pages:
 * @self: a store
 *
 * Takes what was erased out of the write-ahead log too. In an open transaction it does nothing;
 * whoever commits that calls it again.
 */
void
atlas_store_sync_leave_no_pages (AtlasStore *self)
{
  if (!atlas_db_in_transaction (atlas_store_get_db (self)))
    atlas_db_exec (atlas_store_get_db (self), "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
}

static gboolean
store (AtlasStore      *self,
       GPtrArray       *pages,
       AtlasArrivals   *arrivals,
       AtlasPullCounts *counts,
       GError         **error)
{
  g_autoptr(GHashTable) erased_from = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  AtlasPullCounts counted = *counts;
  Round round = {
    .store = self,
    .counts = &counted,
    .erased_from = erased_from,
    .arrivals = arrivals,
    .gone = gone,
  };

  if (!store_pages (&round, pages, error))
    return FALSE;

  *counts = counted;
  if (g_hash_table_size (erased_from) > 0)
    atlas_store_sync_leave_no_pages (self);
  return TRUE;
}

/**
 * atlas_store_sync_store_quietly:
 * @self: a store
 * @pages: (element-type json_t): as for atlas_store_sync_store_round()
 * @counts: (inout): counted up
 * @error: return location for an error
 *
 * Stores what only makes the store what the server is: nobody has done that just now, and History
 * is not told.
 *
 * Returns: whether it was stored; if not, nothing of it was
 */
gboolean
atlas_store_sync_store_quietly (AtlasStore      *self,
                                GPtrArray       *pages,
                                AtlasPullCounts *counts,
                                GError         **error)
{
  return store (self, pages, NULL, counts, error);
}

/**
 * atlas_store_sync_store_round:
 * @self: a store
 * @pages: (element-type json_t): the pages of a round, in order
 * @counts: (inout): counted up
 * @error: return location for an error
 *
 * Stores what arrived: records, deletions, what is not this user's any more, grants and cursor, in
 * one transaction. In a staging store a page may be stored by itself. Within a transaction that is
 * open already it is part of that one.
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
  g_autofree char *head = atlas_store_get_meta (self, "head");
  g_autoptr(AtlasArrivals) arrivals = head != NULL ? atlas_arrivals_new (self) : NULL;

  return store (self, pages, arrivals, counts, error);
}
