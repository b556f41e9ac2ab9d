/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-work.h"

#include <string.h>

#include "base/atlas-date.h"
#include "server/atlas-locks.h"
#include "server/atlas-sums.h"
#include "server/atlas-work-private.h"

/**
 * AtlasWork:
 *
 * What one transaction is doing to records, in memory: each record is read once, changed here, and
 * written at the end, when the sequence gives its numbers. Throwing a work away leaves no trace, so
 * a set that must be set aside costs nothing.
 */
struct _AtlasWork
{
  AtlasBackend  *backend;       /* (unowned) */
  char          *user;
  char          *device;
  char          *now;
  GHashTable    *entries;       /* (element-type utf8 Entry): by type and id */
  GPtrArray     *changed;       /* (element-type Entry): in the order of their first change */
  AtlasAuditHead audit_head;    /* once it has been saved */
};

typedef struct {
  AtlasStored *stored;
  AtlasStored *before;          /* (nullable): NULL for a new record */
  gboolean     is_changed;
  gboolean     has_new_rev;
} Entry;

static void
entry_free (Entry *entry)
{
  atlas_stored_free (entry->stored);
  atlas_stored_free (entry->before);
  g_free (entry);
}

AtlasWork *
atlas_work_new (AtlasBackend *backend,
                const char   *user,
                const char   *device)
{
  AtlasWork *self = g_new0 (AtlasWork, 1);

  self->backend = backend;
  self->user = g_strdup (user);
  self->device = g_strdup (device);
  self->now = atlas_time_now ();
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) entry_free);
  self->changed = g_ptr_array_new ();

  return self;
}

void
atlas_work_free (AtlasWork *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->changed);
  g_hash_table_unref (self->entries);
  g_free (self->user);
  g_free (self->device);
  g_free (self->now);
  g_free (self);
}

AtlasBackend *
atlas_work_get_backend (AtlasWork *self)
{
  return self->backend;
}

const char *
atlas_work_get_now (AtlasWork *self)
{
  return self->now;
}

/**
 * atlas_work_get_audit_head:
 * @self: a work that was saved
 *
 * Returns: (transfer none): where the audit chain ended when the head was locked, for
 *   atlas_audit_append_after()
 */
AtlasAuditHead *
atlas_work_get_audit_head (AtlasWork *self)
{
  return &self->audit_head;
}

static char *
entry_key (const AtlasType *type,
           const char      *id)
{
  return g_strconcat (type->name, "/", id, NULL);
}

static Entry *
find_entry (AtlasWork   *self,
            AtlasStored *stored)
{
  g_autofree char *key = entry_key (stored->type, stored->id);

  return g_hash_table_lookup (self->entries, key);
}

/**
 * atlas_work_get_before:
 * @self: a work
 * @stored: a record of it
 *
 * Returns: (transfer none) (nullable): the record as it was, %NULL if it is new
 */
const AtlasStored *
atlas_work_get_before (AtlasWork   *self,
                       AtlasStored *stored)
{
  return find_entry (self, stored)->before;
}

/**
 * atlas_work_mark_changed:
 * @self: a work
 * @stored: a record of it
 *
 * Notes that the record gets a new place in the order.
 */
void
atlas_work_mark_changed (AtlasWork   *self,
                         AtlasStored *stored)
{
  Entry *entry = find_entry (self, stored);

  if (!entry->is_changed)
    g_ptr_array_add (self->changed, entry);
  entry->is_changed = TRUE;
}

/**
 * atlas_work_find:
 * @self: a work
 * @type: a record type
 * @id: a record's id
 * @stored: (out) (transfer none) (nullable): the record as this work has it
 * @error: return location for an error
 *
 * Reads a record once; nobody else changes it until the transaction ends.
 *
 * Returns: whether the question could be answered; @stored is %NULL when there is no such record
 */
gboolean
atlas_work_find (AtlasWork       *self,
                 const AtlasType *type,
                 const char      *id,
                 AtlasStored    **stored,
                 GError         **error)
{
  g_autofree char *key = entry_key (type, id);
  Entry *entry = g_hash_table_lookup (self->entries, key);
  AtlasStored *before = NULL;

  *stored = entry != NULL ? entry->stored : NULL;
  if (entry != NULL)
    return TRUE;
  if (!atlas_lock_record (self->backend, type, id, FALSE, error) ||
      !atlas_stored_load (self->backend, type, id, &before, error))
    return FALSE;
  if (before == NULL)
    return TRUE;

  entry = g_new0 (Entry, 1);
  entry->before = before;
  entry->stored = atlas_stored_copy (before);
  *stored = entry->stored;
  g_hash_table_insert (self->entries, g_steal_pointer (&key), entry);

  return TRUE;
}

/**
 * atlas_work_add:
 * @self: a work
 * @type: a record type
 * @id: an id that no record of the type has
 *
 * Makes a record, at revision 0 and without fields.
 *
 * Returns: (transfer none): the record
 */
