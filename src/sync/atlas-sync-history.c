/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When the server can no longer say what is new, the county is got from nothing: because the server
 * was restored from a backup, and has another history now, or because this laptop was away for too
 * long. It is got beside the store in use, which is shown meanwhile and then made the same in one
 * step. A restored server first gets again what it had said was done and knows no more of.
 */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-engine-private.h"

#include <string.h>

#include "base/atlas-error.h"

/* There while the server is known to have been restored and the store is not yet its own again. */
#define RESTORED_KEY "server_restored"

/* The numbers of the sets tell what the server misses. Gives its history. */
static char *
send_again (AtlasSyncEngine *self,
            AtlasSyncReport *report,
            GCancellable    *cancellable,
            GError         **error)
{
  g_auto(AtlasSyncAnswer) answer = { 0 };
  gint64 last_n;

  if (self->may_only_pull)
    {
      atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD, 0);
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                           "This program must be updated before it can send again what the restored"
                           " server misses");
      return NULL;
    }
  if (!atlas_sync_client_get_self (self->client, &answer, cancellable, error))
    {
      atlas_sync_report_note (report, answer.problem, answer.retry_after_s);
      return NULL;
    }

  last_n = atlas_json_integer (answer.body, "last_n", -1);
  if (last_n < 0 || answer.epoch == NULL)
    {
      atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_UNREADABLE, 0);
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                           "The server did not say how much of this laptop's work it knows");
      return NULL;
    }

  if (!atlas_sync_engine_push (self, last_n + 1, report, cancellable, error))
    return NULL;

  return g_steal_pointer (&answer.epoch);
}

static char *
fresh_folder (AtlasSyncEngine *self)
{
  return atlas_store_sync_anew_folder (atlas_store_get_folder (self->store));
}

/**
 * atlas_sync_engine_is_restored:
 * @self: an engine
 *
 * Returns: whether the server was restored from a backup and this laptop has not yet sent it all
 *   that it misses and got the county anew; also when there has been no contact since
 */
gboolean
atlas_sync_engine_is_restored (AtlasSyncEngine *self)
{
  g_autofree char *mark = atlas_store_get_meta (self->store, RESTORED_KEY);

  return mark != NULL;
}

/* It is only for people: what has to be done shows anew at each contact. */
static void
mark_restored (AtlasSyncEngine *self,
               gboolean         is_restored)
{
  g_autoptr(GError) fault = NULL;

  if (atlas_sync_engine_is_restored (self) != is_restored &&
      !atlas_store_set_meta (self->store, RESTORED_KEY, is_restored ? "true" : NULL, &fault))
    g_info ("Noting that the server was restored: %s", fault->message);
}

static gboolean
drop_fresh (AtlasSyncEngine *self,
            GError         **error)
{
  g_autofree char *folder = fresh_folder (self);

  return !g_file_test (folder, G_FILE_TEST_IS_DIR) || atlas_store_sync_drop (folder, error);
}

/**
 * atlas_sync_engine_drop_anew:
 * @self: an engine whose store is the server's
 * @error: return location for an error
 *
 * Throws away what was got from nothing, if there is anything.
 *
 * Returns: whether there is nothing now
 */
gboolean
atlas_sync_engine_drop_anew (AtlasSyncEngine *self,
                             GError         **error)
{
  mark_restored (self, FALSE);
  return drop_fresh (self, error);
}

/* What an earlier try brought of the same history is not got again. */
static AtlasStore *
open_fresh (AtlasSyncEngine *self,
            const char      *epoch,
            GError         **error)
{
  g_autofree char *folder = fresh_folder (self);
  g_autofree char *known = NULL;
  g_autoptr(AtlasStore) fresh = NULL;

  if (atlas_store_exists (folder))
    fresh = atlas_store_open (folder, ATLAS_STORE_BULK, NULL);
  if (fresh != NULL)
    known = atlas_store_get_meta (fresh, "epoch");
  if (known != NULL && strcmp (known, epoch) == 0)
    return g_steal_pointer (&fresh);

  g_clear_pointer (&fresh, atlas_store_close);
  if (!atlas_store_sync_drop (folder, error))
    return NULL;

  fresh = atlas_store_open (folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, error);
  if (fresh == NULL || !atlas_store_set_meta (fresh, "epoch", epoch, error))
    return NULL;

  return g_steal_pointer (&fresh);
}

