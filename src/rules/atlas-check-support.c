/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a child's tier of support asks for, and who the child is. */
#include "config.h"

#include "rules/atlas-check-private.h"

#include "base/atlas-upn.h"
#include "rules/atlas-school-year.h"
#include "rules/atlas-step.h"

#define EARLY_YEARS_TIERS 3 /* strategy of January 2020, appendix 5 */
#define WEEK_DAYS         7

static gboolean
is_early_years (AtlasCheckRun *run,
                AtlasReferral *referral)
{
  const AtlasChild *child = run->file->child;

  return atlas_is_early_years (referral->kind, child != NULL ? child->born : ATLAS_DATE_NONE,
                               referral->received != ATLAS_DATE_NONE ? referral->received
                                                                     : run->on);
}

/* Calls @look for every open referral at a tier; 0 is any tier. */
static void
for_each_at_tier (AtlasCheckRun *run,
                  int            tier,
                  void (        *look ) (AtlasCheckRun *run,
                                         AtlasReferral *referral))
{
  for (guint i = 0; i < run->file->referrals->len; i++)
    {
      AtlasReferral *referral = g_ptr_array_index (run->file->referrals, i);

      if (atlas_check_is_open (referral) && (tier == 0 || referral->tier == tier))
        look (run, referral);
    }
}

