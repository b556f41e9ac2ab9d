/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-schema.h"

#include <string.h>

#include "base/atlas-error.h"
#include "records/atlas-record-build.h"
#include "records/atlas-records.h"

/*
 * Tables are made from the descriptions: one a type, `pk` for the search index, `id` for everyone
 * else, then `rev`, `scopes` (with a space before and after each), `frev`, `extra`, then the
 * fields.
 * A field that the table lacks is added on opening. Only what cannot be derived from a description
 * stands in `migrations`; its index is the file's user_version.
 */

/* pk, id, rev, scopes, frev, extra */
#define N_OWN_COLUMNS 6

static const char * const migrations[] = {
  /* 1: what is not a record */
  "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) STRICT;"
  "CREATE TABLE outbox (n INTEGER PRIMARY KEY, set_id BLOB NOT NULL UNIQUE, label TEXT NOT NULL,"
  " made_at TEXT NOT NULL, epoch TEXT, body TEXT NOT NULL) STRICT;"
  "CREATE TABLE journal (n INTEGER PRIMARY KEY, set_id BLOB NOT NULL UNIQUE, label TEXT NOT NULL,"
  " made_at TEXT NOT NULL, epoch TEXT, body TEXT NOT NULL, state TEXT NOT NULL,"
  " seq INTEGER NOT NULL,"
  " result TEXT NOT NULL, stored_at TEXT NOT NULL) STRICT;"
  "CREATE TABLE pending (n INTEGER NOT NULL, type TEXT NOT NULL, id BLOB NOT NULL,"
  " PRIMARY KEY (type, id, n)) STRICT, WITHOUT ROWID;"
  "CREATE INDEX pending_n ON pending (n);"
  "CREATE TABLE shadow (type TEXT NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,"
  " scopes TEXT NOT NULL,"
  " fields TEXT NOT NULL, frev TEXT NOT NULL, PRIMARY KEY (type, id)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE history (k INTEGER PRIMARY KEY, set_id BLOB NOT NULL UNIQUE, made_at TEXT NOT NULL,"
  " label TEXT NOT NULL, by_name TEXT, origin TEXT NOT NULL, ops TEXT NOT NULL, undoes BLOB,"
  " is_undone INTEGER NOT NULL DEFAULT 0) STRICT;"
  "CREATE TABLE history_record (type TEXT NOT NULL, id BLOB NOT NULL, k INTEGER NOT NULL,"
  " PRIMARY KEY (type, id, k)) STRICT, WITHOUT ROWID;",
  /* 2: what is typed at a meeting and not recorded; the child heard last has the highest turn */
  "CREATE TABLE draft (meeting BLOB NOT NULL, referral BLOB NOT NULL, turn INTEGER NOT NULL,"
  " body TEXT NOT NULL, PRIMARY KEY (meeting, referral)) STRICT, WITHOUT ROWID;"
  "CREATE INDEX draft_referral ON draft (referral);",
  /* 3: the scopes that the server gave to a record, while its row has others that a change which is
   * pending here, of it or of what it follows, would give it */
  "CREATE TABLE given (type TEXT NOT NULL, id BLOB NOT NULL, scopes TEXT NOT NULL,"
  " PRIMARY KEY (type, id)) STRICT, WITHOUT ROWID;",
  /* 4: files that records name; one that is not here is wanted */
  "CREATE TABLE blob (name TEXT PRIMARY KEY, size INTEGER NOT NULL, received INTEGER NOT NULL,"
  " is_here INTEGER NOT NULL, is_sent INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;"
  "CREATE TABLE blob_piece (name TEXT NOT NULL, nth INTEGER NOT NULL, bytes BLOB NOT NULL,"
  " PRIMARY KEY (name, nth)) STRICT;",
};

typedef struct {
  GHashTable *columns;          /* (element-type AtlasType utf8): for SELECT */
  GHashTable *upserts;          /* (element-type AtlasType utf8) */
} Texts;

