/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the finder's facts are said. */
#include "config.h"

#include <glib/gi18n.h>

#include "records/atlas-codes.h"
#include "reports/atlas-finder.h"
#include "reports/atlas-words.h"

static char *
word_phase (AtlasFinder     *self,
            AtlasFindBearing bearing)
{
  g_autofree char *year = atlas_words_year_group (self->need.year_group);

  switch (bearing)
    {
    case ATLAS_FIND_FITS:
      /* Translators: a school year, "Year 9". */
      return g_strdup_printf (_("Takes %s"), year);
    case ATLAS_FIND_IN_THE_WAY:
      return g_strdup_printf (_("Does not take %s"), year);
    case ATLAS_FIND_TO_KNOW:
    default:
      return g_strdup (self->need.phase == NULL ? _("The child’s year is not known")
                                                : _("Which years it takes is not entered"));
    }
}

static char *
word_gender (const AtlasFindLine *line,
             AtlasFindBearing     bearing)
{
  gboolean is_girls = g_strcmp0 (line->gender, "girls") == 0;

  if (bearing == ATLAS_FIND_TO_KNOW)
    return g_strdup (is_girls ? _("Admits girls only; whether the child is one is not recorded")
                              : _("Admits boys only; whether the child is one is not recorded"));

  return g_strdup (is_girls ? _("Admits girls only") : _("Admits boys only"));
}

static char *
word_need (AtlasFinder     *self,
           AtlasFindBearing bearing)
{
  const char *label = _(atlas_codes_label ("sen-type", self->need.main_need));

  if (bearing == ATLAS_FIND_FITS)
    /* Translators: a main need, "Social, emotional and mental health". */
    return g_strdup_printf (_("For the child’s main need, “%s”"), label);

  return g_strdup_printf (_("Ask whether it can meet the child’s main need, “%s”"), label);
}

static char *
word_tier (AtlasFinder     *self,
           AtlasFindBearing bearing)
{
  /* Translators: the tier of a referral, 1 to 5. */
  return g_strdup_printf (bearing == ATLAS_FIND_FITS ? _("What it offers is for tier %d")
                                                     : _("What it offers is not for tier %d"),
                          self->need.tier);
}

static char *
word_respite (const AtlasFindLine *line)
{
  return g_strdup_printf (ngettext ("%d place is kept for respite",
                                    "%d places are kept for respite", line->respite_kept),
                          line->respite_kept);
}

static char *
word_service (AtlasFinder     *self,
              AtlasFindBearing bearing)
{
  const char *label = atlas_codes_label ("service", self->need.service);

  switch (bearing)
    {
    case ATLAS_FIND_FITS:
      /* Translators: a service, "Alternative provision". */
      return g_strdup_printf (_("Offers “%s”"), label);
    case ATLAS_FIND_IN_THE_WAY:
      return g_strdup_printf (_("Does not offer “%s”"), label);
    case ATLAS_FIND_TO_KNOW:
    default:
      return g_strdup (_("What it offers is not entered"));
    }
}

static char *
word_day6 (AtlasFindBearing bearing)
{
  switch (bearing)
    {
    case ATLAS_FIND_FITS:
      return g_strdup (_("Offers Day 6 education"));
    case ATLAS_FIND_IN_THE_WAY:
      return g_strdup (_("Does not offer Day 6 education"));
    case ATLAS_FIND_TO_KNOW:
    default:
      return g_strdup (_("Ask whether it offers Day 6 education"));
    }
}

static char *
word_panel (const AtlasFindLine *line,
            AtlasFindBearing     bearing)
{
  if (bearing == ATLAS_FIND_FITS)
    {
      /* Translators: the name of a panel. */
      return g_strdup_printf (_("Offered by the %s"), line->panel);
    }

  return g_strdup_printf (_("Only through the %s, which has not offered it"), line->panel);
}

static char *
word_check (const AtlasFindLine *line)
{
  g_autofree char *day = atlas_date_format_long (line->expired_on);

  /* Translators: a kind of check, "Insurance", and a date. */
  return g_strdup_printf (_("%1$s expired on %2$s"),
                          atlas_codes_label ("check-kind", line->expired), day);
}

static char *
word_kept (const AtlasFindLine *line,
           AtlasFindBearing     bearing)
{
  int kept = line->free.day6_kept;

  if (bearing == ATLAS_FIND_FITS)
    return g_strdup (_("The free place is kept for Day 6"));

  return g_strdup_printf (ngettext ("%d place is kept for Day 6 and not counted as free",
                                    "%d places are kept for Day 6 and not counted as free", kept),
                          kept);
}

static char *
word_leaving (AtlasFinder         *self,
              const AtlasFindLine *line)
{
  g_autofree char *day = atlas_date_format_near (line->free_from, self->on);

  /* Translators: a date. */
  return g_strdup_printf (_("A place is free from %s, if children leave as planned"), day);
}

static char *
word_distance (AtlasFinder           *self,
               const AtlasFindResult *result,
               AtlasFindBearing       bearing)
{
  if (bearing == ATLAS_FIND_TO_KNOW)
    return g_strdup (_("How far it is from home is not known"));
  if (bearing == ATLAS_FIND_FITS)
    {
      /* Translators: miles, with one decimal. */
      return g_strdup_printf (_("%.1f miles from home"), result->miles);
    }

  /* Translators: miles to it, and the miles that were asked for. */
  return g_strdup_printf (_("%1$.1f miles from home, further than %2$g"), result->miles,
                          self->need.within);
}

