/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of steps: who may take each, what it needs, what it starts and stops, who is next. */
#include "config.h"

#include "rules/atlas-step.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Roles of the office; who may take a step is said by no source, so it is the county's. */
#define OFFICE     "county_officer area_lead"
#define WITH_PANEL "county_officer area_lead panel_chair"
#define BY_COUNTY  "Set by this county"

#define ALL_NEEDS "step-needs"  /* the check of all of them */

#define LIMIT_KEY  "step-"      /* before a step's code, in the county's thresholds */
#define LIMIT_MAX  366          /* days */

#define FAIR_ACCESS "fair-access fair-access-38 fair-access-69 fair-access-100"

static gboolean
is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

/**
 * atlas_step_takes_place:
 * @referral_kind: (nullable): code of `referral-kind`
 *
 * Says whether what is asked for takes a place somewhere. Advice, outreach and early-years support
 * come to the child's own school or setting, and a part-time timetable is kept there: they are
 * accepted and start without a place being offered.
 *
 * Source: Hertfordshire Behaviour Strategy 2015-18 (April 2016), Appendix 1, 1.8; requirements.md
 * T023 and T028: no change of roll.
 *
 * Returns: whether a place is offered first
 */
gboolean
atlas_step_takes_place (const char *referral_kind)
{
  static const char * const in_school[] = {
    "advice", "outreach", "intensified-outreach", "early-years", "part-time", NULL,
  };

  return referral_kind == NULL || !g_strv_contains (in_school, referral_kind);
}

static gboolean
comes_to_school (const AtlasStepCase *of)
{
  return !atlas_step_takes_place (of->referral->kind);
}

static gboolean
has_child (const AtlasStepCase *of)
{
  return !is_blank (of->referral->child);
}

static gboolean
has_kind (const AtlasStepCase *of)
{
  return of->referral->kind != NULL;
}

static gboolean
has_tier (const AtlasStepCase *of)
{
  return of->referral->tier > 0;
}

static gboolean
has_about (const AtlasStepCase *of)
{
  return !is_blank (of->referral->about);
}

static gboolean
has_panel (const AtlasStepCase *of)
{
  return of->referral->panel != NULL;
}

/* What is on another laptop is not called missing. */
static gboolean
has_views (const AtlasStepCase *of)
{
  return of->child == NULL ||
         (!is_blank (of->child->child_view) && !is_blank (of->child->family_view));
}

static gboolean
has_place (const AtlasStepCase *of)
{
  return comes_to_school (of) || of->placement != NULL ||
         (of->offer != NULL && of->offer->place != NULL);
}

static gboolean
has_offer (const AtlasStepCase *of)
{
  return comes_to_school (of) || of->placement != NULL || of->offer != NULL;
}

static gboolean
has_accepted (const AtlasStepCase *of)
{
  return comes_to_school (of) || of->placement != NULL ||
         (of->offer != NULL && g_strcmp0 (of->offer->step, "accepted") == 0);
}

static gboolean
has_start (const AtlasStepCase *of)
{
  if (comes_to_school (of))
    return of->referral->step_on != ATLAS_DATE_NONE;

  return of->placement != NULL && of->placement->starts != ATLAS_DATE_NONE;
}

static gboolean
has_review (const AtlasStepCase *of)
{
  return of->referral->review_by != ATLAS_DATE_NONE ||
         (of->placement != NULL && of->placement->review_by != ATLAS_DATE_NONE);
}

static gboolean
has_reason (const AtlasStepCase *of)
{
  return !is_blank (of->referral->step_reason) ||
         (of->placement != NULL && of->placement->outcome != NULL);
}

