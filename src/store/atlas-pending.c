/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is unsent over what arrives. A record that somebody here has changed since is put into
 * `shadow` as the server has it, and what is pending is laid over it again, so that a download
 * never takes a change off the screen.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-pending.h"

#include <string.h>

#include "base/atlas-error.h"
#include "store/atlas-store-private.h"
#include "store/atlas-store-sync.h"

struct _AtlasPending
{
  AtlasStore *store;            /* (unowned) */
  gboolean    is_empty;         /* nothing is pending at all */
  GHashTable *touched;          /* (element-type Named): came while something is pending */
  GHashTable *ops;              /* (element-type gint64 json_t): of sets that were read */
};

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

/**
 * atlas_pending_new:
 * @store: a store, in a transaction
 * @error: return location for an error
 *
 * Looks whether anything is pending; as long as the transaction lasts nothing else can become so.
 *
 * Returns: (transfer full): what is pending
 */
AtlasPending *
atlas_pending_new (AtlasStore *store,
                   GError    **error)
{
  gint64 exists = 0;
  AtlasPending *self;

  if (!atlas_db_ask_integer (atlas_store_get_db (store), "SELECT EXISTS (SELECT 1 FROM pending)",
                             &exists, error))
    return NULL;

  self = g_new0 (AtlasPending, 1);
  self->store = store;
  self->is_empty = exists == 0;
  self->touched = g_hash_table_new_full (hash_named, equal_named, (GDestroyNotify) named_free,
                                         NULL);
  self->ops = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                     (GDestroyNotify) json_decref);
  return self;
}

void
atlas_pending_free (AtlasPending *self)
{
  g_hash_table_unref (self->touched);
  g_hash_table_unref (self->ops);
  g_free (self);
}

/**
 * atlas_pending_covers:
 * @self: what is pending
 * @type: a record type
 * @id: a record's id
 * @covers: (out): whether a change of the record is pending
 * @error: return location for an error
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_pending_covers (AtlasPending    *self,
                      const AtlasType *type,
                      const char      *id,
                      gboolean        *covers,
                      GError         **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  *covers = FALSE;
  if (self->is_empty)
    return TRUE;

  stmt = prepare_named (self->store, "SELECT 1 FROM pending WHERE type = ? AND id = ? LIMIT 1",
                        type, id, error);
  if (stmt == NULL)
    return FALSE;

  step = atlas_stmt_step (stmt, error);
  *covers = step == ATLAS_STEP_ROW;
  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_pending_put:
 * @self: what is pending
 * @type: a record type
 * @id: id of a record that atlas_pending_covers()
 * @change: what came, as the protocol's `put`
 * @scopes: its scopes as a row keeps them
 * @error: return location for an error
 *
 * Keeps a record as the server has it; atlas_pending_release() makes its row.
 *
 * Returns: whether it was kept
 */
gboolean
atlas_pending_put (AtlasPending    *self,
                   const AtlasType *type,
                   const char      *id,
                   json_t          *change,
                   const char      *scopes,
                   GError         **error)
{
  g_autofree char *fields = atlas_json_to_text (json_object_get (change, "fields"));
  json_t *marks = json_object_get (change, "frev");
  g_autofree char *frev = marks != NULL ? atlas_json_to_text (marks) : g_strdup ("{}");
  g_autoptr(AtlasStmt) stmt = NULL;

  touch (self->touched, type, id);
  stmt = prepare_named (self->store, "INSERT OR REPLACE INTO shadow"
                        " (type, id, rev, scopes, fields, frev) VALUES (?, ?, ?, ?, ?, ?)",
                        type, id, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 3, atlas_json_integer (change, "rev", 0));
  atlas_stmt_bind_text (stmt, 4, scopes);
  atlas_stmt_bind_text (stmt, 5, fields);
  atlas_stmt_bind_text (stmt, 6, frev);
  return atlas_stmt_run (stmt, error);
}

/**
 * atlas_pending_read:
 * @self: what is pending
 * @type: a record type
 * @id: a record's id
 * @version: (out caller-allocates): the record as the server had it; rev 0 when it had none
 * @scopes: (out) (nullable): its scopes as a row keeps them
 * @error: return location for an error
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_pending_read (AtlasPending    *self,
                    const AtlasType *type,
                    const char      *id,
                    AtlasVersion    *version,
                    char           **scopes,
                    GError         **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = prepare_named (self->store, "SELECT rev, scopes, fields, frev FROM shadow"
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

/**
 * atlas_pending_forget_given:
 * @self: what is pending
 * @type: a record type
 * @id: id of a record whose scopes have come from the server, or that goes
 * @error: return location for an error
 *
 * Returns: whether only the server's scopes of it are known now
 */
gboolean
atlas_pending_forget_given (AtlasPending    *self,
                            const AtlasType *type,
                            const char      *id,
                            GError         **error)
{
  return self->is_empty ||
         run_named (self->store, "DELETE FROM given WHERE type = ? AND id = ?", type, id, error);
}

