/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-audit-set.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-id.h"
#include "records/atlas-records.h"
#include "server/atlas-audit.h"

/* A review of a plan of a placement of a child: deeper than any description goes. */
#define DEPTH_MAX 5

/**
 * AtlasAuditSet:
 *
 * What a set says, child by child: the texts of the operations that are about each, and of those
 * that are about none. The keys of those who have one are at hand, so that the head need not be
 * held while they are asked for.
 */
struct _AtlasAuditSet
{
  AtlasWork      *work;         /* (unowned) */
  AtlasSession   *session;      /* (unowned) */
  AtlasChangeSet *set;          /* (unowned) */
  json_t         *ops;          /* (unowned) */
  GHashTable     *people;       /* (element-type utf8 GString) */
  GHashTable     *keys;         /* (element-type utf8 GBytes) */
  GString        *rest;
  json_t         *types;
};

static void
string_free (gpointer string)
{
  g_string_free (string, TRUE);
}

/* Fields of a record as it is now, or as a set that was parked would have made it. */
static json_t *
find_fields (AtlasAuditSet   *self,
             const AtlasType *type,
             const char      *id,
             GError         **error)
{
  AtlasStored *stored = NULL;

  if (!atlas_work_find (self->work, type, id, &stored, error))
    return NULL;
  if (stored != NULL)
    return stored->fields;

  for (gsize i = 0; i < json_array_size (self->ops); i++)
    {
      json_t *op = json_array_get (self->ops, i);

      if (strcmp (atlas_json_string (op, "op"), "create") == 0 &&
          strcmp (atlas_json_string (op, "type"), type->name) == 0 &&
          strcmp (atlas_json_string (op, "id"), id) == 0)
        return json_object_get (op, "fields");
    }

  return NULL;
}

/* Who has been erased does not come back as a code under a new key. */
static gboolean
add_child (AtlasAuditSet *self,
           const char    *id,
           GPtrArray     *people,
           GError       **error)
{
  AtlasStored *stored = NULL;

  if (!atlas_work_find (self->work, &atlas_child_type, id, &stored, error))
    return FALSE;
  if ((stored == NULL || !stored->is_erased) &&
      !g_ptr_array_find_with_equal_func (people, id, g_str_equal, NULL))
    g_ptr_array_add (people, g_strdup (id));

  return TRUE;
}

static gboolean find_people (AtlasAuditSet   *self,
                             const AtlasType *type,
                             const char      *id,
                             int              depth,
                             GPtrArray       *people,
                             GError         **error);

static gboolean
follow_field (AtlasAuditSet    *self,
              const AtlasField *field,
              json_t           *value,
              int               depth,
              GPtrArray        *people,
              GError          **error)
{
  const AtlasType *type = NULL;
  const char *id = NULL;

  if (field->kind == ATLAS_KIND_REF)
    {
      type = atlas_type_find (field->ref);
      id = json_string_value (value);
    }
  else if (field->kind == ATLAS_KIND_SUBJECT)
    {
      type = atlas_type_find (json_string_value (json_array_get (value, 0)));
      id = json_string_value (json_array_get (value, 1));
    }

  return id == NULL || type == NULL || !atlas_id_is_valid (id) ||
         find_people (self, type, id, depth + 1, people, error);
}

