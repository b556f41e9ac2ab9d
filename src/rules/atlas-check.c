/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-check-private.h"

#include <string.h>

#include "rules/atlas-school-year.h"

#define HERTFORDSHIRE "919" /* whose strategies of 2016 and 2020 the table quotes */

void
atlas_check_found_free (AtlasCheckFound *found)
{
  if (found == NULL)
    return;

  g_clear_object (&found->record);
  g_clear_object (&found->passed);
  g_free (found);
}

/**
 * atlas_check_rule_governs:
 * @rule: a row of the table
 * @event: the day of the event
 *
 * Returns: whether the row was in force on that day
 */
gboolean
atlas_check_rule_governs (const AtlasCheckRule *rule,
                          AtlasDate             event)
{
  AtlasDateRange in_force = { atlas_date_parse (rule->from), atlas_date_parse (rule->to) };

  return atlas_date_range_contains (in_force, event);
}

/**
 * atlas_check_rule_find:
 * @id: id of a check
 * @on: the day of the event
 *
 * Returns: (nullable) (transfer none): the row in force on that day, else any row of that id
 */
const AtlasCheckRule *
atlas_check_rule_find (const char *id,
                       AtlasDate   on)
{
  const AtlasCheckRule *other = NULL;
  const AtlasCheckRule *rules;
  gsize n_rules;

  rules = atlas_check_rules (&n_rules);
  for (gsize i = 0; i < n_rules; i++)
    {
      if (!g_str_equal (rules[i].id, id))
        continue;
      if (atlas_check_rule_governs (&rules[i], on))
        return &rules[i];
      other = &rules[i];
    }

  return other;
}

/* What a line of the county's record says of a rule: the `3` of `suspensions-repeated=3`. */
static const char *
setting_in (const char           *line,
            const AtlasCheckRule *rule)
{
  gsize length = strlen (rule->id);

  return strncmp (line, rule->id, length) == 0 && line[length] == '=' ? line + length + 1 : NULL;
}

/* Whether the county's record says @wanted of a rule: `on`, `off`. A clock may have the same id. */
static gboolean
is_set_to (const AtlasCheckRule     *rule,
           const AtlasCheckSettings *settings,
           const char               *wanted)
{
  const char * const *lines = settings != NULL ? settings->thresholds : NULL;

  for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
    if (g_strcmp0 (setting_in (lines[i], rule), wanted) == 0)
      return TRUE;

  return FALSE;
}

/**
 * atlas_check_rule_is_on:
 * @rule: a row of the table
 * @settings: (nullable): what the county decided
 *
 * A county switches a check off with `id=off`, and a prompt on with `id=on`.
 *
 * Returns: whether the county asks it
 */
gboolean
atlas_check_rule_is_on (const AtlasCheckRule     *rule,
                        const AtlasCheckSettings *settings)
{
  const char *authority = settings != NULL ? settings->authority : NULL;

  if (is_set_to (rule, settings, "off"))
    return FALSE;
  if (rule->basis == ATLAS_BASIS_PROMPT)
    return is_set_to (rule, settings, "on");

  return rule->basis != ATLAS_BASIS_STRATEGY || authority == NULL ||
         g_str_equal (authority, HERTFORDSHIRE);
}

/**
 * atlas_check_rule_threshold:
 * @rule: a row of the table
 * @settings: (nullable): what the county decided
 *
 * Returns: the county's number, else the one that the row comes with
 */
int
atlas_check_rule_threshold (const AtlasCheckRule     *rule,
                            const AtlasCheckSettings *settings)
{
  const char * const *lines = settings != NULL ? settings->thresholds : NULL;

  for (gsize i = 0; rule->threshold != 0 && lines != NULL && lines[i] != NULL; i++)
    {
      const char *setting = setting_in (lines[i], rule);
      gint64 number;

      if (setting != NULL &&
          g_ascii_string_to_signed (setting, 10, 1, G_MAXINT, &number, NULL))
        return (int) number;
    }

  return rule->threshold;
}

