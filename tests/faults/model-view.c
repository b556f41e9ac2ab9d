/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user may see, and what laptops show of it. */
#include "config.h"

#include "model.h"
#include "records/atlas-records.h"
#include "server/atlas-audit.h"

static const char * const types[] = {
  "child", "referral", "note", "offer", "hold", "document", "conflict", "parked", "question",
  "place",
};

static gboolean
has_text (json_t     *array,
          const char *text)
{
  gsize i;
  json_t *value;

  json_array_foreach (array, i, value)
  {
    if (g_strcmp0 (json_string_value (value), text) == 0)
      return TRUE;
  }

  return FALSE;
}

/* What a scope of a record lets the reader do with it. */
static AtlasRight
rights_through (json_t          *grants,
                const char      *scope,
                const AtlasType *type)
{
  const char *roles = atlas_json_string (json_object_get (grants, "roles"), scope);
  g_auto(GStrv) names = NULL;
  AtlasRight rights = 0;

  if (!has_text (json_object_get (grants, "scopes"), scope))
    return 0;
  if (g_str_equal (scope, "open") || g_str_has_prefix (scope, "user/"))
    return ATLAS_RIGHT_READ;

  names = g_strsplit (roles != NULL ? roles : "", ",", -1);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      AtlasRight by_role = atlas_roles_rights (names[i], type->name);

      if (!(by_role & ATLAS_RIGHT_READ))
        continue;
      if (!(by_role & ATLAS_RIGHT_MASK))
        return ATLAS_RIGHT_READ;
      rights |= by_role & (ATLAS_RIGHT_READ | ATLAS_RIGHT_MASK);
    }

  return rights;
}

static AtlasRight
rights_of (json_t          *grants,
           Row             *row,
           const AtlasType *type)
{
  AtlasRight rights = 0;

  for (gsize i = 0; row->scopes[i] != NULL; i++)
    {
      AtlasRight through = rights_through (grants, row->scopes[i], type);

      if (through == ATLAS_RIGHT_READ)
        return through;
      rights |= through;
    }

  return rights;
}

AtlasRight
model_rights (json_t *grants,
              Row    *row)
{
  return rights_of (grants, row, row->type);
}

static gboolean
is_covered (json_t           *grants,
            Row              *row,
            const AtlasField *field)
{
  return field->mask && (rights_of (grants, row, row->type) & ATLAS_RIGHT_MASK);
}

static void
check_put (World      *world,
           json_t     *grants,
           GHashTable *rows,
           json_t     *change)
{
  const char *type = atlas_json_string (change, "type");
  g_autofree char *key = model_key (type, atlas_json_string (change, "id"));
  Row *row = g_hash_table_lookup (rows, key);

  if (row == NULL || g_strcmp0 (atlas_json_string (change, "op"), "put") != 0)
    return;
  if (!(rights_of (grants, row, row->type) & ATLAS_RIGHT_READ))
    world_break (world, 8, "%s was sent to who may not see it", key);

  for (guint i = 0; i < row->type->n_fields; i++)
    if (is_covered (grants, row, &row->type->fields[i]) &&
        json_object_get (json_object_get (change, "fields"), row->type->fields[i].name) != NULL)
      world_break (world, 8, "%s.%s was sent to who may not see it", key,
                   row->type->fields[i].name);
}

static gboolean
is_not_seen (gpointer key,
             gpointer value,
             gpointer grants)
{
  Row *row = value;

  return row->is_deleted || !(rights_of (grants, row, row->type) & ATLAS_RIGHT_READ);
}

/* A page has been made: nothing in it may be more than the reader may see; and when it is the last
 * of a round, this is what the round has to show. */
void
model_page (World  *world,
            json_t *page)
{
  g_autoptr(GHashTable) rows = model_read_rows (world);
  json_t *grants = json_object_get (page, "grants");
  json_t *changes = json_object_get (page, "changes");
  Laptop *reader = world->reader;
  gsize i;
  json_t *change;

  world->counts->pages++;
  json_array_foreach (changes, i, change)
  {
    check_put (world, grants, rows, change);
  }
  if (reader == NULL || json_is_true (json_object_get (page, "more")))
    return;

  g_hash_table_foreach_remove (rows, is_not_seen, grants);
  g_clear_pointer (&reader->view, g_hash_table_unref);
  g_clear_pointer (&reader->grants, json_decref);
  g_free (reader->view_cursor);
  reader->view = g_steal_pointer (&rows);
  reader->view_cursor = g_strdup (atlas_json_string (page, "cursor"));
  reader->grants = json_incref (grants);
}

/* Revision by record, as the laptop has it from the server. */
static GHashTable *
read_laptop (Laptop *laptop)
{
  GHashTable *revs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  AtlasDb *db = atlas_store_get_db (atlas_sync_engine_get_store (laptop->engine));

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("SELECT id, rev FROM \"%s\" WHERE rev > 0 AND id NOT IN (SELECT id FROM"
                         " shadow WHERE type = ?1) UNION ALL SELECT id, rev FROM shadow"
                         " WHERE type = ?1", types[i]);
      g_autoptr(AtlasStmt) stmt = atlas_db_prepare (db, sql, NULL);

      atlas_stmt_bind_text (stmt, 1, types[i]);
      while (atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW)
        {
          g_autofree char *id = atlas_stmt_get_id (stmt, 0);

          g_hash_table_insert (revs, model_key (types[i], id),
                               GSIZE_TO_POINTER ((gsize) atlas_stmt_get_integer (stmt, 1)));
        }
    }

  return revs;
}

