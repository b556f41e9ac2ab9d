/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be looked at in a provision itself. */
#include "config.h"

#include "rules/atlas-check-private.h"

#include "rules/atlas-school-year.h"

/*
 * A provider is a school when it gives full-time education to five children of compulsory school
 * age, or to one who is looked after or has an EHC plan (Education Act 1996 s463). Eighteen hours
 * a week have counted as full-time.
 */
#define SCHOOL_FROM_CHILDREN 5
#define FULL_TIME_HOURS      18

#define FIRST_SCHOOL_YEAR 1  /* compulsory school age: Education Act 1996 s8 */
#define LAST_SCHOOL_YEAR  11

/* The number of full-time pupils, and of those of them who each make a school alone. */
typedef struct {
  int n;
  int n_alone;
} Pupils;

static gboolean
is_registered (AtlasCheckRun            *run,
               const AtlasProvisionCase *provision)
{
  if (g_strcmp0 (provision->provision->kind, "ap-provider") != 0)
    return TRUE;

  for (guint i = 0; i < provision->checks->len; i++)
    {
      const AtlasCheck *check = g_ptr_array_index (provision->checks, i);

      if (g_strcmp0 (check->kind, "registration") == 0 &&
          atlas_check_goes_on (check->expires, run->on))
        return TRUE;
    }

  return FALSE;
}

static void
count_pupil (AtlasCheckRun    *run,
             const AtlasChild *child,
             Pupils           *pupils)
{
  int year_group = child != NULL ? atlas_year_group (child->born, run->on) : ATLAS_YEAR_GROUP_NONE;

  if (year_group < FIRST_SCHOOL_YEAR || year_group > LAST_SCHOOL_YEAR)
    return;

  pupils->n++;
  pupils->n_alone += g_strcmp0 (child->care, "CLA") == 0 ||
                     atlas_check_is_one_of (child->sen, "E S");
}

static void
count_pupils (AtlasCheckRun            *run,
              const AtlasProvisionCase *provision,
              Pupils                   *pupils)
{
  for (guint i = 0; i < provision->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (provision->placements, i);

      if (atlas_check_goes_on (placement->ended, run->on) &&
          atlas_check_number (placement->hours_per_week) >= FULL_TIME_HOURS)
        count_pupil (run,
                     (const AtlasChild *) atlas_background_find (run->background,
                                                                 &atlas_child_type,
                                                                 placement->child), pupils);
    }
}

static void
add_unregistered (AtlasCheckRun *run,
                  gpointer       record,
                  AtlasDate      event,
                  const Pupils  *pupils)
{
  if (pupils->n >= SCHOOL_FROM_CHILDREN || pupils->n_alone > 0)
    atlas_check_add (run, record, event,
                     (AtlasCheckFacts) { .count = pupils->n, .limit = SCHOOL_FROM_CHILDREN,
                                         .code = pupils->n_alone > 0 ? "alone" : NULL });
}

void
atlas_check_unregistered (AtlasCheckRun *run)
{
  Pupils pupils = { 0 };

  if (is_registered (run, run->provision))
    return;

  count_pupils (run, run->provision, &pupils);
  add_unregistered (run, run->provision->provision, run->on, &pupils);
}

/* An offer says no hours, so it is taken as one of full-time education. */
void
atlas_check_would_be_school (AtlasCheckRun *run)
{
  for (guint i = 0; i < run->file->offers->len; i++)
    {
      AtlasOffer *offer = g_ptr_array_index (run->file->offers, i);
      const AtlasProvisionCase *provision;
      Pupils pupils = { 0 };

      provision = atlas_background_provision (run->background, offer->provision);
      if (provision == NULL || is_registered (run, provision) ||
          !atlas_check_is_one_of (offer->step, "offered accepted"))
        continue;

      count_pupil (run, run->file->child, &pupils);
      if (pupils.n_alone == 0)
        count_pupils (run, provision, &pupils);
      add_unregistered (run, offer, offer->starts, &pupils);
    }
}