static AtlasPassed *
find_passed (AtlasCheckRun *run,
             AtlasRecord   *record)
{
  GPtrArray *passed = run->file != NULL ? run->file->passed : run->provision->passed;
  const char *id = atlas_record_get_id (record);

  for (guint i = 0; i < passed->len; i++)
    {
      AtlasPassed *one = g_ptr_array_index (passed, i);

      if (g_strcmp0 (one->subject.id, id) == 0 && g_strcmp0 (one->check, run->rule->id) == 0)
        return one;
    }

  return NULL;
}

/* Adds a finding, if the rule governs the day of the event. Without one, today is asked about. */
void
atlas_check_add (AtlasCheckRun  *run,
                 gpointer        record,
                 AtlasDate       event,
                 AtlasCheckFacts facts)
{
  AtlasDate day = event != ATLAS_DATE_NONE ? event : run->on;
  AtlasCheckFound *found;
  AtlasPassed *passed;

  if (!atlas_check_rule_governs (run->rule, day))
    return;

  found = g_new0 (AtlasCheckFound, 1);
  found->rule = run->rule;
  found->record = g_object_ref (record);
  found->event = day;
  found->facts = facts;
  passed = find_passed (run, record);
  if (passed != NULL)
    found->passed = g_object_ref (passed);
  g_ptr_array_add (run->found, found);
}

void
atlas_check_add_missing (AtlasCheckRun *run,
                         gpointer       record,
                         AtlasDate      event,
                         AtlasMissing   missing)
{
  if (missing != ATLAS_MISSING_NOTHING)
    atlas_check_add (run, record, event, (AtlasCheckFacts) { .missing = missing });
}

/* A draft asks nothing of anybody yet, and what has ended nothing more. */
gboolean
atlas_check_is_open (const AtlasReferral *referral)
{
  return !atlas_check_is_one_of (referral->step, "draft ended moved-on not-agreed");
}

gboolean
atlas_check_goes_on (AtlasDate ended,
                     AtlasDate on)
{
  return ended == ATLAS_DATE_NONE || ended >= on;
}

/* Past events are shown for a year, or until somebody passes them. */
gboolean
atlas_check_in_last_year (const AtlasCheckRun *run,
                          AtlasDate            day)
{
  return day != ATLAS_DATE_NONE && day <= run->on && day > atlas_date_add_months (run->on, -12);
}

/* Whether @code is one of the words of @codes, which a space separates. */
gboolean
atlas_check_is_one_of (const char *code,
                       const char *codes)
{
  gsize length = code != NULL ? strlen (code) : 0;

  for (const char *word = codes; length > 0 && *word != '\0';)
    {
      gsize word_length = strcspn (word, " ");

      if (word_length == length && strncmp (word, code, length) == 0)
        return TRUE;
      word += word_length + (word[word_length] == ' ');
    }

  return FALSE;
}

/* The service as the placement says, else as its line of places does. */
const char *
atlas_check_service (const AtlasCheckRun  *run,
                     const AtlasPlacement *placement)
{
  const AtlasPlace *place;

  if (placement->service != NULL)
    return placement->service;

  place = (const AtlasPlace *) atlas_background_find (run->background, &atlas_place_type,
                                                      placement->place);

  return place != NULL ? place->service : NULL;
}

/* Whether a placement is, for part of the week at least, somewhere else than the own school. */
gboolean
atlas_check_is_elsewhere (const AtlasCheckRun  *run,
                          const AtlasPlacement *placement)
{
  const char *service = atlas_check_service (run, placement);
  const AtlasProvision *provision;

  if (service != NULL)
    return !atlas_check_is_one_of (service,
                                   "advice outreach extended-roll outreach-roll special-place");

  provision = (const AtlasProvision *) atlas_background_find (run->background,
                                                              &atlas_provision_type,
                                                              placement->provision);

  return provision == NULL || g_strcmp0 (provision->kind, "semh-special") != 0;
}