/* The children that a record is about: whom it names, or whom what it names is about. */
static gboolean
find_people (AtlasAuditSet   *self,
             const AtlasType *type,
             const char      *id,
             int              depth,
             GPtrArray       *people,
             GError         **error)
{
  g_autoptr(GError) fault = NULL;
  json_t *fields = NULL;

  if (type == &atlas_child_type)
    return add_child (self, id, people, error);
  if (depth >= DEPTH_MAX || (!type->personal && !type->follow_subject))
    return TRUE;

  fields = find_fields (self, type, id, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  for (guint i = 0; fields != NULL && i < type->n_fields; i++)
    if (!follow_field (self, &type->fields[i], json_object_get (fields, type->fields[i].name),
                       depth, people, error))
      return FALSE;

  return TRUE;
}

static void
add_text (AtlasAuditSet *self,
          const char    *person,
          const char    *text)
{
  GString *texts = g_hash_table_lookup (self->people, person);

  if (texts == NULL)
    {
      texts = g_string_new (NULL);
      g_hash_table_insert (self->people, g_strdup (person), texts);
    }
  g_string_append_printf (texts, "%s\n", text);
}

static gboolean
add_op (AtlasAuditSet *self,
        json_t        *op,
        GError       **error)
{
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = atlas_json_to_text (op);
  const char *name = atlas_json_string (op, "type");
  const AtlasType *type = atlas_type_find (name);

  if (type != NULL &&
      !find_people (self, type, atlas_json_string (op, "id"), 0, people, error))
    return FALSE;

  for (guint i = 0; i < people->len; i++)
    add_text (self, g_ptr_array_index (people, i), text);
  if (people->len == 0)
    g_string_append_printf (self->rest, "%s\n", text);
  if (type != NULL)
    json_object_set_new (self->types, name,
                         json_integer (atlas_json_integer (self->types, name, 0) + 1));

  return TRUE;
}

static gboolean
find_key (AtlasAuditSet *self,
          const char    *person,
          GError       **error)
{
  GBytes *key = NULL;

  if (!atlas_audit_find_key (atlas_work_get_backend (self->work), person, &key, error))
    return FALSE;
  if (key != NULL)
    g_hash_table_insert (self->keys, g_strdup (person), key);

  return TRUE;
}

static gboolean
find_keys (AtlasAuditSet *self,
           GError       **error)
{
  GHashTableIter iter;
  gpointer person;

  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    if (!find_key (self, person, error))
      return FALSE;

  return find_key (self, self->session->user, error);
}

/* Who is met for the first time gets a key now, when nobody else can make one. */
static GBytes *
get_key (AtlasAuditSet *self,
         const char    *person,
         GError       **error)
{
  GBytes *key = g_hash_table_lookup (self->keys, person);

  return key != NULL ? g_bytes_ref (key)
                     : atlas_audit_need_key (atlas_work_get_backend (self->work), person, error);
}

static json_t *
code_people (AtlasAuditSet *self,
             GError       **error)
{
  g_autoptr(json_t) coded = json_array ();
  g_autoptr(GList)  ids = g_list_sort (g_hash_table_get_keys (self->people),
                                       (GCompareFunc) strcmp);

  for (GList *l = ids; l != NULL; l = l->next)
    {
      GString *texts = g_hash_table_lookup (self->people, l->data);
      g_autoptr(GBytes) key = get_key (self, l->data, error);
      g_autofree char *person = NULL;
      g_autofree char *content = NULL;

      if (key == NULL)
        return NULL;

      person = atlas_audit_code (key, l->data);
      content = atlas_audit_code (key, texts->str);
      json_array_append_new (coded, json_pack ("{s:s, s:s}", "person", person, "content",
                                               content));
    }

  return g_steal_pointer (&coded);
}

static json_t *
describe (AtlasAuditSet *self,
          json_t        *result,
          GError       **error)
{
  g_autoptr(GBytes) key = get_key (self, self->session->user, error);
  g_autofree char *rest = key != NULL ? atlas_audit_code (key, self->rest->str) : NULL;
  json_t *people = rest != NULL ? code_people (self, error) : NULL;
  json_t *details;

  if (people == NULL)
    return NULL;

  details = json_pack ("{s:s, s:s, s:s, s:O, s:O, s:O, s:O, s:o}",
                       "by", self->session->user, "device", self->session->device,
                       "set", atlas_change_set_get_id (self->set),
                       "n", json_object_get (result, "n"),
                       "state", json_object_get (result, "state"),
                       "seq", json_object_get (result, "seq"),
                       "types", self->types,
                       "people", people);

  json_object_set_new (details, "content", json_string (rest));
  return details;
}

/**
 * atlas_audit_set_new:
 * @work: what the set did, not yet saved
 * @session: who sent it
 * @set: the set; all three outlive what is returned
 * @error: return location for an error
 *
 * Finds out what the entry of a set will say: how many operations on which types, and whom it is
 * about.
 *
 * Returns: (transfer full): what atlas_audit_set_add() adds
 */
AtlasAuditSet *
atlas_audit_set_new (AtlasWork      *work,
                     AtlasSession   *session,
                     AtlasChangeSet *set,
                     GError        **error)
{
  g_autoptr(AtlasAuditSet) self = g_new0 (AtlasAuditSet, 1);

  self->work = work;
  self->session = session;
  self->set = set;
  self->ops = atlas_change_set_get_ops (set);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, string_free);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_bytes_unref);
  self->rest = g_string_new (NULL);
  self->types = json_object ();

  for (gsize i = 0; i < json_array_size (self->ops); i++)
    if (!add_op (self, json_array_get (self->ops, i), error))
      return NULL;

  return find_keys (self, error) ? g_steal_pointer (&self) : NULL;
}

void
atlas_audit_set_free (AtlasAuditSet *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->people);
  g_hash_table_unref (self->keys);
  g_string_free (self->rest, TRUE);
  json_decref (self->types);
  g_free (self);
}

/**
 * atlas_audit_set_add:
 * @self: the entry of a set whose work has been saved
 * @result: what became of it, `seq` included
 * @error: return location for an error
 *
 * Adds the entry of a committed set: by whom, what became of it, how many operations on which
 * types, and for each child that it is about two codes, of the child and of all that it says of
 * them. With the child's key anybody can prove later that the set was about them and said just
 * that. What is about no child has a code under the author's key.
 *
 * Source: protocol, section 13.
 *
 * Returns: whether it was added
 */
gboolean
atlas_audit_set_add (AtlasAuditSet *self,
                     json_t        *result,
                     GError       **error)
{
  g_autoptr(json_t) details = describe (self, result, error);

  return details != NULL &&
         atlas_audit_append_after (atlas_work_get_backend (self->work),
                                   atlas_work_get_audit_head (self->work), "set", details, error);
}
