/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasHistoryEntry:
 * @k: its number, rising
 * @set_id: the change set
 * @made_at: when, RFC 3339
 * @label: what the user did
 * @by_name: (nullable): who
 * @origin: `local`, or `server` for what arrived
 * @ops: the operations
 * @is_undone: whether it has been undone since
 * @undoes: (nullable): the set that it undid
 *
 * One line of History.
 */
typedef struct {
  gint64   k;
  char    *set_id;
  char    *made_at;
  char    *label;
  char    *by_name;
  char    *origin;
  json_t  *ops;
  gboolean is_undone;
  char    *undoes;
} AtlasHistoryEntry;

void       atlas_history_entry_free (AtlasHistoryEntry *entry);
GPtrArray *atlas_store_list_history (AtlasStore        *self,
                                     const char        *type,
                                     const char        *id,
                                     guint              offset,
                                     guint              limit,
                                     GError           **error);
gboolean   atlas_store_undo         (AtlasStore        *self,
                                     const char        *set_id,
                                     char             **label,
                                     GError           **error);
gboolean   atlas_store_undo_all     (AtlasStore        *self,
                                     const char *const *set_ids,
                                     char             **label,
                                     GError           **error);
gboolean   atlas_store_redo         (AtlasStore        *self,
                                     char             **label,
                                     GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasHistoryEntry, atlas_history_entry_free)

G_END_DECLS
