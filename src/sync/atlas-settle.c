/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only people can settle becomes one change set, which is sent like any other. */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-settle.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"

static AtlasRecord *
get_open (AtlasStore *store,
          const char *type,
          const char *id,
          GError    **error)
{
  g_autoptr(AtlasRecord) record = atlas_store_get (store, type, id, error);

  if (record == NULL)
    return NULL;
  if (g_strcmp0 (atlas_record_get_text (record, "state"), "open") == 0)
    return g_steal_pointer (&record);

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED,
                       _("Somebody has settled this already."));
  return NULL;
}

static json_t *
get_json (AtlasRecord *record,
          const char  *field)
{
  return atlas_record_get_value (record, atlas_type_field (atlas_record_get_record_type (record),
                                                           field));
}

static AtlasRecord *
get_subject (AtlasStore  *store,
             AtlasRecord *about,
             GError     **error)
{
  g_autoptr(json_t) subject = get_json (about, "subject");

  return atlas_store_get (store, json_string_value (json_array_get (subject, 0)),
                          json_string_value (json_array_get (subject, 1)), error);
}

static char *
apply (AtlasStore     *store,
       AtlasChangeSet *set,
       GError        **error)
{
  return atlas_store_apply (store, set, error) ? g_strdup (atlas_change_set_get_id (set)) : NULL;
}

static gboolean
set_values (AtlasChangeSet *set,
            AtlasRecord    *record,
            json_t         *values,
            GError        **error)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  const char *name;
  json_t *value;

  json_object_foreach (values, name, value)
  {
    const AtlasField *field = atlas_type_field (type, name);

    if (field == NULL || field->merge == ATLAS_MERGE_COMPUTED)
      {
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "%s.%s cannot be written", type->name,
                     name);
        return FALSE;
      }
    if (!json_is_null (value) && !atlas_value_check (type, field, value, error))
      return FALSE;
    atlas_change_set_set (set, record, name, json_is_null (value) ? NULL : json_incref (value));
  }

  return TRUE;
}

/* The values that were proposed and not taken. */
static json_t *
proposed_values (AtlasRecord *conflict)
{
  g_autoptr(json_t) fields = get_json (conflict, "fields");
  json_t *values = json_object ();
  const char *name;
  json_t *versions;

  json_object_foreach (fields, name, versions)
  {
    json_t *proposed = json_object_get (versions, "proposed");

    json_object_set_new (values, name, proposed != NULL ? json_incref (proposed) : json_null ());
  }

  return values;
}

static gboolean
is_kind (AtlasRecord *conflict,
         const char  *kind)
{
  return g_strcmp0 (atlas_record_get_text (conflict, "kind"), kind) == 0;
}

static gboolean
refuse_deleted (GError **error)
{
  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                       _("The record was deleted meanwhile. Keep it so, and enter it again if it "
                         "is needed."));
  return FALSE;
}

/* What is deleted stays deleted under its id, so that it comes back under a new one: as it was,
 * with what was proposed and, before that, with @chosen. */
static gboolean
enter_again (AtlasChangeSet *set,
             AtlasRecord    *conflict,
             json_t         *chosen,
             GError        **error)
{
  g_autoptr(json_t) subject = get_json (conflict, "subject");
  const AtlasType *type = atlas_type_find (json_string_value (json_array_get (subject, 0)));
  g_autoptr(json_t) values = proposed_values (conflict);
  g_autoptr(json_t) fields = json_object ();
  g_autofree char *id = atlas_id_new ();
  const char *name;
  json_t *value;

  if (chosen != NULL)
    json_object_update (values, chosen);
  json_object_foreach (values, name, value)
  {
    if (!json_is_null (value))
      json_object_set (fields, name, value);
  }

  for (guint i = 0; type != NULL && i < type->n_fields; i++)
    if (type->fields[i].required && json_object_get (fields, type->fields[i].name) == NULL)
      return refuse_deleted (error);
  if (type == NULL)
    return refuse_deleted (error);

  atlas_change_set_create (set, type->name, id, g_steal_pointer (&fields));
  return TRUE;
}

