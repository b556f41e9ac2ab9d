/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo-child.h"
#include "rules/atlas-school-year.h"

#define FULLEST_PERCENT 92      /* of an invented line's places that stays, offers and holds take */
#define REVIEW_EVERY    42      /* days */
#define CARELESS_ONE_IN 19      /* placements that say neither what for nor who agreed */
#define TWO_VERSIONS    5       /* the child of whose referral there are two versions */

/* Days until its next step: as it was, as it is, and as somebody else would have it. */
#define DAYS_BEFORE     7
#define DAYS_HERE       3
#define DAYS_THERE      5
#define FAIR_ACCESS_DAYS 20     /* since a child was agreed under the protocol, at most */
#define LAST_YEAR       11      /* after which a child goes on somewhere else */
#define HOURS_A_WEEK    "25"    /* standards, 2: full time in Year 11 */

static const char * const why[] = {
  "Is having trouble coping with a full timetable and has missed lessons since half-term.",
  "School asks for help after several suspensions; the family wants the same.",
  "Finds large groups hard and walks out of lessons; does well in practical subjects.",
  "Has been out of lessons for most of the last three weeks.",
  "Needs a calmer place for a time, with a plan for going back.",
};
static const char * const plans[] = {
  "Short days at first, full time from the second week; review after six weeks.",
  "Mornings in a small group, with a key worker from the school.",
  "Weekly visit by outreach; return to all lessons by the end of term.",
  NULL,
};
static const char * const note_texts[] = {
  "Rang the family: they would like to visit first.",
  "The school sent the risk assessment and the last plan.",
  "Transport asked for; answer expected this week.",
  "Visit went well. The child asked about lunch and the bus.",
  "Key worker will ring on Monday morning.",
};
static const char * const agencies[] = {
  "CAMHS", "educational psychologist", "family support worker", "school nurse", "youth justice",
};

/* What comes next at a step, and who does it. */
typedef struct {
  const char *step;
  const char *owner;
  const char *next_step;
  const char *decision;         /* (nullable): of the panel, once it has met */
} Next;

static const Next nexts[] = {
  { "draft", "Area lead", "Finish the referral with the school", NULL },
  { "sent", "Area lead", "Read the referral and ring the school", NULL },
  { "looked-at", "Area lead", "Find a place near home", "ask" },
  { "panel", "Panel chair", "Bring to the next panel", NULL },
  { "waiting", "Commissioning officer", "Look again for a place", "deferred" },
  { "offered", "Area lead", "Ask the family for an answer", "offer" },
  { "accepted", "Area lead", "Agree the first day and the transport", "offer" },
  { "not-agreed", "Area lead", "Tell the school and the family why", "not-agreed" },
  { "started", "Key worker", "Review with the family", "offer" },
  { "under-review", "Key worker", "Agree what happens after the stay", "offer" },
  { "ended", NULL, NULL, "offer" },
  { "moved-on", NULL, NULL, "offer" },
};

static const Next *
find_next (const char *step)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nexts); i++)
    {
      if (g_str_equal (nexts[i].step, step))
        return &nexts[i];
    }

  return &nexts[0];
}

static gboolean
is_one_of (const char         *step,
           const char * const *steps)
{
  return g_strv_contains (steps, step);
}

static gboolean
is_past (AtlasDemoChild *child)
{
  return child->story.ended != ATLAS_DATE_NONE;
}

/* Whether somebody could still come. Places kept for Day 6 are for those who are owed one. */
static gboolean
has_room (AtlasDemoChild       *child,
          const AtlasDemoPlace *place)
{
  int kept = child->story.needs_day6 ? 0 : place->day6_kept;

  return is_past (child) || place->taken < place->commissioned * FULLEST_PERCENT / 100 - kept;
}

static gboolean
suits (AtlasDemoChild       *child,
       const AtlasDemoPlace *place,
       gboolean              nearby)
{
  return place->is_invented && place->is_secondary == child->school->is_secondary &&
         (!nearby || g_strcmp0 (place->area, child->school->area) == 0) && has_room (child, place);
}

/* A line of an invented provider that has room, in the child's own area if there is one. */
static AtlasDemoPlace *
find_place (AtlasDemoChild *child)
{
  GArray *places = child->demo->places;
  int last = MAX ((int) places->len, 1) - 1;
  guint first = (guint) atlas_demo_random_between (&child->random, 0, last);

  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < places->len; i++)
      {
        AtlasDemoPlace *place = &g_array_index (places, AtlasDemoPlace, (first + i) % places->len);

        if (suits (child, place, pass == 0))
          return place;
      }

  return NULL;
}

