/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "exchange/atlas-import-private.h"

/* The protocol lets a push be 1 MiB; half of it leaves room for what the outbox adds. */
#define SET_BYTES_MAX (512 * 1024)

/**
 * AtlasImport:
 *
 * What reading a pack or a file came to: its rows, each with what committing it would do, and the
 * change sets that would do it. An import never changes once it is made. Nothing is committed until
 * somebody hands the sets to a store.
 */

void
atlas_import_row_free (ImportRow *row)
{
  g_free (row->row.reason);
  g_free (row->row.key);
  g_free (row->row.id);
  json_decref (row->row.fields);
  g_clear_object (&row->row.present);
  g_clear_pointer (&row->links, g_ptr_array_unref);
  g_clear_pointer (&row->named_by, g_ptr_array_unref);
  g_free (row);
}

AtlasImport *
atlas_import_ref (AtlasImport *self)
{
  g_atomic_int_inc (&self->refs);
  return self;
}

void
atlas_import_unref (AtlasImport *self)
{
  if (!g_atomic_int_dec_and_test (&self->refs))
    return;

  g_free (self->pack);
  g_hash_table_unref (self->row_keys);
  g_hash_table_unref (self->row_ids);
  g_hash_table_unref (self->present_keys);
  g_hash_table_unref (self->present);
  g_ptr_array_unref (self->rows);
  g_string_chunk_free (self->names);
  g_free (self);
}

guint
atlas_import_n_rows (AtlasImport *self)
{
  return self->rows->len;
}

/**
 * atlas_import_get_row:
 * @self: an import
 * @row: from 0
 *
 * Returns: (transfer none): the row, in the order in which it was read
 */
const AtlasImportRow *
atlas_import_get_row (AtlasImport *self,
                      guint        row)
{
  g_return_val_if_fail (row < self->rows->len, NULL);

  return &((ImportRow *) g_ptr_array_index (self->rows, row))->row;
}

/**
 * atlas_import_count:
 * @self: an import
 * @state: a state
 *
 * Returns: how many rows are in that state
 */
guint
atlas_import_count (AtlasImport  *self,
                    AtlasRowState state)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    if (atlas_import_get_row (self, i)->state == state)
      n++;

  return n;
}

static gboolean
array_has (json_t     *array,
           const char *element)
{
  for (gsize i = 0; i < json_array_size (array); i++)
    if (strcmp (json_string_value (json_array_get (array, i)), element) == 0)
      return TRUE;

  return FALSE;
}

/* A set is merged element by element, so only the elements that come and go are sent. */
static void
change_elements (AtlasChangeSet       *set,
                 const AtlasImportRow *row,
                 const AtlasField     *field,
                 json_t               *wanted)
{
  g_autoptr(json_t) there = atlas_record_get_value (row->present, field);

  for (gsize i = 0; i < json_array_size (wanted); i++)
    {
      const char *element = json_string_value (json_array_get (wanted, i));

      if (!array_has (there, element))
        atlas_change_set_add (set, row->present, field->name, element);
    }

  for (gsize i = 0; i < json_array_size (there); i++)
    {
      const char *element = json_string_value (json_array_get (there, i));

      if (!array_has (wanted, element))
        atlas_change_set_remove (set, row->present, field->name, element);
    }
}

static void
add_row (AtlasChangeSet       *set,
         const AtlasImportRow *row)
{
  const char *name;
  json_t *value;

  if (row->state == ATLAS_ROW_NEW)
    {
      atlas_change_set_create (set, row->type->name, row->id, json_deep_copy (row->fields));
      return;
    }
  if (row->state == ATLAS_ROW_REMOVED)
    {
      atlas_change_set_delete (set, row->present);
      return;
    }

  json_object_foreach (row->fields, name, value)
  {
    const AtlasField *field = atlas_type_field (row->type, name);

    if (field->merge == ATLAS_MERGE_SET)
      change_elements (set, row, field, value);
    else if (json_is_null (value))
      atlas_change_set_set (set, row->present, name, NULL);
    else
      atlas_change_set_set (set, row->present, name, json_incref (value));
  }
}

/* The most operations that a row can need. */
static gsize
row_ops (const AtlasImportRow *row)
{
  gsize n = 1;
  const char *name;
  json_t *value;

  if (row->state != ATLAS_ROW_CHANGED)
    return n;

  json_object_foreach (row->fields, name, value)
  {
    const AtlasField *field = atlas_type_field (row->type, name);

    if (field->merge == ATLAS_MERGE_SET)
      {
        g_autoptr(json_t) there = atlas_record_get_value (row->present, field);

        n += json_array_size (value) + json_array_size (there);
      }
  }

  return n;
}

/**
 * atlas_import_make_sets:
 * @self: an import
 * @label: what is being done, for History: "County pack Hertfordshire"
 *
 * Makes the change sets that would do what the rows say, none larger than the protocol lets one be.
 * Several are one batch and can be undone as one. Rows that are the same or refused are in none.
 *
 * Source: protocol, section 5.
 *
 * Returns: (transfer full) (element-type AtlasChangeSet): the sets in order; none if nothing would
 *   change
 */
