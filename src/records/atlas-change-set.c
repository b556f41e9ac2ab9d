/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-change-set.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"

/**
 * AtlasChangeSet:
 *
 * One user action: an ordered list of operations in the protocol's form, done whole or not at all.
 * It is built once, handed to the store, and not changed after that.
 *
 * Source: protocol, sections 2 and 5.
 */
struct _AtlasChangeSet
{
  char   *id;
  char   *label;
  char   *made_at;
  char   *batch;                /* (nullable): names the import that the set is a part of */
  json_t *ops;
  int     refs;
};

/**
 * atlas_change_set_new:
 * @label: what the user did, for History: "Place held"
 *
 * Begins a change set made now, with an id of its own.
 *
 * Returns: (transfer full): the set
 */
AtlasChangeSet *
atlas_change_set_new (const char *label)
{
  AtlasChangeSet *self = g_new0 (AtlasChangeSet, 1);

  self->id = atlas_id_new ();
  self->label = label != NULL ? g_utf8_make_valid (label, -1) : NULL;
  self->made_at = atlas_time_now ();
  self->ops = json_array ();
  self->refs = 1;

  return self;
}

AtlasChangeSet *
atlas_change_set_ref (AtlasChangeSet *self)
{
  g_atomic_int_inc (&self->refs);
  return self;
}

void
atlas_change_set_unref (AtlasChangeSet *self)
{
  if (!g_atomic_int_dec_and_test (&self->refs))
    return;

  g_free (self->id);
  g_free (self->label);
  g_free (self->made_at);
  g_free (self->batch);
  json_decref (self->ops);
  g_free (self);
}

static gboolean
op_is_sound (json_t *op)
{
  const char *kind = atlas_json_string (op, "op");

  if (kind == NULL || atlas_json_string (op, "type") == NULL ||
      !atlas_id_is_valid (atlas_json_string (op, "id")))
    return FALSE;
  if (strcmp (kind, "create") == 0)
    return json_is_object (json_object_get (op, "fields"));
  if (strcmp (kind, "set") == 0)
    return json_is_object (json_object_get (op, "fields")) &&
           json_is_integer (json_object_get (op, "base"));
  if (strcmp (kind, "delete") == 0)
    return json_is_integer (json_object_get (op, "base"));
  if (strcmp (kind, "add") == 0 || strcmp (kind, "remove") == 0)
    return atlas_json_string (op, "field") != NULL &&
           json_is_array (json_object_get (op, "values"));

  return FALSE;
}

static gboolean
ops_are_sound (json_t  *ops,
               GError **error)
{
  if (!json_is_array (ops) || json_array_size (ops) == 0 ||
      json_array_size (ops) > ATLAS_SET_OPS_MAX)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "A change set needs between 1 and %d operations", ATLAS_SET_OPS_MAX);
      return FALSE;
    }

  for (gsize i = 0; i < json_array_size (ops); i++)
    if (!op_is_sound (json_array_get (ops, i)))
      {
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                     "Operation %" G_GSIZE_FORMAT " of the change set has not the form of one",
                     i + 1);
        return FALSE;
      }

  return TRUE;
}

/**
 * atlas_change_set_from_json:
 * @object: `{"ops":[…],"label"?,"set"?,"made_at"?,"batch"?}`
 * @error: return location for an error
 *
 * Reads a change set. What is missing but the operations is made up: a new id, the present time.
 * Only the form is checked; whether the operations can be done is for the store or the server.
 *
 * Errors: %ATLAS_ERROR_INVALID; the message counts operations from 1.
 *
 * Returns: (transfer full): the set
 */
