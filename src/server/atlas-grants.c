/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-grants.h"

#include <string.h>

#include "rules/atlas-step.h"

static void
grant_free (AtlasGrant *grant)
{
  g_free (grant->scope);
  g_free (grant->role);
  g_free (grant);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const AtlasGrant *first = *(AtlasGrant * const *) a;
  const AtlasGrant *second = *(AtlasGrant * const *) b;
  int order = strcmp (first->scope, second->scope);

  return order != 0 ? order : strcmp (first->role, second->role);
}

AtlasGrants *
atlas_grants_new (const char *user,
                  gint64      version)
{
  AtlasGrants *self = g_new0 (AtlasGrants, 1);

  self->user = g_strdup (user);
  self->version = version;
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) grant_free);

  return self;
}

void
atlas_grants_free (AtlasGrants *self)
{
  if (self == NULL)
    return;

  g_free (self->user);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static gboolean
find (AtlasGrants *self,
      const char  *scope,
      const char  *role,
      guint       *index)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      AtlasGrant *grant = g_ptr_array_index (self->items, i);

      if (strcmp (grant->scope, scope) == 0 && strcmp (grant->role, role) == 0)
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * atlas_grants_add:
 * @self: grants
 * @scope: as `area/dspl2`
 * @role: as `area_lead`
 *
 * Adds a grant, once.
 */
void
atlas_grants_add (AtlasGrants *self,
                  const char  *scope,
                  const char  *role)
{
  AtlasGrant *grant;
  guint index;

  if (find (self, scope, role, &index))
    return;

  grant = g_new0 (AtlasGrant, 1);
  grant->scope = g_strdup (scope);
  grant->role = g_strdup (role);
  g_ptr_array_add (self->items, grant);
  g_ptr_array_sort (self->items, compare);
}

/**
 * atlas_grants_remove:
 * @self: grants
 * @scope: a scope
 * @role: (nullable): a role, or %NULL for every role in @scope
 *
 * Returns: whether anything was taken away
 */
gboolean
atlas_grants_remove (AtlasGrants *self,
                     const char  *scope,
                     const char  *role)
{
  guint before = self->items->len;

  for (guint i = before; i-- > 0;)
    {
      AtlasGrant *grant = g_ptr_array_index (self->items, i);

      if (strcmp (grant->scope, scope) == 0 && (role == NULL || strcmp (grant->role, role) == 0))
        g_ptr_array_remove_index (self->items, i);
    }

  return self->items->len < before;
}

static gint64
current_version (AtlasBackend *backend,
                 const char   *user,
                 GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (backend, error, "SELECT grants_version FROM account WHERE id = ?1",
                               "u",
                               user);

  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return 0;

  return atlas_rows_int (query, 0);
}

/**
 * atlas_grants_load:
 * @backend: where they are kept
 * @user: whose
 * @version: a version, or -1 for those in force
 * @error: return location for an error
 *
 * Reads grants, also those of an earlier version: a cursor names the version that its reader had.
 *
 * Returns: (transfer full): the grants; none at all for a user or version that is not known
 */
AtlasGrants *
atlas_grants_load (AtlasBackend *backend,
                   const char   *user,
                   gint64        version,
                   GError      **error)
{
  g_autoptr(GError)      fault = NULL;
  g_autoptr(AtlasGrants) self = NULL;
  g_autoptr(AtlasRows)  query = NULL;
  AtlasStep step;

  if (version < 0)
    version = current_version (backend, user, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }

  self = atlas_grants_new (user, version);
  query = atlas_backend_query (backend, error,
                               "SELECT scope, role FROM account_grant WHERE account = ?1 "
                               "AND version = ?2",
                               "ui", user, version);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    atlas_grants_add (self, atlas_rows_text (query, 0), atlas_rows_text (query, 1));

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&self) : NULL;
}

/**
 * atlas_grants_save:
 * @self: grants, changed
 * @backend: inside a transaction
 * @error: return location for an error
 *
 * Keeps the grants as a new version, and puts it in force.
 *
 * Returns: whether they were kept
 */
