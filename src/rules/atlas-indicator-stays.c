/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolls and placements of one child's case, and what they add to the indicators of a term. */
#include "config.h"

#include <string.h>

#include "records/atlas-codes.h"
#include "rules/atlas-attendance.h"
#include "rules/atlas-indicator-private.h"
#include "rules/atlas-school-year.h"

#define LAST_YEAR      11            /* asked of no return: Behaviour Strategy 2016, 5.1 vi */
#define AUTHORITY_LEN  3             /* digits of an authority, with which a LAESTAB begins */

#define ON_ANY_ROLL    "C M S G F O" /* the school's own, and those of whoever else has them */
#define CENTRES        "esc psb pbs ap-academy primary-behaviour"
#define SPECIAL        "semh-special county-provision"
#define NOT_MAINSTREAM "special college early-years-setting"

const AtlasProvision *
atlas_indicator_provision (const AtlasBackground *background,
                           const char            *id)
{
  return id != NULL
         ? (const AtlasProvision *) atlas_background_find (background, &atlas_provision_type, id)
         : NULL;
}

static const AtlasEstablishment *
find_school (const AtlasBackground *background,
             const char            *id)
{
  return id != NULL
         ? (const AtlasEstablishment *) atlas_background_find (background,
                                                               &atlas_establishment_type, id)
         : NULL;
}

static gboolean
is_mainstream (const AtlasEstablishment *school)
{
  return school != NULL && school->kind != NULL &&
         !atlas_check_is_one_of (school->kind, NOT_MAINSTREAM);
}

gboolean
atlas_indicator_is_centre (const AtlasBackground   *background,
                           const AtlasRegistration *one)
{
  const AtlasProvision *provision = atlas_indicator_provision (background, one->provision);

  return provision != NULL && atlas_check_is_one_of (provision->kind, CENTRES);
}

static gboolean
is_special (const AtlasBackground   *background,
            const AtlasRegistration *one)
{
  const AtlasProvision *provision = atlas_indicator_provision (background, one->provision);
  const AtlasEstablishment *school = find_school (background, one->establishment);

  return (provision != NULL && atlas_check_is_one_of (provision->kind, SPECIAL)) ||
         (school != NULL && g_strcmp0 (school->kind, "special") == 0);
}

/* The first day on a mainstream school's own roll, or none. */
static AtlasDate
mainstream_start (const AtlasBackground   *background,
                  const AtlasRegistration *one)
{
  return atlas_check_is_one_of (one->enrolment, ATLAS_ROLLS_OWN) &&
         is_mainstream (find_school (background, one->establishment))
         ? one->valid.from : ATLAS_DATE_NONE;
}

gboolean
atlas_indicator_is_on_roll (const AtlasRegistration *one,
                            const char              *enrolments,
                            AtlasDate                on)
{
  return atlas_check_is_one_of (one->enrolment, enrolments) &&
         atlas_date_range_contains (one->valid, on);
}

static gboolean
is_placed (const AtlasPlacement *placement,
           AtlasDate             on)
{
  return placement->starts != ATLAS_DATE_NONE && placement->starts <= on &&
         atlas_check_goes_on (placement->ended, on);
}

/* The first permanent exclusion that stands, or none. */
static AtlasDate
first_excluded (const AtlasIndicatorRun *self)
{
  AtlasDate first = ATLAS_DATE_NONE;

  for (guint i = 0; i < self->file->exclusions->len; i++)
    {
      const AtlasExclusion *exclusion = g_ptr_array_index (self->file->exclusions, i);

      if (atlas_indicator_is_permanent (exclusion, self->setting->clocks->on) &&
          (first == ATLAS_DATE_NONE || exclusion->from < first))
        first = exclusion->from;
    }

  return first;
}