static gboolean
load_and_adopt (AtlasSyncEngine *self,
                AtlasStore      *fresh,
                AtlasSyncReport *report,
                GCancellable    *cancellable,
                GError         **error)
{
  /* The same connection to the server, and another store. */
  AtlasSyncEngine loader = *self;
  AtlasSyncReport loaded;
  gboolean is_other_history = self->must_get_anew == ATLAS_SYNC_PROBLEM_EPOCH_CHANGED;

  loader.store = fresh;
  if (!atlas_sync_engine_load (&loader, &loaded, cancellable, error))
    {
      atlas_sync_report_note (report, loaded.problem, loaded.retry_after_s);
      return FALSE;
    }
  if (!atlas_store_sync_adopt (self->store, fresh, is_other_history, &report->pull, error))
    {
      atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_STORE, 0);
      return FALSE;
    }

  g_info ("The county was got anew from its server; %u records differed",
          report->pull.n_put + report->pull.n_removed);
  return atlas_sync_engine_note_time (self, TRUE, error);
}

static gboolean
get_anew (AtlasSyncEngine *self,
          AtlasSyncReport *report,
          GCancellable    *cancellable,
          GError         **error)
{
  g_autofree char *epoch = NULL;
  g_autoptr(AtlasStore) fresh = NULL;
  gboolean is_done;

  epoch = self->must_get_anew == ATLAS_SYNC_PROBLEM_EPOCH_CHANGED
          ? send_again (self, report, cancellable, error)
          : atlas_store_get_meta (self->store, "epoch");
  if (epoch == NULL)
    return FALSE;

  fresh = open_fresh (self, epoch, error);
  if (fresh == NULL)
    {
      atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_STORE, 0);
      return FALSE;
    }

  is_done = load_and_adopt (self, fresh, report, cancellable, error);
  g_clear_pointer (&fresh, atlas_store_close);

  /* A copy that turned out to be no good is not gone on with either. */
  if (is_done)
    return atlas_sync_engine_drop_anew (self, error);
  if (report->problem == ATLAS_SYNC_PROBLEM_STORE)
    drop_fresh (self, NULL);

  return FALSE;
}

/**
 * atlas_sync_engine_get_anew:
 * @self: an engine that must get the county anew
 * @report: (inout): counted up
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Sends a restored server what it misses, each set as it was, then gets the whole county and makes
 * the store the same. Broken off at any moment, it goes on where it was when it is called again.
 *
 * Errors: as atlas_sync_engine_run(); %ATLAS_ERROR_SIGNED_OUT when the restored server does not
 * know this device, which then enrols again.
 *
 * Source: protocol, sections 7 and 9.
 *
 * Returns: whether the store is the server's again
 */
gboolean
atlas_sync_engine_get_anew (AtlasSyncEngine *self,
                            AtlasSyncReport *report,
                            GCancellable    *cancellable,
                            GError         **error)
{
  gboolean is_done;

  /* A restored server is sent everything again, whatever stood in the way of the first try. */
  if (self->must_get_anew == ATLAS_SYNC_PROBLEM_EPOCH_CHANGED)
    {
      report->problem = ATLAS_SYNC_PROBLEM_NONE;
      mark_restored (self, TRUE);
    }
  self->is_catching_up = TRUE;
  atlas_sync_engine_tell (self, ATLAS_SYNC_CATCHING_UP, 0, 0);
  is_done = get_anew (self, report, cancellable, error);
  self->is_catching_up = FALSE;

  return is_done;
}