static const char *
sql_type (AtlasKind kind)
{
  switch (kind)
    {
    case ATLAS_KIND_INTEGER:
    case ATLAS_KIND_BOOLEAN:
    case ATLAS_KIND_DATE:
    case ATLAS_KIND_RANGE:
      return "INTEGER";
    case ATLAS_KIND_REF:
      return "BLOB";
    case ATLAS_KIND_TEXT:
    case ATLAS_KIND_TIME:
    case ATLAS_KIND_DECIMAL:
    case ATLAS_KIND_CODE:
    case ATLAS_KIND_SET:
    case ATLAS_KIND_SUBJECT:
    case ATLAS_KIND_JSON:
    case ATLAS_KIND_BLOB:
    default:
      return "TEXT";
    }
}

/* Calls @each for every column that a field takes: one, or two for a range, a subject or a file,
 * whose second is its hash, by which it is found. */
static void
foreach_column (const AtlasField *field,
                void (           *each ) (const char *name,
                                          const char *type,
                                          gpointer    data),
                gpointer          data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (field->kind == ATLAS_KIND_RANGE)
    {
      first = g_strconcat (field->name, "_from", NULL);
      second = g_strconcat (field->name, "_to", NULL);
      each (first, "INTEGER", data);
      each (second, "INTEGER", data);
    }
  else if (field->kind == ATLAS_KIND_SUBJECT)
    {
      first = g_strconcat (field->name, "_type", NULL);
      second = g_strconcat (field->name, "_id", NULL);
      each (first, "TEXT", data);
      each (second, "BLOB", data);
    }
  else if (field->kind == ATLAS_KIND_BLOB)
    {
      second = g_strconcat (field->name, "_blob", NULL);
      each (field->name, "TEXT", data);
      each (second, "TEXT", data);
    }
  else
    each (field->name, sql_type (field->kind), data);
}

static void
append_definition (const char *name,
                   const char *type,
                   gpointer    data)
{
  g_string_append_printf (data, ", \"%s\" %s", name, type);
}

static void
append_name (const char *name,
             const char *type,
             gpointer    data)
{
  g_string_append_printf (data, ", \"%s\"", name);
}

static void
append_mark (const char *name,
             const char *type,
             gpointer    data)
{
  g_string_append (data, ", ?");
}

static void
append_assignment (const char *name,
                   const char *type,
                   gpointer    data)
{
  g_string_append_printf (data, ", \"%s\" = excluded.\"%s\"", name, name);
}

static void
append_parameter (const char *name,
                  const char *type,
                  gpointer    data)
{
  g_string_append_printf (data, ", \"%s\" = ?", name);
}

static void
append_fields (const AtlasType *type,
               void (          *each ) (const char *,
                                        const char *,
                                        gpointer),
               GString         *sql)
{
  for (guint i = 0; i < type->n_fields; i++)
    foreach_column (&type->fields[i], each, sql);
}

/**
 * atlas_schema_has_search:
 * @type: a record type
 *
 * Returns: whether any of its fields is in a search index
 */
gboolean
atlas_schema_has_search (const AtlasType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].search)
      return TRUE;

  return FALSE;
}

static void
append_table (const AtlasType *type,
              GString         *sql)
{
  g_string_append_printf (sql, "CREATE TABLE IF NOT EXISTS \"%s\""
                          " (pk INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
                          " rev INTEGER NOT NULL, scopes TEXT NOT NULL, frev TEXT, extra TEXT",
                          type->name);
  append_fields (type, append_definition, sql);
  g_string_append (sql, ") STRICT;");
  if (atlas_schema_has_search (type))
    g_string_append_printf (sql,
                            "CREATE VIRTUAL TABLE IF NOT EXISTS \"search_%s\" USING fts5 (words,"
                            " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');",
                            type->name);
}

static GHashTable *
present_columns (AtlasDb         *db,
                 const AtlasType *type,
                 GError         **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(AtlasStmt)  stmt = atlas_db_prepare (db, "SELECT name FROM pragma_table_info (?)",
                                                 error);
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_text (stmt, 1, type->name);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_hash_table_add (names, g_strdup (atlas_stmt_get_text (stmt, 0)));

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&names) : NULL;
}

typedef struct {
  const AtlasType *type;
  GHashTable      *present;
  GString         *sql;
} Missing;

static void
append_missing (const char *name,
                const char *type,
                gpointer    data)
{
  Missing *missing = data;

  if (!g_hash_table_contains (missing->present, name))
    g_string_append_printf (missing->sql, "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s;",
                            missing->type->name, name, type);
}

