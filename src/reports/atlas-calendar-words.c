/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-calendar-words.h"

#include <glib/gi18n-lib.h>

/* What a day became: "because 21 October became an INSET day". */
static char *
word_became (AtlasClosed became,
             const char *day)
{
  switch (became)
    {
    case ATLAS_CLOSED_BANK_HOLIDAY:
      /* Translators: the date on which the school does not meet any more. */
      return g_strdup_printf (_("because %s became a bank holiday"), day);
    case ATLAS_CLOSED_HALF_TERM:
      return g_strdup_printf (_("because %s became half-term"), day);
    case ATLAS_CLOSED_INSET:
      return g_strdup_printf (_("because %s became an INSET day"), day);
    case ATLAS_CLOSED_CLOSURE:
      return g_strdup_printf (_("because the school is closed on %s"), day);
    case ATLAS_CLOSED_OUT_OF_TERM:
    case ATLAS_CLOSED_WEEKEND:
      return g_strdup_printf (_("because %s is in no term any more"), day);
    case ATLAS_CLOSED_NOT:
    default:
      return g_strdup_printf (_("because %s became a school day"), day);
    }
}

static char *
word_moved (const AtlasClockMove *move,
            const char           *whose,
            AtlasDate             on)
{
  g_autofree char *from = atlas_date_format_near (move->from, on);
  g_autofree char *to = atlas_date_format_near (move->to, on);

  if (move->from == ATLAS_DATE_NONE && move->to == ATLAS_DATE_NONE)
    /* Translators: whose: "Day 6 for K7-204". */
    return g_strdup_printf (_("%s is not known"), whose);
  if (move->from == ATLAS_DATE_NONE)
    return g_strdup_printf (_("%s is now %s"), whose, to);
  if (move->to == ATLAS_DATE_NONE)
    return g_strdup_printf (_("%s was %s and is not known or not owed any more"), whose, from);

  return g_strdup_printf (_("%s moved from %s to %s"), whose, from, to);
}

/**
 * atlas_calendar_words_move:
 * @move: a clock that a change of calendar moves
 * @on: the day of the page
 *
 * Says it: "Day 6 for K7-204 moved from 22 October to 23 October, because 21 October became an
 * INSET day".
 *
 * Returns: (transfer full): the words
 */
char *
atlas_calendar_words_move (const AtlasClockMove *move,
                           AtlasDate             on)
{
  g_autofree char *day = atlas_date_format_near (move->because, on);
  const AtlasClockRule *rule = move->line->of.clock.rule;
  g_autofree char *who = NULL;
  g_autofree char *whose = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *why = NULL;

  if (move->line->reference != NULL)
    who = g_strdup (move->line->reference);
  else if (move->line->provision != NULL)
    who = g_strdup (move->line->name);
  else if (move->line->name != NULL)
    /* Translators: the name of a school. */
    who = g_strdup_printf (_("a child of %s"), move->line->name);
  else
    who = g_strdup (_("a child"));

  if (g_str_equal (rule->id, "day6"))
    /* Translators: the reference of a referral, K7-204. */
    whose = g_strdup_printf (_("Day 6 for %s"), who);
  else
    /* Translators: a clock, and the reference of a referral. */
    whose = g_strdup_printf (_("“%1$s” for %2$s"), _(rule->label), who);

  moved = word_moved (move, whose, on);
  if (move->because == ATLAS_DATE_NONE)
    return g_steal_pointer (&moved);

  why = word_became (move->became, day);
  /* Translators: what moved, and why. */
  return g_strdup_printf (_("%s, %s"), moved, why);
}
