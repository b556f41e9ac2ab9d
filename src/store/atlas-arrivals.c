/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What others have done, for History. A round says of each record who changed it last and when, and
 * not by which set: records that somebody changed at one moment are taken for one action.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-arrivals.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-id.h"
#include "records/atlas-record-build.h"
#include "store/atlas-store-private.h"

#define FIELDS_NAMED 3          /* in a line of History; what else changed is only counted */

/* One action. */
typedef struct {
  char    *by;                  /* (nullable): id of a user */
  char    *at;
  json_t  *ops;
  char    *label;               /* what happened to the record that says most */
  gboolean is_named;
} Action;

struct _AtlasArrivals
{
  AtlasStore *store;            /* (unowned) */
  GPtrArray  *actions;          /* (element-type Action): in the order in which they came */
  gboolean    is_wider;
};

static void
action_free (Action *action)
{
  g_free (action->by);
  g_free (action->at);
  g_free (action->label);
  json_decref (action->ops);
  g_free (action);
}

AtlasArrivals *
atlas_arrivals_new (AtlasStore *store)
{
  AtlasArrivals *self = g_new0 (AtlasArrivals, 1);

  self->store = store;
  self->actions = g_ptr_array_new_with_free_func ((GDestroyNotify) action_free);

  return self;
}

void
atlas_arrivals_free (AtlasArrivals *self)
{
  g_ptr_array_unref (self->actions);
  g_free (self);
}

static Action *
find_action (AtlasArrivals *self,
             const char    *by,
             const char    *at)
{
  Action *action;

  for (guint i = self->actions->len; i > 0; i--)
    {
      action = g_ptr_array_index (self->actions, i - 1);
      if (g_strcmp0 (action->by, by) == 0 && strcmp (action->at, at) == 0)
        return action;
    }

  action = g_new0 (Action, 1);
  action->by = g_strdup (by);
  action->at = g_strdup (at);
  action->ops = json_array ();
  g_ptr_array_add (self->actions, action);

  return action;
}

/* A child is never called by name in a line of History: a referral has its reference. */
static const char *
name_in (const AtlasType *type,
         json_t          *fields)
{
  if (type->key == NULL)
    return NULL;

  return atlas_json_string (fields, type->personal ? type->key : type->title);
}

/* The referral or the provision that a record without a name of its own belongs to. */
static char *
find_name (AtlasArrivals   *self,
           const AtlasType *type,
           json_t          *fields)
{
  static const char * const owners[] = { "referral", "provision" };
  const char *name = name_in (type, fields);

  for (gsize i = 0; name == NULL && i < G_N_ELEMENTS (owners); i++)
    {
      const AtlasField *field = atlas_type_field (type, owners[i]);
      const char *id = field != NULL ? atlas_json_string (fields, owners[i]) : NULL;
      g_autoptr(AtlasRecord) owner = NULL;

      if (id != NULL)
        owner = atlas_store_get (self->store, owners[i], id, NULL);
      if (owner != NULL)
        return g_strdup (atlas_record_get_title (owner));
    }

  return g_strdup (name);
}

static gboolean
is_told (const AtlasField *field,
         json_t           *masked)
{
  if (field->merge == ATLAS_MERGE_COMPUTED)
    return FALSE;

  for (gsize i = 0; i < json_array_size (masked); i++)
    if (g_strcmp0 (json_string_value (json_array_get (masked, i)), field->name) == 0)
      return FALSE;

  return TRUE;
}

static json_t *
make_pair (AtlasRecord      *before,
           AtlasRecord      *after,
           const AtlasField *field)
{
  json_t *from = atlas_record_get_value (before, field);
  json_t *to = atlas_record_get_value (after, field);
  json_t *pair = json_array ();

  json_array_append_new (pair, from != NULL ? from : json_null ());
  json_array_append_new (pair, to != NULL ? to : json_null ());

  return pair;
}

/* What changed, as in an operation: from and to by name of the field. */
static json_t *
find_changed (AtlasRecord *before,
              AtlasRecord *after,
              guint64      differs,
              json_t      *masked,
              GString     *labels)
{
  const AtlasType *type = atlas_record_get_record_type (after);
  json_t *changed = json_object ();

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasField *field = &type->fields[i];

      if (!(differs >> i & 1) || !is_told (field, masked))
        continue;

      if (json_object_size (changed) < FIELDS_NAMED)
        g_string_append_printf (labels, "%s%s", labels->len > 0 ? ", " : "", _(field->label));
      json_object_set_new (changed, field->name, make_pair (before, after, field));
    }

  if (json_object_size (changed) > FIELDS_NAMED)
    g_string_append (labels, ", …");
  return changed;
}

static char *
word_change (const AtlasType *type,
             const char      *name,
             const char      *labels)
{
  /* Translators: a kind of record, which one, its fields: "Referral changed: K7-204 (Step)" */
  if (name != NULL)
    return g_strdup_printf (_("%1$s changed: %2$s (%3$s)"), _(type->label), name, labels);

  return g_strdup_printf (_("%1$s changed (%2$s)"), _(type->label), labels);
}

static char *
word_whole (const AtlasType *type,
            const char      *name,
            gboolean         is_added)
{
  /* Translators: a kind of record, and which one: "Referral added: K7-204" */
  if (name != NULL)
    return g_strdup_printf (is_added ? _("%1$s added: %2$s") : _("%1$s deleted: %2$s"),
                            _(type->label), name);

  return g_strdup_printf (is_added ? _("%s added") : _("%s deleted"), _(type->label));
}

