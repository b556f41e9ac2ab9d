/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of the Panels view for print: references, never names. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-panels-document.h"

#include <glib/gi18n.h>

#include "app/atlas-panels-words.h"
#include "app/atlas-paper.h"
#include "records/atlas-codes.h"
#include "reports/atlas-words.h"

static void
add_agenda_row (AtlasDocument           *document,
                const AtlasReferralLine *line,
                guint                    number,
                AtlasDate                on)
{
  g_autofree char *place = g_strdup_printf ("%u", number);
  g_autofree char *year = atlas_words_year_group (line->year_group);
  g_autofree char *reason = atlas_panels_word_reason (line, on);
  g_autofree char *clock = atlas_agenda_is_day6 (line) ? atlas_words_clock (&line->status.clock)
                                                       : NULL;
  const char *cells[] = { place, line->reference, year, line->town, reason, clock };

  atlas_document_add_row (document, cells);
}

static void
add_agenda (AtlasDocument          *document,
            const AtlasMeetingFile *file)
{
  const AtlasColumn columns[] = {
    { _("Number"), TRUE }, { _("Referral"), FALSE }, { _("Year"), FALSE }, { _("Town"), FALSE },
    { _("Why it comes here"), FALSE }, { _("Day 6"), FALSE },
  };

  if (file->agenda->len == 0)
    return;

  atlas_document_add_table (document, _("Agenda: Day 6 first, then children who are or were looked "
                                        "after, then the longest wait"), columns,
                            G_N_ELEMENTS (columns));
  for (guint i = 0; i < file->agenda->len; i++)
    add_agenda_row (document, g_ptr_array_index (file->agenda, i), i + 1, file->on);
}

static void
add_decisions (AtlasDocument          *document,
               const AtlasMeetingFile *file)
{
  const AtlasColumn columns[] = {
    { _("Referral"), FALSE }, { _("Decision"), FALSE }, { _("Why, who, by when"), FALSE },
  };
  g_autofree char *receipt = atlas_panels_word_receipt (&file->receipt);

  if (file->decisions->len == 0)
    {
      atlas_document_add_paragraph (document, _("No decisions are recorded."));
      return;
    }

  atlas_document_add_table (document, _("Decisions"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < file->decisions->len; i++)
    {
      const AtlasMeetingDecision *one = g_ptr_array_index (file->decisions, i);
      g_autofree char *detail = atlas_panels_word_decision (one->decision);
      const char *cells[] = {
        one->reference != NULL ? one->reference : _("Not on this laptop"),
        atlas_codes_label ("decision-kind", one->decision->kind), detail,
      };

      atlas_document_add_row (document, cells);
    }
  if (receipt != NULL)
    atlas_document_add_paragraph (document, receipt);
}

/**
 * atlas_meeting_file_to_document:
 * @file: a meeting
 * @is_demonstration: whether it is made up, which each page then says
 *
 * Writes a meeting for print: when and where, its agenda, its decisions.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_meeting_file_to_document (const AtlasMeetingFile *file,
                                gboolean                is_demonstration)
{
  AtlasMeeting *meeting = file->meeting;
  const char *at = meeting->at != NULL ? meeting->at : file->panel->at;
  g_autofree char *when = atlas_panels_word_when (meeting->on, at);
  g_autofree char *deciding = atlas_panels_word_parties (meeting->may_decide);
  AtlasDocument *document = atlas_paper_new (file->panel->name, file->on, is_demonstration);

  atlas_document_add_paragraph (document, when);
  if (meeting->where != NULL)
    atlas_document_add_paragraph (document, meeting->where);
  atlas_document_add_paragraph (document, atlas_codes_label ("meeting-step", meeting->step));
  if (deciding != NULL)
    {
      /* Translators: a list of those who may decide at a meeting. */
      g_autofree char *words = g_strdup_printf (_("May decide: %s"), deciding);

      atlas_document_add_paragraph (document, words);
    }
  add_agenda (document, file);
  add_decisions (document, file);

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
      g_autofree char *when = atlas_panels_word_when (one->on, at);
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