gboolean
atlas_grants_save (AtlasGrants  *self,
                   AtlasBackend *backend,
                   GError      **error)
{
  self->version++;
  for (guint i = 0; i < self->items->len; i++)
    {
      AtlasGrant *grant = g_ptr_array_index (self->items, i);

      if (!atlas_backend_run (backend, error,
                              "INSERT INTO account_grant (account, version, scope, role) "
                              "VALUES (?1, ?2, ?3, ?4)",
                              "uitt", self->user, self->version, grant->scope, grant->role))
        return FALSE;
    }

  return atlas_backend_run (backend, error, "UPDATE account SET grants_version = ?2 WHERE id = ?1",
                            "ui", self->user, self->version);
}

/* The user's own scope holds what was sent and set aside: its author sees all of it, whatever the
 * role, and may settle it. */
static AtlasRight
own_rights (AtlasGrants     *self,
            const char      *scope,
            const AtlasType *type)
{
  if (!g_str_has_prefix (scope, ATLAS_SCOPE_USER) ||
      strcmp (scope + strlen (ATLAS_SCOPE_USER), self->user) != 0)
    return 0;

  return type->follow_subject ? ATLAS_RIGHT_READ | ATLAS_RIGHT_WRITE : ATLAS_RIGHT_READ;
}

/* What one grant allows on a record in one of its scopes. Reference data is in every grant, to be
 * read: writing needs a scope that is really held. */
static AtlasRight
grant_rights (AtlasGrant      *grant,
              const char      *scope,
              const AtlasType *type)
{
  if (strcmp (scope, ATLAS_SCOPE_OPEN) == 0)
    return atlas_roles_rights (grant->role, type->name) & ~ATLAS_RIGHT_WRITE;
  if (strcmp (scope, grant->scope) == 0)
    return atlas_roles_rights (grant->role, type->name);

  return 0;
}

/* Rights add up; a mask stays only while every way to see the record has it. */
static AtlasRight
add_rights (AtlasRight sum,
            AtlasRight more)
{
  AtlasRight both = sum | more;

  if ((more & ATLAS_RIGHT_READ) == 0)
    return (sum | (more & ATLAS_RIGHT_WRITE));
  if ((sum & ATLAS_RIGHT_READ) != 0 &&
      !((sum & ATLAS_RIGHT_MASK) != 0 && (more & ATLAS_RIGHT_MASK) != 0))
    both &= ~ATLAS_RIGHT_MASK;

  return both;
}

static AtlasRight
scope_rights (AtlasGrants     *self,
              const char      *scope,
              const AtlasType *type)
{
  AtlasRight rights = own_rights (self, scope, type);

  for (guint i = 0; i < self->items->len; i++)
    rights = add_rights (rights, grant_rights (g_ptr_array_index (self->items, i), scope, type));

  return rights;
}

/**
 * atlas_grants_rights:
 * @self: grants
 * @scopes: (array zero-terminated=1): the scopes of a record
 * @type: its type
 *
 * Source: `data/roles.csv`; protocol, section 2.
 *
 * Returns: what the user may do with the record
 */
AtlasRight
atlas_grants_rights (AtlasGrants        *self,
                     const char * const *scopes,
                     const AtlasType    *type)
{
  AtlasRight rights = 0;

  for (gsize i = 0; scopes[i] != NULL; i++)
    rights = add_rights (rights, scope_rights (self, scopes[i], type));

  return rights;
}

/**
 * atlas_grants_may_step:
 * @self: grants
 * @scopes: (array zero-terminated=1): the scopes of a referral
 * @step: (nullable): code of the step that somebody takes
 *
 * Source: the table of steps, `docs/steps.md`. A step that the table does not know is anybody's who
 * may write.
 *
 * Returns: whether one of the roles that the user has for the referral may take the step
 */
gboolean
atlas_grants_may_step (AtlasGrants        *self,
                       const char * const *scopes,
                       const char         *step)
{
  const AtlasStepRule *rule = atlas_step_rule_find (step);

  for (guint i = 0; rule != NULL && i < self->items->len; i++)
    {
      AtlasGrant *grant = g_ptr_array_index (self->items, i);

      if (g_strv_contains (scopes, grant->scope) && atlas_step_may_take (rule, grant->role))
        return TRUE;
    }

  return rule == NULL;
}

/**
 * atlas_grants_scopes:
 * @self: grants
 *
 * Returns: (transfer full): every scope whose records the user may get, in order
 */
