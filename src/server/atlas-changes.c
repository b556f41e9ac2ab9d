/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-changes.h"

#include <string.h>

#include "server/atlas-reads.h"

#define DIGITS_MAX 24           /* of a 64-bit number, with its sign */

/**
 * AtlasChanges:
 *
 * The entries of a page as one reader may see them, written as text as they come: a record's values
 * are kept as text, and reading them and writing them again would take longer than all the rest.
 */
struct _AtlasChanges
{
  AtlasSights *sights;
  GString     *text;
  GHashTable  *reads;           /* (element-type AtlasField): that other roles get masked */
  gsize        n;
};

AtlasChanges *
atlas_changes_new (AtlasGrants *grants)
{
  AtlasChanges *self = g_new0 (AtlasChanges, 1);

  self->sights = atlas_sights_new (grants);
  self->text = g_string_new (NULL);
  self->reads = g_hash_table_new (NULL, NULL);
  return self;
}

void
atlas_changes_free (AtlasChanges *self)
{
  atlas_sights_free (self->sights);
  g_string_free (self->text, TRUE);
  g_hash_table_unref (self->reads);
  g_free (self);
}

gsize
atlas_changes_count (AtlasChanges *self)
{
  return self->n;
}

/**
 * atlas_changes_text:
 * @self: the entries of a page
 *
 * Returns: (transfer none): them, with commas between
 */
const GString *
atlas_changes_text (AtlasChanges *self)
{
  return self->text;
}

/**
 * atlas_changes_reads:
 * @self: the entries of a page
 *
 * Returns: (transfer none) (element-type AtlasField): fields in it that other roles get masked
 */
GHashTable *
atlas_changes_reads (AtlasChanges *self)
{
  return self->reads;
}

/**
 * atlas_changes_sight:
 * @self: the entries of a page
 * @stored: a record
 *
 * Returns: (transfer none): how the reader sees it
 */
const AtlasSight *
atlas_changes_sight (AtlasChanges *self,
                     AtlasStored  *stored)
{
  return atlas_sights_get (self->sights, stored->type, stored->scopes_text);
}

/* Takes out of a record's texts what the reader may not see; gives the names of what was there. */
static json_t *
mask (AtlasStored *stored)
{
  g_autoptr(json_t) fields = atlas_json_parse (stored->fields_text, -1, NULL);
  g_autoptr(json_t) frev = atlas_json_parse (stored->frev_text, -1, NULL);
  json_t *masked = json_array ();

  for (guint i = 0; i < stored->type->n_fields; i++)
    {
      const AtlasField *field = &stored->type->fields[i];

      if (!field->mask)
        continue;
      if (json_object_get (fields, field->name) != NULL)
        json_array_append_new (masked, json_string (field->name));
      json_object_del (fields, field->name);
      json_object_del (frev, field->name);
    }

  g_free (stored->fields_text);
  g_free (stored->frev_text);
  stored->fields_text = atlas_json_to_text (fields);
  stored->frev_text = atlas_json_to_text (frev);
  return masked;
}

static void
remove_masked (json_t          *fields,
               const AtlasType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].mask)
      json_object_del (fields, type->fields[i].name);
}

static gboolean
is_masked (AtlasChanges    *self,
           AtlasStored     *stored,
           const AtlasType *type)
{
  return type != NULL && (atlas_sights_get (self->sights, type, stored->scopes_text)->rights &
                          ATLAS_RIGHT_MASK) != 0;
}

/* Versions of a record, and sets that were parked, hold values of other records: what the reader
 * gets masked there is masked here too. */
static void
mask_held (AtlasChanges *self,
           AtlasStored  *stored)
{
  g_autoptr(json_t) fields = atlas_json_parse (stored->fields_text, -1, NULL);
  json_t *subject = json_object_get (fields, "subject");
  const AtlasType *type = atlas_type_find (json_string_value (json_array_get (subject, 0)));
  json_t *ops = json_object_get (json_object_get (fields, "set"), "ops");
  gsize i;
  json_t *op;

  if (is_masked (self, stored, type))
    remove_masked (json_object_get (fields, "fields"), type);
  atlas_reads_note_held (self->reads, type, json_object_get (fields, "fields"));
  json_array_foreach (ops, i, op)
  {
    const AtlasType *of = atlas_type_find (atlas_json_string (op, "type"));

    if (is_masked (self, stored, of))
      remove_masked (json_object_get (op, "fields"), of);
    atlas_reads_note_held (self->reads, of, json_object_get (op, "fields"));
  }

  g_free (stored->fields_text);
  stored->fields_text = atlas_json_to_text (fields);
}

