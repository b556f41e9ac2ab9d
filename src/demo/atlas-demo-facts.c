/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known of a child besides the referral: who was told of an exclusion and what the board
 * did, plans, reviews, part-time timetables, directions and the rest, so that every clock can be
 * seen running. What is late is late by an invented school, never by the county, which exists.
 */
#include "config.h"

#include "demo/atlas-demo-child.h"

#define ONE_IN          36      /* of the children under way have one particular fact */
#define CONCERN_ONE_IN  4       /* children looked after whose attendance worries somebody */
#define FORGOTTEN       3       /* the child whose school has not told the parents */
#define UNANSWERED      8       /* the child whose school has not told the county */

/* School days between one step of the board and the review panel and the next, all in time. */
#define BOARD_DAYS      5
#define REVIEW_ASKED_IN 2
#define REVIEW_SOON     2
#define REVIEW_LATER    13
#define RECONSIDERED_IN 6

/* Makes one fact of a child under way. */
typedef void (*FactFunc) (AtlasDemoChild *child,
                          AtlasCalendar  *calendar,
                          AtlasDate       as_of);

static const char *
add_fact (AtlasDemoChild *child,
          const char     *type,
          const char     *of,
          json_t         *fields)
{
  g_autofree char *key = g_strdup_printf ("%u/%s", child->number + 1, of);

  json_object_set_new (fields, "child", json_string (child->id));
  json_object_set_new (fields, "invented", json_true ());

  return atlas_demo_add (child->demo, type, key, fields);
}

/* Sets a day that has come by the demonstration's day; answers whether it has. */
static gboolean
set_past (AtlasDemoChild *child,
          json_t         *fields,
          const char     *name,
          AtlasDate       date)
{
  if (date > child->demo->options.as_of)
    return FALSE;

  json_object_set_new (fields, name, atlas_demo_date (date));
  return TRUE;
}

/* The board upholds a permanent exclusion, and some families ask for a review of that. */
static void
tell_board (AtlasDemoChild *child,
            json_t         *fields,
            AtlasCalendar  *calendar,
            AtlasDate       from)
{
  AtlasDate told = atlas_demo_school_day (calendar, from, 1);
  AtlasDate met = atlas_demo_school_day (calendar, told, BOARD_DAYS);
  AtlasDate asked = atlas_demo_school_day (calendar, met + 1, REVIEW_ASKED_IN);
  gboolean recommends = child->number % 4 == 1;
  AtlasDate begun = atlas_demo_school_day (calendar, asked, recommends ? REVIEW_SOON
                                                                       : REVIEW_LATER);

  if (!set_past (child, fields, "board_told", told) ||
      !set_past (child, fields, "board_met", met))
    return;

  json_object_set_new (fields, "board_decision", json_string ("upheld"));
  if (!set_past (child, fields, "decision_sent", met + 1))
    return;

  json_object_set_new (fields, "decision_how", json_string (child->number % 2 ? "post" : "hand"));
  if (child->number % 2 == 0 || !set_past (child, fields, "review_asked", asked) ||
      !set_past (child, fields, "review_begun", begun) ||
      !set_past (child, fields, "review_decided", begun + 1))
    return;

  json_object_set_new (fields, "review_outcome", json_string (recommends ? "reconsider"
                                                                         : "upheld"));
  if (recommends)
    set_past (child, fields, "reconsidered",
              atlas_demo_school_day (calendar, begun + 1, RECONSIDERED_IN));
}

/**
 * atlas_demo_tell_exclusion:
 * @child: a child whose record is there
 * @fields: what is known of the exclusion
 *
 * Adds who was told, and what the governing board did.
 */
