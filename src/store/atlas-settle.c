/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people must settle, and the one change set that settles it. */
#include "config.h"

#include "store/atlas-settle.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"

/* The record that a conflict is about, or NULL without an error when it is not there any more. */
static AtlasRecord *
find_subject (AtlasStore    *store,
              AtlasConflict *conflict,
              GError       **error)
{
  g_autoptr(GError) fault = NULL;
  AtlasRecord *record;

  record = atlas_store_get (store, conflict->subject.type, conflict->subject.id, &fault);
  if (fault != NULL && !g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&fault));

  return record;
}

static gboolean
take_fields (AtlasChangeSet *set,
             AtlasRecord    *subject,
             AtlasConflict  *conflict,
             json_t         *chosen,
             GError        **error)
{
  const AtlasType *type = atlas_record_get_record_type (subject);
  const char *name;
  json_t *value;

  json_object_foreach (chosen, name, value)
  {
    const AtlasField *field = atlas_type_field (type, name);

    if (field == NULL || json_object_get (conflict->fields, name) == NULL)
      {
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                     "Settling two versions: %s.%s is not one of them", type->name, name);
        return FALSE;
      }
    if (!json_is_null (value) && !atlas_value_check (type, field, value, error))
      return FALSE;

    atlas_change_set_set (set, subject, name, json_incref (value));
  }

  return TRUE;
}

/* Whether what was chosen is the other version of every field in question. */
static gboolean
is_other_version (AtlasConflict *conflict,
                  json_t        *chosen)
{
  const char *name;
  json_t *versions;

  json_object_foreach (conflict->fields, name, versions)
  {
    json_t *value = json_object_get (chosen, name);

    if (value == NULL || !atlas_json_equal (value, json_object_get (versions, "proposed")))
      return FALSE;
  }

  return TRUE;
}

static const char *
state_for (AtlasConflict *conflict,
           json_t        *chosen)
{
  if (json_object_size (chosen) == 0)
    return "kept";

  return is_other_version (conflict, chosen) ? "taken" : "edited";
}

/**
 * atlas_settle_two_versions:
 * @store: a store
 * @conflict: two versions to check
 * @chosen: (nullable): the value chosen for each field that is not to stay as it is, by name; for a
 *   deletion against a change, an empty object lets the record stand
 * @error: return location for an error
 *
 * Makes the change set that settles two versions: what was chosen, and that it is settled. It is
 * not applied yet.
 *
 * Errors: %ATLAS_ERROR_INVALID when a chosen value breaks a rule, or is of no field in question;
 * %ATLAS_ERROR_NOT_FOUND when values are chosen for a record that is not there any more.
 *
 * Source: protocol, section 5.
 *
 * Returns: (transfer full): the set
 */
AtlasChangeSet *
atlas_settle_two_versions (AtlasStore    *store,
                           AtlasConflict *conflict,
                           json_t        *chosen,
                           GError       **error)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (_("Two versions settled"));
  g_autoptr(GError) fault = NULL;
  g_autoptr(AtlasRecord) subject = find_subject (store, conflict, &fault);

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (subject == NULL && json_object_size (chosen) > 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                   "Settling two versions: the record is not there any more");
      return NULL;
    }
  if (subject != NULL && chosen != NULL && !take_fields (set, subject, conflict, chosen, error))
    return NULL;

  atlas_change_set_set_text (set, ATLAS_RECORD (conflict), "state", state_for (conflict, chosen));

  return g_steal_pointer (&set);
}

/**
 * atlas_settle_by_deleting:
 * @store: a store
 * @conflict: a deletion against a change
 * @error: return location for an error
 *
 * Makes the change set that takes the deletion: the record goes, as it is now, and the conflict is
 * settled.
 *
 * Errors: %ATLAS_ERROR_INVALID when @conflict is of another kind; %ATLAS_ERROR_NOT_FOUND when the
 * record is gone already.
 *
 * Source: protocol, section 5.
 *
 * Returns: (transfer full): the set
 */
AtlasChangeSet *
atlas_settle_by_deleting (AtlasStore    *store,
                          AtlasConflict *conflict,
                          GError       **error)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (_("Two versions settled"));
  g_autoptr(AtlasRecord) subject = NULL;

  if (g_strcmp0 (conflict->kind, "deleted_edited") != 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "Settling two versions: neither of them deletes the record");
      return NULL;
    }

  subject = atlas_store_get (store, conflict->subject.type, conflict->subject.id, error);
  if (subject == NULL)
    return NULL;

  atlas_change_set_delete (set, subject);
  atlas_change_set_set_text (set, ATLAS_RECORD (conflict), "state", "taken");

  return g_steal_pointer (&set);
}

