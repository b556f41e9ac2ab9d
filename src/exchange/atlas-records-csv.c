/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-records-csv.h"

#include <string.h>

#include "base/atlas-csv.h"
#include "exchange/atlas-import-build.h"

/**
 * atlas_records_find:
 * @records: (element-type AtlasRecord): records
 * @id: (nullable): the id of one
 *
 * Returns: (transfer none) (nullable): the record with that id
 */
AtlasRecord *
atlas_records_find (GPtrArray  *records,
                    const char *id)
{
  for (guint i = 0; id != NULL && i < records->len; i++)
    if (strcmp (atlas_record_get_id (g_ptr_array_index (records, i)), id) == 0)
      return g_ptr_array_index (records, i);

  return NULL;
}

/**
 * atlas_records_csv_import:
 * @type: what the rows are
 * @file: the file's name, for the report
 * @bytes: the file
 * @present: (nullable) (element-type AtlasRecord): records that are there already: those of @type,
 *   which rows may change, and those that rows may name by key
 *
 * Reads records of any type from CSV. The header names fields, and `id` if ids are given; which
 * column comes first does not matter. A row is of the record with its id, or else with its key, or
 * else of a new record. A field without a column stays as it is; an empty cell clears it. A ref is
 * the other record's key or id.
 *
 * Nothing fails as a whole: what cannot be read is a refused row with its line and reason.
 *
 * Returns: (transfer full): the import
 */
AtlasImport *
atlas_records_csv_import (const AtlasType *type,
                          const char      *file,
                          GBytes          *bytes,
                          GPtrArray       *present)
{
  AtlasImport *import = atlas_import_begin (NULL, present);

  atlas_import_add_csv (import, type, file, bytes, NULL);
  atlas_import_finish (import);

  return import;
}

static GHashTable *
keys_by_id (GPtrArray *known)
{
  GHashTable *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; known != NULL && i < known->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (known, i);
      const char *type = atlas_record_get_record_type (record)->name;
      const char *id = atlas_record_get_id (record);
      const char *key = atlas_record_get_key (record);

      if (key != NULL)
        g_hash_table_replace (keys, g_strconcat (type, "/", id, NULL), (char *) key);
    }

  return keys;
}

static char *
cell_of (AtlasRecord      *record,
         const AtlasField *field,
         GHashTable       *keys)
{
  g_autoptr(json_t) value = atlas_record_get_value (record, field);
  g_autofree char *cell = atlas_value_to_csv (field, value);
  g_autofree char *path = NULL;
  gboolean is_ref = field->kind == ATLAS_KIND_REF;
  const char *key;

  if (*cell == '\0' || (!is_ref && field->kind != ATLAS_KIND_SUBJECT))
    return g_steal_pointer (&cell);

  path = is_ref ? g_strconcat (field->ref, "/", cell, NULL) : g_strdup (cell);
  key = g_hash_table_lookup (keys, path);
  if (key == NULL)
    return g_steal_pointer (&cell);
  if (is_ref)
    return g_strdup (key);

  *strchr (path, '/') = '\0';
  return g_strconcat (path, "/", key, NULL);
}

/**
 * atlas_records_csv_export:
 * @type: what the records are
 * @records: (element-type AtlasRecord): the records, in the order wanted
 * @known: (nullable) (element-type AtlasRecord): records whose keys stand for their ids
 *
 * Writes records as atlas_records_csv_import() reads them: a column `id`, then every field that is
 * not worked out by the server, in the order of the description.
 *
 * Returns: (transfer full): the file
 */
GBytes *
atlas_records_csv_export (const AtlasType *type,
                          GPtrArray       *records,
                          GPtrArray       *known)
{
  g_autoptr(GHashTable) keys = keys_by_id (known);
  GString *text = g_string_new (NULL);

  atlas_csv_append_cell (text, "id", TRUE);
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].merge != ATLAS_MERGE_COMPUTED)
      atlas_csv_append_cell (text, type->fields[i].name, FALSE);
  atlas_csv_end_row (text);

  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);

      atlas_csv_append_cell (text, atlas_record_get_id (record), TRUE);
      for (guint j = 0; j < type->n_fields; j++)
        {
          g_autofree char *cell = NULL;

          if (type->fields[j].merge == ATLAS_MERGE_COMPUTED)
            continue;
          cell = cell_of (record, &type->fields[j], keys);
          atlas_csv_append_cell (text, cell, FALSE);
        }
      atlas_csv_end_row (text);
    }

  return g_string_free_to_bytes (text);
}