/* The statements that add what a type's table lacks; empty when it lacks nothing. */
static char *
missing_columns (AtlasDb         *db,
                 const AtlasType *type,
                 GError         **error)
{
  g_autoptr(GHashTable) present = present_columns (db, type, error);
  g_autoptr(GString)    sql = g_string_new (NULL);
  Missing missing = { type, present, sql };

  if (present == NULL)
    return NULL;

  for (guint i = 0; i < type->n_fields; i++)
    foreach_column (&type->fields[i], append_missing, &missing);

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static gboolean
add_columns (AtlasDb         *db,
             const AtlasType *type,
             GError         **error)
{
  g_autofree char *sql = missing_columns (db, type, error);

  return sql != NULL && atlas_db_exec (db, sql, error);
}

/* Every reference, key and guarded step is looked up by someone, and what a description says. */
static void
append_indexes (const AtlasType *type,
                GString         *sql)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];
      const char *suffix = "";

      if (field->kind == ATLAS_KIND_SUBJECT)
        suffix = "_id";
      else if (field->kind == ATLAS_KIND_BLOB)
        suffix = "_blob";

      if (field->kind == ATLAS_KIND_REF || *suffix != '\0' ||
          field->merge == ATLAS_MERGE_GUARDED || field->indexed ||
          g_strcmp0 (field->name, type->key) == 0)
        g_string_append_printf (sql, "CREATE INDEX IF NOT EXISTS \"%s_%s\" ON \"%s\" (\"%s%s\");",
                                type->name, field->name, type->name, field->name, suffix);
    }
}

static gboolean
run_text (AtlasDb         *db,
          const AtlasType *type,
          void (          *append ) (const AtlasType *,
                                     GString *),
          GError         **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  append (type, sql);
  return atlas_db_exec (db, sql->str, error);
}

static gpointer
make_shape (gpointer data)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      append_table (types[i], sql);
      append_indexes (types[i], sql);
    }

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, sql->str, (gssize) sql->len);
}

/* What the descriptions make of a file, with the number that SQLite counts up at every change of
 * its tables, whoever makes it. */
static char *
name_shape (AtlasDb *db,
            GError **error)
{
  static GOnce once = G_ONCE_INIT;
  gint64 changes;

  g_once (&once, make_shape, NULL);
  return atlas_db_ask_integer (db, "PRAGMA schema_version", &changes, error)
         ? g_strdup_printf ("%s.%" G_GINT64_FORMAT, (const char *) once.retval, changes) : NULL;
}

/* A file that has once been brought to this shape, and not been changed since, is not gone through
 * table by table. */
static gboolean
has_shape (AtlasDb  *db,
           gboolean *has,
           GError  **error)
{
  g_autofree char *shape = name_shape (db, error);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (db, "SELECT 1 FROM meta WHERE key = 'shape'"
                                                " AND value = ?", error);
  AtlasStep step;

  if (shape == NULL || stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, shape);
  step = atlas_stmt_step (stmt, error);
  *has = step == ATLAS_STEP_ROW;
  return step != ATLAS_STEP_ERROR;
}

static gboolean
note_shape (AtlasDb *db,
            GError **error)
{
  g_autofree char *shape = name_shape (db, error);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (db, "INSERT OR REPLACE INTO meta (key, value)"
                                                " VALUES ('shape', ?)", error);

  if (shape == NULL || stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, shape);
  return atlas_stmt_run (stmt, error);
}

