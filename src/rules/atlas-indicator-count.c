/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one child's case adds to the indicators of a term. */
#include "config.h"

#include "rules/atlas-clocks-private.h"
#include "rules/atlas-indicator-private.h"

#define TERMS_TO_LAST 2 /* until a managed move has lasted: Behaviour Strategy 2016, 5.1 v */

void
atlas_indicator_add (AtlasIndicatorRun *self,
                     AtlasTallyCount    which,
                     gint64             n)
{
  self->tally->counts[which] += n;
}

gboolean
atlas_indicator_is_counted (const AtlasIndicatorRun *self,
                            AtlasDate                date)
{
  return date != ATLAS_DATE_NONE && atlas_date_range_contains (self->setting->days, date);
}

AtlasCalendar *
atlas_indicator_calendar_of (const AtlasIndicatorRun *self,
                             const char              *school)
{
  return self->setting->clocks->calendar_of (school, self->setting->clocks->data);
}

/* A board that reinstates the child undoes the exclusion. */
gboolean
atlas_indicator_is_permanent (const AtlasExclusion *exclusion,
                              AtlasDate             on)
{
  return g_strcmp0 (exclusion->kind, "PERM") == 0 && atlas_exclusion_stands (exclusion, on) &&
         !(g_strcmp0 (exclusion->board_decision, "reinstated") == 0 &&
           exclusion->board_met != ATLAS_DATE_NONE && exclusion->board_met <= on);
}

static void
count_suspension (AtlasIndicatorRun    *self,
                  const AtlasExclusion *exclusion,
                  gboolean             *is_suspended,
                  int                  *sessions)
{
  gboolean is_timed = exclusion->sessions > 0 || g_strcmp0 (exclusion->kind, "LNCH") == 0;

  if (atlas_indicator_is_counted (self, exclusion->from))
    {
      atlas_indicator_add (self, ATLAS_TALLY_SUSPENSIONS, 1);
      atlas_indicator_add (self, ATLAS_TALLY_SESSIONS_UNKNOWN, !is_timed);
      *is_suspended = TRUE;
    }
  if (is_timed)
    *sessions += atlas_exclusion_sessions (exclusion,
                                           atlas_indicator_calendar_of (self,
                                                                        exclusion->establishment),
                                           self->setting->days);
}

/* A lunchtime suspension is a suspension of one session. */
static void
count_exclusions (AtlasIndicatorRun *self)
{
  AtlasDate on = self->setting->clocks->on;
  gboolean is_suspended = FALSE;
  gboolean is_excluded = FALSE;
  int sessions = 0;

  for (guint i = 0; i < self->file->exclusions->len; i++)
    {
      const AtlasExclusion *exclusion = g_ptr_array_index (self->file->exclusions, i);

      if (atlas_indicator_is_permanent (exclusion, on) &&
          atlas_indicator_is_counted (self, exclusion->from))
        {
          atlas_indicator_add (self, ATLAS_TALLY_PERMANENT, 1);
          is_excluded = TRUE;
        }
      else if (atlas_check_is_one_of (exclusion->kind, "SUSP LNCH") &&
               atlas_exclusion_stands (exclusion, on))
        count_suspension (self, exclusion, &is_suspended, &sessions);
    }

  atlas_indicator_add (self, ATLAS_TALLY_SUSPENDED, is_suspended);
  atlas_indicator_add (self, ATLAS_TALLY_PERMANENT_CHILDREN, is_excluded);
  atlas_indicator_add (self, ATLAS_TALLY_SESSIONS, sessions);
  atlas_indicator_add (self, ATLAS_TALLY_SESSIONS_CHILDREN, sessions > 0);
}

static void
count_incidents (AtlasIndicatorRun *self)
{
  gboolean is_held = FALSE;

  for (guint i = 0; i < self->file->incidents->len; i++)
    {
      const AtlasIncident *incident = g_ptr_array_index (self->file->incidents, i);

      if (!atlas_indicator_is_counted (self, incident->on))
        continue;
      if (g_strcmp0 (incident->kind, "restrictive") == 0)
        {
          atlas_indicator_add (self, ATLAS_TALLY_RESTRICTIVE, 1);
          is_held = TRUE;
        }
      if (g_strcmp0 (incident->kind, "home-education") != 0)
        continue;
      atlas_indicator_add (self, ATLAS_TALLY_HOME, 1);
      atlas_indicator_add (self, ATLAS_TALLY_HOME_UNKNOWN, incident->reason == NULL);
      atlas_indicator_add (self, ATLAS_TALLY_HOME_CHOSEN,
                           atlas_check_is_one_of (incident->reason, "alternative pressed"));
      atlas_indicator_add (self, ATLAS_TALLY_HOME_PRESSED,
                           g_strcmp0 (incident->reason, "pressed") == 0);
    }

  atlas_indicator_add (self, ATLAS_TALLY_RESTRICTIVE_CHILDREN, is_held);
}

