/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "store/atlas-query-private.h"
#include "store/atlas-schema.h"
#include "store/atlas-store-lease.h"

struct _AtlasStore
{
  AtlasDb       *db;
  char          *folder;
  GHashTable    *scope_parents; /* (element-type utf8 json_t): fields of reference data, by id */
  gpointer       kept;          /* (nullable): what is worked out once and kept up to date */
  GDestroyNotify kept_free;
};

static gboolean
prepare_folder (const char     *folder,
                AtlasStoreFlags flags,
                GError        **error)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR) || (flags & ATLAS_STORE_CREATE) == 0)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "Making the folder %s: %s", folder,
               g_strerror (errno));
  return FALSE;
}

/* SQLite makes the file with the process's mask; what is in it is nobody else's to read. */
static void
keep_private (const char *path)
{
  g_chmod (path, 0600);
}

/* An empty file and another program's database have no version. Making them ours would show a
 * county without anything in it, where one was lost. */
static gboolean
check_is_store (AtlasDb *db,
                GError **error)
{
  int version = 0;

  if (!atlas_db_get_version (db, &version, error))
    return FALSE;
  if (version == 0)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED,
                         "Opening the store: there is no county in the file");

  return version != 0;
}

/**
 * atlas_store_exists:
 * @folder: a data folder
 *
 * Returns: whether the folder holds a store
 */
