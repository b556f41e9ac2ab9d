/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-claims.h"

#include <string.h>

/* What ended longer ago says nothing about a date that anybody asks for. */
#define KEEP_DAYS 365

static gboolean
is_a (const AtlasStored *record,
      const char        *type)
{
  return strcmp (record->type->name, type) == 0;
}

static gboolean
says (const AtlasStored *record,
      const char        *field,
      const char        *text)
{
  return g_strcmp0 (atlas_stored_text (record, field), text) == 0;
}

static AtlasDate
date_of (const AtlasStored *record,
         const char        *field)
{
  return atlas_date_parse (atlas_stored_text (record, field));
}

AtlasDate
atlas_claims_today (void)
{
  return atlas_date_today (NULL);
}

/**
 * atlas_claims_is_live:
 * @record: an offer, a hold or a placement
 *
 * Says whether a record may still claim a place: an offer until it is declined, withdrawn or
 * started, a hold until it is released, a placement always.
 *
 * Returns: whether it may
 */
gboolean
atlas_claims_is_live (const AtlasStored *record)
{
  if (record->is_deleted)
    return FALSE;
  if (is_a (record, "offer"))
    return says (record, "step", "offered") || says (record, "step", "accepted");
  if (is_a (record, "hold"))
    return atlas_stored_text (record, "released") == NULL;

  return TRUE;
}

/* Source: design.md, Free: "offers confirmed or accepted and not started". */
static gboolean
offer_counts (const AtlasStored *offer)
{
  return atlas_claims_is_live (offer) &&
         (says (offer, "allocation", "confirmed") || says (offer, "step", "accepted"));
}

static gboolean
uses_a_hold (const AtlasStored *offer)
{
  return offer_counts (offer) || (!offer->is_deleted && says (offer, "step", "started"));
}

/* Everything that names one place. (element-type AtlasStored) */
static gboolean
collect (AtlasStored      *record,
         const AtlasField *field,
         gpointer          user_data,
         GError          **error)
{
  if (g_strcmp0 (field->ref, "place") == 0)
    g_ptr_array_add (user_data, record);

  return TRUE;
}

static GPtrArray *
records_of (AtlasWork  *work,
            const char *place,
            GError    **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new ();

  return atlas_work_each_ref (work, place, collect, records, error) ? g_steal_pointer (&records)
      : NULL;
}

static int
left_of (GPtrArray         *records,
         const AtlasStored *hold,
         const char        *without)
{
  int left = (int) atlas_json_integer (hold->fields, "places", 1);

  for (guint i = 0; i < records->len; i++)
    {
      AtlasStored *record = g_ptr_array_index (records, i);

      if (is_a (record, "offer") && g_strcmp0 (record->id, without) != 0 && uses_a_hold (record) &&
          says (record, "hold", hold->id))
        left--;
    }

  return MAX (left, 0);
}

/**
 * atlas_claims_left_of_hold:
 * @work: a work
 * @hold: a hold
 * @left: (out): places of it that no offer has used
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_claims_left_of_hold (AtlasWork   *work,
                           AtlasStored *hold,
                           int         *left,
                           GError     **error)
{
  g_autoptr(GPtrArray) records = records_of (work, atlas_stored_text (hold, "place"), error);

  if (records == NULL)
    return FALSE;

  *left = left_of (records, hold, NULL);
  return TRUE;
}

static void
add_date (json_t     *claim,
          const char *member,
          const char *date)
{
  if (date != NULL)
    json_object_set_new (claim, member, json_string (date));
}

static json_t *
new_claim (const AtlasStored *record,
           const char        *to)
{
  json_t *claim = json_pack ("{s:s, s:s}", "id", record->id, "kind", record->type->name);

  add_date (claim, "from", atlas_stored_text (record, "starts"));
  add_date (claim, "to", to);
  json_object_set_new (claim, "day6", json_boolean (atlas_json_boolean (record->fields, "day6")));

  return claim;
}

static void
add_hold (json_t            *claims,
          GPtrArray         *records,
          const AtlasStored *hold,
          const char        *without)
{
  const char *settle_by = atlas_stored_text (hold, "settle_by");
  g_autofree char *to = settle_by != NULL ? g_strndup (settle_by, strlen ("2026-11-22")) : NULL;
  AtlasDate last = atlas_date_parse (to);

  if (!atlas_claims_is_live (hold) || !says (hold, "allocation", "confirmed") ||
      (last != ATLAS_DATE_NONE && last < atlas_claims_today ()))
    return;

  /* One line a place, so that whoever counts lines counts right. */
  for (int left = left_of (records, hold, without); left > 0; left--)
    json_array_append_new (claims, new_claim (hold, to));
}

