/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-apply.h"

#include <string.h>

#include "base/atlas-id.h"
#include "records/atlas-records.h"
#include "server/atlas-locks.h"
#include "server/atlas-places.h"
#include "server/atlas-service.h"

typedef struct {
  AtlasWork         *work;
  AtlasChangeSet    *set;
  const AtlasAuthor *author;
  AtlasGrants       *grants;
  AtlasApplied      *applied;
  GError           **error;
} Apply;

void
atlas_applied_clear (AtlasApplied *self)
{
  g_clear_pointer (&self->ops, json_decref);
  g_clear_pointer (&self->conflicts, json_decref);
  g_clear_pointer (&self->detail, g_free);
}

/* A refusal is an answer, not an error: the caller looks at `refused` when this gives FALSE. */
static gboolean
refuse (Apply      *self,
        const char *reason,
        const char *type,
        const char *detail)
{
  self->applied->refused = reason;
  self->applied->detail = g_strdup_printf ("%s: %s", type, detail);
  return FALSE;
}

static gboolean
was_parked (Apply      *self,
            const char *type,
            const char *id,
            gboolean   *parked)
{
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (atlas_work_get_backend (self->work), self->error,
                               "SELECT 1 FROM parked_create WHERE id = ?1 AND type = ?2", "ut", id,
                               type);
  step = atlas_rows_step (query, self->error);
  *parked = step == ATLAS_STEP_ROW;
  return step != ATLAS_STEP_ERROR;
}

static gboolean
refuse_missing (Apply      *self,
                const char *type,
                const char *id)
{
  gboolean parked = FALSE;

  if (!was_parked (self, type, id, &parked))
    return FALSE;

  return parked ? refuse (self, "after-parked", type, "it was created by a set that is parked")
                : refuse (self, "missing-subject", type, "the record is not there");
}

static json_t *
proposed_value (json_t     *op,
                const char *field)
{
  json_t *value = json_object_get (json_object_get (op, "fields"), field);

  return strcmp (atlas_json_string (op, "op"), "set") == 0 ? json_array_get (value, 1) : value;
}

static AtlasRight
rights_on (Apply       *self,
           AtlasStored *stored)
{
  return atlas_grants_rights (self->grants, (const char * const *) stored->scopes, stored->type);
}

/* Who sees a record, and whose place it takes, hangs on these: they must be there. Nobody shows
 * themselves what they do not see. */
static gboolean
check_refs (Apply           *self,
            const AtlasType *type,
            json_t          *op)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];
      const char *id = json_string_value (proposed_value (op, field->name));
      AtlasStored *named = NULL;

      if (field->kind != ATLAS_KIND_REF || id == NULL || !atlas_stored_indexes (type, field) ||
          !atlas_id_is_valid (id))
        continue;
      if (!atlas_work_find (self->work, atlas_type_find (field->ref), id, &named, self->error))
        return FALSE;
      if (named == NULL || named->is_erased)
        return refuse_missing (self, field->ref, id);
      if (field->shows && (rights_on (self, named) & ATLAS_RIGHT_READ) == 0)
        return refuse (self, "forbidden", field->ref, "it is not in your grants to see");
    }

  return TRUE;
}

static gboolean
writes_only_settlement (json_t *op)
{
  json_t *fields = json_object_get (op, "fields");
  const char *name;
  json_t *value;

  if (strcmp (atlas_json_string (op, "op"), "set") != 0)
    return FALSE;

  json_object_foreach (fields, name, value)
  {
    if (strcmp (name, "state") != 0 && strcmp (name, "outcome") != 0)
      return FALSE;
  }

  return TRUE;
}

static gboolean
writes_masked (const AtlasType *type,
               json_t          *op)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].mask &&
        json_object_get (json_object_get (op, "fields"), type->fields[i].name) != NULL)
      return TRUE;

  return FALSE;
}

/* Who may take a referral's step is said by its table; keeping a step is no taking of it. */
static gboolean
takes_step_of_others (Apply       *self,
                      AtlasStored *stored,
                      json_t      *op)
{
  gboolean is_create = strcmp (atlas_json_string (op, "op"), "create") == 0;
  const char *step = json_string_value (proposed_value (op, "step"));
  const char *present = atlas_json_string (stored->fields, "step");

  if (stored->type != &atlas_referral_type || step == NULL ||
      (!is_create && g_strcmp0 (step, present) == 0))
    return FALSE;

  return !atlas_grants_may_step (self->grants, (const char * const *) stored->scopes, step);
}