void
atlas_demo_tell_exclusion (AtlasDemoChild *child,
                           json_t         *fields)
{
  AtlasCalendar *calendar = atlas_demo_school_calendar (child->demo, child->school);
  AtlasDate from = atlas_date_parse (atlas_json_string (fields, "from"));
  gboolean is_permanent = g_strcmp0 (atlas_json_string (fields, "kind"), "PERM") == 0;
  gboolean has_worker = g_str_equal (child->care, "CLA") || g_str_equal (child->care, "CSW");

  if (child->number != FORGOTTEN)
    json_object_set_new (fields, "parents_told", atlas_demo_date (from));
  if (child->number != UNANSWERED)
    json_object_set_new (fields, "county_told", atlas_demo_date (from));
  if (has_worker && child->number % 3 != 0)
    json_object_set_new (fields, "social_worker_told", atlas_demo_date (from));
  if (g_str_equal (child->care, "CLA") && child->number % 3 != 0)
    json_object_set_new (fields, "virtual_school_asked", atlas_demo_date (from - 1));
  if (!is_permanent)
    return;

  /* The county's own notice is never late here: it went out two days before Day 6, or earlier. */
  set_past (child, fields, "arrangements_told", atlas_demo_school_day (calendar, from, 3));
  tell_board (child, fields, calendar, from);
}

static void
tell_plan (AtlasDemoChild *child,
           AtlasCalendar  *calendar,
           AtlasDate       as_of)
{
  static const char * const kinds[] = { "psp", "risk-reduction", "individual" };
  AtlasDate made = atlas_demo_weekday (as_of - 20 - (int) (child->number % 9));
  const char *plan;

  plan = add_fact (child, "plan", "plan",
                   json_pack ("{s:s, s:s, s:o, s:o, s:o, s:o, s:s}", "referral", child->referral,
                              "kind", kinds[child->number % G_N_ELEMENTS (kinds)],
                              "made", atlas_demo_date (made),
                              "review_by", atlas_demo_date (atlas_demo_weekday (made + 42)),
                              "made_with", atlas_demo_set ("child", "family", "home-school"),
                              "parts", atlas_demo_set ("apdr", "de-escalation", "triggers"),
                              "contact", "Head of year"));
  add_fact (child, "review", "plan",
            json_pack ("{s:s, s:s, s:[s, s], s:o, s:o, s:s}", "referral", child->referral,
                       "kind", "plan", "subject", "plan", plan,
                       "held", atlas_demo_date (atlas_demo_weekday (made + 14)),
                       "present", atlas_demo_set ("child", "family", "home-school"),
                       "outcome", "Goes on as agreed."));
}

static json_t *
timetable_of (AtlasDemoChild *child,
              AtlasDate       starts,
              AtlasDate       ends)
{
  return json_pack ("{s:s, s:s, s:s, s:o, s:o, s:s, s:s, s:b, s:s}", "referral", child->referral,
                    "establishment", child->school->id, "kind", "part-time",
                    "starts", atlas_demo_date (starts), "ends", atlas_demo_date (ends),
                    "hours_per_week", "15", "reason", "reintegration", "risk_assessed", TRUE,
                    "way_back", "One more morning every second week.");
}

static void
add_agreement (AtlasDemoChild *child,
               const char     *by,
               const char     *type,
               const char     *subject,
               AtlasDate       on)
{
  g_autofree char *of = g_strconcat (type, "/", by, NULL);

  add_fact (child, "consent", of,
            json_pack ("{s:s, s:[s, s], s:s, s:s, s:o}", "referral", child->referral,
                       "subject", type, subject, "given_by", by, "answer", "agreed",
                       "on", atlas_demo_date (on)));
}

static void
add_part (AtlasDemoChild *child,
          const char     *timetable,
          const char     *kind,
          const char     *what,
          const char     *hours)
{
  g_autofree char *of = g_strconcat ("part/", kind, NULL);

  add_fact (child, "timetable_part", of,
            json_pack ("{s:s, s:s, s:s, s:s}", "timetable", timetable, "kind", kind, "what", what,
                       "hours_per_week", hours));
}

/* A part-time timetable in two parts, with the family's agreement and the plan that is sent in with
 * it. */
static void
add_timetable (AtlasDemoChild *child,
               json_t         *fields,
               AtlasDate       starts)
{
  const char *timetable = add_fact (child, "timetable", "part-time", fields);

  add_part (child, timetable, "school", "Mornings in class", "12.5");
  add_part (child, timetable, "tuition", "English and mathematics", "2.5");
  atlas_demo_tell_part_time_weeks (child, starts);
  add_agreement (child, "family", "timetable", timetable, starts - 3);
  add_fact (child, "plan", "inclusion",
            json_pack ("{s:s, s:s, s:o, s:o}", "referral", child->referral, "kind", "inclusion",
                       "made", atlas_demo_date (starts),
                       "made_with", atlas_demo_set ("child", "family", "home-school")));
}

