/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-questions.h"

#include <string.h>

#include "base/atlas-id.h"
#include "server/atlas-claims.h"
#include "server/atlas-grants.h"

#define SETTLING_ROLE "commissioning_officer"

typedef struct {
  AtlasStored *question;        /* (nullable): the open question about the place */
  GPtrArray   *claimants;       /* (element-type AtlasStored): offers and holds that are alive */
} Concerned;

static gboolean
collect (AtlasStored      *record,
         const AtlasField *field,
         gpointer          user_data,
         GError          **error)
{
  Concerned *concerned = user_data;

  if (strcmp (record->type->name, "question") == 0 && !record->is_deleted &&
      g_strcmp0 (atlas_stored_text (record, "state"), "open") == 0)
    concerned->question = record;

  if ((strcmp (record->type->name, "offer") == 0 || strcmp (record->type->name, "hold") == 0) &&
      atlas_claims_is_live (record))
    g_ptr_array_add (concerned->claimants, record);

  return TRUE;
}

static void
add_once (json_t     *array,
          const char *text)
{
  for (gsize i = 0; i < json_array_size (array); i++)
    if (g_strcmp0 (json_string_value (json_array_get (array, i)), text) == 0)
      return;

  if (text != NULL)
    json_array_append_new (array, json_string (text));
}

static gboolean
add_officers (AtlasWork   *work,
              AtlasStored *place,
              json_t      *people,
              GError     **error)
{
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (atlas_work_get_backend (work), error,
                               "SELECT account.id, account_grant.scope FROM account "
                               "JOIN account_grant ON account_grant.account = account.id "
                               "AND account_grant.version = account.grants_version "
                               "WHERE account_grant.role = ?1 "
                               "ORDER BY account.name, account_grant.scope",
                               "t", SETTLING_ROLE);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_rows_id (query, 0);

      if (g_strv_contains ((const char * const *) place->scopes, atlas_rows_text (query, 1)))
        add_once (people, id);
    }

  return step == ATLAS_STEP_DONE;
}

/* Whoever sees one of the offers sees the question, also from outside the provision's own area. */
static void
widen (AtlasStored *question,
       AtlasStored *claimant)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; question->own_scopes != NULL && question->own_scopes[i] != NULL; i++)
    g_strv_builder_add (builder, question->own_scopes[i]);
  for (gsize i = 0; claimant->scopes[i] != NULL; i++)
    if (strcmp (claimant->scopes[i], ATLAS_SCOPE_OPEN) != 0 &&
        (question->own_scopes == NULL ||
         !g_strv_contains ((const char * const *) question->own_scopes, claimant->scopes[i])))
      g_strv_builder_add (builder, claimant->scopes[i]);

  g_strfreev (question->own_scopes);
  question->own_scopes = g_strv_builder_end (builder);
}

static void
set_field (AtlasWork   *work,
           AtlasStored *question,
           const char  *field,
           json_t      *value)
{
  atlas_work_compute (work, question, field, value);
  json_decref (value);
}

static AtlasStored *
new_question (AtlasWork   *work,
              AtlasStored *place)
{
  g_autofree char *id = atlas_id_new ();
  AtlasStored *question = atlas_work_add (work, atlas_type_find ("question"), id);

  set_field (work, question, "kind", json_string ("over_allocation"));
  set_field (work, question, "subject", json_pack ("[s, s]", "place", place->id));
  set_field (work, question, "state", json_string ("open"));

  return question;
}

/**
 * atlas_questions_raise:
 * @work: a work
 * @place: a place that is promised more often than it is there
 * @claimant: the offer or hold that came when it was full
 * @error: return location for an error
 *
 * Asks people to settle it: one open question a place, which names every offer and hold concerned,
 * those who made them and the commissioning officers. The commit of another such offer adds to it.
 *
 * Source: protocol, section 8.
 *
 * Returns: whether it could be asked
 */
gboolean
atlas_questions_raise (AtlasWork   *work,
                       AtlasStored *place,
                       AtlasStored *claimant,
                       GError     **error)
{
  g_autoptr(GPtrArray) claimants = g_ptr_array_new ();
  g_autoptr(json_t)    about = json_array ();
  g_autoptr(json_t)    people = json_array ();
  Concerned concerned = { NULL, claimants };

  if (!atlas_work_each_ref (work, place->id, collect, &concerned, error))
    return FALSE;
  if (concerned.question == NULL)
    concerned.question = new_question (work, place);

  for (guint i = 0; i < claimants->len; i++)
    {
      AtlasStored *other = g_ptr_array_index (claimants, i);

      add_once (about, other->id);
      add_once (people, other->by);
      widen (concerned.question, other);
    }
  if (!add_officers (work, place, people, error))
    return FALSE;

  atlas_work_compute (work, concerned.question, "about", about);
  atlas_work_compute (work, concerned.question, "people", people);

  return atlas_work_rescope (work, concerned.question, error);
}

/**
 * atlas_questions_find_claimant:
 * @work: a work
 * @id: (nullable): an id from a question's `about`
 * @claimant: (out) (transfer none) (nullable): the offer or the hold
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_questions_find_claimant (AtlasWork    *work,
                               const char   *id,
                               AtlasStored **claimant,
                               GError      **error)
{
  *claimant = NULL;
  if (id == NULL)
    return TRUE;
  if (!atlas_work_find (work, atlas_type_find ("offer"), id, claimant, error))
    return FALSE;

  return *claimant != NULL || atlas_work_find (work, atlas_type_find ("hold"), id, claimant, error);
}
