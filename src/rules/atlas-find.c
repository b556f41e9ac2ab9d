/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-find.h"

#include <string.h>

#include "rules/atlas-school-year.h"

#define SEMH "SEMH" /* social, emotional and mental health */

typedef struct {
  const AtlasFindNeed *need;
  const AtlasFindLine *line;
  AtlasFindResult     *result;
} Looking;

static void
say (Looking         *looking,
     AtlasFindAbout   about,
     AtlasFindBearing bearing)
{
  AtlasFindFact fact = { about, bearing };

  if (bearing == ATLAS_FIND_IN_THE_WAY)
    looking->result->fits = FALSE;
  g_array_append_val (looking->result->facts, fact);
}

static void
say_whether (Looking       *looking,
             AtlasFindAbout about,
             gboolean       fits)
{
  say (looking, about, fits ? ATLAS_FIND_FITS : ATLAS_FIND_IN_THE_WAY);
}

static gboolean
has_any (const char * const *codes)
{
  return codes != NULL && *codes != NULL;
}

static gboolean
covers (const char *phase,
        const char *wanted)
{
  if (g_strcmp0 (phase, "all-through") == 0)
    return g_str_equal (wanted, "primary") || g_str_equal (wanted, "secondary");

  return g_strcmp0 (phase, wanted) == 0;
}

static gboolean
teaches (const AtlasFindLine *line,
         const char          *wanted)
{
  if (line->phase != NULL)
    return covers (line->phase, wanted);

  for (gsize i = 0; line->phases[i] != NULL; i++)
    if (covers (line->phases[i], wanted))
      return TRUE;

  return FALSE;
}

/* Early years have tiers and settings of their own: a primary place is none for them. */
static void
look_at_phase (Looking *looking)
{
  const AtlasFindLine *line = looking->line;
  const char *phase = looking->need->phase;
  const char *stage = atlas_key_stage_to_code (atlas_key_stage (looking->need->year_group));

  if (phase == NULL || (line->phase == NULL && !has_any (line->phases)))
    {
      say (looking, ATLAS_FIND_PHASE, ATLAS_FIND_TO_KNOW);
      return;
    }

  say_whether (looking, ATLAS_FIND_PHASE, teaches (line, phase) &&
               (stage == NULL || !has_any (line->key_stages) ||
                g_strv_contains (line->key_stages, stage)));
}

/* A girl is never offered a school for boys (requirements, T012). */
static void
look_at_gender (Looking *looking)
{
  const char *gender = looking->line->gender;
  const char *sex = looking->need->sex;

  if (gender == NULL || g_str_equal (gender, "mixed"))
    return;

  if (sex == NULL)
    say (looking, ATLAS_FIND_GENDER, ATLAS_FIND_TO_KNOW);
  else
    say_whether (looking, ATLAS_FIND_GENDER,
                 g_str_equal (sex, g_str_equal (gender, "girls") ? "F" : "M"));
}

static void
look_at_service (Looking *looking)
{
  const AtlasFindLine *line = looking->line;
  const char *service = looking->need->service;

  if (service == NULL)
    return;

  if (g_strcmp0 (line->service, service) == 0 ||
      (has_any (line->services) && g_strv_contains (line->services, service)))
    say (looking, ATLAS_FIND_SERVICE, ATLAS_FIND_FITS);
  else
    say (looking, ATLAS_FIND_SERVICE, line->service != NULL || has_any (line->services)
         ? ATLAS_FIND_IN_THE_WAY : ATLAS_FIND_TO_KNOW);
}

/* Where a child's main need is not the one that a place is there for, somebody asks: a special
 * school has its plan to go by, and a centre may still help. */
static void
look_at_need (Looking *looking)
{
  const char *need = looking->need->main_need;

  if (need != NULL)
    say (looking, ATLAS_FIND_NEED, looking->line->is_for_semh && g_str_equal (need, SEMH)
         ? ATLAS_FIND_FITS : ATLAS_FIND_TO_KNOW);
}

/* Columns: a service, and the lowest and the highest tier at which it helps. Source: requirements,
 * T033 and T034 (2016) and T168 (2020); where the two differ, the wider. */
static const struct {
  const char *service;
  int         from;
  int         to;
} tiers[] = {
  { "advice", 1, 2 }, { "outreach", 2, 3 }, { "outreach-roll", 2, 4 }, { "extended-roll", 2, 4 },
  { "respite", 3, 4 }, { "dual", 4, 5 }, { "permanent-roll", 5, 5 }, { "single", 5, 5 },
  { "day6", 5, 5 }, { "ap", 4, 5 },
};

static gboolean
helps_at (const char *service,
          int         tier,
          gboolean   *is_known)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tiers); i++)
    if (g_strcmp0 (tiers[i].service, service) == 0)
      {
        *is_known = TRUE;
        return tier >= tiers[i].from && tier <= tiers[i].to;
      }

  return FALSE;
}

