/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exclusions, managed moves and events. */
#include "config.h"

#include "rules/atlas-check-private.h"

#include "rules/atlas-day6.h"
#include "rules/atlas-groups.h"
#include "rules/atlas-roll.h"
#include "rules/atlas-school-year.h"

#define SESSIONS_IN_DAY     2
#define SUSPENSION_DAYS_CAP 45  /* school days in a school year: SI 2012/1033 */
#define AMBER_DAYS          2   /* school days before Day 6: strategy of April 2016, 4.2.6 */
#define WEEK_DAYS           7
#define TIER_OF_CONCERN     3   /* strategy of April 2016, 4.1.5 with appendix 4 */

static gboolean
is_kind (const AtlasExclusion *exclusion,
         const char           *kinds)
{
  return exclusion->cancelled == ATLAS_DATE_NONE && atlas_check_is_one_of (exclusion->kind, kinds);
}

void
atlas_check_virtual_school (AtlasCheckRun *run)
{
  for (guint i = 0; i < run->file->exclusions->len; i++)
    {
      AtlasExclusion *exclusion = g_ptr_array_index (run->file->exclusions, i);

      if (is_kind (exclusion, "PERM SUSP") && atlas_check_in_last_year (run, exclusion->from) &&
          atlas_check_has_care (run, "CLA PLA CSW", exclusion->from) &&
          (exclusion->virtual_school_asked == ATLAS_DATE_NONE ||
           exclusion->virtual_school_asked > exclusion->from))
        atlas_check_add (run, exclusion, exclusion->from,
                         (AtlasCheckFacts) { .day = exclusion->virtual_school_asked });
    }
}

/* Suspended days of the school year of @run's day; a lunchtime is half a day. */
void
atlas_check_suspension_cap (AtlasCheckRun *run)
{
  int year = atlas_academic_year (run->on);
  AtlasExclusion *last = NULL;
  int sessions = 0;

  for (guint i = 0; i < run->file->exclusions->len; i++)
    {
      AtlasExclusion *exclusion = g_ptr_array_index (run->file->exclusions, i);

      if (!is_kind (exclusion, "SUSP LNCH") || exclusion->from > run->on ||
          atlas_academic_year (exclusion->from) != year)
        continue;
      sessions += (int) exclusion->sessions;
      if (last == NULL || exclusion->from >= last->from)
        last = exclusion;
    }

  if (sessions > SUSPENSION_DAYS_CAP * SESSIONS_IN_DAY)
    atlas_check_add (run, last, last->from,
                     (AtlasCheckFacts) {
      .count = (sessions + SESSIONS_IN_DAY - 1) / SESSIONS_IN_DAY,
      .limit = SUSPENSION_DAYS_CAP
    });
}

static gboolean
has_plan_since (AtlasCheckRun *run,
                AtlasDate      day)
{
  for (guint i = 0; i < run->file->plans->len; i++)
    {
      const AtlasPlan *plan = g_ptr_array_index (run->file->plans, i);

      if (plan->made >= day && plan->made <= run->on)
        return TRUE;
    }
  for (guint i = 0; i < run->file->reviews->len; i++)
    {
      const AtlasReview *review = g_ptr_array_index (run->file->reviews, i);

      if (g_strcmp0 (review->kind, "plan") == 0 && review->held >= day &&
          review->held <= run->on)
        return TRUE;
    }

  return FALSE;
}

/* As many suspensions as the county says, and no plan made or reviewed since the last of them. */
void
atlas_check_suspensions (AtlasCheckRun *run)
{
  AtlasDate since = atlas_date_add_months (run->on, -run->rule->within);
  AtlasExclusion *last = NULL;
  int n = 0;

  for (guint i = 0; i < run->file->exclusions->len; i++)
    {
      AtlasExclusion *exclusion = g_ptr_array_index (run->file->exclusions, i);

      if (!is_kind (exclusion, "SUSP") || exclusion->from > run->on || exclusion->from <= since)
        continue;
      n++;
      if (last == NULL || exclusion->from >= last->from)
        last = exclusion;
    }

  if (n >= run->threshold && !has_plan_since (run, last->from))
    atlas_check_add (run, last, last->from,
                     (AtlasCheckFacts) { .count = n, .limit = run->threshold });
}

/* A place counts when it is accepted or taken up, and starts in time. */
static gboolean
has_place_by (AtlasCheckRun  *run,
              AtlasExclusion *exclusion,
              AtlasDate       due)
{
  for (guint i = 0; i < run->file->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (run->file->placements, i);

      if (placement->starts <= due && atlas_check_goes_on (placement->ended, exclusion->from))
        return TRUE;
    }
  for (guint i = 0; i < run->file->offers->len; i++)
    {
      const AtlasOffer *offer = g_ptr_array_index (run->file->offers, i);

      if (atlas_check_is_one_of (offer->step, "offered accepted") &&
          offer->starts != ATLAS_DATE_NONE && offer->starts >= exclusion->from &&
          offer->starts <= due)
        return TRUE;
    }

  return FALSE;
}

