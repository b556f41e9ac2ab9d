/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a child is placed, or is offered a place. */
#include "config.h"

#include "rules/atlas-check-private.h"

#include "rules/atlas-school-year.h"

#define FIRST_VOCATIONAL_STAGE 4 /* key stage 4 */

/* The services that leave the child's roll as it is. */
#define SUPPORT_IN_SCHOOL "advice outreach"

/* A place that a child has, or is offered. */
typedef struct {
  AtlasRecord              *record;
  const AtlasProvisionCase *provision;
  const AtlasPlace         *place;     /* (nullable) */
  const char               *referral;
  AtlasDate                 starts;
  gboolean                  day6;
} Stay;

typedef void (*StayFunc) (AtlasCheckRun *run,
                          const Stay    *stay);
typedef void (*PlacementFunc) (AtlasCheckRun            *run,
                               AtlasPlacement           *placement,
                               const AtlasProvisionCase *provision);

static const AtlasPlace *
find_place (AtlasCheckRun *run,
            const char    *id)
{
  return (const AtlasPlace *) atlas_background_find (run->background, &atlas_place_type, id);
}

/* Calls @look for every placement that goes on or is to come, where the provision is known. */
static void
for_each_placement (AtlasCheckRun *run,
                    PlacementFunc  look)
{
  for (guint i = 0; i < run->file->placements->len; i++)
    {
      AtlasPlacement *placement = g_ptr_array_index (run->file->placements, i);
      const AtlasProvisionCase *provision;

      provision = atlas_background_provision (run->background, placement->provision);
      if (provision != NULL && atlas_check_goes_on (placement->ended, run->on))
        look (run, placement, provision);
    }
}

/* As above, and for every offer that stands. */
static void
for_each_stay (AtlasCheckRun *run,
               StayFunc       look)
{
  for (guint i = 0; i < run->file->placements->len; i++)
    {
      AtlasPlacement *placement = g_ptr_array_index (run->file->placements, i);
      Stay stay = {
        (AtlasRecord *) placement,
        atlas_background_provision (run->background, placement->provision),
        find_place (run, placement->place), placement->referral, placement->starts,
        placement->day6,
      };

      if (stay.provision != NULL && atlas_check_goes_on (placement->ended, run->on))
        look (run, &stay);
    }

  for (guint i = 0; i < run->file->offers->len; i++)
    {
      AtlasOffer *offer = g_ptr_array_index (run->file->offers, i);
      Stay stay = {
        (AtlasRecord *) offer, atlas_background_provision (run->background, offer->provision),
        find_place (run, offer->place), offer->referral, offer->starts, offer->day6,
      };

      if (stay.provision != NULL && atlas_check_is_one_of (offer->step, "offered accepted"))
        look (run, &stay);
    }
}

static void
look_at_special_school (AtlasCheckRun *run,
                        const Stay    *stay)
{
  const AtlasChild *child = run->file->child;
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (!atlas_check_is_one_of (stay->provision->provision->kind, "semh-special county-provision"))
    return;
  if (!atlas_check_panel_decided (run, stay->referral, "send"))
    missing |= ATLAS_MISSING_PANEL;
  if (child != NULL && !atlas_check_is_one_of (child->sen, "E S"))
    missing |= ATLAS_MISSING_EHC_PLAN;
  else if (child != NULL && g_strcmp0 (child->need, "SEMH") != 0)
    missing |= ATLAS_MISSING_SEMH;

  atlas_check_add_missing (run, stay->record, stay->starts, missing);
}

void
atlas_check_special_school (AtlasCheckRun *run)
{
  for_each_stay (run, look_at_special_school);
}

static void
look_at_gender (AtlasCheckRun *run,
                const Stay    *stay)
{
  const AtlasChild *child = run->file->child;
  const char *admits = stay->provision->provision->gender;

  if (child != NULL &&
      ((g_strcmp0 (admits, "boys") == 0 && g_strcmp0 (child->sex, "F") == 0) ||
       (g_strcmp0 (admits, "girls") == 0 && g_strcmp0 (child->sex, "M") == 0)))
    atlas_check_add (run, stay->record, stay->starts,
                     (AtlasCheckFacts) { .code = g_str_equal (admits, "boys") ? "boys"
                                                                              : "girls" });
}

void
atlas_check_gender (AtlasCheckRun *run)
{
  for_each_stay (run, look_at_gender);
}

