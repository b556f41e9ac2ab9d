/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-free.h"

typedef void (*ClaimFunc) (const AtlasClaim *claim,
                           gpointer          data);

typedef struct {
  const AtlasPlaceCase *place;
  AtlasDate             on;
  AtlasDate             leaving_by;
  AtlasFree             answer;
} Count;

static gboolean
is_replaced (const AtlasPlaceCase *place,
             const AtlasClaim     *claim)
{
  for (gsize i = 0; i < place->n_pending; i++)
    {
      if (g_strcmp0 (place->pending[i].id, claim->id) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
each_claim (const AtlasPlaceCase *place,
            ClaimFunc             func,
            gpointer              data)
{
  for (gsize i = 0; i < place->n_claims; i++)
    {
      if (!is_replaced (place, &place->claims[i]))
        func (&place->claims[i], data);
    }

  for (gsize i = 0; i < place->n_pending; i++)
    func (&place->pending[i], data);
}

static gboolean
has_ended (const AtlasClaim *claim,
           AtlasDate         by)
{
  return claim->to != ATLAS_DATE_NONE && claim->to < by;
}

static gboolean
has_begun (const AtlasClaim *placement,
           AtlasDate         by)
{
  return placement->from == ATLAS_DATE_NONE || placement->from <= by;
}

/* Claims that take the place of one another, looked for among all. */
typedef struct {
  const Count *count;
  const char  *id;
  int          places;
} Uses;

static void
add_placement_using (const AtlasClaim *claim,
                     gpointer          data)
{
  Uses *uses = data;

  if (claim->kind == ATLAS_CLAIM_PLACEMENT && claim->places > 0 &&
      g_strcmp0 (claim->uses, uses->id) == 0 && has_begun (claim, uses->count->on))
    uses->places += claim->places;
}

/* An offer has started when it says so, or when a placement that has begun names it. */
static gboolean
offer_has_started (const AtlasClaim *offer,
                   const Count      *count)
{
  Uses uses = { count, offer->id, 0 };

  if (offer->is_started || offer->id == NULL)
    return offer->is_started;

  each_claim (count->place, add_placement_using, &uses);
  return uses.places > 0;
}

static void
add_offer_using (const AtlasClaim *claim,
                 gpointer          data)
{
  Uses *uses = data;

  if (claim->kind == ATLAS_CLAIM_OFFER && g_strcmp0 (claim->uses, uses->id) == 0 &&
      (claim->is_confirmed || offer_has_started (claim, uses->count)))
    uses->places += claim->places;
}

static void
add_placement (const AtlasClaim *claim,
               Count            *count)
{
  AtlasDate returned = count->answer.return_date;
  AtlasDate end = claim->to != ATLAS_DATE_NONE ? claim->to : claim->planned_end;

  if (has_begun (claim, count->on) && !has_ended (claim, count->on) &&
      end != ATLAS_DATE_NONE && end <= count->leaving_by)
    count->answer.leaving += claim->places;

  /* The return counted who was there on its own day: only what came after it is added. */
  if (returned == ATLAS_DATE_NONE || has_ended (claim, returned))
    return;
  if (!has_begun (claim, returned) && has_begun (claim, count->on))
    count->answer.on_roll += claim->places;
  if (has_begun (claim, count->on) && has_ended (claim, count->on))
    count->answer.on_roll -= claim->places;
}

static void
add_hold (const AtlasClaim *claim,
          Count            *count)
{
  Uses uses = { count, claim->id, 0 };

  if (has_ended (claim, count->on))
    return;

  if (claim->id != NULL)
    each_claim (count->place, add_offer_using, &uses);
  count->answer.held += MAX (0, claim->places - uses.places);
}

static void
add_claim (const AtlasClaim *claim,
           gpointer          data)
{
  Count *count = data;

  switch (claim->kind)
    {
    case ATLAS_CLAIM_PLACEMENT:
      add_placement (claim, count);
      break;
    case ATLAS_CLAIM_OFFER:
      if (claim->is_confirmed && !offer_has_started (claim, count))
        count->answer.offered += claim->places;
      break;
    case ATLAS_CLAIM_HOLD:
      add_hold (claim, count);
      break;
    default:
      g_return_if_reached ();
    }
}

/**
 * atlas_free_count:
 * @place: a line of places
 * @on: the date
 * @leaving_by: the later date by which leaving is counted, or %ATLAS_DATE_NONE
 * @is_day6_child: the place is for a child who is owed one by Day 6
 *
 * Counts the places free on a date: commissioned on that date, less those on roll (the last
 * return's count, with placements begun since it and without those ended since), less offers
 * confirmed or accepted and not started, less live holds, less places kept for Day 6 unless the
 * child is a Day 6 child. With no return by @on the answer is not known.
 *
 * Board, map, finder, server and atlasctl all use this; docs/free.md has its worked examples.
 *
 * Returns: the answer, with every figure that it is made of
 */
AtlasFree
atlas_free_count (const AtlasPlaceCase *place,
                  AtlasDate             on,
                  AtlasDate             leaving_by,
                  gboolean              is_day6_child)
{
  Count count = { .place = place, .on = on, .leaving_by = leaving_by };
  AtlasFree *answer = &count.answer;

  answer->is_known = place->return_date != ATLAS_DATE_NONE && place->return_date <= on;
  answer->return_date = answer->is_known ? place->return_date : ATLAS_DATE_NONE;
  answer->returns = place->returns;
  answer->on_roll = answer->is_known ? place->on_roll : 0;
  if (atlas_date_range_contains (place->valid, on))
    {
      answer->commissioned = place->commissioned;
      answer->day6_kept = place->day6_kept;
    }

  each_claim (place, add_claim, &count);

  if (answer->is_known)
    {
      answer->over_by = MAX (0, answer->on_roll + answer->offered - answer->commissioned);
      answer->free = answer->commissioned - answer->on_roll - answer->offered - answer->held;
      if (!is_day6_child)
        answer->free -= answer->day6_kept;
    }

  return count.answer;
}

/**
 * atlas_free_add:
 * @total: (inout): a sum of lines; all zeros to begin with
 * @line: a line to add
 *
 * Adds one line of places to a sum. What is not known of a line is left out of the sum's free
 * and on roll; it is known when one of its lines is, and stands on the oldest of their returns.
 */
void
atlas_free_add (AtlasFree       *total,
                const AtlasFree *line)
{
  total->returns = line->returns;
  total->commissioned += line->commissioned;
  total->held += line->held;
  total->offered += line->offered;
  total->day6_kept += line->day6_kept;
  total->leaving += line->leaving;

  if (!line->is_known)
    return;

  if (!total->is_known || line->return_date < total->return_date)
    total->return_date = line->return_date;
  total->is_known = TRUE;
  total->on_roll += line->on_roll;
  total->free += line->free;
  total->over_by += line->over_by;
}