/**
 * atlas_pending_forget:
 * @self: what is pending
 * @type: a record type
 * @id: id of a record that is erased
 * @error: return location for an error
 *
 * Forgets a record as the server had it.
 *
 * Returns: whether it is forgotten
 */
gboolean
atlas_pending_forget (AtlasPending    *self,
                      const AtlasType *type,
                      const char      *id,
                      GError         **error)
{
  const Named named = { type, (char *) id };

  g_hash_table_remove (self->touched, &named);
  return run_named (self->store, "DELETE FROM shadow WHERE type = ? AND id = ?", type, id,
                    error) &&
         atlas_pending_forget_given (self, type, id, error);
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
get_ops (AtlasPending *self,
         gint64        n,
         GError      **error)
{
  json_t *known = g_hash_table_lookup (self->ops, &n);
  g_autoptr(AtlasStmt) stmt = NULL;
  g_autoptr(json_t)    body = NULL;
  json_t *ops;

  if (known != NULL)
    return known;

  stmt = atlas_db_prepare (atlas_store_get_db (self->store),
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
  g_hash_table_insert (self->ops, g_memdup2 (&n, sizeof n), ops);
  return ops;
}

static gboolean
lay_over (AtlasPending *self,
          Named        *named,
          AtlasVersion *version,
          GError      **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = prepare_named (self->store, "SELECT n FROM pending WHERE type = ? AND id = ? ORDER BY n",
                        named->type, named->id, error);
  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      json_t *ops = get_ops (self, atlas_stmt_get_integer (stmt, 0), error);

      if (ops == NULL)
        return FALSE;
      for (gsize i = 0; i < json_array_size (ops); i++)
        lay_over_op (named->type, named->id, version, json_array_get (ops, i));
    }

  return step == ATLAS_STEP_DONE;
}

/* With nothing pending every record has the scopes that the server gave it. */
static gboolean
give_back (AtlasStore *store,
           GError    **error)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);
  gint64 is_due = 0;

  if (!atlas_db_ask_integer (atlas_store_get_db (store), "SELECT EXISTS (SELECT 1 FROM given)"
                             " AND NOT EXISTS (SELECT 1 FROM pending)", &is_due, error))
    return FALSE;

  for (guint i = 0; is_due && i < n_types; i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("UPDATE \"%s\" SET scopes = given.scopes FROM given"
                         " WHERE given.type = '%s' AND given.id = \"%s\".id", types[i]->name,
                         types[i]->name, types[i]->name);

      if (!atlas_db_exec (atlas_store_get_db (store), sql, error))
        return FALSE;
    }

  return !is_due || atlas_db_exec (atlas_store_get_db (store), "DELETE FROM given", error);
}

/* Makes a record's row anew: the server's view, with what is pending over it. */
static gboolean
relay_one (AtlasPending *self,
           Named        *named,
           GError      **error)
{
  static const char forget[] = "DELETE FROM shadow WHERE type = ?1 AND id = ?2 AND NOT EXISTS"
                               " (SELECT 1 FROM pending WHERE type = ?1 AND id = ?2)";
  g_auto(AtlasVersion) version = { 0 };
  g_autofree char *scopes = NULL;
  gint64 server_rev;
  gboolean is_there;

  if (!atlas_pending_read (self, named->type, named->id, &version, &scopes, error))
    return FALSE;

  server_rev = version.rev;
  if (!lay_over (self, named, &version, error))
    return FALSE;

  is_there = version.rev > 0 && !version.deleted;
  version.rev = server_rev;
  if (is_there)
    {
      if (!atlas_store_write_version (self->store, named->type, named->id, &version, scopes,
                                      error))
        return FALSE;
    }
  else if (!atlas_store_erase_record (self->store, named->type, named->id, error))
    return FALSE;

  if (scopes != NULL && !atlas_pending_forget_given (self, named->type, named->id, error))
    return FALSE;

  return run_named (self->store, forget, named->type, named->id, error);
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

/**
 * atlas_pending_release:
 * @self: what is pending
 * @error: return location for an error
 *
 * Takes away what the cursor has passed, and makes the rows of all that were touched anew.
 *
 * Returns: whether the rows were written
 */
gboolean
atlas_pending_release (AtlasPending *self,
                       GError      **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  gint64 head = get_number (self->store, "head");
  GHashTableIter iter;
  gpointer named;

  if (self->is_empty)
    return TRUE;
  if (!list_passed (self->store, head, self->touched, error))
    return FALSE;

  stmt = atlas_db_prepare (atlas_store_get_db (self->store), "DELETE FROM pending"
                           " WHERE n IN (SELECT n FROM journal WHERE seq <= ?)", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, head);
  if (!atlas_stmt_run (stmt, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->touched);
  while (g_hash_table_iter_next (&iter, &named, NULL))
    if (!relay_one (self, named, error))
      return FALSE;

  return give_back (self->store, error);
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
  g_autoptr(AtlasPending) pending = atlas_pending_new (self, error);

  return pending != NULL && atlas_pending_release (pending, error);
}