/* The last first day on a mainstream roll before a day, or none. */
static AtlasDate
last_return (const AtlasIndicatorRun *self,
             AtlasDate                before)
{
  AtlasDate last = ATLAS_DATE_NONE;

  for (guint i = 0; i < self->file->registrations->len; i++)
    {
      AtlasDate start = mainstream_start (self->setting->background,
                                          g_ptr_array_index (self->file->registrations, i));

      if (start < before)
        last = MAX (last, start);
    }

  return last;
}

/*
 * The first day on a centre's roll since a permanent exclusion, and since the last return to a
 * mainstream school before @before: the stay that a return on @before would end; or none.
 */
static AtlasDate
stay_before (const AtlasIndicatorRun *self,
             AtlasDate                excluded,
             AtlasDate                before)
{
  AtlasDate since = last_return (self, before);
  AtlasDate first = ATLAS_DATE_NONE;

  for (guint i = 0; i < self->file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (self->file->registrations, i);
      AtlasDate start = one->valid.from;

      if (!atlas_indicator_is_centre (self->setting->background, one) || start == ATLAS_DATE_NONE ||
          !atlas_check_is_one_of (one->enrolment, "C M S") || start < excluded ||
          start < since || start >= before)
        continue;
      if (first == ATLAS_DATE_NONE || start < first)
        first = start;
    }

  return first;
}

static gboolean
is_on_centre_roll (const AtlasIndicatorRun *self,
                   AtlasDate                on)
{
  for (guint i = 0; i < self->file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (self->file->registrations, i);

      if (atlas_indicator_is_centre (self->setting->background, one) &&
          atlas_indicator_is_on_roll (one, "C M S", on))
        return TRUE;
    }

  return FALSE;
}

/* Year 11 is that of the day on which the child came on the centre's roll. */
static gboolean
is_year_11 (const AtlasIndicatorRun *self,
            AtlasDate                on)
{
  return atlas_year_group (self->file->child->born, on) == LAST_YEAR;
}

void
atlas_indicator_count_returns (AtlasIndicatorRun *self)
{
  gboolean has_born = self->file->child->born != ATLAS_DATE_NONE;
  AtlasDate excluded = first_excluded (self);
  AtlasDate last = self->setting->days.to;
  AtlasDate stay;

  if (excluded == ATLAS_DATE_NONE)
    return;

  for (guint i = 0; i < self->file->registrations->len; i++)
    {
      AtlasDate back = mainstream_start (self->setting->background,
                                         g_ptr_array_index (self->file->registrations, i));
      int days;

      stay = atlas_indicator_is_counted (self, back) ? stay_before (self, excluded, back)
                                                     : ATLAS_DATE_NONE;
      if (stay == ATLAS_DATE_NONE || (has_born && is_year_11 (self, stay)))
        continue;
      atlas_indicator_add (self, has_born ? ATLAS_TALLY_RETURNED : ATLAS_TALLY_RETURNED_UNKNOWN, 1);
      days = atlas_calendar_school_days_between (atlas_indicator_calendar_of (self, NULL), stay,
                                                 back - 1);
      if (has_born)
        g_array_append_val (self->tally->lists[ATLAS_TALLY_DAYS_TO_RETURN], days);
    }

  stay = stay_before (self, excluded, last + 1);
  atlas_indicator_add (self, ATLAS_TALLY_NOT_RETURNED,
                       stay != ATLAS_DATE_NONE && !is_year_11 (self, stay) &&
                       is_on_centre_roll (self, last));
}

/* Sessions that registers of alternative provision have of the child. */
static void
count_sessions (AtlasIndicatorRun *self)
{
  g_autoptr(GPtrArray) sessions = NULL;
  AtlasAttendanceCount attended;

  if (self->file->attendances->len == 0)
    return;

  sessions = g_ptr_array_new ();
  for (guint i = 0; i < self->file->attendances->len; i++)
    {
      AtlasAttendance *one = g_ptr_array_index (self->file->attendances, i);
      const AtlasProvision *provision = atlas_indicator_provision (self->setting->background,
                                                                   one->provision);

      if (provision != NULL && atlas_check_is_alternative (provision))
        g_ptr_array_add (sessions, one);
    }

  attended = atlas_attendance_count (sessions, self->setting->days);
  atlas_indicator_add (self, ATLAS_TALLY_PRESENT, attended.present);
  atlas_indicator_add (self, ATLAS_TALLY_POSSIBLE, atlas_attendance_possible (&attended));
  atlas_indicator_add (self, ATLAS_TALLY_ATTENDED_CHILDREN,
                       atlas_attendance_possible (&attended) > 0);
}