gboolean
atlas_store_exists (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * atlas_store_open:
 * @folder: the data folder
 * @flags: how to open it
 * @error: return location for an error
 *
 * Opens the store in a folder for the calling thread and brings it to this program's shape.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND, %ATLAS_ERROR_DAMAGED, %ATLAS_ERROR_READ_ONLY, %ATLAS_ERROR_BUSY,
 * %ATLAS_ERROR_NEWER_DATA (the file is left untouched), %ATLAS_ERROR_NO_SPACE; to read only,
 * %ATLAS_ERROR_CHANGED when an older release made the file and it was not opened otherwise since.
 *
 * Returns: (transfer full): the store
 */
AtlasStore *
atlas_store_open (const char     *folder,
                  AtlasStoreFlags flags,
                  GError        **error)
{
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  g_autoptr(AtlasStore) self = NULL;
  AtlasDbFlags db_flags = ATLAS_DB_DEFAULT;

  if (!atlas_store_check_wipe (folder, error))
    return NULL;
  if ((flags & ATLAS_STORE_CREATE) == 0 && !atlas_store_exists (folder))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "There is no store in %s", folder);
      return NULL;
    }
  if (!prepare_folder (folder, flags, error))
    return NULL;

  if (flags & ATLAS_STORE_READ_ONLY)
    db_flags |= ATLAS_DB_READ_ONLY;
  if (flags & ATLAS_STORE_CREATE)
    db_flags |= ATLAS_DB_CREATE;
  if (flags & ATLAS_STORE_BULK)
    db_flags |= ATLAS_DB_BULK;

  self = g_new0 (AtlasStore, 1);
  self->folder = g_strdup (folder);
  self->scope_parents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                               (GDestroyNotify) json_decref);
  self->db = atlas_db_open (path, db_flags, error);
  if (self->db == NULL)
    return NULL;
  if ((flags & ATLAS_STORE_CREATE) == 0 && !check_is_store (self->db, error))
    return NULL;
  if (flags & ATLAS_STORE_CREATE)
    keep_private (path);
  if ((flags & ATLAS_STORE_SIGNING_IN) == 0 && !atlas_store_check_lease (self, error))
    return NULL;
  if (flags & ATLAS_STORE_READ_ONLY ? !atlas_schema_check (self->db, error)
                                    : !atlas_schema_prepare (self->db, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * atlas_store_close:
 * @self: (transfer full): a store
 *
 * Closes a store on its own thread.
 */
void
atlas_store_close (AtlasStore *self)
{
  g_clear_pointer (&self->kept, self->kept_free);
  g_clear_pointer (&self->db, atlas_db_close);
  g_clear_pointer (&self->scope_parents, g_hash_table_unref);
  g_free (self->folder);
  g_free (self);
}

/* The place for what a reader brings up to date each time; it is freed with the store. */
gpointer *
atlas_store_get_kept (AtlasStore    *self,
                      GDestroyNotify kept_free)
{
  self->kept_free = kept_free;
  return &self->kept;
}

/**
 * atlas_store_get_db:
 * @self: a store
 *
 * Returns: (transfer none): the connection, for the other files of this folder
 */
AtlasDb *
atlas_store_get_db (AtlasStore *self)
{
  return self->db;
}

const char *
atlas_store_get_folder (AtlasStore *self)
{
  return self->folder;
}

/**
 * atlas_store_get_meta:
 * @self: a store
 * @key: a name, as `pack`
 *
 * Returns: (transfer full) (nullable): a fact about the store, %NULL when it is not known
 */
char *
atlas_store_get_meta (AtlasStore *self,
                      const char *key)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (self->db, "SELECT value FROM meta WHERE key = ?",
                                                NULL);

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_text (stmt, 1, key);
  return atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW ? g_strdup (atlas_stmt_get_text (stmt,
                                                                                         0)) : NULL;
}

/**
 * atlas_store_set_meta:
 * @self: a store
 * @key: a name
 * @value: (nullable): its value, %NULL to forget it
 * @error: return location for an error
 *
 * Keeps a fact about the store. Facts about children never go here.
 *
 * Returns: whether it was written
 */
gboolean
atlas_store_set_meta (AtlasStore *self,
                      const char *key,
                      const char *value,
                      GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (self->db,
                           value != NULL ? "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
                                                   : "DELETE FROM meta WHERE key = ?", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, key);
  if (value != NULL)
    atlas_stmt_bind_text (stmt, 2, value);
  return atlas_stmt_run (stmt, error);
}

/**
 * atlas_store_is_demonstration:
 * @self: a store
 *
 * Returns: whether everything in it is made up
 */
gboolean
atlas_store_is_demonstration (AtlasStore *self)
{
  g_autofree char *value = atlas_store_get_meta (self, "demonstration");

  return g_strcmp0 (value, "true") == 0;
}

/**
 * atlas_store_get_day:
 * @self: a store
 * @today: today
 *
 * Tells which day a store is looked at. A demonstration is made round a day and stays there, so
 * that it never grows late; any other store is of today.
 *
 * Returns: the day
 */
AtlasDate
atlas_store_get_day (AtlasStore *self,
                     AtlasDate   today)
{
  g_autofree char *day = atlas_store_get_meta (self, "demonstration_as_of");
  AtlasDate as_of = day != NULL ? atlas_date_parse (day) : ATLAS_DATE_NONE;

  return as_of != ATLAS_DATE_NONE && atlas_store_is_demonstration (self) ? as_of : today;
}

/* An import may have brought one in that this laptop would give out later. */
static gboolean
is_reference_taken (AtlasStore *self,
                    const char *reference)
{
  g_autoptr(AtlasRecord) referral = atlas_store_get_by_key (self, "referral", reference, NULL);

  return referral != NULL;
}

/**
 * atlas_store_next_reference:
 * @self: a store
 * @error: return location for an error
 *
 * Gives out the next reference for a referral. It begins with the letters that the server gave this
 * laptop, so that two laptops never give out the same one.
 *
 * Source: protocol, section 4.
 *
 * Returns: (transfer full): as `K7-204`
 */
char *
atlas_store_next_reference (AtlasStore *self,
                            GError    **error)
{
  g_autofree char *prefix = atlas_store_get_meta (self, "prefix");
  g_autofree char *last = atlas_store_get_meta (self, "last_reference");
  gint64 next = last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0;
  g_autofree char *reference = NULL;
  g_autofree char *text = NULL;

  do
    {
      next++;
      g_free (reference);
      reference = g_strdup_printf ("%s-%03" G_GINT64_FORMAT, prefix != NULL ? prefix : "A1", next);
    }
  while (is_reference_taken (self, reference));

  text = g_strdup_printf ("%" G_GINT64_FORMAT, next);
  if (!atlas_store_set_meta (self, "last_reference", text, error))
    return NULL;

  return g_steal_pointer (&reference);
}

static AtlasRecord *
refuse_unknown (const AtlasType *type,
                const char      *value,
                GError         **error)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "There is no %s “%s”", type->name, value);
  return NULL;
}

