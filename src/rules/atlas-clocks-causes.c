/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What starts each clock: one function a cause, which reads one record. */
#include "config.h"

#include "rules/atlas-clocks-private.h"

/* Fills an event's dates; answers whether it has happened by the setting's date. */
typedef gboolean (*CauseFunc) (AtlasClockEvent *event);

static gboolean
is_code (const char *code,
         const char *wanted)
{
  return g_strcmp0 (code, wanted) == 0;
}

static gboolean
has_come (AtlasDate date,
          AtlasDate on)
{
  return date != ATLAS_DATE_NONE && date <= on;
}

static gboolean
start_on (AtlasClockEvent *event,
          AtlasDate        start)
{
  event->start = start;
  event->governs = start;

  return has_come (start, event->setting->on);
}

static void
use_calendar_of (AtlasClockEvent *event,
                 const char      *establishment)
{
  event->school = establishment;
  event->calendar = event->setting->calendar_of (establishment, event->setting->data);
}

static AtlasDate
first_countable (const AtlasExclusionCase *exclusion)
{
  return exclusion->from + (exclusion->session == ATLAS_DAY_SESSION_PM ? 1 : 0);
}

static gboolean
is_step_closed (const char *step)
{
  return is_code (step, "draft") || is_code (step, "not-agreed") || is_code (step, "moved-on") ||
         is_code (step, "ended");
}

static gboolean
exclusion_excluded (AtlasClockEvent *event)
{
  const AtlasExclusion *record = (AtlasExclusion *) event->record;
  AtlasExclusionCase exclusion = atlas_exclusion_case (record);

  use_calendar_of (event, record->establishment);
  if (is_code (record->kind, "LNCH") || !atlas_exclusion_stands (record, event->setting->on))
    return FALSE;

  exclusion.to = atlas_exclusion_last_day (event->calendar, &exclusion);
  event->count_from = first_countable (&exclusion);
  if (exclusion.to != ATLAS_DATE_NONE)
    event->over = exclusion.to + 1;

  return start_on (event, record->from);
}

/* The cause is a day to come, so the exclusion's own day decides whether it has happened. */
static gboolean
exclusion_day6_due (AtlasClockEvent *event)
{
  const AtlasExclusion *record = (AtlasExclusion *) event->record;
  AtlasDate on = event->setting->on;

  if (!is_code (record->kind, "PERM") || !exclusion_excluded (event))
    return FALSE;

  event->start = atlas_calendar_add (event->calendar, event->count_from - 1, ATLAS_DAY6_DAYS,
                                     ATLAS_UNIT_SCHOOL_DAYS).date;
  event->governs = record->from;
  if (has_come (record->education_started, on))
    event->over = record->education_started;

  return event->start != ATLAS_DATE_NONE;
}

static gboolean
exclusion_fact (AtlasClockEvent *event,
                AtlasDate        fact)
{
  const AtlasExclusion *record = (AtlasExclusion *) event->record;

  use_calendar_of (event, record->establishment);

  return atlas_exclusion_stands (record, event->setting->on) && start_on (event, fact);
}

static gboolean
exclusion_board_told (AtlasClockEvent *event)
{
  return exclusion_fact (event, ((AtlasExclusion *) event->record)->board_told);
}

/* Only a board that upholds a permanent exclusion gives a decision that can be reviewed. */
static gboolean
exclusion_decision_given (AtlasClockEvent *event)
{
  const AtlasExclusion *record = (AtlasExclusion *) event->record;

  event->over = record->review_waived;

  return is_code (record->kind, "PERM") && is_code (record->board_decision, "upheld") &&
         exclusion_fact (event, record->decision_sent);
}

static gboolean
exclusion_review_asked (AtlasClockEvent *event)
{
  return exclusion_fact (event, ((AtlasExclusion *) event->record)->review_asked);
}

static gboolean
exclusion_review_decided (AtlasClockEvent *event)
{
  const AtlasExclusion *record = (AtlasExclusion *) event->record;

  return (is_code (record->review_outcome, "reconsider") ||
          is_code (record->review_outcome, "quashed")) &&
         exclusion_fact (event, record->review_decided);
}

static gboolean
separation_begun (AtlasClockEvent *event)
{
  const AtlasSeparation *record = (AtlasSeparation *) event->record;

  use_calendar_of (event, record->establishment);
  event->count_from = record->from;
  event->over = record->ended;

  return start_on (event, record->from);
}

