/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-import-build.h"

#include <string.h>

#include "base/atlas-csv.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "exchange/atlas-import-private.h"
#include "records/atlas-codes.h"

#define KEY_BYTES_MAX       80
#define COLUMNS_MAX         200
#define RECORD_BYTES_MAX    65536   /* protocol, section 3: record_bytes */
#define QUOTED_BYTES_MAX    60      /* of a cell, in a reason */

/* A cell that names another record: its key or its id. */
typedef struct {
  const AtlasField *field;
  char             *type;
  char             *text;
} Link;

static void
link_free (Link *link)
{
  g_free (link->type);
  g_free (link->text);
  g_free (link);
}

/* The header of a file: what each column is, NULL for one that is passed over. */
typedef struct {
  AtlasCsv          *csv;
  const AtlasType   *type;
  const char        *file;      /* kept by the import */
  const AtlasField **columns;
  int                id_column; /* -1 if there is none */
} Table;

static char *
path_of (const char *type,
         const char *name)
{
  return g_strconcat (type, "/", name, NULL);
}

/**
 * atlas_import_begin:
 * @pack: (nullable): name of the pack being read; its rows need keys, and get the pack's ids
 * @present: (nullable) (element-type AtlasRecord): records that are there already
 *
 * Begins an import with no rows.
 *
 * Returns: (transfer full): the import
 */
AtlasImport *
atlas_import_begin (const char *pack,
                    GPtrArray  *present)
{
  AtlasImport *self = g_new0 (AtlasImport, 1);

  self->pack = g_strdup (pack);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_import_row_free);
  self->present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->present_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->row_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->row_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_string_chunk_new (256);
  self->refs = 1;

  for (guint i = 0; present != NULL && i < present->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (present, i);
      const char *type = atlas_record_get_record_type (record)->name;
      const char *key = atlas_record_get_key (record);

      g_hash_table_replace (self->present, path_of (type, atlas_record_get_id (record)),
                            g_object_ref (record));
      if (key != NULL)
        g_hash_table_replace (self->present_keys, path_of (type, key), record);
    }

  return self;
}

static ImportRow *
add_row (AtlasImport     *self,
         const AtlasType *type,
         const char      *file,
         guint            line)
{
  ImportRow *row = g_new0 (ImportRow, 1);

  row->row.type = type;
  row->row.file = file;
  row->row.line = line;
  row->row.fields = json_object ();
  g_ptr_array_add (self->rows, row);

  return row;
}

static void refuse (ImportRow  *row,
                    const char *format,
                    ...) G_GNUC_PRINTF (2, 3);

/* The first reason stands. */
static void
refuse (ImportRow  *row,
        const char *format,
        ...)
{
  va_list args;

  if (row->row.state == ATLAS_ROW_REFUSED)
    return;

  va_start (args, format);
  row->row.reason = g_strdup_vprintf (format, args);
  va_end (args);
  row->row.state = ATLAS_ROW_REFUSED;
}

/**
 * atlas_import_refuse:
 * @self: an import that is being built
 * @type: the record type that the file is about
 * @file: the file's name
 * @line: the line
 * @format: why, with its arguments
 * @...: arguments of @format
 *
 * Adds a refused row for something that is no row of its own: a column, a whole file.
 */
void
atlas_import_refuse (AtlasImport     *self,
                     const AtlasType *type,
                     const char      *file,
                     guint            line,
                     const char      *format,
                     ...)
{
  g_autofree char *reason = NULL;
  const char *kept = g_string_chunk_insert_const (self->names, file);
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);

  refuse (add_row (self, type, kept, line), "%s", reason);
}

/* A cell as a reason may quote it. */
static char *
quote (const char *text)
{
  g_autofree char *cut = g_strndup (text, QUOTED_BYTES_MAX);
  g_autofree char *valid = g_utf8_make_valid (cut, -1);

  return g_strdup_printf ("“%s”%s", valid, strlen (text) > QUOTED_BYTES_MAX ? "…" : "");
}