/* Offered in some areas is offered: which areas, the sources do not say. */
static void
look_at_day6 (AtlasCheckRun *run,
              const Stay    *stay)
{
  if ((stay->day6 || (stay->place != NULL && g_strcmp0 (stay->place->service, "day6") == 0)) &&
      g_strcmp0 (stay->provision->provision->day6_offered, "no") == 0)
    atlas_check_add (run, stay->record, stay->starts, (AtlasCheckFacts) { 0 });
}

void
atlas_check_day6_offered (AtlasCheckRun *run)
{
  for_each_stay (run, look_at_day6);
}

static void
look_at_respite (AtlasCheckRun            *run,
                 AtlasPlacement           *placement,
                 const AtlasProvisionCase *provision)
{
  if (g_strcmp0 (atlas_check_service (run, placement), "respite") == 0 &&
      placement->planned_end == ATLAS_DATE_NONE)
    atlas_check_add (run, placement, placement->starts, (AtlasCheckFacts) { 0 });
}

void
atlas_check_respite_end (AtlasCheckRun *run)
{
  for_each_placement (run, look_at_respite);
}

/*
 * Advice and outreach change no roll; respite and dual enrolment leave the main one at the school.
 * After a permanent exclusion dual comes before single, so single enrolment is not asked about.
 */
static void
look_at_roll (AtlasCheckRun            *run,
              AtlasPlacement           *placement,
              const AtlasProvisionCase *provision)
{
  const char *service = atlas_check_service (run, placement);
  gboolean is_support = atlas_check_is_one_of (service, SUPPORT_IN_SCHOOL);

  if (!is_support && !atlas_check_is_one_of (service, "dual respite"))
    return;

  for (guint i = 0; i < run->file->registrations->len; i++)
    {
      AtlasRegistration *registration = g_ptr_array_index (run->file->registrations, i);

      if (g_strcmp0 (registration->provision, placement->provision) == 0 &&
          atlas_date_range_contains (registration->valid, run->on) &&
          atlas_check_is_one_of (registration->enrolment, is_support ? "C M S" : "C M"))
        {
          atlas_check_add (run, placement, placement->starts, (AtlasCheckFacts) { 0 });
          return;
        }
    }
}

void
atlas_check_roll (AtlasCheckRun *run)
{
  for_each_placement (run, look_at_roll);
}

/* The contract of the line of places; without one, any contract that the provision has. */
static void
look_at_contract (AtlasCheckRun            *run,
                  AtlasPlacement           *placement,
                  const AtlasProvisionCase *provision)
{
  const AtlasPlace *place = find_place (run, placement->place);
  gboolean is_known = FALSE;

  for (guint i = 0; i < provision->contracts->len; i++)
    {
      AtlasContract *contract = g_ptr_array_index (provision->contracts, i);

      if (place != NULL && place->contract != NULL &&
          g_strcmp0 (place->contract, atlas_record_get_id ((AtlasRecord *) contract)) != 0)
        continue;
      if (atlas_date_range_contains (contract->valid, placement->starts))
        return;
      is_known = TRUE;
    }

  if (is_known)
    atlas_check_add (run, placement, placement->starts,
                     (AtlasCheckFacts) { .day = placement->starts });
}

void
atlas_check_contract_dates (AtlasCheckRun *run)
{
  for_each_placement (run, look_at_contract);
}

/* The day that the last check of a kind runs out, or none when it does not or there is none. */
static AtlasDate
find_expiry (const AtlasProvisionCase *provision,
             const char               *kind)
{
  AtlasDate expires = ATLAS_DATE_NONE;

  for (guint i = 0; i < provision->checks->len; i++)
    {
      const AtlasCheck *check = g_ptr_array_index (provision->checks, i);

      if (g_strcmp0 (check->kind, kind) != 0)
        continue;
      if (check->expires == ATLAS_DATE_NONE)
        return ATLAS_DATE_NONE;
      expires = MAX (expires, check->expires);
    }

  return expires;
}

static void
look_at_expired (AtlasCheckRun            *run,
                 AtlasPlacement           *placement,
                 const AtlasProvisionCase *provision)
{
  static const char * const kinds[] = { "safeguarding", "accreditation", "registration" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      AtlasDate expires = find_expiry (provision, kinds[i]);

      if (expires == ATLAS_DATE_NONE || expires >= MAX (run->on, placement->starts))
        continue;

      atlas_check_add (run, placement, placement->starts,
                       (AtlasCheckFacts) { .day = expires, .code = kinds[i] });
      return;
    }
}

