/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * store/ keeps a county's records in one SQLite file: tables made from the descriptions, search,
 * history, what has not been sent, and the case files that rules read.
 * It may touch base/, records/, calendar/ and rules/, and files in its own folder.
 * Data come in as change sets (or as whole records from a pack or a server) and go out as
 * AtlasRecords; a change set is one transaction over tables, search, history and outbox.
 * An AtlasStore belongs to the thread that opened it; AtlasStoreService gives it threads.
 * Rules: storage and server design, 3; protocol, 5 and 6.
 */
#pragma once

#include "records/atlas-change-set.h"
#include "records/atlas-records.h"
#include "store/atlas-db.h"
#include "store/atlas-query.h"

G_BEGIN_DECLS

#define ATLAS_STORE_FILE "atlas.db"
/* While it is in a folder, what else is there is being removed. */
#define ATLAS_STORE_WIPE_FILE "wipe.json"

typedef struct _AtlasStore AtlasStore;

/**
 * AtlasStoreFlags:
 * @ATLAS_STORE_CREATE: make the store when the folder has none
 * @ATLAS_STORE_READ_ONLY: read only, for a second connection
 * @ATLAS_STORE_BULK: for making a store that can be made again: commits do not wait for the disk
 * @ATLAS_STORE_SIGNING_IN: also after its lease has ended, only so that its user can sign in
 *
 * How to open a store.
 */
typedef enum {
  ATLAS_STORE_DEFAULT   = 0,
  ATLAS_STORE_CREATE    = 1 << 0,
  ATLAS_STORE_READ_ONLY = 1 << 1,
  ATLAS_STORE_BULK      = 1 << 2,
  ATLAS_STORE_SIGNING_IN = 1 << 3,
} AtlasStoreFlags;

AtlasStore  *atlas_store_open          (const char       *folder,
                                        AtlasStoreFlags   flags,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     atlas_store_exists        (const char       *folder);
void         atlas_store_close         (AtlasStore       *self);
AtlasDb     *atlas_store_get_db        (AtlasStore       *self);
const char  *atlas_store_get_folder    (AtlasStore       *self);

/* Facts about the store itself. */
char        *atlas_store_get_meta      (AtlasStore       *self,
                                        const char       *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean     atlas_store_set_meta      (AtlasStore       *self,
                                        const char       *key,
                                        const char       *value,
                                        GError          **error);
gboolean     atlas_store_is_demonstration (AtlasStore    *self);
AtlasDate    atlas_store_get_day       (AtlasStore       *self,
                                        AtlasDate         today);
char        *atlas_store_next_reference (AtlasStore      *self,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reading. */
AtlasRecord *atlas_store_get           (AtlasStore       *self,
                                        const char       *type,
                                        const char       *id,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasRecord *atlas_store_get_by_key    (AtlasStore       *self,
                                        const char       *type,
                                        const char       *key,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *atlas_store_list          (AtlasStore       *self,
                                        AtlasQuery       *query,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     atlas_store_count         (AtlasStore       *self,
                                        AtlasQuery       *query,
                                        gint64           *count,
                                        GError          **error);
char        *atlas_store_name_user     (AtlasStore       *self,
                                        const char       *by) G_GNUC_WARN_UNUSED_RESULT;
GStrv        atlas_store_get_scopes    (AtlasStore       *self,
                                        AtlasRecord      *record) G_GNUC_WARN_UNUSED_RESULT;

/* Writing. */
gboolean     atlas_store_apply         (AtlasStore       *self,
                                        AtlasChangeSet   *set,
                                        GError          **error);
gboolean     atlas_store_load          (AtlasStore       *self,
                                        GPtrArray        *records,
                                        GError          **error);
gboolean     atlas_store_rebuild_search (AtlasStore      *self,
                                        GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStore, atlas_store_close)

G_END_DECLS
