/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happened to children of the terms before, so that a strategy's indicators have a history:
 * suspensions, part-time timetables, managed moves, restraint, returns from a centre, attendance at
 * a provider; and how many children of each group are on rolls.
 */
#include "config.h"

#include "calendar/atlas-days.h"
#include "demo/atlas-demo-child.h"

#define LAST_LEAST      15      /* days before the demonstration's, in which a thing began */
#define LAST_MOST       430
#define WEEK            7
#define SESSIONS_KEPT   20      /* of a child's register at a provider */
#define REGISTERS_MOST  1000    /* children: the registers of 100,000 would be most of the store */
#define TERMS_TO_LAST   2
#define AGREED_PERCENT  85      /* part-time timetables that the family agreed to */
#define REVIEWED_PERCENT 75
#define LASTED_PERCENT  70      /* managed moves that lasted */
#define CENTRE          "demo-fernlow"
#define SPECIAL         "demo-brackenholt"

static const char *
add (AtlasDemoChild *child,
     const char     *type,
     const char     *of,
     json_t         *fields)
{
  g_autofree char *key = g_strdup_printf ("%u/terms/%s", child->number + 1, of);

  json_object_set_new (fields, "child", json_string (child->id));
  json_object_set_new (fields, "invented", json_true ());

  return atlas_demo_add (child->demo, type, key, fields);
}

/* A school day of the last terms. */
static AtlasDate
some_day (AtlasDemoChild  *child,
          AtlasDemoRandom *random)
{
  AtlasCalendar *calendar = atlas_demo_school_calendar (child->demo, child->school);
  AtlasDate as_of = child->demo->options.as_of;
  AtlasDate day = as_of - atlas_demo_random_between (random, LAST_LEAST, LAST_MOST);

  return MIN (atlas_demo_school_day (calendar, day, 0), as_of - 1);
}

static void
tell_suspension (AtlasDemoChild  *child,
                 AtlasDemoRandom *random)
{
  AtlasDate from = some_day (child, random);
  json_t *fields = json_pack ("{s:s, s:s, s:o, s:s, s:i, s:o}", "establishment", child->school->id,
                              "kind", "SUSP", "from", atlas_demo_date (from), "session", "am",
                              "sessions", 2 * atlas_demo_random_between (random, 1, 5),
                              "reasons", atlas_demo_set ("DB", NULL, NULL));

  atlas_demo_tell_exclusion (child, fields);
  json_object_set_new (fields, "parents_told", atlas_demo_date (from));
  json_object_set_new (fields, "county_told", atlas_demo_date (from));
  add (child, "exclusion", "suspension", fields);
}

static void
tell_timetable (AtlasDemoChild  *child,
                AtlasDemoRandom *random)
{
  AtlasDate starts = some_day (child, random);
  AtlasDate last = child->demo->options.as_of - 1;
  AtlasDate ended = MIN (starts + WEEK * atlas_demo_random_between (random, 2, 9), last);
  AtlasDate review_by = MIN (starts + 2 * WEEK, ended);
  int late = atlas_demo_random_percent (random, REVIEWED_PERCENT) ? 0 : 2;
  const char *timetable;

  timetable = add (child, "timetable", "part-time",
                   json_pack ("{s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:b}",
                              "establishment", child->school->id, "kind", "part-time",
                              "starts", atlas_demo_date (starts), "ends", atlas_demo_date (ended),
                              "ended", atlas_demo_date (ended),
                              "review_by", atlas_demo_date (review_by), "hours_per_week", "15",
                              "reason", "reintegration", "start_told", atlas_demo_date (starts),
                              "end_told", atlas_demo_date (ended), "risk_assessed", TRUE));
  add (child, "review", "part-time",
       json_pack ("{s:s, s:[s, s], s:o, s:o, s:o}", "kind", "timetable", "subject", "timetable",
                  timetable, "due", atlas_demo_date (review_by),
                  "held", atlas_demo_date (MIN (review_by + late, last)),
                  "present", atlas_demo_set ("child", "family", "home-school")));
  if (atlas_demo_random_percent (random, AGREED_PERCENT))
    add (child, "consent", "part-time",
         json_pack ("{s:[s, s], s:s, s:s, s:o}", "subject", "timetable", timetable, "given_by",
                    "family", "answer", "agreed", "on", atlas_demo_date (starts - 3)));
}

