/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sync/ speaks to the county's server: enrols, pushes what was done here, pulls what others did.
 * It may touch base/, records/ and store/, the network, and the keys in the data folder.
 * Change sets go from the outbox to the server; rounds come back into the store; it knows no view.
 * Everything here waits, so it runs on a thread of its own: AtlasSyncService gives it one.
 * Rules: protocol, sections 1 to 9, 11, 12 and 13.
 */
#pragma once

#include <gio/gio.h>

#include "store/atlas-store-sync.h"
#include "sync/atlas-sync-state.h"

G_BEGIN_DECLS

/**
 * AtlasSyncEngine:
 *
 * Syncs one store with its server, run by run. It has a connection to the store of its own, belongs
 * to the thread that opened it, and keeps other programs from syncing the same store meanwhile.
 */
typedef struct _AtlasSyncEngine AtlasSyncEngine;

/**
 * AtlasSyncReport:
 * @n_pushed: change sets that the server answered
 * @push: what became of them
 * @pull: what came
 * @n_repaired: records that differed from the server's without a reason, and were put right
 * @problem: what stood in the way
 * @retry_after_s: how long the server asked to wait, 0 when it did not
 * @skew_ms: how far this laptop's clock is ahead of the server's
 * @n_files: documents that were sent or got
 * @has_more_files: there are more pieces of documents to be sent or got at once
 * @may_only_pull: the program is too old to send; what was done here is kept for the next one
 *
 * What a run of sync did.
 */
typedef struct {
  guint            n_pushed;
  AtlasPushCounts  push;
  AtlasPullCounts  pull;
  guint            n_repaired;
  AtlasSyncProblem problem;
  guint            retry_after_s;
  gint64           skew_ms;
  guint            n_files;
  gboolean         has_more_files;
  gboolean         may_only_pull;
} AtlasSyncReport;

/**
 * AtlasSyncProgress:
 * @state: sending or receiving
 * @done: sets or records gone through
 * @total: how many there are, 0 when not known
 * @data: the caller's
 *
 * Called on the thread that syncs.
 */
typedef void (*AtlasSyncProgress) (AtlasSyncState state,
                                   guint          done,
                                   guint          total,
                                   gpointer       data);

gboolean    atlas_sync_run_once   (const char        *folder,
                                   AtlasSyncProgress  progress,
                                   gpointer           data,
                                   AtlasSyncReport   *report,
                                   GCancellable      *cancellable,
                                   GError           **error);
GStrv       atlas_sync_compare    (const char        *folder,
                                   gint64            *head,
                                   GCancellable      *cancellable,
                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;
const char *atlas_sync_problem_name (AtlasSyncProblem problem);
AtlasSyncState atlas_sync_state_of_problem (AtlasSyncProblem problem);

G_END_DECLS