/* The last review of a record that was held by now and since @since, or @since itself. */
static AtlasDate
last_review (const AtlasClockEvent *event,
             const char            *kind,
             const char            *referral,
             AtlasDate              since)
{
  const char *id = atlas_record_get_id (event->record);
  AtlasDate last = since;

  for (guint i = 0; i < event->file->reviews->len; i++)
    {
      const AtlasReview *review = g_ptr_array_index (event->file->reviews, i);
      gboolean is_of_it = review->subject.id != NULL
                          ? g_str_equal (review->subject.id, id)
                          : review->referral == NULL || is_code (review->referral, referral);

      if (is_code (review->kind, kind) && is_of_it && has_come (review->held, event->setting->on))
        last = MAX (last, review->held);
    }

  return last;
}

/* The cause is a day to come, so the day of the decision is when it happens. */
static gboolean
direction_starts (AtlasClockEvent *event)
{
  const AtlasDirection *record = (AtlasDirection *) event->record;

  use_calendar_of (event, record->establishment);
  event->start = record->starts;
  event->governs = record->decided;
  event->over = record->ended;

  return record->starts != ATLAS_DATE_NONE && has_come (record->decided, event->setting->on);
}

/* A day of its own counts when it comes before the limit. */
static gboolean
direction_reviewed (AtlasClockEvent *event)
{
  const AtlasDirection *record = (AtlasDirection *) event->record;
  AtlasDate last;

  use_calendar_of (event, record->establishment);
  event->over = record->ended;
  if (!has_come (record->starts, event->setting->on))
    return FALSE;

  last = last_review (event, "direction", record->referral, record->starts);
  if (record->review_by > last)
    event->due = MIN (record->review_by, last + event->rule->limit);
  start_on (event, last);
  event->governs = record->decided;

  return TRUE;
}

static gboolean
timetable_started (AtlasClockEvent *event)
{
  const AtlasTimetable *record = (AtlasTimetable *) event->record;

  use_calendar_of (event, record->establishment);

  return is_code (record->kind, "part-time") && start_on (event, record->starts);
}

static gboolean
timetable_ended (AtlasClockEvent *event)
{
  const AtlasTimetable *record = (AtlasTimetable *) event->record;

  return timetable_started (event) && start_on (event, record->ended);
}

static gboolean
timetable_to_end (AtlasClockEvent *event)
{
  const AtlasTimetable *record = (AtlasTimetable *) event->record;

  event->due = record->ends;
  event->over = record->ended;

  return record->ends != ATLAS_DATE_NONE && timetable_started (event);
}

static gboolean
timetable_reviewed (AtlasClockEvent *event)
{
  const AtlasTimetable *record = (AtlasTimetable *) event->record;
  AtlasDate last;

  if (!timetable_started (event))
    return FALSE;

  event->over = record->ended;
  last = last_review (event, "timetable", record->referral, record->starts);
  if (record->review_by > last)
    event->due = record->review_by;
  start_on (event, last);
  event->governs = record->starts;

  return TRUE;
}

static void
use_referral (AtlasClockEvent *event)
{
  const AtlasReferral *record = (AtlasReferral *) event->record;

  if (is_step_closed (record->step))
    event->over = record->step_on != ATLAS_DATE_NONE ? record->step_on : event->setting->on;
}

static gboolean
referral_fair_access (AtlasClockEvent *event)
{
  const AtlasReferral *record = (AtlasReferral *) event->record;

  use_referral (event);

  return start_on (event, record->fair_access_agreed);
}

static gboolean
referral_tier_2 (AtlasClockEvent *event)
{
  const AtlasReferral *record = (AtlasReferral *) event->record;

  use_referral (event);
  if (record->tier != 2 || !has_come (record->received, event->setting->on))
    return FALSE;

  start_on (event, last_review (event, "weekly", atlas_record_get_id (event->record),
                                record->received));
  event->governs = record->received;

  return TRUE;
}

static gboolean
referral_tier_3 (AtlasClockEvent *event)
{
  const AtlasReferral *record = (AtlasReferral *) event->record;

  use_referral (event);
  event->due = record->checks_by;

  return record->tier == 3 && record->checks_by != ATLAS_DATE_NONE &&
         start_on (event, record->received);
}

static gboolean
referral_review (AtlasClockEvent *event)
{
  const AtlasReferral *record = (AtlasReferral *) event->record;

  use_referral (event);
  event->due = record->review_by;

  return record->review_by != ATLAS_DATE_NONE &&
         start_on (event, record->received != ATLAS_DATE_NONE ? record->received
                                                              : record->review_by);
}

static gboolean
move_begun (AtlasClockEvent *event)
{
  const AtlasManagedMove *record = (AtlasManagedMove *) event->record;

  use_calendar_of (event, record->to_school);

  return start_on (event, record->starts);
}

/* A term that is over is not asked about again; the year's count is. */
static gboolean
child_term (AtlasClockEvent *event)
{
  AtlasTerm term;

  if (!atlas_calendar_term_of (event->calendar, event->setting->on, &term))
    return FALSE;

  event->due = term.days.to;

  return start_on (event, term.days.from);
}

