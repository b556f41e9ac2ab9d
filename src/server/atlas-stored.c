/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-stored.h"

#include <string.h>

#include "base/atlas-error.h"
#include "server/atlas-blobs.h"

AtlasStored *
atlas_stored_new (const AtlasType *type,
                  const char      *id)
{
  AtlasStored *self = g_new0 (AtlasStored, 1);

  self->type = type;
  self->id = g_strdup (id);
  self->fields = json_object ();
  self->frev = json_object ();
  self->scopes = g_new0 (char *, 1);

  return self;
}

/**
 * atlas_stored_copy:
 * @self: a record
 *
 * Returns: (transfer full): a copy whose fields can be set without touching @self
 */
AtlasStored *
atlas_stored_copy (const AtlasStored *self)
{
  AtlasStored *copy = g_new0 (AtlasStored, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->fields = json_copy (self->fields);
  copy->frev = json_copy (self->frev);
  copy->scopes = g_strdupv (self->scopes);
  copy->own_scopes = g_strdupv (self->own_scopes);
  copy->by = g_strdup (self->by);
  copy->at = g_strdup (self->at);
  copy->fields_text = g_strdup (self->fields_text);
  copy->frev_text = g_strdup (self->frev_text);
  copy->scopes_text = g_strdup (self->scopes_text);

  return copy;
}

void
atlas_stored_free (AtlasStored *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  json_decref (self->fields);
  json_decref (self->frev);
  g_strfreev (self->scopes);
  g_strfreev (self->own_scopes);
  g_free (self->by);
  g_free (self->at);
  g_free (self->fields_text);
  g_free (self->frev_text);
  g_free (self->scopes_text);
  g_free (self);
}

static GStrv
split_scopes (const char *text)
{
  return text != NULL && *text != '\0' ? g_strsplit (text, " ", -1) : g_new0 (char *, 1);
}

static char *
join_scopes (GStrv scopes)
{
  return scopes != NULL ? g_strjoinv (" ", scopes) : g_strdup ("");
}

static gboolean
set_damaged (const AtlasStored *self,
             GError           **error)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED, "The %s %s cannot be read",
               self->type->name, self->id);
  return FALSE;
}

/**
 * atlas_stored_read_text:
 * @rows: a query on a row
 * @column: where %ATLAS_STORED_COLUMNS begin, from 0
 * @stored: (out) (transfer full) (nullable): the record, or %NULL if this program has no such type
 * @error: return location for an error
 *
 * Reads a record that is only passed on: its values and scopes stay the text in which they are
 * kept, and none of `fields`, `frev`, `scopes` and `own_scopes` is set.
 *
 * Errors: %ATLAS_ERROR_DAMAGED
 *
 * Returns: whether it could be read
 */
gboolean
atlas_stored_read_text (AtlasRows    *rows,
                        int           column,
                        AtlasStored **stored,
                        GError      **error)
{
  const AtlasType *type = atlas_type_find (atlas_rows_text (rows, column));
  g_autoptr(AtlasStored) self = NULL;

  *stored = NULL;
  if (type == NULL)
    return TRUE;

  self = g_new0 (AtlasStored, 1);
  self->type = type;
  self->id = atlas_rows_id (rows, column + 1);
  self->rev = atlas_rows_int (rows, column + 2);
  self->seq = atlas_rows_int (rows, column + 3);
  self->fields_text = g_strdup (atlas_rows_text (rows, column + 4));
  self->frev_text = g_strdup (atlas_rows_text (rows, column + 5));
  self->scopes_text = g_strdup (atlas_rows_text (rows, column + 6));
  self->is_deleted = atlas_rows_int (rows, column + 8) != 0;
  self->by = atlas_rows_id (rows, column + 9);
  self->at = g_strdup (atlas_rows_text (rows, column + 10));
  self->is_erased = atlas_rows_int (rows, column + 11) != 0;

  if (self->id == NULL || self->fields_text == NULL || self->frev_text == NULL ||
      self->scopes_text == NULL)
    return set_damaged (self, error);

  *stored = g_steal_pointer (&self);
  return TRUE;
}

