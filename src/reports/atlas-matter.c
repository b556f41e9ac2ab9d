/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-matter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "records/atlas-codes.h"

static void
line_free (AtlasMatterLine *line)
{
  g_free (line->key);
  g_free (line->label);
  g_free (line->base);
  g_free (line->current);
  g_free (line->proposed);
  g_clear_pointer (&line->proposed_value, json_decref);
  g_free (line);
}

void
atlas_matter_free (AtlasMatter *self)
{
  g_free (self->type);
  g_free (self->id);
  g_free (self->kind);
  g_free (self->title);
  g_free (self->intro);
  g_free (self->by);
  g_free (self->made_at);
  g_free (self->route);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static AtlasMatterLine *
add_line (AtlasMatter *self,
          const char  *key,
          const char  *label)
{
  AtlasMatterLine *line = g_new0 (AtlasMatterLine, 1);

  line->key = g_strdup (key);
  line->label = g_strdup (label);
  g_ptr_array_add (self->lines, line);

  return line;
}

/* A ref is named by the record that it names. */
static char *
format_value (AtlasStore       *store,
              const AtlasField *field,
              json_t           *value)
{
  g_autoptr(AtlasRecord) named = NULL;

  if (value == NULL || json_is_null (value))
    return g_strdup (_("Nothing"));
  if (field == NULL)
    return atlas_json_to_text (value);
  if (field->kind == ATLAS_KIND_REF && json_is_string (value))
    named = atlas_store_get (store, field->ref, json_string_value (value), NULL);
  if (named != NULL)
    return g_strdup (atlas_record_get_title (named));

  return atlas_value_format (field, value);
}

/* What a record is called on a page that a projector may show: a reference, never a name. */
static char *
name_subject (AtlasStore  *store,
              AtlasRecord *subject)
{
  const AtlasType *type = atlas_record_get_record_type (subject);
  const char *referral = atlas_record_get_text (subject, "referral");
  g_autoptr(AtlasRecord) about = NULL;

  if (referral != NULL)
    about = atlas_store_get (store, "referral", referral, NULL);
  if (about != NULL)
    return g_strdup_printf ("%s · %s", atlas_record_get_key (about), _(type->label));
  if (type->personal && type->key == NULL)
    return g_strdup (_(type->label));
  return g_strdup (atlas_record_get_title (subject));
}

static AtlasRecord *
find_subject (AtlasStore         *store,
              const AtlasSubject *subject)
{
  return subject->type != NULL && subject->id != NULL
         ? atlas_store_get (store, subject->type, subject->id, NULL) : NULL;
}

static void
set_route (AtlasMatter *self,
           AtlasStore  *store,
           AtlasRecord *subject)
{
  const char *referral = atlas_record_get_text (subject, "referral");
  g_autoptr(AtlasRecord) about = NULL;

  if (referral != NULL)
    about = atlas_store_get (store, "referral", referral, NULL);
  self->route = atlas_record_get_route (about != NULL ? about : subject);
}

static void
fill_conflict (AtlasMatter   *self,
               AtlasStore    *store,
               AtlasConflict *conflict)
{
  const AtlasType *type = atlas_type_find (conflict->subject.type);
  g_autoptr(AtlasRecord) subject = find_subject (store, &conflict->subject);
  g_autofree char *name = subject != NULL ? name_subject (store, subject) : NULL;
  const char *field_name;
  json_t *versions;

  /* Translators: what the two versions are of: Two versions to check: K7-204 */
  self->title = g_strdup_printf (_("Two versions to check: %s"),
                                 name != NULL ? name : type != NULL ? _(type->label) : "");
  self->kind = g_strdup (conflict->kind);
  self->by = atlas_store_name_user (store, conflict->by);
  self->made_at = g_strdup (conflict->made_at);
  self->is_open = g_strcmp0 (conflict->state, "open") == 0;
  if (subject != NULL)
    set_route (self, store, subject);

  if (g_strcmp0 (conflict->kind, "deleted_edited") == 0)
    self->intro = g_strdup (_("One person deleted this while another changed it. It was not "
                              "deleted. Both are kept in History."));
  else if (g_strcmp0 (conflict->kind, "edited_deleted") == 0)
    self->intro = g_strdup (_("One person changed this while another deleted it. It stays "
                              "deleted; what was written is below and is kept in History."));
  else
    self->intro = g_strdup (_("Two people changed this without seeing each other’s change. Both "
                              "versions are kept in History. Others can carry on."));

  json_object_foreach (conflict->fields, field_name, versions)
  {
    const AtlasField *field = type != NULL ? atlas_type_field (type, field_name) : NULL;
    AtlasMatterLine *line = add_line (self, field_name, field != NULL ? _(field->label)
                                                                      : field_name);
    json_t *proposed = json_object_get (versions, "proposed");

    line->base = format_value (store, field, json_object_get (versions, "base"));
    line->current = format_value (store, field, json_object_get (versions, "current"));
    line->proposed = format_value (store, field, proposed);
    line->proposed_value = proposed != NULL ? json_incref (proposed) : json_null ();
  }
}

static void
add_op (AtlasMatter *self,
        AtlasStore  *store,
        json_t      *op)
{
  const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));
  gboolean is_create = g_strcmp0 (atlas_json_string (op, "op"), "create") == 0;
  const char *name;
  json_t *value;

  if (type == NULL)
    return;

  json_object_foreach (json_object_get (op, "fields"), name, value)
  {
    const AtlasField *field = atlas_type_field (type, name);
    g_autofree char *label = g_strdup_printf ("%s · %s", _(type->label),
                                              field != NULL ? _(field->label) : name);
    AtlasMatterLine *line = add_line (self, name, label);

    line->proposed = format_value (store, field, is_create ? value : json_array_get (value, 1));
    if (!is_create)
      line->current = format_value (store, field, json_array_get (value, 0));
  }
}

