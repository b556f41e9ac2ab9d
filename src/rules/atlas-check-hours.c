/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hours a week, and timetables that are not full-time. */
#include "config.h"

#include "rules/atlas-check-private.h"

#include "rules/atlas-hours.h"
#include "rules/atlas-school-year.h"

#define WEEK_DAYS 7

/* A week of a child's: a timetable, or a placement that says its hours without one. */
typedef struct {
  AtlasRecord *record;
  AtlasDate    from;
  const char  *referral;
  double       hours;
  gboolean     is_part_time;
} Week;

typedef void (*WeekFunc) (AtlasCheckRun *run,
                          const Week    *week);

static gboolean
has_timetable (AtlasCheckRun  *run,
               AtlasPlacement *placement)
{
  for (guint i = 0; i < run->file->timetables->len; i++)
    {
      const AtlasTimetable *timetable = g_ptr_array_index (run->file->timetables, i);

      if (timetable->starts <= run->on && atlas_check_goes_on (timetable->ended, run->on) &&
          (timetable->placement == NULL ||
           g_strcmp0 (timetable->placement,
                      atlas_record_get_id ((AtlasRecord *) placement)) == 0))
        return TRUE;
    }

  return FALSE;
}

static void
for_each_week (AtlasCheckRun *run,
               WeekFunc       look)
{
  for (guint i = 0; i < run->file->timetables->len; i++)
    {
      AtlasTimetable *timetable = g_ptr_array_index (run->file->timetables, i);
      Week week = {
        (AtlasRecord *) timetable, timetable->starts, timetable->referral,
        atlas_check_hours (run, timetable), g_strcmp0 (timetable->kind, "part-time") == 0,
      };

      if (week.hours > 0 && atlas_check_goes_on (timetable->ended, run->on))
        look (run, &week);
    }

  for (guint i = 0; i < run->file->placements->len; i++)
    {
      AtlasPlacement *placement = g_ptr_array_index (run->file->placements, i);
      Week week = {
        (AtlasRecord *) placement, placement->starts, placement->referral,
        atlas_check_number (placement->hours_per_week), FALSE,
      };

      if (week.hours > 0 && atlas_check_goes_on (placement->ended, run->on) &&
          !has_timetable (run, placement))
        look (run, &week);
    }
}

/* Support that leaves the child in the own school is no week of its own. */
static gboolean
is_whole_week (AtlasCheckRun *run,
               const Week    *week)
{
  const char *service;

  if (atlas_record_get_record_type (week->record) != &atlas_placement_type)
    return TRUE;

  service = atlas_check_service (run, (const AtlasPlacement *) week->record);
  return !atlas_check_is_one_of (service,
                                 "advice outreach extended-roll outreach-roll dual respite");
}

/* What full-time is for a child whose week, by a referral, begins on a day. */
const AtlasHours *
atlas_check_hours_row (const AtlasCheckRun *run,
                       const char          *referral_id,
                       AtlasDate            from)
{
  const AtlasReferral *referral = atlas_check_referral (run, referral_id);
  int stage = atlas_key_stage (atlas_check_year_group (run, from));
  const AtlasHours *row = NULL;

  if (referral != NULL && referral->tier == 3)
    row = atlas_hours_find (ATLAS_HOURS_TIER_3, stage, from);

  return row != NULL ? row : atlas_hours_find (ATLAS_HOURS_ANYBODY, stage, from);
}

static void
add_hours (AtlasCheckRun    *run,
           const Week       *week,
           const AtlasHours *row)
{
  atlas_check_add (run, week->record, week->from,
                   (AtlasCheckFacts) { .hours = week->hours, .least = row->least,
                                       .most = row->most });
}

/*
 * Less than full-time is a part-time timetable, which has checks of its own. Since 2020 the family
 * may agree to less at tier 3; the agreement then stands with the part-time timetable.
 */
static void
look_for_too_few (AtlasCheckRun *run,
                  const Week    *week)
{
  const AtlasHours *row = atlas_check_hours_row (run, week->referral, week->from);

  if (row == NULL || week->hours >= row->least || !is_whole_week (run, week) ||
      (week->is_part_time &&
       (row->whom != ATLAS_HOURS_TIER_3 ||
        (run->rule->to == NULL &&
         atlas_check_agreed (run, "family", week->record, week->referral)))))
    return;

  add_hours (run, week, row);
}

