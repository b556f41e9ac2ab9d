/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-term-words.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *code;
  const char *name;
} seasons[ATLAS_N_SEASONS] = {
  [ATLAS_SEASON_AUTUMN] = { "autumn", N_("Autumn") },
  [ATLAS_SEASON_SPRING] = { "spring", N_("Spring") },
  [ATLAS_SEASON_SUMMER] = { "summer", N_("Summer") },
};

/* Spring and summer are in the year after the one in which the school year begins. */
static int
year_of (const AtlasTerm *term)
{
  return term->school_year + (term->season == ATLAS_SEASON_AUTUMN ? 0 : 1);
}

/**
 * atlas_term_to_code:
 * @term: a term
 *
 * Returns: (transfer full): as `2026-autumn` or `2027-spring`
 */
char *
atlas_term_to_code (const AtlasTerm *term)
{
  return g_strdup_printf ("%d-%s", year_of (term), seasons[term->season].code);
}

/**
 * atlas_term_words:
 * @term: a term
 *
 * Returns: (transfer full): as people call it: "Autumn 2026"
 */
char *
atlas_term_words (const AtlasTerm *term)
{
  /* Translators: the name of a term and its year, as "Autumn 2026". */
  return g_strdup_printf (_("%1$s %2$d"), _(seasons[term->season].name), year_of (term));
}

/**
 * atlas_terms_known:
 * @calendar: a calendar
 *
 * Lists the terms that somebody entered; none is guessed.
 *
 * Returns: (transfer full) (element-type AtlasTerm): the terms, the earliest first
 */
GArray *
atlas_terms_known (AtlasCalendar *calendar)
{
  GArray *terms = g_array_new (FALSE, FALSE, sizeof (AtlasTerm));
  AtlasDate last = atlas_calendar_get_last_known (calendar);

  for (AtlasDate day = atlas_calendar_get_first_known (calendar);
       day != ATLAS_DATE_NONE && day <= last;
       day++)
    {
      AtlasTerm term;

      if (!atlas_calendar_term_of (calendar, day, &term))
        continue;
      g_array_append_val (terms, term);
      day = term.days.to;
    }

  return terms;
}
