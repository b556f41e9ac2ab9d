/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo-child.h"

#define DAY6_BEFORE_DUE 5       /* school days from the first day of an exclusion to the sixth */

/* What a child's referral is for, and how often. Tiers 1 to 5: requirements, T019 to T024. */
typedef struct {
  const char *kind;
  int         tier;
  gboolean    needs_place;
} Want;

static const Want wants[] = {
  { "advice", 1, FALSE }, { "outreach", 2, FALSE }, { "outreach", 3, FALSE },
  { "respite", 4, TRUE }, { "dual", 4, TRUE }, { "ap", 4, TRUE },
  { "ap", 5, TRUE }, { "managed-move", 5, FALSE }, { "fair-access", 5, FALSE },
};
static const guint8 want_weights[G_N_ELEMENTS (wants)] = { 6, 10, 10, 10, 12, 20, 18, 7, 7 };

/*
 * Where a referral stands: step; how often; how many days ago it was received, at least and at
 * most.
 */
typedef struct {
  const char *step;
  guint8      weight;
  int         least;
  int         most;
} Standing;

static const Standing standings[] = {
  { "draft", 3, 0, 3 }, { "sent", 9, 0, 6 }, { "looked-at", 12, 3, 20 }, { "panel", 10, 5, 30 },
  { "waiting", 9, 12, 60 }, { "offered", 7, 7, 40 }, { "accepted", 5, 10, 45 },
  { "not-agreed", 5, 14, 60 }, { "started", 70, 30, 250 }, { "under-review", 12, 60, 300 },
};

/* Of those who have left, most came within the last year or so, as a forecast of places needs; a
 * stay ends some days before the demonstration's day at the latest. */
#define LATELY_PERCENT   85
#define LATELY_MOST      420    /* days ago */
#define ENDED_LEAST      4

/* School days from the demonstration's day to the sixth day, one after another. */
static const int urgent_due[] = { 1, 0, 2, -1, 1, 3, 0, 4, 2, -2 };
static const char * const urgent_steps[] = {
  "looked-at", "sent", "offered", "waiting", "accepted",
};

static const char *
step_or (AtlasDemoChild *child,
         const char     *without_place)
{
  return child->story.needs_place ? child->story.step : without_place;
}

/* The first day that counts, so that Day 6 is on @due; the afternoon before in some cases. */
static AtlasDate
excluded_on (AtlasDemoChild *child,
             AtlasDate       due,
             gboolean        is_afternoon)
{
  AtlasCalendar *calendar = atlas_demo_school_calendar (child->demo, child->school);
  AtlasDate first = atlas_demo_school_day (calendar, due, -DAY6_BEFORE_DUE);

  return is_afternoon ? atlas_demo_school_day (calendar, first, -1) : first;
}

static void
add_exclusion (AtlasDemoChild *child,
               AtlasDate       due,
               int             sessions,
               AtlasDate       education_started)
{
  static const char * const reasons[] = { "DB", "PP", "VA", "PA", "VP", "DM" };
  gboolean is_afternoon = atlas_demo_random_percent (&child->random, 25);
  AtlasDate from = excluded_on (child, due, is_afternoon);
  const char *reason = atlas_demo_random_pick (&child->random, reasons);
  g_autofree char *key = g_strdup_printf ("%u", child->number + 1);
  json_t *fields;

  child->story.received = MIN (atlas_demo_weekday (from + 1), child->demo->options.as_of);
  fields = json_pack ("{s:s, s:s, s:o, s:s, s:o, s:o*, s:b}",
                      "establishment", child->school->id, "kind", sessions > 0 ? "SUSP" : "PERM",
                      "from", atlas_demo_date (from), "session", is_afternoon ? "pm" : "am",
                      "reasons", atlas_demo_set (reason, NULL, NULL),
                      "education_started", atlas_demo_date (education_started), "invented", TRUE);
  if (sessions > 0)
    json_object_set_new (fields, "sessions", json_integer (sessions + is_afternoon));
  child->exclusion_fields = fields;
}

static void
want_day6 (AtlasDemoChild *child,
           const char     *step)
{
  child->story.step = step;
  child->story.kind = "day6";
  child->story.tier = 5;
  child->story.needs_place = TRUE;
  child->story.needs_day6 = TRUE;
}

/**
 * atlas_demo_plan_urgent:
 * @child: a child
 * @which: which of those who have no full-time education yet
 *
 * Plans a child whose sixth day is near. Those whose day has passed were suspended by an invented
 * school, which owes the education; none is owed by the county, which exists.
 */
