/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync.h"

#include <string.h>

#include "base/atlas-error.h"
#include "sync/atlas-sync-engine.h"
#include "sync/atlas-sync-wipe.h"

/**
 * atlas_sync_read_server:
 * @text: what a person typed: an address, with or without `https://`
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_INVALID when it is no address, or one without encryption.
 *
 * Returns: (transfer full): `https://host:port`
 */
char *
atlas_sync_read_server (const char *text,
                        GError    **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *whole = NULL;
  g_autoptr(GUri) uri = NULL;

  whole = strstr (stripped, "://") != NULL ? g_strdup (stripped)
                                           : g_strconcat ("https://", stripped, NULL);
  uri = g_uri_parse (whole, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "“%s” is not the address of a server, such as https://atlas.example.gov.uk",
                   stripped);
      return NULL;
    }

  return g_uri_join (G_URI_FLAGS_NONE, "https", NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     "", NULL, NULL);
}

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
    "cursor-too-old", "wrong-offset", "wrong-file", "too-large", "client-too-old", "not-found",
    "other-county", "lease-ended", "store",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == ATLAS_SYNC_PROBLEM_STORE + 1);
  return names[problem];
}

static void
add_report (AtlasSyncReport       *sum,
            const AtlasSyncReport *more)
{
  AtlasSyncReport before = *sum;

  *sum = *more;
  sum->n_pushed += before.n_pushed;
  sum->push.n_applied += before.push.n_applied;
  sum->push.n_merged += before.push.n_merged;
  sum->push.n_parked += before.push.n_parked;
  sum->pull.n_put += before.pull.n_put;
  sum->pull.n_removed += before.pull.n_removed;
  sum->n_files += before.n_files;
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
 * Sends what is unsent and gets what is new, once, documents and all, on the calling thread, which
 * waits.
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
  AtlasSyncReport part;
  gboolean done;

  memset (report, 0, sizeof *report);
  engine = atlas_sync_engine_open (folder, folder, error);
  if (engine == NULL)
    {
      report->problem = atlas_sync_engine_open_problem (error != NULL ? *error : NULL);
      return FALSE;
    }

  atlas_sync_engine_set_progress (engine, progress, data);
  do
    {
      done = atlas_sync_engine_run (engine, &part, cancellable, &fault);
      add_report (report, &part);
    }
  while (done && part.has_more_files);

  if (done)
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

/**
 * atlas_sync_state_of_problem:
 * @problem: why sync is not up to date, or none
 *
 * Returns: what that makes of sync
 */
AtlasSyncState
atlas_sync_state_of_problem (AtlasSyncProblem problem)
{
  switch (problem)
    {
    case ATLAS_SYNC_PROBLEM_NONE:
      return ATLAS_SYNC_UP_TO_DATE;

    case ATLAS_SYNC_PROBLEM_NO_ANSWER:
    case ATLAS_SYNC_PROBLEM_UNTRUSTED:
    case ATLAS_SYNC_PROBLEM_PROXY:
    case ATLAS_SYNC_PROBLEM_NOT_A_SERVER:
    case ATLAS_SYNC_PROBLEM_BUSY:
    case ATLAS_SYNC_PROBLEM_FAULT:
      return ATLAS_SYNC_UNREACHABLE;

    case ATLAS_SYNC_PROBLEM_SIGN_IN:
    case ATLAS_SYNC_PROBLEM_LOCKED:
    case ATLAS_SYNC_PROBLEM_CLONED:
    case ATLAS_SYNC_PROBLEM_GAP:
    case ATLAS_SYNC_PROBLEM_LEASE_ENDED:
      return ATLAS_SYNC_SIGNED_OUT;

    case ATLAS_SYNC_PROBLEM_WIPE:
      return ATLAS_SYNC_WIPED;

    case ATLAS_SYNC_PROBLEM_MALFORMED:
    case ATLAS_SYNC_PROBLEM_UNREADABLE:
    case ATLAS_SYNC_PROBLEM_NOT_ALLOWED:
    case ATLAS_SYNC_PROBLEM_EPOCH_CHANGED:
    case ATLAS_SYNC_PROBLEM_CURSOR_TOO_OLD:
    case ATLAS_SYNC_PROBLEM_WRONG_OFFSET:
    case ATLAS_SYNC_PROBLEM_WRONG_FILE:
    case ATLAS_SYNC_PROBLEM_TOO_LARGE:
    case ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD:
    case ATLAS_SYNC_PROBLEM_NOT_FOUND:
    case ATLAS_SYNC_PROBLEM_OTHER_COUNTY:
    case ATLAS_SYNC_PROBLEM_STORE:
    default:
      return ATLAS_SYNC_STOPPED;
    }
}
