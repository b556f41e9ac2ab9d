/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which school's register a child is on, and what the register says of the last fortnight. */
#include "config.h"

#include "calendar/atlas-days.h"
#include "demo/atlas-demo-child.h"

#define SESSIONS_KEPT 20

static void
add (AtlasDemoChild *child,
     const char     *type,
     const char     *of,
     json_t         *fields)
{
  g_autofree char *key = g_strdup_printf ("%u/%s", child->number + 1, of);

  json_object_set_new (fields, "child", json_string (child->id));
  json_object_set_new (fields, "establishment", json_string (child->school->id));
  json_object_set_new (fields, "invented", json_true ());
  atlas_demo_add (child->demo, type, key, fields);
}

/**
 * atlas_demo_tell_registration:
 * @child: a child whose referral is there
 *
 * Registers the child at the school since last school year: as the only school, and as the main one
 * from the day on which a stay elsewhere began.
 */
void
atlas_demo_tell_registration (AtlasDemoChild *child)
{
  AtlasDate as_of = child->demo->options.as_of;
  AtlasDate since = atlas_date_new (atlas_school_year (as_of) - 1, 9, 1);
  AtlasDate moved = child->story.starts;
  gboolean has_moved = moved != ATLAS_DATE_NONE && moved > since && moved <= as_of &&
                       child->story.ended == ATLAS_DATE_NONE;

  add (child, "registration", "single",
       json_pack ("{s:s, s:{s:o, s:o*}}", "enrolment", "C", "valid", "from",
                  atlas_demo_date (since), "to", has_moved ? atlas_demo_date (moved - 1) : NULL));
  if (has_moved)
    add (child, "registration", "main",
         json_pack ("{s:s, s:{s:o}}", "enrolment", "M", "valid", "from", atlas_demo_date (moved)));
}

/**
 * atlas_demo_tell_part_time_weeks:
 * @child: a child on a part-time timetable
 * @starts: its first day
 *
 * Fills the register of the last school days before the demonstration's day: mornings at school,
 * and afternoons as the timetable has them.
 */
void
atlas_demo_tell_part_time_weeks (AtlasDemoChild *child,
                                 AtlasDate       starts)
{
  AtlasCalendar *calendar = atlas_demo_school_calendar (child->demo, child->school);
  int n_sessions = 0;

  for (AtlasDate on = child->demo->options.as_of - 1;
       on >= starts && n_sessions < SESSIONS_KEPT;
       on--)
    {
      g_autofree char *morning = g_strdup_printf ("register/%d/am", n_sessions);
      g_autofree char *afternoon = g_strdup_printf ("register/%d/pm", n_sessions);

      if (!atlas_calendar_is_school_day (calendar, on))
        continue;
      n_sessions += 2;
      add (child, "attendance", morning,
           json_pack ("{s:o, s:s, s:s}", "on", atlas_demo_date (on), "session", "am",
                      "code", n_sessions % 14 == 0 ? "I" : "/"));
      add (child, "attendance", afternoon,
           json_pack ("{s:o, s:s, s:s}", "on", atlas_demo_date (on), "session", "pm",
                      "code", "C2"));
    }
}