void
atlas_check_expired_provision (AtlasCheckRun *run)
{
  for_each_placement (run, look_at_expired);
}

static void
look_at_closed (AtlasCheckRun *run,
                const Stay    *stay)
{
  AtlasDate closed = stay->provision->provision->valid.to;

  if (closed != ATLAS_DATE_NONE && closed < MAX (run->on, stay->starts))
    atlas_check_add (run, stay->record, stay->starts, (AtlasCheckFacts) { .day = closed });
}

void
atlas_check_closed_provision (AtlasCheckRun *run)
{
  for_each_stay (run, look_at_closed);

  for (guint i = 0; i < run->file->directions->len; i++)
    {
      AtlasDirection *direction = g_ptr_array_index (run->file->directions, i);
      Stay stay = {
        (AtlasRecord *) direction, atlas_background_provision (run->background,
                                                               direction->provision),
        NULL, direction->referral, direction->starts, FALSE,
      };

      if (stay.provision != NULL && atlas_check_goes_on (direction->ended, run->on))
        look_at_closed (run, &stay);
    }
}

/* What the child wants is on record, or a plan that goes on was made together with the child. */
static gboolean
has_child_voice (AtlasCheckRun *run)
{
  if (run->file->child != NULL && !atlas_check_is_blank (run->file->child->child_view))
    return TRUE;

  for (guint i = 0; i < run->file->plans->len; i++)
    {
      const AtlasPlan *plan = g_ptr_array_index (run->file->plans, i);

      if (atlas_check_has (plan->made_with, "child") && plan->made <= run->on &&
          atlas_check_goes_on (plan->ended, run->on))
        return TRUE;
    }

  return FALSE;
}

static void
look_at_placement (AtlasCheckRun            *run,
                   AtlasPlacement           *placement,
                   const AtlasProvisionCase *provision)
{
  const AtlasReferral *referral = atlas_check_referral (run, placement->referral);
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (!atlas_check_is_alternative (provision->provision))
    return;
  if (placement->intended == NULL && (referral == NULL || referral->intended == NULL))
    missing |= ATLAS_MISSING_INTENDED;
  if (placement->family_agreed == ATLAS_DATE_NONE &&
      !atlas_check_agreed (run, "family", placement, placement->referral))
    missing |= ATLAS_MISSING_FAMILY;
  if (placement->route == NULL)
    missing |= ATLAS_MISSING_ROUTE;
  if (placement->review_by == ATLAS_DATE_NONE)
    missing |= ATLAS_MISSING_REVIEW;
  if (!has_child_voice (run))
    missing |= ATLAS_MISSING_CHILD_VIEW;

  atlas_check_add_missing (run, placement, placement->starts, missing);
}

void
atlas_check_placement (AtlasCheckRun *run)
{
  for_each_placement (run, look_at_placement);
}

static void
look_for_individual_plan (AtlasCheckRun            *run,
                          AtlasPlacement           *placement,
                          const AtlasProvisionCase *provision)
{
  if (atlas_check_is_alternative (provision->provision) &&
      atlas_check_plan (run, "individual", NULL) == NULL &&
      !atlas_check_is_one_of (atlas_check_service (run, placement), SUPPORT_IN_SCHOOL))
    atlas_check_add (run, placement, placement->starts, (AtlasCheckFacts) { 0 });
}

void
atlas_check_individual_plan (AtlasCheckRun *run)
{
  for_each_placement (run, look_for_individual_plan);
}

/* The parts of a timetable say what is vocational; without any parts nothing can be said. */
static void
look_for_vocational (AtlasCheckRun            *run,
                     AtlasPlacement           *placement,
                     const AtlasProvisionCase *provision)
{
  int stage = atlas_key_stage (atlas_check_year_group (run, placement->starts));
  GPtrArray *parts = run->file->timetable_parts;
  gboolean is_any = FALSE;

  if (!atlas_check_is_alternative (provision->provision) || stage != FIRST_VOCATIONAL_STAGE)
    return;

  for (guint i = 0; i < parts->len; i++)
    {
      const AtlasTimetablePart *part = g_ptr_array_index (parts, i);

      if (atlas_check_is_one_of (part->kind, "vocational college work-experience"))
        return;
      is_any |= g_strcmp0 (part->provision, placement->provision) == 0;
    }

  if (is_any)
    atlas_check_add (run, placement, placement->starts, (AtlasCheckFacts) { 0 });
}