/* The record that a conflict is about, or an error that says that it was deleted since. */
static AtlasRecord *
get_present (AtlasStore  *store,
             AtlasRecord *conflict,
             GError     **error)
{
  g_autoptr(GError) fault = NULL;
  AtlasRecord *subject = get_subject (store, conflict, &fault);

  if (g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    refuse_deleted (error);
  else if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));

  return subject;
}

static gboolean
delete_after_all (AtlasStore     *store,
                  AtlasChangeSet *set,
                  AtlasRecord    *conflict,
                  GError        **error)
{
  g_autoptr(GError)      fault = NULL;
  g_autoptr(AtlasRecord) subject = get_subject (store, conflict, &fault);

  if (subject != NULL)
    atlas_change_set_delete (set, subject);
  else if (!g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  return TRUE;
}

static gboolean
take_other (AtlasStore     *store,
            AtlasChangeSet *set,
            AtlasRecord    *conflict,
            GError        **error)
{
  g_autoptr(AtlasRecord) subject = NULL;
  g_autoptr(json_t)      values = NULL;

  if (is_kind (conflict, "edited_deleted"))
    return enter_again (set, conflict, NULL, error);
  if (is_kind (conflict, "deleted_edited"))
    return delete_after_all (store, set, conflict, error);

  subject = get_present (store, conflict, error);
  values = proposed_values (conflict);

  return subject != NULL && set_values (set, subject, values, error);
}

static gboolean
write_other (AtlasStore     *store,
             AtlasChangeSet *set,
             AtlasRecord    *conflict,
             json_t         *values,
             GError        **error)
{
  g_autoptr(AtlasRecord) subject = NULL;

  if (is_kind (conflict, "edited_deleted"))
    return enter_again (set, conflict, values, error);

  subject = get_present (store, conflict, error);
  return subject != NULL && set_values (set, subject, values, error);
}

/**
 * atlas_settle_conflict:
 * @store: a store
 * @id: of an open `conflict` record
 * @settle: %ATLAS_SETTLE_KEPT, %ATLAS_SETTLE_TAKEN or %ATLAS_SETTLE_EDITED
 * @values: (nullable): with %ATLAS_SETTLE_EDITED, what to write into the subject, by field name
 * @error: return location for an error
 *
 * Settles two versions by one change set: the version that stands, the other, or a third. Both stay
 * in History. A record that one person deleted while another changed it comes back under a new id
 * when the change is taken.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND, also when the subject was deleted and not all of it is known
 * here, and then it can only stay so; %ATLAS_ERROR_CHANGED when it is settled already;
 * %ATLAS_ERROR_INVALID.
 *
 * Source: protocol, section 5, `conflict`.
 *
 * Returns: (transfer full): the id of the change set
 */
char *
atlas_settle_conflict (AtlasStore *store,
                       const char *id,
                       AtlasSettle settle,
                       json_t     *values,
                       GError    **error)
{
  g_autoptr(AtlasRecord)    conflict = get_open (store, "conflict", id, error);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (_("Two versions settled"));
  const char *state = "kept";

  if (conflict == NULL)
    return NULL;

  if (settle == ATLAS_SETTLE_TAKEN)
    {
      if (!take_other (store, set, conflict, error))
        return NULL;
      state = "taken";
    }
  else if (settle == ATLAS_SETTLE_EDITED)
    {
      if (!write_other (store, set, conflict, values, error))
        return NULL;
      state = "edited";
    }

  atlas_change_set_set_text (set, conflict, "state", state);
  return apply (store, set, error);
}

static gboolean
make_create_again (AtlasStore     *store,
                   AtlasChangeSet *set,
                   json_t         *op)
{
  const char *type = atlas_json_string (op, "type");
  const char *id = atlas_json_string (op, "id");
  g_autoptr(AtlasRecord) present = atlas_store_get (store, type, id, NULL);

  if (present == NULL)
    atlas_change_set_create (set, type, id, json_deep_copy (json_object_get (op, "fields")));
  return TRUE;
}

static gboolean
make_values_again (AtlasChangeSet *set,
                   AtlasRecord    *record,
                   json_t         *op,
                   GError        **error)
{
  g_autoptr(json_t) values = json_object ();
  const char *name;
  json_t *pair;

  json_object_foreach (json_object_get (op, "fields"), name, pair)
  json_object_set (values, name, json_array_get (pair, 1));

  return set_values (set, record, values, error);
}

static void
make_elements_again (AtlasChangeSet *set,
                     AtlasRecord    *record,
                     json_t         *op)
{
  const char *field = atlas_json_string (op, "field");
  json_t *values = json_object_get (op, "values");

  for (gsize i = 0; i < json_array_size (values); i++)
    {
      const char *element = json_string_value (json_array_get (values, i));

      if (strcmp (atlas_json_string (op, "op"), "add") == 0)
        atlas_change_set_add (set, record, field, element);
      else
        atlas_change_set_remove (set, record, field, element);
    }
}

static gboolean
refuse_missing (GError **error)
{
  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                       _("A record that this change is about is not on this laptop any more. Drop "
                         "the change, or make another one."));
  return FALSE;
}

