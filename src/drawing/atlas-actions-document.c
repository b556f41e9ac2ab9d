/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions of a county's strategies, on paper and in a file. */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-actions-document.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"

static const char *
or_none (const char *text)
{
  return text != NULL ? text : "";
}

static void
add_row (AtlasDocument *document,
         AtlasAction   *action,
         AtlasDate      on)
{
  g_autofree char *due = atlas_action_word_due (action, on);
  const char *cells[] = {
    or_none (action->letter), action->text, or_none (action->owner), due,
    atlas_action_word_status (action->status), or_none (action->progress),
  };

  atlas_document_add_row (document, cells);
}

/* Each source once. */
static void
add_sources (AtlasDocument          *document,
             const AtlasActionGroup *group)
{
  g_autoptr(GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < group->actions->len; i++)
    {
      AtlasAction *action = g_ptr_array_index (group->actions, i);

      if (action->source != NULL && g_hash_table_add (said, action->source))
        atlas_paper_add_source (document, ATLAS_RECORD (action), action->source);
    }
}

static void
add_group (AtlasDocument          *document,
           const AtlasActionGroup *group,
           AtlasDate               on)
{
  const AtlasColumn columns[] = {
    { _("Letter"), FALSE }, { _("What is to be done"), FALSE }, { _("Owner"), FALSE },
    { _("Due"), FALSE }, { _("Status"), FALSE }, { _("Progress"), FALSE },
  };
  g_autofree char *title = atlas_action_word_group (group);

  atlas_document_add_table (document, title, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < group->actions->len; i++)
    add_row (document, g_ptr_array_index (group->actions, i), on);
  add_sources (document, group);
}

/**
 * atlas_actions_to_document:
 * @actions: the actions of a county's strategies
 * @is_demonstration: whether the county is the demonstration
 *
 * Writes the actions under their recommendations, with owner, date and status.
 *
 * Source: requirements T171.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_actions_to_document (AtlasActions *actions,
                           gboolean      is_demonstration)
{
  AtlasDocument *document = atlas_paper_new (_("Actions"), actions->on, is_demonstration);
  g_autofree char *sum = atlas_actions_word_sum (actions);

  atlas_document_set_landscape (document, TRUE);
  if (is_demonstration)
    atlas_document_set_mark (document, _("Demonstration county. What is to be done is a real "
                                         "source’s own."));
  if (actions->n_actions == 0)
    {
      atlas_document_add_paragraph (document, _("The county pack has no actions."));
      return document;
    }

  atlas_document_add_paragraph (document, sum);
  for (guint i = 0; i < actions->groups->len; i++)
    add_group (document, g_ptr_array_index (actions->groups, i), actions->on);

  return document;
}
