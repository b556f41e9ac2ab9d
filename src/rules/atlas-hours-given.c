/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-hours-given.h"

#include "rules/atlas-check-private.h"
#include "rules/atlas-school-year.h"

/* Support that leaves part of the week to the own school. */
#define PART_OF_A_WEEK "advice outreach extended-roll outreach-roll dual respite"

/* The timetable that goes on, of this placement or of the child as a whole; else the placement. */
static double
hours_of (const AtlasCheckRun  *run,
          const AtlasPlacement *placement)
{
  const char *id = atlas_record_get_id ((AtlasRecord *) placement);

  for (guint i = 0; i < run->file->timetables->len; i++)
    {
      const AtlasTimetable *timetable = g_ptr_array_index (run->file->timetables, i);

      if (timetable->starts <= run->on && atlas_check_goes_on (timetable->ended, run->on) &&
          (timetable->placement == NULL || g_strcmp0 (timetable->placement, id) == 0))
        return atlas_check_hours (run, timetable);
    }

  return atlas_check_number (placement->hours_per_week);
}

/**
 * atlas_hours_given:
 * @file: a child's case
 * @background: provisions with their places
 * @on: the day
 *
 * Sets the hours that a child gets beside those that are full-time, for each placement that goes on
 * and is the child's whole week. What is full-time follows the day on which the placement began.
 *
 * Source: the table of hours; requirements T122.
 *
 * Returns: (transfer full) (element-type AtlasHoursGiven): one for each such placement
 */
GArray *
atlas_hours_given (const AtlasCase       *file,
                   const AtlasBackground *background,
                   AtlasDate              on)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (AtlasHoursGiven));
  const AtlasCheckRun run = { .file = file, .background = background, .on = on };

  if (file->child == NULL || !atlas_is_of_school_age (file->child->born, on))
    return all;

  for (guint i = 0; i < file->placements->len; i++)
    {
      const AtlasPlacement *placement = g_ptr_array_index (file->placements, i);
      AtlasHoursGiven one = { .invented = placement->invented };
      const AtlasHours *row;

      if (placement->starts == ATLAS_DATE_NONE || placement->starts > on ||
          !atlas_check_goes_on (placement->ended, on) || placement->provision == NULL ||
          atlas_check_is_one_of (atlas_check_service (&run, placement), PART_OF_A_WEEK))
        continue;
      row = atlas_check_hours_row (&run, placement->referral, placement->starts);
      one.given = hours_of (&run, placement);
      one.owed = row != NULL ? row->least : 0;
      g_strlcpy (one.provision, placement->provision, sizeof one.provision);
      g_array_append_val (all, one);
    }

  return all;
}
