/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-check-words.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"

/* What is missing, by the bits of #AtlasMissing from the lowest up. */
static const char * const missing_words[ATLAS_N_MISSING] = {
  N_("a named contact"),
  N_("a planned end"),
  N_("a risk management plan"),
  N_("triggers and de-escalation in the risk management plan"),
  N_("this week’s update"),
  N_("a review of the educational history"),
  N_("an intended outcome"),
  N_("the first adult"),
  N_("the second adult"),
  N_("adults of two different employers"),
  N_("the family’s agreement"),
  N_("the home school’s agreement"),
  N_("the receiving school’s agreement"),
  N_("a panel’s decision"),
  N_("an education, health and care (EHC) plan"),
  N_("an EHC plan that specifies SEMH"),
  N_("a review date"),
  N_("a risk assessment"),
  N_("an inclusion plan"),
  N_("how it was referred"),
  N_("what the child wants"),
  N_("what the family wants"),
  N_("the school that stays responsible"),
  N_("the personal education plan"),
  N_("word to the social worker"),
  N_("a check of the quality of teaching"),
  N_("the support worker’s HLTA status"),
  N_("the paperwork for an EHC plan"),
  N_("whom it is for"),
  N_("how children come to it"),
  N_("how it is funded"),
  N_("whom it answers to"),
  N_("how it is part of the core offer"),
  N_("the qualifications it offers"),
  N_("who keeps in touch with other providers"),
  N_("sharing it with the child"),
  N_("sharing it with the family"),
  N_("sharing it with the staff involved"),
  N_("what happened next"),
};

typedef char *(*CountFunc) (const AtlasCheckFacts *facts);

static char *
word_suspensions (const AtlasCheckFacts *facts)
{
  /* Translators: how many suspensions, 2 or more. */
  return g_strdup_printf (ngettext ("%d suspension in 12 months, and no plan made or reviewed "
                                    "since",
                                    "%d suspensions in 12 months, and no plan made or reviewed "
                                    "since", facts->count), facts->count);
}

static char *
word_cap (const AtlasCheckFacts *facts)
{
  /* Translators: how many suspended school days, and the most there may be. */
  return g_strdup_printf (ngettext ("%d school day of suspension this school year; at most %d",
                                    "%d school days of suspension this school year; at most %d",
                                    facts->count), facts->count, facts->limit);
}

static char *
word_weeks (const AtlasCheckFacts *facts)
{
  /* Translators: how many weeks, and after how many the county asks. */
  return g_strdup_printf (ngettext ("Part-time for %d week; this county asks after %d",
                                    "Part-time for %d weeks; this county asks after %d",
                                    facts->count), facts->count, facts->limit);
}

static char *
word_tier (const AtlasCheckFacts *facts)
{
  /* Translators: a tier, 4 or 5, and the last tier that there is. */
  return g_strdup_printf (_("Tier %d, but early years end at tier %d"), facts->count, facts->limit);
}

static char *
word_home_education (const AtlasCheckFacts *facts)
{
  /* Translators: a tier of support, 3 to 5. */
  return g_strdup_printf (_("Home education was notified after support at tier %d"), facts->count);
}

static char *
word_sessions (const AtlasCheckFacts *facts)
{
  return g_strdup_printf (ngettext ("%d session with code B and no named provider",
                                    "%d sessions with code B and no named provider",
                                    facts->count), facts->count);
}

static char *
word_unregistered (const AtlasCheckFacts *facts)
{
  if (facts->code != NULL)
    return g_strdup (_("Full-time education for a child who is looked after or has an EHC plan, "
                       "and no registration as a school"));

  /* Translators: how many children, 5 or more. */
  return g_strdup_printf (ngettext ("Full-time education for %d child, and no registration as a "
                                    "school",
                                    "Full-time education for %d children, and no registration as "
                                    "a school", facts->count), facts->count);
}

static char *
word_places (const AtlasCheckFacts *facts)
{
  /* Translators: how many children, and how many places. */
  return g_strdup_printf (ngettext ("%d child in %d places", "%d children in %d places",
                                    facts->count), facts->count, facts->limit);
}

static char *
word_registrations (const AtlasCheckFacts *facts)
{
  return g_strdup_printf (ngettext ("%d current registration, more than one of them main",
                                    "%d current registrations, more than one of them main",
                                    facts->count), facts->count);
}