static void
fill_parked (AtlasMatter *self,
             AtlasStore  *store,
             AtlasParked *parked)
{
  g_autoptr(AtlasRecord) subject = find_subject (store, &parked->subject);
  json_t *ops = json_object_get (parked->set, "ops");
  const char *label = atlas_json_string (parked->set, "label");
  const char *reason = parked->reason != NULL ? atlas_codes_label ("park-reason", parked->reason)
                                              : _("No reason given");

  self->title = g_strdup_printf (_("The server did not take this change: %s"),
                                 label != NULL ? label : "");
  self->kind = g_strdup (parked->reason);
  self->by = atlas_store_name_user (store, parked->by);
  self->made_at = g_strdup (parked->made_at);
  self->is_open = g_strcmp0 (parked->state, "open") == 0;
  if (subject != NULL)
    set_route (self, store, subject);
  /* Translators: why the server did not take a change, then what is safe */
  self->intro = g_strdup_printf (_("%s. Nothing of it was done, and nothing is lost: the whole "
                                   "change is kept until somebody decides."), reason);
  for (gsize i = 0; i < json_array_size (ops); i++)
    add_op (self, store, json_array_get (ops, i));
}

/* Which panel gave the place, and when; nothing when it was no panel, or not one seen here. */
static char *
word_decider (AtlasStore  *store,
              AtlasRecord *offer)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_decision_type);
  g_autoptr(GPtrArray) decisions = NULL;
  g_autoptr(AtlasRecord) meeting = NULL;
  g_autoptr(AtlasRecord) panel = NULL;
  g_autofree char *day = NULL;
  AtlasDecision *decision;

  atlas_query_where_text (query, "referral", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_text (offer, "referral"));
  atlas_query_where_text (query, "place", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_text (offer, "place"));
  decisions = atlas_store_list (store, query, NULL);
  if (decisions == NULL || decisions->len == 0)
    return NULL;

  decision = g_ptr_array_index (decisions, decisions->len - 1);
  if (decision->meeting != NULL)
    meeting = atlas_store_get (store, "meeting", decision->meeting, NULL);
  if (meeting != NULL)
    panel = atlas_store_get (store, "panel", ((AtlasMeeting *) meeting)->panel, NULL);
  if (panel == NULL)
    return NULL;

  day = atlas_date_format_long (decision->on);

  /* Translators: a panel, and the day on which it decided. */
  return g_strdup_printf (_("%1$s, %2$s"), atlas_record_get_title (panel), day);
}