static void
look_at_tier (Looking *looking)
{
  const AtlasFindLine *line = looking->line;
  int tier = looking->need->tier;
  gboolean is_known = FALSE;
  gboolean helps = FALSE;

  if (tier == 0)
    return;

  if (line->service != NULL)
    helps = helps_at (line->service, tier, &is_known);
  else if (has_any (line->services))
    for (gsize i = 0; line->services[i] != NULL; i++)
      helps |= helps_at (line->services[i], tier, &is_known);

  if (is_known)
    say_whether (looking, ATLAS_FIND_TIER, helps);
}

/* "In some areas" of 2016 is to be asked about; "no" is no (requirements, T029 and T030). */
static void
look_at_day6 (Looking *looking)
{
  const char *offered = looking->line->day6_offered;

  if (!looking->need->is_day6)
    return;

  if (offered == NULL || g_str_equal (offered, "some"))
    say (looking, ATLAS_FIND_DAY6, ATLAS_FIND_TO_KNOW);
  else
    say_whether (looking, ATLAS_FIND_DAY6, g_str_equal (offered, "yes"));
}

/* SEMH special schools: panel and plan (requirements, T013 and T014). */
static void
look_at_admission (Looking *looking)
{
  const AtlasFindLine *line = looking->line;

  if (line->needs_semh_plan)
    say_whether (looking, ATLAS_FIND_PLAN, looking->need->has_semh_plan);
  if (line->panel != NULL)
    say_whether (looking, ATLAS_FIND_PANEL, line->panel_agreed);
}

static void
look_at_checks (Looking *looking)
{
  const AtlasFindLine *line = looking->line;

  if (!line->is_registered && (looking->need->counts_for_registration ||
                               line->on_roll >= ATLAS_UNREGISTERED_MOST))
    say (looking, ATLAS_FIND_REGISTRATION, ATLAS_FIND_IN_THE_WAY);
  if (line->expired != NULL)
    say (looking, ATLAS_FIND_CHECK, ATLAS_FIND_IN_THE_WAY);
}

static void
look_at_free (Looking *looking)
{
  const AtlasFindLine *line = looking->line;
  const AtlasFree *free = &line->free;
  gboolean has_room = free->is_known && free->free > 0;

  say_whether (looking, ATLAS_FIND_FREE, has_room);
  if (!free->is_known)
    return;

  if (free->day6_kept > 0 && looking->need->is_day6 && has_room && line->free_of_all.free <= 0)
    say (looking, ATLAS_FIND_KEPT, ATLAS_FIND_FITS);
  else if (free->day6_kept > 0 && !looking->need->is_day6)
    say (looking, ATLAS_FIND_KEPT, ATLAS_FIND_TO_KNOW);
  if (line->respite_kept > 0)
    say (looking, ATLAS_FIND_RESPITE, ATLAS_FIND_TO_KNOW);
  if (!has_room && line->free_from != ATLAS_DATE_NONE)
    say (looking, ATLAS_FIND_LEAVING, ATLAS_FIND_TO_KNOW);
  if (line->is_old)
    say (looking, ATLAS_FIND_AGE, ATLAS_FIND_TO_KNOW);
}

