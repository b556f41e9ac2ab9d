/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stores on this laptop: one county each, each in a folder of its own. */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasStoreEntry:
 * @folder: the data folder
 * @name: (nullable): the county's name, %NULL when the store cannot be read
 * @pack: (nullable): name of the county pack that it was made from, or that its server serves
 * @server: (nullable): address of the server that it has joined
 * @is_demonstration: whether everything in it is made up
 * @n_unsent: changes that a server has not received
 * @error: (nullable): why it cannot be read
 *
 * One store, as a list of them shows it.
 */
typedef struct {
  char    *folder;
  char    *name;
  char    *pack;
  char    *server;
  gboolean is_demonstration;
  guint    n_unsent;
  GError  *error;
} AtlasStoreEntry;

GPtrArray       *atlas_stores_list       (const char      *program_folder,
                                          const char      *also) G_GNUC_WARN_UNUSED_RESULT;
AtlasStoreEntry *atlas_stores_find       (GPtrArray       *entries,
                                          const char      *pack,
                                          gboolean         is_demonstration);
AtlasStoreEntry *atlas_stores_find_server (GPtrArray      *entries,
                                          const char      *server);
gboolean         atlas_stores_holds      (const char      *program_folder,
                                          const char      *folder);
char            *atlas_stores_new_folder (const char      *program_folder,
                                          const char      *name,
                                          gboolean         is_demonstration)
                                          G_GNUC_WARN_UNUSED_RESULT;
void             atlas_store_entry_free  (AtlasStoreEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStoreEntry, atlas_store_entry_free)

G_END_DECLS