/* An operation that was not accepted, made anew on the record as it is now. What was to be deleted
 * and is not there needs nothing more. */
static gboolean
make_again (AtlasStore     *store,
            AtlasChangeSet *set,
            json_t         *op,
            GError        **error)
{
  const char *kind = atlas_json_string (op, "op");
  const char *type = atlas_json_string (op, "type");
  g_autoptr(AtlasRecord) record = NULL;

  if (kind == NULL || atlas_type_find (type) == NULL ||
      !atlas_id_is_valid (atlas_json_string (op, "id")))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "The change that was not accepted cannot be read");
      return FALSE;
    }
  if (strcmp (kind, "create") == 0)
    return make_create_again (store, set, op);

  record = atlas_store_get (store, type, atlas_json_string (op, "id"), NULL);
  if (record == NULL)
    return strcmp (kind, "delete") == 0 || refuse_missing (error);
  if (strcmp (kind, "set") == 0)
    return make_values_again (set, record, op, error);
  if (strcmp (kind, "delete") == 0)
    atlas_change_set_delete (set, record);
  else
    make_elements_again (set, record, op);

  return TRUE;
}

/**
 * atlas_settle_parked:
 * @store: a store
 * @id: of an open `parked` record
 * @settle: %ATLAS_SETTLE_TAKEN, %ATLAS_SETTLE_EDITED or %ATLAS_SETTLE_DISCARDED
 * @ops: (nullable): with %ATLAS_SETTLE_EDITED, the operations to do instead, in the protocol's form
 * @error: return location for an error
 *
 * Settles a change that the server did not accept: makes it anew as the user who is signed in, does
 * something else instead, or drops it.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND; %ATLAS_ERROR_CHANGED when it is settled already;
 * %ATLAS_ERROR_INVALID when it cannot be done as things are now.
 *
 * Source: protocol, section 5, `parked`.
 *
 * Returns: (transfer full): the id of the change set
 */
char *
atlas_settle_parked (AtlasStore *store,
                     const char *id,
                     AtlasSettle settle,
                     json_t     *ops,
                     GError    **error)
{
  g_autoptr(AtlasRecord)    parked = get_open (store, "parked", id, error);
  g_autoptr(AtlasChangeSet) set = NULL;
  g_autoptr(json_t)         whole = NULL;
  const char *state = "discarded";
  json_t *again = NULL;

  if (parked == NULL)
    return NULL;

  whole = get_json (parked, "set");
  if (settle == ATLAS_SETTLE_TAKEN)
    {
      again = json_object_get (whole, "ops");
      state = "accepted";
    }
  else if (settle == ATLAS_SETTLE_EDITED)
    {
      again = ops;
      state = "edited";
    }

  set = atlas_change_set_new (again != NULL ? _("Change made again") : _("Change dropped"));
  for (gsize i = 0; i < json_array_size (again); i++)
    if (!make_again (store, set, json_array_get (again, i), error))
      return NULL;

  atlas_change_set_set_text (set, parked, "state", state);
  return apply (store, set, error);
}

