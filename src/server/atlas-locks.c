/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-locks.h"

#include <string.h>

#include "base/atlas-id.h"

#define PLACE "place"

gboolean
atlas_lock_device (AtlasBackend *backend,
                   const char   *device,
                   GError      **error)
{
  return atlas_backend_lock (backend, error, "SELECT 1 FROM device WHERE id = ?1 FOR UPDATE",
                             "u", device);
}

/**
 * atlas_lock_account:
 * @backend: in a transaction that writes
 * @user: a user's id
 * @to_change: whether the account or its grants are going to be changed, or only to be relied on
 * @error: return location for an error
 *
 * Returns: whether nothing has failed so far
 */
gboolean
atlas_lock_account (AtlasBackend *backend,
                    const char   *user,
                    gboolean      to_change,
                    GError      **error)
{
  return atlas_backend_lock (backend, error,
                             to_change ? "SELECT 1 FROM account WHERE id = ?1 FOR UPDATE"
                                       : "SELECT 1 FROM account WHERE id = ?1 FOR SHARE",
                             "u", user);
}

gboolean
atlas_lock_fact (AtlasBackend *backend,
                 const char   *name,
                 GError      **error)
{
  return atlas_backend_lock (backend, error, "SELECT 1 FROM meta WHERE name = ?1 FOR UPDATE",
                             "t", name);
}

/**
 * atlas_lock_record:
 * @backend: in a transaction that writes
 * @type: a record's type
 * @id: its id
 * @to_change: whether the record is going to be changed, or only to be relied on
 * @error: return location for an error
 *
 * Returns: whether nothing has failed so far
 */
gboolean
atlas_lock_record (AtlasBackend    *backend,
                   const AtlasType *type,
                   const char      *id,
                   gboolean         to_change,
                   GError         **error)
{
  return atlas_backend_lock (backend, error,
                             to_change
                             ? "SELECT 1 FROM record WHERE type = ?1 AND id = ?2 FOR UPDATE"
                             : "SELECT 1 FROM record WHERE type = ?1 AND id = ?2 FOR SHARE",
                             "tu", type->name, id);
}

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

static int
compare_names (const AtlasType *type,
               const char      *id,
               const AtlasType *other_type,
               const char      *other_id)
{
  gboolean is_place = strcmp (type->name, PLACE) == 0;
  gboolean other_is_place = strcmp (other_type->name, PLACE) == 0;
  int order = strcmp (type->name, other_type->name);

  if (is_place != other_is_place)
    return is_place ? 1 : -1;

  return order != 0 ? order : strcmp (id, other_id);
}

static int
compare_named (gconstpointer a,
               gconstpointer b)
{
  const Named *first = *(Named * const *) a;
  const Named *second = *(Named * const *) b;

  return compare_names (first->type, first->id, second->type, second->id);
}

static int
compare_stored (gconstpointer a,
                gconstpointer b)
{
  const AtlasStored *first = *(AtlasStored * const *) a;
  const AtlasStored *second = *(AtlasStored * const *) b;

  return compare_names (first->type, first->id, second->type, second->id);
}

/**
 * atlas_lock_records:
 * @backend: in a transaction that writes
 * @records: (element-type AtlasStored): records that are going to be written; gets sorted
 * @error: return location for an error
 *
 * Returns: whether nothing has failed so far
 */
gboolean
atlas_lock_records (AtlasBackend *backend,
                    GPtrArray    *records,
                    GError      **error)
{
  if (!atlas_backend_shares_writing (backend))
    return TRUE;

  g_ptr_array_sort (records, compare_stored);
  for (guint i = 0; i < records->len; i++)
    {
      AtlasStored *stored = g_ptr_array_index (records, i);

      if (!atlas_lock_record (backend, stored->type, stored->id, TRUE, error))
        return FALSE;
    }

  return TRUE;
}