static char *
word_hours (AtlasFinder         *self,
            const AtlasFindLine *line,
            AtlasFindBearing     bearing)
{
  if (bearing == ATLAS_FIND_FITS)
    {
      /* Translators: hours. */
      return g_strdup_printf (_("Children here have %g hours a week"), line->hours);
    }

  return g_strdup_printf (_("Children here have %1$g hours a week, fewer than %2$g"), line->hours,
                          self->need.hours);
}

static char *
word_cost (const AtlasFindLine *line)
{
  const char *unit = atlas_codes_label ("cost-unit", line->cost_unit);

  if (unit == NULL)
    {
      /* Translators: an amount in pounds. */
      return g_strdup_printf (_("£%s"), line->cost);
    }

  /* Translators: an amount in pounds, and what it is for: "a place for a week". */
  return g_strdup_printf (_("£%1$s for %2$s"), line->cost, unit);
}

static char *
word_registration (AtlasFinder *self)
{
  return g_strdup (self->need.counts_for_registration
                   ? _("Not registered as a school, which one child with an EHC plan or looked "
                       "after needs")
                   : _("Not registered as a school, which a fifth child full-time needs"));
}

static char *
word_plan (AtlasFindBearing bearing)
{
  return g_strdup (bearing == ATLAS_FIND_FITS ? _("The child has an EHC plan for SEMH")
                                              : _("Only with an EHC plan for SEMH"));
}

static char *
word_town (AtlasFinder     *self,
           AtlasFindBearing bearing)
{
  /* Translators: a town. */
  return g_strdup_printf (bearing == ATLAS_FIND_FITS ? _("Serves %s") : _("Does not serve %s"),
                          self->need.town);
}

static char *
word_waiting (const AtlasFindLine *line)
{
  return g_strdup_printf (ngettext ("%d other child waits for it", "%d other children wait for it",
                                    line->waiting), line->waiting);
}

/**
 * atlas_finder_word_fact:
 * @fact: one of @result's
 *
 * Returns: (transfer full): the fact, as one sentence without its full stop
 */
char *
atlas_finder_word_fact (AtlasFinder           *self,
                        const AtlasFindResult *result,
                        const AtlasFindFact   *fact)
{
  const AtlasFindLine *line = result->line;

  switch (fact->about)
    {
    case ATLAS_FIND_PHASE:
      return word_phase (self, fact->bearing);
    case ATLAS_FIND_GENDER:
      return word_gender (line, fact->bearing);
    case ATLAS_FIND_NEED:
      return word_need (self, fact->bearing);
    case ATLAS_FIND_TIER:
      return word_tier (self, fact->bearing);
    case ATLAS_FIND_RESPITE:
      return word_respite (line);
    case ATLAS_FIND_SERVICE:
      return word_service (self, fact->bearing);
    case ATLAS_FIND_DAY6:
      return word_day6 (fact->bearing);
    case ATLAS_FIND_PLAN:
      return word_plan (fact->bearing);
    case ATLAS_FIND_PANEL:
      return word_panel (line, fact->bearing);
    case ATLAS_FIND_REGISTRATION:
      return word_registration (self);
    case ATLAS_FIND_CHECK:
      return word_check (line);
    case ATLAS_FIND_FREE:
      return atlas_words_free (&line->free);
    case ATLAS_FIND_KEPT:
      return word_kept (line, fact->bearing);
    case ATLAS_FIND_LEAVING:
      return word_leaving (self, line);
    case ATLAS_FIND_AGE:
      return atlas_words_as_last_sent (&line->free, self->on);
    case ATLAS_FIND_TOWN:
      return word_town (self, fact->bearing);
    case ATLAS_FIND_DISTANCE:
      return word_distance (self, result, fact->bearing);
    case ATLAS_FIND_HOURS:
      return word_hours (self, line, fact->bearing);
    case ATLAS_FIND_WAITING:
      return word_waiting (line);
    case ATLAS_FIND_COST:
      return word_cost (line);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * atlas_finder_word_facts:
 * @bearing: which way the facts wanted speak
 *
 * Returns: (transfer full): those facts of a result, parted by a dot; empty when there is none
 */
char *
atlas_finder_word_facts (AtlasFinder           *self,
                         const AtlasFindResult *result,
                         AtlasFindBearing       bearing)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < result->facts->len; i++)
    {
      const AtlasFindFact *fact = &g_array_index (result->facts, AtlasFindFact, i);
      g_autofree char *words = NULL;

      if (fact->bearing != bearing)
        continue;
      words = atlas_finder_word_fact (self, result, fact);
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append (text, words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * atlas_finder_word_name:
 *
 * Returns: (transfer full): provision and line of places, as people call them
 */
char *
atlas_finder_word_name (AtlasFinder           *self,
                        const AtlasFindResult *result)
{
  AtlasPlaceLine *line = atlas_finder_get_place (self, result);

  if (line->place->name == NULL)
    return g_strdup (line->provision->name);

  /* Translators: a provision, and a line of its places. */
  return g_strdup_printf (_("%1$s, %2$s"), line->provision->name, line->place->name);
}

/**
 * atlas_finder_word_finding:
 *
 * Returns: (transfer full): how many places fit, of how many
 */
char *
atlas_finder_word_finding (AtlasFinder *self)
{
  guint n = 0;

  for (guint i = 0; i < self->results->len; i++)
    n += ((AtlasFindResult *) g_ptr_array_index (self->results, i))->fits;

  if (self->results->len == 0)
    return g_strdup (_("No provision has places entered yet"));
  if (n == 0)
    return g_strdup (_("Nothing fits in every way; what stands in the way is said of each"));

  /* Translators: how many lines of places fit. */
  return g_strdup_printf (ngettext ("%u line of places fits", "%u lines of places fit", n), n);
}