AtlasStored *
atlas_work_add (AtlasWork       *self,
                const AtlasType *type,
                const char      *id)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->stored = atlas_stored_new (type, id);
  g_hash_table_insert (self->entries, entry_key (type, id), entry);

  return entry->stored;
}

gboolean
atlas_work_is_new (AtlasWork   *self,
                   AtlasStored *stored)
{
  return find_entry (self, stored)->before == NULL;
}

/**
 * atlas_work_next_rev:
 * @self: a work
 * @stored: a record
 *
 * Returns: the revision that the record has once this work has changed it: one more than before,
 *   however many operations touch it
 */
gint64
atlas_work_next_rev (AtlasWork   *self,
                     AtlasStored *stored)
{
  Entry *entry = find_entry (self, stored);

  return (entry->before != NULL ? entry->before->rev : 0) + 1;
}

static void
take_revision (AtlasWork   *self,
               AtlasStored *stored)
{
  atlas_work_mark_changed (self, stored);
  find_entry (self, stored)->has_new_rev = TRUE;
  stored->rev = atlas_work_next_rev (self, stored);
}

/**
 * atlas_work_touch:
 * @self: a work
 * @stored: a record whose fields have changed
 *
 * Notes that the user changed the record: it gets a new revision and a new place in the order.
 */
void
atlas_work_touch (AtlasWork   *self,
                  AtlasStored *stored)
{
  take_revision (self, stored);
  g_free (stored->by);
  stored->by = g_strdup (self->user);
}

/**
 * atlas_work_erase:
 * @self: a work
 * @stored: a record
 *
 * Takes every value out of a record and lets it be deleted. Who saw it is told so.
 */
void
atlas_work_erase (AtlasWork   *self,
                  AtlasStored *stored)
{
  take_revision (self, stored);
  json_object_clear (stored->fields);
  json_object_clear (stored->frev);
  g_clear_pointer (&stored->by, g_free);
  stored->is_deleted = TRUE;
  stored->is_erased = TRUE;
}

/**
 * atlas_work_compute:
 * @self: a work
 * @stored: a record
 * @field: a field that only the server writes
 * @value: (nullable): its value
 *
 * Sets a field in the server's own name, if that changes anything.
 */
void
atlas_work_compute (AtlasWork   *self,
                    AtlasStored *stored,
                    const char  *field,
                    json_t      *value)
{
  if (atlas_json_equal (json_object_get (stored->fields, field), value))
    return;

  take_revision (self, stored);
  if (value == NULL || json_is_null (value))
    json_object_del (stored->fields, field);
  else
    json_object_set (stored->fields, field, value);
  json_object_set_new (stored->frev, field, json_pack ("[I, n]", (json_int_t) stored->rev));
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

static GPtrArray *
list_refs (AtlasWork  *self,
           const char *to_id,
           gboolean    with_changed,
           GError    **error)
{
  g_autoptr(GPtrArray)  found = g_ptr_array_new_with_free_func ((GDestroyNotify) named_free);
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (self->backend, error,
                               "SELECT DISTINCT type, id FROM record_ref "
                               "WHERE to_id = ?1 ORDER BY type, id",
                               "u", to_id);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      Named *named = g_new0 (Named, 1);

      named->type = atlas_type_find (atlas_rows_text (query, 0));
      named->id = atlas_rows_id (query, 1);
      g_ptr_array_add (found, named);
    }

  for (guint i = 0; with_changed && i < self->changed->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->changed, i);
      Named *named;

      if (entry->before != NULL && !entry->has_new_rev)
        continue;
      named = g_new0 (Named, 1);
      named->type = entry->stored->type;
      named->id = g_strdup (entry->stored->id);
      g_ptr_array_add (found, named);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&found) : NULL;
}

/**
 * atlas_work_each_ref_of:
 * @self: a work
 * @to_id: a record's id
 * @with_changed: whether what this work has made or changed is looked at too
 * @func: (scope call): called for each
 * @user_data: for @func
 * @error: return location for an error
 *
 * As atlas_work_each_ref(), for who knows that nothing in this work names the record.
 *
 * Returns: whether all of it worked
 */
gboolean
atlas_work_each_ref_of (AtlasWork       *self,
                        const char      *to_id,
                        gboolean         with_changed,
                        AtlasWorkRefFunc func,
                        gpointer         user_data,
                        GError         **error)
{
  g_autoptr(GPtrArray)  found = list_refs (self, to_id, with_changed, error);
  g_autoptr(GHashTable) met = g_hash_table_new (NULL, NULL);

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      Named *named = g_ptr_array_index (found, i);
      AtlasStored *record = NULL;

      if (named->type == NULL || named->id == NULL)
        continue;
      if (!atlas_work_find (self, named->type, named->id, &record, error))
        return FALSE;
      if (record == NULL || !g_hash_table_add (met, record))
        continue;

      for (guint j = 0; j < record->type->n_fields; j++)
        {
          const AtlasField *field = &record->type->fields[j];

          if (atlas_stored_indexes (record->type, field) &&
              g_strcmp0 (atlas_stored_ref (record, field, NULL), to_id) == 0 &&
              !func (record, field, user_data, error))
            return FALSE;
        }
    }

  return found != NULL;
}

