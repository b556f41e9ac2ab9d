/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-clock-words.h"

#include <glib/gi18n-lib.h>

/**
 * atlas_words_clock_line:
 * @clock: a clock as read on a date
 *
 * Says who owes it and by when: "The governing board · by 18 November". Why that is provisional is
 * said apart, by atlas_words_provisional().
 *
 * Returns: (transfer full): the words
 */
char *
atlas_words_clock_line (const AtlasClock *clock)
{
  const char *owner = atlas_words_owed_by (clock->rule->owed_by);
  g_autofree char *due = NULL;

  if (clock->due == ATLAS_DATE_NONE)
    return g_strdup (owner);

  due = atlas_date_format_near (clock->due, clock->on);
  if (clock->provisional == ATLAS_PROVISIONAL_NOT)
    /* Translators: who owes it, and a date. */
    return g_strdup_printf (_("%1$s · by %2$s"), owner, due);

  /* Translators: who owes it, and a date, which may still move. */
  return g_strdup_printf (_("%1$s · by %2$s, provisional"), owner, due);
}

/**
 * atlas_words_clock_unit:
 * @rule: a row of the table of clocks
 *
 * Says what the rule's number counts, for beside a number: "school days".
 *
 * Returns: the words, translated
 */
const char *
atlas_words_clock_unit (const AtlasClockRule *rule)
{
  static const char * const words[ATLAS_N_UNITS] = {
    [ATLAS_UNIT_SCHOOL_DAYS] = N_("school days"),
    [ATLAS_UNIT_SESSIONS] = N_("sessions"),
    [ATLAS_UNIT_WORKING_DAYS] = N_("working days"),
    [ATLAS_UNIT_CALENDAR_DAYS] = N_("days"),
    [ATLAS_UNIT_CALENDAR_MONTHS] = N_("months"),
    [ATLAS_UNIT_REFERENCE_DATES] = N_("reference dates"),
    [ATLAS_UNIT_TERMS] = N_("terms"),
  };

  if (rule->alerts[0] > 0)
    return _("first reminder, months before");

  return _(words[rule->unit]);
}

/**
 * atlas_words_clock_rule_source:
 * @rule: a row of the table of clocks
 *
 * Names the source of a rule, where no clock is at hand that says the county's own number.
 *
 * Returns: (transfer full): "Set by this county. Promoting Positive Behaviour …"
 */
char *
atlas_words_clock_rule_source (const AtlasClockRule *rule)
{
  if (!rule->set_by_county)
    return g_strdup (rule->source);

  /* Translators: the document that a rule is from. */
  return g_strdup_printf (_("The number is set by this county. %s"), rule->source);
}

/**
 * atlas_words_clock_source:
 * @clock: a clock
 *
 * Names the source of a clock's rule, and says who set its number where no source gives one.
 *
 * Returns: (transfer full): "Set by this county: 5 (school days). Promoting Positive Behaviour …"
 */
char *
atlas_words_clock_source (const AtlasClock *clock)
{
  const AtlasClockRule *rule = clock->rule;

  if (!rule->set_by_county)
    return g_strdup (rule->source);

  /* Translators: a number, what it counts as "school days", and the document that the rule is
   * from. */
  return g_strdup_printf (_("Set by this county: %1$d (%2$s). %3$s"), clock->limit,
                          atlas_words_clock_unit (rule), rule->source);
}

/**
 * atlas_words_clock_rule:
 * @clock: a clock
 *
 * Gives the rule in our own words, and its source.
 *
 * Returns: (transfer full): two paragraphs
 */
char *
atlas_words_clock_rule (const AtlasClock *clock)
{
  g_autofree char *source = atlas_words_clock_source (clock);

  return g_strdup_printf ("%s\n%s", _(clock->rule->words), source);
}