static gboolean
serves (const AtlasFindLine *line,
        const char          *town)
{
  g_autofree char *wanted = g_utf8_casefold (town, -1);

  for (gsize i = 0; line->towns[i] != NULL; i++)
    {
      g_autofree char *served = g_utf8_casefold (line->towns[i], -1);

      if (strcmp (served, wanted) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
look_at_distance (Looking *looking)
{
  const AtlasFindNeed *need = looking->need;
  double miles = looking->result->miles;

  if (need->town != NULL && has_any (looking->line->towns))
    say_whether (looking, ATLAS_FIND_TOWN, serves (looking->line, need->town));

  if (miles == ATLAS_MILES_UNKNOWN)
    say (looking, ATLAS_FIND_DISTANCE, ATLAS_FIND_TO_KNOW);
  else
    say_whether (looking, ATLAS_FIND_DISTANCE,
                 need->within == ATLAS_FIND_ANY_DISTANCE || miles <= need->within);
}

static void
look_at_the_rest (Looking *looking)
{
  const AtlasFindLine *line = looking->line;

  if (looking->need->hours > 0 && line->hours > 0)
    say_whether (looking, ATLAS_FIND_HOURS, line->hours >= looking->need->hours);
  if (line->waiting > 0)
    say (looking, ATLAS_FIND_WAITING, ATLAS_FIND_TO_KNOW);
  if (line->cost != NULL)
    say (looking, ATLAS_FIND_COST, ATLAS_FIND_TO_KNOW);
}

static AtlasFindResult *
look_at (const AtlasFindNeed *need,
         const AtlasFindLine *line)
{
  AtlasFindResult *result = g_new0 (AtlasFindResult, 1);
  Looking looking = { need, line, result };

  result->line = line;
  result->fits = TRUE;
  result->miles = atlas_miles_between (&need->home, &line->site);
  result->facts = g_array_new (FALSE, FALSE, sizeof (AtlasFindFact));

  look_at_phase (&looking);
  look_at_gender (&looking);
  look_at_need (&looking);
  look_at_service (&looking);
  look_at_tier (&looking);
  look_at_day6 (&looking);
  look_at_admission (&looking);
  look_at_checks (&looking);
  look_at_free (&looking);
  look_at_distance (&looking);
  look_at_the_rest (&looking);

  return result;
}

/* Who fits, then who is near, then who has most room; then a name, so that the order is total. */
static int
compare_results (gconstpointer a,
                 gconstpointer b)
{
  const AtlasFindResult *first = *(AtlasFindResult * const *) a;
  const AtlasFindResult *second = *(AtlasFindResult * const *) b;
  double first_miles = first->miles == ATLAS_MILES_UNKNOWN ? G_MAXDOUBLE : first->miles;
  double second_miles = second->miles == ATLAS_MILES_UNKNOWN ? G_MAXDOUBLE : second->miles;
  int first_free = first->line->free.is_known ? first->line->free.free : G_MININT;
  int second_free = second->line->free.is_known ? second->line->free.free : G_MININT;
  int order;

  if (first->fits != second->fits)
    return first->fits ? -1 : 1;
  if (first_miles != second_miles)
    return first_miles < second_miles ? -1 : 1;
  if (first_free != second_free)
    return first_free > second_free ? -1 : 1;

  order = g_strcmp0 (first->line->name, second->line->name);

  return order != 0 ? order : g_strcmp0 (first->line->id, second->line->id);
}

/**
 * atlas_find_places:
 * @need: what a child needs
 * @lines: (array length=n_lines): lines of commissioned places; they outlive the answer
 * @n_lines: how many
 *
 * Looks at every line of places for one child. None is left out: those in whose way something
 * stands come after those that fit, each with the facts for and against it. Nobody is stopped by
 * it; whoever may decide can go on with a reason.
 *
 * Source: requirements, T008, T012 to T015, T021, T029, T030, T033, T034, T036, T121 and T168.
 *
 * Returns: (transfer full) (element-type AtlasFindResult): fits first, then by distance, then by
 *   places free
 */
GPtrArray *
atlas_find_places (const AtlasFindNeed *need,
                   const AtlasFindLine *lines,
                   gsize                n_lines)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_find_result_free);

  for (gsize i = 0; i < n_lines; i++)
    g_ptr_array_add (results, look_at (need, &lines[i]));
  g_ptr_array_sort (results, compare_results);

  return results;
}

static AtlasDate
earlier_end (const AtlasClaim *claims,
             gsize             n_claims,
             AtlasDate         after,
             AtlasDate         earliest)
{
  for (gsize i = 0; i < n_claims; i++)
    {
      AtlasDate end = claims[i].to != ATLAS_DATE_NONE ? claims[i].to : claims[i].planned_end;

      if (claims[i].kind == ATLAS_CLAIM_PLACEMENT && end != ATLAS_DATE_NONE && end > after &&
          (earliest == ATLAS_DATE_NONE || end < earliest))
        earliest = end;
    }

  return earliest;
}

/**
 * atlas_find_free_from:
 * @place: a line of places
 * @on: the day that is asked about
 * @is_day6_child: the place is for a child who is owed one by Day 6
 *
 * Finds when a place is free if children leave on the days planned for them and nobody else comes.
 * A planned end that has passed is not counted on.
 *
 * Returns: the day after the planned end that frees a place; @on when one is free then;
 *   %ATLAS_DATE_NONE when no planned end will do, or nothing is known
 */
AtlasDate
atlas_find_free_from (const AtlasPlaceCase *place,
                      AtlasDate             on,
                      gboolean              is_day6_child)
{
  AtlasFree before = atlas_free_count (place, on, on - 1, is_day6_child);
  AtlasDate end = on - 1;

  if (!before.is_known)
    return ATLAS_DATE_NONE;
  if (before.free > 0)
    return on;

  while (TRUE)
    {
      AtlasDate next = earlier_end (place->claims, place->n_claims, end, ATLAS_DATE_NONE);
      AtlasFree then;

      next = earlier_end (place->pending, place->n_pending, end, next);
      if (next == ATLAS_DATE_NONE)
        return ATLAS_DATE_NONE;

      end = next;
      then = atlas_free_count (place, on, end, is_day6_child);
      if (before.free + then.leaving - before.leaving > 0)
        return atlas_date_range_contains (place->valid, end + 1) ? end + 1 : ATLAS_DATE_NONE;
    }
}

void
atlas_find_result_free (AtlasFindResult *result)
{
  g_array_unref (result->facts);
  g_free (result);
}
