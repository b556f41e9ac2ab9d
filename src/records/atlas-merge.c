/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-merge.h"

#include <string.h>

#include "records/atlas-codes.h"
#include "records/atlas-record.h"

typedef struct {
  const AtlasType   *type;
  AtlasVersion      *version;
  json_t            *op;
  gint64             base;
  gint64             new_rev;
  const AtlasAuthor *author;
  AtlasOutcome      *outcome;
} Merge;

/**
 * atlas_version_clear:
 * @version: a version
 *
 * Frees what a version holds.
 */
void
atlas_version_clear (AtlasVersion *version)
{
  g_clear_pointer (&version->fields, json_decref);
  g_clear_pointer (&version->frev, json_decref);
}

/**
 * atlas_version_copy:
 * @version: a version
 * @copy: (out caller-allocates): gets values of its own
 *
 * Copies a version, so that a set which must be parked leaves no trace.
 */
void
atlas_version_copy (const AtlasVersion *version,
                    AtlasVersion       *copy)
{
  *copy = *version;
  copy->fields = version->fields != NULL ? json_copy (version->fields) : json_object ();
  copy->frev = version->frev != NULL ? json_copy (version->frev) : json_object ();
}

/**
 * atlas_outcome_clear:
 * @outcome: an outcome
 *
 * Frees what an outcome holds.
 */
void
atlas_outcome_clear (AtlasOutcome *outcome)
{
  g_clear_pointer (&outcome->kept, json_decref);
  g_clear_pointer (&outcome->fields, json_decref);
  g_clear_pointer (&outcome->detail, g_free);
}

static gboolean
refuse (Merge      *merge,
        const char *reason,
        const char *detail)
{
  merge->outcome->refused = reason;
  merge->outcome->detail = g_strdup_printf ("%s: %s", merge->type->name, detail);
  return FALSE;
}

/* A field has moved when somebody else changed it since the author saw it. */
static gboolean
has_moved (Merge      *merge,
           const char *field)
{
  json_t *mark = json_object_get (merge->version->frev, field);
  const char *device = json_string_value (json_array_get (mark, 1));

  if (json_integer_value (json_array_get (mark, 0)) <= merge->base)
    return FALSE;

  return g_strcmp0 (device, merge->author->device) != 0 &&
         (merge->author->formerly == NULL || g_strcmp0 (device, merge->author->formerly) != 0);
}

static void
take_value (Merge      *merge,
            const char *field,
            json_t     *value)
{
  if (value == NULL || json_is_null (value))
    json_object_del (merge->version->fields, field);
  else
    json_object_set (merge->version->fields, field, value);

  json_object_set_new (merge->version->frev, field,
                       json_pack ("[I, s?]", (json_int_t) merge->new_rev, merge->author->device));
  merge->outcome->changed = TRUE;
}

static void
keep_value (Merge      *merge,
            const char *field,
            json_t     *from,
            json_t     *to)
{
  json_t *present = json_object_get (merge->version->fields, field);

  if (merge->outcome->fields == NULL)
    merge->outcome->fields = json_object ();
  if (merge->outcome->kept == NULL)
    merge->outcome->kept = json_array ();

  json_object_set_new (merge->outcome->fields, field,
                       json_pack ("{s:O?, s:O?, s:O?}", "base", from, "current", present,
                                  "proposed", to));
  json_array_append_new (merge->outcome->kept, json_string (field));
}

static gboolean
in_group (const AtlasField *field,
          const AtlasField *of)
{
  return field == of || (of->group != NULL && g_strcmp0 (field->group, of->group) == 0);
}

/* Step 1 of the merge: nobody else touched the group, and it is as the author saw it. */
static gboolean
is_untouched (Merge            *merge,
              const AtlasField *leader,
              json_t           *proposals)
{
  for (guint i = 0; i < merge->type->n_fields; i++)
    {
      const AtlasField *field = &merge->type->fields[i];
      json_t *proposal = json_object_get (proposals, field->name);

      if (!in_group (field, leader))
        continue;
      if (merge->author->same_epoch && has_moved (merge, field->name))
        return FALSE;
      if (proposal != NULL &&
          !atlas_json_equal (json_array_get (proposal, 0),
                             json_object_get (merge->version->fields, field->name)))
        return FALSE;
    }

  return TRUE;
}