static gboolean
is_alternative (const AtlasIndicatorRun *self,
                const AtlasPlacement    *placement)
{
  const AtlasProvision *provision = atlas_indicator_provision (self->setting->background,
                                                               placement->provision);

  return provision != NULL && atlas_check_is_alternative (provision) &&
         atlas_check_is_elsewhere (&self->run, placement);
}

/* The destination of the placement that began last of those that have one. */
static const char *
find_destination (const AtlasIndicatorRun *self)
{
  const AtlasPlacement *last = NULL;

  for (guint i = 0; i < self->file->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (self->file->placements, i);

      if (placement->destination != NULL && placement->starts <= self->setting->days.to &&
          (last == NULL || placement->starts > last->starts))
        last = placement;
    }

  return last != NULL ? last->destination : NULL;
}

static void
count_year_11 (AtlasIndicatorRun *self)
{
  AtlasDateRange days = self->setting->days;
  gboolean is_placed_there = FALSE;
  const char *destination;

  if (!is_year_11 (self, self->setting->term.to))
    return;

  for (guint i = 0; i < self->file->placements->len && !is_placed_there; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (self->file->placements, i);

      is_placed_there = placement->starts != ATLAS_DATE_NONE && placement->starts <= days.to &&
                        atlas_check_goes_on (placement->ended, days.from) &&
                        is_alternative (self, placement);
    }
  if (!is_placed_there)
    return;

  destination = find_destination (self);
  atlas_indicator_add (self, ATLAS_TALLY_YEAR_11, 1);
  atlas_indicator_add (self, destination != NULL ? ATLAS_TALLY_DESTINATIONS
                                                 : ATLAS_TALLY_DESTINATIONS_UNKNOWN, 1);
  atlas_indicator_add (self, ATLAS_TALLY_GOES_ON,
                       destination != NULL &&
                       atlas_codes_find ("destination-goes-on", destination) != NULL);
}

/* Whether a place is another county's: 1 yes, 0 no, -1 when nobody recorded it. */
static int
is_provision_out (const AtlasIndicatorRun *self,
                  const AtlasProvision    *provision)
{
  const char *own = self->setting->authority;

  if (provision != NULL && provision->authority != NULL && own != NULL)
    return g_strcmp0 (provision->authority, own) != 0;

  return provision != NULL && provision->area != NULL ? 0 : -1;
}

static int
is_school_out (const AtlasIndicatorRun  *self,
               const AtlasEstablishment *school)
{
  const char *own = self->setting->authority;

  if (school != NULL && school->area != NULL)
    return 0;
  if (school == NULL || school->laestab == NULL || own == NULL ||
      strlen (school->laestab) < AUTHORITY_LEN)
    return -1;

  return strncmp (school->laestab, own, AUTHORITY_LEN) != 0;
}

/* Attendance, and where Year 11 children go on to. */
void
atlas_indicator_count_alternative (AtlasIndicatorRun *self)
{
  count_sessions (self);
  count_year_11 (self);
}

