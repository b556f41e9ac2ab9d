/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync.h"

#include <string.h>

#include "base/atlas-error.h"
#include "sync/atlas-sync-engine.h"

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
    "other-county", "store",
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
  AtlasSyncReport part;
  gboolean done;

  memset (report, 0, sizeof *report);
  engine = atlas_sync_engine_open (folder, folder, error);
  if (engine == NULL)
    {
      report->problem = ATLAS_SYNC_PROBLEM_STORE;
      return FALSE;
    }

  atlas_sync_engine_set_progress (engine, progress, data);
  do
    {
      done = atlas_sync_engine_run (engine, &part, cancellable, error);
      add_report (report, &part);
    }
  while (done && part.has_more_files);

  return done;
}