/**
 * atlas_work_each_ref:
 * @self: a work
 * @to_id: a record's id
 * @func: (scope call): called for each
 * @user_data: for @func
 * @error: return location for an error
 *
 * Calls a function for each record that names another one as it stands in this work, deleted ones
 * included, through a field that the server indexes.
 *
 * Returns: whether all of it worked
 */
gboolean
atlas_work_each_ref (AtlasWork       *self,
                     const char      *to_id,
                     AtlasWorkRefFunc func,
                     gpointer         user_data,
                     GError         **error)
{
  return atlas_work_each_ref_of (self, to_id, TRUE, func, user_data, error);
}

guint
atlas_work_n_changed (AtlasWork *self)
{
  return self->changed->len;
}

/**
 * atlas_work_get_changed:
 * @self: a work
 * @index: below atlas_work_n_changed()
 * @before: (out) (nullable): the record as it was, %NULL if it is new
 *
 * Returns: (transfer none): a record that this work has changed
 */
AtlasStored *
atlas_work_get_changed (AtlasWork          *self,
                        guint               index,
                        const AtlasStored **before)
{
  Entry *entry = g_ptr_array_index (self->changed, index);

  *before = entry->before;
  return entry->stored;
}

/* The head is locked last, so that a reader who has seen a number never later finds a lower one. */
static gboolean
lock_changed (AtlasWork *self,
              GError   **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new ();

  for (guint i = 0; i < self->changed->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->changed, i);

      if (entry->before != NULL)
        g_ptr_array_add (records, entry->stored);
    }

  return atlas_lock_records (self->backend, records, error);
}

static gboolean
take_numbers (AtlasWork *self,
              gint64    *head,
              GError   **error)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (self->backend, error,
                               "UPDATE sync_head SET seq = seq + ?1 WHERE only_row = 1 "
                               "RETURNING seq, audit_k, audit_hash",
                               "i", (gint64) MAX (self->changed->len, 1));
  if (query == NULL)
    return FALSE;
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  *head = atlas_rows_int (query, 0);
  atlas_audit_read_head (query, 1, &self->audit_head);
  return atlas_rows_step (query, error) != ATLAS_STEP_ERROR &&
         atlas_backend_announce (self->backend, error);
}

/**
 * atlas_work_save:
 * @self: a work
 * @head: (out): the head of the sequence after it
 * @error: return location for an error
 *
 * Writes what has changed, as the last act before the transaction's commit. Each record gets the
 * next number; a work that changes no record takes one all the same, so that its set has a place
 * in the order.
 *
 * Returns: whether all was written
 */
gboolean
atlas_work_save (AtlasWork *self,
                 gint64    *head,
                 GError   **error)
{
  g_autoptr(AtlasSums) sums = atlas_sums_new ();
  gint64 seq;

  if (!lock_changed (self, error) || !take_numbers (self, head, error))
    return FALSE;

  seq = *head - (gint64) self->changed->len;
  for (guint i = 0; i < self->changed->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->changed, i);

      entry->stored->seq = ++seq;
      g_free (entry->stored->at);
      entry->stored->at = g_strdup (self->now);
      if (!atlas_stored_save (entry->stored, self->backend, entry->before, error))
        return FALSE;
      atlas_sums_move (sums, entry->before, entry->stored);
    }

  return atlas_sums_save (sums, self->backend, error);
}

/**
 * atlas_work_publish:
 * @backend: inside a transaction
 * @type: a record type that only the server makes
 * @id: the record's id; it is made if it is not there
 * @fields: values that it is to have; others stay
 * @own_scope: (nullable): a scope that sees it besides those of its description
 * @error: return location for an error
 *
 * Writes one record in the server's own name, as a work of its own.
 *
 * Returns: whether it was written
 */
gboolean
atlas_work_publish (AtlasBackend    *backend,
                    const AtlasType *type,
                    const char      *id,
                    json_t          *fields,
                    const char      *own_scope,
                    GError         **error)
{
  g_autoptr(AtlasWork) work = atlas_work_new (backend, NULL, NULL);
  AtlasStored *stored = NULL;
  const char *name;
  json_t *value;
  gint64 head;

  if (!atlas_work_find (work, type, id, &stored, error))
    return FALSE;
  if (stored == NULL)
    stored = atlas_work_add (work, type, id);

  json_object_foreach (fields, name, value)
  {
    atlas_work_compute (work, stored, name, value);
  }
  if (own_scope != NULL && stored->own_scopes == NULL)
    stored->own_scopes = g_strsplit (own_scope, " ", -1);

  return atlas_work_rescope (work, stored, error) &&
         (atlas_work_n_changed (work) == 0 || atlas_work_save (work, &head, error));
}