static gboolean
is_at_view (Laptop *laptop)
{
  g_autofree char *cursor = NULL;

  if (laptop->view == NULL || laptop->engine == NULL)
    return FALSE;

  cursor = atlas_store_get_meta (atlas_sync_engine_get_store (laptop->engine), "cursor");
  return g_strcmp0 (cursor, laptop->view_cursor) == 0;
}

/* A laptop holds what the server held when it answered the last page, neither more nor less. */
void
model_check_view (Laptop *laptop)
{
  g_autoptr(GHashTable) revs = NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (!is_at_view (laptop))
    return;

  laptop->world->counts->rounds++;
  revs = read_laptop (laptop);
  g_hash_table_iter_init (&iter, laptop->view);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gint64 has = (gint64) GPOINTER_TO_SIZE (g_hash_table_lookup (revs, key));

      if (has != ((Row *) value)->rev)
        world_break (laptop->world, 5, "%s has %s at revision %d, and the server had %d",
                     laptop->name, (char *) key, (int) has, (int) ((Row *) value)->rev);
    }
  g_hash_table_iter_init (&iter, revs);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (laptop->view, key))
      world_break (laptop->world, 8, "%s has %s, which it may not see or which is no more",
                   laptop->name, (char *) key);
}

/* What unsent sets make of a record, over nothing. */
typedef struct {
  json_t  *fields;
  gboolean is_made;
  gboolean is_deleted;
} Typed;

static void
typed_free (gpointer data)
{
  Typed *typed = data;

  json_decref (typed->fields);
  g_free (typed);
}

static void
type_op (GHashTable *all,
         json_t     *op)
{
  g_autofree char *key = model_key (atlas_json_string (op, "type"), atlas_json_string (op, "id"));
  const char *verb = atlas_json_string (op, "op");
  Typed *typed = g_hash_table_lookup (all, key);
  const char *name;
  json_t *value;

  if (typed == NULL)
    {
      typed = g_new0 (Typed, 1);
      typed->fields = json_object ();
      g_hash_table_insert (all, g_steal_pointer (&key), typed);
    }
  typed->is_deleted |= g_str_equal (verb, "delete");
  typed->is_made |= g_str_equal (verb, "create");
  json_object_foreach (json_object_get (op, "fields"), name, value)
  {
    json_object_set (typed->fields, name,
                     g_str_equal (verb, "set") ? json_array_get (value, 1) : value);
  }
}

static gboolean
server_knows (World      *world,
              const char *type,
              const char *id)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (atlas_service_get_backend (world->service), NULL,
                               "SELECT 1 FROM record WHERE type = ?1 AND id = ?2", "tu", type, id);
  return atlas_rows_step (query, NULL) == ATLAS_STEP_ROW;
}

static void
check_typed (Laptop     *laptop,
             const char *key,
             Typed      *typed)
{
  g_auto(GStrv) parts = g_strsplit (key, "/", 2);
  AtlasStore *store = atlas_sync_engine_get_store (laptop->engine);
  g_autoptr(AtlasRecord) record = atlas_store_get (store, parts[0], parts[1], NULL);
  g_autoptr(json_t) shown = record != NULL ? atlas_record_to_fields (record) : NULL;
  const char *name;
  json_t *value;

  if (typed->is_deleted && record != NULL)
    world_break (laptop->world, 9, "%s shows %s, which was deleted there", laptop->name, key);
  if (typed->is_deleted)
    return;

  /* It may have been deleted or moved away by somebody else meanwhile. */
  if (record == NULL)
    {
      if ((is_at_view (laptop) && g_hash_table_contains (laptop->view, key)) ||
          (typed->is_made && !server_knows (laptop->world, parts[0], parts[1])))
        world_break (laptop->world, 9, "%s does not show %s, which was typed there", laptop->name,
                     key);
      return;
    }

  json_object_foreach (typed->fields, name, value)
  {
    const AtlasField *field = atlas_type_field (atlas_record_get_record_type (record), name);
    json_t *seen = json_object_get (shown, name);

    if (field->merge != ATLAS_MERGE_SET && !atlas_json_equal (seen, value))
      world_break (laptop->world, 9, "%s does not show %s.%s as it was typed", laptop->name, key,
                   name);
  }
}

static void
untype_op (GHashTable *all,
           json_t     *op)
{
  g_autofree char *key = model_key (atlas_json_string (op, "type"), atlas_json_string (op, "id"));
  Typed *typed = g_hash_table_lookup (all, key);
  const char *name;
  json_t *value;

  if (typed == NULL)
    return;

  json_object_foreach (json_object_get (op, "fields"), name, value)
  json_object_del (typed->fields, name);
}

