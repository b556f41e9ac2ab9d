/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-clocks.h"

#include "rules/atlas-clocks-private.h"

/* A child's deadline that passed a school year ago is history, not a deadline. */
#define FORGET_DAYS    365

/* The rule's number, or what the county has put in its place. */
int
atlas_clock_limit_of (const AtlasClockRule    *rule,
                      const AtlasClockSetting *setting)
{
  gpointer limit;

  if (rule->set_by_county && setting->limits != NULL &&
      g_hash_table_lookup_extended (setting->limits, rule->id, NULL, &limit))
    return GPOINTER_TO_INT (limit);

  return rule->alerts[0] > 0 ? rule->alerts[0] : rule->limit;
}

static void
find_due (const AtlasClockEvent *event,
          AtlasClock            *clock)
{
  const AtlasClockRule *rule = event->rule;
  AtlasDate from = event->start;
  AtlasDue given = { from, ATLAS_PROVISIONAL_NOT };
  AtlasDue due;

  clock->first = event->start;
  if (event->due != ATLAS_DATE_NONE)
    {
      clock->due = event->due;
      return;
    }

  if (rule->deems_service &&
      g_strcmp0 (((const AtlasExclusion *) event->record)->decision_how, "post") == 0)
    given = atlas_calendar_deemed_service (event->calendar, from, ATLAS_SERVICE_FIRST_CLASS_POST);
  from = given.date;
  if (rule->counts_first)
    from = (event->count_from != ATLAS_DATE_NONE ? event->count_from : from) - 1;

  due = atlas_calendar_add (event->calendar, from, clock->limit, rule->unit);
  if (clock->limit > 0)
    clock->first = atlas_calendar_add (event->calendar, from, 1, rule->unit).date;
  clock->due = due.date;
  clock->provisional = MAX (due.provisional, given.provisional);
}

/* The year's suspensions are a sum and not a day: days left of it, or beyond it. */
static gboolean
count_suspensions (const AtlasClockEvent *event,
                   AtlasClock            *clock)
{
  AtlasDateRange year = { event->start, event->start + FORGET_DAYS };
  int sessions;
  int days;

  year.to = atlas_date_add_months (year.from, 12) - 1;
  sessions = atlas_suspended_sessions (event->file, event->setting, NULL, year, clock->on);
  days = (sessions + ATLAS_SESSIONS_A_DAY - 1) / ATLAS_SESSIONS_A_DAY;
  clock->days_left = MAX (0, clock->limit - days);
  clock->days_late = MAX (0, days - clock->limit);
  clock->state = clock->days_left > clock->rule->warning ? ATLAS_CLOCK_RUNNING : ATLAS_CLOCK_DUE;
  if (clock->days_late > 0)
    clock->state = ATLAS_CLOCK_LATE;

  return sessions > 0;
}

static gboolean
read_clock (AtlasClockEvent *event,
            AtlasClock      *clock)
{
  AtlasDate stop;

  clock->rule = event->rule;
  clock->on = event->setting->on;
  clock->start = event->start;
  clock->due = ATLAS_DATE_NONE;
  clock->met_on = ATLAS_DATE_NONE;
  clock->limit = atlas_clock_limit_of (event->rule, event->setting);
  if (event->rule->cause == ATLAS_CAUSE_SUSPENDED_IN_YEAR)
    return count_suspensions (event, clock);

  find_due (event, clock);
  event->due = clock->due;
  stop = atlas_clock_find_stop (event);
  if (stop != ATLAS_DATE_NONE && stop <= clock->on)
    clock->met_on = stop;
  atlas_clock_count (clock, event->calendar);

  return clock->state != ATLAS_CLOCK_NOT_RUNNING;
}

static gboolean
is_forgotten (const AtlasClock *clock)
{
  return clock->due != ATLAS_DATE_NONE && clock->due < clock->on - FORGET_DAYS;
}

static const char *
owner_of (const AtlasClockEvent *event)
{
  const AtlasType *type = atlas_record_get_record_type (event->record);
  const AtlasField *field = atlas_type_field (type, event->file != NULL ? "child" : "provision");

  if (event->file != NULL && event->file->child != NULL)
    return atlas_record_get_id (ATLAS_RECORD (event->file->child));
  if (event->provision_file != NULL && event->provision_file->provision != NULL)
    return atlas_record_get_id (ATLAS_RECORD (event->provision_file->provision));

  return field != NULL ? atlas_record_get_text (event->record, field->name) : NULL;
}

static void
add_clock (GArray                *clocks,
           const AtlasClockEvent *event,
           const AtlasClock      *clock)
{
  AtlasCaseClock line = { .clock = *clock };
  const char *owner = owner_of (event);

  line.type = atlas_record_get_record_type (event->record);
  g_strlcpy (line.record, atlas_record_get_id (event->record), sizeof line.record);
  g_strlcpy (line.owner, owner != NULL ? owner : "", sizeof line.owner);
  g_strlcpy (line.school, event->school != NULL ? event->school : "", sizeof line.school);
  g_array_append_val (clocks, line);
}