static AtlasDateRange
school_year_of (AtlasDate date)
{
  int year = atlas_school_year (date);

  return (AtlasDateRange) { atlas_date_new (year, 8, 1), atlas_date_new (year + 1, 7, 31) };
}

static gboolean
child_year (AtlasClockEvent *event)
{
  AtlasDateRange year = school_year_of (event->setting->on);

  event->due = year.to;

  return start_on (event, year.from);
}

static gboolean
child_suspended (AtlasClockEvent *event)
{
  AtlasDateRange year = school_year_of (event->setting->on);

  return start_on (event, year.from);
}

static gboolean
placement_reviewed (AtlasClockEvent *event)
{
  const AtlasPlacement *record = (AtlasPlacement *) event->record;
  AtlasDate last;

  event->over = record->ended;
  if (!has_come (record->starts, event->setting->on))
    return FALSE;

  last = last_review (event, "placement", record->referral, record->starts);
  if (record->review_by > last)
    event->due = record->review_by;
  start_on (event, last);
  event->governs = record->starts;

  return TRUE;
}

static gboolean
plan_review (AtlasClockEvent *event)
{
  const AtlasPlan *record = (AtlasPlan *) event->record;

  event->due = record->review_by;
  event->over = record->ended;

  return record->review_by != ATLAS_DATE_NONE && start_on (event, record->made);
}

static gboolean
offer_offered (AtlasClockEvent *event)
{
  const AtlasOffer *record = (AtlasOffer *) event->record;

  return is_code (record->step, "offered") && start_on (event, record->step_on);
}

static gboolean
offer_accepted (AtlasClockEvent *event)
{
  const AtlasOffer *record = (AtlasOffer *) event->record;

  return is_code (record->step, "accepted") && start_on (event, record->step_on);
}

static gboolean
incident_attendance (AtlasClockEvent *event)
{
  const AtlasIncident *record = (AtlasIncident *) event->record;

  use_calendar_of (event, record->establishment);

  return is_code (record->kind, "attendance") && start_on (event, record->on);
}

/* A check that a newer one of its kind follows asks for nothing more. */
static gboolean
check_expires (AtlasClockEvent *event)
{
  const AtlasCheck *record = (AtlasCheck *) event->record;
  GPtrArray *checks = event->provision_file->checks;

  for (guint i = 0; i < checks->len; i++)
    {
      const AtlasCheck *other = g_ptr_array_index (checks, i);

      if (is_code (other->kind, record->kind) && other->expires > record->expires &&
          (other->done == ATLAS_DATE_NONE || other->done <= event->setting->on))
        return FALSE;
    }

  event->due = record->expires;
  event->start = record->done != ATLAS_DATE_NONE ? record->done : record->expires;
  event->governs = event->setting->on;

  return record->expires != ATLAS_DATE_NONE;
}

static gboolean
contract_ends (AtlasClockEvent *event)
{
  const AtlasContract *record = (AtlasContract *) event->record;
  GPtrArray *contracts = event->provision_file->contracts;

  if (atlas_contract_is_outdated (record, event->setting->on))
    return FALSE;

  for (guint i = 0; i < contracts->len; i++)
    {
      const AtlasContract *other = g_ptr_array_index (contracts, i);

      if (other != record && other->valid.from > record->valid.from &&
          (other->valid.to == ATLAS_DATE_NONE || other->valid.to > record->valid.to))
        return FALSE;
    }

  event->due = record->valid.to;
  event->start = record->valid.from != ATLAS_DATE_NONE ? record->valid.from : record->valid.to;
  event->governs = event->setting->on;

  return record->valid.to != ATLAS_DATE_NONE;
}

static AtlasDate
last_return (const AtlasClockEvent *event,
             const char            *place)
{
  GPtrArray *returns = event->provision_file->returns;
  AtlasDate last = ATLAS_DATE_NONE;

  for (guint i = 0; i < returns->len; i++)
    {
      const AtlasReturn *one = g_ptr_array_index (returns, i);

      if (is_code (one->place, place) && has_come (one->as_at, event->setting->on))
        last = MAX (last, one->as_at);
    }

  return last;
}

/* A line that never had a return is as old as its places; one without a date is not asked about. */
static gboolean
provision_return (AtlasClockEvent *event)
{
  GPtrArray *places = event->provision_file->places;
  AtlasDate oldest = ATLAS_DATE_NONE;

  for (guint i = 0; i < places->len; i++)
    {
      const AtlasPlace *place = g_ptr_array_index (places, i);
      AtlasDate last;

      if (!atlas_date_range_contains (place->valid, event->setting->on) || place->commissioned == 0)
        continue;

      last = last_return (event, atlas_record_get_id (ATLAS_RECORD ((gpointer) place)));
      if (last == ATLAS_DATE_NONE)
        last = place->valid.from;
      if (last != ATLAS_DATE_NONE && (oldest == ATLAS_DATE_NONE || last < oldest))
        oldest = last;
    }

  if (event->setting->returns.from != 0)
    event->due = atlas_return_due (&event->setting->returns, oldest);

  return start_on (event, oldest);
}

