/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sync for as long as a county is open, and the end of a county that may not stay open. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-session-private.h"

#include "base/atlas-error.h"

/**
 * atlas_session_close_store:
 *
 * Does what is queued and closes the store; what syncs it goes on.
 */
void
atlas_session_close_store (AtlasSession *self)
{
  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      atlas_store_service_close (self->service);
    }
  g_clear_object (&self->service);
}

/* Why a county that is open may not stay so, or NULL. */
static GError *
find_end (const AtlasSyncFacts *facts)
{
  if (facts->state == ATLAS_SYNC_WIPED)
    return g_error_new_literal (ATLAS_ERROR, ATLAS_ERROR_WIPED,
                                "The county has had its records removed from this laptop");
  if (facts->problem == ATLAS_SYNC_PROBLEM_LEASE_ENDED)
    return g_error_new_literal (ATLAS_ERROR, ATLAS_ERROR_LEASE_ENDED,
                                facts->detail != NULL ? facts->detail : "The lease has ended");
  return NULL;
}

static void
facts_changed_cb (AtlasSession *self)
{
  GError *end = find_end (atlas_session_get_sync (self));

  if (end != NULL)
    {
      atlas_session_close_store (self);
      atlas_session_take_error (self, end);
    }
  g_signal_emit_by_name (self, "sync-changed");
}

/**
 * atlas_session_start_sync:
 * @stored_cb: called, swapped, when something has arrived
 */
void
atlas_session_start_sync (AtlasSession *self,
                          GCallback     stored_cb)
{
  if (self->sync != NULL)
    return;

  self->sync = atlas_sync_service_new (self->folder);
  g_signal_connect_object (self->sync, "facts-changed", G_CALLBACK (facts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "stored", stored_cb, self, G_CONNECT_SWAPPED);
  atlas_sync_service_start (self->sync);
  g_signal_emit_by_name (self, "sync-changed");
}

void
atlas_session_stop_sync (AtlasSession *self)
{
  if (self->sync == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->sync, self);
  atlas_sync_service_stop (self->sync);
  g_clear_object (&self->sync);
  self->n_unsent = 0;
}

/**
 * atlas_session_get_sync:
 *
 * Returns: (transfer none): where sync stands, until #AtlasSession::sync-changed
 */
const AtlasSyncFacts *
atlas_session_get_sync (AtlasSession *self)
{
  static const AtlasSyncFacts alone = { .state = ATLAS_SYNC_ALONE };

  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return self->sync != NULL ? atlas_sync_service_get_facts (self->sync) : &alone;
}

AtlasSyncService *
atlas_session_get_sync_service (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return self->sync;
}