void
atlas_check_hours_under (AtlasCheckRun *run)
{
  for_each_week (run, look_for_too_few);
}

static void
look_for_too_many (AtlasCheckRun *run,
                   const Week    *week)
{
  const AtlasHours *row = atlas_check_hours_row (run, week->referral, week->from);

  if (row != NULL && row->most > 0 && week->hours > row->most &&
      week->hours <= ATLAS_HOURS_POSSIBLE)
    add_hours (run, week, row);
}

void
atlas_check_hours_over (AtlasCheckRun *run)
{
  for_each_week (run, look_for_too_many);
}

static void
look_for_impossible (AtlasCheckRun *run,
                     const Week    *week)
{
  if (week->hours > ATLAS_HOURS_POSSIBLE)
    atlas_check_add (run, week->record, week->from,
                     (AtlasCheckFacts) { .hours = week->hours, .most = ATLAS_HOURS_POSSIBLE });
}

void
atlas_check_hours_not_possible (AtlasCheckRun *run)
{
  for_each_week (run, look_for_impossible);
}

static void
look_at_social_worker (AtlasCheckRun *run,
                       const Week    *week)
{
  int stage = atlas_key_stage (atlas_check_year_group (run, week->from));
  const AtlasHours *row = atlas_hours_find (ATLAS_HOURS_SOCIAL_WORKER, stage, week->from);

  if (row != NULL && week->hours < row->least && is_whole_week (run, week) &&
      atlas_check_has_care (run, "CLA PLA CSW", week->from))
    add_hours (run, week, row);
}

void
atlas_check_hours_social_worker (AtlasCheckRun *run)
{
  for_each_week (run, look_at_social_worker);
}

static void
for_each_part_time (AtlasCheckRun *run,
                    void (        *look ) (AtlasCheckRun  *run,
                                           AtlasTimetable *timetable))
{
  for (guint i = 0; i < run->file->timetables->len; i++)
    {
      AtlasTimetable *timetable = g_ptr_array_index (run->file->timetables, i);

      if (g_strcmp0 (timetable->kind, "part-time") == 0 &&
          atlas_check_goes_on (timetable->ended, run->on))
        look (run, timetable);
    }
}

static void
look_at_part_time (AtlasCheckRun  *run,
                   AtlasTimetable *timetable)
{
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (timetable->ends == ATLAS_DATE_NONE)
    missing |= ATLAS_MISSING_PLANNED_END;
  if (!atlas_check_agreed (run, "family", timetable, timetable->referral))
    missing |= ATLAS_MISSING_FAMILY;
  if (timetable->review_by == ATLAS_DATE_NONE)
    missing |= ATLAS_MISSING_REVIEW;

  atlas_check_add_missing (run, timetable, timetable->starts, missing);
}

void
atlas_check_part_time (AtlasCheckRun *run)
{
  for_each_part_time (run, look_at_part_time);
}

static void
look_at_papers (AtlasCheckRun  *run,
                AtlasTimetable *timetable)
{
  AtlasMissing missing = ATLAS_MISSING_NOTHING;

  if (!timetable->risk_assessed)
    missing |= ATLAS_MISSING_RISK_ASSESSMENT;
  if (atlas_check_plan (run, "inclusion", NULL) == NULL)
    missing |= ATLAS_MISSING_INCLUSION_PLAN;

  atlas_check_add_missing (run, timetable, timetable->starts, missing);
}

void
atlas_check_part_time_papers (AtlasCheckRun *run)
{
  for_each_part_time (run, look_at_papers);
}

static void
look_at_reason (AtlasCheckRun  *run,
                AtlasTimetable *timetable)
{
  if (g_strcmp0 (timetable->reason, "behaviour") == 0)
    atlas_check_add (run, timetable, timetable->starts, (AtlasCheckFacts) { 0 });
}

void
atlas_check_part_time_behaviour (AtlasCheckRun *run)
{
  for_each_part_time (run, look_at_reason);
}

static void
look_at_length (AtlasCheckRun  *run,
                AtlasTimetable *timetable)
{
  int weeks = (run->on - timetable->starts) / WEEK_DAYS;

  if (weeks > run->threshold)
    atlas_check_add (run, timetable, timetable->starts,
                     (AtlasCheckFacts) { .count = weeks, .limit = run->threshold });
}

void
atlas_check_part_time_length (AtlasCheckRun *run)
{
  for_each_part_time (run, look_at_length);
}
