/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of a referral in words. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-words.h"

#include <glib/gi18n.h>

#include "reports/atlas-wording-words.h"
#include "reports/atlas-words.h"

#define MS_A_SECOND    1000
#define SESSIONS_A_DAY 2.0

/**
 * atlas_referral_word_kind:
 * @referral_case: a referral
 *
 * Returns: (transfer none): what is asked for, as it was called when it was asked
 */
const char *
atlas_referral_word_kind (const AtlasReferralCase *referral_case)
{
  if (referral_case->referral->kind == NULL)
    return _("Not recorded");

  return atlas_words_kind_of (referral_case->wording, referral_case->referral, referral_case->on);
}

/**
 * atlas_referral_word_clock:
 * @referral_case: a referral
 *
 * Returns: (transfer full): the Day 6 clock as a sentence, with what is not sure about it
 */
char *
atlas_referral_word_clock (const AtlasReferralCase *referral_case)
{
  const AtlasClock *clock = &referral_case->status.clock;
  g_autofree char *words = atlas_words_clock (clock);
  g_autofree char *due = atlas_date_format_near (clock->due, referral_case->on);
  const char *provisional = atlas_words_provisional (clock->provisional);

  if (referral_case->day6 == NULL)
    return g_strdup (_("No Day 6 clock: nothing is owed for an exclusion"));
  if (clock->state == ATLAS_CLOCK_MET || clock->due == ATLAS_DATE_NONE)
    return g_steal_pointer (&words);
  if (provisional == NULL)
    /* Translators: a date. */
    return g_strdup_printf (_("Full-time education is owed by %s"), due);

  /* Translators: a date, and why it may move. */
  return g_strdup_printf (_("Full-time education is owed by %1$s · %2$s"), due, provisional);
}

/**
 * atlas_referral_word_suspensions:
 * @referral_case: a referral
 *
 * Source: SI 2012/1033 reg. 2 (terms by reference dates); at most 45 school days in a school year.
 *
 * Returns: (transfer full) (nullable): what the child's suspensions come to, and the run behind
 *   Day 6; %NULL without any
 */
char *
atlas_referral_word_suspensions (const AtlasReferralCase *referral_case)
{
  double in_term = referral_case->suspended_in_term / SESSIONS_A_DAY;
  double in_year = referral_case->suspended_in_year / SESSIONS_A_DAY;
  g_autofree char *until = atlas_date_format_long (referral_case->term.to);
  g_autofree char *run = NULL;

  if (referral_case->suspended_in_year == 0)
    return NULL;
  if (referral_case->day6 == NULL)
    /* Translators: school days, a date, school days. */
    return g_strdup_printf (_("School days of suspension: %1$g in the term that ends on %2$s, "
                              "%3$g of at most 45 in the school year"), in_term, until, in_year);

  run = atlas_date_format_near (referral_case->day6->from, referral_case->on);

  /* Translators: school days, a date, school days, a date. */
  return g_strdup_printf (_("School days of suspension: %1$g in the term that ends on %2$s, %3$g "
                            "of at most 45 in the school year · Day 6 is counted from %4$s, when "
                            "this run of exclusions began"), in_term, until, in_year, run);
}

/**
 * atlas_referral_word_state:
 * @referral_case: a referral
 *
 * Returns: (transfer none): Draft, Saved on this laptop, Sent, or Two versions
 */
const char *
atlas_referral_word_state (const AtlasReferralCase *referral_case)
{
  AtlasRecord *referral = ATLAS_RECORD (referral_case->referral);

  if (referral_case->has_two_versions)
    return _("Two versions");
  if (g_str_equal (referral_case->referral->step, "draft"))
    return _("Draft");
  if (referral_case->n_pending > 0 || atlas_record_get_rev (referral) == 0)
    return _("Saved on this laptop");

  return _("Sent");
}

/**
 * atlas_referral_word_place:
 * @referral_case: a referral
 *
 * Returns: (transfer full): where its place stands
 */
char *
atlas_referral_word_place (const AtlasReferralCase *referral_case)
{
  const AtlasPlaceState *place = &referral_case->place;
  g_autofree char *day = atlas_date_format_near (place->on, referral_case->on);
  const char *name = place->provision_name != NULL ? place->provision_name
                                                   : _("a provision not on this laptop");

  switch (place->step)
    {
    case ATLAS_PLACE_STEP_HELD:
      return g_strdup_printf (_("Place held at %1$s until %2$s"), name, day);
    case ATLAS_PLACE_STEP_OFFERED:
      return g_strdup_printf (_("Place offered at %s, waiting for a reply"), name);
    case ATLAS_PLACE_STEP_ACCEPTED:
      return g_strdup_printf (_("Place accepted at %s, not started"), name);
    case ATLAS_PLACE_STEP_STARTED:
      /* Translators: a provision, and a date. */
      return g_strdup_printf (_("At %1$s since %2$s"), name, day);
    case ATLAS_PLACE_STEP_NONE:
    default:
      return g_strdup (_("No place agreed yet"));
    }
}

/**
 * atlas_referral_word_name:
 * @referral_case: a referral
 *
 * Returns: (transfer full): the child's name; never for a title or a notification
 */
char *
atlas_referral_word_name (const AtlasReferralCase *referral_case)
{
  AtlasChild *child = referral_case->child;
  const char *first;

  if (child == NULL)
    return g_strdup (_("Not on this laptop"));

  first = child->known_as != NULL ? child->known_as : child->first_name;
  if (first == NULL && child->last_name == NULL)
    return g_strdup (_("Not recorded"));
  if (first == NULL || child->last_name == NULL)
    return g_strdup (first != NULL ? first : child->last_name);

  /* Translators: first and last name. */
  return g_strdup_printf (_("%1$s %2$s"), first, child->last_name);
}

/**
 * atlas_referral_word_moment:
 * @time: (nullable): RFC 3339
 *
 * Returns: (transfer full): "20 November, 9:41am"
 */
char *
atlas_referral_word_moment (const char *time)
{
  g_autoptr(GDateTime) utc = NULL;
  g_autoptr(GDateTime) local = NULL;
  gint64 unix_ms;

  if (time == NULL || !atlas_time_parse (time, &unix_ms))
    return g_strdup ("");

  utc = g_date_time_new_from_unix_utc (unix_ms / MS_A_SECOND);
  local = g_date_time_to_local (utc);

  /* Translators: a day and a time of day, for g_date_time_format(): 20 November, 9:41am */
  return g_date_time_format (local, _("%-d %B, %-l:%M%P"));
}
