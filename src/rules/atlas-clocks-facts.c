/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stops each clock, and for whom it runs: one small function each. */
#include "config.h"

#include "rules/atlas-clocks-private.h"
#include "rules/atlas-school-year.h"

#define FIVE_DAYS       5  /* SI 2012/1033 */
#define FIFTEEN_DAYS    15 /* the same */
#define PEPS_A_YEAR     3  /* Children Looked After policy 2022, PEP */
#define LAST_YEAR_GROUP 11 /* of compulsory school age: Education Act 1996 s8 */

static AtlasDate
earlier (AtlasDate a,
         AtlasDate b)
{
  if (a == ATLAS_DATE_NONE || b == ATLAS_DATE_NONE)
    return MAX (a, b);

  return MIN (a, b);
}

/* The first placement of a referral, or by an offer, to start since @since. */
static AtlasDate
first_placed (const AtlasClockEvent *event,
              const char            *referral,
              const char            *offer,
              AtlasDate              since)
{
  AtlasDate first = ATLAS_DATE_NONE;

  for (guint i = 0; i < event->file->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (event->file->placements, i);

      if (placement->starts >= since &&
          (g_strcmp0 (placement->referral, referral) == 0 ||
           (offer != NULL && g_strcmp0 (placement->offer, offer) == 0)))
        first = earlier (first, placement->starts);
    }

  return first;
}

/* The first day on a school's roll since @since; guests and previous pupils are not on it. */
static AtlasDate
first_registered (const AtlasClockEvent *event,
                  AtlasDate              since)
{
  AtlasDate first = ATLAS_DATE_NONE;

  for (guint i = 0; i < event->file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (event->file->registrations, i);

      if (one->establishment != NULL && one->valid.from >= since &&
          (g_strcmp0 (one->enrolment, "C") == 0 || g_strcmp0 (one->enrolment, "M") == 0))
        first = earlier (first, one->valid.from);
    }

  return first;
}

static AtlasDate
find_placed (const AtlasClockEvent *event)
{
  const char *id = atlas_record_get_id (event->record);
  const AtlasOffer *offer;

  if (atlas_record_get_record_type (event->record) == &atlas_referral_type)
    return earlier (first_placed (event, id, NULL, event->start),
                    first_registered (event, event->start));

  offer = (const AtlasOffer *) event->record;

  return first_placed (event, offer->referral, id, event->start);
}

/* The day of the first meeting of the term, or of the year's third. */
static AtlasDate
find_peps (const AtlasClockEvent *event)
{
  guint wanted = event->rule->cause == ATLAS_CAUSE_LOOKED_AFTER_YEAR ? PEPS_A_YEAR : 1;
  g_autoptr(GArray) held = g_array_new (FALSE, FALSE, sizeof (AtlasDate));

  for (guint i = 0; i < event->file->reviews->len; i++)
    {
      const AtlasReview *review = g_ptr_array_index (event->file->reviews, i);
      guint at = 0;

      if (g_strcmp0 (review->kind, "pep") != 0 || review->held == ATLAS_DATE_NONE ||
          review->held < event->start || review->held > event->due)
        continue;

      while (at < held->len && g_array_index (held, AtlasDate, at) <= review->held)
        at++;
      g_array_insert_val (held, at, review->held);
    }

  return held->len >= wanted ? g_array_index (held, AtlasDate, wanted - 1) : ATLAS_DATE_NONE;
}

/* A review of the record that was held for its day: named by that day, or on it or after it. */
static AtlasDate
find_review (const AtlasClockEvent *event)
{
  const char *id = atlas_record_get_id (event->record);
  gboolean is_plan = event->rule->cause == ATLAS_CAUSE_PLAN_REVIEW;
  AtlasDate first = ATLAS_DATE_NONE;

  for (guint i = 0; i < event->file->reviews->len; i++)
    {
      const AtlasReview *review = g_ptr_array_index (event->file->reviews, i);
      gboolean is_of_it = g_strcmp0 (review->subject.id, id) == 0 ||
                          (review->subject.id == NULL && g_strcmp0 (review->referral, id) == 0);

      if (is_of_it && g_strcmp0 (review->kind, is_plan ? "plan" : "referral") == 0 &&
          (review->due == event->due || review->held >= event->due))
        first = earlier (first, review->held);
    }

  return first;
}