static gboolean
check_rights (Apply       *self,
              AtlasStored *stored,
              json_t      *op)
{
  AtlasRight rights = rights_on (self, stored);
  gboolean is_create = strcmp (atlas_json_string (op, "op"), "create") == 0;

  if ((rights & ATLAS_RIGHT_WRITE) == 0)
    return refuse (self, "forbidden", stored->type->name, "it is not in your grants to write");
  if (stored->type->server_made && !writes_only_settlement (op))
    return refuse (self, "forbidden", stored->type->name,
                   "only the server makes and changes these");
  if (!is_create && (rights & ATLAS_RIGHT_MASK) != 0 && writes_masked (stored->type, op))
    return refuse (self, "forbidden", stored->type->name, "a field is masked for you");
  if (takes_step_of_others (self, stored, op))
    return refuse (self, "forbidden", stored->type->name, "the step is not for your role to take");

  return TRUE;
}

/* A hold is seen by those for whom it was taken, wherever the provision lies. */
static void
give_own_scopes (Apply       *self,
                 AtlasStored *stored)
{
  if (stored->type->claims && !stored->type->personal && stored->own_scopes == NULL)
    stored->own_scopes = atlas_grants_writing (self->grants, stored->type);
}

/* Puts the fields of a record that the server makes, each with its mark. */
static void
set_fields (AtlasWork   *work,
            AtlasStored *stored,
            json_t      *fields)
{
  const char *name;
  json_t *value;

  atlas_work_touch (work, stored);
  json_object_foreach (fields, name, value)
  {
    atlas_work_compute (work, stored, name, value);
  }
}

static gboolean
write_conflict (Apply        *self,
                AtlasStored  *stored,
                AtlasOutcome *outcome)
{
  g_autofree char *id = atlas_id_new ();
  AtlasStored *conflict = atlas_work_add (self->work, atlas_type_find ("conflict"), id);
  g_autoptr(json_t) fields = NULL;

  fields = json_pack ("{s:[s,s], s:s, s:O, s:s, s:s, s:s, s:s}",
                      "subject", stored->type->name, stored->id,
                      "kind", outcome->conflict,
                      "fields", outcome->fields,
                      "set", atlas_change_set_get_id (self->set),
                      "by", self->grants->user,
                      "made_at", atlas_change_set_get_made_at (self->set),
                      "state", "open");
  set_fields (self->work, conflict, fields);
  conflict->own_scopes = stored->type->open ? g_strsplit (ATLAS_SCOPE_OPEN, " ", -1)
                                            : g_strdupv (stored->own_scopes);
  if (self->applied->conflicts == NULL)
    self->applied->conflicts = json_array ();
  json_array_append_new (self->applied->conflicts, json_string (id));

  return atlas_work_rescope (self->work, conflict, self->error);
}

/* What the server works out, such as a place's claims, is not the author's to keep short. */
static gboolean
is_too_large (AtlasStored *stored)
{
  g_autoptr(json_t) given = json_copy (stored->fields);
  g_autofree char *text = NULL;

  for (guint i = 0; i < stored->type->n_fields; i++)
    if (stored->type->fields[i].merge == ATLAS_MERGE_COMPUTED)
      json_object_del (given, stored->type->fields[i].name);

  text = atlas_json_to_text (given);
  return !stored->type->server_made && strlen (text) > ATLAS_LIMIT_RECORD_BYTES;
}

/* What only people settle is settled once, also when two of them settle it alike: the rest of the
 * second one's set was made without sight of the first one's. */
static gboolean
settles_again (AtlasStored *stored,
               json_t      *op)
{
  json_t *state = json_object_get (json_object_get (op, "fields"), "state");

  return stored->type->server_made && state != NULL &&
         !atlas_json_equal (json_array_get (state, 0), json_object_get (stored->fields, "state"));
}

