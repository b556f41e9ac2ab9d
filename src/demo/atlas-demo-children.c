/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-upn.h"
#include "demo/atlas-demo-child.h"
#include "rules/atlas-school-year.h"

#define SECONDARY_PERCENT 70
#define URGENT_LEAST      8     /* children whose Day 6 has not been met */
#define URGENT_MOST       40
#define URGENT_ONE_IN     40
#define LOOKED_AFTER      9     /* a child who is excluded without the Virtual School being told */
#define CURRENT_MOST      400   /* at one time in a county; the others are the years before */

/* A pupil number's serial: three digits, or two and a letter once those are used up. */
#define SERIALS           1000
#define LETTERS           "ABCDEFGHJKLMNPQRTUVWXYZ"

static const char * const wishes[] = {
  "To stay near home.",
  "A small group, and somebody to talk to in the morning.",
  "To go back to my own school.",
  "To do more practical work.",
  "Not to be moved again.",
  NULL, NULL,
};
static const char * const family_wishes[] = {
  "Would like one person to call.",
  "Hopes for a place that the bus goes to.",
  "Agrees with the plan and wants to hear each week how it goes.",
  "Is worried about GCSEs.",
  NULL, NULL,
};
static const char * const needs[] = { "SEMH", "SEMH", "SLCN", "ASD", "MLD", "SPLD" };

/* In the order of the weights below. */
static const char * const sen[] = { "N", "K", "E" };
static const guint8 sen_weights[] = { 30, 50, 20 };
static const char * const care[] = { "none", "CSW", "CLA", "PLA" };
static const guint8 care_weights[] = { 70, 20, 7, 3 };

/* As the school census codes them; the last is not said. */
static const char * const ethnicities[] = {
  "WBRI", "WOTH", "APKN", "BCRB", "BAFR", "MWBC", "AOTH", "OOTH", "REFU",
};
static const guint8 ethnicity_weights[] = { 64, 9, 5, 4, 5, 5, 3, 2, 3 };

#define PREMIUM_PERCENT 45

static AtlasDemoSchool *
pick_school (AtlasDemo       *demo,
             AtlasDemoRandom *random)
{
  gboolean is_secondary = atlas_demo_random_percent (random, SECONDARY_PERCENT);
  AtlasDemoSchool *school = NULL;

  for (guint tries = 0; tries < demo->schools->len; tries++)
    {
      int index = atlas_demo_random_between (random, 0, (int) demo->schools->len - 1);

      school = &g_array_index (demo->schools, AtlasDemoSchool, index);
      if (school->is_secondary == is_secondary)
        return school;
    }

  return school;
}

static AtlasDemoPanel *
find_panel (AtlasDemo  *demo,
            const char *area)
{
  for (guint i = 0; i < demo->panels->len; i++)
    {
      AtlasDemoPanel *panel = g_ptr_array_index (demo->panels, i);

      if (g_hash_table_contains (panel->areas, area))
        return panel;
    }

  return NULL;
}

static char *
make_upn (AtlasDemoSchool *school,
          int              joined)
{
  guint serial = school->next_serial++;
  g_autofree char *body = NULL;

  if (serial < SERIALS)
    body = g_strdup_printf ("%s%02d%03u", school->number, joined % 100, serial);
  else
    body = g_strdup_printf ("%s%02d%02u%c", school->number, joined % 100, (serial - SERIALS) % 100,
                            LETTERS[(serial - SERIALS) / 100 % (sizeof LETTERS - 1)]);

  return g_strdup_printf ("%c%s", atlas_upn_check_letter (body), body);
}

static void
add_child (AtlasDemoChild *child)
{
  AtlasDemo *demo = child->demo;
  AtlasDemoRandom *random = &child->random;
  AtlasDemoSchool *school = child->school;
  const char *sex = atlas_demo_random_percent (random, 30) ? "F" : "M";
  const char *first = atlas_demo_first_name (random, sex);
  int year_group = school->is_secondary ? atlas_demo_random_between (random, 7, 11)
                                        : atlas_demo_random_between (random, 0, 6);
  int joined = atlas_academic_year (child->story.received) - year_group;
  AtlasDate born = atlas_date_new (joined - 5, 9, 1) + atlas_demo_random_between (random, 0, 364);
  guint provision = atlas_demo_random_weighted (random, sen_weights, G_N_ELEMENTS (sen_weights));
  guint status = atlas_demo_random_weighted (random, care_weights, G_N_ELEMENTS (care_weights));
  const char *need = atlas_demo_random_pick (random, needs);
  AtlasDemoRandom more = atlas_demo_random (demo->options.seed, "pupil", child->number);
  guint ethnicity = atlas_demo_random_weighted (&more, ethnicity_weights,
                                                G_N_ELEMENTS (ethnicity_weights));
  g_autofree char *last = atlas_demo_last_name (random);
  g_autofree char *upn = make_upn (school, joined);
  g_autofree char *key = g_strdup_printf ("%u", child->number + 1);
  json_t *fields;

  child->born = born;
  child->care = child->number == LOOKED_AFTER ? "CLA" : care[status];
  fields = json_pack ("{s:s, s:s, s:s, s:o, s:s, s:s, s:s, s:s*, s:s, s:s, s:s, s:s, "
                      "s:s*, s:s, s:s*, s:s*, s:s, s:b, s:b}",
                      "first_name", first, "last_name", last, "known_as", first,
                      "born", atlas_demo_date (born), "sex", sex, "upn", upn, "area", school->area,
                      "partnership", school->partnership, "town", school->town,
                      "establishment", school->id, "enrolment", "C", "sen", sen[provision],
                      "need", provision > 0 ? need : NULL, "care", child->care,
                      "child_view", atlas_demo_random_pick (random, wishes),
                      "family_view", atlas_demo_random_pick (random, family_wishes),
                      "ethnicity", ethnicities[ethnicity], "pupil_premium",
                      atlas_demo_random_percent (&more, PREMIUM_PERCENT), "invented", TRUE);
  child->id = atlas_demo_add (demo, "child", key, fields);
}

static void
plan (AtlasDemoChild *child)
{
  guint children = child->demo->options.children;
  guint urgent = CLAMP (children / URGENT_ONE_IN, URGENT_LEAST, URGENT_MOST);

  if (child->number < urgent)
    atlas_demo_plan_urgent (child, child->number);
  else if (child->number < 2 * urgent)
    atlas_demo_plan_met (child, child->number - urgent);
  else if (child->number < MIN (CURRENT_MOST, children * 3 / 5))
    atlas_demo_plan_current (child);
  else
    atlas_demo_plan_past (child);
}

/**
 * atlas_demo_make_children:
 * @demo: the demonstration
 *
 * Makes up the children and what happened to each. The first ones are those that today is about.
 */
void
atlas_demo_make_children (AtlasDemo *demo)
{
  if (demo->schools->len == 0)
    return;

  for (guint i = 0; i < demo->options.children && demo->error == NULL; i++)
    {
      AtlasDemoChild child = { .demo = demo, .number = i };

      child.story.starts = ATLAS_DATE_NONE;
      child.story.ended = ATLAS_DATE_NONE;
      child.random = atlas_demo_random (demo->options.seed, "child", i);
      child.school = pick_school (demo, &child.random);
      child.panel = find_panel (demo, child.school->area);
      plan (&child);
      add_child (&child);
      atlas_demo_tell_story (&child);
    }
}