void
atlas_demo_plan_urgent (AtlasDemoChild *child,
                        guint           which)
{
  AtlasCalendar *calendar = atlas_demo_school_calendar (child->demo, child->school);
  AtlasDate as_of = child->demo->options.as_of;
  int due = urgent_due[which % G_N_ELEMENTS (urgent_due)];
  AtlasDate day = atlas_demo_school_day (calendar, as_of, due);

  want_day6 (child, urgent_steps[which % G_N_ELEMENTS (urgent_steps)]);
  add_exclusion (child, day, due < 0 ? 24 : 0, ATLAS_DATE_NONE);
  child->story.step_on = as_of;
  child->story.starts = MAX (day, as_of + 1);
  child->story.planned_end = child->story.starts + 120;
  if (due < 0)
    child->story.needs_place = FALSE;
  child->story.step = step_or (child, "sent");
}

/**
 * atlas_demo_plan_met:
 * @child: a child
 * @which: which of those whose education began in time
 *
 * Plans a child who was excluded and has been in full-time education by the sixth day.
 */
void
atlas_demo_plan_met (AtlasDemoChild *child,
                     guint           which)
{
  AtlasCalendar *calendar = atlas_demo_school_calendar (child->demo, child->school);
  AtlasDate as_of = child->demo->options.as_of;
  AtlasDate day = atlas_demo_school_day (calendar, as_of, -1 - (int) (which % 30));
  AtlasDate started = atlas_demo_school_day (calendar, day,
                                             -atlas_demo_random_between (&child->random, 0, 2));

  want_day6 (child, "started");
  add_exclusion (child, day, 0, started);
  child->story.starts = started;
  child->story.step_on = started;
  child->story.planned_end = as_of + atlas_demo_random_between (&child->random, 20, 150);
}

static void
want_something (AtlasDemoChild *child)
{
  const Want *want = &wants[atlas_demo_random_weighted (&child->random, want_weights,
                                                        G_N_ELEMENTS (want_weights))];

  child->story.kind = want->kind;
  child->story.tier = want->tier;
  child->story.needs_place = want->needs_place;
}

/**
 * atlas_demo_plan_current:
 * @child: a child
 *
 * Plans a child whose referral is under way, at any step.
 */
void
atlas_demo_plan_current (AtlasDemoChild *child)
{
  AtlasDemoStory *story = &child->story;
  AtlasDemoRandom *random = &child->random;
  AtlasDate as_of = child->demo->options.as_of;
  guint8 weights[G_N_ELEMENTS (standings)];
  const Standing *standing;
  gboolean leaves_soon = atlas_demo_random_percent (random, 15);

  for (gsize i = 0; i < G_N_ELEMENTS (standings); i++)
    weights[i] = standings[i].weight;
  standing = &standings[atlas_demo_random_weighted (random, weights, G_N_ELEMENTS (weights))];

  want_something (child);
  story->step = standing->step;
  story->received = as_of - atlas_demo_random_between (random, standing->least, standing->most);
  story->step_on = MIN (as_of, story->received + atlas_demo_random_between (random, 0, 6));
  story->was_at_panel = g_str_equal (story->step, "panel") ||
                        (standing->least >= 5 && story->tier >= 4);

  if (g_str_equal (story->step, "started") || g_str_equal (story->step, "under-review"))
    {
      story->starts = atlas_demo_weekday (story->received +
                                          atlas_demo_random_between (random, 6, 25));
      story->step_on = story->starts;
    }
  else
    story->starts = atlas_demo_weekday (as_of + atlas_demo_random_between (random, 2, 14));

  story->planned_end = as_of + (leaves_soon ? atlas_demo_random_between (random, 3, 21)
                                            : atlas_demo_random_between (random, 22, 300));
}

/**
 * atlas_demo_plan_past:
 * @child: a child
 *
 * Plans a child of the years before, whose referral is closed.
 */
void
atlas_demo_plan_past (AtlasDemoChild *child)
{
  AtlasDemoStory *story = &child->story;
  AtlasDemoRandom *random = &child->random;
  AtlasDate as_of = child->demo->options.as_of;
  gboolean is_late = atlas_demo_random_percent (random, LATELY_PERCENT);

  want_something (child);
  story->step = atlas_demo_random_percent (random, 70) ? "ended" : "moved-on";
  story->received = as_of - atlas_demo_random_between (random, is_late ? 120 : LATELY_MOST,
                                                       is_late ? LATELY_MOST : 2300);
  story->starts = atlas_demo_weekday (story->received + atlas_demo_random_between (random, 6, 25));
  story->ended = atlas_demo_weekday (story->starts + atlas_demo_random_between (random, 40, 200));
  story->ended = MIN (story->ended, atlas_demo_weekday (as_of - ENDED_LEAST -
                                                        atlas_demo_random_between (random, 2, 60)));
  story->planned_end = story->ended;
  story->step_on = story->ended;

  if (story->tier == 5 && atlas_demo_random_percent (random, 60))
    {
      story->kind = "day6";
      story->needs_day6 = TRUE;
      story->needs_place = TRUE;
      add_exclusion (child, story->starts, 0, story->starts);
      story->received = MIN (story->received, story->starts);
    }
}