AtlasChangeSet *
atlas_change_set_from_json (json_t  *object,
                            GError **error)
{
  json_t *ops = json_object_get (object, "ops");
  const char *label = atlas_json_string (object, "label");
  const char *id = atlas_json_string (object, "set");
  const char *made_at = atlas_json_string (object, "made_at");
  AtlasChangeSet *self;

  if (!ops_are_sound (ops, error))
    return NULL;
  if ((id != NULL && !atlas_id_is_valid (id)) ||
      (made_at != NULL && !atlas_time_parse (made_at, NULL)))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "The change set's id or time has not the right form");
      return NULL;
    }

  self = g_new0 (AtlasChangeSet, 1);
  self->id = id != NULL ? g_strdup (id) : atlas_id_new ();
  self->label = g_strdup (label != NULL ? label : "");
  self->made_at = made_at != NULL ? g_strdup (made_at) : atlas_time_now ();
  self->batch = g_strdup (atlas_json_string (object, "batch"));
  self->ops = json_deep_copy (ops);
  self->refs = 1;

  return self;
}

/**
 * atlas_change_set_to_json:
 * @self: a change set
 *
 * Writes the set as it goes on the wire, but for `n` and `epoch`, which the outbox adds.
 *
 * Returns: (transfer full): `{"set","made_at","label","batch"?,"ops"}`
 */
json_t *
atlas_change_set_to_json (AtlasChangeSet *self)
{
  json_t *object = json_pack ("{s:s, s:s, s:s, s:O}", "set", self->id, "made_at", self->made_at,
                              "label", self->label, "ops", self->ops);

  if (self->batch != NULL)
    json_object_set_new (object, "batch", json_string (self->batch));

  return object;
}

const char *
atlas_change_set_get_id (AtlasChangeSet *self)
{
  return self->id;
}

const char *
atlas_change_set_get_label (AtlasChangeSet *self)
{
  return self->label;
}

const char *
atlas_change_set_get_made_at (AtlasChangeSet *self)
{
  return self->made_at;
}

const char *
atlas_change_set_get_batch (AtlasChangeSet *self)
{
  return self->batch;
}

void
atlas_change_set_set_batch (AtlasChangeSet *self,
                            const char     *batch)
{
  g_free (self->batch);
  self->batch = g_strdup (batch);
}

/**
 * atlas_change_set_get_ops:
 * @self: a change set
 *
 * Returns: (transfer none): the array of operations
 */
json_t *
atlas_change_set_get_ops (AtlasChangeSet *self)
{
  return self->ops;
}

gsize
atlas_change_set_n_ops (AtlasChangeSet *self)
{
  return json_array_size (self->ops);
}

/**
 * atlas_change_set_can_undo:
 * @self: a change set
 *
 * Returns: %FALSE if it makes a record that is never taken back, as a return is
 */
gboolean
atlas_change_set_can_undo (AtlasChangeSet *self)
{
  json_t *op;
  gsize i;

  g_return_val_if_fail (self != NULL, FALSE);

  json_array_foreach (self->ops, i, op)
  {
    const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));

    if (type != NULL && type->append_only)
      return FALSE;
  }

  return TRUE;
}

/**
 * atlas_change_set_create:
 * @self: a change set
 * @type: name of a record type
 * @id: the new record's id, as from atlas_id_new()
 * @fields: (transfer full): values by field name
 *
 * Adds the making of a record.
 */
void
atlas_change_set_create (AtlasChangeSet *self,
                         const char     *type,
                         const char     *id,
                         json_t         *fields)
{
  json_array_append_new (self->ops, json_pack ("{s:s, s:s, s:s, s:o}", "op", "create", "type", type,
                                               "id", id, "fields", fields));
}

static json_t *
begin_op (const char  *kind,
          AtlasRecord *record)
{
  return json_pack ("{s:s, s:s, s:s, s:I}", "op", kind,
                    "type", atlas_record_get_record_type (record)->name,
                    "id", atlas_record_get_id (record),
                    "base", (json_int_t) atlas_record_get_rev (record));
}

static json_t *
find_set_op (AtlasChangeSet *self,
             AtlasRecord    *record)
{
  for (gsize i = 0; i < json_array_size (self->ops); i++)
    {
      json_t *op = json_array_get (self->ops, i);

      if (strcmp (atlas_json_string (op, "op"), "set") == 0 &&
          strcmp (atlas_json_string (op, "id"), atlas_record_get_id (record)) == 0)
        return op;
    }

  return NULL;
}

