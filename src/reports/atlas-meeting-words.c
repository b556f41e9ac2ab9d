/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that pages of panels, their prints and the terminal share. */
#define G_LOG_DOMAIN "atlas-reports"

#include "config.h"

#include "reports/atlas-meeting-words.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-wording-words.h"
#include "reports/atlas-words.h"

/**
 * atlas_meeting_word_when:
 * @on: a day
 * @at: (nullable): a time, as people write it
 *
 * Returns: (transfer full): "Thursday 26 November, 9:30am"
 */
char *
atlas_meeting_word_when (AtlasDate   on,
                         const char *at)
{
  g_autofree char *day = atlas_words_weekday (on);

  /* Translators: a day and a time: Thursday 26 November, 9:30am */
  return at != NULL ? g_strdup_printf (_("%1$s, %2$s"), day, at) : g_steal_pointer (&day);
}

/**
 * atlas_meeting_word_reason:
 * @line: a referral of an agenda
 * @on: the day
 *
 * Returns: (transfer full): why it comes where it does
 */
char *
atlas_meeting_word_reason (const AtlasReferralLine *line,
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
 * atlas_meeting_word_child:
 * @line: a referral of an agenda
 *
 * Returns: (transfer full): who by reference, never by name: "K7-204 · Year 9, Stevenage"
 */
char *
atlas_meeting_word_child (const AtlasReferralLine *line)
{
  g_autofree char *year = atlas_words_year_group (line->year_group);

  if (line->town == NULL)
    /* Translators: a reference, a year group. */
    return g_strdup_printf (_("%1$s · %2$s"), line->reference, year);

  /* Translators: a reference, a year group, a town. */
  return g_strdup_printf (_("%1$s · %2$s, %3$s"), line->reference, year, line->town);
}

/**
 * atlas_meeting_word_item:
 * @item: a child of an agenda
 *
 * Returns: (transfer full): how far the meeting is with it
 */
char *
atlas_meeting_word_item (const AtlasAgendaItem *item)
{
  if (item->decision != NULL && !atlas_agenda_item_waits (item))
    /* Translators: what a panel decided: "Offer a place". */
    return g_strdup_printf (_("Decided: %s"),
                            _(atlas_codes_label ("decision-kind", item->decision->decision->kind)));
  if (item->decision != NULL)
    return g_strdup (_("To come back to"));
  if (!atlas_agenda_item_waits (item))
    return g_strdup (_("Does not wait for the panel any more"));

  return g_strdup (item->is_added ? _("Not decided yet. Came after the meeting began")
                                  : _("Not decided yet"));
}

/**
 * atlas_meeting_word_parties:
 * @parties: (nullable): codes of `party`
 *
 * Returns: (transfer full) (nullable): "County council, Home school"; %NULL when there are none
 */
char *
atlas_meeting_word_parties (char **parties)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; parties != NULL && parties[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) _(atlas_codes_label ("party", parties[i])));
  if (names->len == 0)
    return NULL;

  g_ptr_array_add (names, NULL);

  return g_strjoinv (C_("list", ", "), (char **) names->pdata);
}

/**
 * atlas_meeting_word_members:
 * @panel: a panel
 *
 * Returns: (transfer full): who belongs to it, who of them may decide and how many it takes
 */