/* Merges one operation into the record, and notes what became of it. */
static gboolean
merge (Apply        *self,
       AtlasStored  *stored,
       json_t       *op,
       AtlasOutcome *outcome)
{
  AtlasVersion version = { stored->fields, stored->frev, stored->rev, stored->is_deleted };

  if (settles_again (stored, op))
    return refuse (self, "invalid-transition", stored->type->name, "it was settled already");

  atlas_merge_op (stored->type, &version, op, atlas_work_next_rev (self->work, stored),
                  self->author, outcome);
  stored->fields = version.fields;
  stored->frev = version.frev;
  stored->is_deleted = version.deleted;

  if (outcome->refused != NULL)
    {
      self->applied->refused = outcome->refused;
      self->applied->detail = g_strdup (outcome->detail);
      return FALSE;
    }
  if (stored->type->server_made && outcome->conflict != NULL)
    return refuse (self, "invalid-transition", stored->type->name, "it was settled already");
  if (!outcome->changed)
    return TRUE;
  if (is_too_large (stored))
    return refuse (self, "invalid", stored->type->name, "the record would be too large");

  atlas_work_touch (self->work, stored);
  return atlas_work_rescope (self->work, stored, self->error);
}

static gboolean
find_or_add (Apply           *self,
             const AtlasType *type,
             json_t          *op,
             AtlasStored    **stored)
{
  const char *id = atlas_json_string (op, "id");

  if (!atlas_work_find (self->work, type, id, stored, self->error))
    return FALSE;
  if (*stored != NULL)
    return TRUE;
  if (strcmp (atlas_json_string (op, "op"), "create") != 0)
    return refuse_missing (self, type->name, id);

  *stored = atlas_work_add (self->work, type, id);
  give_own_scopes (self, *stored);
  return TRUE;
}

static gboolean
apply_op (Apply  *self,
          json_t *op)
{
  const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));
  AtlasStored *stored = NULL;
  g_auto(AtlasOutcome) outcome = { 0 };
  gboolean is_new;

  if (type == NULL)
    return refuse (self, "unknown-type", "set", "the server does not know a type");
  if (!find_or_add (self, type, op, &stored))
    return FALSE;

  /* What a laptop that had not heard of an erasure says of the record comes to nothing. */
  if (stored->is_erased)
    {
      json_array_append_new (self->applied->ops,
                             json_pack ("{s:I}", "rev", (json_int_t) stored->rev));
      return TRUE;
    }

  is_new = stored->rev == 0;
  if ((!is_new && !check_rights (self, stored, op)) ||
      !check_refs (self, type, op) ||
      !merge (self, stored, op, &outcome) ||
      (is_new && !check_rights (self, stored, op)))
    return FALSE;
  if (outcome.conflict != NULL && !write_conflict (self, stored, &outcome))
    return FALSE;

  json_array_append_new (self->applied->ops,
                         outcome.kept != NULL
                         ? json_pack ("{s:I, s:O}", "rev", (json_int_t) stored->rev, "kept",
                                      outcome.kept)
                         : json_pack ("{s:I}", "rev", (json_int_t) stored->rev));
  return TRUE;
}

/* One set gives one new revision, whichever of its operations came first. */
static void
set_last_revisions (Apply *self)
{
  json_t *ops = atlas_change_set_get_ops (self->set);

  for (gsize i = 0; i < json_array_size (ops); i++)
    {
      json_t *op = json_array_get (ops, i);
      const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));
      AtlasStored *stored = NULL;

      if (atlas_work_find (self->work, type, atlas_json_string (op, "id"), &stored, NULL) &&
          stored != NULL)
        json_object_set_new (json_array_get (self->applied->ops, i), "rev",
                             json_integer (stored->rev));
    }
}

/**
 * atlas_apply:
 * @work: gets the changes; to be thrown away when the set is refused
 * @set: a change set whose form has been checked
 * @author: who made it
 * @grants: what its author may do now
 * @applied: (out caller-allocates): what became of it
 * @error: return location for an error
 *
 * Does a change set, all of it or nothing: rights, references, the merge, conflict records, places.
 *
 * Source: protocol, sections 5 and 8.
 *
 * Returns: whether the question could be answered; a refusal is an answer
 */