static AtlasRecord *
get_claimant (AtlasStore *store,
              const char *id,
              GError    **error)
{
  AtlasRecord *offer = atlas_store_get (store, "offer", id, NULL);

  return offer != NULL ? offer : atlas_store_get (store, "hold", id, error);
}

static gboolean
has_let_go (AtlasRecord *claimant)
{
  const char *step = atlas_record_get_text (claimant, "step");
  const AtlasType *type = atlas_record_get_record_type (claimant);

  if (strcmp (type->name, "hold") == 0)
    return atlas_record_has (claimant, atlas_type_field (type, "released"));

  return g_strcmp0 (step, "withdrawn") == 0 || g_strcmp0 (step, "not-agreed") == 0;
}

static void
let_go (AtlasChangeSet *set,
        AtlasRecord    *claimant)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  AtlasDate today = atlas_date_today (zone);

  if (strcmp (atlas_record_get_record_type (claimant)->name, "hold") == 0)
    {
      atlas_change_set_set_date (set, claimant, "released", today);
      return;
    }

  atlas_change_set_set_text (set, claimant, "step", "withdrawn");
  atlas_change_set_set_date (set, claimant, "step_on", today);
}

/**
 * atlas_settle_question:
 * @store: a store
 * @id: of an open `question` record about a place that was given more often than it is there
 * @keep: (nullable) (array zero-terminated=1): ids of the offers and holds that stay, or %NULL for
 *   all of them, when the provision makes room
 * @error: return location for an error
 *
 * Settles a double booking by one change set: offers that do not stay are withdrawn, holds are
 * released, and the question says which stayed.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when one that should go is not on this laptop;
 * %ATLAS_ERROR_CHANGED when it is settled already; %ATLAS_ERROR_INVALID for an id that the question
 * is not about, or an offer that has gone too far to be withdrawn.
 *
 * Source: protocol, section 8.
 *
 * Returns: (transfer full): the id of the change set
 */
char *
atlas_settle_question (AtlasStore         *store,
                       const char         *id,
                       const char * const *keep,
                       GError            **error)
{
  g_autoptr(AtlasRecord)    question = get_open (store, "question", id, error);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (_("Double booking settled"));
  g_autoptr(GString)        outcome = g_string_new ("kept");
  g_autoptr(json_t)         about = NULL;
  guint n_kept = 0;

  if (question == NULL)
    return NULL;

  about = get_json (question, "about");
  for (gsize i = 0; i < json_array_size (about); i++)
    {
      const char *claimant_id = json_string_value (json_array_get (about, i));
      g_autoptr(AtlasRecord) claimant = NULL;

      if (keep == NULL || g_strv_contains (keep, claimant_id))
        {
          g_string_append_printf (outcome, " %s", claimant_id);
          n_kept++;
          continue;
        }

      claimant = get_claimant (store, claimant_id, error);
      if (claimant == NULL)
        return NULL;
      if (!has_let_go (claimant))
        let_go (set, claimant);
    }
  if (keep != NULL && n_kept != g_strv_length ((char **) keep))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "The question is not about everything that shall be kept");
      return NULL;
    }

  atlas_change_set_set_text (set, question, "state", "settled");
  atlas_change_set_set_text (set, question, "outcome", outcome->str);
  return apply (store, set, error);
}

/* The offers and holds of a line of places that stand. */
static GPtrArray *
list_claimants (AtlasStore *store,
                const char *place,
                GError    **error)
{
  static const char * const steps[] = { "offered", "accepted", NULL };
  g_autoptr(AtlasQuery) of_offers = atlas_query_new (&atlas_offer_type);
  g_autoptr(AtlasQuery) of_holds = atlas_query_new (&atlas_hold_type);
  g_autoptr(GPtrArray)  claimants = NULL;
  g_autoptr(GPtrArray)  holds = NULL;

  atlas_query_where_text (of_offers, "place", ATLAS_COMPARE_EQUAL, place);
  atlas_query_where_any (of_offers, "step", steps);
  atlas_query_where_text (of_holds, "place", ATLAS_COMPARE_EQUAL, place);
  atlas_query_where_number (of_holds, "released", ATLAS_COMPARE_ABSENT, 0);
  if ((claimants = atlas_store_list (store, of_offers, error)) == NULL ||
      (holds = atlas_store_list (store, of_holds, error)) == NULL)
    return NULL;

  for (guint i = 0; i < holds->len; i++)
    g_ptr_array_add (claimants, g_object_ref (g_ptr_array_index (holds, i)));

  return g_steal_pointer (&claimants);
}