static AtlasRecord *
get_one (AtlasStore      *self,
         const AtlasType *type,
         const char      *condition,
         const char      *value,
         gboolean         by_id,
         GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE %s ORDER BY id LIMIT 1",
                                          atlas_schema_columns (type), type->name, condition);
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  if (by_id && !atlas_id_is_valid (value))
    return refuse_unknown (type, value, error);
  stmt = atlas_db_prepare (self->db, sql, error);
  if (stmt == NULL)
    return NULL;

  if (by_id)
    atlas_stmt_bind_id (stmt, 1, value);
  else
    atlas_stmt_bind_text (stmt, 1, value);
  step = atlas_stmt_step (stmt, error);
  if (step == ATLAS_STEP_ROW)
    return atlas_schema_read_row (type, stmt, error);

  return step == ATLAS_STEP_DONE ? refuse_unknown (type, value, error) : NULL;
}

static const AtlasType *
find_type (const char *name,
           GError    **error)
{
  const AtlasType *type = atlas_type_find (name);

  if (type == NULL)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "There is no record type “%s”", name);

  return type;
}

/**
 * atlas_store_get:
 * @self: a store
 * @type: name of a record type
 * @id: a record's id
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the record
 */
AtlasRecord *
atlas_store_get (AtlasStore *self,
                 const char *type,
                 const char *id,
                 GError    **error)
{
  const AtlasType *description = find_type (type, error);

  return description != NULL ? get_one (self, description, "id = ?", id, TRUE, error) : NULL;
}

/**
 * atlas_store_get_by_key:
 * @self: a store
 * @type: name of a record type
 * @key: what routes call the record: its key, or its id
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the record
 */
AtlasRecord *
atlas_store_get_by_key (AtlasStore *self,
                        const char *type,
                        const char *key,
                        GError    **error)
{
  const AtlasType *description = find_type (type, error);
  g_autofree char *condition = NULL;

  if (description == NULL)
    return NULL;
  if (description->key == NULL || strlen (key) == 36)
    return get_one (self, description, "id = ?", key, TRUE, error);

  condition = g_strdup_printf ("\"%s\" = ?", description->key);
  return get_one (self, description, condition, key, FALSE, error);
}

/**
 * atlas_store_list:
 * @self: a store
 * @query: which records, in which order
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type AtlasRecord): the records
 */
GPtrArray *
atlas_store_list (AtlasStore *self,
                  AtlasQuery *query,
                  GError    **error)
{
  const AtlasType *type = atlas_query_get_type (query);
  g_autoptr(AtlasStmt)  stmt = atlas_query_prepare (query, self->db, atlas_schema_columns (type),
                                                    FALSE, error);
  g_autoptr(GPtrArray)  records = g_ptr_array_new_with_free_func (g_object_unref);
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      AtlasRecord *record = atlas_schema_read_row (type, stmt, error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&records) : NULL;
}

/**
 * atlas_store_count:
 * @self: a store
 * @query: which records
 * @count: (out): how many there are, whatever page @query asks for
 * @error: return location for an error
 *
 * Returns: whether they could be counted
 */
