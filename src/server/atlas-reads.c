/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-reads.h"

#include <string.h>

#include "server/atlas-audit.h"

/* Longer than any field's name with its quotes and colon. */
#define NEEDLE_BYTES 80

static gboolean
is_news (GHashTable       *reads,
         const AtlasField *field)
{
  return field->mask && !g_hash_table_contains (reads, field);
}

/**
 * atlas_reads_note:
 * @reads: (element-type AtlasField): what was noted so far
 * @stored: a record that goes out to them, as text, with nothing masked
 *
 * Notes which of the fields that other roles get masked an answer holds. Looks for each field only
 * until it has been found once. Its name in quotes with a colon is nothing but a member's name: a
 * quote within a text has a backslash before it.
 */
void
atlas_reads_note (GHashTable        *reads,
                  const AtlasStored *stored)
{
  for (guint i = 0; i < stored->type->n_fields; i++)
    {
      const AtlasField *field = &stored->type->fields[i];
      char needle[NEEDLE_BYTES];

      if (!is_news (reads, field))
        continue;
      g_snprintf (needle, sizeof needle, "\"%s\":", field->name);
      if (strstr (stored->fields_text, needle) != NULL)
        g_hash_table_add (reads, (gpointer) field);
    }
}

/**
 * atlas_reads_note_held:
 * @reads: (element-type AtlasField): what was noted so far
 * @type: (nullable): the type of a record whose values another one holds
 * @fields: (nullable): those values by field name, once what is masked has been taken out
 *
 * As atlas_reads_note(), for versions of a record and for sets that were parked.
 */
void
atlas_reads_note_held (GHashTable      *reads,
                       const AtlasType *type,
                       json_t          *fields)
{
  for (guint i = 0; type != NULL && i < type->n_fields; i++)
    if (is_news (reads, &type->fields[i]) &&
        json_object_get (fields, type->fields[i].name) != NULL)
      g_hash_table_add (reads, (gpointer) &type->fields[i]);
}

/* By name, in the order of the descriptions. */
static GPtrArray *
list_names (AtlasSession *session)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      if (g_hash_table_contains (session->reads, &types[i]->fields[j]))
        g_ptr_array_add (names, g_strconcat (types[i]->name, ".", types[i]->fields[j].name, NULL));

  return names;
}

static char *
subject_of (AtlasSession *session,
            const char   *name)
{
  return g_strconcat ("read/", session->device, "/", name, NULL);
}

static gboolean
list_new_names (AtlasBackend *backend,
                AtlasSession *session,
                json_t       *fields,
                GError      **error)
{
  g_autoptr(GPtrArray) names = list_names (session);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *what = subject_of (session, g_ptr_array_index (names, i));
      gboolean noted = FALSE;

      if (!atlas_audit_is_noted (backend, what, ATLAS_AUDIT_DAY, &noted, error))
        return FALSE;
      if (!noted)
        json_array_append_new (fields, json_string (g_ptr_array_index (names, i)));
    }

  return TRUE;
}

static gboolean
note_names (AtlasBackend *backend,
            AtlasSession *session,
            json_t       *fields,
            GError      **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s, s:s, s:O}", "by", session->user, "device",
                                         session->device, "fields", fields);

  for (gsize i = 0; i < json_array_size (fields); i++)
    {
      g_autofree char *what = subject_of (session, json_string_value (json_array_get (fields, i)));

      if (!atlas_audit_note (backend, what, ATLAS_AUDIT_DAY, error))
        return FALSE;
    }

  return atlas_audit_append (backend, "read", details, error);
}

/**
 * atlas_reads_audit:
 * @backend: a back end, outside a transaction
 * @session: who has read what is about to be sent
 * @error: return location for an error
 *
 * Adds an entry for the fields that other roles get masked and that this device gets for the first
 * time today. What could not be written down must not be sent.
 *
 * Returns: whether the answer may be sent
 */
gboolean
atlas_reads_audit (AtlasBackend *backend,
                   AtlasSession *session,
                   GError      **error)
{
  g_autoptr(json_t) fields = json_array ();

  if (session->reads == NULL)
    return TRUE;
  if (!list_new_names (backend, session, fields, error))
    return FALSE;
  if (json_array_size (fields) == 0)
    return TRUE;

  if (!atlas_backend_begin (backend, TRUE, error))
    return FALSE;
  if (note_names (backend, session, fields, error))
    return atlas_backend_commit (backend, error);

  atlas_backend_rollback (backend);
  return FALSE;
}
