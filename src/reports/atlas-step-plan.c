/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a referral is, what its step needs, what comes next, whose turn it is and by when. */
#include "config.h"

#include "reports/atlas-step-plan.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-clock-words.h"
#include "reports/atlas-meetings.h"
#include "store/atlas-clock-book.h"

/* What the lines are made from. */
typedef struct {
  AtlasStore              *store;
  const AtlasReferralCase *referral_case;
  AtlasStepCase            of;
  GPtrArray               *clocks;      /* (element-type AtlasClockLine) */
  AtlasCounty             *county;      /* (nullable) */
} Maker;

static void
maker_clear (Maker *maker)
{
  g_clear_pointer (&maker->clocks, g_ptr_array_unref);
  g_clear_object (&maker->county);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Maker, maker_clear)

static void
need_line_free (AtlasStepNeedLine *line)
{
  g_free (line->passed);
  g_free (line);
}

static void
clock_line_free (AtlasStepClockLine *line)
{
  g_free (line->running);
  g_free (line);
}

static void
step_line_free (AtlasStepLine *line)
{
  g_free (line->why_not);
  g_ptr_array_unref (line->needs);
  g_ptr_array_unref (line->starts);
  g_ptr_array_unref (line->stops);
  g_free (line);
}

void
atlas_step_plan_free (AtlasStepPlan *self)
{
  g_clear_pointer (&self->present, step_line_free);
  g_clear_pointer (&self->following, g_ptr_array_unref);
  g_clear_pointer (&self->twins, g_ptr_array_unref);
  g_free (self->next);
  g_free (self->owner);
  g_free (self->by_why);
  g_free (self);
}

static char *
word_passed (const AtlasPassed *passed)
{
  g_autofree char *on = atlas_date_format_long (passed->on);

  /* Translators: who, as what, when and why somebody went on without what is needed. */
  return g_strdup_printf (_("Passed by %1$s, %2$s, %3$s: %4$s"), passed->by_name,
                          atlas_words_role (passed->role), on, passed->reason);
}

static void
add_needs (Maker         *maker,
           AtlasStepLine *line)
{
  g_auto(GStrv) ids = g_strsplit (line->rule->needs, " ", -1);

  for (char **id = ids; *id != NULL; id++)
    {
      AtlasStepNeedLine *need = g_new0 (AtlasStepNeedLine, 1);
      AtlasPassed *passed;

      need->need = atlas_step_need_find (*id);
      need->is_asked = need->need->is_asked && !line->is_present;
      need->is_met = !need->is_asked && atlas_step_need_met (need->need, &maker->of);
      passed = need->is_met ? NULL : atlas_step_passed (need->need, &maker->of);
      need->passed = passed != NULL ? word_passed (passed) : NULL;
      g_ptr_array_add (line->needs, need);
    }
}

/* (nullable): the clock of an id that somebody still owes something by, the first to be due */
static const AtlasClock *
find_running (Maker      *maker,
              const char *id)
{
  for (guint i = 0; i < maker->clocks->len; i++)
    {
      const AtlasClockLine *line = g_ptr_array_index (maker->clocks, i);
      const AtlasClock *clock = &line->of.clock;

      if (g_str_equal (clock->rule->id, id) && atlas_clock_is_owed (clock))
        return clock;
    }

  return NULL;
}

/* The row of the day, or the last one there was. */
static const AtlasClockRule *
find_rule (const char *id,
           AtlasDate   on)
{
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);
  const AtlasClockRule *found = NULL;

  for (gsize i = 0; i < n_rules; i++)
    if (g_str_equal (rules[i].id, id) &&
        (found == NULL || atlas_clock_rule_in_force (&rules[i], on)))
      found = &rules[i];

  return found;
}

static void
add_clocks (Maker      *maker,
            GPtrArray  *lines,
            const char *text)
{
  g_auto(GStrv) ids = g_strsplit (text != NULL ? text : "", " ", -1);
  AtlasDate received = maker->referral_case->referral->received;
  AtlasDate day = received != ATLAS_DATE_NONE ? received : maker->referral_case->on;

  for (char **id = ids; *id != NULL; id++)
    {
      const AtlasClock *clock = find_running (maker, *id);
      const AtlasClockRule *rule = clock != NULL ? clock->rule : find_rule (*id, day);
      AtlasStepClockLine *line;

      if (rule == NULL || (clock == NULL && !atlas_clock_rule_in_force (rule, day)))
        continue;

      line = g_new0 (AtlasStepClockLine, 1);
      line->rule = rule;
      line->running = clock != NULL ? atlas_words_clock_line (clock) : NULL;
      g_ptr_array_add (lines, line);
    }
}