static gboolean
has_weekly_update (AtlasCheckRun *run,
                   AtlasReferral *referral)
{
  const char *id = atlas_record_get_id ((AtlasRecord *) referral);

  if (referral->received == ATLAS_DATE_NONE || referral->received > run->on - WEEK_DAYS)
    return TRUE;

  for (guint i = 0; i < run->file->reviews->len; i++)
    {
      const AtlasReview *review = g_ptr_array_index (run->file->reviews, i);

      if (g_strcmp0 (review->kind, "weekly") == 0 && review->held != ATLAS_DATE_NONE &&
          review->held <= run->on && review->held >= run->on - WEEK_DAYS &&
          (review->referral == NULL || g_strcmp0 (review->referral, id) == 0))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_contact (AtlasCheckRun *run)
{
  for (guint i = 0; i < run->file->plans->len; i++)
    {
      const AtlasPlan *plan = g_ptr_array_index (run->file->plans, i);

      if (!atlas_check_is_blank (plan->contact) && atlas_check_goes_on (plan->ended, run->on))
        return TRUE;
    }

  return FALSE;
}

static void
look_at_tier_2 (AtlasCheckRun *run,
                AtlasReferral *referral)
{
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (!has_contact (run))
    missing |= ATLAS_MISSING_CONTACT;
  if (referral->planned_end == ATLAS_DATE_NONE)
    missing |= ATLAS_MISSING_PLANNED_END;
  if (atlas_check_plan (run, "risk-management", NULL) == NULL)
    missing |= ATLAS_MISSING_RISK_MANAGEMENT;
  else if (atlas_check_plan (run, "risk-management", "triggers") == NULL ||
           atlas_check_plan (run, "risk-management", "de-escalation") == NULL)
    missing |= ATLAS_MISSING_DE_ESCALATION;
  if (!has_weekly_update (run, referral))
    missing |= ATLAS_MISSING_WEEKLY_UPDATE;

  atlas_check_add_missing (run, referral, referral->received, missing);
}

void
atlas_check_tier_2 (AtlasCheckRun *run)
{
  for_each_at_tier (run, 2, look_at_tier_2);
}

static void
look_for_psp (AtlasCheckRun *run,
              AtlasReferral *referral)
{
  if (atlas_check_plan (run, "psp", NULL) == NULL)
    atlas_check_add (run, referral, referral->received, (AtlasCheckFacts) { 0 });
}

void
atlas_check_psp (AtlasCheckRun *run)
{
  for_each_at_tier (run, 3, look_for_psp);
}

static void
look_for_risk_reduction (AtlasCheckRun *run,
                         AtlasReferral *referral)
{
  if (!is_early_years (run, referral) && atlas_check_plan (run, "risk-reduction", NULL) == NULL)
    atlas_check_add (run, referral, referral->received, (AtlasCheckFacts) { 0 });
}

void
atlas_check_risk_reduction (AtlasCheckRun *run)
{
  for_each_at_tier (run, 3, look_for_risk_reduction);
}

static void
look_for_apdr (AtlasCheckRun *run,
               AtlasReferral *referral)
{
  if (!is_early_years (run, referral) && atlas_check_plan (run, NULL, "apdr") == NULL)
    atlas_check_add (run, referral, referral->received, (AtlasCheckFacts) { 0 });
}

void
atlas_check_apdr (AtlasCheckRun *run)
{
  for_each_at_tier (run, 3, look_for_apdr);
}

/* Two to one support is given at tier 3 as intensified outreach, or where an adult is named. */
static void
look_for_two_adults (AtlasCheckRun *run,
                     AtlasReferral *referral)
{
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (atlas_check_is_blank (referral->adult_one) && atlas_check_is_blank (referral->adult_two) &&
      g_strcmp0 (referral->kind, "intensified-outreach") != 0)
    return;
  if (atlas_check_is_blank (referral->adult_one))
    missing |= ATLAS_MISSING_ADULT;
  if (atlas_check_is_blank (referral->adult_two))
    missing |= ATLAS_MISSING_SECOND_ADULT;
  if (missing == ATLAS_MISSING_NOTHING &&
      (atlas_check_is_blank (referral->employer_one) ||
       atlas_check_is_blank (referral->employer_two) ||
       g_strcmp0 (referral->employer_one, referral->employer_two) == 0))
    missing |= ATLAS_MISSING_OTHER_EMPLOYER;

  atlas_check_add_missing (run, referral, referral->received, missing);
}

void
atlas_check_two_adults (AtlasCheckRun *run)
{
  for_each_at_tier (run, 3, look_for_two_adults);
}

static void
look_at_tier_4 (AtlasCheckRun *run,
                AtlasReferral *referral)
{
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (referral->history_reviewed == ATLAS_DATE_NONE)
    missing |= ATLAS_MISSING_HISTORY;
  if (atlas_check_is_blank (referral->intended))
    missing |= ATLAS_MISSING_INTENDED;
  if (referral->planned_end == ATLAS_DATE_NONE)
    missing |= ATLAS_MISSING_PLANNED_END;

  atlas_check_add_missing (run, referral, referral->received, missing);
}

void
atlas_check_tier_4 (AtlasCheckRun *run)
{
  for_each_at_tier (run, 4, look_at_tier_4);
}

static void
look_at_early_years_tier (AtlasCheckRun *run,
                          AtlasReferral *referral)
{
  if (referral->tier > EARLY_YEARS_TIERS && is_early_years (run, referral))
    atlas_check_add (run, referral, referral->received,
                     (AtlasCheckFacts) { .count = (int) referral->tier,
                                         .limit = EARLY_YEARS_TIERS });
}

void
atlas_check_early_years_tier (AtlasCheckRun *run)
{
  for_each_at_tier (run, 0, look_at_early_years_tier);
}

static void
look_at_early_years_plan (AtlasCheckRun *run,
                          AtlasReferral *referral)
{
  if (is_early_years (run, referral) && atlas_check_plan (run, "behaviour", NULL) == NULL)
    atlas_check_add (run, referral, referral->received, (AtlasCheckFacts) { 0 });
}

void
atlas_check_early_years_plan (AtlasCheckRun *run)
{
  for_each_at_tier (run, EARLY_YEARS_TIERS, look_at_early_years_plan);
}

static void
look_for_views (AtlasCheckRun *run,
                AtlasReferral *referral)
{
  const AtlasChild *child = run->file->child;
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (child == NULL || g_strcmp0 (referral->step, "panel") != 0)
    return;
  if (atlas_check_is_blank (child->child_view))
    missing |= ATLAS_MISSING_CHILD_VIEW;
  if (atlas_check_is_blank (child->family_view))
    missing |= ATLAS_MISSING_FAMILY_VIEW;

  atlas_check_add_missing (run, referral, referral->step_on, missing);
}

void
atlas_check_views (AtlasCheckRun *run)
{
  for_each_at_tier (run, 0, look_for_views);
}

/* What nobody can go on without is seen on the page; views have a rule of their own. */
static void
look_for_needs (AtlasCheckRun *run,
                AtlasReferral *referral)
{
  const AtlasStepRule *rule = atlas_step_rule_find (referral->step);
  AtlasStepCase of = {
    .referral = referral, .child = run->file->child, .passed = run->file->passed,
  };
  g_autoptr(GPtrArray) missing = rule != NULL ? atlas_step_missing (rule, &of)
                                              : g_ptr_array_new ();

  for (guint i = 0; i < missing->len; i++)
    {
      const AtlasStepNeed *need = g_ptr_array_index (missing, i);

      if (need->check == NULL || g_str_equal (need->check, "views"))
        continue;
      atlas_check_add (run, referral, referral->step_on, (AtlasCheckFacts) { 0 });
      return;
    }
}

void
atlas_check_step_needs (AtlasCheckRun *run)
{
  for_each_at_tier (run, 0, look_for_needs);
}

/* A child who has an EHC plan has had its paperwork. */
static void
look_at_tier_3_checks (AtlasCheckRun *run,
                       AtlasReferral *referral)
{
  const AtlasChild *child = run->file->child;
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (referral->teaching_checked == ATLAS_DATE_NONE)
    missing |= ATLAS_MISSING_TEACHING_CHECK;
  if (referral->hlta_seen == ATLAS_DATE_NONE)
    missing |= ATLAS_MISSING_HLTA;
  if (referral->paperwork_collated == ATLAS_DATE_NONE &&
      atlas_check_plan (run, NULL, "ehc-paperwork") == NULL &&
      (child == NULL || !atlas_check_is_one_of (child->sen, "E S")))
    missing |= ATLAS_MISSING_PAPERWORK;

  atlas_check_add_missing (run, referral, referral->received, missing);
}

void
atlas_check_tier_3_checks (AtlasCheckRun *run)
{
  for_each_at_tier (run, 3, look_at_tier_3_checks);
}

/* The plan of a kind that assesses risk, shared with most people; any of them may be the one. */
static AtlasMissing
missing_of_risk_assessment (AtlasCheckRun *run)
{
  AtlasMissing best = ATLAS_MISSING_RISK_ASSESSMENT;

  for (guint i = 0; i < run->file->plans->len; i++)
    {
      const AtlasPlan *plan = g_ptr_array_index (run->file->plans, i);
      AtlasMissing missing = ATLAS_MISSING_NOTHING;

      if (plan->made > run->on || !atlas_check_goes_on (plan->ended, run->on) ||
          !atlas_check_is_one_of (plan->kind, "risk-assessment risk-management risk-reduction"))
        continue;
      if (!atlas_check_has (plan->shared_with, "child"))
        missing |= ATLAS_MISSING_WITH_CHILD;
      if (!atlas_check_has (plan->shared_with, "family"))
        missing |= ATLAS_MISSING_WITH_FAMILY;
      if (!atlas_check_has (plan->shared_with, "home-school") &&
          !atlas_check_has (plan->shared_with, "provision"))
        missing |= ATLAS_MISSING_WITH_STAFF;
      if (best == ATLAS_MISSING_RISK_ASSESSMENT || (missing & best) == missing)
        best = missing;
    }

  return best;
}

/* Asked once a dangerous event is on record: the newest of the last year. */
void
atlas_check_risk_assessment (AtlasCheckRun *run)
{
  AtlasIncident *last = NULL;

  for (guint i = 0; i < run->file->incidents->len; i++)
    {
      AtlasIncident *incident = g_ptr_array_index (run->file->incidents, i);

      if (g_strcmp0 (incident->severity, "dangerous") == 0 &&
          atlas_check_in_last_year (run, incident->on) &&
          (last == NULL || incident->on >= last->on))
        last = incident;
    }

  if (last != NULL)
    atlas_check_add_missing (run, last, last->on, missing_of_risk_assessment (run));
}

/* The first hearing that left a referral undecided, since the last one that decided it. */
static AtlasDate
find_first_hearing (AtlasCheckRun *run,
                    AtlasReferral *referral)
{
  const char *id = atlas_record_get_id ((AtlasRecord *) referral);
  AtlasDate decided = ATLAS_DATE_NONE;
  AtlasDate first = ATLAS_DATE_NONE;

  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < run->file->decisions->len; i++)
      {
        const AtlasDecision *decision = g_ptr_array_index (run->file->decisions, i);
        gboolean is_put_off = atlas_check_is_one_of (decision->kind, "ask deferred");

        if (g_strcmp0 (decision->referral, id) != 0 || decision->on > run->on)
          continue;
        if (pass == 0 && !is_put_off)
          decided = MAX (decided, decision->on);
        if (pass == 1 && is_put_off && decision->on > decided &&
            (first == ATLAS_DATE_NONE || decision->on < first))
          first = decision->on;
      }

  return first;
}

static void
look_at_decision (AtlasCheckRun *run,
                  AtlasReferral *referral)
{
  AtlasDate first = find_first_hearing (run, referral);

  if (first != ATLAS_DATE_NONE && run->on - first > run->threshold &&
      atlas_check_is_one_of (referral->step, "sent looked-at panel waiting"))
    atlas_check_add (run, referral, first,
                     (AtlasCheckFacts) { .count = run->on - first, .limit = run->threshold,
                                         .day = first });
}

void
atlas_check_decision_waits (AtlasCheckRun *run)
{
  for_each_at_tier (run, 0, look_at_decision);
}

void
atlas_check_upn (AtlasCheckRun *run)
{
  AtlasChild *child = run->file->child;

  if (child != NULL && !atlas_check_is_blank (child->upn) && !atlas_upn_is_valid (child->upn))
    atlas_check_add (run, child, run->on, (AtlasCheckFacts) { 0 });
}

void
atlas_check_duplicate (AtlasCheckRun *run)
{
  AtlasChild *child = run->file->child;

  if (child != NULL &&
      atlas_background_twin (run->background, atlas_record_get_id ((AtlasRecord *) child)) != NULL)
    atlas_check_add (run, child, run->on, (AtlasCheckFacts) { 0 });
}

/*
 * One main registration at a time: C stands alone, M goes with S. Guests and colleges do not
 * count (Common Basic Data Set, enrolment status).
 */
void
atlas_check_two_registrations (AtlasCheckRun *run)
{
  AtlasRegistration *second = NULL;
  int n_main = 0;
  int n_current = 0;

  for (guint i = 0; i < run->file->registrations->len; i++)
    {
      AtlasRegistration *registration = g_ptr_array_index (run->file->registrations, i);

      if (!atlas_date_range_contains (registration->valid, run->on) ||
          !atlas_check_is_one_of (registration->enrolment, "C M S"))
        continue;
      n_current++;
      n_main += !g_str_equal (registration->enrolment, "S");
      if (second == NULL || registration->valid.from >= second->valid.from)
        second = registration;
    }

  if (n_main > 1)
    atlas_check_add (run, second, run->on, (AtlasCheckFacts) { .count = n_current, .limit = 1 });
}
