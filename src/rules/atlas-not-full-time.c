/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-not-full-time.h"

#include "rules/atlas-check-private.h"
#include "rules/atlas-clocks-private.h"
#include "rules/atlas-school-year.h"
#include "rules/atlas-waiting.h"

/* Suspensions end with the school year, at the latest: at most 45 school days in one. */
#define SUSPENSION_DAYS 365

/* How old the last day in the register may be and still say something of today: four weeks. */
#define REGISTER_DAYS 28

#define ROLLS        "C M S G F O" /* every registration but a previous one */
#define SCHOOL_ROLLS "C M"

/* A child's case that is looked at, and what was found. */
typedef struct {
  AtlasCheckRun             run;
  const AtlasClockSetting  *setting;
  const AtlasCheckSettings *settings;
  GArray                   *reasons;    /* (element-type AtlasNotFullTimeReason) */
} Look;

static AtlasNotFullTimeReason *
add (Look            *look,
     AtlasNotFullTime why,
     gpointer         record,
     AtlasDate        since)
{
  AtlasNotFullTimeReason reason = { .why = why, .since = since };

  reason.source = atlas_not_full_time_rule (why)->source;
  if (record != NULL)
    {
      reason.type = atlas_record_get_record_type (record);
      g_strlcpy (reason.record, atlas_record_get_id (record), sizeof reason.record);
    }
  g_array_append_val (look->reasons, reason);

  return &g_array_index (look->reasons, AtlasNotFullTimeReason, look->reasons->len - 1);
}

/* Where the child is, was or has to be: the provision, else the school. */
static void
name_place (AtlasNotFullTimeReason *reason,
            const char             *provision,
            const char             *establishment)
{
  const char *place = provision != NULL ? provision : establishment;

  if (place == NULL)
    return;

  reason->place_type = provision != NULL ? &atlas_provision_type : &atlas_establishment_type;
  g_strlcpy (reason->place, place, sizeof reason->place);
}

static gboolean
has_begun (AtlasDate day,
           AtlasDate on)
{
  return day != ATLAS_DATE_NONE && day <= on;
}

static gboolean
is_running (AtlasDate from,
            AtlasDate ended,
            AtlasDate on)
{
  return has_begun (from, on) && atlas_check_goes_on (ended, on);
}

/* A registration of one of the codes, in force on the day. */
static gboolean
is_on_roll (const Look              *look,
            const AtlasRegistration *registration,
            const char              *codes)
{
  return atlas_check_is_one_of (registration->enrolment, codes) &&
         atlas_date_range_contains (registration->valid, look->run.on);
}

/*
 * The record of the child says at which school the child is now. It counts for every day, unless
 * registrations say when.
 */
static const char *
present_school (const Look *look)
{
  const AtlasCase *file = look->run.file;

  for (guint i = 0; i < file->registrations->len; i++)
    {
      const AtlasRegistration *registration = g_ptr_array_index (file->registrations, i);

      if (registration->establishment != NULL &&
          atlas_check_is_one_of (registration->enrolment, SCHOOL_ROLLS))
        return NULL;
    }

  return atlas_check_is_one_of (file->child->enrolment, "none P") ? NULL
                                                                  : file->child->establishment;
}

static gboolean
has_roll (const Look *look)
{
  const AtlasCase *file = look->run.file;

  for (guint i = 0; i < file->registrations->len; i++)
    if (is_on_roll (look, g_ptr_array_index (file->registrations, i), ROLLS))
      return TRUE;

  return present_school (look) != NULL;
}

/* Whether another school has had the child on its roll since a permanent exclusion. */
static gboolean
has_new_school (const Look           *look,
                const AtlasExclusion *exclusion)
{
  const AtlasCase *file = look->run.file;
  const char *present = present_school (look);

  for (guint i = 0; i < file->registrations->len; i++)
    {
      const AtlasRegistration *registration = g_ptr_array_index (file->registrations, i);

      if (registration->establishment != NULL && registration->valid.from >= exclusion->from &&
          registration->valid.from <= look->run.on &&
          atlas_check_is_one_of (registration->enrolment, SCHOOL_ROLLS) &&
          g_strcmp0 (registration->establishment, exclusion->establishment) != 0)
        return TRUE;
    }

  return present != NULL && exclusion->establishment != NULL &&
         g_strcmp0 (present, exclusion->establishment) != 0;
}

