/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-activities-document.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"
#include "records/atlas-codes.h"
#include "reports/atlas-check-words.h"

static void
add_row (AtlasDocument            *document,
         const AtlasActivityCount *count)
{
  g_autofree char *n = g_strdup_printf ("%d", count->n);
  g_autofree char *hours = atlas_words_hours (count->hours);
  const char *cells[] = {
    count->school_name, _(atlas_codes_label ("activity-kind", count->kind)), n, hours,
  };

  atlas_document_add_row (document, cells);
}

/* A table for each term, the newest first. */
static void
add_terms (AtlasDocument         *document,
           const AtlasActivities *activities)
{
  const AtlasColumn columns[] = {
    { _("School"), FALSE }, { _("Kind"), FALSE }, { _("Number"), TRUE }, { _("Hours"), TRUE },
  };
  const char *term = NULL;

  for (guint i = 0; i < activities->counts->len; i++)
    {
      const AtlasActivityCount *count = g_ptr_array_index (activities->counts, i);

      if (g_strcmp0 (count->term_words, term) != 0)
        atlas_document_add_table (document, count->term_words, columns, G_N_ELEMENTS (columns));
      term = count->term_words;
      add_row (document, count);
    }
}

/**
 * atlas_activities_to_document:
 * @activities: counts
 * @scope_name: (nullable): the part of the county
 * @is_demonstration: whether they are made up, which each page then says
 *
 * Writes advice and outreach for the window and for print.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_activities_to_document (const AtlasActivities *activities,
                              const char            *scope_name,
                              gboolean               is_demonstration)
{
  AtlasDocument *document = atlas_paper_new (_("Advice and outreach"), activities->on,
                                             is_demonstration);
  g_autofree char *hours = atlas_words_hours (activities->hours);
  g_autofree char *words = NULL;

  if (scope_name != NULL)
    atlas_document_add_paragraph (document, scope_name);
  if (activities->n == 0)
    {
      atlas_document_add_paragraph (document,
                                    _("No advice or outreach is recorded here up to this day. An "
                                      "activity is recorded on a child’s page, under Story."));
      return document;
    }

  /* Translators: how many activities, and how many hours altogether. */
  words = g_strdup_printf (ngettext ("%1$d activity, %2$s hours", "%1$d activities, %2$s hours",
                                     activities->n), activities->n, hours);
  atlas_document_add_paragraph (document, words);
  add_terms (document, activities);

  return document;
}