/* Of `{"tier":[3,"device"]}` a reader gets `{"tier":3}`. The text is the server's own: nothing but
 * the marks has brackets. */
static void
append_revisions (GString    *text,
                  const char *frev)
{
  const char *open;
  const char *comma;
  const char *end;

  while ((open = strchr (frev, '[')) != NULL && (comma = strchr (open, ',')) != NULL &&
         (end = strchr (comma, ']')) != NULL)
    {
      g_string_append_len (text, frev, open - frev);
      g_string_append_len (text, open + 1, comma - open - 1);
      frev = end + 1;
    }
  g_string_append (text, frev);
}

static void
append_number (GString    *text,
               const char *before,
               gint64      value)
{
  char digits[DIGITS_MAX];

  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value);
  g_string_append (text, before);
  g_string_append (text, digits);
}

/* Names of types, ids and times, which need no escapes. */
static void
append_plain (GString    *text,
              const char *before,
              const char *value)
{
  g_string_append (text, before);
  g_string_append (text, value);
  g_string_append_c (text, '"');
}

static void
begin (AtlasChanges *self,
       const char   *op,
       AtlasStored  *stored,
       gint64        seq)
{
  g_string_append (self->text, self->n++ > 0 ? ",{" : "{");
  append_plain (self->text, "\"op\":\"", op);
  append_number (self->text, ",\"seq\":", seq);
  append_plain (self->text, ",\"type\":\"", stored->type->name);
  append_plain (self->text, ",\"id\":\"", stored->id);
}

static void
append_values (AtlasChanges     *self,
               AtlasStored      *stored,
               const AtlasSight *sight)
{
  if ((sight->rights & ATLAS_RIGHT_MASK) != 0)
    {
      g_autoptr(json_t) masked = mask (stored);
      g_autofree char *names = atlas_json_to_text (masked);

      g_string_append (self->text, ",\"masked\":");
      g_string_append (self->text, names);
    }
  else
    {
      atlas_reads_note (self->reads, stored);
    }
  if (stored->type->follow_subject)
    mask_held (self, stored);

  g_string_append (self->text, ",\"fields\":");
  g_string_append (self->text, stored->fields_text);
  g_string_append (self->text, ",\"frev\":");
  append_revisions (self->text, stored->frev_text);
  if (stored->by != NULL)
    append_plain (self->text, ",\"by\":\"", stored->by);
  if (stored->at != NULL)
    append_plain (self->text, ",\"at\":\"", stored->at);
}

/**
 * atlas_changes_put:
 * @self: the entries of a page
 * @stored: (inout): a record that the reader may see, read as text; what is masked is taken out
 *
 * Adds a record as it is now: a `put`, or a `del` if it was deleted.
 */
void
atlas_changes_put (AtlasChanges *self,
                   AtlasStored  *stored)
{
  const AtlasSight *sight = atlas_changes_sight (self, stored);

  begin (self, stored->is_deleted ? "del" : "put", stored, stored->seq);
  append_number (self->text, ",\"rev\":", stored->rev);
  g_string_append (self->text, ",\"scopes\":");
  g_string_append (self->text, sight->scopes);
  if (!stored->is_deleted)
    append_values (self, stored, sight);
  else if (stored->is_erased)
    g_string_append (self->text, ",\"erased\":true");
  g_string_append_c (self->text, '}');
}

/**
 * atlas_changes_gone:
 * @self: the entries of a page
 * @stored: a record that the reader may see no more
 * @seq: when that came to be
 *
 * Adds that a record is gone.
 */
void
atlas_changes_gone (AtlasChanges *self,
                    AtlasStored  *stored,
                    gint64        seq)
{
  begin (self, "gone", stored, seq);
  g_string_append_c (self->text, '}');
}
