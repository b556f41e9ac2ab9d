/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-work.h"

#include <string.h>

#include "base/atlas-date.h"
#include "server/atlas-locks.h"
#include "server/atlas-sums.h"

/* A subject's dependants' dependants: deeper than any description goes. */
#define DEPTH_MAX 8

/**
 * AtlasWork:
 *
 * What one transaction is doing to records, in memory: each record is read once, changed here, and
 * written at the end, when the sequence gives its numbers. Throwing a work away leaves no trace, so
 * a set that must be set aside costs nothing.
 */
struct _AtlasWork
{
  AtlasBackend *backend;        /* (unowned) */
  char         *user;
  char         *device;
  char         *now;
  GHashTable   *entries;        /* (element-type utf8 Entry): by type and id */
  GPtrArray    *changed;        /* (element-type Entry): in the order of their first change */
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

static Entry *
mark_changed (AtlasWork   *self,
              AtlasStored *stored)
{
  Entry *entry = find_entry (self, stored);

  if (!entry->is_changed)
    g_ptr_array_add (self->changed, entry);
  entry->is_changed = TRUE;

  return entry;
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
  Entry *entry = mark_changed (self, stored);

  entry->has_new_rev = TRUE;
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

static gboolean
each_ref (AtlasWork       *self,
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
  return each_ref (self, to_id, TRUE, func, user_data, error);
}

typedef struct {
  AtlasWork *work;
  GError    *error;
} Lookup;

static json_t *
lookup_fields (const char *type,
               const char *id,
               gpointer    data)
{
  Lookup *lookup = data;
  AtlasStored *stored = NULL;

  if (lookup->error != NULL ||
      !atlas_work_find (lookup->work, atlas_type_find (type), id, &stored, &lookup->error) ||
      stored == NULL)
    return NULL;

  return json_incref (stored->fields);
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static void
add_scopes (GPtrArray          *all,
            const char * const *scopes)
{
  for (gsize i = 0; scopes != NULL && scopes[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (all, scopes[i], g_str_equal, NULL))
      g_ptr_array_add (all, g_strdup (scopes[i]));
}

/* What the description says. */
static gboolean
add_followed (AtlasWork   *self,
              AtlasStored *stored,
              GPtrArray   *all,
              GError     **error)
{
  Lookup lookup = { self, NULL };
  g_auto(GStrv) followed = atlas_scopes_of (stored->type, stored->fields, lookup_fields, &lookup);

  if (lookup.error != NULL)
    {
      g_propagate_error (error, lookup.error);
      return FALSE;
    }

  add_scopes (all, (const char * const *) followed);
  return TRUE;
}

typedef struct {
  AtlasWork *work;
  GPtrArray *all;
} Showing;

static gboolean
add_showing_one (AtlasStored      *record,
                 const AtlasField *field,
                 gpointer          user_data,
                 GError          **error)
{
  Showing *showing = user_data;

  return !field->shows || record->is_deleted ||
         add_followed (showing->work, record, showing->all, error);
}

static gboolean
is_shown (const AtlasType *type)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      if (types[i]->fields[j].shows && strcmp (types[i]->fields[j].ref, type->name) == 0)
        return TRUE;

  return FALSE;
}

/* A child is seen by who sees a referral of theirs, at a panel or a provision. That goes no
 * further: what else there is of the child does not follow. */
static gboolean
add_showing (AtlasWork       *self,
             const AtlasType *type,
             const char      *id,
             gboolean         with_changed,
             GPtrArray       *all,
             GError         **error)
{
  Showing showing = { self, all };

  return type == NULL || id == NULL || !is_shown (type) ||
         each_ref (self, id, with_changed, add_showing_one, &showing, error);
}

/* What the description says, who is shown the record or its subject by another, and what it has by
 * its making. */
static GStrv
scopes_of (AtlasWork   *self,
           AtlasStored *stored,
           GError     **error)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  json_t *subject = stored->type->follow_subject ? json_object_get (stored->fields, "subject")
                                                 : NULL;

  if (!add_followed (self, stored, all, error) ||
      !add_showing (self, stored->type, stored->id, stored->scopes[0] != NULL, all, error) ||
      !add_showing (self, atlas_type_find (json_string_value (json_array_get (subject, 0))),
                    json_string_value (json_array_get (subject, 1)), TRUE, all, error))
    return NULL;

  add_scopes (all, (const char * const *) stored->own_scopes);
  g_ptr_array_sort (all, compare_strings);
  g_ptr_array_set_free_func (all, NULL);
  g_ptr_array_add (all, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&all), FALSE);
}

static gboolean rescope (AtlasWork   *self,
                         AtlasStored *stored,
                         int          depth,
                         GError     **error);

typedef struct {
  AtlasWork *work;
  int        depth;
} Descent;

static gboolean
rescope_dependant (AtlasStored      *record,
                   const AtlasField *field,
                   gpointer          user_data,
                   GError          **error)
{
  Descent *descent = user_data;

  if (!field->scope && field->kind != ATLAS_KIND_SUBJECT)
    return TRUE;

  return rescope (descent->work, record, descent->depth + 1, error);
}

static gboolean
has_scopes (const AtlasStored *stored,
            GStrv              scopes)
{
  for (gsize i = 0; scopes[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) stored->scopes, scopes[i]))
      return FALSE;