static gboolean
set_anew (AtlasStore     *store,
          AtlasChangeSet *set,
          json_t         *op,
          GError        **error)
{
  g_autoptr(AtlasRecord) record = NULL;
  const char *name;
  json_t *value;

  record = atlas_store_get (store, atlas_json_string (op, "type"), atlas_json_string (op, "id"),
                            error);
  if (record == NULL)
    return FALSE;

  json_object_foreach (json_object_get (op, "fields"), name, value)
  {
    if (atlas_type_field (atlas_record_get_record_type (record), name) != NULL)
      atlas_change_set_set (set, record, name, json_incref (json_array_get (value, 1)));
  }

  return TRUE;
}

static gboolean
change_elements_anew (AtlasStore     *store,
                      AtlasChangeSet *set,
                      json_t         *op,
                      GError        **error)
{
  g_autoptr(AtlasRecord) record = NULL;
  const char *field = atlas_json_string (op, "field");
  gboolean adds = strcmp (atlas_json_string (op, "op"), "add") == 0;
  json_t *values = json_object_get (op, "values");

  record = atlas_store_get (store, atlas_json_string (op, "type"), atlas_json_string (op, "id"),
                            error);
  if (record == NULL)
    return FALSE;

  for (gsize i = 0; field != NULL && i < json_array_size (values); i++)
    {
      const char *element = json_string_value (json_array_get (values, i));

      if (adds)
        atlas_change_set_add (set, record, field, element);
      else
        atlas_change_set_remove (set, record, field, element);
    }

  return TRUE;
}

static gboolean
delete_anew (AtlasStore     *store,
             AtlasChangeSet *set,
             json_t         *op,
             GError        **error)
{
  g_autoptr(AtlasRecord) record = NULL;

  record = atlas_store_get (store, atlas_json_string (op, "type"), atlas_json_string (op, "id"),
                            error);
  if (record == NULL)
    return FALSE;

  atlas_change_set_delete (set, record);

  return TRUE;
}

static gboolean
make_op_anew (AtlasStore     *store,
              AtlasChangeSet *set,
              json_t         *op,
              GError        **error)
{
  const char *verb = atlas_json_string (op, "op");

  if (strcmp (verb, "create") == 0)
    {
      atlas_change_set_create (set, atlas_json_string (op, "type"), atlas_json_string (op, "id"),
                               json_incref (json_object_get (op, "fields")));
      return TRUE;
    }
  if (strcmp (verb, "set") == 0)
    return set_anew (store, set, op, error);
  if (strcmp (verb, "delete") == 0)
    return delete_anew (store, set, op, error);

  return change_elements_anew (store, set, op, error);
}

/**
 * atlas_settle_not_accepted:
 * @store: a store
 * @parked: a change that the server did not take
 * @make_anew: whether to make the change again, on the records as they are now
 * @error: return location for an error
 *
 * Makes the change set that settles a change that was not accepted: the same operations made anew,
 * or none, and that it is settled. It is not applied yet.
 *
 * Errors: %ATLAS_ERROR_INVALID when the change cannot be read; %ATLAS_ERROR_NOT_FOUND when a record
 * that it changes is not there any more.
 *
 * Source: protocol, section 5.
 *
 * Returns: (transfer full): the set
 */
AtlasChangeSet *
atlas_settle_not_accepted (AtlasStore  *store,
                           AtlasParked *parked,
                           gboolean     make_anew,
                           GError     **error)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (_("Change settled"));
  g_autoptr(AtlasChangeSet) before = NULL;
  json_t *ops;

  if (make_anew)
    {
      before = atlas_change_set_from_json (parked->set, error);
      if (before == NULL)
        return NULL;

      ops = atlas_change_set_get_ops (before);
      for (gsize i = 0; i < json_array_size (ops); i++)
        {
          if (!make_op_anew (store, set, json_array_get (ops, i), error))
            return NULL;
        }
    }

  atlas_change_set_set_text (set, ATLAS_RECORD (parked), "state",
                             make_anew ? "accepted" : "discarded");

  return g_steal_pointer (&set);
}

/**
 * atlas_settle_question:
 * @question: a question to people
 * @outcome: what they settled, in their own words
 *
 * Makes the change set that answers a question. Whatever else was settled, such as an offer that
 * moves to another place, may be added to it before it is applied.
 *
 * Source: protocol, section 8.
 *
 * Returns: (transfer full): the set
 */
AtlasChangeSet *
atlas_settle_question (AtlasQuestion *question,
                       const char    *outcome)
{
  AtlasChangeSet *set = atlas_change_set_new (_("Question settled"));

  atlas_change_set_set_text (set, ATLAS_RECORD (question), "outcome", outcome);
  atlas_change_set_set_text (set, ATLAS_RECORD (question), "state", "settled");

  return set;
}