/* Whether a word of @keep names a claimant: by its id, or by the reference of its referral. */
static gboolean
is_named (AtlasStore         *store,
          AtlasRecord        *claimant,
          const char * const *keep)
{
  const char *referral = atlas_record_get_text (claimant, "referral");
  g_autoptr(AtlasRecord) about = NULL;

  if (referral != NULL)
    about = atlas_store_get (store, "referral", referral, NULL);

  return g_strv_contains (keep, atlas_record_get_id (claimant)) ||
         (about != NULL && g_strv_contains (keep, atlas_record_get_key (about)));
}

/**
 * atlas_settle_place:
 * @store: a store
 * @place: id of a line of places of which more is promised than there is
 * @keep: (array zero-terminated=1): whose place it is: ids of offers and holds, or references of
 *   referrals
 * @error: return location for an error
 *
 * Settles, by one change set, who keeps a place that was promised here more than once: the other
 * offers are withdrawn, the other holds released.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when there is no such line; %ATLAS_ERROR_INVALID when nobody of
 * @keep has been promised a place there, or nobody else has.
 *
 * Returns: (transfer full): the id of the change set
 */
char *
atlas_settle_place (AtlasStore         *store,
                    const char         *place,
                    const char * const *keep,
                    GError            **error)
{
  g_autoptr(AtlasRecord)    line = atlas_store_get (store, "place", place, error);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (_("Double booking settled"));
  g_autoptr(GPtrArray)      claimants = NULL;
  guint n_kept = 0;

  claimants = line != NULL ? list_claimants (store, place, error) : NULL;
  if (claimants == NULL)
    return NULL;

  for (guint i = 0; i < claimants->len; i++)
    if (is_named (store, g_ptr_array_index (claimants, i), keep))
      n_kept++;
    else
      let_go (set, g_ptr_array_index (claimants, i));
  if (n_kept == 0 || n_kept == claimants->len)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, n_kept == 0
                           ? _("None of these has been promised a place there. Name who keeps one "
                               "by reference, as K7-204,H9-310.")
                           : _("Everybody who was promised a place there would keep it, so "
                               "nothing changes."));
      return NULL;
    }

  return apply (store, set, error);
}

static json_t *
values_of_word (AtlasRecord *conflict,
                const char  *word,
                GError     **error)
{
  g_autoptr(json_t) fields = get_json (conflict, "fields");
  g_autoptr(json_t) subject = NULL;
  g_autoptr(json_t) value = NULL;
  const AtlasType *type;
  const AtlasField *field;
  const char *name;

  if (*word == '{')
    return atlas_json_parse (word, -1, error);
  if (json_object_size (fields) != 1)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           _("Give the values of several fields as {\"field\": value, …}"));
      return NULL;
    }

  subject = get_json (conflict, "subject");
  type = atlas_type_find (json_string_value (json_array_get (subject, 0)));
  name = json_object_iter_key (json_object_iter (fields));
  field = type != NULL ? atlas_type_field (type, name) : NULL;
  if (field == NULL)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "There is no field “%s”", name);
      return NULL;
    }
  if (!atlas_value_from_csv (field, word, &value, error))
    return NULL;

  return json_pack ("{s:O?}", name, value);
}

static char *
settle_conflict_by_word (AtlasStore *store,
                         const char *id,
                         const char *word,
                         GError    **error)
{
  g_autoptr(AtlasRecord) conflict = NULL;
  g_autoptr(json_t)      values = NULL;

  if (strcmp (word, "kept") == 0)
    return atlas_settle_conflict (store, id, ATLAS_SETTLE_KEPT, NULL, error);
  if (strcmp (word, "taken") == 0)
    return atlas_settle_conflict (store, id, ATLAS_SETTLE_TAKEN, NULL, error);

  conflict = get_open (store, "conflict", id, error);
  values = conflict != NULL ? values_of_word (conflict, word, error) : NULL;
  return values != NULL
         ? atlas_settle_conflict (store, id, ATLAS_SETTLE_EDITED, values, error) : NULL;
}