gboolean
atlas_store_count (AtlasStore *self,
                   AtlasQuery *query,
                   gint64     *count,
                   GError    **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_query_prepare (query, self->db, NULL, TRUE, error);

  if (stmt == NULL || atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;

  *count = atlas_stmt_get_integer (stmt, 0);
  return TRUE;
}

static json_t *
lookup_fields (const char *type,
               const char *id,
               gpointer    data)
{
  AtlasStore *self = data;
  json_t *known = g_hash_table_lookup (self->scope_parents, id);
  g_autoptr(AtlasRecord) record = NULL;
  json_t *fields;

  if (known != NULL)
    return json_incref (known);

  record = atlas_store_get (self, type, id, NULL);
  if (record == NULL)
    return NULL;

  fields = atlas_record_to_fields (record);
  if (atlas_record_get_record_type (record)->open)
    g_hash_table_insert (self->scope_parents, g_strdup (id), json_incref (fields));

  return fields;
}

/**
 * atlas_store_scopes_text:
 * @self: a store
 * @type: a record type
 * @fields: a record's values
 *
 * Returns: (transfer full): the record's scopes as its row keeps them
 */
char *
atlas_store_scopes_text (AtlasStore      *self,
                         const AtlasType *type,
                         json_t          *fields)
{
  g_auto(GStrv)    scopes = atlas_scopes_of (type, fields, lookup_fields, self);
  g_autofree char *joined = g_strjoinv (" ", scopes);

  return g_strconcat (" ", joined, " ", NULL);
}

/**
 * atlas_store_name_user:
 * @self: a store
 * @by: (nullable): id of a user, as the server writes who did something, or a name already
 *
 * Returns: (transfer full) (nullable): what the user is called; %NULL for one who is not known here
 */
char *
atlas_store_name_user (AtlasStore *self,
                       const char *by)
{
  g_autoptr(AtlasRecord) user = NULL;

  if (!atlas_id_is_valid (by))
    return g_strdup (by);

  user = atlas_store_get (self, "user", by, NULL);

  return user != NULL ? g_strdup (((AtlasUser *) user)->name) : NULL;
}

/**
 * atlas_store_get_scopes:
 * @self: a store
 * @record: a record
 *
 * Returns: (transfer full): who sees the record, as the server said or as its description says
 */
GStrv
atlas_store_get_scopes (AtlasStore  *self,
                        AtlasRecord *record)
{
  const char *type = atlas_record_get_record_type (record)->name;
  g_autofree char *sql = g_strdup_printf ("SELECT trim (scopes) FROM \"%s\" WHERE id = ?", type);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (self->db, sql, NULL);

  if (stmt != NULL)
    atlas_stmt_bind_id (stmt, 1, atlas_record_get_id (record));
  if (stmt == NULL || atlas_stmt_step (stmt, NULL) != ATLAS_STEP_ROW)
    return g_new0 (char *, 1);

  return g_strsplit (atlas_stmt_get_text (stmt, 0), " ", -1);
}

/**
 * atlas_store_write_record:
 * @self: a store, in a transaction
 * @record: a record
 * @scopes: its scopes as its row keeps them
 * @frev: (nullable): its fields' revisions
 * @error: return location for an error
 *
 * Writes a record's row and its words in the search index.
 *
 * Returns: whether both were written
 */
gboolean
atlas_store_write_record (AtlasStore  *self,
                          AtlasRecord *record,
                          const char  *scopes,
                          json_t      *frev,
                          GError     **error)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (self->db, atlas_schema_upsert (type), error);
  gint64 pk;

  if (stmt == NULL)
    return FALSE;

  g_hash_table_remove (self->scope_parents, atlas_record_get_id (record));
  atlas_schema_bind_row (record, ATLAS_FIELDS_ALL, scopes, frev, stmt);
  if (!atlas_stmt_insert (stmt, &pk, error))
    return FALSE;

  return !atlas_schema_has_search (type) ||
         atlas_store_write_words (self, record, pk, error);
}

static gboolean
is_searched (const AtlasType *type,
             guint64          fields)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (fields >> i & 1 && type->fields[i].search)
      return TRUE;

  return FALSE;
}