static const char *
offer_step (const char *step)
{
  static const char * const offered[] = { "offered", "accepted", NULL };
  static const char * const started[] = { "started", "under-review", "ended", "moved-on", NULL };

  if (is_one_of (step, offered))
    return step;

  return is_one_of (step, started) ? "started" : NULL;
}

static void
add_referral (AtlasDemoChild       *child,
              const AtlasDemoPlace *place)
{
  AtlasDemoStory *story = &child->story;
  AtlasDemoRandom *random = &child->random;
  const Next *next = find_next (story->step);
  AtlasDate as_of = child->demo->options.as_of;
  AtlasDate next_by = as_of + atlas_demo_random_between (random, 0, 10);
  gboolean runs = g_str_equal (story->step, "started") || g_str_equal (story->step, "under-review");
  AtlasDate review_by = as_of + atlas_demo_random_between (random, 0, REVIEW_EVERY);
  int agency = atlas_demo_random_between (random, 0, (int) G_N_ELEMENTS (agencies) - 2);
  const char *second = atlas_demo_random_percent (random, 40) ? agencies[agency + 1] : NULL;
  gboolean has_panel = story->was_at_panel && child->panel != NULL;
  g_autofree char *key = g_strdup_printf ("%u", child->number + 1);
  json_t *fields;

  if (child->number == TWO_VERSIONS)
    next_by = as_of + DAYS_HERE;
  fields = json_pack ("{s:o, s:s, s:s, s:i, s:s, s:o, s:o, s:s*, s:s*, s:s*, s:s*, s:s*, "
                      "s:o*, s:o*, s:o, s:s, s:s*, s:b}",
                      "reference", json_sprintf ("%s-%03u", ATLAS_DEMO_PREFIX, child->number + 1),
                      "child", child->id, "kind", story->kind, "tier", story->tier,
                      "step", story->step,
                      "step_on", atlas_demo_date (story->step_on),
                      "received", atlas_demo_date (story->received), "exclusion", child->exclusion,
                      "asked", place != NULL ? place->provision : NULL,
                      "panel", has_panel ? child->panel->id : NULL, "owner", next->owner,
                      "next_step", next->next_step,
                      "next_by", next->owner != NULL ? atlas_demo_date (next_by) : NULL,
                      "review_by", runs ? atlas_demo_date (review_by) : NULL,
                      "agencies", atlas_demo_set (agencies[agency], second, NULL),
                      "about", atlas_demo_random_pick (random, why),
                      "plan", atlas_demo_random_pick (random, plans), "invented", TRUE);
  if (g_str_equal (story->kind, "fair-access") && fields != NULL)
    json_object_set_new (fields, "fair_access_agreed",
                         atlas_demo_date (MAX (story->received, as_of - FAIR_ACCESS_DAYS)));
  child->referral = atlas_demo_add (child->demo, "referral", key, fields);
}

static const char *
add_offer (AtlasDemoChild *child,
           AtlasDemoPlace *place,
           const char     *step)
{
  AtlasDemoStory *story = &child->story;
  gboolean started = g_str_equal (step, "started");
  AtlasDate on = started ? MAX (story->received, story->starts - 2) : story->step_on;
  g_autofree char *key = g_strdup_printf ("%u", child->number + 1);

  return atlas_demo_add (child->demo, "offer", key,
                         json_pack ("{s:s, s:s, s:s, s:o, s:o, s:b, s:s, s:o, s:s, s:b}",
                                    "referral", child->referral, "provision", place->provision,
                                    "place", place->id, "starts", atlas_demo_date (story->starts),
                                    "planned_end", atlas_demo_date (story->planned_end),
                                    "day6", story->needs_day6, "step", step,
                                    "step_on", atlas_demo_date (started ? story->starts : on),
                                    "allocation", "confirmed", "invented", TRUE));
}

