/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of a referral says. */
#include "config.h"

#include "reports/atlas-facts-private.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"
#include "reports/atlas-attendance-words.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-clock-words.h"
#include "reports/atlas-record-words.h"
#include "reports/atlas-step-plan.h"
#include "reports/atlas-story-words.h"
#include "reports/atlas-wording-words.h"
#include "reports/atlas-words.h"
#include "rules/atlas-groups.h"
#include "rules/atlas-school-year.h"
#include "store/atlas-store-cases.h"

/* Who is protected, and who stands first where several children wait for the same thing. */
static void
add_groups (AtlasFactsMaker *maker,
            AtlasChild      *child)
{
  g_autofree char *groups = atlas_words_groups (atlas_groups_of_child (child, maker->on));

  atlas_facts_add (maker, "groups", _("Groups who need protection"), groups);
  if (atlas_care_comes_first (child->care))
    atlas_facts_add (maker, "queue", _("In a queue"), atlas_words_comes_first ());
}

/* How long a child who was permanently excluded stays on the register of the school. */
static gboolean
add_roll (AtlasFactsMaker *maker,
          AtlasExclusion  *exclusion,
          GError         **error)
{
  g_autoptr(AtlasCalendars) calendars = NULL;
  g_autofree char *words = NULL;
  AtlasFact *fact;
  AtlasRoll roll;

  if (exclusion == NULL)
    return TRUE;
  calendars = atlas_calendars_new (maker->store, error);
  if (calendars == NULL)
    return FALSE;

  roll = atlas_roll_after_exclusion (exclusion,
                                     atlas_calendars_get (calendars, exclusion->establishment),
                                     maker->on);
  words = atlas_words_roll (&roll);
  fact = atlas_facts_add (maker, "register", _("School register"), words);
  if (fact != NULL)
    fact->source = g_strdup (atlas_check_rule_find ("early-removal", exclusion->from)->source);

  return TRUE;
}

static void
add_child (AtlasFactsMaker *maker,
           AtlasChild      *child)
{
  g_autofree char *year = atlas_words_year_group (atlas_year_group (child->born, maker->on));
  g_autoptr(AtlasRecord) area = atlas_facts_find (maker, "area", child->area);
  g_autoptr(AtlasRecord) school = atlas_facts_find (maker, "establishment", child->establishment);

  atlas_facts_add (maker, "year_group", _("Year group"), year);
  atlas_facts_add_link (maker, "area", _("Area"), area);
  atlas_facts_add_link (maker, "school", _("School"), school);
  add_groups (maker, child);
}

static void
add_next (AtlasFactsMaker     *maker,
          const AtlasStepPlan *plan)
{
  const char *mark = _("Worked out");
  g_autofree char *by = plan->by != ATLAS_DATE_NONE ? atlas_date_format_long (plan->by) : NULL;
  AtlasFact *next = atlas_facts_add (maker, "next_step", _("Next step"), plan->next);
  AtlasFact *owner = atlas_facts_add (maker, "owner", _("Owner"), plan->owner);
  AtlasFact *day = atlas_facts_add (maker, "next_by", _("By"), by);

  if (plan->next_is_worked_out)
    atlas_facts_set_mark (next, mark);
  if (plan->owner_is_worked_out)
    atlas_facts_set_mark (owner, mark);
  if (plan->by_is_worked_out)
    atlas_facts_set_mark (day, mark);
  if (day != NULL)
    day->source = g_strdup (plan->by_why);
}

static void
add_clocks (AtlasFactsMaker *maker,
            GPtrArray       *clocks,
            const char      *key,
            const char      *label)
{
  for (guint i = 0; i < clocks->len; i++)
    {
      const AtlasStepClockLine *clock = g_ptr_array_index (clocks, i);
      AtlasFact *fact = atlas_facts_add (maker, key, label,
                                         clock->running != NULL ? clock->running
                                                                : _(clock->rule->label));

      if (fact != NULL)
        fact->source = g_strdup (clock->rule->source);
    }
}

static void
add_step (AtlasFactsMaker     *maker,
          const AtlasStepLine *line)
{
  g_autofree char *takers = atlas_words_takers (line->rule);

  atlas_facts_section (maker, _("What this step needs"));
  for (guint i = 0; i < line->needs->len; i++)
    {
      const AtlasStepNeedLine *need = g_ptr_array_index (line->needs, i);
      g_autofree char *state = atlas_words_step_need (need);
      g_autofree char *words = NULL;
      AtlasFact *fact;

      /* Translators: what a step needs, and whether it is there. */
      words = g_strdup_printf (_("%1$s: %2$s"), _(need->need->label), state);
      fact = atlas_facts_add (maker, "needs", _("Needs"), words);
      fact->source = g_strdup (need->need->source);
    }
  atlas_facts_add (maker, "taken_by", _("Who may take it"), takers);
  add_clocks (maker, line->starts, "starts", _("Starts"));
  add_clocks (maker, line->stops, "stops", _("Stops"));
}