/*
 * Whether the child is looked after, was, or has or had a social worker (S4's three groups). A
 * social worker counts for six years after the last day, where that day is known.
 */
gboolean
atlas_check_has_care (const AtlasCheckRun *run,
                      const char          *codes,
                      AtlasDate            day)
{
  const AtlasChild *child = run->file->child;
  const int months = 12 * 6;

  if (child == NULL || day == ATLAS_DATE_NONE)
    return FALSE;
  if (child->social_worker_to != ATLAS_DATE_NONE && atlas_check_is_one_of ("CSW", codes) &&
      day <= atlas_date_add_months (child->social_worker_to, months))
    return TRUE;
  if (g_strcmp0 (child->care, "CSW") == 0 && child->social_worker_to != ATLAS_DATE_NONE)
    return FALSE;

  return atlas_check_is_one_of (child->care, codes);
}

AtlasReferral *
atlas_check_referral (const AtlasCheckRun *run,
                      const char          *id)
{
  for (guint i = 0; i < run->file->referrals->len; i++)
    {
      AtlasReferral *referral = g_ptr_array_index (run->file->referrals, i);

      if (g_strcmp0 (atlas_record_get_id ((AtlasRecord *) referral), id) == 0)
        return referral;
    }

  return NULL;
}

/* A plan of a kind, with a part, that is in force; either may be %NULL for any. */
AtlasPlan *
atlas_check_plan (const AtlasCheckRun *run,
                  const char          *kind,
                  const char          *part)
{
  for (guint i = 0; i < run->file->plans->len; i++)
    {
      AtlasPlan *plan = g_ptr_array_index (run->file->plans, i);

      if (plan->made <= run->on && atlas_check_goes_on (plan->ended, run->on) &&
          (kind == NULL || g_strcmp0 (plan->kind, kind) == 0) &&
          (part == NULL || atlas_check_has (plan->parts, part)))
        return plan;
    }

  return NULL;
}

static gboolean
is_about (const AtlasConsent *consent,
          gpointer            subject,
          const char         *referral)
{
  if (consent->subject.id != NULL)
    return g_strcmp0 (consent->subject.id, atlas_record_get_id (subject)) == 0;

  return referral != NULL && g_strcmp0 (consent->referral, referral) == 0;
}

/* Whether somebody's last word about @subject, or about its referral as a whole, was yes. */
gboolean
atlas_check_agreed (const AtlasCheckRun *run,
                    const char          *by,
                    gpointer             subject,
                    const char          *referral)
{
  const AtlasConsent *last = NULL;

  for (guint i = 0; i < run->file->consents->len; i++)
    {
      const AtlasConsent *consent = g_ptr_array_index (run->file->consents, i);

      if (g_strcmp0 (consent->given_by, by) == 0 && is_about (consent, subject, referral) &&
          (consent->on == ATLAS_DATE_NONE || consent->on <= run->on) &&
          (last == NULL || consent->on >= last->on))
        last = consent;
    }

  return last != NULL && g_strcmp0 (last->answer, "agreed") == 0;
}

/* Whether a panel of a kind (%NULL for any) decided to offer a place on a referral. */
gboolean
atlas_check_panel_decided (const AtlasCheckRun *run,
                           const char          *referral,
                           const char          *panel_kind)
{
  for (guint i = 0; i < run->file->decisions->len; i++)
    {
      const AtlasDecision *decision = g_ptr_array_index (run->file->decisions, i);
      AtlasMeeting *meeting = NULL;
      AtlasPanel *panel = NULL;

      if (referral == NULL || g_strcmp0 (decision->referral, referral) != 0 ||
          g_strcmp0 (decision->kind, "offer") != 0)
        continue;
      meeting = (AtlasMeeting *) atlas_background_find (run->background, &atlas_meeting_type,
                                                        decision->meeting);
      if (meeting != NULL)
        panel = (AtlasPanel *) atlas_background_find (run->background, &atlas_panel_type,
                                                      meeting->panel);
      if (panel != NULL && (panel_kind == NULL || g_strcmp0 (panel->kind, panel_kind) == 0))
        return TRUE;
    }

  return FALSE;
}