/* By cause. Those without a function belong to Day 6, which reads several exclusions at once. */
static const struct {
  const AtlasType *type;
  CauseFunc        find;
} causes[] = {
  [ATLAS_CAUSE_PERMANENT] = { NULL, NULL },
  [ATLAS_CAUSE_SUSPENSION] = { NULL, NULL },
  [ATLAS_CAUSE_SUSPENSION_PRU] = { NULL, NULL },
  [ATLAS_CAUSE_EXCLUDED] = { &atlas_exclusion_type, exclusion_excluded },
  [ATLAS_CAUSE_DAY6_DUE] = { &atlas_exclusion_type, exclusion_day6_due },
  [ATLAS_CAUSE_BOARD_TOLD] = { &atlas_exclusion_type, exclusion_board_told },
  [ATLAS_CAUSE_DECISION_GIVEN] = { &atlas_exclusion_type, exclusion_decision_given },
  [ATLAS_CAUSE_REVIEW_ASKED] = { &atlas_exclusion_type, exclusion_review_asked },
  [ATLAS_CAUSE_REVIEW_DECIDED] = { &atlas_exclusion_type, exclusion_review_decided },
  [ATLAS_CAUSE_SUSPENDED_IN_YEAR] = { &atlas_child_type, child_suspended },
  [ATLAS_CAUSE_SEPARATED] = { &atlas_separation_type, separation_begun },
  [ATLAS_CAUSE_DIRECTION_STARTS] = { &atlas_direction_type, direction_starts },
  [ATLAS_CAUSE_DIRECTION_REVIEWED] = { &atlas_direction_type, direction_reviewed },
  [ATLAS_CAUSE_PART_TIME_STARTED] = { &atlas_timetable_type, timetable_started },
  [ATLAS_CAUSE_PART_TIME_REVIEWED] = { &atlas_timetable_type, timetable_reviewed },
  [ATLAS_CAUSE_PART_TIME_TO_END] = { &atlas_timetable_type, timetable_to_end },
  [ATLAS_CAUSE_PART_TIME_ENDED] = { &atlas_timetable_type, timetable_ended },
  [ATLAS_CAUSE_FAIR_ACCESS_AGREED] = { &atlas_referral_type, referral_fair_access },
  [ATLAS_CAUSE_FAIR_ACCESS_WAITING] = { &atlas_referral_type, referral_fair_access },
  [ATLAS_CAUSE_MOVED] = { &atlas_managed_move_type, move_begun },
  [ATLAS_CAUSE_LOOKED_AFTER_TERM] = { &atlas_child_type, child_term },
  [ATLAS_CAUSE_LOOKED_AFTER_YEAR] = { &atlas_child_type, child_year },
  [ATLAS_CAUSE_TIER_2] = { &atlas_referral_type, referral_tier_2 },
  [ATLAS_CAUSE_TIER_3] = { &atlas_referral_type, referral_tier_3 },
  [ATLAS_CAUSE_REFERRAL_REVIEW] = { &atlas_referral_type, referral_review },
  [ATLAS_CAUSE_PLACEMENT_REVIEWED] = { &atlas_placement_type, placement_reviewed },
  [ATLAS_CAUSE_PLAN_REVIEW] = { &atlas_plan_type, plan_review },
  [ATLAS_CAUSE_OFFERED] = { &atlas_offer_type, offer_offered },
  [ATLAS_CAUSE_ACCEPTED] = { &atlas_offer_type, offer_accepted },
  [ATLAS_CAUSE_ATTENDANCE_CONCERN] = { &atlas_incident_type, incident_attendance },
  [ATLAS_CAUSE_CHECK_EXPIRES] = { &atlas_check_type, check_expires },
  [ATLAS_CAUSE_CONTRACT_ENDS] = { &atlas_contract_type, contract_ends },
  [ATLAS_CAUSE_RETURN_MADE] = { &atlas_provision_type, provision_return },
};

/* The type of record that a cause is read from; NULL for Day 6. */
const AtlasType *
atlas_clock_cause_type (AtlasClockCause cause)
{
  g_return_val_if_fail ((gsize) cause < G_N_ELEMENTS (causes), NULL);

  return causes[cause].type;
}

gboolean
atlas_clock_find_cause (AtlasClockEvent *event)
{
  return causes[event->rule->cause].find (event);
}