static void
add_following (AtlasFactsMaker *maker,
               GPtrArray       *following)
{
  for (guint i = 0; i < following->len; i++)
    {
      const AtlasStepLine *line = g_ptr_array_index (following, i);

      if (line->why_not == NULL)
        atlas_facts_add (maker, "may_follow", _("May follow"),
                         _(atlas_codes_label ("referral-step", line->rule->step)));
    }
}

static void
add_wording (AtlasFactsMaker         *maker,
             const AtlasReferralCase *referral_case)
{
  AtlasReferral *referral = referral_case->referral;
  g_autofree char *tier = atlas_words_tier_of (referral_case->wording, referral,
                                               referral_case->child, maker->on);
  const char *help = atlas_words_tier_help_of (referral_case->wording, referral,
                                               referral_case->child, maker->on);

  if (referral->kind != NULL)
    atlas_facts_add (maker, "kind", _("Kind"),
                     atlas_words_kind_of (referral_case->wording, referral, maker->on));
  atlas_facts_add (maker, "tier", _("Tier"), tier);
  atlas_facts_add (maker, "tier_help", _("What the tier is"), help);
}

static void
add_story (AtlasFactsMaker         *maker,
           const AtlasReferralCase *referral_case)
{
  atlas_facts_section (maker, _("Story"));
  for (guint i = 0; i < referral_case->story->len; i++)
    {
      const AtlasStoryEvent *event = g_ptr_array_index (referral_case->story, i);
      g_autofree char *day = atlas_date_format_long (event->on);
      g_autofree char *words = atlas_words_story (event, referral_case);

      atlas_facts_add (maker, "story", event->on != ATLAS_DATE_NONE ? day
                                                                    : _("Day not recorded"), words);
    }
}

/* Every record about the child, a section to a type; sessions of attendance are added up. */
static void
add_records (AtlasFactsMaker         *maker,
             const AtlasReferralCase *referral_case)
{
  const AtlasType * const *types;
  guint n_types;

  types = atlas_types (&n_types);
  for (guint i = 0; i < n_types; i++)
    {
      GPtrArray *records = atlas_child_records_get (referral_case->records, types[i]);
      g_autofree char *attendance = NULL;

      if (records == NULL || records->len == 0 || types[i] == &atlas_referral_type)
        continue;
      atlas_facts_section (maker, _(types[i]->label_many));
      if (types[i] == &atlas_attendance_type)
        {
          attendance = atlas_words_attendance (records);
          atlas_facts_add (maker, types[i]->name, _(types[i]->label), attendance);
          continue;
        }
      for (guint j = 0; j < records->len; j++)
        {
          AtlasRecord *record = g_ptr_array_index (records, j);
          g_autofree char *what = atlas_words_record (record);
          g_autofree char *facts = atlas_words_record_facts (record, referral_case->records);

          atlas_facts_add (maker, types[i]->name, what, facts);
        }
    }
}

gboolean
atlas_facts_referral (AtlasFactsMaker *maker,
                      AtlasRecord     *record,
                      GError         **error)
{
  static const char * const fields[] = {
    "review_by", "agencies", "about", "plan", "teaching_checked", "hlta_seen",
    "paperwork_collated", "checks_by",
  };
  AtlasReferral *referral = (AtlasReferral *) record;
  g_autoptr(AtlasReferralCase) referral_case = NULL;
  g_autoptr(AtlasStepPlan) plan = NULL;

  referral_case = atlas_store_read_referral_case (maker->store, referral->reference, maker->on,
                                                  error);
  if (referral_case == NULL)
    return FALSE;
  plan = atlas_step_plan_new (maker->store, referral_case, error);
  if (plan == NULL)
    return FALSE;

  maker->facts->subtitle = g_strdup (_("Referral"));
  atlas_facts_section (maker, _("Referral"));
  atlas_facts_add_field (maker, record, "reference");
  add_wording (maker, referral_case);
  atlas_facts_add_field (maker, record, "step");
  if (referral_case->child != NULL)
    add_child (maker, referral_case->child);
  atlas_facts_add_link (maker, "asked", _("Provision asked"), (AtlasRecord *) referral_case->asked);
  atlas_facts_add_link (maker, "panel", _("Panel"), (AtlasRecord *) referral_case->panel);
  atlas_facts_add_field (maker, record, "received");
  add_next (maker, plan);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    atlas_facts_add_field (maker, record, fields[i]);
  add_following (maker, plan->following);
  if (plan->present != NULL)
    add_step (maker, plan->present);

  if (!add_roll (maker, referral_case->exclusion, error))
    return FALSE;
  add_records (maker, referral_case);
  add_story (maker, referral_case);

  return TRUE;
}