/* Step 2: every proposed value is there already. */
static gboolean
is_there_already (Merge            *merge,
                  const AtlasField *leader,
                  json_t           *proposals)
{
  for (guint i = 0; i < merge->type->n_fields; i++)
    {
      const AtlasField *field = &merge->type->fields[i];
      json_t *proposal = json_object_get (proposals, field->name);

      if (in_group (field, leader) && proposal != NULL &&
          !atlas_json_equal (json_array_get (proposal, 1),
                             json_object_get (merge->version->fields, field->name)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_step (Merge            *merge,
            const AtlasField *field,
            json_t           *to)
{
  const char *present = atlas_json_string (merge->version->fields, field->name);

  return field->merge != ATLAS_MERGE_GUARDED ||
         atlas_codes_may_step (field->codes, present, json_string_value (to)) ||
         refuse (merge, "invalid-transition", field->name);
}

static gboolean
merge_group (Merge            *merge,
             const AtlasField *leader,
             json_t           *proposals)
{
  gboolean takes = is_untouched (merge, leader, proposals);

  if (!takes && is_there_already (merge, leader, proposals))
    return TRUE;

  for (guint i = 0; i < merge->type->n_fields; i++)
    {
      const AtlasField *field = &merge->type->fields[i];
      json_t *proposal = json_object_get (proposals, field->name);
      json_t *to = json_array_get (proposal, 1);

      if (proposal == NULL || !in_group (field, leader))
        continue;
      if (!takes)
        {
          merge->outcome->conflict = "field";
          keep_value (merge, field->name, json_array_get (proposal, 0), to);
          continue;
        }
      if (!check_step (merge, field, to))
        return FALSE;
      if (!atlas_json_equal (to, json_object_get (merge->version->fields, field->name)))
        take_value (merge, field->name, to);
    }

  return TRUE;
}

static gboolean
check_proposals (Merge  *merge,
                 json_t *proposals)
{
  const char *name;
  json_t *proposal;

  json_object_foreach (proposals, name, proposal)
  {
    const AtlasField *field = atlas_type_field (merge->type, name);
    json_t *to = json_array_get (proposal, 1);
    g_autoptr(GError) error = NULL;

    if (field == NULL)
      return refuse (merge, "unknown-field", name);
    if (json_array_size (proposal) != 2)
      return refuse (merge, "invalid", name);
    if (field->merge == ATLAS_MERGE_COMPUTED)
      return refuse (merge, "invalid", name);
    if (json_is_null (to) && field->required)
      return refuse (merge, "invalid", name);
    if (!json_is_null (to) && !atlas_value_check (merge->type, field, to, &error))
      return refuse (merge, "invalid", error->message);
  }

  return TRUE;
}

static gboolean
is_leader (const AtlasType *type,
           guint            index,
           json_t          *proposals)
{
  const AtlasField *field = &type->fields[index];

  if (json_object_get (proposals, field->name) == NULL)
    return FALSE;
  for (guint i = 0; i < index; i++)
    if (in_group (&type->fields[i], field) &&
        json_object_get (proposals, type->fields[i].name) != NULL)
      return FALSE;

  return TRUE;
}

/* Who enters a deleted record again needs the whole of it: the values that nobody proposed stand
 * beside those that somebody did. */
static void
keep_rest (Merge *merge)
{
  const char *name;
  json_t *value;

  json_object_foreach (merge->version->fields, name, value)
  {
    const AtlasField *field = atlas_type_field (merge->type, name);

    if (field != NULL && field->merge != ATLAS_MERGE_COMPUTED &&
        json_object_get (merge->outcome->fields, name) == NULL)
      json_object_set_new (merge->outcome->fields, name,
                           json_pack ("{s:O, s:O, s:O}", "base", value, "current", value,
                                      "proposed", value));
  }
}

static void
merge_set (Merge *merge)
{
  json_t *proposals = json_object_get (merge->op, "fields");
  const char *name;
  json_t *proposal;

  if (!check_proposals (merge, proposals))
    return;

  if (merge->version->deleted)
    {
      merge->outcome->conflict = "edited_deleted";
      json_object_foreach (proposals, name, proposal)
      keep_value (merge, name, json_array_get (proposal, 0), json_array_get (proposal, 1));
      keep_rest (merge);
      return;
    }

  for (guint i = 0; i < merge->type->n_fields; i++)
    if (is_leader (merge->type, i, proposals) &&
        !merge_group (merge, &merge->type->fields[i], proposals))
      return;
}

static gboolean
has_unknown_field (Merge  *merge,
                   json_t *fields)
{
  const char *name;
  json_t *value;

  json_object_foreach (fields, name, value)
  if (atlas_type_field (merge->type, name) == NULL)
    return TRUE;

  return FALSE;
}

static gboolean
equal_but_computed (Merge  *merge,
                    json_t *fields)
{
  for (guint i = 0; i < merge->type->n_fields; i++)
    {
      const AtlasField *field = &merge->type->fields[i];

      if (field->merge != ATLAS_MERGE_COMPUTED &&
          !atlas_json_equal (json_object_get (fields, field->name),
                             json_object_get (merge->version->fields, field->name)))
        return FALSE;
    }

  return TRUE;
}

/* A guarded field begins with any of its codes; from one that is none, no step would lead on. */
static gboolean
check_start (Merge  *merge,
             json_t *fields)
{
  for (guint i = 0; i < merge->type->n_fields; i++)
    {
      const AtlasField *field = &merge->type->fields[i];
      const char *code = atlas_json_string (fields, field->name);

      if (field->merge == ATLAS_MERGE_GUARDED && code != NULL &&
          atlas_codes_find (field->codes, code) == NULL)
        return refuse (merge, "invalid", field->name);
    }

  return TRUE;
}

static void
merge_create (Merge *merge)
{
  json_t *fields = json_object_get (merge->op, "fields");
  g_autoptr(GError) error = NULL;
  const char *name;
  json_t *value;

  if (has_unknown_field (merge, fields))
    {
      refuse (merge, "unknown-field", "a field of the new record");
      return;
    }
  if (!atlas_fields_check (merge->type, fields, &error))
    {
      refuse (merge, "invalid", error->message);
      return;
    }
  if (merge->version->rev != 0)
    {
      if (merge->version->deleted || !equal_but_computed (merge, fields))
        refuse (merge, "id-in-use", "another record has this id");
      return;
    }
  if (!check_start (merge, fields))
    return;

  json_object_foreach (fields, name, value)
  if (!json_is_null (value))
    take_value (merge, name, value);
  merge->outcome->changed = TRUE;
}

static void
merge_delete (Merge *merge)
{
  gboolean has_moved_on = !merge->author->same_epoch;

  if (merge->version->deleted)
    return;
  for (guint i = 0; i < merge->type->n_fields; i++)
    has_moved_on = has_moved_on || has_moved (merge, merge->type->fields[i].name);

  if (has_moved_on)
    {
      merge->outcome->conflict = "deleted_edited";
      merge->outcome->kept = json_pack ("[s]", "*");
      merge->outcome->fields = json_object ();
      return;
    }

  merge->version->deleted = TRUE;
  merge->outcome->changed = TRUE;
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static json_t *
changed_set (json_t  *present,
             json_t  *values,
             gboolean adds)
{
  g_autoptr(GHashTable) elements = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray)  sorted = g_ptr_array_new ();
  json_t *set = json_array ();
  GHashTableIter iter;
  gpointer element;

  for (gsize i = 0; i < json_array_size (present); i++)
    g_hash_table_add (elements, (gpointer) json_string_value (json_array_get (present, i)));
  for (gsize i = 0; i < json_array_size (values); i++)
    {
      const char *value = json_string_value (json_array_get (values, i));

      if (adds)
        g_hash_table_add (elements, (gpointer) value);
      else
        g_hash_table_remove (elements, value);
    }

  g_hash_table_iter_init (&iter, elements);
  while (g_hash_table_iter_next (&iter, &element, NULL))
    g_ptr_array_add (sorted, element);
  g_ptr_array_sort (sorted, compare_strings);
  for (guint i = 0; i < sorted->len; i++)
    json_array_append_new (set, json_string (g_ptr_array_index (sorted, i)));

  return set;
}

static void
merge_elements (Merge   *merge,
                gboolean adds)
{
  const char *name = atlas_json_string (merge->op, "field");
  const AtlasField *field = atlas_type_field (merge->type, name);
  json_t *values = json_object_get (merge->op, "values");
  json_t *present = json_object_get (merge->version->fields, name);
  g_autoptr(json_t) set = NULL;

  if (field == NULL)
    {
      refuse (merge, "unknown-field", name);
      return;
    }
  for (gsize i = 0; i < json_array_size (values); i++)
    if (field->kind != ATLAS_KIND_SET || !json_is_string (json_array_get (values, i)))
      {
        refuse (merge, "invalid", name);
        return;
      }
  if (merge->version->deleted)
    return;

  set = changed_set (present, values, adds);
  if (!atlas_value_check (merge->type, field, set, NULL))
    refuse (merge, "invalid", name);
  else if (json_array_size (set) != json_array_size (present) ||
           (present != NULL && !json_equal (set, present)))
    take_value (merge, name, json_array_size (set) > 0 ? set : NULL);
}

/**
 * atlas_merge_op:
 * @type: the record's type
 * @version: (inout): the record as it is; changed in place
 * @op: one operation of a change set, whose form has been checked
 * @new_rev: the revision that the record takes if it changes
 * @author: who proposes the change
 * @outcome: (out caller-allocates): what became of it
 *
 * Merges one operation into a record: three-way and field by field, group by group. It is the one
 * merge: the server decides with it, and a laptop lays what it has not sent over what arrives with
 * it, so that both see the same.
 *
 * When @outcome's `refused` is set the whole change set must be parked and every version dropped.
 *
 * Source: protocol, section 5.
 */
void
atlas_merge_op (const AtlasType   *type,
                AtlasVersion      *version,
                json_t            *op,
                gint64             new_rev,
                const AtlasAuthor *author,
                AtlasOutcome      *outcome)
{
  Merge merge = { type, version, op, atlas_json_integer (op, "base", 0), new_rev, author, outcome };
  const char *kind = atlas_json_string (op, "op");

  memset (outcome, 0, sizeof *outcome);
  if (version->fields == NULL)
    version->fields = json_object ();
  if (version->frev == NULL)
    version->frev = json_object ();

  if (strcmp (kind, "create") == 0)
    merge_create (&merge);
  else if (version->rev == 0)
    refuse (&merge, "missing-subject", "the record is not there");
  else if (type->append_only)
    refuse (&merge, "append-only", "such records are never changed");
  else if (strcmp (kind, "set") == 0)
    merge_set (&merge);
  else if (strcmp (kind, "delete") == 0)
    merge_delete (&merge);
  else
    merge_elements (&merge, strcmp (kind, "add") == 0);

  if (outcome->changed && outcome->refused == NULL)
    version->rev = new_rev;
}