static AtlasStepLine *
make_line (Maker               *maker,
           const AtlasStepRule *rule,
           gboolean             is_present)
{
  AtlasStepLine *line = g_new0 (AtlasStepLine, 1);

  line->rule = rule;
  line->is_present = is_present;
  line->needs = g_ptr_array_new_with_free_func ((GDestroyNotify) need_line_free);
  line->starts = g_ptr_array_new_with_free_func ((GDestroyNotify) clock_line_free);
  line->stops = g_ptr_array_new_with_free_func ((GDestroyNotify) clock_line_free);
  add_needs (maker, line);
  add_clocks (maker, line->starts, rule->starts);
  add_clocks (maker, line->stops, rule->stops);

  return line;
}

/* A step that the table of codes lets follow is shown, also when something stands before it. */
static void
add_following (Maker         *maker,
               AtlasStepPlan *self)
{
  const AtlasReferralCase *referral_case = maker->referral_case;
  const char *present = referral_case->referral->step;

  for (int i = 0; i < ATLAS_REFERRAL_N_VERBS; i++)
    {
      AtlasReferralVerb verb = (AtlasReferralVerb) i;
      const char *step = atlas_referral_verb_step (referral_case, verb);
      g_autofree char *why_not = atlas_referral_why_not (referral_case, verb);
      AtlasStepLine *line;

      if (step == NULL || g_str_equal (step, present) ||
          (why_not != NULL && !atlas_codes_may_step ("referral-step", present, step)))
        continue;
      if (why_not != NULL && (verb == ATLAS_REFERRAL_VERB_SEND ||
                              verb == ATLAS_REFERRAL_VERB_RESUME ||
                              verb == ATLAS_REFERRAL_VERB_REOPEN))
        continue;

      line = make_line (maker, atlas_step_rule_find (step), FALSE);
      line->verb = verb;
      line->why_not = g_steal_pointer (&why_not);
      g_ptr_array_add (self->following, line);
    }
}

static char *
name_of (Maker      *maker,
         const char *type,
         const char *id)
{
  g_autoptr(AtlasRecord) record = id != NULL ? atlas_store_get (maker->store, type, id, NULL)
                                             : NULL;

  return record != NULL ? g_strdup (atlas_record_get_title (record)) : NULL;
}

/*
 * Who finds a place for a child without one is a team with a name of its own.
 *
 * Source: Behaviour Strategy 2016, 4.10.4 and Appendix 4, tier 5; strategy of January 2020,
 * Appendix 4, tier 5; requirements.md T046 and T047.
 */
static const char *
team_of (Maker *maker)
{
  const AtlasReferral *referral = maker->referral_case->referral;
  AtlasDate day = referral->received != ATLAS_DATE_NONE ? referral->received
                                                        : maker->referral_case->on;

  if (referral->tier != ATLAS_TIERS)
    return NULL;

  return atlas_wording_term (maker->referral_case->wording, "integration-team", day);
}

static char *
word_owner (Maker               *maker,
            const AtlasStepRule *rule)
{
  const AtlasReferralCase *referral_case = maker->referral_case;
  const char *role = atlas_words_role (rule->owner);
  g_autofree char *name = NULL;

  if (g_str_equal (rule->owner, "provider") && referral_case->offer != NULL)
    name = name_of (maker, "provision", referral_case->offer->provision);
  else if (g_str_equal (rule->owner, "panel_chair") && referral_case->panel != NULL)
    name = g_strdup (referral_case->panel->name);
  else if (g_str_equal (rule->owner, "county_officer"))
    name = g_strdup (team_of (maker));

  /* Translators: a role and whose: Provider, The Green Centre */
  return name != NULL ? g_strdup_printf (_("%1$s, %2$s"), role, name) : g_strdup (role);
}