static void
tell_timetable (AtlasDemoChild *child,
                AtlasCalendar  *calendar,
                AtlasDate       as_of)
{
  AtlasDate starts = atlas_demo_school_day (calendar, as_of, -12);
  json_t *fields = timetable_of (child, starts, atlas_demo_weekday (as_of + 20));

  json_object_set_new (fields, "start_told", atlas_demo_date (starts));
  json_object_set_new (fields, "review_by", atlas_demo_date (atlas_demo_weekday (as_of + 4)));
  add_timetable (child, fields, starts);
}

static void
tell_new_timetable (AtlasDemoChild *child,
                    AtlasCalendar  *calendar,
                    AtlasDate       as_of)
{
  AtlasDate starts = atlas_demo_school_day (calendar, as_of, -2);

  add_timetable (child, timetable_of (child, starts, starts + 35), starts);
}

static void
tell_ended_timetable (AtlasDemoChild *child,
                      AtlasCalendar  *calendar,
                      AtlasDate       as_of)
{
  AtlasDate starts = atlas_demo_school_day (calendar, as_of, -25);
  AtlasDate ended = atlas_demo_school_day (calendar, as_of, -3);
  json_t *fields = timetable_of (child, starts, ended);

  json_object_set_new (fields, "start_told", atlas_demo_date (starts));
  json_object_set_new (fields, "ended", atlas_demo_date (ended));
  add_timetable (child, fields, starts);
}

static json_t *
direction_of (AtlasDemoChild *child,
              AtlasDate       decided,
              AtlasDate       starts)
{
  return json_pack ("{s:s, s:s, s:o, s:o, s:o, s:s, s:s, s:s}", "referral", child->referral,
                    "establishment", child->school->id, "decided", atlas_demo_date (decided),
                    "starts", atlas_demo_date (starts), "ends", atlas_demo_date (starts + 80),
                    "report_to", "Centre manager", "sessions", "Monday to Friday, 9.15 to 15.00",
                    "objectives", "To learn in a small group and go back after Easter.");
}

static void
tell_direction (AtlasDemoChild *child,
                AtlasCalendar  *calendar,
                AtlasDate       as_of)
{
  AtlasDate starts = atlas_demo_school_day (calendar, as_of, -14);
  json_t *fields = direction_of (child, starts - 10, starts);

  json_object_set_new (fields, "notice", atlas_demo_date (atlas_demo_school_day (calendar, starts,
                                                                                 -4)));
  add_fact (child, "direction", "off-site", fields);
}

static void
tell_new_direction (AtlasDemoChild *child,
                    AtlasCalendar  *calendar,
                    AtlasDate       as_of)
{
  AtlasDate starts = atlas_demo_school_day (calendar, as_of, 6);

  add_fact (child, "direction", "off-site", direction_of (child, as_of - 1, starts));
}

static void
tell_separation (AtlasDemoChild *child,
                 AtlasCalendar  *calendar,
                 AtlasDate       as_of)
{
  AtlasDate from = atlas_demo_school_day (calendar, as_of, -2);

  add_fact (child, "separation", "separation",
            json_pack ("{s:s, s:s, s:o, s:o, s:s}", "referral", child->referral,
                       "establishment", child->school->id, "from", atlas_demo_date (from),
                       "county_told", atlas_demo_date (from),
                       "reason", "Kept apart while an allegation is looked into."));
}

/* A move of two months ago, within the time after which it is seen whether it lasts. */
static void
tell_move (AtlasDemoChild *child,
           AtlasCalendar  *calendar,
           AtlasDate       as_of)
{
  GArray *schools = child->demo->schools;
  AtlasDemoSchool *other = &g_array_index (schools, AtlasDemoSchool,
                                           child->number % schools->len);
  AtlasDate starts = atlas_demo_school_day (calendar, as_of - 60, 0);
  const char *move;

  if (other == child->school)
    return;

  move = add_fact (child, "managed_move", "move",
                   json_pack ("{s:s, s:s, s:s, s:o, s:o, s:s}", "referral", child->referral,
                              "from_school", other->id, "to_school", child->school->id,
                              "agreed", atlas_demo_date (starts - 14),
                              "starts", atlas_demo_date (starts),
                              "reason", "A fresh start that family and both schools agreed."));
  add_agreement (child, "family", "managed_move", move, starts - 16);
  add_agreement (child, "home-school", "managed_move", move, starts - 15);
  add_agreement (child, "receiving-school", "managed_move", move, starts - 14);
}