static void
add_named (GPtrArray       *all,
           const AtlasType *type,
           const char      *id)
{
  Named *named;

  if (type == NULL || !atlas_id_is_valid (id))
    return;

  named = g_new0 (Named, 1);
  named->type = type;
  named->id = g_strdup (id);
  g_ptr_array_add (all, named);
}

/* What a record names through such a field changes with it: the claims of a place, and who sees a
 * child. */
static gboolean
changes_with_it (const AtlasType  *type,
                 const AtlasField *field)
{
  return atlas_stored_indexes (type, field) &&
         (field->shows || field->kind == ATLAS_KIND_SUBJECT ||
          strcmp (field->ref, PLACE) == 0);
}

static gboolean
changes_others (const AtlasType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (changes_with_it (type, &type->fields[i]))
      return TRUE;

  return FALSE;
}

static void
add_refs (GPtrArray   *all,
          AtlasStored *stored)
{
  for (guint i = 0; i < stored->type->n_fields; i++)
    {
      const AtlasType *named = NULL;
      const char *id;

      if (!changes_with_it (stored->type, &stored->type->fields[i]))
        continue;
      id = atlas_stored_ref (stored, &stored->type->fields[i], &named);
      add_named (all, named, id);
    }
}

static gboolean
add_present_refs (AtlasBackend    *backend,
                  GPtrArray       *all,
                  const AtlasType *type,
                  const char      *id,
                  GError         **error)
{
  g_autoptr(AtlasStored) present = NULL;

  if (!changes_others (type) || !atlas_id_is_valid (id))
    return TRUE;
  if (!atlas_stored_load (backend, type, id, &present, error))
    return FALSE;
  if (present != NULL)
    add_refs (all, present);

  return TRUE;
}

static void
add_proposed_refs (GPtrArray       *all,
                   const AtlasType *type,
                   json_t          *op)
{
  gboolean is_set = g_strcmp0 (atlas_json_string (op, "op"), "set") == 0;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];
      json_t *value = json_object_get (json_object_get (op, "fields"), field->name);

      if (field->kind == ATLAS_KIND_REF && changes_with_it (type, field))
        add_named (all, atlas_type_find (field->ref),
                   json_string_value (is_set ? json_array_get (value, 1) : value));
    }
}

static gboolean
add_op (AtlasBackend *backend,
        GPtrArray    *all,
        json_t       *op,
        GError      **error)
{
  const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));
  const char *id = atlas_json_string (op, "id");

  if (type == NULL)
    return TRUE;

  add_named (all, type, id);
  add_proposed_refs (all, type, op);

  return g_strcmp0 (atlas_json_string (op, "op"), "create") == 0 ||
         add_present_refs (backend, all, type, id, error);
}

/**
 * atlas_lock_set:
 * @backend: in a transaction that writes
 * @ops: a set's operations
 * @error: return location for an error
 *
 * Locks, in the order that all sets keep, the records that a set is sure to change or likely to.
 * Others are locked as they are met; that may make two sets wait for one another, and one of them
 * is then done again.
 *
 * Returns: whether nothing has failed so far
 */
gboolean
atlas_lock_set (AtlasBackend *backend,
                json_t       *ops,
                GError      **error)
{
  g_autoptr(GPtrArray) all = NULL;
  const Named *before = NULL;

  if (!atlas_backend_shares_writing (backend))
    return TRUE;

  all = g_ptr_array_new_with_free_func ((GDestroyNotify) named_free);
  for (gsize i = 0; i < json_array_size (ops); i++)
    if (!add_op (backend, all, json_array_get (ops, i), error))
      return FALSE;

  g_ptr_array_sort (all, compare_named);
  for (guint i = 0; i < all->len; i++)
    {
      const Named *named = g_ptr_array_index (all, i);

      if ((before == NULL || compare_named (&before, &named) != 0) &&
          !atlas_lock_record (backend, named->type, named->id, TRUE, error))
        return FALSE;
      before = named;
    }

  return TRUE;
}
