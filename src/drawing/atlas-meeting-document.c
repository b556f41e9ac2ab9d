/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of the Panels view for print: references, never names. */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-meeting-document.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"
#include "records/atlas-codes.h"
#include "reports/atlas-meeting-words.h"
#include "reports/atlas-words.h"

static void
add_agenda_row (AtlasDocument           *document,
                const AtlasReferralLine *line,
                guint                    number,
                AtlasDate                on)
{
  g_autofree char *place = g_strdup_printf ("%u", number);
  g_autofree char *year = atlas_words_year_group (line->year_group);
  g_autofree char *reason = atlas_meeting_word_reason (line, on);
  g_autofree char *clock = atlas_agenda_is_day6 (line) ? atlas_words_clock (&line->status.clock)
                                                       : NULL;
  const char *cells[] = { place, line->reference, year, line->town, reason, clock };

  atlas_document_add_row (document, cells);
}

/* Whom the panel still has to decide on. */
static void
add_agenda (AtlasDocument          *document,
            const AtlasMeetingFile *file)
{
  const AtlasColumn columns[] = {
    { _("Number"), TRUE }, { _("Referral"), FALSE }, { _("Year"), FALSE }, { _("Town"), FALSE },
    { _("Why it comes here"), FALSE }, { _("Day 6"), FALSE },
  };

  atlas_document_add_table (document, _("Agenda: Day 6 first, then children who are or were looked "
                                        "after, then the longest wait"), columns,
                            G_N_ELEMENTS (columns));
  for (guint i = 0; i < file->agenda->len; i++)
    {
      const AtlasAgendaItem *item = g_ptr_array_index (file->agenda, i);

      if (atlas_agenda_item_waits (item))
        add_agenda_row (document, item->line, i + 1, file->on);
    }
}

static void
add_minute (AtlasDocument         *document,
            const AtlasAgendaItem *item,
            guint                  number)
{
  AtlasDecision *decision = item->decision != NULL ? item->decision->decision : NULL;
  g_autofree char *place = g_strdup_printf ("%u", number);
  g_autofree char *year = atlas_words_year_group (item->line->year_group);
  g_autofree char *stands = decision != NULL ? atlas_meeting_word_what (item->decision)
                                             : atlas_meeting_word_item (item);
  g_autofree char *due = decision != NULL && decision->due != ATLAS_DATE_NONE
                         ? atlas_date_format_long (decision->due) : NULL;
  const char *cells[] = {
    place, item->line->reference, year, stands,
    decision != NULL ? decision->reason : NULL, decision != NULL ? decision->owner : NULL, due,
  };

  atlas_document_add_row (document, cells);
}

/* Each child once, with what was decided last; who was not reached stays in the list. */
static void
add_minutes (AtlasDocument          *document,
             const AtlasMeetingFile *file)
{
  const AtlasColumn columns[] = {
    { _("Number"), TRUE }, { _("Referral"), FALSE }, { _("Year"), FALSE },
    { _("Decision"), FALSE }, { _("Reason"), FALSE }, { _("Who sees to it"), FALSE },
    { _("By when"), FALSE },
  };
  g_autofree char *receipt = atlas_meeting_word_receipt (&file->receipt);
  g_autofree char *count = NULL;
  guint n_decided = atlas_meeting_file_n_decided (file);

  /* Translators: on how many children a meeting decided, of how many. */
  count = g_strdup_printf (ngettext ("Decided on %1$u of %2$u child",
                                     "Decided on %1$u of %2$u children", file->agenda->len),
                           n_decided, file->agenda->len);
  atlas_document_add_table (document, count, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < file->agenda->len; i++)
    add_minute (document, g_ptr_array_index (file->agenda, i), i + 1);
  if (receipt != NULL)
    atlas_document_add_paragraph (document, receipt);
}

