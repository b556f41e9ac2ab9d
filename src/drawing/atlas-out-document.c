/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of children not in full-time education, on paper and in a file. */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-out-document.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"
#include "reports/atlas-words.h"

/**
 * atlas_out_choice_has:
 * @choice: a choice of the filter
 * @row: a child
 *
 * Returns: whether the child is shown with it
 */
gboolean
atlas_out_choice_has (guint              choice,
                      const AtlasOutRow *row)
{
  if (choice == ATLAS_OUT_ALL)
    return TRUE;
  if (choice == ATLAS_OUT_REGISTER)
    return row->on_register;

  return (row->cohorts & 1u << (choice - ATLAS_OUT_COHORT)) != 0;
}

/**
 * atlas_out_choice_count:
 * @list: children who are not in full-time education
 * @choice: a choice of the filter
 *
 * Returns: how many of them it shows
 */
guint
atlas_out_choice_count (const AtlasOutOfSchool *list,
                        guint                   choice)
{
  if (choice == ATLAS_OUT_ALL)
    return list->rows->len;
  if (choice == ATLAS_OUT_REGISTER)
    return list->n_register;

  return list->by_cohort[choice - ATLAS_OUT_COHORT];
}

/**
 * atlas_out_choice_label:
 * @choice: a choice of the filter
 *
 * Returns: what it is called
 */
const char *
atlas_out_choice_label (guint choice)
{
  if (choice == ATLAS_OUT_ALL)
    return _("Every reason");
  if (choice == ATLAS_OUT_REGISTER)
    return _("Would be on the register of children not in school");

  return _(atlas_cohort_get_title ((AtlasCohort) (choice - ATLAS_OUT_COHORT)));
}

static void
add_sums (AtlasDocument          *document,
          const AtlasOutOfSchool *list)
{
  const AtlasColumn columns[] = { { _("Group"), FALSE }, { _("Children"), TRUE } };

  atlas_document_add_table (document, _("A child may be in several groups"), columns,
                            G_N_ELEMENTS (columns));
  for (guint choice = ATLAS_OUT_COHORT; choice < ATLAS_OUT_N_CHOICES; choice++)
    {
      g_autofree char *number = g_strdup_printf ("%u", atlas_out_choice_count (list, choice));
      const char *cells[] = { atlas_out_choice_label (choice), number };

      atlas_document_add_row (document, cells);
    }
}

static void
add_children (AtlasDocument          *document,
              const AtlasOutOfSchool *list,
              guint                   choice)
{
  const AtlasColumn columns[] = {
    { _("Referral"), FALSE }, { _("Year"), FALSE }, { _("Town"), FALSE }, { _("School"), FALSE },
    { _("Since"), FALSE }, { _("Reasons"), FALSE },
  };

  atlas_document_add_table (document, atlas_out_choice_label (choice), columns,
                            G_N_ELEMENTS (columns));
  for (guint i = 0; i < list->rows->len; i++)
    {
      const AtlasOutRow *row = g_ptr_array_index (list->rows, i);
      g_autofree char *year = atlas_words_year_group (row->year_group);
      g_autofree char *since = row->since != ATLAS_DATE_NONE
                               ? atlas_date_format_long (row->since) : g_strdup (_("Not known"));
      g_autofree char *reasons = atlas_out_word_reasons (list, row);
      const char *cells[] = {
        row->reference != NULL ? row->reference : "–", year, row->town != NULL ? row->town : "–",
        row->school != NULL ? row->school : "–", since, reasons,
      };

      if (atlas_out_choice_has (choice, row))
        atlas_document_add_row (document, cells);
    }
}

/**
 * atlas_out_to_document:
 * @list: children who are not in full-time education
 * @choice: which of them
 * @scope_name: (nullable): of which part of the county
 * @is_demonstration: whether the county is the demonstration
 *
 * Writes the list with references and no names, and how many there are of each group.
 *
 * Source: requirements T054 and T116.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_out_to_document (const AtlasOutOfSchool *list,
                       guint                   choice,
                       const char             *scope_name,
                       gboolean                is_demonstration)
{
  AtlasDocument *document = atlas_paper_new (_("Children not in full-time education"), list->on,
                                             is_demonstration);
  g_autofree char *count = atlas_out_word_count (list->rows->len);
  g_autofree char *on_register = atlas_out_word_register (list);
  g_autofree char *source = g_strdup_printf (_("Source: %s."), ATLAS_REGISTER_SOURCE);

  atlas_document_set_landscape (document, TRUE);
  if (scope_name != NULL)
    atlas_document_add_heading (document, scope_name);
  atlas_document_add_paragraph (document, count);
  if (list->rows->len == 0)
    return document;

  add_sums (document, list);
  add_children (document, list, choice);
  atlas_document_add_paragraph (document, _("A child in alternative provision is counted whatever "
                                            "the hours, as the county’s strategy counts."));
  atlas_document_add_paragraph (document, on_register);
  atlas_document_add_paragraph (document, source);

  return document;
}