/* The last of the three checks of tier 3; none while one is open. */
static AtlasDate
find_checked (const AtlasClockEvent *event)
{
  const AtlasReferral *referral = (const AtlasReferral *) event->record;

  if (referral->teaching_checked == ATLAS_DATE_NONE || referral->hlta_seen == ATLAS_DATE_NONE ||
      referral->paperwork_collated == ATLAS_DATE_NONE)
    return ATLAS_DATE_NONE;

  return MAX (referral->teaching_checked, MAX (referral->hlta_seen, referral->paperwork_collated));
}

/* A move that ended early has its outcome on that day; one that lasted, on the day two terms on. */
static AtlasDate
find_outcome (const AtlasClockEvent *event)
{
  const AtlasManagedMove *move = (const AtlasManagedMove *) event->record;

  if (move->ended != ATLAS_DATE_NONE)
    return move->ended;

  return move->outcome != NULL ? event->due : ATLAS_DATE_NONE;
}

/* Stops that are a date of the record itself. */
static const struct {
  AtlasClockStop   stop;
  const AtlasType *type;
  gsize            offset;
} dates[] = {
#define DATE(stop, type, Struct, member) \
  { ATLAS_STOP_ ## stop, &atlas_ ## type ## _type, G_STRUCT_OFFSET (Struct, member) }
  DATE (PARENTS_TOLD, exclusion, AtlasExclusion, parents_told),
  DATE (ARRANGEMENTS_TOLD, exclusion, AtlasExclusion, arrangements_told),
  DATE (COUNTY_TOLD, exclusion, AtlasExclusion, county_told),
  DATE (SOCIAL_WORKER_TOLD, exclusion, AtlasExclusion, social_worker_told),
  DATE (VIRTUAL_SCHOOL_TOLD, exclusion, AtlasExclusion, virtual_school_asked),
  DATE (BOARD_MET, exclusion, AtlasExclusion, board_met),
  DATE (REVIEW_ASKED, exclusion, AtlasExclusion, review_asked),
  DATE (REVIEW_BEGUN, exclusion, AtlasExclusion, review_begun),
  DATE (RECONSIDERED, exclusion, AtlasExclusion, reconsidered),
  DATE (EDUCATION_STARTED, separation, AtlasSeparation, education_started),
  DATE (NOTICE_GIVEN, direction, AtlasDirection, notice),
  DATE (ENDED, timetable, AtlasTimetable, ended),
  DATE (START_TOLD, timetable, AtlasTimetable, start_told),
  DATE (END_TOLD, timetable, AtlasTimetable, end_told),
  DATE (SOCIAL_WORKER_TOLD, incident, AtlasIncident, told_on),
#undef DATE
};

/* Stops that are found in other records. */
static const struct {
  AtlasClockStop stop;
  AtlasDate      (*find) (const AtlasClockEvent *event);
} searches[] = {
  { ATLAS_STOP_PLACED, find_placed },
  { ATLAS_STOP_OUTCOME, find_outcome },
  { ATLAS_STOP_CHECKED, find_checked },
  { ATLAS_STOP_PEP_HELD, find_peps },
  { ATLAS_STOP_REVIEWED, find_review },
};

/*
 * The day on which a clock was stopped, be it to come or not; the due day is in the event. The
 * other stops begin the next clock instead of ending this one.
 */
AtlasDate
atlas_clock_find_stop (const AtlasClockEvent *event)
{
  const AtlasType *type = atlas_record_get_record_type (event->record);
  AtlasClockStop stop = event->rule->stop;

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    if (dates[i].stop == stop && dates[i].type == type)
      return G_STRUCT_MEMBER (AtlasDate, event->record, dates[i].offset);
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    if (searches[i].stop == stop)
      return searches[i].find (event);

  return ATLAS_DATE_NONE;
}

/* Days lost to suspensions in the statutory term of this one, itself included, in sessions. */
static int
term_sessions (const AtlasClockEvent *event)
{
  const AtlasExclusion *exclusion = (const AtlasExclusion *) event->record;

  return atlas_suspended_sessions (event->file, event->setting, exclusion->establishment,
                                   atlas_reference_term (exclusion->from), exclusion->from);
}

static gboolean
is_over_fifteen_days (const AtlasClockEvent *event)
{
  const AtlasExclusion *exclusion = (const AtlasExclusion *) event->record;

  return g_strcmp0 (exclusion->kind, "PERM") == 0 || exclusion->exam_missed ||
         term_sessions (event) > FIFTEEN_DAYS * ATLAS_SESSIONS_A_DAY;
}

static gboolean
is_over_five_days (const AtlasClockEvent *event)
{
  const AtlasExclusion *exclusion = (const AtlasExclusion *) event->record;

  return exclusion->representations != ATLAS_DATE_NONE &&
         exclusion->representations <= event->setting->on && !is_over_fifteen_days (event) &&
         term_sessions (event) > FIVE_DAYS * ATLAS_SESSIONS_A_DAY;
}

static gboolean
has_care (const AtlasClockEvent *event,
          const char            *care)
{
  const AtlasChild *child = event->file->child;

  return child != NULL && g_strcmp0 (child->care, care) == 0;
}

static gboolean
is_of_school_age (const AtlasClockEvent *event)
{
  const AtlasChild *child = event->file->child;
  int year_group = atlas_year_group (child != NULL ? child->born : ATLAS_DATE_NONE,
                                     event->setting->on);

  return year_group == ATLAS_YEAR_GROUP_NONE || year_group <= LAST_YEAR_GROUP;
}

/* The day that a band is reached; the county's number counts. */
static AtlasDate
band_day (const AtlasClockEvent *event,
          const AtlasClockRule  *rule)
{
  return atlas_calendar_add (event->calendar, event->start,
                             atlas_clock_limit_of (rule, event->setting), rule->unit).date;
}

/* Of the bands only the last one reached is shown, and the next to come. */
static gboolean
is_own_band (const AtlasClockEvent *event)
{
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);
  AtlasDate own = band_day (event, event->rule);
  AtlasDate on = event->setting->on;

  if (own == ATLAS_DATE_NONE)
    return FALSE;

  for (gsize i = 0; i < n_rules; i++)
    {
      AtlasDate other;

      if (rules[i].cause != event->rule->cause || &rules[i] == event->rule)
        continue;

      other = band_day (event, &rules[i]);
      if (own < on ? own < other && other < on : on <= other && other < own)
        return FALSE;
    }

  return TRUE;
}

/* Whether a clock runs for this child or record at all. */
gboolean
atlas_clock_is_for (const AtlasClockEvent *event)
{
  switch (event->rule->only)
    {
    case ATLAS_ONLY_SCHOOL_AGE:
      return is_of_school_age (event);
    case ATLAS_ONLY_FIFTEEN_DAYS:
      return is_over_fifteen_days (event);
    case ATLAS_ONLY_FIVE_DAYS:
      return is_over_five_days (event);
    case ATLAS_ONLY_SOCIAL_WORKER:
      return has_care (event, "CLA") || has_care (event, "CSW");
    case ATLAS_ONLY_LOOKED_AFTER:
      return has_care (event, "CLA");
    case ATLAS_ONLY_OWN_BAND:
      return is_own_band (event);
    case ATLAS_ONLY_KIND:
      return g_strcmp0 (((const AtlasCheck *) event->record)->kind, event->rule->kind) == 0;
    case ATLAS_ONLY_ALWAYS:
    default:
      return TRUE;
    }
}