static void
add_fact (AtlasDocument *document,
          const char    *label,
          const char    *value)
{
  g_autofree char *words = NULL;

  if (value == NULL)
    return;

  /* Translators: what it is, and what is known of it: "Where: By video". */
  words = g_strdup_printf (_("%1$s: %2$s"), label, value);
  atlas_document_add_paragraph (document, words);
}

/**
 * atlas_meeting_file_to_document:
 * @file: a meeting
 * @is_demonstration: whether it is made up, which each page then says
 *
 * Writes a meeting for print. Before it begins that is its agenda; from then on its minutes: who
 * was there, who might decide, whether that was enough, and what was decided on each child with
 * its reason, by whom and when it is seen to. Children stand by reference, never by name.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_meeting_file_to_document (const AtlasMeetingFile *file,
                                gboolean                is_demonstration)
{
  AtlasMeeting *meeting = file->meeting;
  const char *at = meeting->at != NULL ? meeting->at : file->panel->at;
  gboolean has_begun = atlas_meeting_is_open (meeting) || file->decisions->len > 0 ||
                       g_strcmp0 (meeting->step, "held") == 0;
  g_autofree char *when = atlas_meeting_word_when (meeting->on, at);
  g_autofree char *present = atlas_meeting_word_parties (meeting->present);
  g_autofree char *deciding = atlas_meeting_word_parties (meeting->may_decide);
  g_autofree char *quorum = atlas_meeting_word_quorum (file);
  /* Translators: a panel's name. */
  g_autofree char *title = g_strdup_printf (has_begun ? _("Minutes: %s") : _("Agenda: %s"),
                                            file->panel->name);
  AtlasDocument *document = atlas_paper_new (title, file->on, is_demonstration);

  add_fact (document, _("When"), when);
  add_fact (document, _("Where"), meeting->where);
  add_fact (document, _("Stands as"), _(atlas_codes_label ("meeting-step", meeting->step)));
  add_fact (document, _("Present"), present);
  add_fact (document, _("May decide"), deciding);
  if (has_begun)
    {
      add_fact (document, _("Quorum"), quorum);
      add_minutes (document, file);
    }
  else
    {
      add_agenda (document, file);
    }

  return document;
}

static void
add_meetings (AtlasDocument *document,
              const char    *title,
              GPtrArray     *list)
{
  const AtlasColumn columns[] = {
    { _("Panel"), FALSE }, { _("When"), FALSE }, { _("Stands as"), FALSE },
    { _("Decisions"), TRUE },
  };

  if (list->len == 0)
    return;

  atlas_document_add_table (document, title, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < list->len; i++)
    {
      const AtlasPanelMeeting *one = g_ptr_array_index (list, i);
      AtlasMeeting *meeting = one->meeting;
      const char *at = meeting != NULL && meeting->at != NULL ? meeting->at : one->panel->at;
      g_autofree char *when = atlas_meeting_word_when (one->on, at);
      g_autofree char *decisions = g_strdup_printf ("%u", one->n_decisions);
      const char *cells[] = {
        one->panel->name, when,
        meeting != NULL ? atlas_codes_label ("meeting-step", meeting->step)
                        : _("Not planned yet"),
        decisions,
      };

      atlas_document_add_row (document, cells);
    }
}

/**
 * atlas_meetings_to_document:
 * @meetings: of panels, or of one
 * @scope_name: (nullable): the part of the county
 * @is_demonstration: whether they are made up, which each page then says
 *
 * Writes meetings to come and past for print.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_meetings_to_document (const AtlasMeetings *meetings,
                            const char          *scope_name,
                            gboolean             is_demonstration)
{
  /* Translators: a part of the county. */
  g_autofree char *title = scope_name != NULL ? g_strdup_printf (_("Panels: %s"), scope_name)
                                              : g_strdup (_("Panels"));
  AtlasDocument *document = atlas_paper_new (title, meetings->on, is_demonstration);

  add_meetings (document, _("Next meetings"), meetings->next);
  add_meetings (document, _("Past and cancelled"), meetings->past);

  return document;
}