static void
look_at_permanent (AtlasCheckRun  *run,
                   AtlasExclusion *exclusion)
{
  g_autoptr(AtlasDayCount) count = NULL;
  AtlasDaySession session = ATLAS_DAY_SESSION_AM;
  AtlasDate amber;

  if (!is_kind (exclusion, "PERM") || !atlas_check_in_last_year (run, exclusion->from) ||
      exclusion->education_started != ATLAS_DATE_NONE ||
      g_strcmp0 (exclusion->board_decision, "reinstated") == 0)
    return;

  atlas_day_session_parse (exclusion->session, &session);
  count = atlas_day6_count (run->calendar, exclusion->from, session);
  if (count->due == ATLAS_DATE_NONE)
    return;

  amber = g_array_index (count->days, AtlasDate, count->days->len - 1 - AMBER_DAYS);
  if (run->on >= amber && !has_place_by (run, exclusion, count->due))
    atlas_check_add (run, exclusion, exclusion->from, (AtlasCheckFacts) { .day = count->due });
}

void
atlas_check_pex_place (AtlasCheckRun *run)
{
  int year_group = atlas_check_year_group (run, run->on);

  if (run->calendar == NULL || atlas_phase (year_group) == ATLAS_PHASE_POST_16)
    return;

  for (guint i = 0; i < run->file->exclusions->len; i++)
    look_at_permanent (run, g_ptr_array_index (run->file->exclusions, i));
}

/*
 * The last day of the child's registration at the school that excluded; none while it goes on, or
 * where nothing is known of it. One registration that follows another is the same stay.
 */
static AtlasDate
last_day_on_register (AtlasCheckRun  *run,
                      AtlasExclusion *exclusion)
{
  AtlasDate last = ATLAS_DATE_NONE;

  for (guint i = 0; i < run->file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (run->file->registrations, i);

      if (exclusion->establishment == NULL ||
          g_strcmp0 (one->establishment, exclusion->establishment) != 0 ||
          !atlas_check_is_one_of (one->enrolment, "C M S"))
        continue;
      if (atlas_check_goes_on (one->valid.to, run->on))
        return ATLAS_DATE_NONE;
      last = MAX (last, one->valid.to);
    }

  return last;
}

void
atlas_check_early_removal (AtlasCheckRun *run)
{
  for (guint i = 0; run->calendar != NULL && i < run->file->exclusions->len; i++)
    {
      AtlasExclusion *exclusion = g_ptr_array_index (run->file->exclusions, i);
      AtlasRoll roll = atlas_roll_after_exclusion (exclusion, run->calendar, run->on);
      AtlasDate left = last_day_on_register (run, exclusion);

      if (roll.state == ATLAS_ROLL_NOT_ASKED || left == ATLAS_DATE_NONE ||
          left < exclusion->from || !atlas_check_in_last_year (run, exclusion->from))
        continue;
      if (roll.until == ATLAS_DATE_NONE || left < roll.until)
        atlas_check_add (run, exclusion, exclusion->from, (AtlasCheckFacts) { .day = left });
    }
}

static gboolean
had_plan_on (AtlasCheckRun *run,
             AtlasDate      day)
{
  for (guint i = 0; i < run->file->plans->len; i++)
    {
      const AtlasPlan *plan = g_ptr_array_index (run->file->plans, i);

      if (plan->made <= day && atlas_check_goes_on (plan->ended, day))
        return TRUE;
    }

  return FALSE;
}

void
atlas_check_protected_groups (AtlasCheckRun *run)
{
  for (guint i = 0; i < run->file->exclusions->len; i++)
    {
      AtlasExclusion *exclusion = g_ptr_array_index (run->file->exclusions, i);
      AtlasGroups groups = atlas_groups_of_child (run->file->child, exclusion->from);

      if (is_kind (exclusion, "PERM SUSP") && groups != ATLAS_GROUP_NONE &&
          atlas_check_in_last_year (run, exclusion->from) && !had_plan_on (run, exclusion->from))
        atlas_check_add (run, exclusion, exclusion->from,
                         (AtlasCheckFacts) { .count = (int) groups, .day = exclusion->from });
    }
}

static AtlasDate
day_of_move (const AtlasManagedMove *move)
{
  return move->starts != ATLAS_DATE_NONE ? move->starts : move->agreed;
}

static void
for_each_move (AtlasCheckRun *run,
               void (        *look ) (AtlasCheckRun    *run,
                                      AtlasManagedMove *move))
{
  for (guint i = 0; i < run->file->moves->len; i++)
    {
      AtlasManagedMove *move = g_ptr_array_index (run->file->moves, i);

      if (atlas_check_goes_on (move->ended, run->on))
        look (run, move);
    }
}