void
atlas_check_vocational (AtlasCheckRun *run)
{
  for_each_placement (run, look_for_vocational);
}

static void
look_at_looked_after (AtlasCheckRun            *run,
                      AtlasPlacement           *placement,
                      const AtlasProvisionCase *provision)
{
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (!atlas_check_is_alternative (provision->provision) ||
      !atlas_check_has_care (run, "CLA PLA CSW", placement->starts))
    return;
  if (placement->responsible == NULL)
    missing |= ATLAS_MISSING_RESPONSIBLE;
  if (!placement->in_pep && atlas_check_has_care (run, "CLA", placement->starts))
    missing |= ATLAS_MISSING_PEP;

  atlas_check_add_missing (run, placement, placement->starts, missing);
}

void
atlas_check_ap_looked_after (AtlasCheckRun *run)
{
  for_each_placement (run, look_at_looked_after);
}

static void
look_at_project (AtlasCheckRun            *run,
                 AtlasPlacement           *placement,
                 const AtlasProvisionCase *provision)
{
  if (g_strcmp0 (provision->provision->kind, "ap-project") == 0 &&
      !atlas_check_panel_decided (run, placement->referral, NULL))
    atlas_check_add_missing (run, placement, placement->starts, ATLAS_MISSING_PANEL);
}

void
atlas_check_project_panel (AtlasCheckRun *run)
{
  for_each_placement (run, look_at_project);
}

/* What was to come of a placement, and what came of it, stand on record when it has ended. */
void
atlas_check_outcome (AtlasCheckRun *run)
{
  for (guint i = 0; i < run->file->placements->len; i++)
    {
      AtlasPlacement *placement = g_ptr_array_index (run->file->placements, i);
      const AtlasReferral *referral = atlas_check_referral (run, placement->referral);
      const AtlasProvisionCase *provision;
      AtlasMissing missing = ATLAS_MISSING_NOTHING;

      provision = atlas_background_provision (run->background, placement->provision);
      if (provision == NULL || !atlas_check_is_alternative (provision->provision) ||
          !atlas_check_in_last_year (run, placement->ended))
        continue;
      if (placement->intended == NULL && (referral == NULL || referral->intended == NULL))
        missing |= ATLAS_MISSING_INTENDED;
      if (placement->outcome == NULL)
        missing |= ATLAS_MISSING_OUTCOME;

      atlas_check_add_missing (run, placement, placement->ended, missing);
    }
}

/* Whether the child was permanently excluded by the day a placement started. */
static gboolean
follows_exclusion (AtlasCheckRun        *run,
                   const AtlasPlacement *placement)
{
  for (guint i = 0; i < run->file->exclusions->len; i++)
    {
      const AtlasExclusion *exclusion = g_ptr_array_index (run->file->exclusions, i);

      if (g_strcmp0 (exclusion->kind, "PERM") == 0 && exclusion->from <= placement->starts &&
          exclusion->cancelled == ATLAS_DATE_NONE &&
          g_strcmp0 (exclusion->board_decision, "reinstated") != 0)
        return TRUE;
    }

  return FALSE;
}

static void
look_for_accountable (AtlasCheckRun            *run,
                      AtlasPlacement           *placement,
                      const AtlasProvisionCase *provision)
{
  if (atlas_check_is_alternative (provision->provision) && placement->accountable == NULL &&
      follows_exclusion (run, placement))
    atlas_check_add (run, placement, placement->starts, (AtlasCheckFacts) { 0 });
}

void
atlas_check_accountable (AtlasCheckRun *run)
{
  for_each_placement (run, look_for_accountable);
}

static void
look_at_pp_plus (AtlasCheckRun            *run,
                 AtlasPlacement           *placement,
                 const AtlasProvisionCase *provision)
{
  if (g_strcmp0 (placement->funding, "pp-plus") == 0 && run->file->child != NULL &&
      !atlas_check_has_care (run, "CLA PLA", placement->starts))
    atlas_check_add (run, placement, placement->starts, (AtlasCheckFacts) { 0 });
}

void
atlas_check_pp_plus (AtlasCheckRun *run)
{
  for_each_placement (run, look_at_pp_plus);
}