/* After a restore what was sent first may go out again while the server has answered what was typed
 * after it: that counts then, as the server took it. */
static void
untype_answered (AtlasStore *store,
                 GHashTable *all,
                 gint64      after,
                 gint64      before)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (store),
                           "SELECT body FROM journal WHERE n > ? AND n < ? ORDER BY n", NULL);
  g_assert_nonnull (stmt);
  atlas_stmt_bind_integer (stmt, 1, after);
  atlas_stmt_bind_integer (stmt, 2, before);
  while (atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW)
    {
      g_autoptr(json_t) body = atlas_json_parse (atlas_stmt_get_text (stmt, 0), -1, NULL);
      gsize i;
      json_t *op;

      json_array_foreach (json_object_get (body, "ops"), i, op)
      untype_op (all, op);
    }
}

/* What is unsent stands on the screen as it was typed, whatever has arrived. */
void
model_check_typed (Laptop *laptop)
{
  AtlasStore *store = atlas_sync_engine_get_store (laptop->engine);
  g_autoptr(GPtrArray) sets = atlas_store_sync_list_unsent (store, 0, G_MAXUINT16, NULL);
  g_autoptr(GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, typed_free);
  GHashTableIter iter;
  gpointer key;
  gpointer typed;

  g_assert_nonnull (sets);
  for (guint i = 0; i < sets->len; i++)
    {
      AtlasQueuedSet *set = g_ptr_array_index (sets, i);

      AtlasQueuedSet *next = i + 1 < sets->len ? g_ptr_array_index (sets, i + 1) : NULL;

      for (gsize j = 0; j < json_array_size (set->ops); j++)
        type_op (all, json_array_get (set->ops, j));
      untype_answered (store, all, set->n, next != NULL ? next->n : G_MAXINT64);
    }

  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, &key, &typed))
    check_typed (laptop, key, typed);
}

static void
check_row (Laptop *laptop,
           Row    *row)
{
  AtlasStore *store = atlas_sync_engine_get_store (laptop->engine);
  g_autoptr(AtlasRecord) record = atlas_store_get (store, row->type->name, row->id, NULL);
  g_autoptr(json_t) shown = record != NULL ? atlas_record_to_fields (record) : NULL;

  /* Versions and parked sets hold values of other records, masked by what those are. */
  if (row->type->follow_subject)
    return;

  for (guint i = 0; i < row->type->n_fields; i++)
    {
      const AtlasField *field = &row->type->fields[i];
      json_t *wanted = json_object_get (row->fields, field->name);

      if (!atlas_json_equal (json_object_get (shown, field->name),
                             is_covered (laptop->grants, row, field) ? NULL : wanted))
        world_break (laptop->world, 4, "%s shows %s.%s of %s otherwise than the server has it",
                     laptop->name, row->type->name, field->name, row->id);
    }
}

static gboolean
is_empty (Laptop     *laptop,
          const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", table);
  gint64 count = -1;

  atlas_db_ask_integer (atlas_store_get_db (atlas_sync_engine_get_store (laptop->engine)), sql,
                        &count, NULL);
  return count == 0;
}

/* After quiet. */
void
model_check_whole (Laptop *laptop)
{
  static const char * const emptied[] = { "outbox", "pending", "shadow" };
  GHashTableIter iter;
  gpointer row;

  for (gsize i = 0; i < G_N_ELEMENTS (emptied); i++)
    if (!is_empty (laptop, emptied[i]))
      world_break (laptop->world, 4, "%s still has rows in %s", laptop->name, emptied[i]);
  if (!is_at_view (laptop))
    {
      world_break (laptop->world, 4, "%s has not come to the end of a round", laptop->name);
      return;
    }

  g_hash_table_iter_init (&iter, laptop->view);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    check_row (laptop, row);
}

/* Nothing that was done is missing from the audit chain, or altered in it. */
void
model_check_audit (World *world)
{
  AtlasBackend *backend = atlas_service_get_backend (world->service);
  AtlasAuditHead head = { 0 };
  gboolean is_whole = FALSE;
  g_autoptr(GError) error = NULL;

  g_assert_true (atlas_backend_begin (backend, FALSE, &error));
  atlas_audit_verify (backend, &head, 0, &is_whole, &error);
  g_assert_no_error (error);
  atlas_backend_rollback (backend);
  if (!is_whole || head.k == 0)
    world_break (world, 14, "the audit chain does not hold after entry %d", (int) head.k);
}

/* No more places are confirmed than there are: one is of an offer, several may be of a hold. */
void
model_check_places (World *world)
{
  g_autoptr(GHashTable) rows = model_read_rows (world);
  GHashTableIter iter;
  gpointer value;
  gint64 taken = 0;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Row *row = value;

      if (row->is_deleted || g_strcmp0 (atlas_json_string (row->fields, "allocation"), "confirmed"))
        continue;
      taken += row->type == &atlas_hold_type ? atlas_json_integer (row->fields, "places", 1) : 1;
    }
  if (taken > WORLD_PLACES)
    world_break (world, 10, "%d places are confirmed, and there are %d", (int) taken,
                 WORLD_PLACES);
}