static AtlasDemoSchool *
other_school (AtlasDemoChild *child)
{
  GArray *schools = child->demo->schools;
  AtlasDemoSchool *other = NULL;

  for (guint step = 1; step <= schools->len; step++)
    {
      other = &g_array_index (schools, AtlasDemoSchool, (child->number + step) % schools->len);
      if (other != child->school && other->is_secondary == child->school->is_secondary)
        return other;
    }

  return other;
}

static void
add_roll (AtlasDemoChild *child,
          const char     *of,
          const char     *type,
          const char     *body,
          AtlasDate       from,
          AtlasDate       to)
{
  add (child, "registration", of,
       json_pack ("{s:s, s:s, s:{s:o, s:o*}}", type, body, "enrolment", "C", "valid",
                  "from", atlas_demo_date (from), "to", atlas_demo_date (to)));
}

/* What came of a move is recorded as soon as two terms are over: the county, which exists, is
 * never late for it. */
static void
tell_move (AtlasDemoChild  *child,
           AtlasDemoRandom *random)
{
  static const char * const parties[] = { "family", "home-school", "receiving-school" };
  AtlasDemoSchool *other = other_school (child);
  AtlasDate starts = some_day (child, random);
  AtlasDate due = atlas_calendar_add (atlas_demo_school_calendar (child->demo, other), starts,
                                      TERMS_TO_LAST, ATLAS_UNIT_TERMS).date;
  gboolean is_over = due != ATLAS_DATE_NONE && due <= child->demo->options.as_of;
  gboolean has_lasted = atlas_demo_random_percent (random, LASTED_PERCENT);
  AtlasDate ended = is_over && !has_lasted ? starts + (due - starts) / 2 : ATLAS_DATE_NONE;
  const char *outcome = !is_over ? NULL : has_lasted ? "sustained" : "returned";
  const char *move;

  move = add (child, "managed_move", "move",
              json_pack ("{s:s, s:s, s:o, s:o, s:o*, s:s*, s:s}", "from_school", child->school->id,
                         "to_school", other->id, "agreed", atlas_demo_date (starts - 14),
                         "starts", atlas_demo_date (starts), "ended", atlas_demo_date (ended),
                         "outcome", outcome,
                         "reason", "A fresh start that family and both schools agreed."));
  for (gsize i = 0; i < G_N_ELEMENTS (parties); i++)
    {
      g_autofree char *of = g_strconcat ("move/", parties[i], NULL);

      add (child, "consent", of,
           json_pack ("{s:[s, s], s:s, s:s, s:o}", "subject", "managed_move", move, "given_by",
                      parties[i], "answer", "agreed", "on", atlas_demo_date (starts - 15)));
    }
}

static void
tell_restraint (AtlasDemoChild  *child,
                AtlasDemoRandom *random)
{
  add (child, "incident", "restrictive",
       json_pack ("{s:s, s:s, s:o, s:s, s:s}", "establishment", child->school->id,
                  "kind", "restrictive", "on", atlas_demo_date (some_day (child, random)),
                  "severity", "dangerous", "what", "Held for a short time, to keep others safe."));
}

/* From a special school to a mainstream one. */
static void
tell_from_special (AtlasDemoChild  *child,
                   AtlasDemoRandom *random)
{
  AtlasDate back = some_day (child, random);

  add_roll (child, "special", "provision", child->demo->special, back - 700, back - 1);
  add_roll (child, "mainstream", "establishment", child->school->id, back, ATLAS_DATE_NONE);
}

/* A child who was permanently excluded was on the centre's roll while placed, and is back since. */
static void
tell_return (AtlasDemoChild *child)
{
  add_roll (child, "centre", "provision", child->demo->centre, child->story.starts,
            child->story.ended);
  add_roll (child, "back", "establishment", other_school (child)->id, child->story.ended + 1,
            ATLAS_DATE_NONE);
}

/* By number of the child; the others have no more than their referral. */
static void (*const tells[]) (AtlasDemoChild  *child,
                              AtlasDemoRandom *random) = {
  tell_suspension, tell_timetable, tell_suspension, tell_move, tell_suspension, tell_restraint,
  tell_suspension, tell_move, tell_from_special, tell_suspension, tell_timetable,
};

/**
 * atlas_demo_tell_terms:
 * @child: a child whose referral is there
 *
 * Makes what happened to a child of the terms before. Whoever is under way has facts of today.
 */