static gboolean
is_pack_key (const char *key)
{
  if (!g_ascii_islower (*key) && !g_ascii_isdigit (*key))
    return FALSE;
  if (strlen (key) > KEY_BYTES_MAX)
    return FALSE;
  return key[strspn (key, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static void
check_code (ImportRow        *row,
            const AtlasField *field,
            const char       *code)
{
  g_autofree char *quoted = NULL;

  if (atlas_codes_find (field->codes, code) != NULL)
    return;

  quoted = quote (code);
  refuse (row, "%s: %s is no code of “%s”", field->name, quoted, field->codes);
}

static void
check_codes (ImportRow        *row,
             const AtlasField *field,
             json_t           *value)
{
  if (field->codes == NULL)
    return;
  if (json_is_string (value))
    check_code (row, field, json_string_value (value));
  for (gsize i = 0; i < json_array_size (value); i++)
    check_code (row, field, json_string_value (json_array_get (value, i)));
}

static void
add_link (ImportRow        *row,
          const AtlasField *field,
          const char       *cell)
{
  gboolean is_subject = field->kind == ATLAS_KIND_SUBJECT;
  const char *slash = strchr (cell, '/');
  Link *link;

  if (is_subject && (slash == NULL || slash[1] == '\0'))
    {
      refuse (row, "%s: must be a type and a key, as area/dspl2", field->name);
      return;
    }

  link = g_new0 (Link, 1);
  link->field = field;
  link->type = is_subject ? g_strndup (cell, (gsize) (slash - cell)) : g_strdup (field->ref);
  link->text = g_strdup (is_subject ? slash + 1 : cell);
  if (row->links == NULL)
    row->links = g_ptr_array_new_with_free_func ((GDestroyNotify) link_free);
  g_ptr_array_add (row->links, link);
}

static void
read_cell (ImportRow        *row,
           const AtlasField *field,
           const char       *cell)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) value = NULL;

  if (*cell != '\0' && (field->kind == ATLAS_KIND_REF || field->kind == ATLAS_KIND_SUBJECT))
    {
      add_link (row, field, cell);
      return;
    }

  if (!atlas_value_from_csv (field, cell, &value, &error) ||
      (value != NULL && !atlas_value_check (row->row.type, field, value, &error)))
    {
      refuse (row, "%s", error->message);
      return;
    }

  if (value == NULL)
    value = json_null ();
  check_codes (row, field, value);
  json_object_set (row->row.fields, field->name, value);
}

/* Finds the id that the row's record has, or gives it one. */
static void
settle_id (AtlasImport *self,
           ImportRow   *row,
           const char  *id)
{
  const char *type = row->row.type->name;
  AtlasRecord *known = NULL;
  g_autofree char *path = row->row.key != NULL ? path_of (type, row->row.key) : NULL;

  if (path != NULL)
    known = g_hash_table_lookup (self->present_keys, path);

  if (*id != '\0' && !atlas_id_is_valid (id))
    refuse (row, "id: must be the id of a record");
  else if (*id != '\0' && known != NULL && strcmp (atlas_record_get_id (known), id) != 0)
    refuse (row, "key: “%s” is the key of another record", row->row.key);
  else if (*id != '\0')
    row->row.id = g_strdup (id);
  else if (known != NULL)
    row->row.id = g_strdup (atlas_record_get_id (known));
  else if (self->pack != NULL && row->row.key != NULL)
    row->row.id = atlas_id_for_pack (self->pack, type, row->row.key);
  else
    row->row.id = atlas_id_new ();
}

static gboolean
take_place (GHashTable *places,
            ImportRow  *row,
            const char *what,
            const char *name)
{
  char *path = path_of (row->row.type->name, name);
  ImportRow *first = g_hash_table_lookup (places, path);

  if (first == NULL)
    {
      g_hash_table_insert (places, path, row);
      return TRUE;
    }

  refuse (row, "%s: “%s” is already on line %u of %s",
          what, name, first->row.line, first->row.file);
  g_free (path);
  return FALSE;
}

static gboolean
check_pack_key (ImportRow *row)
{
  if (row->row.key == NULL)
    refuse (row, "key: is missing");
  else if (!is_pack_key (row->row.key))
    refuse (row, "key: must be lower-case letters, digits and hyphens, at most %d", KEY_BYTES_MAX);
  else
    return TRUE;

  return FALSE;
}

/* A row that is refused already takes its place too, so that what names it can be told why. */
static void
settle_identity (AtlasImport *self,
                 ImportRow   *row,
                 const char  *id)
{
  const char *type = row->row.type->name;
  g_autofree char *path = NULL;
  AtlasRecord *present;

  if (row->row.type->key != NULL)
    row->row.key = g_strdup (atlas_json_string (row->row.fields, row->row.type->key));
  if (self->pack != NULL && !check_pack_key (row))
    return;

  settle_id (self, row, id);
  if (row->row.key != NULL && !take_place (self->row_keys, row, "key", row->row.key))
    return;
  if (row->row.id == NULL || !take_place (self->row_ids, row, "id", row->row.id))
    return;

  path = path_of (type, row->row.id);
  present = g_hash_table_lookup (self->present, path);
  row->row.present = present != NULL ? g_object_ref (present) : NULL;
}

static void
read_row (AtlasImport *self,
          Table       *table,
          guint        index)
{
  ImportRow *row = add_row (self, table->type, table->file, atlas_csv_row_line (table->csv, index));
  guint n_cells = atlas_csv_row_cells (table->csv, index);
  guint n_columns = atlas_csv_n_columns (table->csv);
  const char *id = "";

  if (n_cells != n_columns)
    {
      refuse (row, "the row has %u cells where the header has %u", n_cells, n_columns);
      return;
    }

  for (guint i = 0; i < n_columns; i++)
    {
      const char *cell = atlas_csv_unguard (atlas_csv_get_at (table->csv, index, i));

      if ((int) i == table->id_column)
        id = cell;
      else if (table->columns[i] != NULL)
        read_cell (row, table->columns[i], cell);
    }

  settle_identity (self, row, id);
}

/* Says what each column is. A column that means nothing is refused once, and passed over. */
static gboolean
read_header (AtlasImport        *self,
             Table              *table,
             const char * const *passed_over)
{
  guint n_columns = atlas_csv_n_columns (table->csv);

  if (n_columns > COLUMNS_MAX)
    {
      atlas_import_refuse (self, table->type, table->file, 1,
                           "the file has more than %d columns", COLUMNS_MAX);
      return FALSE;
    }

  table->columns = g_new0 (const AtlasField *, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      const char *name = atlas_csv_column (table->csv, i);
      const AtlasField *field = atlas_type_field (table->type, name);
      g_autofree char *quoted = quote (name);

      if (passed_over != NULL && g_strv_contains (passed_over, name))
        continue;
      if (self->pack == NULL && strcmp (name, "id") == 0)
        table->id_column = (int) i;
      else if (field == NULL)
        atlas_import_refuse (self, table->type, table->file, 1, "unknown column %s", quoted);
      else if (field->merge == ATLAS_MERGE_COMPUTED)
        atlas_import_refuse (self, table->type, table->file, 1,
                             "column %s is worked out by the server", quoted);
      else
        table->columns[i] = field;
    }

  return TRUE;
}

static AtlasCsv *
parse_file (AtlasImport     *self,
            const AtlasType *type,
            const char      *file,
            GBytes          *bytes)
{
  g_autoptr(GError) error = NULL;
  AtlasCsv *csv;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (size > ATLAS_IMPORT_FILE_BYTES_MAX)
    {
      atlas_import_refuse (self, type, file, 1, "the file is longer than %d MiB",
                           ATLAS_IMPORT_FILE_BYTES_MAX / (1024 * 1024));
      return NULL;
    }

  csv = atlas_csv_parse (text != NULL ? text : "", size, &error);
  if (csv == NULL)
    atlas_import_refuse (self, type, file, 1, "%s", error->message);

  return csv;
}

/**
 * atlas_import_add_csv:
 * @self: an import that is being built
 * @type: what the file's rows are
 * @file: the file's name, for whoever reads the report
 * @bytes: the file
 * @passed_over: (nullable) (array zero-terminated=1): columns that are for people only
 *
 * Adds the rows of a CSV file whose columns are fields of @type, and `id`. A file that cannot be
 * read at all is one refused row.
 */
void
atlas_import_add_csv (AtlasImport        *self,
                      const AtlasType    *type,
                      const char         *file,
                      GBytes             *bytes,
                      const char * const *passed_over)
{
  g_autoptr(AtlasCsv) csv = NULL;
  Table table = { .type = type, .id_column = -1 };

  if (type->server_made)
    {
      atlas_import_refuse (self, type, file, 1,
                           "only a server makes records of type “%s”", type->name);
      return;
    }

  csv = parse_file (self, type, file, bytes);
  table.csv = csv;
  table.file = g_string_chunk_insert_const (self->names, file);
  if (csv == NULL || !read_header (self, &table, passed_over))
    return;

  for (guint i = 0; i < atlas_csv_n_rows (csv) && !self->is_full; i++)
    {
      if (self->rows->len >= ATLAS_IMPORT_ROWS_MAX)
        {
          atlas_import_refuse (self, type, file, atlas_csv_row_line (csv, i),
                               "from here on nothing is read: more than %d rows",
                               ATLAS_IMPORT_ROWS_MAX);
          self->is_full = TRUE;
          break;
        }
      read_row (self, &table, i);
    }

  g_free (table.columns);
}

/**
 * atlas_import_add_fields:
 * @self: an import that is being built
 * @type: the record type
 * @file: the file's name
 * @line: the line
 * @fields: (transfer full): values by field name
 * @present: (nullable): the record that they change; %NULL if they make one
 *
 * Adds a row whose reader has found out itself which record it is about.
 */
void
atlas_import_add_fields (AtlasImport     *self,
                         const AtlasType *type,
                         const char      *file,
                         guint            line,
                         json_t          *fields,
                         AtlasRecord     *present)
{
  ImportRow *row = add_row (self, type, g_string_chunk_insert_const (self->names, file), line);

  json_decref (row->row.fields);
  row->row.fields = fields;
  row->row.id = present != NULL ? g_strdup (atlas_record_get_id (present)) : atlas_id_new ();
  row->row.present = present != NULL ? g_object_ref (present) : NULL;
}

/**
 * atlas_import_remove:
 * @self: an import that is being built
 * @present: a record that is there
 *
 * Adds the removal of a record that the file takes the place of.
 */
void
atlas_import_remove (AtlasImport *self,
                     AtlasRecord *present)
{
  ImportRow *row = add_row (self, atlas_record_get_record_type (present), "", 0);

  row->row.state = ATLAS_ROW_REMOVED;
  row->row.id = g_strdup (atlas_record_get_id (present));
  row->row.key = g_strdup (atlas_record_get_key (present));
  row->row.present = g_object_ref (present);
}

/* Finds what a link names: a record that is there, or a row that would make it. */
static char *
resolve (AtlasImport *self,
         ImportRow   *row,
         const Link  *link)
{
  g_autofree char *path = path_of (link->type, link->text);
  AtlasRecord *record = g_hash_table_lookup (self->present, path);
  ImportRow *target = g_hash_table_lookup (self->row_keys, path);

  if (record == NULL)
    record = g_hash_table_lookup (self->present_keys, path);
  if (record != NULL)
    return g_strdup (atlas_record_get_id (record));

  if (target == NULL)
    target = g_hash_table_lookup (self->row_ids, path);
  if (target != NULL)
    {
      if (target->named_by == NULL)
        target->named_by = g_ptr_array_new ();
      g_ptr_array_add (target->named_by, row);
      return g_strdup (target->row.id);
    }

  /* A record that is not on this laptop may still be somewhere. A pack stands by itself. */
  return self->pack == NULL && atlas_id_is_valid (link->text) ? g_strdup (link->text) : NULL;
}

static void
follow_links (AtlasImport *self,
              ImportRow   *row)
{
  for (guint i = 0; row->links != NULL && i < row->links->len; i++)
    {
      const Link *link = g_ptr_array_index (row->links, i);
      g_autofree char *id = resolve (self, row, link);
      g_autofree char *quoted = quote (link->text);

      if (atlas_type_find (link->type) == NULL)
        refuse (row, "%s: there is no record type %s", link->field->name, link->type);
      else if (id == NULL)
        refuse (row, "%s: there is no %s %s", link->field->name, link->type, quoted);
      else if (link->field->kind == ATLAS_KIND_SUBJECT)
        json_object_set_new (row->row.fields, link->field->name,
                             json_pack ("[s, s]", link->type, id));
      else
        json_object_set_new (row->row.fields, link->field->name, json_string (id));
    }
}

static void
decide_new (ImportRow *row)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  const char *name;
  json_t *value;
  void *next;

  json_object_foreach_safe (row->row.fields, next, name, value)
  {
    if (json_is_null (value))
      json_object_del (row->row.fields, name);
  }

  text = atlas_json_to_text (row->row.fields);
  if (!atlas_fields_check (row->row.type, row->row.fields, &error))
    refuse (row, "%s", error->message);
  else if (strlen (text) > RECORD_BYTES_MAX)
    refuse (row, "the record is longer than %d KiB", RECORD_BYTES_MAX / 1024);
  else
    row->row.state = ATLAS_ROW_NEW;
}