/* Takes @op and @label. */
static void
add_op (Action  *action,
        json_t  *op,
        char    *label,
        gboolean is_named)
{
  g_autofree char *owned = label;

  json_array_append_new (action->ops, op);
  if (action->label != NULL && (action->is_named || !is_named))
    return;

  g_free (action->label);
  action->label = g_steal_pointer (&owned);
  action->is_named = is_named;
}

/**
 * atlas_arrivals_widen:
 *
 * Says that the user may see more from now on: what was not here before is no news then.
 */
void
atlas_arrivals_widen (AtlasArrivals *self)
{
  self->is_wider = TRUE;
}

static void
note_creation (AtlasArrivals *self,
               AtlasRecord   *record,
               json_t        *change)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  json_t *fields = json_object_get (change, "fields");
  g_autofree char *name = find_name (self, type, fields);

  add_op (find_action (self, atlas_json_string (change, "by"), atlas_json_string (change, "at")),
          json_pack ("{s:s, s:s, s:s, s:O}", "op", "create", "type", type->name, "id",
                     atlas_record_get_id (record), "fields", fields),
          word_whole (type, name, TRUE), name != NULL);
}

static void
note_change (AtlasArrivals *self,
             AtlasRecord   *before,
             AtlasRecord   *record,
             guint64        differs,
             json_t        *change)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autoptr(GString) labels = g_string_new (NULL);
  g_autoptr(json_t)  changed = find_changed (before, record, differs,
                                             json_object_get (change, "masked"), labels);
  g_autofree char *name = NULL;

  if (json_object_size (changed) == 0)
    return;

  name = find_name (self, type, json_object_get (change, "fields"));
  add_op (find_action (self, atlas_json_string (change, "by"), atlas_json_string (change, "at")),
          json_pack ("{s:s, s:s, s:s, s:O}", "op", "set", "type", type->name, "id",
                     atlas_record_get_id (record), "fields", changed),
          word_change (type, name, labels->str), name != NULL);
}

/**
 * atlas_arrivals_put:
 * @self: what came
 * @here: (nullable): the record as it is here
 * @known: (nullable): the record as the server had it, when a change of it is pending here
 * @record: the record as it came, before it is stored
 * @change: the protocol's `put` in which it came
 *
 * Notes that a record came. Nothing is noted when nothing of it changed, as when this laptop's own
 * change comes back, or when nobody did it. Over what is pending here the server's view counts,
 * save for values that this laptop has already: they are its own.
 */
void
atlas_arrivals_put (AtlasArrivals *self,
                    AtlasRecord   *here,
                    AtlasRecord   *known,
                    AtlasRecord   *record,
                    json_t        *change)
{
  AtlasRecord *before = known != NULL ? known : here;
  guint64 differs;

  if (atlas_record_get_record_type (record)->server_made ||
      atlas_json_string (change, "by") == NULL || atlas_json_string (change, "at") == NULL)
    return;
  if (before == NULL)
    {
      if (!self->is_wider)
        note_creation (self, record, change);
      return;
    }

  differs = atlas_record_compare (before, record);
  if (here != NULL && here != before)
    differs &= atlas_record_compare (here, record);
  note_change (self, before, record, differs, change);
}

/* Whom it followed, by which it is forgotten when they are. */
static json_t *
list_owners (const AtlasType *type,
             json_t          *fields)
{
  json_t *owners = json_object ();

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].scope)
      json_object_set (owners, type->fields[i].name,
                       json_object_get (fields, type->fields[i].name));

  return owners;
}

/**
 * atlas_arrivals_delete:
 * @type: the type of a record
 * @id: its id
 *
 * Notes that a record is deleted, before it is. Who did it does not come with it, and when is when
 * it came.
 */
void
atlas_arrivals_delete (AtlasArrivals   *self,
                       const AtlasType *type,
                       const char      *id)
{
  g_autoptr(AtlasRecord) record = atlas_store_get (self->store, type->name, id, NULL);
  g_autoptr(json_t)      fields = NULL;
  g_autofree char *name = NULL;
  g_autofree char *now = NULL;

  if (record == NULL || type->server_made)
    return;

  fields = atlas_record_to_fields (record);
  name = find_name (self, type, fields);
  now = atlas_time_now ();
  add_op (find_action (self, NULL, now),
          json_pack ("{s:s, s:s, s:s, s:o}", "op", "delete", "type", type->name, "id", id, "was",
                     list_owners (type, fields)),
          word_whole (type, name, FALSE), name != NULL);
}

/**
 * atlas_arrivals_write:
 * @self: what came, with its store in a transaction
 * @error: return location for an error
 *
 * Writes a line of History for each action.
 *
 * Returns: whether they were written
 */
gboolean
atlas_arrivals_write (AtlasArrivals *self,
                      GError       **error)
{
  for (guint i = 0; i < self->actions->len; i++)
    {
      Action *action = g_ptr_array_index (self->actions, i);
      g_autofree char *by_name = atlas_store_name_user (self->store, action->by);
      gsize more = json_array_size (action->ops) - 1;
      g_autofree char *label = NULL;

      if (more == 0)
        label = g_strdup (action->label);
      else
        /* Translators: what happened to one record, and how many more were changed with it. */
        label = g_strdup_printf (ngettext ("%1$s and %2$u more record",
                                           "%1$s and %2$u more records", more),
                                 action->label, (guint) more);
      if (!atlas_store_write_arrival (self->store, label, action->at, by_name, action->ops, error))
        return FALSE;
    }

  return TRUE;
}
