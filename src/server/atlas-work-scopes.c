/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-work-private.h"

#include <string.h>

#include "server/atlas-locks.h"

/* A subject's dependants' dependants: deeper than any description goes. */
#define DEPTH_MAX 8

typedef struct {
  AtlasWork *work;
  GError    *error;
} Lookup;

static json_t *
lookup_fields (const char *type,
               const char *id,
               gpointer    data)
{
  Lookup *lookup = data;
  AtlasStored *stored = NULL;

  if (lookup->error != NULL ||
      !atlas_work_find (lookup->work, atlas_type_find (type), id, &stored, &lookup->error) ||
      stored == NULL)
    return NULL;

  return json_incref (stored->fields);
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static void
add_scopes (GPtrArray          *all,
            const char * const *scopes)
{
  for (gsize i = 0; scopes != NULL && scopes[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (all, scopes[i], g_str_equal, NULL))
      g_ptr_array_add (all, g_strdup (scopes[i]));
}

/* What the description says. */
static gboolean
add_followed (AtlasWork   *self,
              AtlasStored *stored,
              GPtrArray   *all,
              GError     **error)
{
  Lookup lookup = { self, NULL };
  g_auto(GStrv) followed = atlas_scopes_of (stored->type, stored->fields, lookup_fields, &lookup);

  if (lookup.error != NULL)
    {
      g_propagate_error (error, lookup.error);
      return FALSE;
    }

  add_scopes (all, (const char * const *) followed);
  return TRUE;
}

typedef struct {
  AtlasWork *work;
  GPtrArray *all;
} Showing;

static gboolean
add_showing_one (AtlasStored      *record,
                 const AtlasField *field,
                 gpointer          user_data,
                 GError          **error)
{
  Showing *showing = user_data;

  return !field->shows || record->is_deleted ||
         add_followed (showing->work, record, showing->all, error);
}

static gboolean
is_shown (const AtlasType *type)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      if (types[i]->fields[j].shows && strcmp (types[i]->fields[j].ref, type->name) == 0)
        return TRUE;

  return FALSE;
}

/* A child is seen by who sees a referral of theirs, at a panel or a provision. That goes no
 * further: what else there is of the child does not follow. */
static gboolean
add_showing (AtlasWork       *self,
             const AtlasType *type,
             const char      *id,
             gboolean         with_changed,
             GPtrArray       *all,
             GError         **error)
{
  Showing showing = { self, all };

  return type == NULL || id == NULL || !is_shown (type) ||
         atlas_work_each_ref_of (self, id, with_changed, add_showing_one, &showing, error);
}

/* What the description says, who is shown the record or its subject by another, and what it has by
 * its making. */
static GStrv
scopes_of (AtlasWork   *self,
           AtlasStored *stored,
           GError     **error)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  json_t *subject = stored->type->follow_subject ? json_object_get (stored->fields, "subject")
                                                 : NULL;

  if (!add_followed (self, stored, all, error) ||
      !add_showing (self, stored->type, stored->id, stored->scopes[0] != NULL, all, error) ||
      !add_showing (self, atlas_type_find (json_string_value (json_array_get (subject, 0))),
                    json_string_value (json_array_get (subject, 1)), TRUE, all, error))
    return NULL;

  add_scopes (all, (const char * const *) stored->own_scopes);
  g_ptr_array_sort (all, compare_strings);
  g_ptr_array_set_free_func (all, NULL);
  g_ptr_array_add (all, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&all), FALSE);
}

static gboolean rescope (AtlasWork   *self,
                         AtlasStored *stored,
                         int          depth,
                         GError     **error);

typedef struct {
  AtlasWork *work;
  int        depth;
} Descent;

static gboolean
rescope_dependant (AtlasStored      *record,
                   const AtlasField *field,
                   gpointer          user_data,
                   GError          **error)
{
  Descent *descent = user_data;

  if (!field->scope && field->kind != ATLAS_KIND_SUBJECT)
    return TRUE;

  return rescope (descent->work, record, descent->depth + 1, error);
}

static gboolean
has_scopes (const AtlasStored *stored,
            GStrv              scopes)
{
  for (gsize i = 0; scopes[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) stored->scopes, scopes[i]))
      return FALSE;

  return TRUE;
}

/* @added: (nullable): of a record that shows it for the first time; they take nothing away */
static gboolean
rescope_named (AtlasWork        *self,
               const AtlasField *field,
               const char       *id,
               GStrv             added,
               int               depth,
               GError          **error)
{
  AtlasStored *named = NULL;

  if (id == NULL)
    return TRUE;

  return atlas_work_find (self, atlas_type_find (field->ref), id, &named, error) &&
         (named == NULL || (added != NULL && has_scopes (named, added)) ||
          rescope (self, named, depth + 1, error));
}

/* Those that the record shows to who sees it, and those that it did show. */
static gboolean
rescope_shown (AtlasWork   *self,
               AtlasStored *stored,
               gboolean     is_first,
               int          depth,
               GError     **error)
{
  const AtlasStored *before = atlas_work_get_before (self, stored);

  for (guint i = 0; i < stored->type->n_fields; i++)
    {
      const AtlasField *field = &stored->type->fields[i];
      const char *now = field->shows ? atlas_stored_ref (stored, field, NULL) : NULL;
      const char *then = field->shows && before != NULL ? atlas_stored_ref (before, field, NULL)
                                                        : NULL;

      if (!rescope_named (self, field, now, is_first ? stored->scopes : NULL, depth, error) ||
          (g_strcmp0 (now, then) != 0 && !rescope_named (self, field, then, NULL, depth, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
rescope (AtlasWork   *self,
         AtlasStored *stored,
         int          depth,
         GError     **error)
{
  AtlasBackend *backend = atlas_work_get_backend (self);
  g_auto(GStrv) scopes = scopes_of (self, stored, error);
  Descent descent = { self, depth };
  gboolean is_first;

  if (scopes == NULL)
    return FALSE;
  if (g_strv_equal ((const char * const *) scopes, (const char * const *) stored->scopes) ||
      depth > DEPTH_MAX)
    return TRUE;

  /* A record that has just been made is named by nothing that came before it in this work. */
  is_first = stored->scopes[0] == NULL;
  g_strfreev (stored->scopes);
  stored->scopes = g_steal_pointer (&scopes);
  atlas_work_mark_changed (self, stored);

  /* Before they are listed: whoever is making another that follows it relies on its scopes. */
  return (is_first || atlas_lock_record (backend, stored->type, stored->id, TRUE, error)) &&
         atlas_work_each_ref_of (self, stored->id, !is_first, rescope_dependant, &descent, error) &&
         rescope_shown (self, stored, is_first, depth, error);
}

/**
 * atlas_work_rescope:
 * @self: a work
 * @stored: a record that is new, or whose fields have changed
 * @error: return location for an error
 *
 * Works out anew who sees a record, and, if that has changed, who sees the records that follow it;
 * and who sees those that it shows to whoever sees it.
 * A record that only moves between scopes keeps its revision and gets a new place in the order.
 *
 * Returns: whether it could be worked out
 */
gboolean
atlas_work_rescope (AtlasWork   *self,
                    AtlasStored *stored,
                    GError     **error)
{
  gboolean is_first = stored->scopes[0] == NULL;

  return rescope (self, stored, 0, error) &&
         (is_first || rescope_shown (self, stored, FALSE, 0, error));
}
