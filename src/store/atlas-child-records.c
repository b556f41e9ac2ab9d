/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-child-records.h"

#include <string.h>

#include "base/atlas-error.h"

#define CHILD "child"

struct _AtlasChildRecords
{
  GHashTable *of_type;  /* (element-type AtlasType GPtrArray): the newest first */
  GHashTable *names;    /* (element-type utf8 utf8): by id */
};

/**
 * atlas_type_is_of_child:
 * @type: a record type
 *
 * Returns: whether each of its records says which child it is about
 */
gboolean
atlas_type_is_of_child (const AtlasType *type)
{
  const AtlasField *field = atlas_type_field (type, CHILD);

  return field != NULL && g_strcmp0 (field->ref, CHILD) == 0;
}

static AtlasDate
read_day (AtlasRecord      *record,
          const AtlasField *field)
{
  g_autoptr(json_t) value = NULL;

  if (field->kind != ATLAS_KIND_DATE && field->kind != ATLAS_KIND_RANGE)
    return ATLAS_DATE_NONE;

  value = atlas_record_get_value (record, field);
  return atlas_date_parse (json_is_object (value) ? atlas_json_string (value, "from")
                                                  : json_string_value (value));
}

/**
 * atlas_record_get_day:
 * @record: a record
 *
 * Returns: the day that stands first in it, or %ATLAS_DATE_NONE
 */
AtlasDate
atlas_record_get_day (AtlasRecord *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);

  for (guint i = 0; i < type->n_fields; i++)
    {
      AtlasDate day = read_day (record, &type->fields[i]);

      if (day != ATLAS_DATE_NONE)
        return day;
    }

  return ATLAS_DATE_NONE;
}

static int
compare_records (gconstpointer a,
                 gconstpointer b)
{
  AtlasRecord *record_a = *(AtlasRecord * const *) a;
  AtlasRecord *record_b = *(AtlasRecord * const *) b;
  AtlasDate day_a = atlas_record_get_day (record_a);
  AtlasDate day_b = atlas_record_get_day (record_b);

  if (day_a != day_b)
    return day_a > day_b ? -1 : 1;

  return strcmp (atlas_record_get_id (record_b), atlas_record_get_id (record_a));
}

/* What lies outside the scope is not on this laptop and has no name here. */
static gboolean
read_name (AtlasChildRecords *self,
           AtlasStore        *store,
           const char        *type,
           const char        *id,
           GError           **error)
{
  g_autoptr(AtlasRecord) named = NULL;
  g_autoptr(GError)      fault = NULL;

  if (g_hash_table_contains (self->names, id))
    return TRUE;

  named = atlas_store_get (store, type, id, &fault);
  if (named != NULL && atlas_record_get_title (named) != NULL)
    g_hash_table_insert (self->names, g_strdup (id), g_strdup (atlas_record_get_title (named)));
  if (named != NULL || g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
read_names (AtlasChildRecords *self,
            AtlasStore        *store,
            AtlasRecord       *record,
            GError           **error)
{
  const AtlasType *type = atlas_record_get_record_type (record);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];
      const char *id = field->kind == ATLAS_KIND_REF ? atlas_record_get_text (record, field->name)
                                                     : NULL;

      if (id != NULL && !g_str_equal (field->name, CHILD) &&
          !read_name (self, store, field->ref, id, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_type (AtlasChildRecords *self,
           AtlasStore        *store,
           const AtlasType   *type,
           const char        *child,
           GError           **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);
  GPtrArray *records;

  atlas_query_where_text (query, CHILD, ATLAS_COMPARE_EQUAL, child);
  records = atlas_store_list (store, query, error);
  if (records == NULL)
    return FALSE;

  g_ptr_array_sort (records, compare_records);
  g_hash_table_insert (self->of_type, (gpointer) type, records);
  for (guint i = 0; i < records->len; i++)
    if (!read_names (self, store, g_ptr_array_index (records, i), error))
      return FALSE;

  return TRUE;
}

/**
 * atlas_store_read_child_records:
 * @store: a store
 * @child: id of a child
 * @error: return location for an error
 *
 * Reads every record about a child. Begin a reading transaction first to have them of one moment.
 *
 * Returns: (transfer full): them
 */
AtlasChildRecords *
atlas_store_read_child_records (AtlasStore *store,
                                const char *child,
                                GError    **error)
{
  g_autoptr(AtlasChildRecords) self = g_new0 (AtlasChildRecords, 1);
  const AtlasType * const *types;
  guint n_types;

  self->of_type = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  types = atlas_types (&n_types);
  for (guint i = 0; i < n_types; i++)
    if (atlas_type_is_of_child (types[i]) && !read_type (self, store, types[i], child, error))
      return NULL;

  return g_steal_pointer (&self);
}

void
atlas_child_records_free (AtlasChildRecords *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->of_type, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self);
}

/**
 * atlas_child_records_get:
 * @self: the records of a child
 * @type: a type of which atlas_type_is_of_child() is true
 *
 * Returns: (transfer none) (element-type AtlasRecord): those of one type, the newest first
 */
GPtrArray *
atlas_child_records_get (const AtlasChildRecords *self,
                         const AtlasType         *type)
{
  return g_hash_table_lookup (self->of_type, type);
}

/**
 * atlas_child_records_get_name:
 * @self: the records of a child
 * @id: id of a record that one of them refers to
 *
 * Returns: (transfer none) (nullable): what it is called, %NULL when it is not on this laptop
 */
const char *
atlas_child_records_get_name (const AtlasChildRecords *self,
                              const char              *id)
{
  return g_hash_table_lookup (self->names, id);
}