static const AtlasStepNeed needs[] = {
  {
    .id = "child", .label = N_("A child"),
    .missing = N_("It is not said which child it is about."),
    .source = BY_COUNTY, .is_met = has_child,
  },
  {
    .id = "kind", .check = "step-kind", .label = N_("What is asked for"),
    .missing = N_("It is not said what is asked for."),
    .source = "Hertfordshire Behaviour Strategy 2015-18 (April 2016), Appendix 1, 1.8 and 1.20",
    .is_met = has_kind,
  },
  {
    .id = "tier", .check = "step-tier", .label = N_("The tier of support"),
    .missing = N_("No tier of support is recorded."),
    .source = "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.2.5; Hertfordshire "
              "emotional wellbeing and behaviour strategy 2020-23 (January 2020), 5.2",
    .is_met = has_tier,
  },
  {
    .id = "about", .check = "step-about", .label = N_("Why help is asked for"),
    .missing = N_("It is not said why help is asked for."),
    .source = BY_COUNTY, .is_met = has_about,
  },
  {
    .id = "panel", .check = "step-panel", .label = N_("A panel"),
    .missing = N_("It is not said which panel it goes to."),
    .source = "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.8.4 iv and Appendix 1, "
              "1.27",
    .is_met = has_panel,
  },
  {
    .id = "views", .check = "views", .label = N_("What the child and the family want"),
    .missing = N_("The child, the family or both have not been asked what they want."),
    .source = "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 3.11; Hertfordshire "
              "emotional wellbeing and behaviour strategy 2020-23 (January 2020), 4",
    .is_met = has_views,
  },
  {
    .id = "place", .label = N_("A place"), .is_asked = TRUE,
    .missing = N_("No place is offered."),
    .source = BY_COUNTY, .is_met = has_place,
  },
  {
    .id = "offer", .label = N_("An offer that stands"),
    .missing = N_("No offer stands. Offer a place first."),
    .source = BY_COUNTY, .is_met = has_offer,
  },
  {
    .id = "accepted", .label = N_("An offer that is accepted"),
    .missing = N_("No offer is accepted. Record that one is first."),
    .source = BY_COUNTY, .is_met = has_accepted,
  },
  {
    .id = "start", .label = N_("The child’s first day"), .is_asked = TRUE,
    .missing = N_("The child’s first day is not recorded."),
    .source = "Education Act 1996 s19; Promoting Positive Behaviour 2015, CME issue 1",
    .is_met = has_start,
  },
  {
    .id = "review", .check = "step-review", .label = N_("A day of review"), .is_asked = TRUE,
    .missing = N_("No day of review is set."),
    .source = "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.8.2 vi",
    .is_met = has_review,
  },
  {
    .id = "destination", .check = "step-destination", .label = N_("Where the child went"),
    .is_asked = TRUE, .missing = N_("It is not said where the child went."),
    .source = "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 5.1 vi and ix",
    .is_met = has_reason,
  },
  {
    .id = "reason", .check = "step-reason", .label = N_("A reason"), .is_asked = TRUE,
    .missing = N_("No reason is recorded."),
    .source = BY_COUNTY, .is_met = has_reason,
  },
};

/* By the order of the codes. */
static const AtlasStepRule rules[] = {
  {
    .step = "draft", .takers = WITH_PANEL, .needs = "child",
    .next = N_("Finish it and send it"), .owner = "county_officer",
    .clocks = "day6", .limit = 5, .source = BY_COUNTY,
  },
  {
    .step = "sent", .takers = WITH_PANEL, .needs = "child kind tier about",
    .starts = "weekly-update referral-review",
    .next = N_("Look at it"), .owner = "county_officer",
    .clocks = "day6", .limit = 2, .source = BY_COUNTY,
  },
  {
    .step = "looked-at", .takers = WITH_PANEL, .needs = "child kind tier",
    .next = N_("Find a place, or take it to a panel"), .owner = "county_officer",
    .clocks = "day6 " FAIR_ACCESS, .limit = 5, .source = BY_COUNTY,
  },
  {
    .step = "panel", .takers = WITH_PANEL, .needs = "child kind tier panel views",
    .starts = FAIR_ACCESS,
    .next = N_("Decide at the panel"), .owner = "panel_chair",
    .clocks = "day6 " FAIR_ACCESS, .limit = 14, .source = BY_COUNTY,
  },
  {
    .step = "waiting", .takers = WITH_PANEL, .needs = "child kind tier reason",
    .next = N_("Look again for a place"), .owner = "county_officer",
    .clocks = "day6 " FAIR_ACCESS, .limit = 7, .source = BY_COUNTY,
  },
  {
    .step = "offered", .takers = WITH_PANEL, .needs = "child place", .starts = "offer-answer",
    .next = N_("Answer the offer"), .owner = "provider",
    .clocks = "day6 offer-answer", .limit = 7, .is_fallback = TRUE,
    .source = "Promoting Positive Behaviour 2015, CME issue 1",
  },
  {
    .step = "accepted", .takers = WITH_PANEL, .needs = "child offer",
    .starts = "admission", .stops = "offer-answer",
    .next = N_("Start the placement"), .owner = "provider",
    .clocks = "day6 admission", .limit = 14, .is_fallback = TRUE,
    .source = "Promoting Positive Behaviour 2015, CME issue 1",
  },
  {
    .step = "not-agreed", .takers = WITH_PANEL, .needs = "child reason",
    .stops = "offer-answer referral-review weekly-update " FAIR_ACCESS,
    .next = N_("Look at it again, or end it"), .owner = "county_officer",
    .clocks = "day6 " FAIR_ACCESS, .limit = 5, .source = BY_COUNTY,
  },
  {
    .step = "started", .takers = OFFICE, .needs = "child accepted start",
    .starts = "placement-review", .stops = "day6 admission " FAIR_ACCESS,
    .next = N_("Review the placement"), .owner = "county_officer",
    .clocks = "placement-review referral-review", .limit = 42, .is_fallback = TRUE,
    .source = "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.8.2 vi",
  },
  {
    .step = "under-review", .takers = OFFICE, .needs = "child review",
    .next = N_("Decide whether it goes on"), .owner = "county_officer",
    .clocks = "placement-review referral-review", .limit = 14,
    .source = "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.8.2 vi",
  },
  {
    .step = "moved-on", .takers = OFFICE, .needs = "child destination",
    .stops = "placement-review referral-review weekly-update",
    .next = N_("Ask how it went, and end the referral"), .owner = "county_officer",
    .clocks = "move-sustained", .limit = 42, .is_fallback = TRUE,
    .source = "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 5.1 v and vi",
  },
  {
    .step = "ended", .takers = OFFICE, .needs = "child reason",
    .stops = "placement-review referral-review weekly-update " FAIR_ACCESS,
    .next = "", .owner = "", .source = BY_COUNTY,
  },
};