static gboolean
migrate (AtlasDb *db,
         int      from,
         GError **error)
{
  for (int i = from; i < (int) G_N_ELEMENTS (migrations); i++)
    {
      g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (db, error);

      if (tx == NULL || !atlas_db_exec (db, migrations[i], error) ||
          !atlas_db_set_version (db, i + 1, error) || !atlas_transaction_commit (tx, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
prepare_types (AtlasDb *db,
               GError **error)
{
  g_autoptr(AtlasTransaction) tx = NULL;
  gboolean has = FALSE;
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  if (!has_shape (db, &has, error))
    return FALSE;
  if (has)
    return TRUE;

  tx = atlas_transaction_begin (db, error);
  if (tx == NULL)
    return FALSE;

  for (guint i = 0; i < n_types; i++)
    if (!run_text (db, types[i], append_table, error) || !add_columns (db, types[i], error) ||
        !run_text (db, types[i], append_indexes, error))
      return FALSE;

  return note_shape (db, error) && atlas_transaction_commit (tx, error);
}

static gboolean
check_version (AtlasDb *db,
               int     *version,
               GError **error)
{
  if (!atlas_db_get_version (db, version, error))
    return FALSE;
  if (*version <= (int) G_N_ELEMENTS (migrations))
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NEWER_DATA,
               "Opening the store: it has version %d, this program knows %d",
               *version, (int) G_N_ELEMENTS (migrations));
  return FALSE;
}

/**
 * atlas_schema_check:
 * @db: a connection that may only read
 * @error: return location for an error
 *
 * Checks that a database has this program's shape, without changing it.
 *
 * Errors: %ATLAS_ERROR_NEWER_DATA when a newer release made the file; %ATLAS_ERROR_CHANGED when an
 * older one did and atlas_schema_prepare() must come first.
 *
 * Returns: whether the database has the shape
 */
gboolean
atlas_schema_check (AtlasDb *db,
                    GError **error)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);
  gboolean is_current;
  gboolean has = FALSE;
  int version;

  if (!check_version (db, &version, error) || !atlas_db_adopt (db, error))
    return FALSE;

  is_current = version == (int) G_N_ELEMENTS (migrations);
  if (is_current && !has_shape (db, &has, error))
    return FALSE;
  for (guint i = 0; is_current && !has && i < n_types; i++)
    {
      g_autofree char *missing = missing_columns (db, types[i], error);

      if (missing == NULL)
        return FALSE;
      is_current = *missing == '\0';
    }
  if (!is_current)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED,
                 "Opening the store: an older release made it; it must be opened for writing once");

  return is_current;
}

/**
 * atlas_schema_prepare:
 * @db: a connection that may write
 * @error: return location for an error
 *
 * Brings a database to this program's shape: runs the migrations that it lacks, makes the tables of
 * new types, adds the columns of new fields.
 *
 * Errors: %ATLAS_ERROR_NEWER_DATA when a newer release made the file, which is then left untouched.
 *
 * Returns: whether the database has the shape
 */
gboolean
atlas_schema_prepare (AtlasDb *db,
                      GError **error)
{
  int version;

  return check_version (db, &version, error) && atlas_db_adopt (db, error) &&
         migrate (db, version, error) && prepare_types (db, error);
}

static gpointer
make_texts (gpointer data)
{
  Texts *texts = g_new0 (Texts, 1);
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  texts->columns = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  texts->upserts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  for (guint i = 0; i < n_types; i++)
    {
      GString *columns = g_string_new ("pk, id, rev, scopes, frev, extra");
      GString *upsert = g_string_new (NULL);

      append_fields (types[i], append_name, columns);
      g_string_printf (upsert, "INSERT INTO \"%s\" (%s) VALUES (NULL, ?, ?, ?, ?, ?",
                       types[i]->name, columns->str);
      append_fields (types[i], append_mark, upsert);
      g_string_append (upsert, ") ON CONFLICT (id) DO UPDATE SET rev = excluded.rev,"
                       " scopes = excluded.scopes,"
                       " frev = excluded.frev, extra = excluded.extra");
      append_fields (types[i], append_assignment, upsert);
      g_hash_table_insert (texts->columns, (gpointer) types[i], g_string_free (columns, FALSE));
      g_hash_table_insert (texts->upserts, (gpointer) types[i], g_string_free (upsert, FALSE));
    }

  return texts;
}

static Texts *
get_texts (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_texts, NULL);
}

/**
 * atlas_schema_columns:
 * @type: a record type
 *
 * Returns: (transfer none): what to select for atlas_schema_read_row()
 */
const char *
atlas_schema_columns (const AtlasType *type)
{
  return g_hash_table_lookup (get_texts ()->columns, type);
}

/**
 * atlas_schema_upsert:
 * @type: a record type
 *
 * Returns: (transfer none): the statement that atlas_schema_bind_row() binds, of all fields
 */