void
atlas_demo_tell_terms (AtlasDemoChild *child)
{
  AtlasDemoRandom random = atlas_demo_random (child->demo->options.seed, "terms", child->number);

  if (child->story.ended == ATLAS_DATE_NONE)
    return;

  if (child->exclusion != NULL)
    tell_return (child);
  else
    tells[child->number % G_N_ELEMENTS (tells)](child, &random);
}

/**
 * atlas_demo_tell_attendance:
 * @child: a child with a placement at an invented provider
 * @provision: the provider
 *
 * Fills the provider's register of some school days, a week apart, of the stay.
 */
void
atlas_demo_tell_attendance (AtlasDemoChild *child,
                            const char     *provision)
{
  static const char * const codes[] = { "/", "/", "/", "/", "/", "O", "I", "/", "/", "/", "/" };
  AtlasCalendar *calendar = atlas_demo_school_calendar (child->demo, child->school);
  AtlasDate last = child->story.ended != ATLAS_DATE_NONE ? child->story.ended
                                                          : child->demo->options.as_of - 1;
  guint n_sessions = 0;

  if (child->number % 4 != 1 || child->number >= REGISTERS_MOST)
    return;

  for (AtlasDate day = child->story.starts; day <= last && n_sessions < SESSIONS_KEPT; day += WEEK)
    {
      g_autofree char *of = g_strdup_printf ("session/%u", n_sessions);

      if (!atlas_calendar_is_school_day (calendar, day))
        continue;
      add (child, "attendance", of,
           json_pack ("{s:s, s:o, s:s, s:s}", "provision", provision, "on", atlas_demo_date (day),
                      "session", "am", "code",
                      codes[(child->number / 4 + n_sessions) % G_N_ELEMENTS (codes)]));
      n_sessions++;
    }
}

static const char *
add_body (AtlasDemo  *demo,
          const char *key,
          const char *name,
          const char *kind,
          AtlasTown  *town)
{
  return atlas_demo_add (demo, "provision", key,
                         json_pack ("{s:s, s:s, s:s, s:o, s:s, s:s, s:s, s:s, s:b, s:o, s:s}",
                                    "key", key, "name", name, "kind", kind,
                                    "phases", atlas_demo_set ("secondary", NULL, NULL),
                                    "gender", "mixed", "area", town->area, "town", town->name,
                                    "commissioner", demo->county->name, "invented", TRUE,
                                    "valid", atlas_demo_since (demo),
                                    "source", ATLAS_DEMO_SOURCE));
}

/**
 * atlas_demo_make_bodies:
 * @demo: the demonstration
 *
 * Makes up a centre and a special school that children have come back from. They have no places.
 */
void
atlas_demo_make_bodies (AtlasDemo *demo)
{
  g_autoptr(GPtrArray) towns = atlas_demo_list_pack (demo, &atlas_town_type);

  if (towns->len == 0)
    return;

  demo->centre = add_body (demo, CENTRE, "Fernlow Support Centre", "esc",
                           g_ptr_array_index (towns, 0));
  demo->special = add_body (demo, SPECIAL, "Brackenholt School", "semh-special",
                            g_ptr_array_index (towns, towns->len - 1));
}

/* Shares of all children, in parts of a thousand. */
static const struct {
  const char *group;
  int         share;
} groups[] = {
  { "boys", 512 }, { "ehc-plan", 45 }, { "girls", 488 }, { "looked-after", 5 },
  { "minority-ethnic", 290 }, { "pupil-premium", 230 }, { "send", 175 },
  { "send-without-plan", 130 }, { "social-worker", 35 },
};

/**
 * atlas_demo_make_rolls:
 * @demo: the demonstration
 *
 * Makes up how many children of each group are on the rolls of its schools.
 */
void
atlas_demo_make_rolls (AtlasDemo *demo)
{
  int year = atlas_school_year (demo->options.as_of);

  for (int back = 1; back >= 0; back--)
    for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
      {
        g_autofree char *period = g_strdup_printf ("%d-%02d", year - back, (year - back + 1) % 100);
        g_autofree char *key = g_strdup_printf ("demo-pupils-%s-%s", period, groups[i].group);

        atlas_demo_add (demo, "figure", key,
                        json_pack ("{s:s, s:s, s:s, s:s, s:I, s:b, s:s}", "key", key, "series",
                                   "pupils",
                                   "period", period, "item", groups[i].group, "value",
                                   (json_int_t) (demo->n_on_rolls * groups[i].share / 1000),
                                   "invented", TRUE, "source", ATLAS_DEMO_SOURCE));
      }
}