/* (nullable): what is left of the panel's meetings; the next one that is planned, or worked out */
static AtlasDate
find_meeting (Maker *maker)
{
  AtlasPanel *panel = maker->referral_case->panel;
  AtlasDate on = maker->referral_case->on;
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_meeting_type);
  g_autoptr(GPtrArray) meetings = NULL;
  g_autoptr(GArray) taken = g_array_new (FALSE, FALSE, sizeof (AtlasDate));
  g_autoptr(GArray) days = NULL;

  if (panel == NULL)
    return ATLAS_DATE_NONE;

  atlas_query_where_text (query, "panel", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_id (ATLAS_RECORD (panel)));
  atlas_query_order_by (query, "on", FALSE);
  meetings = atlas_store_list (maker->store, query, NULL);
  for (guint i = 0; meetings != NULL && i < meetings->len; i++)
    {
      AtlasMeeting *meeting = g_ptr_array_index (meetings, i);

      if (meeting->on >= on && !atlas_meeting_is_over (meeting))
        return meeting->on;
      g_array_append_val (taken, meeting->on);
    }

  days = atlas_meetings_work_out (panel, (const AtlasDate *) (gpointer) taken->data, taken->len,
                                  on, 1);
  return days->len > 0 ? g_array_index (days, AtlasDate, 0) : ATLAS_DATE_NONE;
}

/* Keeps the earlier day, and says where it comes from. */
static void
take_day (AtlasStepPlan *self,
          AtlasDate      day,
          const char    *why)
{
  if (day == ATLAS_DATE_NONE || (self->by != ATLAS_DATE_NONE && self->by <= day))
    return;

  self->by = day;
  g_free (self->by_why);
  self->by_why = g_strdup (why);
}

static void
take_limit (Maker               *maker,
            AtlasStepPlan       *self,
            const AtlasStepRule *rule)
{
  const AtlasReferral *referral = maker->referral_case->referral;
  AtlasDate since = referral->step_on != ATLAS_DATE_NONE ? referral->step_on : referral->received;
  const char * const *thresholds = NULL;
  g_autofree char *why = NULL;
  int limit;

  if (maker->county != NULL)
    thresholds = (const char * const *) maker->county->thresholds;
  limit = atlas_step_limit (rule, thresholds);
  if (since == ATLAS_DATE_NONE || limit == 0)
    return;

  /* Translators: days from a step to the next. */
  why = g_strdup_printf (ngettext ("%d day, set by this county", "%d days, set by this county",
                                   (gulong) limit), limit);
  take_day (self, since + limit, why);
}

static void
find_day (Maker               *maker,
          AtlasStepPlan       *self,
          const AtlasStepRule *rule)
{
  g_auto(GStrv) ids = g_strsplit (rule->clocks != NULL ? rule->clocks : "", " ", -1);
  gboolean has_own = FALSE;

  for (char **id = ids; *id != NULL; id++)
    {
      const AtlasClock *clock = find_running (maker, *id);

      if (clock == NULL)
        continue;
      has_own |= !g_str_equal (*id, "day6");
      take_day (self, clock->due, _(clock->rule->label));
    }
  if (g_str_equal (rule->owner, "panel_chair"))
    take_day (self, find_meeting (maker), _("The panel’s next meeting"));
  if (!rule->is_fallback || !has_own)
    take_limit (maker, self, rule);
}

static void
find_next (Maker         *maker,
           AtlasStepPlan *self)
{
  const AtlasReferral *referral = maker->referral_case->referral;
  const AtlasStepRule *rule = atlas_step_rule_find (referral->step);
  gboolean goes_on = rule != NULL && *rule->next != '\0';

  self->by = ATLAS_DATE_NONE;
  self->next_is_worked_out = referral->next_step == NULL && goes_on;
  self->owner_is_worked_out = referral->owner == NULL && goes_on;
  self->by_is_worked_out = referral->next_by == ATLAS_DATE_NONE && goes_on;
  self->next = g_strdup (self->next_is_worked_out ? _(rule->next) : referral->next_step);
  self->owner = self->owner_is_worked_out ? word_owner (maker, rule) : g_strdup (referral->owner);
  if (self->by_is_worked_out)
    find_day (maker, self, rule);
  else
    self->by = referral->next_by;
}

static GPtrArray *
read_twins (Maker   *maker,
            GError **error)
{
  AtlasChild *child = maker->referral_case->child;

  return child != NULL ? atlas_store_read_twins_of (maker->store, child, error)
                       : g_ptr_array_new ();
}