const char *
atlas_schema_upsert (const AtlasType *type)
{
  return g_hash_table_lookup (get_texts ()->upserts, type);
}

/**
 * atlas_schema_update:
 * @type: a record type
 * @fields: a bit for each field
 *
 * An index costs nothing when none of its columns is named.
 *
 * Returns: (transfer full): the statement that atlas_schema_bind_row() binds, for those fields of a
 *   row that is there
 */
char *
atlas_schema_update (const AtlasType *type,
                     guint64          fields)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  g_string_printf (sql, "UPDATE \"%s\" SET rev = ?2, scopes = ?3, frev = ?4, extra = ?5",
                   type->name);
  for (guint i = 0; i < type->n_fields; i++)
    if (fields >> i & 1)
      foreach_column (&type->fields[i], append_parameter, sql);
  g_string_append (sql, " WHERE id = ?1");

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static gboolean
read_field (AtlasRecord      *record,
            guint             index,
            const AtlasField *field,
            AtlasStmt        *stmt,
            int              *column,
            GError          **error)
{
  int at = (*column)++;

  if (field->kind == ATLAS_KIND_RANGE)
    {
      int last = (*column)++;
      AtlasDateRange range = { ATLAS_DATE_NONE, ATLAS_DATE_NONE };

      if (!atlas_stmt_is_null (stmt, at))
        range.from = (AtlasDate) atlas_stmt_get_integer (stmt, at);
      if (!atlas_stmt_is_null (stmt, last))
        range.to = (AtlasDate) atlas_stmt_get_integer (stmt, last);
      if (range.from != ATLAS_DATE_NONE || range.to != ATLAS_DATE_NONE)
        atlas_record_build_range (record, index, range);
      return TRUE;
    }
  if (field->kind == ATLAS_KIND_SUBJECT || field->kind == ATLAS_KIND_BLOB)
    (*column)++;
  if (atlas_stmt_is_null (stmt, at))
    return TRUE;

  if (field->kind == ATLAS_KIND_SUBJECT)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, at + 1);

      atlas_record_build_subject (record, index, atlas_stmt_get_text (stmt, at), id);
    }
  else if (field->kind == ATLAS_KIND_REF)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, at);

      atlas_record_build_text (record, index, id);
    }
  else if (field->kind == ATLAS_KIND_INTEGER || field->kind == ATLAS_KIND_BOOLEAN ||
           field->kind == ATLAS_KIND_DATE)
    atlas_record_build_integer (record, index, atlas_stmt_get_integer (stmt, at));
  else if (field->kind == ATLAS_KIND_SET || field->kind == ATLAS_KIND_JSON ||
           field->kind == ATLAS_KIND_BLOB)
    return atlas_record_build_json (record, index, atlas_stmt_get_text (stmt, at), error);
  else
    atlas_record_build_text (record, index, atlas_stmt_get_text (stmt, at));

  return TRUE;
}

/**
 * atlas_schema_read_row:
 * @type: a record type
 * @stmt: a statement on a row of atlas_schema_columns()
 * @error: return location for an error
 *
 * Reads a record from its row.
 *
 * Returns: (transfer full): the record
 */
AtlasRecord *
atlas_schema_read_row (const AtlasType *type,
                       AtlasStmt       *stmt,
                       GError         **error)
{
  g_autofree char *id = atlas_stmt_get_id (stmt, 1);
  g_autoptr(AtlasRecord) record = atlas_record_begin (type, id, atlas_stmt_get_integer (stmt, 2));
  int column = N_OWN_COLUMNS;

  if (!atlas_stmt_is_null (stmt, 5))
    {
      g_autoptr(json_t) extra = atlas_json_parse (atlas_stmt_get_text (stmt, 5), -1, error);

      if (extra == NULL)
        return NULL;
      atlas_record_build_extra (record, extra);
    }
  for (guint i = 0; i < type->n_fields; i++)
    if (!read_field (record, i, &type->fields[i], stmt, &column, error))
      return NULL;

  return g_steal_pointer (&record);
}

static void
bind_date (AtlasStmt *stmt,
           int        index,
           AtlasDate  date)
{
  if (date == ATLAS_DATE_NONE)
    atlas_stmt_bind_null (stmt, index);
  else
    atlas_stmt_bind_integer (stmt, index, date);
}

