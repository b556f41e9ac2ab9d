/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-erase.h"

#include <string.h>

#include "base/atlas-date.h"
#include "base/atlas-error.h"
#include "server/atlas-audit.h"
#include "server/atlas-locks.h"
#include "server/atlas-places.h"

/* A child and everything about it, on its way out. A record goes if it is about a child and names
 * one that goes; of one that stays, such as a hold, goes what names it and every free word. */
typedef struct {
  AtlasBackend *backend;        /* (unowned) */
  AtlasWork    *work;
  GHashTable   *ids;            /* (element-type utf8): of what goes */
  GPtrArray    *todo;           /* (element-type utf8): ids whose dependants are to be found */
  guint         n;
} Erasure;

static gboolean
names_one (Erasure *self,
           json_t  *value)
{
  gsize i;
  json_t *element;
  const char *key;

  if (json_is_string (value))
    return g_hash_table_contains (self->ids, json_string_value (value));

  json_array_foreach (value, i, element)
  {
    if (names_one (self, element))
      return TRUE;
  }
  json_object_foreach (value, key, element)
  {
    if (names_one (self, element))
      return TRUE;
  }

  return FALSE;
}

static gboolean
take (Erasure         *self,
      const AtlasType *type,
      const char      *id,
      GError         **error)
{
  AtlasStored *stored = NULL;

  if (type == NULL || g_hash_table_contains (self->ids, id))
    return TRUE;

  /* Before what names it is listed, so that nothing more can come to name it. */
  if (!atlas_lock_record (self->backend, type, id, TRUE, error) ||
      !atlas_work_find (self->work, type, id, &stored, error))
    return FALSE;
  if (stored == NULL)
    return TRUE;

  g_hash_table_add (self->ids, g_strdup (id));
  g_ptr_array_add (self->todo, g_strdup (id));
  if (!stored->is_erased)
    self->n++;
  atlas_work_erase (self->work, stored);
  return TRUE;
}