char *
atlas_meeting_word_members (AtlasPanel *panel)
{
  g_autofree char *members = atlas_meeting_word_parties (panel->members);
  g_autofree char *deciding = atlas_meeting_word_parties (panel->may_decide);
  g_autoptr(GString) words = g_string_new (members != NULL ? members : _("Not recorded"));

  if (deciding != NULL)
    /* Translators: a list of those who may decide. */
    g_string_append_printf (words, _(". May decide: %s"), deciding);
  if (panel->quorum > 0)
    g_string_append_printf (words, ngettext (". It takes %d of them, set by this county",
                                             ". It takes %d of them, set by this county",
                                             (int) panel->quorum), (int) panel->quorum);

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * atlas_meeting_word_quorum:
 * @file: a meeting
 *
 * Returns: (transfer full): whether enough members are there to decide, and why it did if not
 */
char *
atlas_meeting_word_quorum (const AtlasMeetingFile *file)
{
  int quorum = (int) file->panel->quorum;
  g_autofree char *words = NULL;

  if (quorum == 0)
    return g_strdup (_("How many members it takes is not set by this county"));

  if (g_strcmp0 (file->meeting->step, "planned") == 0 && file->n_members == 0)
    return g_strdup_printf (ngettext ("%d member is needed (set by this county)",
                                      "%d members are needed (set by this county)", quorum),
                            quorum);

  words = g_strdup_printf (ngettext ("%1$u member is there, %2$d needed (set by this county)",
                                     "%1$u members are there, %2$d needed (set by this county)",
                                     file->n_members), file->n_members, quorum);
  if (!atlas_meeting_file_is_short (file))
    return g_steal_pointer (&words);
  if (file->meeting->short_reason == NULL || *file->meeting->short_reason == '\0')
    /* Translators: how many members are there, and how many are needed. */
    return g_strdup_printf (_("%s. It decides with fewer: say why under Who Takes Part"), words);

  /* Translators: how many members are there of how many; and why the meeting decides so. */
  return g_strdup_printf (_("%1$s. It decides with fewer: %2$s"), words,
                          file->meeting->short_reason);
}

/**
 * atlas_meeting_word_decision:
 * @decision: a decision
 *
 * Returns: (transfer full): why, who sees to it, by when
 */
char *
atlas_meeting_word_decision (AtlasDecision *decision)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (decision->reason != NULL && *decision->reason != '\0')
    g_ptr_array_add (parts, g_strdup (decision->reason));
  if (decision->owner != NULL && *decision->owner != '\0')
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
 * atlas_meeting_word_views:
 * @child: (nullable): a child
 *
 * Says what the child and the family want: it comes before what anybody decides.
 *
 * Returns: (transfer full): two lines
 */
char *
atlas_meeting_word_views (AtlasChild *child)
{
  const char *child_view = child != NULL ? child->child_view : NULL;
  const char *family_view = child != NULL ? child->family_view : NULL;

  /* Translators: what a child wants, and what the family wants, in their words. */
  return g_strdup_printf (_("What the child wants: %1$s\nWhat the family wants: %2$s"),
                          child_view != NULL ? child_view : _("Not asked yet"),
                          family_view != NULL ? family_view : _("Not asked yet"));
}

/**
 * atlas_meeting_word_what:
 * @decision: a decision of a meeting
 *
 * Returns: (transfer full): what was decided, and of a place where, and how sure it is
 */
char *
atlas_meeting_word_what (const AtlasMeetingDecision *decision)
{
  const char *kind = _(atlas_codes_label ("decision-kind", decision->decision->kind));

  if (decision->place_name == NULL)
    return g_strdup (kind);

  switch (decision->promise)
    {
    case ATLAS_PROMISE_PROVISIONAL:
      /* Translators: what was decided; a provision. */
      return g_strdup_printf (_("%1$s at %2$s, provisional until the county server has it"),
                              kind, decision->place_name);
    case ATLAS_PROMISE_OVER:
      /* Translators: what was decided; a provision. */
      return g_strdup_printf (_("%1$s at %2$s, where there are more children than places"), kind,
                              decision->place_name);
    case ATLAS_PROMISE_MADE:
    case ATLAS_PROMISE_CONFIRMED:
    default:
      /* Translators: what was decided; a provision. */
      return g_strdup_printf (_("%1$s at %2$s"), kind, decision->place_name);
    }
}

/**
 * atlas_meeting_word_decided:
 * @item: a child of an agenda, decided on
 *
 * Returns: (transfer full): what was decided, why, who sees to it, by when
 */
char *
atlas_meeting_word_decided (const AtlasAgendaItem *item)
{
  g_autofree char *what = atlas_meeting_word_what (item->decision);
  g_autofree char *detail = atlas_meeting_word_decision (item->decision->decision);

  if (*detail == '\0')
    return g_steal_pointer (&what);

  /* Translators: what was decided; why, who sees to it, by when. */
  return g_strdup_printf (_("%1$s: %2$s"), what, detail);
}

/* What was received is not all well: two versions of something, or a change not taken. */
static void
append_troubles (GString            *words,
                 const AtlasReceipt *receipt)
{
  if (receipt->n_two_versions > 0)
    g_string_append_printf (words, ngettext (". %u has two versions to check",
                                             ". %u have two versions to check",
                                             receipt->n_two_versions), receipt->n_two_versions);
  if (receipt->n_not_accepted > 0)
    g_string_append_printf (words, ngettext (". %u was not accepted", ". %u were not accepted",
                                             receipt->n_not_accepted), receipt->n_not_accepted);
}

/**
 * atlas_meeting_word_receipt:
 * @receipt: what the server has acknowledged
 *
 * Returns: (transfer full) (nullable): what the server has of what was decided on this laptop;
 *   %NULL when nothing was
 */
char *
atlas_meeting_word_receipt (const AtlasReceipt *receipt)
{
  g_autoptr(GString) words = g_string_new (NULL);
  g_autofree char *time = NULL;

  if (receipt->n_sets == 0)
    return NULL;
  if (receipt->n_received == 0)
    return g_strdup (_("Saved on this laptop"));

  if (receipt->received_at == NULL)
    {
      /* Translators: how many decisions the server has, of how many made on this laptop. */
      g_string_append_printf (words,
                              ngettext ("%1$u of %2$u decision received by the county server, the "
                                        "rest saved on this laptop",
                                        "%1$u of %2$u decisions received by the county server, the "
                                        "rest saved on this laptop", receipt->n_sets),
                              receipt->n_received, receipt->n_sets);
    }
  else
    {
      time = word_time (receipt->received_at);
      /* Translators: how many decisions the server has, of how many, and when the last came. */
      g_string_append_printf (words,
                              ngettext ("%1$u of %2$u decision received by the county server, "
                                        "%3$s",
                                        "%1$u of %2$u decisions received by the county server, "
                                        "%3$s", receipt->n_sets),
                              receipt->n_received, receipt->n_sets, time);
    }
  append_troubles (words, receipt);

  return g_string_free (g_steal_pointer (&words), FALSE);
}