static void
bind_json (AtlasStmt *stmt,
           int        index,
           json_t    *value)
{
  g_autofree char *text = value != NULL ? atlas_json_to_text (value) : NULL;

  atlas_stmt_bind_text (stmt, index, text);
}

static void
bind_field (AtlasRecord      *record,
            const AtlasField *field,
            AtlasStmt        *stmt,
            int              *index)
{
  int at = (*index)++;

  if (field->kind == ATLAS_KIND_RANGE)
    {
      AtlasDateRange range = ATLAS_RECORD_MEMBER (record, field, AtlasDateRange);

      bind_date (stmt, at, range.from);
      bind_date (stmt, (*index)++, range.to);
    }
  else if (field->kind == ATLAS_KIND_SUBJECT)
    {
      AtlasSubject subject = ATLAS_RECORD_MEMBER (record, field, AtlasSubject);

      atlas_stmt_bind_text (stmt, at, subject.type);
      atlas_stmt_bind_id (stmt, (*index)++, subject.id);
    }
  else if (field->kind == ATLAS_KIND_BLOB)
    {
      json_t *file = ATLAS_RECORD_MEMBER (record, field, json_t *);

      bind_json (stmt, at, file);
      atlas_stmt_bind_text (stmt, (*index)++, atlas_json_string (file, "blob"));
    }
  else if (!atlas_record_has (record, field))
    atlas_stmt_bind_null (stmt, at);
  else if (field->kind == ATLAS_KIND_REF)
    atlas_stmt_bind_id (stmt, at, ATLAS_RECORD_MEMBER (record, field, char *));
  else if (field->kind == ATLAS_KIND_DATE)
    bind_date (stmt, at, ATLAS_RECORD_MEMBER (record, field, AtlasDate));
  else if (field->kind == ATLAS_KIND_INTEGER)
    atlas_stmt_bind_integer (stmt, at, ATLAS_RECORD_MEMBER (record, field, gint64));
  else if (field->kind == ATLAS_KIND_BOOLEAN)
    atlas_stmt_bind_integer (stmt, at, ATLAS_RECORD_MEMBER (record, field, gboolean));
  else if (field->kind == ATLAS_KIND_SET || field->kind == ATLAS_KIND_JSON)
    {
      g_autoptr(json_t) value = atlas_record_get_value (record, field);

      bind_json (stmt, at, value);
    }
  else
    atlas_stmt_bind_text (stmt, at, ATLAS_RECORD_MEMBER (record, field, char *));
}

/**
 * atlas_schema_bind_row:
 * @record: a record
 * @fields: a bit for each field that @stmt writes, #ATLAS_FIELDS_ALL for a whole row
 * @scopes: its scopes with a space before and after each
 * @frev: (nullable): its fields' revisions, as the server gave them
 * @stmt: atlas_schema_upsert() or atlas_schema_update(), prepared
 *
 * Binds a record to the statement that writes its row.
 */
void
atlas_schema_bind_row (AtlasRecord *record,
                       guint64      fields,
                       const char  *scopes,
                       json_t      *frev,
                       AtlasStmt   *stmt)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  int index = N_OWN_COLUMNS;

  atlas_stmt_bind_id (stmt, 1, atlas_record_get_id (record));
  atlas_stmt_bind_integer (stmt, 2, atlas_record_get_rev (record));
  atlas_stmt_bind_text (stmt, 3, scopes);
  bind_json (stmt, 4, frev);
  bind_json (stmt, 5, atlas_record_get_extra (record));
  for (guint i = 0; i < type->n_fields; i++)
    if (fields >> i & 1)
      bind_field (record, &type->fields[i], stmt, &index);
}

/**
 * atlas_schema_words:
 * @record: a record
 *
 * Returns: (transfer full): everything that search finds it by
 */
char *
atlas_schema_words (AtlasRecord *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autoptr(GString) words = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].search && atlas_record_has (record, &type->fields[i]))
      {
        g_autofree char *text = atlas_record_format (record, &type->fields[i]);

        g_string_append (words, text);
        g_string_append_c (words, '\n');
      }

  return g_string_free (g_steal_pointer (&words), FALSE);
}