static void
look_for_permanent (Look *look)
{
  const AtlasCase *file = look->run.file;
  AtlasExclusion *last = NULL;

  for (guint i = 0; i < file->exclusions->len; i++)
    {
      AtlasExclusion *exclusion = g_ptr_array_index (file->exclusions, i);

      if (!atlas_exclusion_stands (exclusion, look->run.on) ||
          g_strcmp0 (exclusion->kind, "PERM") != 0 ||
          !atlas_check_goes_on (atlas_exclusion_case (exclusion).to, look->run.on) ||
          has_begun (exclusion->education_started, look->run.on) ||
          has_new_school (look, exclusion))
        continue;
      if (last == NULL || exclusion->from > last->from)
        last = exclusion;
    }

  if (last != NULL)
    name_place (add (look, ATLAS_NOT_FULL_TIME_PERMANENT, last, last->from), NULL,
                last->establishment);
}

/* Whether an exclusion before this one is from the same school, so that it has been looked at. */
static gboolean
is_seen (const GPtrArray *exclusions,
         guint            index)
{
  const AtlasExclusion *one = g_ptr_array_index (exclusions, index);

  for (guint i = 0; i < index; i++)
    {
      const AtlasExclusion *before = g_ptr_array_index (exclusions, i);

      if (g_strcmp0 (before->establishment, one->establishment) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
look_at_school (Look       *look,
                const char *school)
{
  AtlasDate on = look->run.on;
  const AtlasExclusion *last = NULL;
  g_autoptr(AtlasDay6) day6 = atlas_clocks_day6 (look->run.file, look->setting, school, &last);

  if (day6 == NULL || g_strcmp0 (last->kind, "SUSP") != 0 || on - day6->from > SUSPENSION_DAYS ||
      !has_begun (day6->count->due, on) || !atlas_check_goes_on (day6->to, on) ||
      has_begun (day6->education_started, on))
    return;

  name_place (add (look, ATLAS_NOT_FULL_TIME_SUSPENDED, (gpointer) last, day6->from), NULL,
              school);
}

static void
look_for_suspended (Look *look)
{
  const GPtrArray *exclusions = look->run.file->exclusions;

  for (guint i = 0; i < exclusions->len; i++)
    {
      const AtlasExclusion *exclusion = g_ptr_array_index (exclusions, i);

      if (!is_seen (exclusions, i))
        look_at_school (look, exclusion->establishment);
    }
}

/* A school that was joined, once however often it was joined. */
static void
join (GPtrArray  *schools,
      const char *school,
      AtlasDate   day,
      AtlasDate  *last)
{
  if (school == NULL)
    return;

  *last = MAX (*last, day);
  for (guint i = 0; i < schools->len; i++)
    if (g_str_equal (g_ptr_array_index (schools, i), school))
      return;
  g_ptr_array_add (schools, (gpointer) school);
}

static gboolean
was_elsewhere_before (const AtlasCase         *file,
                      const AtlasRegistration *one)
{
  for (guint i = 0; i < file->registrations->len; i++)
    {
      const AtlasRegistration *other = g_ptr_array_index (file->registrations, i);

      if (other->establishment != NULL && other->valid.from < one->valid.from &&
          atlas_check_is_one_of (other->enrolment, SCHOOL_ROLLS) &&
          g_strcmp0 (other->establishment, one->establishment) != 0)
        return TRUE;
    }

  return FALSE;
}

/* Schools joined in the months up to the day that is asked about. */
static int
count_moves (const AtlasCheckRun *run,
             int                  months,
             AtlasDate           *last)
{
  const AtlasCase *file = run->file;
  AtlasDateRange days = { atlas_date_add_months (run->on, -months) + 1, run->on };
  g_autoptr(GPtrArray) schools = NULL;

  *last = ATLAS_DATE_NONE;
  if (file->moves->len + file->registrations->len == 0)
    return 0;

  schools = g_ptr_array_new ();
  for (guint i = 0; i < file->moves->len; i++)
    {
      const AtlasManagedMove *move = g_ptr_array_index (file->moves, i);

      if (move->starts != ATLAS_DATE_NONE && atlas_date_range_contains (days, move->starts))
        join (schools, move->to_school, move->starts, last);
    }
  for (guint i = 0; i < file->registrations->len; i++)
    {
      const AtlasRegistration *registration = g_ptr_array_index (file->registrations, i);

      if (registration->valid.from != ATLAS_DATE_NONE &&
          atlas_date_range_contains (days, registration->valid.from) &&
          atlas_check_is_one_of (registration->enrolment, SCHOOL_ROLLS) &&
          was_elsewhere_before (file, registration))
        join (schools, registration->establishment, registration->valid.from, last);
    }

  return (int) schools->len;
}

/* The check of this name counts as the list does. */
void
atlas_check_moves_often (AtlasCheckRun *run)
{
  AtlasDate last;
  int n = count_moves (run, run->rule->within, &last);

  if (run->file->child != NULL && n >= run->threshold)
    atlas_check_add (run, run->file->child, last,
                     (AtlasCheckFacts) { .count = n, .limit = run->threshold, .day = last });
}

static void
look_for_moves (Look *look)
{
  const AtlasCheckRule *rule = atlas_check_rule_find ("moves-often", look->run.on);
  AtlasDate last;
  int n;

  if (rule == NULL || !atlas_check_rule_is_on (rule, look->settings))
    return;

  n = count_moves (&look->run, rule->within, &last);
  if (n > 0 && n >= atlas_check_rule_threshold (rule, look->settings))
    add (look, ATLAS_NOT_FULL_TIME_MOVES, look->run.file->child, last)->count = n;
}

static void
look_for_part_time (Look *look)
{
  const AtlasCase *file = look->run.file;

  for (guint i = 0; i < file->timetables->len; i++)
    {
      AtlasTimetable *timetable = g_ptr_array_index (file->timetables, i);
      AtlasNotFullTimeReason *reason;

      if (g_strcmp0 (timetable->kind, "part-time") != 0 ||
          !is_running (timetable->starts, timetable->ended, look->run.on))
        continue;
      reason = add (look, ATLAS_NOT_FULL_TIME_PART_TIME, timetable, timetable->starts);
      reason->hours = atlas_check_hours (&look->run, timetable);
      name_place (reason, NULL, timetable->establishment);
    }
}

static void
take_hours (Look                  *look,
            const AtlasCheckFound *found)
{
  AtlasNotFullTimeReason *reason;

  if (found->event > look->run.on)
    return;

  reason = add (look, ATLAS_NOT_FULL_TIME_HOURS, found->record, found->event);
  reason->hours = found->facts.hours;
  reason->least = found->facts.least;
  reason->source = found->rule->source;
  if (atlas_record_get_record_type (found->record) == &atlas_placement_type)
    name_place (reason, ((AtlasPlacement *) found->record)->provision, NULL);
}

/* The check of full-time hours finds them, so that list and finding never differ. */
static void
look_for_hours (Look *look)
{
  g_autoptr(GPtrArray) found = NULL;
  AtlasCheckRun run = look->run;
  const AtlasCheckRule *rules;
  gsize n_rules;

  if (run.file->timetables->len + run.file->placements->len == 0)
    return;

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_check_found_free);
  run.found = found;
  rules = atlas_check_rules (&n_rules);
  for (gsize i = 0; i < n_rules; i++)
    {
      if (!g_str_equal (rules[i].id, "hours-under") ||
          !atlas_check_rule_is_on (&rules[i], look->settings))
        continue;
      run.rule = &rules[i];
      rules[i].look (&run);
    }
  for (guint i = 0; i < found->len; i++)
    take_hours (look, g_ptr_array_index (found, i));
}

/* The last day in the register before @before; %ATLAS_DATE_NONE when there is none. */
static AtlasDate
last_day_before (const AtlasCase *file,
                 AtlasDate        before)
{
  AtlasDate last = ATLAS_DATE_NONE;

  for (guint i = 0; i < file->attendances->len; i++)
    {
      const AtlasAttendance *one = g_ptr_array_index (file->attendances, i);

      if (one->on < before)
        last = MAX (last, one->on);
    }

  return last;
}

/* A session of a day with one of the codes; with @is_nowhere only one that names no provider. */
static AtlasAttendance *
find_session (const AtlasCase *file,
              AtlasDate        day,
              const char      *codes,
              gboolean         is_nowhere)
{
  for (guint i = 0; i < file->attendances->len; i++)
    {
      AtlasAttendance *one = g_ptr_array_index (file->attendances, i);

      if (one->on == day && atlas_check_is_one_of (one->code, codes) &&
          !(is_nowhere && one->provision != NULL))
        return one;
    }

  return NULL;
}

static void
look_for_code (Look            *look,
               AtlasNotFullTime why,
               const char      *codes,
               gboolean         is_nowhere)
{
  const AtlasCase *file = look->run.file;
  AtlasDate last = last_day_before (file, look->run.on + 1);
  AtlasDate since = last;
  AtlasAttendance *session = NULL;

  if (last != ATLAS_DATE_NONE && last > look->run.on - REGISTER_DAYS)
    session = find_session (file, last, codes, is_nowhere);
  if (session == NULL)
    return;

  for (AtlasDate day = last; day != ATLAS_DATE_NONE &&
       find_session (file, day, codes, is_nowhere) != NULL; day = last_day_before (file, day))
    since = day;
  name_place (add (look, why, session, since), NULL, session->establishment);
}

/* The last notice of home education that nothing has overtaken. */
static AtlasIncident *
find_home (const Look *look)
{
  const AtlasCase *file = look->run.file;
  AtlasDate on = look->run.on;
  AtlasIncident *last = NULL;

  for (guint i = 0; i < file->incidents->len; i++)
    {
      AtlasIncident *incident = g_ptr_array_index (file->incidents, i);

      if (g_strcmp0 (incident->kind, "home-education") == 0 && has_begun (incident->on, on) &&
          (last == NULL || incident->on > last->on))
        last = incident;
    }
  for (guint i = 0; last != NULL && i < file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (file->registrations, i);

      if (one->valid.from > last->on && one->valid.from <= on &&
          atlas_check_is_one_of (one->enrolment, ROLLS))
        last = NULL;
    }

  return last;
}

/* The day after the last roll ended; %ATLAS_DATE_NONE when none has. */
static AtlasDate
roll_ended (const Look *look)
{
  const AtlasCase *file = look->run.file;
  AtlasDate ended = ATLAS_DATE_NONE;

  for (guint i = 0; i < file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (file->registrations, i);

      if (one->valid.to != ATLAS_DATE_NONE && one->valid.to < look->run.on &&
          atlas_check_is_one_of (one->enrolment, ROLLS))
        ended = MAX (ended, one->valid.to + 1);
    }

  return ended;
}

static void
look_for_no_school (Look *look)
{
  const AtlasCase *file = look->run.file;
  AtlasReferral *first = NULL;
  AtlasDate since;

  if (has_roll (look) || find_home (look) != NULL)
    return;
  for (guint i = 0; i < file->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (file->placements, i);

      if (is_running (placement->starts, placement->ended, look->run.on))
        return;
    }
  for (guint i = 0; i < file->referrals->len; i++)
    {
      AtlasReferral *referral = g_ptr_array_index (file->referrals, i);

      if (atlas_referral_waits (file, referral, look->run.on) &&
          (first == NULL || referral->received < first->received))
        first = referral;
    }

  since = roll_ended (look);
  if (since != ATLAS_DATE_NONE)
    add (look, ATLAS_NOT_FULL_TIME_NO_SCHOOL, file->child, since);
  else if (first != NULL)
    add (look, ATLAS_NOT_FULL_TIME_NO_SCHOOL, first, first->received);
  else if (g_strcmp0 (file->child->enrolment, "none") == 0)
    add (look, ATLAS_NOT_FULL_TIME_NO_SCHOOL, file->child, ATLAS_DATE_NONE);
}

static void
look_for_fair_access (Look *look)
{
  const AtlasCase *file = look->run.file;

  if (has_roll (look))
    return;

  for (guint i = 0; i < file->referrals->len; i++)
    {
      AtlasReferral *referral = g_ptr_array_index (file->referrals, i);

      if (has_begun (referral->fair_access_agreed, look->run.on) &&
          atlas_referral_waits (file, referral, look->run.on))
        add (look, ATLAS_NOT_FULL_TIME_FAIR_ACCESS, referral, referral->fair_access_agreed);
    }
}

static void
look_for_placed (Look *look)
{
  const AtlasCase *file = look->run.file;

  for (guint i = 0; i < file->placements->len; i++)
    {
      AtlasPlacement *placement = g_ptr_array_index (file->placements, i);
      AtlasNotFullTimeReason *reason;

      if (!is_running (placement->starts, placement->ended, look->run.on) ||
          !atlas_check_is_elsewhere (&look->run, placement))
        continue;
      reason = add (look, ATLAS_NOT_FULL_TIME_PLACED, placement, placement->starts);
      reason->hours = atlas_check_number (placement->hours_per_week);
      name_place (reason, placement->provision, NULL);
    }
}

static void
look_for_directed (Look *look)
{
  const AtlasCase *file = look->run.file;

  for (guint i = 0; i < file->directions->len; i++)
    {
      AtlasDirection *direction = g_ptr_array_index (file->directions, i);

      if (is_running (direction->starts, direction->ended, look->run.on))
        name_place (add (look, ATLAS_NOT_FULL_TIME_DIRECTED, direction, direction->starts),
                    direction->provision, direction->establishment);
    }
}

/* A placement at the same provision says more, also one that leaves the child where it is. */
static gboolean
has_placement_at (const Look *look,
                  const char *provision)
{
  const AtlasCase *file = look->run.file;

  for (guint i = 0; i < file->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (file->placements, i);

      if (g_strcmp0 (placement->provision, provision) == 0 &&
          is_running (placement->starts, placement->ended, look->run.on))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_registered_elsewhere (const Look              *look,
                         const AtlasRegistration *registration)
{
  const AtlasProvision *provision;

  if (is_on_roll (look, registration, "G F O"))
    return TRUE;
  if (registration->provision == NULL || !is_on_roll (look, registration, "C M S") ||
      has_placement_at (look, registration->provision))
    return FALSE;

  provision = (const AtlasProvision *) atlas_background_find (look->run.background,
                                                              &atlas_provision_type,
                                                              registration->provision);

  return provision == NULL || g_strcmp0 (provision->kind, "semh-special") != 0;
}

static void
look_for_registered (Look *look)
{
  const AtlasCase *file = look->run.file;

  for (guint i = 0; i < file->registrations->len; i++)
    {
      AtlasRegistration *registration = g_ptr_array_index (file->registrations, i);

      if (is_registered_elsewhere (look, registration))
        name_place (add (look, ATLAS_NOT_FULL_TIME_REGISTERED, registration,
                         registration->valid.from),
                    registration->provision, registration->establishment);
    }
}

static void
look_for_separated (Look *look)
{
  const AtlasCase *file = look->run.file;

  for (guint i = 0; i < file->separations->len; i++)
    {
      AtlasSeparation *separation = g_ptr_array_index (file->separations, i);

      if (is_running (separation->from, separation->ended, look->run.on) &&
          !has_begun (separation->education_started, look->run.on))
        name_place (add (look, ATLAS_NOT_FULL_TIME_SEPARATED, separation, separation->from), NULL,
                    separation->establishment);
    }
}

static void
look_for_home (Look *look)
{
  AtlasIncident *home = find_home (look);

  if (home != NULL)
    name_place (add (look, ATLAS_NOT_FULL_TIME_HOME, home, home->on), NULL, home->establishment);
}

/**
 * atlas_not_full_time_reasons:
 * @file: a child's case
 * @background: provisions with their places
 * @setting: the date and the calendars
 * @settings: (nullable): what the county decided
 *
 * Finds every reason why a child of compulsory school age is not in full-time education on a date,
 * as far as the records say. Each row of the table says when it stands.
 *
 * Source: requirements T054 and T116.
 *
 * Returns: (transfer full) (element-type AtlasNotFullTimeReason): in the order of the table; empty
 *   for a child in full-time education, and for one whose record is not on this laptop
 */
GArray *
atlas_not_full_time_reasons (const AtlasCase          *file,
                             const AtlasBackground    *background,
                             const AtlasClockSetting  *setting,
                             const AtlasCheckSettings *settings)
{
  Look look = {
    .run = { .file = file, .background = background, .on = setting->on },
    .setting = setting, .settings = settings,
    .reasons = g_array_new (FALSE, FALSE, sizeof (AtlasNotFullTimeReason)),
  };

  if (file->child == NULL || !atlas_is_of_school_age (file->child->born, setting->on))
    return look.reasons;

  look_for_permanent (&look);
  look_for_suspended (&look);
  look_for_moves (&look);
  look_for_part_time (&look);
  look_for_hours (&look);
  look_for_code (&look, ATLAS_NOT_FULL_TIME_CODE_PART_TIME, "C2 X", FALSE);
  look_for_no_school (&look);
  look_for_fair_access (&look);
  look_for_placed (&look);
  look_for_directed (&look);
  look_for_registered (&look);
  look_for_code (&look, ATLAS_NOT_FULL_TIME_CODE_B, "B", TRUE);
  look_for_separated (&look);
  look_for_home (&look);

  return look.reasons;
}