/* Those that came in time, or those that came when the place was full. */
static GStrv
claimants_allocated (AtlasStore *store,
                     const char *id,
                     const char *allocation,
                     GError    **error)
{
  g_autoptr(AtlasRecord)  question = get_open (store, "question", id, error);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(json_t)       about = NULL;

  if (question == NULL)
    return NULL;

  about = get_json (question, "about");
  for (gsize i = 0; i < json_array_size (about); i++)
    {
      const char *claimant_id = json_string_value (json_array_get (about, i));
      g_autoptr(AtlasRecord) claimant = get_claimant (store, claimant_id, error);

      if (claimant == NULL)
        return NULL;
      if (g_strcmp0 (atlas_record_get_text (claimant, "allocation"), allocation) == 0)
        g_strv_builder_add (builder, claimant_id);
    }

  return g_strv_builder_end (builder);
}

static char *
settle_question_by_word (AtlasStore *store,
                         const char *id,
                         const char *word,
                         GError    **error)
{
  g_auto(GStrv) keep = NULL;

  if (strcmp (word, "all") == 0)
    return atlas_settle_question (store, id, NULL, error);

  if (strcmp (word, "kept") == 0)
    keep = claimants_allocated (store, id, "confirmed", error);
  else if (strcmp (word, "taken") == 0)
    keep = claimants_allocated (store, id, "over", error);
  else
    keep = g_strsplit (word, ",", -1);

  return keep != NULL
         ? atlas_settle_question (store, id, (const char * const *) keep, error) : NULL;
}

/**
 * atlas_settle_by_word:
 * @store: a store
 * @id: of an open `conflict`, `parked` or `question` record, or of a line of places
 * @word: what a person typed
 * @error: return location for an error
 *
 * Settles as a terminal asks for it:
 *
 * | record | `kept` | `taken` | another word |
 * | --- | --- | --- | --- |
 * | conflict | the version that stands | the other one | a value, or `{"field": value}` |
 * | parked | dropped | made again | the operations to do instead, as a JSON array |
 * | question | those confirmed stay | those over stay | `all`, or the ids that stay with commas |
 * | place | | | who keeps a place, by id or by reference, with commas |
 *
 * Errors: those of atlas_settle_conflict(), atlas_settle_parked(), atlas_settle_question() and
 * atlas_settle_place().
 *
 * Returns: (transfer full): the id of the change set
 */
char *
atlas_settle_by_word (AtlasStore *store,
                      const char *id,
                      const char *word,
                      GError    **error)
{
  g_autoptr(AtlasRecord) conflict = atlas_store_get (store, "conflict", id, NULL);
  g_autoptr(AtlasRecord) parked = atlas_store_get (store, "parked", id, NULL);
  g_autoptr(AtlasRecord) place = atlas_store_get (store, "place", id, NULL);
  g_autoptr(json_t)      ops = NULL;
  g_auto(GStrv)          keep = NULL;

  if (place != NULL)
    {
      keep = g_strsplit (word, ",", -1);
      return atlas_settle_place (store, id, (const char * const *) keep, error);
    }
  if (conflict != NULL)
    return settle_conflict_by_word (store, id, word, error);
  if (parked == NULL)
    return settle_question_by_word (store, id, word, error);
  if (strcmp (word, "kept") == 0 || strcmp (word, "discarded") == 0)
    return atlas_settle_parked (store, id, ATLAS_SETTLE_DISCARDED, NULL, error);
  if (strcmp (word, "taken") == 0 || strcmp (word, "accepted") == 0)
    return atlas_settle_parked (store, id, ATLAS_SETTLE_TAKEN, NULL, error);

  ops = atlas_json_parse (word, -1, error);
  return ops != NULL ? atlas_settle_parked (store, id, ATLAS_SETTLE_EDITED, ops, error) : NULL;
}