/* A placement that has begun, or ended, counts in its offer's stead. Until then the offer does. */
static gboolean
has_begun (const AtlasStored *placement)
{
  AtlasDate starts = date_of (placement, "starts");

  return starts == ATLAS_DATE_NONE || starts <= atlas_claims_today () ||
         date_of (placement, "ended") != ATLAS_DATE_NONE;
}

static gboolean
is_started (GPtrArray         *records,
            const AtlasStored *offer)
{
  for (guint i = 0; i < records->len; i++)
    {
      AtlasStored *record = g_ptr_array_index (records, i);

      if (is_a (record, "placement") && !record->is_deleted && says (record, "offer", offer->id) &&
          has_begun (record))
        return TRUE;
    }

  return FALSE;
}

static gboolean
offer_stands_for (GPtrArray         *records,
                  const AtlasStored *placement,
                  const char        *without)
{
  const char *offer = atlas_stored_text (placement, "offer");

  if (offer == NULL || has_begun (placement) || g_strcmp0 (offer, without) == 0)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      AtlasStored *record = g_ptr_array_index (records, i);

      if (is_a (record, "offer") && strcmp (record->id, offer) == 0)
        return offer_counts (record);
    }

  return FALSE;
}

static void
add_placement (json_t            *claims,
               GPtrArray         *records,
               const AtlasStored *placement,
               const char        *without)
{
  AtlasDate ended = date_of (placement, "ended");
  json_t *claim;

  if (placement->is_deleted || offer_stands_for (records, placement, without) ||
      (ended != ATLAS_DATE_NONE && ended < atlas_claims_today () - KEEP_DAYS))
    return;

  claim = new_claim (placement, atlas_stored_text (placement, "ended"));
  add_date (claim, "planned_end", atlas_stored_text (placement, "planned_end"));
  json_array_append_new (claims, claim);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return strcmp ((*(AtlasStored * const *) a)->id, (*(AtlasStored * const *) b)->id);
}

/**
 * atlas_claims_of:
 * @work: a work
 * @place: a place
 * @without: (nullable): the id of an offer or a hold to leave out
 * @error: return location for an error
 *
 * Writes what is promised of a place, without a word of whom.
 *
 * Source: protocol, section 8.
 *
 * Returns: (transfer full): the claims, in the order of their ids
 */
json_t *
atlas_claims_of (AtlasWork   *work,
                 AtlasStored *place,
                 const char  *without,
                 GError     **error)
{
  g_autoptr(GPtrArray) records = records_of (work, place->id, error);
  json_t *claims;

  if (records == NULL)
    return NULL;

  claims = json_array ();
  g_ptr_array_sort (records, compare_ids);
  for (guint i = 0; i < records->len; i++)
    {
      AtlasStored *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (record->id, without) == 0)
        continue;
      if (is_a (record, "offer") && offer_counts (record) && !is_started (records, record))
        json_array_append_new (claims,
                               new_claim (record, atlas_stored_text (record, "planned_end")));
      else if (is_a (record, "hold"))
        add_hold (claims, records, record, without);
      else if (is_a (record, "placement"))
        add_placement (claims, records, record, without);
    }

  return claims;
}

static AtlasClaimKind
claim_kind (const char *kind)
{
  if (strcmp (kind, "offer") == 0)
    return ATLAS_CLAIM_OFFER;

  return strcmp (kind, "hold") == 0 ? ATLAS_CLAIM_HOLD : ATLAS_CLAIM_PLACEMENT;
}