static char *
word_decision_waits (const AtlasCheckFacts *facts)
{
  /* Translators: how many days ago a panel first heard a case, and after how many one asks. */
  return g_strdup_printf (ngettext ("First heard %d day ago and not decided; this county asks "
                                    "after %d",
                                    "First heard %d days ago and not decided; this county asks "
                                    "after %d", facts->count), facts->count, facts->limit);
}

static char *
word_groups_without_plan (const AtlasCheckFacts *facts)
{
  g_autofree char *groups = atlas_words_groups ((AtlasGroups) facts->count);

  /* Translators: a list of groups, as "Looked after, minority ethnic group". */
  return g_strdup_printf (_("%s: no plan was in force at the exclusion"), groups);
}

static const struct {
  const char *check;
  CountFunc   word;
} counts[] = {
  { "suspensions-repeated", word_suspensions },
  { "suspension-cap", word_cap },
  { "part-time-length", word_weeks },
  { "early-years-tier", word_tier },
  { "home-education", word_home_education },
  { "code-b", word_sessions },
  { "unregistered-school", word_unregistered },
  { "project-places", word_places },
  { "two-registrations", word_registrations },
  { "decision-waits", word_decision_waits },
  { "protected-groups", word_groups_without_plan },
};

static char *
word_count (const AtlasCheckFound *found)
{
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      if (g_str_equal (counts[i].check, found->rule->id))
        return counts[i].word (&found->facts);
    }

  return g_strdup (_(found->rule->found));
}

/**
 * atlas_words_hours:
 * @hours: hours a week
 *
 * Returns: (transfer full): the number as people write it, `22` or `32.5`
 */
char *
atlas_words_hours (double hours)
{
  return g_strdup_printf ("%.4g", hours);
}

static char *
word_hours (const AtlasCheckFacts *facts)
{
  g_autofree char *hours = atlas_words_hours (facts->hours);
  g_autofree char *least = atlas_words_hours (facts->least);
  g_autofree char *most = atlas_words_hours (facts->most);

  /* Translators: hours a week, and the fewest that are full-time. */
  if (facts->most <= 0)
    return g_strdup_printf (_("%s hours a week; at least %s are full-time"), hours, least);
  /* Translators: hours a week, and the most that there can be. */
  if (facts->least <= 0)
    return g_strdup_printf (_("%s hours a week; a week of school has at most %s"), hours, most);

  /* Translators: hours a week, the fewest and the most that are full-time. */
  return g_strdup_printf (_("%s hours a week; full-time is %s to %s"), hours, least, most);
}

/**
 * atlas_words_groups:
 * @groups: groups of children who need protection
 *
 * Returns: (transfer full) (nullable): "Special educational needs or a disability, looked after";
 *   %NULL for none
 */
char *
atlas_words_groups (AtlasGroups groups)
{
  static const char * const words[ATLAS_N_GROUPS] = {
    N_("special educational needs or a disability"),
    N_("mental health difficulties"),
    N_("looked after"),
    N_("minority ethnic group"),
  };
  g_autoptr(GString) list = g_string_new (NULL);
  g_autofree char *first = NULL;

  for (int i = 0; i < ATLAS_N_GROUPS; i++)
    if ((groups & (1 << i)) != 0)
      g_string_append_printf (list, "%s%s", list->len > 0 ? C_("list", ", ") : "", _(words[i]));
  if (list->len == 0)
    return NULL;

  first = g_utf8_strup (list->str, g_utf8_next_char (list->str) - list->str);

  return g_strconcat (first, g_utf8_next_char (list->str), NULL);
}

/**
 * atlas_words_comes_first:
 *
 * Returns: why a child comes before others in a queue, translated
 */
const char *
atlas_words_comes_first (void)
{
  return _("First: looked after, or was");
}

/**
 * atlas_words_missing:
 * @missing: what a finding misses
 *
 * Returns: (transfer full): "Missing: a planned end, a review date"
 */
char *
atlas_words_missing (AtlasMissing missing)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (int i = 0; i < ATLAS_N_MISSING; i++)
    {
      if ((missing & (G_GUINT64_CONSTANT (1) << i)) == 0)
        continue;
      if (list->len > 0)
        /* Translators: between the things of a list that are missing. */
        g_string_append (list, C_("list", ", "));
      g_string_append (list, _(missing_words[i]));
    }

  /* Translators: a list, as "a planned end, a review date". */
  return g_strdup_printf (_("Missing: %s"), list->str);
}

