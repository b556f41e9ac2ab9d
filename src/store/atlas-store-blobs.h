/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-blob.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasFileState:
 * @ATLAS_FILE_ELSEWHERE: its bytes are not on this laptop
 * @ATLAS_FILE_ASKED: somebody here wants them; they come with the next sync
 * @ATLAS_FILE_UNSENT: they are here, and the server does not have them yet
 * @ATLAS_FILE_HERE: they are here
 *
 * Where the bytes of a file are.
 */
typedef enum {
  ATLAS_FILE_ELSEWHERE,
  ATLAS_FILE_ASKED,
  ATLAS_FILE_UNSENT,
  ATLAS_FILE_HERE,
} AtlasFileState;

/**
 * AtlasFileWork:
 * @name: its SHA-256
 * @size: how many bytes it has
 * @received: how many of them are here
 *
 * A file that is to be sent, or to be got.
 */
typedef struct {
  char  *name;
  gint64 size;
  gint64 received;
} AtlasFileWork;

gboolean   atlas_store_apply_with_file  (AtlasStore      *self,
                                         AtlasChangeSet  *set,
                                         GBytes          *file,
                                         GError         **error);
gboolean   atlas_store_load_files       (AtlasStore      *self,
                                         GPtrArray       *files,
                                         GError         **error);
char      *atlas_store_name_file        (GBytes          *file) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_store_file_state       (AtlasStore      *self,
                                         const char      *name,
                                         AtlasFileState  *state,
                                         GError         **error);
GBytes    *atlas_store_read_file        (AtlasStore      *self,
                                         const char      *name,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_store_ask_for_file     (AtlasStore      *self,
                                         const AtlasBlob *blob,
                                         GError         **error);

/* For sync. */
gboolean   atlas_store_files_next_unsent (AtlasStore     *self,
                                         const char      *after,
                                         AtlasFileWork  **work,
                                         GError         **error);
gboolean   atlas_store_files_next_missing (AtlasStore    *self,
                                         const char      *after,
                                         AtlasFileWork  **work,
                                         GError         **error);
GBytes    *atlas_store_files_piece      (AtlasStore      *self,
                                         const char      *name,
                                         gint64           nth,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_store_files_append     (AtlasStore      *self,
                                         AtlasFileWork   *work,
                                         GBytes          *piece,
                                         GError         **error);
gboolean   atlas_store_files_mark_sent  (AtlasStore      *self,
                                         const char      *name,
                                         GError         **error);
gboolean   atlas_store_files_unmark     (AtlasStore      *self,
                                         GError         **error);
gboolean   atlas_store_files_purge      (AtlasStore      *self,
                                         GError         **error);

void       atlas_file_work_free         (AtlasFileWork   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFileWork, atlas_file_work_free)

G_END_DECLS