/**
 * atlas_step_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none) (array length=n_rules): every row of the table of steps
 */
const AtlasStepRule *
atlas_step_rules (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

/**
 * atlas_step_rule_find:
 * @step: (nullable): code of `referral-step`
 *
 * Returns: (transfer none) (nullable): its row
 */
const AtlasStepRule *
atlas_step_rule_find (const char *step)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_strcmp0 (rules[i].step, step) == 0)
      return &rules[i];

  return NULL;
}

/**
 * atlas_step_may_take:
 * @rule: a row
 * @role: a role
 *
 * Returns: whether somebody with that role may take the step
 */
gboolean
atlas_step_may_take (const AtlasStepRule *rule,
                     const char          *role)
{
  g_auto(GStrv) takers = g_strsplit (rule->takers, " ", -1);

  return g_strv_contains ((const char * const *) takers, role);
}

/**
 * atlas_step_any_may_take:
 * @rule: a row
 * @roles: (nullable) (array zero-terminated=1): roles; %NULL when nobody knows, which is no
 *   hindrance
 *
 * Returns: whether somebody who has all these roles may take the step
 */
gboolean
atlas_step_any_may_take (const AtlasStepRule *rule,
                         const char * const  *roles)
{
  for (gsize i = 0; roles != NULL && roles[i] != NULL; i++)
    if (atlas_step_may_take (rule, roles[i]))
      return TRUE;

  return roles == NULL;
}

/**
 * atlas_step_limit:
 * @rule: a row
 * @thresholds: (nullable) (array zero-terminated=1): what the county set, as `step-sent=3`
 *
 * Returns: the days in which the next step is due: the county's own number, or the table's
 */
int
atlas_step_limit (const AtlasStepRule *rule,
                  const char * const  *thresholds)
{
  g_autofree char *start = g_strconcat (LIMIT_KEY, rule->step, "=", NULL);
  gint64 number;

  for (gsize i = 0; thresholds != NULL && thresholds[i] != NULL; i++)
    if (g_str_has_prefix (thresholds[i], start) &&
        g_ascii_string_to_signed (thresholds[i] + strlen (start), 10, 1, LIMIT_MAX, &number, NULL))
      return (int) number;

  return rule->limit;
}

/**
 * atlas_step_needs:
 * @n_needs: (out): how many
 *
 * Returns: (transfer none) (array length=n_needs): everything that some step needs
 */
const AtlasStepNeed *
atlas_step_needs (gsize *n_needs)
{
  *n_needs = G_N_ELEMENTS (needs);
  return needs;
}

const AtlasStepNeed *
atlas_step_need_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (needs); i++)
    if (g_strcmp0 (needs[i].id, id) == 0)
      return &needs[i];

  return NULL;
}

gboolean
atlas_step_need_met (const AtlasStepNeed *need,
                     const AtlasStepCase *of)
{
  return need->is_met (of);
}

/* Whoever passed the check of all needs meant those of the step that it was at. */
static gboolean
passes_all (const AtlasPassed   *passed,
            const AtlasReferral *referral)
{
  return g_strcmp0 (passed->check, ALL_NEEDS) == 0 && passed->on >= referral->step_on;
}

/**
 * atlas_step_passed:
 * @need: what is needed
 * @of: a referral with what was passed
 *
 * Returns: (transfer none) (nullable): the record with which somebody went on without it
 */
AtlasPassed *
atlas_step_passed (const AtlasStepNeed *need,
                   const AtlasStepCase *of)
{
  const char *id = atlas_record_get_id (ATLAS_RECORD (of->referral));

  for (guint i = 0; need->check != NULL && of->passed != NULL && i < of->passed->len; i++)
    {
      AtlasPassed *passed = g_ptr_array_index (of->passed, i);

      if (g_strcmp0 (passed->subject.id, id) != 0)
        continue;
      if (g_strcmp0 (passed->check, need->check) == 0 || passes_all (passed, of->referral))
        return passed;
    }

  return NULL;
}

/**
 * atlas_step_missing:
 * @rule: a row
 * @of: a referral
 *
 * Lists what the step needs and what is not there, without what its form asks for and without what
 * somebody has passed with a reason.
 *
 * Returns: (transfer container) (element-type AtlasStepNeed): the needs, in the table's order
 */
GPtrArray *
atlas_step_missing (const AtlasStepRule *rule,
                    const AtlasStepCase *of)
{
  g_auto(GStrv) ids = g_strsplit (rule->needs, " ", -1);
  GPtrArray *missing = g_ptr_array_new ();

  for (char **id = ids; *id != NULL; id++)
    {
      const AtlasStepNeed *need = atlas_step_need_find (*id);

      if (!need->is_asked && !need->is_met (of) && atlas_step_passed (need, of) == NULL)
        g_ptr_array_add (missing, (gpointer) need);
    }

  return missing;
}