static gboolean
is_review_of (const AtlasReview    *review,
              const AtlasTimetable *timetable)
{
  if (g_strcmp0 (review->kind, "timetable") != 0)
    return FALSE;
  if (review->subject.id != NULL)
    return g_strcmp0 (review->subject.id, atlas_record_get_id ((AtlasRecord *) timetable)) == 0;

  return review->referral != NULL && g_strcmp0 (review->referral, timetable->referral) == 0;
}

/* A review was due if its day is over: on the day that is asked about there is still time. */
static gboolean
is_due (const AtlasIndicatorRun *self,
        AtlasDate                due)
{
  return atlas_indicator_is_counted (self, due) && due < self->setting->clocks->on;
}

/*
 * The days on which reviews of a timetable were due, and whether one was held by each: the day of
 * the timetable itself, and those that its reviews say.
 */
static void
count_reviews (AtlasIndicatorRun    *self,
               const AtlasTimetable *timetable)
{
  gboolean is_named = FALSE;
  gboolean is_held = FALSE;

  for (guint i = 0; i < self->file->reviews->len; i++)
    {
      const AtlasReview *review = g_ptr_array_index (self->file->reviews, i);

      if (!is_review_of (review, timetable))
        continue;
      is_named |= review->due != ATLAS_DATE_NONE && review->due == timetable->review_by;
      is_held |= review->held != ATLAS_DATE_NONE && review->held >= timetable->starts &&
                 review->held <= timetable->review_by;
      if (is_due (self, review->due))
        {
          atlas_indicator_add (self, ATLAS_TALLY_REVIEWS_DUE, 1);
          atlas_indicator_add (self, ATLAS_TALLY_REVIEWS_HELD,
                               review->held != ATLAS_DATE_NONE && review->held <= review->due);
        }
    }
  if (!is_named && is_due (self, timetable->review_by))
    {
      atlas_indicator_add (self, ATLAS_TALLY_REVIEWS_DUE, 1);
      atlas_indicator_add (self, ATLAS_TALLY_REVIEWS_HELD, is_held);
    }
  atlas_indicator_add (self, ATLAS_TALLY_REVIEWS_UNKNOWN, timetable->review_by == ATLAS_DATE_NONE);
}

static void
count_timetables (AtlasIndicatorRun *self)
{
  AtlasDateRange days = self->setting->days;
  gboolean is_part_time = FALSE;

  for (guint i = 0; i < self->file->timetables->len; i++)
    {
      AtlasTimetable *timetable = g_ptr_array_index (self->file->timetables, i);
      int lasted;

      if (g_strcmp0 (timetable->kind, "part-time") != 0 || timetable->starts > days.to ||
          !atlas_check_goes_on (timetable->ended, days.from))
        continue;

      lasted = (atlas_check_goes_on (timetable->ended, days.to) ? days.to : timetable->ended) -
               timetable->starts + 1;
      atlas_indicator_add (self, ATLAS_TALLY_PART_TIME, 1);
      atlas_indicator_add (self, ATLAS_TALLY_PART_TIME_AGREED,
                           atlas_check_agreed (&self->run, "family", timetable,
                                               timetable->referral));
      g_array_append_val (self->tally->lists[ATLAS_TALLY_DAYS_PART_TIME], lasted);
      count_reviews (self, timetable);
      is_part_time = TRUE;
    }

  atlas_indicator_add (self, ATLAS_TALLY_PART_TIME_CHILDREN, is_part_time);
}

/* Whether the child is still there on the day: 1 yes, 0 no, -1 when nobody recorded it. */
static int
has_lasted (const AtlasIndicatorRun *self,
            const AtlasManagedMove  *move,
            AtlasDate                due)
{
  gboolean is_elsewhere = FALSE;

  if (g_strcmp0 (move->outcome, "sustained") == 0)
    return 1;
  if (move->ended != ATLAS_DATE_NONE)
    return move->ended > due;

  for (guint i = 0; i < self->file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (self->file->registrations, i);

      if (one->establishment == NULL || !atlas_indicator_is_on_roll (one, ATLAS_ROLLS_OWN, due))
        continue;
      if (g_strcmp0 (one->establishment, move->to_school) == 0)
        return 1;
      is_elsewhere = TRUE;
    }

  return is_elsewhere ? 0 : -1;
}

static void
count_moves (AtlasIndicatorRun *self)
{
  for (guint i = 0; i < self->file->moves->len; i++)
    {
      const AtlasManagedMove *move = g_ptr_array_index (self->file->moves, i);
      AtlasDate due;
      int lasted;

      if (move->starts == ATLAS_DATE_NONE || move->starts > self->setting->days.to)
        continue;
      atlas_indicator_add (self, ATLAS_TALLY_MOVES_BEGUN,
                           atlas_indicator_is_counted (self, move->starts));
      due = atlas_calendar_add (atlas_indicator_calendar_of (self, move->to_school), move->starts,
                                TERMS_TO_LAST, ATLAS_UNIT_TERMS).date;
      if (!atlas_indicator_is_counted (self, due))
        continue;

      lasted = has_lasted (self, move, due);
      atlas_indicator_add (self, ATLAS_TALLY_MOVES_DUE, 1);
      atlas_indicator_add (self, ATLAS_TALLY_MOVES_KNOWN, lasted >= 0);
      atlas_indicator_add (self, ATLAS_TALLY_MOVES_SUSTAINED, lasted > 0);
      atlas_indicator_add (self, ATLAS_TALLY_MOVES_UNKNOWN, lasted < 0);
    }
}

