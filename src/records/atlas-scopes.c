/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-merge.h"

#include <string.h>

/* referral -> child -> partnership -> area is the longest way today. */
#define DEPTH_MAX 8

typedef struct {
  AtlasScopeLookup lookup;
  gpointer         data;
  GPtrArray       *found;       /* (element-type char *) */
} Walk;

static void
add_scope (Walk *walk,
           char *scope)
{
  if (g_ptr_array_find_with_equal_func (walk->found, scope, g_str_equal, NULL))
    g_free (scope);
  else
    g_ptr_array_add (walk->found, scope);
}

static void follow_fields (Walk            *walk,
                           const AtlasType *type,
                           json_t          *fields,
                           int              depth);

static void
add_own_key (Walk            *walk,
             const AtlasType *type,
             json_t          *fields)
{
  if (type->scope_root && atlas_json_string (fields, type->key) != NULL)
    add_scope (walk, g_strconcat (type->name, "/", atlas_json_string (fields, type->key), NULL));
}

static void
follow (Walk       *walk,
        const char *type_name,
        const char *id,
        gboolean    is_from_child,
        int         depth)
{
  const AtlasType *type = atlas_type_find (type_name);
  g_autoptr(json_t) fields = NULL;

  if (type == NULL || id == NULL || depth > DEPTH_MAX)
    return;

  fields = walk->lookup (type_name, id, walk->data);
  if (fields == NULL)
    return;

  /* Who leads the area where a provision lies has no business with the children of other areas who
   * are offered a place there. */
  if (is_from_child && strcmp (type->name, "provision") == 0)
    add_own_key (walk, type, fields);
  else
    follow_fields (walk, type, fields, depth);
}

static void
follow_fields (Walk            *walk,
               const AtlasType *type,
               json_t          *fields,
               int              depth)
{
  json_t *subject = json_object_get (fields, "subject");

  add_own_key (walk, type, fields);
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].scope)
      follow (walk, type->fields[i].ref, atlas_json_string (fields, type->fields[i].name),
              type->personal, depth + 1);

  if (type->follow_subject)
    follow (walk, json_string_value (json_array_get (subject, 0)),
            json_string_value (json_array_get (subject, 1)), FALSE, depth + 1);
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/**
 * atlas_scopes_of:
 * @type: the record's type
 * @fields: its values
 * @lookup: finds the records that it names
 * @data: for @lookup
 *
 * Works out every scope that sees a record: the county; `open` for reference data; its own key when
 * that is a scope; and whatever sees the records that its description says to follow, as a referral
 * is seen by whoever sees its child, the provision asked and the panel. What is about a child is
 * seen at a provision that it names, but not by all who see the provision.
 *
 * Source: protocol, section 2.
 *
 * Returns: (transfer full): the scopes, sorted
 */
GStrv
atlas_scopes_of (const AtlasType *type,
                 json_t          *fields,
                 AtlasScopeLookup lookup,
                 gpointer         data)
{
  Walk walk = { lookup, data, g_ptr_array_new () };

  add_scope (&walk, g_strdup ("county"));
  if (type->open)
    add_scope (&walk, g_strdup ("open"));
  follow_fields (&walk, type, fields, 0);
  g_ptr_array_sort (walk.found, compare_strings);
  g_ptr_array_add (walk.found, NULL);

  return (GStrv) g_ptr_array_free (walk.found, FALSE);
}