static gboolean
load (AtlasBackend    *backend,
      const AtlasType *type,
      const char      *id,
      AtlasStored    **stored,
      GStrv           *own_scopes,
      GError         **error)
{
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  *stored = NULL;
  query = atlas_backend_query (backend, error, "SELECT " ATLAS_STORED_COLUMNS " FROM record "
                               "WHERE type = ?1 AND id = ?2", "tu", type->name, id);
  step = atlas_rows_step (query, error);
  if (step != ATLAS_STEP_ROW)
    return step == ATLAS_STEP_DONE;
  if (own_scopes != NULL)
    *own_scopes = split_scopes (atlas_rows_text (query, 7));

  return atlas_stored_read_text (query, 0, stored, error);
}

/**
 * atlas_stored_load_text:
 * @backend: where it is kept
 * @type: its type
 * @id: its id
 * @stored: (out) (transfer full) (nullable): the record, or %NULL if there is none
 * @error: return location for an error
 *
 * Reads a record by atlas_stored_read_text().
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_stored_load_text (AtlasBackend    *backend,
                        const AtlasType *type,
                        const char      *id,
                        AtlasStored    **stored,
                        GError         **error)
{
  return load (backend, type, id, stored, NULL, error);
}

/**
 * atlas_stored_load:
 * @backend: where it is kept
 * @type: its type
 * @id: its id
 * @stored: (out) (transfer full) (nullable): the record, or %NULL if there is none
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_stored_load (AtlasBackend    *backend,
                   const AtlasType *type,
                   const char      *id,
                   AtlasStored    **stored,
                   GError         **error)
{
  g_autoptr(AtlasStored) self = NULL;
  g_auto(GStrv)          own_scopes = NULL;

  *stored = NULL;
  if (!load (backend, type, id, &self, &own_scopes, error))
    return FALSE;
  if (self == NULL)
    return TRUE;

  self->scopes = split_scopes (self->scopes_text);
  self->own_scopes = g_steal_pointer (&own_scopes);
  self->fields = atlas_json_parse (self->fields_text, -1, NULL);
  self->frev = atlas_json_parse (self->frev_text, -1, NULL);
  g_clear_pointer (&self->fields_text, g_free);
  g_clear_pointer (&self->frev_text, g_free);
  g_clear_pointer (&self->scopes_text, g_free);
  if (!json_is_object (self->fields) || !json_is_object (self->frev))
    return set_damaged (self, error);

  *stored = g_steal_pointer (&self);
  return TRUE;
}

/**
 * atlas_stored_text:
 * @self: a record
 * @field: a field's name
 *
 * Returns: (transfer none) (nullable): its text, or %NULL
 */
const char *
atlas_stored_text (const AtlasStored *self,
                   const char        *field)
{
  return atlas_json_string (self->fields, field);
}

/**
 * atlas_stored_indexes:
 * @type: a record type
 * @field: one of its fields
 *
 * Says whether the server looks records up by what this field names: because the scopes of one
 * follow the other's, or because they take a place.
 *
 * Returns: whether the field is in the index of references
 */
gboolean
atlas_stored_indexes (const AtlasType  *type,
                      const AtlasField *field)
{
  if (field->kind == ATLAS_KIND_SUBJECT)
    return type->follow_subject;

  return field->kind == ATLAS_KIND_REF &&
         (field->scope || field->shows ||
          (field->ref != NULL && strcmp (field->ref, "place") == 0));
}

/**
 * atlas_stored_ref:
 * @self: a record
 * @field: one of its fields, a reference or a subject
 * @type: (out) (optional): the type of what it names
 *
 * Returns: (transfer none) (nullable): the id that the field names
 */
const char *
atlas_stored_ref (const AtlasStored *self,
                  const AtlasField  *field,
                  const AtlasType  **type)
{
  json_t *value = json_object_get (self->fields, field->name);
  const AtlasType *named = NULL;
  const char *id = NULL;

  if (field->kind == ATLAS_KIND_REF)
    {
      named = atlas_type_find (field->ref);
      id = json_string_value (value);
    }
  else if (field->kind == ATLAS_KIND_SUBJECT)
    {
      named = atlas_type_find (json_string_value (json_array_get (value, 0)));
      id = json_string_value (json_array_get (value, 1));
    }

  if (type != NULL)
    *type = named;
  return named != NULL ? id : NULL;
}