/* Projects have a fixed number of places; a return does not say who was allocated one. */
void
atlas_check_project_places (AtlasCheckRun *run)
{
  const AtlasProvisionCase *provision = run->provision;
  int commissioned = 0;
  int n = 0;

  if (g_strcmp0 (provision->provision->kind, "ap-project") != 0)
    return;

  for (guint i = 0; i < provision->places->len; i++)
    {
      AtlasPlace *place = g_ptr_array_index (provision->places, i);

      if (atlas_date_range_contains (place->valid, run->on))
        commissioned += (int) place->commissioned;
    }
  for (guint i = 0; i < provision->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (provision->placements, i);

      n += placement->starts <= run->on && atlas_check_goes_on (placement->ended, run->on);
    }

  if (commissioned > 0 && n > commissioned)
    atlas_check_add (run, provision->provision, run->on,
                     (AtlasCheckFacts) { .count = n, .limit = commissioned });
}

/* A check that a newer one of its kind has followed is history. */
static gboolean
has_newer (const AtlasProvisionCase *provision,
           const AtlasCheck         *old)
{
  for (guint i = 0; i < provision->checks->len; i++)
    {
      const AtlasCheck *check = g_ptr_array_index (provision->checks, i);

      if (check != old && g_strcmp0 (check->kind, old->kind) == 0 &&
          (check->expires == ATLAS_DATE_NONE || check->expires > old->expires))
        return TRUE;
    }

  return FALSE;
}

void
atlas_check_provider (AtlasCheckRun *run)
{
  for (guint i = 0; i < run->provision->checks->len; i++)
    {
      AtlasCheck *check = g_ptr_array_index (run->provision->checks, i);

      if (check->expires != ATLAS_DATE_NONE && check->expires < run->on &&
          !has_newer (run->provision, check))
        atlas_check_add (run, check, check->expires,
                         (AtlasCheckFacts) { .day = check->expires, .code = check->kind });
    }
}

void
atlas_check_contract (AtlasCheckRun *run)
{
  for (guint i = 0; i < run->provision->contracts->len; i++)
    {
      AtlasContract *contract = g_ptr_array_index (run->provision->contracts, i);

      if (contract->valid.to != ATLAS_DATE_NONE && contract->valid.to < run->on &&
          !atlas_contract_is_outdated (contract, run->on))
        atlas_check_add (run, contract, contract->valid.to,
                         (AtlasCheckFacts) { .day = contract->valid.to });
    }
}

/* An entry of the directory that is in use: whom it is for, how one comes to it, who pays. */
void
atlas_check_directory_entry (AtlasCheckRun *run)
{
  AtlasProvision *provision = run->provision->provision;
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (!atlas_date_range_contains (provision->valid, run->on))
    return;
  if (atlas_check_is_blank (provision->threshold))
    missing |= ATLAS_MISSING_THRESHOLD;
  if (atlas_check_is_blank (provision->admission))
    missing |= ATLAS_MISSING_GATEWAY;
  if (atlas_check_is_blank (provision->funding))
    missing |= ATLAS_MISSING_FUNDING;
  if (atlas_check_is_blank (provision->accountable))
    missing |= ATLAS_MISSING_ACCOUNTABLE;

  atlas_check_add_missing (run, provision, run->on, missing);
}

/* Principles of commissioning that a provision answers for, whoever is placed there. */
void
atlas_check_principles (AtlasCheckRun *run)
{
  AtlasProvision *provision = run->provision->provision;
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (!atlas_date_range_contains (provision->valid, run->on) ||
      !atlas_check_is_alternative (provision))
    return;
  if (atlas_check_is_blank (provision->core_offer))
    missing |= ATLAS_MISSING_CORE_OFFER;
  if (provision->qualifications == NULL || *provision->qualifications == NULL)
    missing |= ATLAS_MISSING_QUALIFICATIONS;
  if (atlas_check_is_blank (provision->liaison))
    missing |= ATLAS_MISSING_LIAISON;

  atlas_check_add_missing (run, provision, run->on, missing);
}
