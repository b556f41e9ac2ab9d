/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "records/atlas-codes.h"
#include "records/atlas-record-build.h"
#include "records/atlas-records.h"

#define ATLAS_EXPAND "records/atlas-record-define.h"
#include "records/atlas-types.def"
#undef ATLAS_EXPAND

static const AtlasType * const all_types[] = {
#define ATLAS_EXPAND "records/atlas-record-list.h"
#include "records/atlas-types.def"
#undef ATLAS_EXPAND
};

/**
 * atlas_types:
 * @n_types: (out): how many there are
 *
 * Returns: (array length=n_types) (transfer none): every record type, reference data first, so that
 *   what a record names comes before it
 */
const AtlasType * const *
atlas_types (guint *n_types)
{
  *n_types = G_N_ELEMENTS (all_types);
  return all_types;
}

/**
 * atlas_type_find:
 * @name: (nullable): a name, as `referral`
 *
 * Returns: (transfer none) (nullable): the type, or %NULL if there is none of that name
 */
const AtlasType *
atlas_type_find (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (all_types); i++)
    if (strcmp (all_types[i]->name, name) == 0)
      return all_types[i];

  return NULL;
}

/**
 * atlas_type_field:
 * @type: a record type
 * @name: (nullable): a field's name
 *
 * Returns: (transfer none) (nullable): the field, or %NULL if the type has none of that name
 */
const AtlasField *
atlas_type_field (const AtlasType *type,
                  const char      *name)
{
  for (guint i = 0; name != NULL && i < type->n_fields; i++)
    if (strcmp (type->fields[i].name, name) == 0)
      return &type->fields[i];

  return NULL;
}

/**
 * atlas_kind_name:
 * @kind: a kind
 *
 * Returns: (transfer none): the kind's name in the wire schema
 */
const char *
atlas_kind_name (AtlasKind kind)
{
  static const char *names[] = {
    "text", "date", "time", "integer", "decimal", "boolean", "code", "ref", "set", "range",
    "subject", "json", "blob",
  };

  return names[kind];
}

/**
 * atlas_merge_name:
 * @field: a field
 *
 * Returns: (transfer none): the field's merge class in the wire schema
 */
const char *
atlas_merge_name (const AtlasField *field)
{
  static const char *names[] = { "scalar", "set", "guarded", "computed" };

  return names[field->merge];
}

static void
add_codes (json_t           *object,
           const AtlasField *field)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (field->codes);
  json_t *names = json_array ();
  json_t *next = json_object ();

  for (guint i = 0; i < codes->len; i++)
    {
      const AtlasCode *code = g_ptr_array_index (codes, i);
      json_t *followers = json_array ();

      json_array_append_new (names, json_string (code->code));
      for (guint j = 0; code->next != NULL && code->next[j] != NULL; j++)
        json_array_append_new (followers, json_string (code->next[j]));
      json_object_set_new (next, code->code, followers);
    }

  json_object_set_new (object, "codes", names);
  if (field->merge == ATLAS_MERGE_GUARDED)
    json_object_set (object, "next", next);
  json_decref (next);
}

static json_t *
field_to_json (const AtlasField *field)
{
  json_t *object = json_object ();

  json_object_set_new (object, "kind", json_string (atlas_kind_name (field->kind)));
  json_object_set_new (object, "merge", json_string (atlas_merge_name (field)));
  json_object_set_new (object, "required", json_boolean (field->required));
  json_object_set_new (object, "since", json_integer (field->since));
  if (field->kind == ATLAS_KIND_INTEGER && (field->min != 0 || field->max != 0))
    {
      json_object_set_new (object, "min", json_integer (field->min));
      json_object_set_new (object, "max", json_integer (field->max));
    }
  if (field->ref != NULL)
    json_object_set_new (object, "type", json_string (field->ref));
  if (field->kind == ATLAS_KIND_SET)
    json_object_set_new (object, "of", json_string (field->codes != NULL ? "code" : "text"));
  if (field->codes != NULL)
    add_codes (object, field);
  if (field->group != NULL)
    json_object_set_new (object, "group", json_string (field->group));
  if (field->mask)
    json_object_set_new (object, "mask", json_true ());

  return object;
}

/**
 * atlas_schema_to_json:
 * @schema: a schema number
 *
 * Writes the answer to `GET /v1/schema/<n>`: every type with the fields whose `since` is at most
 * @schema. An independent client can make valid records from it alone.
 *
 * Source: protocol, section 3.
 *
 * Returns: (transfer full): the answer
 */
json_t *
atlas_schema_to_json (int schema)
{
  json_t *types = json_object ();

  for (guint i = 0; i < G_N_ELEMENTS (all_types); i++)
    {
      const AtlasType *type = all_types[i];
      json_t *fields = json_object ();

      for (guint j = 0; j < type->n_fields; j++)
        if (type->fields[j].since <= schema)
          json_object_set_new (fields, type->fields[j].name, field_to_json (&type->fields[j]));

      json_object_set_new (types, type->name,
                           json_pack ("{s:b, s:b, s:o}",
                                      "append_only", type->append_only,
                                      "server_made", type->server_made,
                                      "fields", fields));
    }

  return json_pack ("{s:i, s:o}", "schema", schema, "types", types);
}