/* (element-type AtlasClaim): the texts stay with @claims. */
static GArray *
read_claims (json_t *claims)
{
  GArray *array = g_array_new (FALSE, TRUE, sizeof (AtlasClaim));

  for (gsize i = 0; i < json_array_size (claims); i++)
    {
      json_t *object = json_array_get (claims, i);
      AtlasClaim claim = { NULL };

      claim.id = atlas_json_string (object, "id");
      claim.kind = claim_kind (atlas_json_string (object, "kind"));
      claim.from = atlas_date_parse (atlas_json_string (object, "from"));
      claim.to = atlas_date_parse (atlas_json_string (object, "to"));
      claim.planned_end = atlas_date_parse (atlas_json_string (object, "planned_end"));
      claim.places = 1;
      claim.is_day6 = atlas_json_boolean (object, "day6");
      claim.is_confirmed = TRUE;
      g_array_append_val (array, claim);
    }

  return array;
}

static void
read_last_return (GPtrArray      *records,
                  AtlasDate       on,
                  AtlasPlaceCase *place)
{
  gint64 last_seq = -1;

  /* Before the first return nobody is known to be there: what has been promised is all there is. */
  place->return_date = MIN (atlas_date_new (2000, 1, 1), on);
  place->on_roll = 0;

  for (guint i = 0; i < records->len; i++)
    {
      AtlasStored *record = g_ptr_array_index (records, i);
      AtlasDate as_at = date_of (record, "as_at");

      if (!is_a (record, "return") || record->is_deleted || as_at == ATLAS_DATE_NONE ||
          as_at > on ||
          as_at < place->return_date || (as_at == place->return_date && record->seq < last_seq))
        continue;

      last_seq = record->seq;
      place->return_date = as_at;
      place->on_roll = (int) atlas_json_integer (record->fields, "on_roll", 0);
    }
}

/**
 * atlas_claims_count:
 * @work: a work
 * @place: a place
 * @without: (nullable): the id of an offer or a hold to leave out
 * @on: the day for which places are counted
 * @is_day6: whether they are for a child who is owed one by Day 6
 * @answer: (out): what is free
 * @error: return location for an error
 *
 * Counts *Free* as every laptop does, from the last return and the claims. Where no return was ever
 * made the laptops say "not known"; the server then counts from nobody on roll, so that what has
 * been promised is never more than what was commissioned.
 *
 * Returns: whether it could be counted
 */
gboolean
atlas_claims_count (AtlasWork   *work,
                    AtlasStored *place,
                    const char  *without,
                    AtlasDate    on,
                    gboolean     is_day6,
                    AtlasFree   *answer,
                    GError     **error)
{
  g_autoptr(GPtrArray) records = records_of (work, place->id, error);
  g_autoptr(json_t)    claims = atlas_claims_of (work, place, without, error);
  g_autoptr(GArray)    array = NULL;
  json_t *valid = json_object_get (place->fields, "valid");
  AtlasPlaceCase place_case = { 0 };

  if (records == NULL || claims == NULL)
    return FALSE;

  array = read_claims (claims);
  place_case.commissioned = (int) atlas_json_integer (place->fields, "commissioned", 0);
  place_case.day6_kept = (int) atlas_json_integer (place->fields, "day6_kept", 0);
  place_case.valid.from = atlas_date_parse (atlas_json_string (valid, "from"));
  place_case.valid.to = atlas_date_parse (atlas_json_string (valid, "to"));
  place_case.claims = (const AtlasClaim *) array->data;
  place_case.n_claims = array->len;
  read_last_return (records, on, &place_case);

  *answer = atlas_free_count (&place_case, on, ATLAS_DATE_NONE, is_day6);
  return TRUE;
}

/**
 * atlas_claims_next_rank:
 * @work: a work
 * @place: a place
 * @rank: (out): the next number in the order of arrival at the place, from 1
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_claims_next_rank (AtlasWork   *work,
                        AtlasStored *place,
                        gint64      *rank,
                        GError     **error)
{
  g_autoptr(GPtrArray) records = records_of (work, place->id, error);

  if (records == NULL)
    return FALSE;

  *rank = 1;
  for (guint i = 0; i < records->len; i++)
    {
      AtlasStored *record = g_ptr_array_index (records, i);

      *rank = MAX (*rank, atlas_json_integer (record->fields, "rank", 0) + 1);
    }

  return TRUE;
}
