/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-places.h"

#include <string.h>

#include "base/atlas-date.h"
#include "rules/atlas-free.h"
#include "server/atlas-claims.h"
#include "server/atlas-locks.h"
#include "server/atlas-questions.h"

/* How long after its last day a hold waits for a laptop that used it without a network. */
#define SETTLE_DAYS 2

static gboolean
is_offer (const AtlasStored *record)
{
  return strcmp (record->type->name, "offer") == 0;
}

static gboolean
is_hold (const AtlasStored *record)
{
  return strcmp (record->type->name, "hold") == 0;
}

static AtlasDate
start_date (const AtlasStored *record)
{
  AtlasDate starts = atlas_date_parse (atlas_stored_text (record, "starts"));

  return starts != ATLAS_DATE_NONE ? starts : atlas_claims_today ();
}

static gboolean
differs (const AtlasStored *record,
         const AtlasStored *before,
         const char        *field)
{
  return !atlas_json_equal (json_object_get (record->fields, field),
                            json_object_get (before->fields, field));
}

/* An offer or a hold is counted when it comes, when it is moved, and when it comes back to life. */
static gboolean
needs_allocation (const AtlasStored *record,
                  const AtlasStored *before)
{
  static const char *deciding[] = { "place", "starts", "places", "day6" };

  if ((!is_offer (record) && !is_hold (record)) || !atlas_claims_is_live (record))
    return FALSE;
  if (before == NULL || !atlas_claims_is_live (before))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (deciding); i++)
    if (differs (record, before, deciding[i]))
      return TRUE;

  return FALSE;
}

static gboolean
made_by (const AtlasStored *record,
         const AtlasAuthor *author)
{
  const char *device = json_string_value (json_array_get (json_object_get (record->frev, "place"),
                                                          1));

  return device != NULL &&
         (g_strcmp0 (device, author->device) == 0 || g_strcmp0 (device, author->formerly) == 0);
}

/* The hold that an offer may stand on: of its own device, confirmed, not past its settling, and
 * with places left. */
static gboolean
find_hold (AtlasWork         *work,
           const AtlasAuthor *author,
           AtlasStored       *offer,
           const char       **hold_id,
           GError           **error)
{
  const char *id = is_offer (offer) ? atlas_stored_text (offer, "hold") : NULL;
  const char *settle_by;
  AtlasStored *hold = NULL;
  int left = 0;

  *hold_id = NULL;
  if (id == NULL)
    return TRUE;
  if (!atlas_work_find (work, atlas_type_find ("hold"), id, &hold, error))
    return FALSE;
  if (hold == NULL || !atlas_claims_is_live (hold) || !made_by (hold, author) ||
      g_strcmp0 (atlas_stored_text (hold, "allocation"), "confirmed") != 0 ||
      g_strcmp0 (atlas_stored_text (hold, "place"), atlas_stored_text (offer, "place")) != 0)
    return TRUE;

  settle_by = atlas_stored_text (hold, "settle_by");
  if (settle_by == NULL || strcmp (atlas_work_get_now (work), settle_by) > 0)
    return TRUE;
  if (!atlas_claims_left_of_hold (work, hold, &left, error))
    return FALSE;
  if (left > 0)
    *hold_id = id;

  return TRUE;
}

static void
set_text (AtlasWork   *work,
          AtlasStored *record,
          const char  *field,
          const char  *text)
{
  g_autoptr(json_t) value = text != NULL ? json_string (text) : NULL;

  atlas_work_compute (work, record, field, value);
}

static void
set_settle_by (AtlasWork   *work,
               AtlasStored *hold)
{
  AtlasDate use_by = atlas_date_parse (atlas_stored_text (hold, "use_by"));
  g_autofree char *day = use_by != ATLAS_DATE_NONE ? atlas_date_format (use_by + SETTLE_DAYS)
      : NULL;
  g_autofree char *time = day != NULL ? g_strconcat (day, "T23:59:59.999Z", NULL) : NULL;

  set_text (work, hold, "settle_by", time);
}

static gboolean
count_places (AtlasWork         *work,
              const AtlasAuthor *author,
              AtlasStored       *place,
              AtlasStored       *claimant,
              gboolean          *is_full,
              GError           **error)
{
  const char *hold = NULL;
  int wanted = is_hold (claimant) ? (int) atlas_json_integer (claimant->fields, "places", 1)
      : 1;
  AtlasFree free_places;

  if (!find_hold (work, author, claimant, &hold, error))
    return FALSE;

  /* A hold with places left was counted when it was taken: that promise stands. */
  *is_full = FALSE;
  if (hold != NULL)
    return TRUE;
  if (!atlas_claims_count (work, place, claimant->id, start_date (claimant),
                           atlas_json_boolean (claimant->fields, "day6"), &free_places, error))
    return FALSE;

  *is_full = free_places.free < wanted;
  return TRUE;
}