static char *
word_day (const AtlasCheckFound *found)
{
  const AtlasCheckFacts *facts = &found->facts;
  g_autofree char *day = NULL;

  if (g_str_equal (found->rule->id, "virtual-school") && facts->day == ATLAS_DATE_NONE)
    return g_strdup (_(found->rule->found));

  day = atlas_date_format_long (facts->day);
  if (g_str_equal (found->rule->id, "virtual-school"))
    /* Translators: a date. */
    return g_strdup_printf (_("The Virtual School was contacted only on %s"), day);
  if (g_str_equal (found->rule->id, "early-removal"))
    /* Translators: a date. */
    return g_strdup_printf (_("Off the school’s register since %s, and the time for an independent "
                              "review was not over"), day);
  if (g_str_equal (found->rule->id, "pex-place"))
    /* Translators: a date. */
    return g_strdup_printf (_("No place starts by Day 6, %s"), day);
  if (g_str_equal (found->rule->id, "provision-closed"))
    /* Translators: a date. */
    return g_strdup_printf (_("The provision closed after %s"), day);
  if (g_str_equal (found->rule->id, "contract-dates"))
    /* Translators: a date. */
    return g_strdup_printf (_("No contract runs on %s, when the placement starts"), day);
  if (g_str_equal (found->rule->id, "contract"))
    /* Translators: the reference of a contract, and its last day. */
    return g_strdup_printf (_("Contract %s ended on %s"),
                            ((AtlasContract *) found->record)->reference, day);
  if (facts->code != NULL)
    /* Translators: a kind of check, as "Safeguarding check", and the day that it ran out. */
    return g_strdup_printf (_("%s expired on %s"), atlas_codes_label ("check-kind", facts->code),
                            day);
  if (g_str_equal (found->rule->id, "informal"))
    /* Translators: a date. */
    return g_strdup_printf (_("Reported on %s"), day);

  return g_strdup (_(found->rule->found));
}

/**
 * atlas_words_found:
 * @found: a finding
 *
 * Says what was found, without a name or number of a child: it may stand on a list that others see.
 *
 * Returns: (transfer full): the words
 */
char *
atlas_words_found (const AtlasCheckFound *found)
{
  switch (found->rule->says)
    {
    case ATLAS_SAYS_MISSING:
      return atlas_words_missing (found->facts.missing);
    case ATLAS_SAYS_HOURS:
      return word_hours (&found->facts);
    case ATLAS_SAYS_COUNT:
      return word_count (found);
    case ATLAS_SAYS_DAY:
      return word_day (found);
    case ATLAS_SAYS_FOUND:
    default:
      return g_strdup (_(found->rule->found));
    }
}

/**
 * atlas_words_role:
 * @role: code of a role
 *
 * Returns: its name, translated; @role itself when it is none of ours
 */
const char *
atlas_words_role (const char *role)
{
  static const struct {
    const char *role;
    const char *words;
  } roles[] = {
    { "county_officer", N_("County officer") },
    { "commissioning_officer", N_("Commissioning officer") },
    { "area_lead", N_("Area lead") },
    { "panel_chair", N_("Panel chair") },
    { "provider", N_("Provider") },
    { "dpo", N_("Data protection officer") },
    { "administrator", N_("Administrator") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      if (g_strcmp0 (roles[i].role, role) == 0)
        return _(roles[i].words);
    }

  return role;
}

/**
 * atlas_words_passed_by:
 * @rule: a row of the table of checks
 *
 * Returns: (transfer full): who may go on in spite of it, "County officer, Area lead"
 */
char *
atlas_words_passed_by (const AtlasCheckRule *rule)
{
  g_auto(GStrv) roles = g_strsplit (rule->passed_by, " ", -1);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) list = NULL;

  for (guint i = 0; roles[i] != NULL; i++)
    g_strv_builder_add (names, atlas_words_role (roles[i]));
  list = g_strv_builder_end (names);

  return g_strjoinv (C_("list", ", "), list);
}

/**
 * atlas_words_basis:
 * @basis: what a check stands on
 *
 * Returns: its name, translated
 */
const char *
atlas_words_basis (AtlasCheckBasis basis)
{
  switch (basis)
    {
    case ATLAS_BASIS_LAW:
      return _("Law");
    case ATLAS_BASIS_GUIDANCE:
      return _("Guidance");
    case ATLAS_BASIS_STRATEGY:
      return _("County strategy");
    case ATLAS_BASIS_PROMPT:
      return _("Prompt, off until switched on");
    case ATLAS_BASIS_COUNTY:
    default:
      return _("Set by this county");
    }
}