/* A new record that somebody else has just made as well is a fault, not an older state of it. */
static gboolean
save_row (const AtlasStored *self,
          AtlasBackend      *backend,
          gboolean           is_new,
          GError           **error)
{
  static const char insert[] = "INSERT INTO record (type, id, rev, seq, fields, frev, scopes, "
                               "own_scopes, is_deleted, changed_by, changed_at, is_erased) "
                               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
  static const char update[] = "UPDATE record SET rev = ?3, seq = ?4, fields = ?5, frev = ?6, "
                               "scopes = ?7, own_scopes = ?8, is_deleted = ?9, changed_by = ?10, "
                               "changed_at = ?11, is_erased = ?12 WHERE type = ?1 AND id = ?2";
  g_autofree char *scopes = join_scopes (self->scopes);
  g_autofree char *own_scopes = join_scopes (self->own_scopes);

  return atlas_backend_run (backend, error, is_new ? insert : update, "tuiijjttiuti",
                            self->type->name, self->id, self->rev, self->seq, self->fields,
                            self->frev, scopes, own_scopes, (gint64) self->is_deleted, self->by,
                            self->at, (gint64) self->is_erased);
}

static gboolean
save_scopes (const AtlasStored *self,
             AtlasBackend      *backend,
             const AtlasStored *before,
             GError           **error)
{
  for (gsize i = 0; before != NULL && before->scopes[i] != NULL; i++)
    {
      if (!atlas_backend_run (backend, error,
                              "DELETE FROM record_scope WHERE scope = ?1 AND seq = ?2",
                              "ti", before->scopes[i], before->seq))
        return FALSE;
      if (!g_strv_contains ((const char * const *) self->scopes, before->scopes[i]) &&
          !atlas_backend_run (backend, error,
                              "INSERT INTO scope_exit (scope, seq, type, id, at) "
                              "VALUES (?1, ?2, ?3, ?4, ?5)",
                              "titut", before->scopes[i], self->seq, self->type->name, self->id,
                              self->at))
        return FALSE;
    }

  for (gsize i = 0; self->scopes[i] != NULL; i++)
    if (!atlas_backend_run (backend, error,
                            "INSERT INTO record_scope (scope, seq, type, id) "
                            "VALUES (?1, ?2, ?3, ?4)",
                            "titu", self->scopes[i], self->seq, self->type->name, self->id))
      return FALSE;

  return TRUE;
}

static gboolean
save_refs (const AtlasStored *self,
           AtlasBackend      *backend,
           const AtlasStored *before,
           GError           **error)
{
  for (guint i = 0; i < self->type->n_fields; i++)
    {
      const AtlasField *field = &self->type->fields[i];
      const char *now = atlas_stored_ref (self, field, NULL);
      const char *then = before != NULL ? atlas_stored_ref (before, field, NULL) : NULL;

      if (!atlas_stored_indexes (self->type, field) || g_strcmp0 (now, then) == 0)
        continue;
      if (then != NULL &&
          !atlas_backend_run (backend, error,
                              "DELETE FROM record_ref WHERE to_id = ?1 "
                              "AND type = ?2 AND field = ?3 AND id = ?4",
                              "uttu", then, self->type->name, field->name, self->id))
        return FALSE;
      if (now != NULL &&
          !atlas_backend_run (backend, error,
                              "INSERT INTO record_ref (to_id, type, field, id) "
                              "VALUES (?1, ?2, ?3, ?4)",
                              "uttu", now, self->type->name, field->name, self->id))
        return FALSE;
    }

  return TRUE;
}

/**
 * atlas_stored_save:
 * @self: a record with its new `seq`
 * @backend: inside a transaction
 * @before: (nullable): the record as it was, or %NULL if it is new
 * @error: return location for an error
 *
 * Keeps a record, its place in the feed of each of its scopes, the scopes that it has left, and
 * which files it names.
 *
 * Returns: whether it was kept
 */
gboolean
atlas_stored_save (const AtlasStored *self,
                   AtlasBackend      *backend,
                   const AtlasStored *before,
                   GError           **error)
{
  return save_row (self, backend, before == NULL, error) &&
         save_scopes (self, backend, before, error) &&
         save_refs (self, backend, before, error) &&
         atlas_blobs_index (backend, self, before, error);
}