static void
check_change (ImportRow        *row,
              const AtlasField *field,
              json_t           *from,
              json_t           *to)
{
  if (field->required && json_is_null (to))
    refuse (row, "%s.%s: is missing", row->row.type->name, field->name);
  else if (field->merge == ATLAS_MERGE_GUARDED &&
           !atlas_codes_may_step (field->codes, json_string_value (from), json_string_value (to)))
    refuse (row, "%s.%s: the step is not allowed from here", row->row.type->name, field->name);
}

static void
decide_changed (ImportRow *row)
{
  const char *name;
  json_t *value;
  void *next;

  json_object_foreach_safe (row->row.fields, next, name, value)
  {
    const AtlasField *field = atlas_type_field (row->row.type, name);
    g_autoptr(json_t) from = atlas_record_get_value (row->row.present, field);

    if (atlas_json_equal (from, value))
      json_object_del (row->row.fields, name);
    else
      check_change (row, field, from, value);
  }

  if (row->row.state == ATLAS_ROW_REFUSED)
    return;
  if (json_object_size (row->row.fields) == 0)
    row->row.state = ATLAS_ROW_SAME;
  else if (row->row.type->append_only)
    refuse (row, "records of type “%s” are never changed", row->row.type->name);
  else
    row->row.state = ATLAS_ROW_CHANGED;
}

