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
 * About:
 *
 * What a set says, child by child: the texts of the operations that are about each, and of those
 * that are about none.
 */
typedef struct {
  AtlasWork  *work;
  json_t     *ops;              /* (unowned) */
  GHashTable *people;           /* (element-type utf8 GString) */
  GString    *rest;
  json_t     *types;
} About;

static void
string_free (gpointer string)
{
  g_string_free (string, TRUE);
}

/* Fields of a record as it is now, or as a set that was parked would have made it. */
static json_t *
find_fields (About           *self,
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
add_child (About      *self,
           const char *id,
           GPtrArray  *people,
           GError    **error)
{
  AtlasStored *stored = NULL;

  if (!atlas_work_find (self->work, &atlas_child_type, id, &stored, error))
    return FALSE;
  if ((stored == NULL || !stored->is_erased) &&
      !g_ptr_array_find_with_equal_func (people, id, g_str_equal, NULL))
    g_ptr_array_add (people, g_strdup (id));

  return TRUE;
}

static gboolean find_people (About           *self,
                             const AtlasType *type,
                             const char      *id,
                             int              depth,
                             GPtrArray       *people,
                             GError         **error);

static gboolean
follow_field (About            *self,
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
find_people (About           *self,
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
add_text (About      *self,
          const char *person,
          const char *text)
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
add_op (About   *self,
        json_t  *op,
        GError **error)
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

static json_t *
code_people (About        *self,
             AtlasBackend *backend,
             GError      **error)
{
  g_autoptr(json_t) coded = json_array ();
  g_autoptr(GList)  ids = g_list_sort (g_hash_table_get_keys (self->people),
                                       (GCompareFunc) strcmp);

  for (GList *l = ids; l != NULL; l = l->next)
    {
      GString *texts = g_hash_table_lookup (self->people, l->data);
      g_autofree char *person = atlas_audit_code (backend, l->data, l->data, error);
      g_autofree char *content = NULL;

      if (person == NULL ||
          (content = atlas_audit_code (backend, l->data, texts->str, error)) == NULL)
        return NULL;
      json_array_append_new (coded, json_pack ("{s:s, s:s}", "person", person, "content",
                                               content));
    }

  return g_steal_pointer (&coded);
}

static json_t *
describe (About          *self,
          AtlasSession   *session,
          AtlasChangeSet *set,
          json_t         *result,
          GError        **error)
{
  AtlasBackend *backend = atlas_work_get_backend (self->work);
  g_autofree char *rest = atlas_audit_code (backend, session->user, self->rest->str, error);
  json_t *people = rest != NULL ? code_people (self, backend, error) : NULL;
  json_t *details;

  if (people == NULL)
    return NULL;

  details = json_pack ("{s:s, s:s, s:s, s:O, s:O, s:O, s:O, s:o}",
                       "by", session->user, "device", session->device,
                       "set", atlas_change_set_get_id (set),
                       "n", json_object_get (result, "n"),
                       "state", json_object_get (result, "state"),
                       "seq", json_object_get (result, "seq"),
                       "types", self->types,
                       "people", people);

  json_object_set_new (details, "content", json_string (rest));
  return details;
}

/**
 * atlas_audit_set:
 * @work: what the set did, saved
 * @session: who sent it
 * @set: the set
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
atlas_audit_set (AtlasWork      *work,
                 AtlasSession   *session,
                 AtlasChangeSet *set,
                 json_t         *result,
                 GError        **error)
{
  g_autoptr(GHashTable) people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                        string_free);
  g_autoptr(GString) rest = g_string_new (NULL);
  g_autoptr(json_t)  types = json_object ();
  g_autoptr(json_t)  details = NULL;
  About self = { work, atlas_change_set_get_ops (set), people, rest, types };

  for (gsize i = 0; i < json_array_size (self.ops); i++)
    if (!add_op (&self, json_array_get (self.ops, i), error))
      return FALSE;

  details = describe (&self, session, set, result, error);
  return details != NULL &&
         atlas_audit_append (atlas_work_get_backend (work), "set", details, error);
}