static void
look_for_consents (AtlasCheckRun    *run,
                   AtlasManagedMove *move)
{
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (!atlas_check_agreed (run, "family", move, move->referral))
    missing |= ATLAS_MISSING_FAMILY;
  if (!atlas_check_agreed (run, "home-school", move, move->referral))
    missing |= ATLAS_MISSING_HOME_SCHOOL;
  if (!atlas_check_agreed (run, "receiving-school", move, move->referral))
    missing |= ATLAS_MISSING_RECEIVING_SCHOOL;

  atlas_check_add_missing (run, move, day_of_move (move), missing);
}

void
atlas_check_move_consents (AtlasCheckRun *run)
{
  for_each_move (run, look_for_consents);
}

static void
look_for_same_school (AtlasCheckRun    *run,
                      AtlasManagedMove *move)
{
  if (move->from_school != NULL && g_strcmp0 (move->from_school, move->to_school) == 0)
    atlas_check_add (run, move, day_of_move (move), (AtlasCheckFacts) { 0 });
}

void
atlas_check_move_same_school (AtlasCheckRun *run)
{
  for_each_move (run, look_for_same_school);
}

static void
look_for_trial (AtlasCheckRun    *run,
                AtlasManagedMove *move)
{
  if (move->trial)
    atlas_check_add (run, move, day_of_move (move), (AtlasCheckFacts) { 0 });
}

void
atlas_check_move_trial (AtlasCheckRun *run)
{
  for_each_move (run, look_for_trial);
}

static void
for_each_incident (AtlasCheckRun *run,
                   const char    *kind,
                   void (        *look ) (AtlasCheckRun *run,
                                          AtlasIncident *incident))
{
  for (guint i = 0; i < run->file->incidents->len; i++)
    {
      AtlasIncident *incident = g_ptr_array_index (run->file->incidents, i);

      if (g_strcmp0 (incident->kind, kind) == 0 && atlas_check_in_last_year (run, incident->on))
        look (run, incident);
    }
}

static void
look_at_informal (AtlasCheckRun *run,
                  AtlasIncident *incident)
{
  atlas_check_add (run, incident, incident->on, (AtlasCheckFacts) { .day = incident->on });
}

void
atlas_check_informal (AtlasCheckRun *run)
{
  for_each_incident (run, "informal", look_at_informal);
}

static void
look_at_home_education (AtlasCheckRun *run,
                        AtlasIncident *incident)
{
  AtlasDate since = incident->on - run->threshold * WEEK_DAYS;

  for (guint i = 0; i < run->file->referrals->len; i++)
    {
      const AtlasReferral *referral = g_ptr_array_index (run->file->referrals, i);

      if (referral->tier < TIER_OF_CONCERN || referral->received == ATLAS_DATE_NONE ||
          referral->received > incident->on ||
          (!atlas_check_is_open (referral) && referral->received < since))
        continue;

      atlas_check_add (run, incident, incident->on,
                       (AtlasCheckFacts) { .count = (int) referral->tier, .day = incident->on });
      return;
    }
}

void
atlas_check_home_education (AtlasCheckRun *run)
{
  for_each_incident (run, "home-education", look_at_home_education);
}

static void
look_at_home_meeting (AtlasCheckRun *run,
                      AtlasIncident *incident)
{
  const AtlasChild *child = run->file->child;

  if (incident->meeting == ATLAS_DATE_NONE && child != NULL &&
      (atlas_check_is_one_of (child->sen, "K E") ||
       atlas_check_has_care (run, "CLA PLA CSW", incident->on)))
    atlas_check_add (run, incident, incident->on, (AtlasCheckFacts) { .day = incident->on });
}

void
atlas_check_home_meeting (AtlasCheckRun *run)
{
  for_each_incident (run, "home-education", look_at_home_meeting);
}

static void
look_at_attendance_told (AtlasCheckRun *run,
                         AtlasIncident *incident)
{
  if (atlas_check_has_care (run, "CLA PLA CSW", incident->on) &&
      !atlas_check_has (incident->told, "social-worker"))
    atlas_check_add_missing (run, incident, incident->on, ATLAS_MISSING_SOCIAL_WORKER);
}

void
atlas_check_attendance_told (AtlasCheckRun *run)
{
  for_each_incident (run, "attendance", look_at_attendance_told);
}

/* One finding a child: the sessions of the last year, at the newest of them. */
void
atlas_check_code_b (AtlasCheckRun *run)
{
  AtlasAttendance *last = NULL;
  int n = 0;

  for (guint i = 0; i < run->file->attendances->len; i++)
    {
      AtlasAttendance *attendance = g_ptr_array_index (run->file->attendances, i);

      if (g_strcmp0 (attendance->code, "B") != 0 || attendance->provision != NULL ||
          !atlas_check_in_last_year (run, attendance->on))
        continue;
      n++;
      if (last == NULL || attendance->on >= last->on)
        last = attendance;
    }

  if (last != NULL)
    atlas_check_add (run, last, last->on, (AtlasCheckFacts) { .count = n, .day = last->on });
}