GPtrArray *
atlas_import_make_sets (AtlasImport *self,
                        const char  *label)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_change_set_unref);
  g_autofree char *batch = atlas_id_new ();
  AtlasChangeSet *set = NULL;   /* (unowned) */
  gsize bytes = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (self, i);
      g_autofree char *text = NULL;
      gsize size;

      if (row->state == ATLAS_ROW_SAME || row->state == ATLAS_ROW_REFUSED)
        continue;

      text = atlas_json_to_text (row->fields);
      size = strlen (text);
      if (set == NULL || atlas_change_set_n_ops (set) + row_ops (row) > ATLAS_SET_OPS_MAX ||
          bytes + size > SET_BYTES_MAX)
        {
          set = atlas_change_set_new (label);
          atlas_change_set_set_batch (set, batch);
          g_ptr_array_add (sets, set);
          bytes = 0;
        }
      add_row (set, row);
      bytes += size;
    }

  return sets;
}

static json_t *
whole_fields (const AtlasImportRow *row)
{
  json_t *fields;

  if (row->present == NULL)
    return json_incref (row->fields);

  fields = atlas_record_to_fields (row->present);
  if (row->state == ATLAS_ROW_CHANGED)
    json_object_update (fields, row->fields);

  return fields;
}

/**
 * atlas_import_make_records:
 * @self: an import
 * @type: (nullable): a record type, or %NULL for every type
 * @error: return location for an error
 *
 * Makes the records as they would be if the import were committed. Refused rows, and records that
 * are removed, are left out.
 *
 * Returns: (transfer full) (element-type AtlasRecord): the records in the order of their rows
 */
GPtrArray *
atlas_import_make_records (AtlasImport     *self,
                           const AtlasType *type,
                           GError         **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (self, i);
      g_autoptr(json_t)     fields = NULL;
      AtlasRecord *record;

      if ((type != NULL && row->type != type) || row->state == ATLAS_ROW_REFUSED ||
          row->state == ATLAS_ROW_REMOVED)
        continue;

      fields = whole_fields (row);
      record = atlas_record_new (row->type, row->id,
                                 row->present != NULL ? atlas_record_get_rev (row->present) : 0,
                                 fields, error);
      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }

  return g_steal_pointer (&records);
}

/**
 * atlas_import_make_after:
 * @self: an import
 * @type: a record type
 * @present: (element-type AtlasRecord): every record of that type that is there
 * @error: return location for an error
 *
 * Makes the records of a type as all of them would be if the import were committed: also those
 * that it says nothing of.
 *
 * Returns: (transfer full) (element-type AtlasRecord): the records
 */
GPtrArray *
atlas_import_make_after (AtlasImport     *self,
                         const AtlasType *type,
                         GPtrArray       *present,
                         GError         **error)
{
  g_autoptr(GPtrArray) after = atlas_import_make_records (self, type, error);
  g_autoptr(GHashTable) spoken_of = g_hash_table_new (g_str_hash, g_str_equal);

  if (after == NULL)
    return NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (self, i);

      if (row->type == type && row->present != NULL && row->state != ATLAS_ROW_REFUSED)
        g_hash_table_add (spoken_of, row->id);
    }

  for (guint i = 0; i < present->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (present, i);

      if (!g_hash_table_contains (spoken_of, atlas_record_get_id (record)))
        g_ptr_array_add (after, g_object_ref (record));
    }

  return g_steal_pointer (&after);
}

/**
 * atlas_row_state_name:
 * @state: a state
 *
 * Returns: (transfer none): `new`, `changed`, `same`, `removed` or `refused`, as programs read it
 */
const char *
atlas_row_state_name (AtlasRowState state)
{
  static const char *names[] = { "new", "changed", "same", "removed", "refused" };

  return names[state];
}

/**
 * atlas_import_load_file:
 * @file: a file that somebody chose
 * @bytes_max: the longest that is read, in bytes
 * @cancellable: (nullable): stops it
 * @error: return location for an error
 *
 * Reads a file whole. It may wait for a disk or a network.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND; %ATLAS_ERROR_INVALID for a folder, a device, or a file that is
 * too long; those of reading
 *
 * Returns: (transfer full): what is in it
 */
GBytes *
atlas_import_load_file (GFile        *file,
                        gsize         bytes_max,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_autoptr(GFileInfo) info = NULL;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL)
    {
      if (error != NULL && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_clear_error (error);
          g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                               _("There is no such file."));
        }
      return NULL;
    }
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
      (guint64) g_file_info_get_size (info) > bytes_max)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   _("This is no file, or it is longer than %d MiB."),
                   (int) (bytes_max / (1024 * 1024)));
      return NULL;
    }

  return g_file_load_bytes (file, cancellable, NULL, error);
}