/**
 * atlas_tally_add_case:
 * @self: a tally
 * @file: a child's case; one without a child adds nothing
 * @setting: the term, the day that is asked about, and what is known beside the case
 *
 * Adds what one case has of each indicator in a term. What began, was due or was missed counts in
 * the term in which it did; where a child is counts on the last day that is counted.
 *
 * Source: requirements T080 to T091 and T093 (Behaviour Strategy 2016, 5.1; strategy of January
 * 2020, 6). Cost: the records of the case.
 */
void
atlas_tally_add_case (AtlasTally                  *self,
                      const AtlasCase             *file,
                      const AtlasIndicatorSetting *setting)
{
  AtlasIndicatorRun count = { .tally = self, .file = file, .setting = setting };

  if (file->child == NULL || setting->days.to < setting->days.from)
    return;

  count.run = (AtlasCheckRun) {
    .file = file, .background = setting->background, .on = setting->days.to,
  };
  count_exclusions (&count);
  count_incidents (&count);
  count_timetables (&count);
  count_moves (&count);
  atlas_indicator_count_returns (&count);
  atlas_indicator_count_alternative (&count);
  atlas_indicator_count_stays (&count);
  atlas_indicator_count_community (&count);
  atlas_indicator_count_from_special (&count);
}

/**
 * atlas_evidence_init:
 * @self: (out caller-allocates): no evidence yet
 */
void
atlas_evidence_init (AtlasEvidence *self)
{
  for (int i = 0; i < ATLAS_N_EVIDENCE; i++)
    self->first[i] = ATLAS_DATE_NONE;
}

static void
see (AtlasEvidence    *self,
     AtlasEvidenceKind kind,
     AtlasDate         day)
{
  if (day != ATLAS_DATE_NONE &&
      (self->first[kind] == ATLAS_DATE_NONE || day < self->first[kind]))
    self->first[kind] = day;
}

static void
see_stays (AtlasEvidence         *self,
           const AtlasCase       *file,
           const AtlasBackground *background)
{
  for (guint i = 0; i < file->placements->len; i++)
    see (self, ATLAS_EVIDENCE_STAYS,
         ((AtlasPlacement *) g_ptr_array_index (file->placements, i))->starts);
  for (guint i = 0; i < file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (file->registrations, i);

      see (self, ATLAS_EVIDENCE_STAYS, one->valid.from);
      if (one->establishment != NULL && atlas_check_is_one_of (one->enrolment, ATLAS_ROLLS_OWN))
        see (self, ATLAS_EVIDENCE_SCHOOL_ROLLS, one->valid.from);
      if (atlas_indicator_is_centre (background, one))
        see (self, ATLAS_EVIDENCE_CENTRE_ROLLS, one->valid.from);
    }
  for (guint i = 0; i < file->attendances->len; i++)
    {
      const AtlasAttendance *one = g_ptr_array_index (file->attendances, i);
      const AtlasProvision *provision = atlas_indicator_provision (background, one->provision);

      if (provision != NULL && atlas_check_is_alternative (provision))
        see (self, ATLAS_EVIDENCE_SESSIONS, one->on);
    }
}

/**
 * atlas_evidence_add_case:
 * @self: evidence
 * @file: a child's case
 * @background: provisions
 *
 * Sees since when the kinds of records are there that indicators rest on.
 */
void
atlas_evidence_add_case (AtlasEvidence         *self,
                         const AtlasCase       *file,
                         const AtlasBackground *background)
{
  for (guint i = 0; i < file->exclusions->len; i++)
    see (self, ATLAS_EVIDENCE_EXCLUSIONS,
         ((AtlasExclusion *) g_ptr_array_index (file->exclusions, i))->from);
  for (guint i = 0; i < file->timetables->len; i++)
    see (self, ATLAS_EVIDENCE_TIMETABLES,
         ((AtlasTimetable *) g_ptr_array_index (file->timetables, i))->starts);
  for (guint i = 0; i < file->moves->len; i++)
    see (self, ATLAS_EVIDENCE_MOVES,
         ((AtlasManagedMove *) g_ptr_array_index (file->moves, i))->starts);
  for (guint i = 0; i < file->incidents->len; i++)
    {
      const AtlasIncident *incident = g_ptr_array_index (file->incidents, i);

      if (g_strcmp0 (incident->kind, "restrictive") == 0)
        see (self, ATLAS_EVIDENCE_RESTRICTIVE, incident->on);
      if (g_strcmp0 (incident->kind, "home-education") == 0)
        see (self, ATLAS_EVIDENCE_HOME, incident->on);
    }
  see_stays (self, file, background);
}