/* Whether nothing can be done any more. How it was kept may still be asked. */
static gboolean
is_over (const AtlasClockEvent *event)
{
  return event->over != ATLAS_DATE_NONE && event->setting->on >= event->over &&
         !(event->setting->keeps_past && event->rule->cause == ATLAS_CAUSE_EXCLUDED);
}

static void
try_rule (GArray                *clocks,
          const AtlasClockEvent *common,
          const AtlasClockRule  *rule)
{
  AtlasClockEvent event = *common;
  AtlasClock clock = { 0 };

  event.rule = rule;
  if (!atlas_clock_find_cause (&event) || is_over (&event) ||
      !atlas_clock_rule_in_force (rule, event.governs) || !atlas_clock_is_for (&event) ||
      !read_clock (&event, &clock))
    return;

  if (event.file == NULL || !is_forgotten (&clock))
    add_clock (clocks, &event, &clock);
}

static void
try_record (GArray          *clocks,
            AtlasClockEvent *common,
            AtlasRecord     *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  common->record = record;
  for (gsize i = 0; i < n_rules; i++)
    if (atlas_clock_cause_type (rules[i].cause) == type)
      try_rule (clocks, common, &rules[i]);
}

static void
try_records (GArray          *clocks,
             AtlasClockEvent *common,
             GPtrArray       *records)
{
  for (guint i = 0; i < records->len; i++)
    try_record (clocks, common, g_ptr_array_index (records, i));
}

static AtlasClockEvent
event_in (const AtlasClockSetting *setting)
{
  return (AtlasClockEvent) {
           .setting = setting, .start = ATLAS_DATE_NONE, .count_from = ATLAS_DATE_NONE,
           .governs = ATLAS_DATE_NONE, .due = ATLAS_DATE_NONE, .over = ATLAS_DATE_NONE,
  };
}

/* The exclusions of one child from one school, and the last of them. */
static const AtlasExclusion *
gather_exclusions (const AtlasCase         *file,
                   const AtlasClockSetting *setting,
                   const char              *establishment,
                   GArray                  *exclusions,
                   AtlasDate               *education_started)
{
  const AtlasExclusion *last = NULL;

  for (guint i = 0; i < file->exclusions->len; i++)
    {
      const AtlasExclusion *record = g_ptr_array_index (file->exclusions, i);
      AtlasExclusionCase exclusion = atlas_exclusion_case (record);

      if (g_strcmp0 (record->establishment, establishment) != 0 ||
          g_strcmp0 (record->kind, "LNCH") == 0 || !atlas_exclusion_stands (record, setting->on))
        continue;

      g_array_append_val (exclusions, exclusion);
      *education_started = MAX (*education_started, record->education_started);
      if (last == NULL || record->from >= last->from)
        last = record;
    }

  return last;
}

/**
 * atlas_clocks_day6:
 * @file: a child's case
 * @setting: the date and the calendars
 * @establishment: (nullable): the excluding school
 * @last: (out) (nullable) (transfer none): the last of the child's exclusions from it
 *
 * Works out Day 6 of the last run of a child's exclusions from a school. Pupil referral units are
 * provisions in this program, so the school is never one.
 *
 * Returns: (transfer full) (nullable): the Day 6, or %NULL when none was ever owed
 */
AtlasDay6 *
atlas_clocks_day6 (const AtlasCase         *file,
                   const AtlasClockSetting *setting,
                   const char              *establishment,
                   const AtlasExclusion   **last)
{
  g_autoptr(GArray) exclusions = g_array_new (FALSE, FALSE, sizeof (AtlasExclusionCase));
  AtlasDay6Case day6_case = { .education_started = ATLAS_DATE_NONE };
  AtlasClockEvent event = event_in (setting);
  AtlasClockRule of_school_age = { .only = ATLAS_ONLY_SCHOOL_AGE };

  *last = gather_exclusions (file, setting, establishment, exclusions,
                             &day6_case.education_started);
  if (*last == NULL)
    return NULL;

  event.file = file;
  event.rule = &of_school_age;
  day6_case.exclusions = (const AtlasExclusionCase *) exclusions->data;
  day6_case.n_exclusions = exclusions->len;
  day6_case.is_exempt = !atlas_clock_is_for (&event);

  return atlas_day6_new (setting->calendar_of (establishment, setting->data), &day6_case,
                         setting->on);
}

