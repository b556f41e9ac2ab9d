/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plans that children have, and the findings that somebody went on in spite of. */
#include "config.h"

#include "demo/atlas-demo-child.h"

#define PLANNED_PERCENT 85 /* children who have the plans that their support asks for */
#define PASSED_PERCENT  40 /* of the others, those of whom somebody said why not yet */
#define MADE_AFTER      4  /* days from the referral to the plan */
#define PLAN_LASTS      90 /* days until its review, and from one to the next */
#define PLANNED_TIER    3

static const char * const contacts[] = {
  "Head of year", "Inclusion lead", "Form tutor", "Pastoral lead",
};
static const char * const reasons[] = {
  "The school is writing the plan; it is to be agreed with the family next week.",
  "The family asked for time to read the plan.",
  "The plan of the last school is used until the review.",
};

static void
add_plan (AtlasDemoChild  *child,
          AtlasDemoRandom *random,
          const char      *kind)
{
  AtlasDate as_of = child->demo->options.as_of;
  AtlasDate made = MIN (child->story.received + MADE_AFTER, as_of);
  int n_reviews = (as_of - made) / PLAN_LASTS;
  g_autofree char *key = g_strdup_printf ("%u/%s", child->number + 1, kind);

  atlas_demo_add (child->demo, "plan", key,
                  json_pack ("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:b}",
                             "child", child->id, "referral", child->referral, "kind", kind,
                             "made", atlas_demo_date (made),
                             "review_by", atlas_demo_date (made + (n_reviews + 1) * PLAN_LASTS),
                             "made_with", atlas_demo_set ("child", "family", "home-school"),
                             "parts", atlas_demo_set ("apdr", "triggers", NULL),
                             "contact", atlas_demo_random_pick (random, contacts),
                             "invented", TRUE));
}

static void
add_passed (AtlasDemoChild  *child,
            AtlasDemoRandom *random,
            const char      *check)
{
  AtlasDate as_of = child->demo->options.as_of;
  AtlasDate on = MAX (child->story.received, as_of - atlas_demo_random_between (random, 1, 20));
  g_autofree char *key = g_strdup_printf ("%u/%s", child->number + 1, check);

  atlas_demo_add (child->demo, "passed", key,
                  json_pack ("{s:[s, s], s:s, s:s, s:s, s:s, s:o, s:b}",
                             "subject", "referral", child->referral, "check", check,
                             "reason", atlas_demo_random_pick (random, reasons),
                             "by_name", "Area lead", "role", "area_lead",
                             "on", atlas_demo_date (MIN (on, as_of)), "invented", TRUE));
}

/**
 * atlas_demo_add_support:
 * @child: a child whose referral is there
 *
 * Makes the plans that support at a child's tier asks for. A few are missing, and of some of those
 * somebody has said why.
 */
void
atlas_demo_add_support (AtlasDemoChild *child)
{
  AtlasDemoRandom random = atlas_demo_random (child->demo->options.seed, "support", child->number);
  gboolean is_placed = child->story.starts != ATLAS_DATE_NONE;
  gboolean is_planned = atlas_demo_random_percent (&random, PLANNED_PERCENT);

  if (child->story.ended != ATLAS_DATE_NONE)
    return;

  if (is_planned && child->story.tier == PLANNED_TIER)
    add_plan (child, &random, "risk-reduction");
  if (is_planned && is_placed)
    add_plan (child, &random, "individual");
  if (!is_planned && child->story.tier == PLANNED_TIER &&
      atlas_demo_random_percent (&random, PASSED_PERCENT))
    {
      add_passed (child, &random, "risk-reduction");
      add_passed (child, &random, "apdr");
    }
}