/**
 * atlas_change_set_set:
 * @self: a change set
 * @record: the record as the user saw it
 * @field: name of one of its fields
 * @to: (transfer full) (nullable): the new value, or %NULL for none
 *
 * Adds a change of one value; changes of one record share an operation. Nothing is added when the
 * value would stay as it is.
 */
void
atlas_change_set_set (AtlasChangeSet *self,
                      AtlasRecord    *record,
                      const char     *field,
                      json_t         *to)
{
  const AtlasField *description = atlas_type_field (atlas_record_get_record_type (record), field);
  g_autoptr(json_t) from = NULL;
  g_autoptr(json_t) wanted = to;
  json_t *op;

  g_return_if_fail (description != NULL);

  from = atlas_record_get_value (record, description);
  if (atlas_json_equal (from, wanted))
    return;

  op = find_set_op (self, record);
  if (op == NULL)
    {
      op = begin_op ("set", record);
      json_object_set_new (op, "fields", json_object ());
      json_array_append_new (self->ops, op);
    }
  json_object_set_new (json_object_get (op, "fields"), field,
                       json_pack ("[O?, O?]", from, wanted));
}

/**
 * atlas_change_set_set_text:
 * @self: a change set
 * @record: the record as the user saw it
 * @field: name of a text, code, ref, time or decimal field
 * @to: (nullable): the new text; an empty one means none
 *
 * As atlas_change_set_set() for text.
 */
void
atlas_change_set_set_text (AtlasChangeSet *self,
                           AtlasRecord    *record,
                           const char     *field,
                           const char     *to)
{
  atlas_change_set_set (self, record, field, to != NULL && *to != '\0' ? json_string (to) : NULL);
}

/**
 * atlas_change_set_set_date:
 * @self: a change set
 * @record: the record as the user saw it
 * @field: name of a date field
 * @to: the new date, or %ATLAS_DATE_NONE for none
 *
 * As atlas_change_set_set() for a date.
 */
void
atlas_change_set_set_date (AtlasChangeSet *self,
                           AtlasRecord    *record,
                           const char     *field,
                           AtlasDate       to)
{
  g_autofree char *text = atlas_date_format (to);

  atlas_change_set_set_text (self, record, field, text);
}

static void
change_element (AtlasChangeSet *self,
                const char     *kind,
                AtlasRecord    *record,
                const char     *field,
                const char     *element)
{
  json_t *op = begin_op (kind, record);

  json_object_del (op, "base");
  json_object_set_new (op, "field", json_string (field));
  json_object_set_new (op, "values", json_pack ("[s]", element));
  json_array_append_new (self->ops, op);
}

/**
 * atlas_change_set_add:
 * @self: a change set
 * @record: the record as the user saw it
 * @field: name of a set
 * @element: what to put in
 *
 * Adds the putting of an element into a set; this never conflicts with anyone.
 */
void
atlas_change_set_add (AtlasChangeSet *self,
                      AtlasRecord    *record,
                      const char     *field,
                      const char     *element)
{
  change_element (self, "add", record, field, element);
}

/**
 * atlas_change_set_remove:
 * @self: a change set
 * @record: the record as the user saw it
 * @field: name of a set
 * @element: what to take out
 *
 * Adds the taking of an element out of a set; this never conflicts with anyone.
 */
void
atlas_change_set_remove (AtlasChangeSet *self,
                         AtlasRecord    *record,
                         const char     *field,
                         const char     *element)
{
  change_element (self, "remove", record, field, element);
}

/**
 * atlas_change_set_delete:
 * @self: a change set
 * @record: the record as the user saw it
 *
 * Adds the deletion of a record.
 */
void
atlas_change_set_delete (AtlasChangeSet *self,
                         AtlasRecord    *record)
{
  json_array_append_new (self->ops, begin_op ("delete", record));
}