  return TRUE;
}

/* @added: (nullable): of a record that shows it for the first time; they take nothing away */
static gboolean
rescope_named (AtlasWork        *self,
               const AtlasField *field,
               const char       *id,
               GStrv             added,
               int               depth,
               GError          **error)
{
  AtlasStored *named = NULL;

  if (id == NULL)
    return TRUE;

  return atlas_work_find (self, atlas_type_find (field->ref), id, &named, error) &&
         (named == NULL || (added != NULL && has_scopes (named, added)) ||
          rescope (self, named, depth + 1, error));
}

/* Those that the record shows to who sees it, and those that it did show. */
static gboolean
rescope_shown (AtlasWork   *self,
               AtlasStored *stored,
               gboolean     is_first,
               int          depth,
               GError     **error)
{
  const AtlasStored *before = find_entry (self, stored)->before;

  for (guint i = 0; i < stored->type->n_fields; i++)
    {
      const AtlasField *field = &stored->type->fields[i];
      const char *now = field->shows ? atlas_stored_ref (stored, field, NULL) : NULL;
      const char *then = field->shows && before != NULL ? atlas_stored_ref (before, field, NULL)
                                                        : NULL;

      if (!rescope_named (self, field, now, is_first ? stored->scopes : NULL, depth, error) ||
          (g_strcmp0 (now, then) != 0 && !rescope_named (self, field, then, NULL, depth, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
rescope (AtlasWork   *self,
         AtlasStored *stored,
         int          depth,
         GError     **error)
{
  g_auto(GStrv) scopes = scopes_of (self, stored, error);
  Descent descent = { self, depth };
  gboolean is_first;

  if (scopes == NULL)
    return FALSE;
  if (g_strv_equal ((const char * const *) scopes, (const char * const *) stored->scopes) ||
      depth > DEPTH_MAX)
    return TRUE;

  /* A record that has just been made is named by nothing that came before it in this work. */
  is_first = stored->scopes[0] == NULL;
  g_strfreev (stored->scopes);
  stored->scopes = g_steal_pointer (&scopes);
  mark_changed (self, stored);

  /* Before they are listed: whoever is making another that follows it relies on its scopes. */
  return (is_first || atlas_lock_record (self->backend, stored->type, stored->id, TRUE, error)) &&
         each_ref (self, stored->id, !is_first, rescope_dependant, &descent, error) &&
         rescope_shown (self, stored, is_first, depth, error);
}

/**
 * atlas_work_rescope:
 * @self: a work
 * @stored: a record that is new, or whose fields have changed
 * @error: return location for an error
 *
 * Works out anew who sees a record, and, if that has changed, who sees the records that follow it;
 * and who sees those that it shows to whoever sees it.
 * A record that only moves between scopes keeps its revision and gets a new place in the order.
 *
 * Returns: whether it could be worked out
 */
gboolean
atlas_work_rescope (AtlasWork   *self,
                    AtlasStored *stored,
                    GError     **error)
{
  gboolean is_first = stored->scopes[0] == NULL;

  return rescope (self, stored, 0, error) &&
         (is_first || rescope_shown (self, stored, FALSE, 0, error));
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
                               "RETURNING seq",
                               "i", (gint64) MAX (self->changed->len, 1));
  if (query == NULL)
    return FALSE;
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  *head = atlas_rows_int (query, 0);
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