static AtlasDemoSchool *
other_school (AtlasDemoChild *child,
              guint           step)
{
  GArray *schools = child->demo->schools;

  return &g_array_index (schools, AtlasDemoSchool, (child->number + step) % schools->len);
}

static void
add_roll (AtlasDemoChild  *child,
          const char      *of,
          AtlasDemoSchool *school,
          AtlasDate        from,
          AtlasDate        to)
{
  g_autofree char *first = atlas_date_format (from);
  g_autofree char *last = to != ATLAS_DATE_NONE ? atlas_date_format (to) : NULL;

  add_fact (child, "registration", of,
            json_pack ("{s:s, s:s, s:{s:s, s:s*}}", "establishment", school->id, "enrolment", "C",
                       "valid", "from", first, "to", last));
}

/* Two schools joined within a year, the second of them the one that the child is at. */
static void
tell_many_schools (AtlasDemoChild *child,
                   AtlasCalendar  *calendar,
                   AtlasDate       as_of)
{
  AtlasDemoSchool *first = other_school (child, 1);
  AtlasDemoSchool *second = other_school (child, 2);

  if (first == child->school || second == child->school)
    {
      atlas_demo_tell_registration (child);
      return;
    }

  add_roll (child, "first-roll", first, as_of - 900, as_of - 301);
  add_roll (child, "second-roll", second, as_of - 300, as_of - 41);
  add_roll (child, "roll", child->school, as_of - 40, ATLAS_DATE_NONE);
}

/* A family that has moved into the county: the roll of the last school has ended. */
static void
tell_ended_roll (AtlasDemoChild *child,
                 AtlasCalendar  *calendar,
                 AtlasDate       as_of)
{
  add_roll (child, "roll", child->school, as_of - 700, atlas_demo_weekday (as_of - 25));
}

static void
tell_few_hours (AtlasDemoChild *child,
                AtlasCalendar  *calendar,
                AtlasDate       as_of)
{
  AtlasDate starts = atlas_demo_school_day (calendar, as_of, -15);

  add_fact (child, "timetable", "full-time",
            json_pack ("{s:s, s:s, s:s, s:o, s:s}", "referral", child->referral,
                       "establishment", child->school->id, "kind", "full-time",
                       "starts", atlas_demo_date (starts), "hours_per_week", "18"));
}

static void
tell_home (AtlasDemoChild *child,
           AtlasCalendar  *calendar,
           AtlasDate       as_of)
{
  static const char * const reasons[] = { "alternative", "choice", "pressed", "choice" };
  AtlasDate on = atlas_demo_school_day (calendar, as_of, -9);

  add_fact (child, "incident", "home-education",
            json_pack ("{s:s, s:s, s:s, s:o, s:s, s:o}", "reason",
                       reasons[child->number / ONE_IN % G_N_ELEMENTS (reasons)],
                       "establishment", child->school->id, "kind", "home-education",
                       "on", atlas_demo_date (on),
                       "what", "The family wrote that they will teach at home.",
                       "meeting", atlas_demo_date (on)));
}

/* Seven days of suspension in the term, and parents who have said what they think of it. */
static void
tell_suspensions (AtlasDemoChild *child,
                  AtlasCalendar  *calendar,
                  AtlasDate       as_of)
{
  static const int steps[] = { -28, -12 };
  static const int sessions[] = { 8, 6 };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      AtlasDate from = atlas_demo_school_day (calendar, as_of, steps[i]);
      g_autofree char *key = g_strdup_printf ("suspension-%d", (int) i + 1);
      json_t *fields = json_pack ("{s:s, s:s, s:o, s:s, s:i, s:o}", "establishment",
                                  child->school->id, "kind", "SUSP", "from",
                                  atlas_demo_date (from), "session", "am", "sessions", sessions[i],
                                  "reasons", atlas_demo_set ("DB", NULL, NULL));

      atlas_demo_tell_exclusion (child, fields);
      json_object_set_new (fields, "board_told", atlas_demo_date (from));
      if (i == G_N_ELEMENTS (steps) - 1)
        json_object_set_new (fields, "representations", atlas_demo_date (from + 3));
      add_fact (child, "exclusion", key, fields);
    }
}