/**
 * atlas_store_write_change:
 * @self: a store, in a transaction
 * @record: a record whose row is there
 * @changed: a bit for each field in which it is not as its row
 * @scopes: its scopes as its row keeps them
 * @frev: (nullable): its fields' revisions
 * @error: return location for an error
 *
 * Writes what changed of a record, and its words if they did.
 *
 * Returns: whether it was written
 */
gboolean
atlas_store_write_change (AtlasStore  *self,
                          AtlasRecord *record,
                          guint64      changed,
                          const char  *scopes,
                          json_t      *frev,
                          GError     **error)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autofree char *sql = atlas_schema_update (type, changed);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (self->db, sql, error);

  if (stmt == NULL)
    return FALSE;

  g_hash_table_remove (self->scope_parents, atlas_record_get_id (record));
  atlas_schema_bind_row (record, changed, scopes, frev, stmt);
  return atlas_stmt_run (stmt, error) &&
         (!is_searched (type, changed) || atlas_store_write_words (self, record, 0, error));
}

static gboolean
run_with_id (AtlasStore *self,
             const char *format,
             const char *type,
             const char *id,
             GError    **error)
{
  g_autoptr(GString)   sql = g_string_new (format);
  g_autoptr(AtlasStmt) stmt = NULL;

  g_string_replace (sql, "%s", type, 0);
  stmt = atlas_db_prepare (self->db, sql->str, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, id);
  return atlas_stmt_run (stmt, error);
}

/**
 * atlas_store_erase_record:
 * @self: a store, in a transaction
 * @type: a record type
 * @id: a record's id
 * @error: return location for an error
 *
 * Erases a record's row and its words in the search index.
 *
 * Returns: whether they are gone
 */
gboolean
atlas_store_erase_record (AtlasStore      *self,
                          const AtlasType *type,
                          const char      *id,
                          GError         **error)
{
  g_hash_table_remove (self->scope_parents, id);
  if (atlas_schema_has_search (type) &&
      !run_with_id (self,
                    "DELETE FROM \"search_%s\" WHERE rowid = (SELECT pk FROM \"%s\" WHERE id = ?)",
                    type->name, id, error))
    return FALSE;

  return run_with_id (self, "DELETE FROM \"%s\" WHERE id = ?", type->name, id, error);
}

static gboolean
load_one (AtlasStore  *self,
          AtlasRecord *record,
          GError     **error)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autoptr(json_t) fields = atlas_record_to_fields (record);
  g_autofree char *scopes = atlas_store_scopes_text (self, type, fields);

  if (!atlas_store_write_record (self, record, scopes, NULL, error))
    return FALSE;

  /* What names it comes soon after it, and asks for its scopes. */
  g_hash_table_insert (self->scope_parents, g_strdup (atlas_record_get_id (record)),
                       g_steal_pointer (&fields));
  return TRUE;
}

/* Afterwards only what is few and in every grant is kept, and nothing that was rolled back. */
static void
forget_loaded (AtlasStore *self,
               GPtrArray  *records,
               gboolean    is_loaded)
{
  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);

      if (!is_loaded || !atlas_record_get_record_type (record)->open)
        g_hash_table_remove (self->scope_parents, atlas_record_get_id (record));
    }
}

/**
 * atlas_store_load:
 * @self: a store
 * @records: (element-type AtlasRecord): whole records, what is named before what names it
 * @error: return location for an error
 *
 * Loads the records of a county pack or of a demonstration: rows and search, but no history and
 * nothing to send. All or none.
 *
 * Returns: whether they are loaded
 */
gboolean
atlas_store_load (AtlasStore *self,
                  GPtrArray  *records,
                  GError    **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (self->db, error);
  gboolean is_loaded = tx != NULL;

  for (guint i = 0; is_loaded && i < records->len; i++)
    is_loaded = load_one (self, g_ptr_array_index (records, i), error);

  is_loaded = is_loaded && atlas_transaction_commit (tx, error);
  forget_loaded (self, records, is_loaded);

  return is_loaded;
}