/* "INSET day 2 November" or "Half-term 26 October to 30 October"; weekends go without saying. */
static void
append_skipped (GString      *text,
                const GArray *skipped,
                guint         first,
                guint         last,
                AtlasDate     on)
{
  const AtlasSkippedDay *begin = &g_array_index (skipped, AtlasSkippedDay, first);
  const AtlasSkippedDay *end = &g_array_index (skipped, AtlasSkippedDay, last);
  g_autofree char *why = atlas_words_closed (begin->why, begin->note);
  g_autofree char *from = atlas_date_format_near (begin->date, on);
  g_autofree char *to = atlas_date_format_near (end->date, on);

  if (text->len > 0)
    g_string_append (text, "; ");
  if (first == last)
    /* Translators: why a date is no school day, and the date. */
    g_string_append_printf (text, _("%1$s %2$s"), why, from);
  else
    /* Translators: why dates are no school days, the first and the last of them. */
    g_string_append_printf (text, _("%1$s %2$s to %3$s"), why, from, to);
}

static gboolean
is_said (const AtlasSkippedDay *day)
{
  return day->why != ATLAS_CLOSED_WEEKEND;
}

/* Days of one reason that follow one another, weekends between them left out, are said as one. */
static char *
word_skipped (const GArray *skipped,
              AtlasDate     on)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < skipped->len; i++)
    {
      const AtlasSkippedDay *day = &g_array_index (skipped, AtlasSkippedDay, i);
      guint last = i;

      if (!is_said (day))
        continue;

      for (guint j = i + 1; j < skipped->len; j++)
        {
          const AtlasSkippedDay *next = &g_array_index (skipped, AtlasSkippedDay, j);

          if (is_said (next) && (next->why != day->why || g_strcmp0 (next->note, day->note) != 0))
            break;
          if (next->date != g_array_index (skipped, AtlasSkippedDay, j - 1).date + 1)
            break;
          if (is_said (next))
            last = j;
        }
      append_skipped (text, skipped, i, last, on);
      i = last;
    }

  return g_string_free (text, FALSE);
}

/**
 * atlas_words_clock_days:
 * @clock: a clock
 * @days: (nullable): the school days that it counts
 *
 * Says which days are counted and which are passed over. Weekends go without saying.
 *
 * Returns: (transfer full) (nullable): the words, or %NULL when no days are counted
 */
char *
atlas_words_clock_days (const AtlasClock    *clock,
                        const AtlasDayCount *days)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *counted = NULL;
  g_autofree char *skipped = NULL;

  if (days == NULL || days->days->len == 0 || days->due == ATLAS_DATE_NONE)
    return NULL;

  from = atlas_date_format_near (days->first, clock->on);
  to = atlas_date_format_near (days->due, clock->on);
  /* Translators: how many school days, the first and the last of them. */
  counted = g_strdup_printf (ngettext ("%1$u school day counted, %2$s",
                                       "%1$u school days counted, from %2$s to %3$s",
                                       days->days->len), days->days->len, from, to);
  skipped = word_skipped (days->skipped, clock->on);
  if (*skipped == '\0')
    return g_steal_pointer (&counted);

  /* Translators: "15 school days counted …", and reasons with dates. */
  return g_strdup_printf (_("%1$s. Passed over: %2$s"), counted, skipped);
}

/**
 * atlas_words_roll:
 * @roll: how long a permanently excluded child stays on the school's register
 *
 * Returns: (transfer full) (nullable): the words; %NULL where nothing is asked
 */
char *
atlas_words_roll (const AtlasRoll *roll)
{
  g_autofree char *until = NULL;

  if (roll->state == ATLAS_ROLL_NOT_ASKED)
    return NULL;
  if (roll->state == ATLAS_ROLL_KEPT)
    return g_strdup (_("On the register of the school, and registered twice when placed, until the "
                       "time for an independent review is over; then on one roll alone"));

  until = atlas_date_format_long (roll->until);
  if (roll->state == ATLAS_ROLL_FREE)
    /* Translators: a date. */
    return g_strdup_printf (_("The time for an independent review was over on %s: the child may be "
                              "taken off the register of the school, and is on one roll alone"),
                            until);

  /* Translators: a date. */
  return g_strdup_printf (_("On the register of the school, and registered twice when placed, "
                            "until %s, when the time for an independent review is over; then on "
                            "one roll alone"), until);
}