gboolean
atlas_apply (AtlasWork         *work,
             AtlasChangeSet    *set,
             const AtlasAuthor *author,
             AtlasGrants       *grants,
             AtlasApplied      *applied,
             GError           **error)
{
  g_autoptr(GError) fault = NULL;
  Apply self = { work, set, author, grants, applied, &fault };
  json_t *ops = atlas_change_set_get_ops (set);
  gboolean done;

  memset (applied, 0, sizeof *applied);
  applied->ops = json_array ();

  done = atlas_lock_set (atlas_work_get_backend (work), ops, &fault);
  for (gsize i = 0; done && i < json_array_size (ops); i++)
    done = apply_op (&self, json_array_get (ops, i));
  if (done)
    done = atlas_places_settle (work, author, &fault);
  if (done)
    set_last_revisions (&self);

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (!done)
    g_clear_pointer (&applied->ops, json_decref);

  return TRUE;
}

static gboolean
note_creates (AtlasWork      *work,
              AtlasChangeSet *set,
              GError        **error)
{
  json_t *ops = atlas_change_set_get_ops (set);

  for (gsize i = 0; i < json_array_size (ops); i++)
    {
      json_t *op = json_array_get (ops, i);

      if (strcmp (atlas_json_string (op, "op"), "create") == 0 &&
          atlas_type_find (atlas_json_string (op, "type")) != NULL &&
          !atlas_backend_run (atlas_work_get_backend (work), error,
                              "INSERT INTO parked_create (id, type) VALUES (?1, ?2) "
                              "ON CONFLICT DO NOTHING",
                              "ut", atlas_json_string (op, "id"), atlas_json_string (op, "type")))
        return FALSE;
    }

  return TRUE;
}

static json_t *
subject_of (AtlasChangeSet *set)
{
  json_t *op = json_array_get (atlas_change_set_get_ops (set), 0);

  return json_pack ("[s, s]", atlas_json_string (op, "type"), atlas_json_string (op, "id"));
}

/* Its author, and those who hold what it would have touched. */
static GStrv
parked_scopes (AtlasGrants *grants,
               GStrv        scopes)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *own = g_strconcat (ATLAS_SCOPE_USER, grants->user, NULL);

  g_strv_builder_add (builder, own);
  for (gsize i = 0; scopes != NULL && scopes[i] != NULL; i++)
    if (strcmp (scopes[i], ATLAS_SCOPE_OPEN) != 0 &&
        !g_str_has_prefix (scopes[i], ATLAS_SCOPE_USER))
      g_strv_builder_add (builder, scopes[i]);

  return g_strv_builder_end (builder);
}

/**
 * atlas_apply_park:
 * @work: a work in which nothing was done
 * @set: a set that was refused
 * @grants: its author's
 * @applied: why
 * @scopes: (nullable): the scopes of the record that it would have made, when that is known
 * @id: (out): the id of the `parked` record
 * @error: return location for an error
 *
 * Sets a whole change set aside where its author and those concerned find it.
 *
 * Returns: whether it was set aside
 */
gboolean
atlas_apply_park (AtlasWork          *work,
                  AtlasChangeSet     *set,
                  AtlasGrants        *grants,
                  const AtlasApplied *applied,
                  GStrv               scopes,
                  char              **id,
                  GError            **error)
{
  g_autoptr(json_t) whole = atlas_change_set_to_json (set);
  g_autofree char *park = atlas_id_new ();
  AtlasStored *parked = atlas_work_add (work, atlas_type_find ("parked"), park);
  g_autoptr(json_t) fields = NULL;

  fields = json_pack ("{s:o, s:O, s:s, s:s, s:s, s:s, s:s}",
                      "subject", subject_of (set),
                      "set", whole,
                      "reason", applied->refused,
                      "detail", applied->detail,
                      "by", grants->user,
                      "made_at", atlas_change_set_get_made_at (set),
                      "state", "open");
  set_fields (work, parked, fields);
  parked->own_scopes = parked_scopes (grants, scopes);

  if (!note_creates (work, set, error) || !atlas_work_rescope (work, parked, error))
    return FALSE;

  *id = g_steal_pointer (&park);
  return TRUE;
}