static void
add_offer (AtlasMatter *self,
           AtlasStore  *store,
           const char  *id)
{
  g_autoptr(AtlasRecord) offer = id != NULL ? atlas_store_get (store, "offer", id, NULL) : NULL;
  g_autoptr(AtlasRecord) hold = NULL;
  g_autofree char *decider = NULL;
  AtlasMatterLine *line;
  const char *allocation;
  const char *stands;

  if (offer == NULL && id != NULL)
    hold = atlas_store_get (store, "hold", id, NULL);
  if (offer == NULL && hold == NULL)
    {
      line = add_line (self, id != NULL ? id : "", _("Not on this laptop"));
      line->current = g_strdup (_("Made by people whose children are not shown here"));
      line->has_place = TRUE;
      return;
    }

  line = add_line (self, id, "");
  g_free (line->label);
  line->label = name_subject (store, offer != NULL ? offer : hold);
  allocation = atlas_record_get_text (offer != NULL ? offer : hold, "allocation");
  stands = allocation != NULL ? _(atlas_codes_label ("allocation", allocation)) : _("Provisional");
  decider = offer != NULL ? word_decider (store, offer) : NULL;
  /* Translators: how sure a place is; who gave it, and when. */
  line->current = decider != NULL ? g_strdup_printf (_("%1$s · %2$s"), stands, decider)
                                  : g_strdup (stands);
  line->has_place = g_strcmp0 (allocation, "over") != 0;
}

static void
fill_question (AtlasMatter   *self,
               AtlasStore    *store,
               AtlasQuestion *question)
{
  g_autoptr(AtlasRecord) place = find_subject (store, &question->subject);
  g_autoptr(AtlasRecord) provision = NULL;

  if (place != NULL)
    provision = atlas_store_get (store, "provision", atlas_record_get_text (place, "provision"),
                                 NULL);
  /* Translators: a provision has given out more places than it has */
  self->title = g_strdup_printf (_("%s: more children than places"),
                                 provision != NULL ? atlas_record_get_title (provision)
                                                   : _("A provision"));
  self->kind = g_strdup (question->kind);
  self->is_open = g_strcmp0 (question->state, "open") == 0;
  if (provision != NULL)
    self->route = atlas_record_get_route (provision);
  self->intro = g_strdup (_("The last place was given more than once by people who could not see "
                            "each other. Every decision is kept. Say whose place it is; for the "
                            "others another is to be found. Or ask the provision for one more, "
                            "and keep them all."));
  for (gsize i = 0; i < json_array_size (question->about); i++)
    {
      json_t *about = json_array_get (question->about, i);

      add_offer (self, store, json_is_array (about) ? json_string_value (json_array_get (about, 1))
                                                    : json_string_value (about));
    }
}

/**
 * atlas_matter_new:
 * @store: a store
 * @type: `conflict`, `parked` or `question`
 * @id: a record's id
 * @error: return location for an error
 *
 * Gathers what a person must see to settle something: both versions field by field and what was
 * before both; the change that was not accepted and why; who was given the same place.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND
 *
 * Source: protocol, sections 5 and 8.
 *
 * Returns: (transfer full): the matter
 */
AtlasMatter *
atlas_matter_new (AtlasStore *store,
                  const char *type,
                  const char *id,
                  GError    **error)
{
  g_autoptr(AtlasRecord) record = atlas_store_get (store, type, id, error);
  AtlasMatter *self;

  if (record == NULL)
    return NULL;

  self = g_new0 (AtlasMatter, 1);
  self->type = g_strdup (type);
  self->id = g_strdup (id);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  if (strcmp (type, "conflict") == 0)
    fill_conflict (self, store, (AtlasConflict *) record);
  else if (strcmp (type, "parked") == 0)
    fill_parked (self, store, (AtlasParked *) record);
  else
    fill_question (self, store, (AtlasQuestion *) record);

  return self;
}
