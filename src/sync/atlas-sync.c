/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync.h"

#include <string.h>

#include "base/atlas-error.h"
#include "sync/atlas-sync-engine.h"
#include "sync/atlas-sync-wipe.h"

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
    "none", "no-answer", "untrusted", "not-a-server", "busy", "fault", "malformed", "unreadable",
    "sign-in", "not-allowed", "locked", "wipe", "cloned", "gap", "epoch-changed", "cursor-too-old",
    "too-large", "client-too-old", "not-found", "other-county",
    "lease-ended", "store",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == ATLAS_SYNC_PROBLEM_STORE + 1);
  return names[problem];
}

/**
 * atlas_sync_engine_open_problem:
 * @error: (nullable): why an engine could not be opened
 *
 * Returns: what that is to who waits for sync
 */
AtlasSyncProblem
atlas_sync_engine_open_problem (const GError *error)
{
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_LEASE_ENDED))
    return ATLAS_SYNC_PROBLEM_LEASE_ENDED;
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT))
    return ATLAS_SYNC_PROBLEM_SIGN_IN;
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_WIPED))
    return ATLAS_SYNC_PROBLEM_WIPE;
  return ATLAS_SYNC_PROBLEM_STORE;
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
 * %ATLAS_ERROR_BUSY when another program syncs it; those of atlas_sync_engine_run(). A laptop that
 * the county wants wiped is wiped then.
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
  g_autoptr(GError)          fault = NULL;

  memset (report, 0, sizeof *report);
  engine = atlas_sync_engine_open (folder, folder, error);
  if (engine == NULL)
    {
      report->problem = atlas_sync_engine_open_problem (error != NULL ? *error : NULL);
      return FALSE;
    }

  atlas_sync_engine_set_progress (engine, progress, data);
  if (atlas_sync_engine_run (engine, report, cancellable, &fault))
    return TRUE;
  if (report->problem == ATLAS_SYNC_PROBLEM_WIPE &&
      atlas_sync_wipe_begin (engine, cancellable, NULL))
    {
      g_clear_pointer (&engine, atlas_sync_engine_close);
      atlas_sync_wipe_go_on (folder, cancellable, NULL);
    }

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}
