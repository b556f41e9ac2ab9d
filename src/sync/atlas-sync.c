/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync.h"

#include <string.h>

#include "sync/atlas-sync-engine.h"

/**
 * atlas_sync_problem_name:
 * @problem: a problem
 *
 * Returns: (transfer none): a word for logs and scripts
 */
const char *
atlas_sync_problem_name (AtlasSyncProblem problem)
{
  static const char * const names[] = {
    "none", "no-answer", "untrusted", "proxy", "not-a-server", "busy", "fault", "malformed",
    "unreadable", "sign-in", "not-allowed", "locked", "wipe", "cloned", "gap", "epoch-changed",
    "cursor-too-old", "too-large", "client-too-old", "not-found", "other-county", "store",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == ATLAS_SYNC_PROBLEM_STORE + 1);
  return names[problem];
}

/**
 * atlas_sync_run_once:
 * @folder: a data folder whose store has joined a server
 * @progress: (nullable) (scope call): told how far it is
 * @data: for @progress
 * @report: (out caller-allocates): what was done, also when something failed
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Sends what is unsent and gets what is new, once, on the calling thread, which waits.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when there is no store or it has joined no server;
 * %ATLAS_ERROR_BUSY when another program syncs it; those of atlas_sync_engine_run().
 *
 * Returns: whether all was done
 */
gboolean
atlas_sync_run_once (const char       *folder,
                     AtlasSyncProgress progress,
                     gpointer          data,
                     AtlasSyncReport  *report,
                     GCancellable     *cancellable,
                     GError          **error)
{
  g_autoptr(AtlasSyncEngine) engine = NULL;

  memset (report, 0, sizeof *report);
  engine = atlas_sync_engine_open (folder, folder, error);
  if (engine == NULL)
    {
      report->problem = ATLAS_SYNC_PROBLEM_STORE;
      return FALSE;
    }

  atlas_sync_engine_set_progress (engine, progress, data);
  return atlas_sync_engine_run (engine, report, cancellable, error);
}
