/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the engine share. */
#pragma once

#include "sync/atlas-sync-blobs.h"
#include "sync/atlas-sync-engine.h"

G_BEGIN_DECLS

typedef struct {
  guint page;
  guint push_sets;
  gsize push_bytes;
  guint wait_s;
} AtlasSyncLimits;

struct _AtlasSyncEngine
{
  AtlasStore       *store;
  char             *server;
  AtlasSyncClient  *client;
  AtlasSyncBlobs   *blobs;
  int               lock_fd;
  AtlasSyncLimits   limits;
  gboolean          has_checked;
  gboolean          may_only_pull;
  gboolean          is_catching_up;
  gboolean          must_verify;        /* the program that had the store before was killed */
  AtlasSyncProblem  must_get_anew;      /* why the county must be got from nothing, or none */
  gint64            noted_ms;
  AtlasSyncProgress progress;
  gpointer          progress_data;
};

/* atlas-sync-engine.c */
void     atlas_sync_engine_tell         (AtlasSyncEngine  *self,
                                         AtlasSyncState    state,
                                         guint             done,
                                         guint             total);
gboolean atlas_sync_engine_check_server (AtlasSyncEngine  *self,
                                         AtlasSyncReport  *report,
                                         GCancellable     *cancellable,
                                         GError          **error);
gboolean atlas_sync_engine_push         (AtlasSyncEngine  *self,
                                         gint64            from,
                                         AtlasSyncReport  *report,
                                         GCancellable     *cancellable,
                                         GError          **error);
json_t  *atlas_sync_engine_take_page    (AtlasSyncEngine  *self,
                                         AtlasSyncAnswer  *answer,
                                         const char       *cursor,
                                         AtlasSyncReport  *report,
                                         GError          **error);
gboolean atlas_sync_engine_get_round    (AtlasSyncEngine  *self,
                                         guint             wait_s,
                                         gboolean          verify,
                                         GPtrArray        *pages,
                                         AtlasSyncReport  *report,
                                         GCancellable     *cancellable,
                                         GError          **error);
gboolean atlas_sync_engine_note_time    (AtlasSyncEngine  *self,
                                         gboolean          has_news,
                                         GError          **error);
void     atlas_sync_engine_end_report   (AtlasSyncEngine  *self,
                                         AtlasSyncReport  *report);
gboolean atlas_sync_page_is_last        (json_t           *page);
void     atlas_sync_report_note         (AtlasSyncReport  *report,
                                         AtlasSyncProblem  problem,
                                         guint             retry_after_s);

/* atlas-sync-history.c */
gboolean atlas_sync_engine_get_anew     (AtlasSyncEngine  *self,
                                         AtlasSyncReport  *report,
                                         GCancellable     *cancellable,
                                         GError          **error);
gboolean atlas_sync_engine_drop_anew    (AtlasSyncEngine  *self,
                                         GError          **error);

/* atlas-sync-verify.c */
gboolean atlas_sync_engine_must_verify  (AtlasSyncEngine  *self);
gboolean atlas_sync_engine_verify       (AtlasSyncEngine  *self,
                                         json_t           *last,
                                         AtlasSyncReport  *report,
                                         GCancellable     *cancellable,
                                         GError          **error);

/* atlas-sync-notes.c */
json_t  *atlas_sync_notes_list          (AtlasStore       *store) G_GNUC_WARN_UNUSED_RESULT;
void     atlas_sync_notes_told          (AtlasStore       *store,
                                         json_t           *notes);
void     atlas_sync_notes_add_repairs   (AtlasStore       *store,
                                         guint             n_repairs);

G_END_DECLS