/* What names a refused row is refused too, and what names that. */
static void
spread_refusals (AtlasImport *self)
{
  g_autoptr(GPtrArray) refused = g_ptr_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      ImportRow *row = g_ptr_array_index (self->rows, i);

      if (row->row.state == ATLAS_ROW_REFUSED)
        g_ptr_array_add (refused, row);
    }

  for (guint i = 0; i < refused->len; i++)
    {
      ImportRow *row = g_ptr_array_index (refused, i);

      for (guint j = 0; row->named_by != NULL && j < row->named_by->len; j++)
        {
          ImportRow *other = g_ptr_array_index (row->named_by, j);

          if (other->row.state == ATLAS_ROW_REFUSED)
            continue;
          refuse (other, "names line %u of %s, which is refused", row->row.line, row->row.file);
          g_ptr_array_add (refused, other);
        }
    }
}

/**
 * atlas_import_finish:
 * @self: an import that is being built
 *
 * Looks up what rows name, now that all of them are known, and decides what each would do.
 */
void
atlas_import_finish (AtlasImport *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      ImportRow *row = g_ptr_array_index (self->rows, i);

      if (row->row.state == ATLAS_ROW_REFUSED || row->row.state == ATLAS_ROW_REMOVED)
        continue;
      follow_links (self, row);
      if (row->row.state == ATLAS_ROW_REFUSED)
        continue;
      if (row->row.present != NULL)
        decide_changed (row);
      else
        decide_new (row);
    }

  spread_refusals (self);
}