int
atlas_check_year_group (const AtlasCheckRun *run,
                        AtlasDate            day)
{
  const AtlasChild *child = run->file->child;

  return child != NULL ? atlas_year_group (child->born, day) : ATLAS_YEAR_GROUP_NONE;
}

double
atlas_check_number (const char *decimal)
{
  return decimal != NULL ? g_ascii_strtod (decimal, NULL) : 0;
}

gboolean
atlas_check_is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

/* Whether a set of codes has one of them. */
gboolean
atlas_check_has (GStrv       set,
                 const char *code)
{
  return set != NULL && g_strv_contains ((const char * const *) set, code);
}

/* Special schools and the county's own unit have rules of their own. */
gboolean
atlas_check_is_alternative (const AtlasProvision *provision)
{
  return !atlas_check_is_one_of (provision->kind, "semh-special county-provision");
}

/* Hours a week: the sum of the parts, where there are any; else what the timetable itself says. */
double
atlas_check_hours (const AtlasCheckRun  *run,
                   const AtlasTimetable *timetable)
{
  const char *id = atlas_record_get_id ((AtlasRecord *) timetable);
  double hours = 0;

  for (guint i = 0; i < run->file->timetable_parts->len; i++)
    {
      const AtlasTimetablePart *part = g_ptr_array_index (run->file->timetable_parts, i);

      if (g_strcmp0 (part->timetable, id) == 0)
        hours += atlas_check_number (part->hours_per_week);
    }

  return hours > 0 ? hours : atlas_check_number (timetable->hours_per_week);
}

static void
run_rules (AtlasCheckRun            *run,
           const AtlasCheckSettings *settings)
{
  const AtlasCheckRule *rules;
  gsize n_rules;

  rules = atlas_check_rules (&n_rules);
  for (gsize i = 0; i < n_rules; i++)
    {
      void (*look) (AtlasCheckRun *) = run->file != NULL ? rules[i].look
                                                         : rules[i].look_at_provision;

      if (look == NULL || !atlas_check_rule_is_on (&rules[i], settings))
        continue;
      run->rule = &rules[i];
      run->threshold = atlas_check_rule_threshold (&rules[i], settings);
      look (run);
    }
}

/**
 * atlas_checks_run:
 * @file: a child's case
 * @background: what else is known
 * @calendar: (nullable): school days of the child's school
 * @on: the day that is asked about
 * @settings: (nullable): what the county decided
 *
 * Asks every rule about one child. A finding that somebody has passed comes too, with @passed set.
 *
 * Returns: (transfer full) (element-type AtlasCheckFound): what they find, in the table's order
 */
GPtrArray *
atlas_checks_run (const AtlasCase          *file,
                  const AtlasBackground    *background,
                  AtlasCalendar            *calendar,
                  AtlasDate                 on,
                  const AtlasCheckSettings *settings)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_check_found_free);
  AtlasCheckRun run = {
    .file = file, .background = background, .calendar = calendar, .on = on, .found = found,
  };

  run_rules (&run, settings);

  return found;
}

/**
 * atlas_checks_run_provision:
 * @provision: a provision's case
 * @background: what else is known
 * @on: the day that is asked about
 * @settings: (nullable): what the county decided
 *
 * Asks every rule about one provision.
 *
 * Returns: (transfer full) (element-type AtlasCheckFound): what they find, in the table's order
 */
GPtrArray *
atlas_checks_run_provision (const AtlasProvisionCase *provision,
                            const AtlasBackground    *background,
                            AtlasDate                 on,
                            const AtlasCheckSettings *settings)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_check_found_free);
  AtlasCheckRun run = {
    .provision = provision, .background = background, .on = on, .found = found,
  };

  run_rules (&run, settings);

  return found;
}