static void
add_day6 (GArray                *clocks,
          const AtlasClockEvent *common,
          const char            *establishment)
{
  AtlasClockEvent event = *common;
  const AtlasExclusion *last = NULL;
  g_autoptr(AtlasDay6) day6 = atlas_clocks_day6 (event.file, event.setting, establishment, &last);
  gboolean is_past = event.setting->keeps_past && day6 != NULL && day6->to != ATLAS_DATE_NONE &&
                     day6->to < event.setting->on;
  AtlasDay6Status status = atlas_day6_status (day6, is_past ? day6->to : event.setting->on);

  if (status.clock.state == ATLAS_CLOCK_NOT_RUNNING ||
      last->from < event.setting->on - FORGET_DAYS)
    return;

  event.record = ATLAS_RECORD ((gpointer) last);
  event.school = establishment;
  add_clock (clocks, &event, &status.clock);
}

/* Once for each school that has excluded the child. */
static void
add_day6_of_schools (GArray                *clocks,
                     const AtlasClockEvent *common)
{
  GPtrArray *exclusions = common->file->exclusions;

  for (guint i = 0; i < exclusions->len; i++)
    {
      const AtlasExclusion *exclusion = g_ptr_array_index (exclusions, i);
      gboolean is_first = TRUE;

      for (guint j = 0; j < i && is_first; j++)
        is_first = g_strcmp0 (((AtlasExclusion *) g_ptr_array_index (exclusions, j))->establishment,
                              exclusion->establishment) != 0;
      if (is_first)
        add_day6 (clocks, common, exclusion->establishment);
    }
}

/**
 * atlas_clocks_add:
 * @clocks: (element-type AtlasCaseClock): where to add them
 * @file: a child's case
 * @setting: the date and the calendars
 *
 * Reads every clock of a child that runs or has been stopped. Which rule governs follows the date
 * of the event. A deadline that passed more than a school year ago is left out.
 */
void
atlas_clocks_add (GArray                  *clocks,
                  const AtlasCase         *file,
                  const AtlasClockSetting *setting)
{
  AtlasClockEvent common = event_in (setting);
  const char *school = file->child != NULL ? file->child->establishment : NULL;
  GPtrArray *lists[] = {
    file->exclusions, file->separations, file->directions, file->timetables, file->referrals,
    file->moves, file->placements, file->plans, file->offers, file->incidents,
  };

  common.file = file;
  common.school = school;
  common.calendar = setting->calendar_of (school, setting->data);
  add_day6_of_schools (clocks, &common);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    try_records (clocks, &common, lists[i]);
  if (file->child != NULL)
    try_record (clocks, &common, ATLAS_RECORD (file->child));
}

/**
 * atlas_clocks_add_provision:
 * @clocks: (element-type AtlasCaseClock): where to add them
 * @file: a provision's case
 * @setting: the date and the calendars
 *
 * Reads every clock of a provision: its checks, its contracts, its returns.
 */
void
atlas_clocks_add_provision (GArray                   *clocks,
                            const AtlasProvisionCase *file,
                            const AtlasClockSetting  *setting)
{
  AtlasClockEvent common = event_in (setting);

  common.provision_file = file;
  common.calendar = setting->calendar_of (NULL, setting->data);
  try_records (clocks, &common, file->checks);
  try_records (clocks, &common, file->contracts);
  if (file->provision != NULL)
    try_record (clocks, &common, ATLAS_RECORD (file->provision));
}

/* The first to be due comes first; those whose due day is not known come last. */
static int
compare_clocks (gconstpointer a,
                gconstpointer b)
{
  const AtlasCaseClock *clock_a = a;
  const AtlasCaseClock *clock_b = b;
  guint32 due_a = (guint32) clock_a->clock.due - (guint32) ATLAS_DATE_NONE - 1;
  guint32 due_b = (guint32) clock_b->clock.due - (guint32) ATLAS_DATE_NONE - 1;

  if (due_a != due_b)
    return due_a < due_b ? -1 : 1;
  if (clock_a->clock.rule != clock_b->clock.rule)
    return clock_a->clock.rule < clock_b->clock.rule ? -1 : 1;

  return g_strcmp0 (clock_a->record, clock_b->record);
}

/**
 * atlas_clocks_sort:
 * @clocks: (element-type AtlasCaseClock): clocks
 *
 * Puts the first to be due first, and those whose due day is not known last.
 */
void
atlas_clocks_sort (GArray *clocks)
{
  g_array_sort (clocks, compare_clocks);
}

/**
 * atlas_clocks_run:
 * @file: a child's case
 * @setting: the date and the calendars
 *
 * Reads every clock of one child, as atlas_clocks_add() does.
 *
 * Returns: (transfer full) (element-type AtlasCaseClock): the clocks, the first to be due first
 */
GArray *
atlas_clocks_run (const AtlasCase         *file,
                  const AtlasClockSetting *setting)
{
  GArray *clocks = g_array_new (FALSE, FALSE, sizeof (AtlasCaseClock));

  atlas_clocks_add (clocks, file, setting);
  atlas_clocks_sort (clocks);

  return clocks;
}