GStrv
atlas_grants_scopes (AtlasGrants *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *own = g_strconcat (ATLAS_SCOPE_USER, self->user, NULL);
  const char *before = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      AtlasGrant *grant = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (before, grant->scope) != 0)
        g_strv_builder_add (builder, grant->scope);
      before = grant->scope;
    }
  if (self->items->len > 0)
    g_strv_builder_add (builder, ATLAS_SCOPE_OPEN);
  g_strv_builder_add (builder, own);

  return g_strv_builder_end (builder);
}

/**
 * atlas_grants_visible:
 * @self: grants
 * @scopes: the scopes of a record
 * @type: its type
 *
 * Returns: (transfer full): those of @scopes through which the user sees the record
 */
GStrv
atlas_grants_visible (AtlasGrants        *self,
                      const char * const *scopes,
                      const AtlasType    *type)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; scopes[i] != NULL; i++)
    if ((scope_rights (self, scopes[i], type) & ATLAS_RIGHT_READ) != 0)
      g_strv_builder_add (builder, scopes[i]);

  return g_strv_builder_end (builder);
}

/**
 * atlas_grants_writing:
 * @self: grants
 * @type: a record type
 *
 * Returns: (transfer full): the scopes in which the user may write records of @type
 */
GStrv
atlas_grants_writing (AtlasGrants     *self,
                      const AtlasType *type)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *before = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      AtlasGrant *grant = g_ptr_array_index (self->items, i);

      if ((atlas_roles_rights (grant->role, type->name) & ATLAS_RIGHT_WRITE) == 0 ||
          g_strcmp0 (before, grant->scope) == 0)
        continue;
      g_strv_builder_add (builder, grant->scope);
      before = grant->scope;
    }

  return g_strv_builder_end (builder);
}

static void
add_missing (AtlasGrants *self,
             AtlasGrants *other,
             GHashTable  *scopes)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      AtlasGrant *grant = g_ptr_array_index (self->items, i);
      guint index;

      if (!find (other, grant->scope, grant->role, &index))
        g_hash_table_add (scopes, grant->scope);
    }
}

/**
 * atlas_grants_differ:
 * @self: grants
 * @other: other grants of the same user
 *
 * Returns: (transfer full): the scopes whose records may look different under the two
 */
GStrv
atlas_grants_differ (AtlasGrants *self,
                     AtlasGrants *other)
{
  g_autoptr(GHashTable)   scopes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GList)        sorted = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  add_missing (self, other, scopes);
  add_missing (other, self, scopes);

  /* A role that is held anywhere decides what of the reference data is seen. */
  if (g_hash_table_size (scopes) > 0)
    g_hash_table_add (scopes, (char *) ATLAS_SCOPE_OPEN);

  sorted = g_list_sort (g_hash_table_get_keys (scopes), (GCompareFunc) strcmp);
  for (GList *l = sorted; l != NULL; l = l->next)
    g_strv_builder_add (builder, l->data);

  return g_strv_builder_end (builder);
}

/**
 * atlas_grants_to_json:
 * @self: grants
 *
 * Writes the member `grants` of a page. Where a user holds several roles in one scope they stand
 * in one text with commas between.
 *
 * Source: protocol, section 6.
 *
 * Returns: (transfer full): the object
 */
json_t *
atlas_grants_to_json (AtlasGrants *self)
{
  g_auto(GStrv) names = atlas_grants_scopes (self);
  json_t *scopes = json_array ();
  json_t *roles = json_object ();

  for (gsize i = 0; names[i] != NULL; i++)
    json_array_append_new (scopes, json_string (names[i]));

  for (guint i = 0; i < self->items->len; i++)
    {
      AtlasGrant *grant = g_ptr_array_index (self->items, i);
      const char *before = atlas_json_string (roles, grant->scope);
      g_autofree char *role = before != NULL ? g_strconcat (before, ",", grant->role, NULL)
                                             : g_strdup (grant->role);

      json_object_set_new (roles, grant->scope, json_string (role));
    }

  return json_pack ("{s:I, s:o, s:o}", "version", (json_int_t) self->version, "scopes", scopes,
                    "roles", roles);
}