/* Where the child is on the last day that is counted: in special provision, out of the county. */
void
atlas_indicator_count_stays (AtlasIndicatorRun *self)
{
  const AtlasBackground *background = self->setting->background;
  AtlasDate on = self->setting->days.to;
  gboolean is_in_special = FALSE;
  gboolean is_out = FALSE;
  gboolean is_unknown = FALSE;

  for (guint i = 0; i < self->file->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (self->file->placements, i);
      const AtlasProvision *provision = atlas_indicator_provision (background,
                                                                   placement->provision);
      int out = is_provision_out (self, provision);

      if (!is_placed (placement, on))
        continue;
      is_in_special |= provision != NULL && !atlas_check_is_alternative (provision);
      is_out |= out > 0;
      is_unknown |= out < 0;
    }
  for (guint i = 0; i < self->file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (self->file->registrations, i);
      int out = one->provision != NULL
                ? is_provision_out (self, atlas_indicator_provision (background, one->provision))
                : is_school_out (self, find_school (background, one->establishment));

      if (!atlas_indicator_is_on_roll (one, ON_ANY_ROLL, on))
        continue;
      is_in_special |= is_special (background, one);
      is_out |= out > 0;
      is_unknown |= out < 0;
    }

  atlas_indicator_add (self, ATLAS_TALLY_SPECIALIST, is_in_special);
  atlas_indicator_add (self, ATLAS_TALLY_OUT_OF_COUNTY, is_out);
  atlas_indicator_add (self, ATLAS_TALLY_OUT_UNKNOWN, is_unknown && !is_out);
}

/* A child who is part of the week elsewhere is not taught in the school alone. */
static gboolean
is_taught_elsewhere (const AtlasIndicatorRun *self,
                     AtlasDate                on)
{
  for (guint i = 0; i < self->file->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (self->file->placements, i);

      if (is_placed (placement, on) && atlas_check_is_elsewhere (&self->run, placement))
        return TRUE;
    }

  return FALSE;
}

void
atlas_indicator_count_community (AtlasIndicatorRun *self)
{
  const AtlasBackground *background = self->setting->background;
  AtlasDate on = self->setting->days.to;
  const char *home = self->file->child->area;
  gboolean is_known = FALSE;
  gboolean is_near = FALSE;

  if (!atlas_is_of_school_age (self->file->child->born, on))
    return;

  for (guint i = 0; i < self->file->registrations->len; i++)
    {
      const AtlasRegistration *one = g_ptr_array_index (self->file->registrations, i);
      const AtlasEstablishment *school = find_school (background, one->establishment);

      if (!atlas_indicator_is_on_roll (one, ATLAS_ROLLS_OWN, on))
        continue;
      is_known |= one->provision != NULL ||
                  (school != NULL && school->area != NULL && school->kind != NULL);
      is_near |= is_mainstream (school) && home != NULL && g_strcmp0 (school->area, home) == 0;
    }

  if (home == NULL || !is_known)
    {
      atlas_indicator_add (self, ATLAS_TALLY_COMMUNITY_UNKNOWN, 1);
      return;
    }
  atlas_indicator_add (self, ATLAS_TALLY_TAUGHT, 1);
  atlas_indicator_add (self, ATLAS_TALLY_COMMUNITY, is_near && !is_taught_elsewhere (self, on));
}

/* A first day on a mainstream roll, after a roll of special provision. */
void
atlas_indicator_count_from_special (AtlasIndicatorRun *self)
{
  const AtlasBackground *background = self->setting->background;
  gboolean is_back = FALSE;

  for (guint i = 0; i < self->file->registrations->len; i++)
    {
      AtlasDate start = mainstream_start (background,
                                          g_ptr_array_index (self->file->registrations, i));
      const AtlasRegistration *last = NULL;

      if (!atlas_indicator_is_counted (self, start))
        continue;
      for (guint j = 0; j < self->file->registrations->len; j++)
        {
          const AtlasRegistration *one = g_ptr_array_index (self->file->registrations, j);

          if (atlas_check_is_one_of (one->enrolment, ATLAS_ROLLS_OWN) && one->valid.from < start &&
              (last == NULL || one->valid.from > last->valid.from))
            last = one;
        }
      is_back |= last != NULL && is_special (background, last);
    }

  atlas_indicator_add (self, ATLAS_TALLY_FROM_SPECIAL, is_back);
}
