/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that the pages of the Panels view and their prints share. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-panels-words.h"

#include <glib/gi18n.h>

#include "app/atlas-today-lists.h"
#include "records/atlas-codes.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-wording-words.h"
#include "reports/atlas-words.h"

/**
 * atlas_panels_word_when:
 * @on: a day
 * @at: (nullable): a time, as people write it
 *
 * Returns: (transfer full): "Thursday 26 November, 9:30am"
 */
char *
atlas_panels_word_when (AtlasDate   on,
                        const char *at)
{
  g_autofree char *day = atlas_today_word_date (on);

  /* Translators: a day and a time: Thursday 26 November, 9:30am */
  return at != NULL ? g_strdup_printf (_("%1$s, %2$s"), day, at) : g_steal_pointer (&day);
}

/**
 * atlas_panels_word_reason:
 * @line: a referral of an agenda
 * @on: the day
 *
 * Returns: (transfer full): why it comes where it does
 */
char *
atlas_panels_word_reason (const AtlasReferralLine *line,
                          AtlasDate                on)
{
  g_autofree char *waiting = atlas_words_waiting (line->received, on);
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (atlas_agenda_is_day6 (line))
    {
      /* Translators: how long a child has waited. */
      g_ptr_array_add (parts, g_strdup_printf (_("First, for Day 6 education. %s"), waiting));
    }
  else
    {
      if (line->comes_first)
        g_ptr_array_add (parts, g_strdup (atlas_words_comes_first ()));
      g_ptr_array_add (parts, g_strdup (waiting));
      if (line->tier > 0)
        g_ptr_array_add (parts, atlas_words_tier (line->tier, line->tier_words));
    }
  if (line->heard_days > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("First heard %d day ago",
                                                       "First heard %d days ago",
                                                       line->heard_days), line->heard_days));
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

/**
 * atlas_panels_word_parties:
 * @parties: (nullable): codes of `party`
 *
 * Returns: (transfer full) (nullable): "County council, Home school"; %NULL when there are none
 */
char *
atlas_panels_word_parties (char **parties)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; parties != NULL && parties[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) atlas_codes_label ("party", parties[i]));
  if (names->len == 0)
    return NULL;

  g_ptr_array_add (names, NULL);

  return g_strjoinv (C_("list", ", "), (char **) names->pdata);
}

/**
 * atlas_panels_word_decision:
 * @decision: a decision
 *
 * Returns: (transfer full): why, who sees to it, by when
 */
char *
atlas_panels_word_decision (AtlasDecision *decision)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (decision->reason != NULL)
    g_ptr_array_add (parts, g_strdup (decision->reason));
  if (decision->owner != NULL)
    g_ptr_array_add (parts, g_strdup (decision->owner));
  if (decision->due != ATLAS_DATE_NONE)
    {
      g_autofree char *due = atlas_date_format_long (decision->due);

      /* Translators: a date. */
      g_ptr_array_add (parts, g_strdup_printf (_("by %s"), due));
    }
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

static char *
word_time (const char *time)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_iso8601 (time, NULL);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: a date and a time, for g_date_time_format(). */
  return local != NULL ? g_date_time_format (local, _("%-d %B, %-I:%M%P")) : g_strdup (time);
}

/**
 * atlas_panels_word_receipt:
 * @receipt: what the server has acknowledged
 *
 * Returns: (transfer full) (nullable): what the server has of what was decided on this laptop;
 *   %NULL when nothing was
 */
char *
atlas_panels_word_receipt (const AtlasReceipt *receipt)
{
  g_autofree char *time = NULL;

  if (receipt->n_sets == 0)
    return NULL;
  if (receipt->n_received == 0)
    return g_strdup (_("Saved on this laptop"));
  if (receipt->received_at == NULL)
    /* Translators: how many changes the server has, of how many made on this laptop. */
    return g_strdup_printf (_("%1$u of %2$u received by the county server, the rest saved on this "
                              "laptop"),
                            receipt->n_received, receipt->n_sets);

  time = word_time (receipt->received_at);
  /* Translators: how many changes the server has, of how many, and when the last came. */
  return g_strdup_printf (_("%1$u of %2$u received by the county server, %3$s"),
                          receipt->n_received, receipt->n_sets, time);
}