static gboolean
allocate (AtlasWork         *work,
          const AtlasAuthor *author,
          AtlasStored       *claimant,
          GError           **error)
{
  g_autoptr(json_t) rank = NULL;
  AtlasStored *place = NULL;
  gboolean is_full = FALSE;
  gint64 next_rank = 0;

  if (!atlas_work_find (work, atlas_type_find ("place"), atlas_stored_text (claimant, "place"),
                        &place, error))
    return FALSE;
  if (place == NULL)
    return TRUE;

  set_text (work, claimant, "allocation", NULL);
  if (!atlas_lock_record (atlas_work_get_backend (work), place->type, place->id, TRUE, error) ||
      !count_places (work, author, place, claimant, &is_full, error) ||
      !atlas_claims_next_rank (work, place, &next_rank, error))
    return FALSE;

  rank = json_integer (next_rank);
  set_text (work, claimant, "allocation", is_full ? "over" : "confirmed");
  atlas_work_compute (work, claimant, "rank", rank);
  if (is_hold (claimant))
    set_settle_by (work, claimant);

  return !is_full || atlas_questions_raise (work, place, claimant, error);
}

/* What people have settled may leave an offer that was over with a place after all. */
static gboolean
confirm_kept (AtlasWork         *work,
              const AtlasAuthor *author,
              AtlasStored       *question,
              GError           **error)
{
  json_t *about = json_object_get (question->fields, "about");

  for (gsize i = 0; i < json_array_size (about); i++)
    {
      AtlasStored *claimant = NULL;
      AtlasStored *place = NULL;
      gboolean is_full = FALSE;

      if (!atlas_questions_find_claimant (work, json_string_value (json_array_get (about, i)),
                                          &claimant, error))
        return FALSE;
      if (claimant == NULL || !atlas_claims_is_live (claimant) ||
          g_strcmp0 (atlas_stored_text (claimant, "allocation"), "over") != 0)
        continue;
      if (!atlas_work_find (work, atlas_type_find ("place"), atlas_stored_text (claimant, "place"),
                            &place, error))
        return FALSE;
      if (place != NULL && !count_places (work, author, place, claimant, &is_full, error))
        return FALSE;
      if (place != NULL && !is_full)
        set_text (work, claimant, "allocation", "confirmed");
    }

  return TRUE;
}

static gboolean
was_settled (const AtlasStored *record,
             const AtlasStored *before)
{
  return strcmp (record->type->name, "question") == 0 && before != NULL &&
         g_strcmp0 (atlas_stored_text (before, "state"), "open") == 0 &&
         g_strcmp0 (atlas_stored_text (record, "state"), "settled") == 0;
}

static gboolean
write_claims (AtlasWork  *work,
              GHashTable *places,
              GError    **error)
{
  g_autoptr(GList) ids = g_list_sort (g_hash_table_get_keys (places), (GCompareFunc) strcmp);

  for (GList *l = ids; l != NULL; l = l->next)
    {
      g_autoptr(json_t) claims = NULL;
      AtlasStored *place = NULL;

      if (!atlas_work_find (work, atlas_type_find ("place"), l->data, &place, error))
        return FALSE;
      if (place == NULL)
        continue;
      if (!atlas_lock_record (atlas_work_get_backend (work), place->type, place->id, TRUE, error))
        return FALSE;
      claims = atlas_claims_of (work, place, NULL, error);
      if (claims == NULL)
        return FALSE;
      atlas_work_compute (work, place, "claims", json_array_size (claims) > 0 ? claims : NULL);
    }

  return TRUE;
}

static void
note_place (GHashTable        *places,
            const AtlasStored *record)
{
  const char *id = record != NULL ? atlas_stored_text (record, "place") : NULL;

  if (id != NULL)
    g_hash_table_add (places, g_strdup (id));
}

/**
 * atlas_places_settle:
 * @work: a set's work, all of whose operations are done
 * @author: who made the set
 * @error: return location for an error
 *
 * Counts places for the offers and holds that the work makes or moves, in their order; raises a
 * question where a place is given twice; and writes the claims of every place concerned.
 *
 * Source: protocol, section 8.
 *
 * Returns: whether all of it could be worked out
 */
gboolean
atlas_places_settle (AtlasWork         *work,
                     const AtlasAuthor *author,
                     GError           **error)
{
  g_autoptr(GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_changed = atlas_work_n_changed (work);

  for (guint i = 0; i < n_changed; i++)
    {
      const AtlasStored *before;
      AtlasStored *record = atlas_work_get_changed (work, i, &before);

      if (record->type->claims)
        {
          note_place (places, before);
          note_place (places, record);
        }
      if (needs_allocation (record, before) && !allocate (work, author, record, error))
        return FALSE;
    }

  for (guint i = 0; i < n_changed; i++)
    {
      const AtlasStored *before;
      AtlasStored *record = atlas_work_get_changed (work, i, &before);

      if (was_settled (record, before) && !confirm_kept (work, author, record, error))
        return FALSE;
    }

  for (guint i = n_changed; i < atlas_work_n_changed (work); i++)
    {
      const AtlasStored *before;
      AtlasStored *record = atlas_work_get_changed (work, i, &before);

      if (record->type->claims)
        note_place (places, record);
    }

  return write_claims (work, places, error);
}