static void
tell_attendance (AtlasDemoChild *child,
                 AtlasCalendar  *calendar,
                 AtlasDate       as_of)
{
  AtlasDate on = atlas_demo_school_day (calendar, as_of, -1);
  gboolean is_told = child->number % 2 != 0;

  add_fact (child, "incident", "attendance",
            json_pack ("{s:s, s:s, s:o, s:s, s:o*}", "establishment", child->school->id,
                       "kind", "attendance", "on", atlas_demo_date (on),
                       "what", "Missed four of the last ten mornings.",
                       "told_on", is_told ? atlas_demo_date (on) : NULL));
}

/* An invented provider worked with the child in school, some days ago. */
static void
tell_activity (AtlasDemoChild *child,
               AtlasCalendar  *calendar,
               AtlasDate       as_of)
{
  static const char * const kinds[] = {
    "outreach-individual", "advice-case", "outreach-group", "outreach-reintegration",
    "advice-transition",
  };
  GArray *places = child->demo->places;

  for (guint i = 0; i < places->len; i++)
    {
      guint which = (child->number + i) % places->len;
      const AtlasDemoPlace *place = &g_array_index (places, AtlasDemoPlace, which);

      if (!place->is_invented)
        continue;

      add_fact (child, "activity", "activity",
                json_pack ("{s:s, s:s, s:s, s:o, s:s, s:s}", "provision", place->provision,
                           "establishment", child->school->id, "kind",
                           kinds[child->number % G_N_ELEMENTS (kinds)], "on",
                           atlas_demo_date (atlas_demo_school_day (calendar, as_of,
                                                                   -(int) (child->number % 60))),
                           "hours", child->number % 2 == 0 ? "1.5" : "2", "by_role",
                           "Outreach worker"));
      return;
    }
}

/* A child looked after has had this term's meeting in some cases. */
static void
tell_pep (AtlasDemoChild *child,
          AtlasDate       as_of)
{
  if (g_str_equal (child->care, "CLA") && child->number % 3 != 0)
    add_fact (child, "review", "pep",
              json_pack ("{s:s, s:o, s:o, s:s}", "kind", "pep",
                         "held", atlas_demo_date (atlas_demo_weekday (as_of - 30)),
                         "present", atlas_demo_set ("child", "home-school", "social-worker"),
                         "outcome", "Goals agreed for the term."));
}

/* By number of the child; the others have no more than their referral. */
static const FactFunc facts[ONE_IN] = {
  [0] = tell_plan, [1] = tell_many_schools, [2] = tell_ended_roll, [3] = tell_timetable,
  [5] = tell_plan, [7] = tell_new_timetable, [9] = tell_few_hours, [10] = tell_direction,
  [11] = tell_activity, [12] = tell_plan, [14] = tell_suspensions, [16] = tell_ended_timetable,
  [18] = tell_plan, [20] = tell_new_direction, [22] = tell_home, [23] = tell_separation,
  [25] = tell_plan, [27] = tell_move, [29] = tell_activity, [31] = tell_plan,
  [33] = tell_timetable, [35] = tell_activity,
};

/**
 * atlas_demo_tell_facts:
 * @child: a child whose referral is there
 *
 * Makes the records that belong to the child and not to the referral's own way.
 */
void
atlas_demo_tell_facts (AtlasDemoChild *child)
{
  AtlasDate as_of = child->demo->options.as_of;
  AtlasCalendar *calendar = atlas_demo_school_calendar (child->demo, child->school);
  FactFunc tell = facts[child->number % ONE_IN];

  atlas_demo_tell_terms (child);
  if (child->story.ended != ATLAS_DATE_NONE)
    return;

  if (child->exclusion != NULL || (tell != tell_many_schools && tell != tell_ended_roll))
    atlas_demo_tell_registration (child);
  tell_pep (child, as_of);
  if (g_str_equal (child->care, "CLA") && child->number % CONCERN_ONE_IN == 0)
    tell_attendance (child, calendar, as_of);
  if (child->exclusion == NULL && tell != NULL)
    tell (child, calendar, as_of);
}