static void
add_placement (AtlasDemoChild *child,
               AtlasDemoPlace *place,
               const char     *offer)
{
  static const char * const outcomes[] = {
    "reintegrated", "moved-school", "special", "moved-provision", "left", "early",
  };
  static const guint8 weights[] = { 60, 15, 8, 8, 5, 4 };
  static const char * const destinations[] = {
    "college", "sixth-form", "apprenticeship", "training", "none", NULL,
  };
  AtlasDemoStory *story = &child->story;
  gboolean leaves = is_past (child) && atlas_year_group (child->born, story->ended) == LAST_YEAR;
  guint outcome = atlas_demo_random_weighted (&child->random, weights, G_N_ELEMENTS (weights));
  AtlasDateRange stay = { story->starts, story->ended };
  AtlasDate review_by = is_past (child) ? ATLAS_DATE_NONE
                                        : child->demo->options.as_of +
                        atlas_demo_random_between (&child->random, 0, REVIEW_EVERY);
  gboolean is_careless = child->number % CARELESS_ONE_IN == 0;
  g_autofree char *key = g_strdup_printf ("%u", child->number + 1);

  atlas_demo_add (child->demo, "placement", key,
                  json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s*, s:o*, s:o, s:o, s:o*, s:s*, "
                             "s:s, s:o*, s:b, s:s*, s:b}",
                             "referral", child->referral, "child", child->id,
                             "provision", place->provision, "place", place->id, "offer", offer,
                             "route", story->was_at_panel ? "panel" : "county",
                             "intended", is_careless ? NULL : "Back at school with a plan",
                             "family_agreed", is_careless ? NULL
                                                          : atlas_demo_date (story->starts - 3),
                             "starts", atlas_demo_date (story->starts),
                             "planned_end", atlas_demo_date (story->planned_end),
                             "ended", atlas_demo_date (story->ended),
                             "outcome", is_past (child) ? outcomes[outcome] : NULL,
                             "hours_per_week", HOURS_A_WEEK,
                             "review_by", atlas_demo_date (review_by),
                             "day6", story->needs_day6, "destination",
                             leaves ? destinations[child->number % G_N_ELEMENTS (destinations)]
                                    : NULL, "invented", TRUE));
  g_array_append_val (place->stays, stay);
}

/* The last meeting of the child's panel between the referral and the demonstration's day. */
static const AtlasDemoMeeting *
find_meeting (AtlasDemoChild *child)
{
  const AtlasDemoMeeting *found = NULL;
  AtlasDate last = MIN (child->demo->options.as_of - 1, child->story.starts);
  GArray *meetings = child->panel != NULL ? child->panel->meetings : NULL;

  for (guint i = 0; meetings != NULL && i < meetings->len; i++)
    {
      const AtlasDemoMeeting *meeting = &g_array_index (meetings, AtlasDemoMeeting, i);

      if (meeting->on >= child->story.received && meeting->on <= last)
        found = meeting;
    }

  return found;
}

static void
add_decision (AtlasDemoChild       *child,
              const AtlasDemoPlace *place)
{
  const AtlasDemoMeeting *meeting = child->story.was_at_panel ? find_meeting (child) : NULL;
  const Next *next = find_next (child->story.step);
  gboolean is_offer = g_strcmp0 (next->decision, "offer") == 0;
  g_autofree char *key = g_strdup_printf ("%u", child->number + 1);

  if (meeting == NULL || next->decision == NULL)
    return;

  atlas_demo_add (child->demo, "decision", key,
                  json_pack ("{s:s, s:s, s:s, s:s, s:o, s:s, s:o, s:s*, s:b}",
                             "referral", child->referral, "meeting", meeting->id,
                             "kind", is_offer && place == NULL ? "support" : next->decision,
                             "reason", "Fits the plan that the family and the school agreed.",
                             "on", atlas_demo_date (meeting->on),
                             "owner", next->owner != NULL ? next->owner : "Area lead",
                             "due", atlas_demo_date (meeting->on + 7),
                             "place", is_offer && place != NULL ? place->id : NULL,
                             "invented", TRUE));
}

static void
add_notes (AtlasDemoChild *child)
{
  AtlasDate last = MIN (child->demo->options.as_of, child->story.step_on);
  int n = is_past (child) ? atlas_demo_random_between (&child->random, 0, 1)
                          : atlas_demo_random_between (&child->random, 1, 3);

  for (int i = 0; i < n; i++)
    {
      AtlasDate on = atlas_demo_random_between (&child->random, child->story.received,
                                                MAX (last, child->story.received));
      g_autofree char *key = g_strdup_printf ("%u/%d", child->number + 1, i);

      atlas_demo_add (child->demo, "note", key,
                      json_pack ("{s:s, s:o, s:s, s:s, s:b}", "referral", child->referral,
                                 "on", atlas_demo_date (on),
                                 "text", atlas_demo_random_pick (&child->random, note_texts),
                                 "by_name", "Area lead", "invented", TRUE));
    }
}