static gboolean
read_facts (Maker   *maker,
            GError **error)
{
  const AtlasReferralCase *referral_case = maker->referral_case;
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
  g_autoptr(GPtrArray)  counties = atlas_store_list (maker->store, query, error);

  if (counties == NULL)
    return FALSE;
  if (counties->len > 0)
    maker->county = g_object_ref (g_ptr_array_index (counties, 0));

  maker->clocks = atlas_store_read_clocks (maker->store, referral_case->referral->child,
                                           referral_case->on, error);
  return maker->clocks != NULL;
}

/**
 * atlas_step_plan_new:
 * @store: a store
 * @referral_case: a referral as it was read
 * @error: return location for an error
 *
 * Works out from the table of steps where a referral is and what comes next. What somebody wrote
 * stands before what is worked out.
 *
 * Returns: (transfer full): the plan
 */
AtlasStepPlan *
atlas_step_plan_new (AtlasStore              *store,
                     const AtlasReferralCase *referral_case,
                     GError                 **error)
{
  g_auto(Maker) maker = { .store = store, .referral_case = referral_case };
  g_autoptr(AtlasStepPlan) self = g_new0 (AtlasStepPlan, 1);
  const AtlasStepRule *rule = atlas_step_rule_find (referral_case->referral->step);

  maker.of = atlas_referral_step_case (referral_case);
  self->following = g_ptr_array_new_with_free_func ((GDestroyNotify) step_line_free);
  self->twins = read_twins (&maker, error);
  if (self->twins == NULL || !read_facts (&maker, error))
    return NULL;

  self->present = rule != NULL ? make_line (&maker, rule, TRUE) : NULL;
  add_following (&maker, self);
  find_next (&maker, self);

  return g_steal_pointer (&self);
}

/**
 * atlas_words_step_next:
 * @self: a plan
 * @on: the day of the page
 *
 * Returns: (transfer full): the next step, by when and whose it is
 */
char *
atlas_words_step_next (const AtlasStepPlan *self,
                       AtlasDate            on)
{
  g_autofree char *by = NULL;
  const char *owner = self->owner != NULL ? self->owner : _("nobody yet");

  if (self->next == NULL)
    return g_strdup (_("Nothing is to be done next"));
  if (self->by == ATLAS_DATE_NONE)
    /* Translators: the next step, and who has it. */
    return g_strdup_printf (_("Next: %1$s · Owner: %2$s"), self->next, owner);

  by = atlas_date_format_near (self->by, on);
  /* Translators: the next step, by when, and who has it. */
  return g_strdup_printf (_("Next: %1$s, by %2$s · Owner: %3$s"), self->next, by, owner);
}

/**
 * atlas_words_takers:
 * @rule: a row of the table of steps
 *
 * Returns: (transfer full): who may take the step: "County officer, Area lead"
 */
char *
atlas_words_takers (const AtlasStepRule *rule)
{
  g_auto(GStrv) roles = g_strsplit (rule->takers, " ", -1);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (char **role = roles; *role != NULL; role++)
    g_ptr_array_add (names, (gpointer) atlas_words_role (*role));
  g_ptr_array_add (names, NULL);

  return g_strjoinv (C_("list", ", "), (char **) names->pdata);
}

/**
 * atlas_words_step_need:
 * @line: something that a step needs
 *
 * Returns: (transfer full): whether it is there, and if not what becomes of it
 */
char *
atlas_words_step_need (const AtlasStepNeedLine *line)
{
  if (line->is_met)
    return g_strdup (C_("need", "There"));
  if (line->passed != NULL)
    return g_strdup (line->passed);
  if (line->is_asked)
    return g_strdup (_("Asked when the step is taken"));

  return g_strdup (_(line->need->missing));
}

/**
 * atlas_step_n_missing:
 * @line: a step
 *
 * Returns: how many of its needs are missing, not passed, and not asked when it is taken
 */
guint
atlas_step_n_missing (const AtlasStepLine *line)
{
  guint n_missing = 0;

  for (guint i = 0; i < line->needs->len; i++)
    {
      const AtlasStepNeedLine *need = g_ptr_array_index (line->needs, i);

      n_missing += !need->is_met && need->passed == NULL && !need->is_asked;
    }

  return n_missing;
}