/* What names a record by the index of references. */
static GPtrArray *
list_naming (Erasure    *self,
             const char *id,
             GPtrArray  *types,
             GError    **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (self->backend, error,
                               "SELECT type, id FROM record_ref WHERE to_id = ?1 ORDER BY type, id",
                               "u", id);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      g_ptr_array_add (types, (gpointer) atlas_type_find (atlas_rows_text (query, 0)));
      g_ptr_array_add (ids, atlas_rows_id (query, 1));
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

static gboolean
take_all (Erasure *self,
          GError **error)
{
  while (self->todo->len > 0)
    {
      g_autofree char *id = g_ptr_array_steal_index (self->todo, self->todo->len - 1);
      g_autoptr(GPtrArray) types = g_ptr_array_new ();
      g_autoptr(GPtrArray) naming = list_naming (self, id, types, error);

      if (naming == NULL)
        return FALSE;
      for (guint i = 0; i < naming->len; i++)
        {
          const AtlasType *type = g_ptr_array_index (types, i);

          if (type != NULL && type->personal &&
              !take (self, type, g_ptr_array_index (naming, i), error))
            return FALSE;
        }
    }

  return TRUE;
}

static json_t *
empty_op (json_t *op)
{
  return json_pack ("{s:s, s:O, s:O, s:i}", "op", "delete", "type", json_object_get (op, "type"),
                    "id", json_object_get (op, "id"), "base", 0);
}

/* Empties every operation that is on, or names, what goes; returns how many are left whole. */
static gsize
empty_set (Erasure *self,
           json_t  *set)
{
  json_t *ops = json_object_get (set, "ops");
  gsize n_whole = json_array_size (ops);

  for (gsize i = 0; i < json_array_size (ops); i++)
    {
      json_t *op = json_array_get (ops, i);

      if (!names_one (self, op))
        continue;
      json_array_set_new (ops, i, empty_op (op));
      n_whole--;
    }

  /* People write names into the words that stand beside a set. */
  if (n_whole < json_array_size (ops))
    json_object_set_new (set, "label", json_string (""));
  return n_whole;
}

/* A set that was parked for something else, and touches what goes. */
static gboolean
empty_parked (Erasure     *self,
              AtlasStored *stored,
              GError     **error)
{
  g_autoptr(json_t) set = json_deep_copy (json_object_get (stored->fields, "set"));

  if (empty_set (self, set) == 0)
    return take (self, stored->type, stored->id, error);

  atlas_work_touch (self->work, stored);
  atlas_work_compute (self->work, stored, "set", set);
  return TRUE;
}

static void
clear_mention (Erasure     *self,
               AtlasStored *stored)
{
  atlas_work_touch (self->work, stored);
  for (guint i = 0; i < stored->type->n_fields; i++)
    {
      const AtlasField *field = &stored->type->fields[i];
      json_t *value = json_object_get (stored->fields, field->name);

      if (field->merge != ATLAS_MERGE_COMPUTED && !field->required &&
          (field->kind == ATLAS_KIND_TEXT || names_one (self, value)))
        atlas_work_compute (self->work, stored, field->name, NULL);
    }
}

/* Whether records of a type can name a child's without the index knowing it. */
static gboolean
may_mention (const AtlasType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];
      const AtlasType *named = field->kind == ATLAS_KIND_REF ? atlas_type_find (field->ref) : NULL;

      if (field->merge != ATLAS_MERGE_COMPUTED &&
          (field->kind == ATLAS_KIND_JSON || field->kind == ATLAS_KIND_SUBJECT ||
           (named != NULL && named->personal)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
text_names_one (Erasure    *self,
                const char *text)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (strstr (text, id) != NULL)
      return TRUE;

  return FALSE;
}

static GPtrArray *
list_mentions (Erasure         *self,
               const AtlasType *type,
               GError         **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (self->backend, error,
                               "SELECT id, fields FROM record WHERE type = ?1 ORDER BY id", "t",
                               type->name);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_rows_id (query, 0);

      if (!g_hash_table_contains (self->ids, id) &&
          text_names_one (self, atlas_rows_text (query, 1)))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

static gboolean
clear_mentions_in (Erasure         *self,
                   const AtlasType *type,
                   GError         **error)
{
  g_autoptr(GPtrArray) ids = list_mentions (self, type, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      AtlasStored *stored = NULL;

      if (!atlas_work_find (self->work, type, g_ptr_array_index (ids, i), &stored, error))
        return FALSE;
      if (strcmp (type->name, "parked") != 0)
        clear_mention (self, stored);
      else if (!empty_parked (self, stored, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
clear_mentions (Erasure *self,
                GError **error)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    if (may_mention (types[i]) && !clear_mentions_in (self, types[i], error))
      return FALSE;

  return TRUE;
}

/* What the laptops have sent, kept so that nothing is lost: lost it must be now. */
static GPtrArray *
list_bodies (Erasure   *self,
             GPtrArray *bodies,
             GError   **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (self->backend, error, "SELECT id, body FROM set_seen ORDER BY id",
                               "");
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    if (text_names_one (self, atlas_rows_text (query, 1)))
      {
        json_t *body = atlas_rows_json (query, 1);

        empty_set (self, body);
        g_ptr_array_add (bodies, body);
        g_ptr_array_add (ids, atlas_rows_id (query, 0));
      }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

static gboolean
empty_bodies (Erasure *self,
              GError **error)
{
  g_autoptr(GPtrArray) bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  g_autoptr(GPtrArray) ids = list_bodies (self, bodies, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    if (!atlas_backend_run (self->backend, error, "UPDATE set_seen SET body = ?2 WHERE id = ?1",
                            "uj", g_ptr_array_index (ids, i), g_ptr_array_index (bodies, i)))
      return FALSE;

  return TRUE;
}

/* With the key goes the last that tells which entries of the audit chain were about the child. */
static gboolean
forget_in_audit (Erasure    *self,
                 const char *child,
                 GError    **error)
{
  g_autofree char *code = NULL;
  g_autoptr(json_t) details = NULL;

  if (!atlas_audit_find_person (self->backend, child, &code, error))
    return FALSE;

  details = json_pack ("{s:i, s:s*}", "records", (int) self->n, "person", code);
  return (self->n == 0 || atlas_audit_append (self->backend, "erasure", details, error)) &&
         atlas_audit_erase_person (self->backend, child, error);
}

static gboolean
run (Erasure    *self,
     const char *child,
     const char *reason,
     GError    **error)
{
  const AtlasAuthor author = { NULL, NULL, TRUE };
  g_autofree char *now = atlas_time_now ();
  gint64 head;

  return take (self, atlas_type_find ("child"), child, error) &&
         take_all (self, error) &&
         clear_mentions (self, error) &&
         take_all (self, error) &&
         atlas_places_settle (self->work, &author, error) &&
         atlas_work_save (self->work, &head, error) &&
         empty_bodies (self, error) &&
         atlas_backend_run (self->backend, error,
                            "INSERT INTO erasure (child, at, reason) VALUES (?1, ?2, ?3) "
                            "ON CONFLICT (child) DO NOTHING", "utt", child, now, reason) &&
         forget_in_audit (self, child, error);
}

/**
 * atlas_erase_child:
 * @backend: inside a transaction
 * @child: a child's id
 * @reason: why, without a word of whom
 * @marks: whether a child that is not there is marked as erased, so that it cannot come
 * @n_records: (out): how many records were erased; 0 when it had been done before
 * @error: return location for an error
 *
 * Takes a child and all that is about it out of the database: records, deleted ones too, what
 * laptops proposed and sent, and what others say about it. What stays is that there was something
 * of these ids; laptops are told to erase it too.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when there is no such child and it is not to be marked.
 *
 * Source: protocol, section 6, `erased`. Cost: O(all sets ever sent).
 *
 * Returns: whether it was done
 */
gboolean
atlas_erase_child (AtlasBackend *backend,
                   const char   *child,
                   const char   *reason,
                   gboolean      marks,
                   guint        *n_records,
                   GError      **error)
{
  g_autoptr(AtlasWork) work = atlas_work_new (backend, NULL, NULL);
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) todo = g_ptr_array_new_with_free_func (g_free);
  Erasure self = { backend, work, ids, todo };
  AtlasStored *stored = NULL;

  if (!atlas_work_find (work, atlas_type_find ("child"), child, &stored, error))
    return FALSE;
  if (stored == NULL && !marks)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "There is no child %s", child);
      return FALSE;
    }
  if (stored == NULL &&
      !atlas_work_rescope (work, atlas_work_add (work, atlas_type_find ("child"), child), error))
    return FALSE;
  if (!run (&self, child, reason, error))
    return FALSE;

  *n_records = self.n;
  return TRUE;
}

/**
 * atlas_erase_ops:
 * @work: a work
 * @ops: (inout): operations of a set
 * @emptied: (out): whether any was emptied
 * @error: return location for an error
 *
 * Empties operations on what was erased: a laptop that had not heard of it must not bring it back.
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_erase_ops (AtlasWork *work,
                 json_t    *ops,
                 gboolean  *emptied,
                 GError   **error)
{
  *emptied = FALSE;
  for (gsize i = 0; i < json_array_size (ops); i++)
    {
      json_t *op = json_array_get (ops, i);
      const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));
      AtlasStored *stored = NULL;

      if (type != NULL &&
          !atlas_work_find (work, type, atlas_json_string (op, "id"), &stored, error))
        return FALSE;
      if (stored == NULL || !stored->is_erased)
        continue;

      json_array_set_new (ops, i, empty_op (op));
      *emptied = TRUE;
    }

  return TRUE;
}