/* A place held for a child whose referral is still being looked at. */
static void
add_hold (AtlasDemoChild *child,
          AtlasDemoPlace *place)
{
  AtlasDate as_of = child->demo->options.as_of;
  AtlasDate use_by = as_of + atlas_demo_random_between (&child->random, 1, 9);
  g_autofree char *key = g_strdup_printf ("%u", child->number + 1);
  json_t *fields;

  fields = json_pack ("{s:s, s:s, s:i, s:o, s:o, s:s, s:b, s:s, s:s, s:o, s:b}",
                      "provision", place->provision, "place", place->id, "places", 1,
                      "starts", atlas_demo_date (as_of - 1),
                      "use_by", atlas_demo_date (use_by), "referral", child->referral,
                      "day6", child->story.needs_day6, "reason", "Until the family has visited",
                      "allocation", "confirmed", "settle_by", atlas_demo_time (use_by, 17),
                      "invented", TRUE);
  atlas_demo_add (child->demo, "hold", key, fields);
  place->taken++;
}

/* Somebody in the office changed the day of the next step too, without seeing the first change. */
static void
add_two_versions (AtlasDemoChild *child)
{
  AtlasDate as_of = child->demo->options.as_of;
  g_autofree char *base = atlas_date_format (as_of + DAYS_BEFORE);
  g_autofree char *current = atlas_date_format (as_of + DAYS_HERE);
  g_autofree char *proposed = atlas_date_format (as_of + DAYS_THERE);

  atlas_demo_add (child->demo, "conflict", "1",
                  json_pack ("{s:[s, s], s:s, s:{s:{s:s, s:s, s:s}}, s:s, s:o, s:s}",
                             "subject", "referral", child->referral, "kind", "field",
                             "fields", "next_by", "base", base, "current", current,
                             "proposed", proposed, "by", "Commissioning officer",
                             "made_at", atlas_demo_time (as_of - 1, 14), "state", "open"));
}

/* Without room, those who would have a place are supported in school, or wait. */
static void
do_without_place (AtlasDemoStory *story)
{
  story->needs_place = FALSE;
  if (story->needs_day6)
    {
      story->step = "waiting";
      return;
    }
  if (offer_step (story->step) == NULL)
    return;

  story->kind = "outreach";
  story->tier = 3;
  if (g_str_equal (story->step, "offered") || g_str_equal (story->step, "accepted"))
    story->step = "looked-at";
}

/**
 * atlas_demo_tell_story:
 * @child: a child whose story is planned and whose record is there
 *
 * Makes the exclusion, the referral, and the offer, stay, hold, decision and notes that go with it.
 */
void
atlas_demo_tell_story (AtlasDemoChild *child)
{
  AtlasDemoStory *story = &child->story;
  AtlasDemoPlace *place = story->needs_place ? find_place (child) : NULL;
  const char *offer;
  gboolean is_held;
  g_autofree char *key = g_strdup_printf ("%u", child->number + 1);

  if (child->exclusion_fields != NULL)
    {
      json_object_set_new (child->exclusion_fields, "child", json_string (child->id));
      atlas_demo_tell_exclusion (child, child->exclusion_fields);
      child->exclusion = atlas_demo_add (child->demo, "exclusion", key,
                                         g_steal_pointer (&child->exclusion_fields));
    }
  if (story->needs_place && place == NULL)
    do_without_place (story);

  add_referral (child, place);
  if (place != NULL && offer_step (story->step) != NULL)
    {
      offer = add_offer (child, place, offer_step (story->step));
      if (g_str_equal (offer_step (story->step), "started"))
        {
          add_placement (child, place, offer);
          atlas_demo_tell_attendance (child, place->provision);
        }
      if (!is_past (child))
        place->taken++;
    }
  is_held = place != NULL && g_str_equal (story->step, "looked-at") &&
            atlas_demo_random_percent (&child->random, 35);
  if (is_held)
    add_hold (child, place);

  add_decision (child, place);
  add_notes (child);
  atlas_demo_add_support (child);
  atlas_demo_add_documents (child);
  atlas_demo_tell_facts (child);
  if (child->number == TWO_VERSIONS)
    add_two_versions (child);
}
