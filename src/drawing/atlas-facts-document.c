/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-facts-document.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"

static void
add_fact (AtlasDocument   *document,
          const AtlasFact *fact)
{
  g_autofree char *marked = NULL;
  const char *cells[] = { fact->label, fact->value, fact->source };

  if (fact->mark != NULL)
    {
      /* Translators: a value, and what is to be known of it: Approximate, Demonstration */
      marked = g_strdup_printf (_("%1$s (%2$s)"), fact->value, fact->mark);
      cells[1] = marked;
    }
  atlas_document_add_row (document, cells);
}

/**
 * atlas_facts_to_document:
 * @facts: what a page says
 * @is_demonstration: whether the county is made up, which each page then says
 *
 * Writes the page of a record for print: a table for each section, with each fact's source.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_facts_to_document (const AtlasFacts *facts,
                         gboolean          is_demonstration)
{
  const AtlasColumn columns[] = {
    { _("What"), FALSE }, { _("Value"), FALSE }, { _("Source"), FALSE },
  };
  AtlasDocument *document = atlas_paper_new (facts->title, facts->on, is_demonstration);

  if (facts->subtitle != NULL)
    atlas_document_add_paragraph (document, facts->subtitle);
  for (guint i = 0; i < facts->sections->len; i++)
    {
      const AtlasFactSection *section = g_ptr_array_index (facts->sections, i);

      if (section->facts->len == 0)
        continue;

      atlas_document_add_table (document, section->title, columns, G_N_ELEMENTS (columns));
      for (guint j = 0; j < section->facts->len; j++)
        add_fact (document, g_ptr_array_index (section->facts, j));
    }

  return document;
}
