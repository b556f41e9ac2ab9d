/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Until when the county may be opened without contact: asked for when there is some. */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-engine-private.h"

#include "base/atlas-date.h"
#include "store/atlas-store-lease.h"

#define MS_A_SECOND 1000
#define US_A_MS     1000
/* Rarely: every write makes those who show the store look at it again. */
#define EVERY_US    (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)

/**
 * atlas_sync_engine_renew_lease:
 * @self: an engine that the server has just answered
 * @cancellable: (nullable): a cancellable
 *
 * Asks once an hour until when the county may be opened. Without an answer the lease stays as it
 * was.
 */
void
atlas_sync_engine_renew_lease (AtlasSyncEngine *self,
                               GCancellable    *cancellable)
{
  g_auto(AtlasSyncAnswer) answer = { 0 };
  g_autoptr(GError)       fault = NULL;
  gint64 now_us = g_get_monotonic_time ();
  gint64 server_now_ms;
  gint64 until_ms = 0;

  if (self->renewed_us != 0 && now_us - self->renewed_us < EVERY_US)
    return;
  if (!atlas_sync_client_get_self (self->client, &answer, cancellable, NULL) ||
      !atlas_time_parse (atlas_json_string (answer.body, "lease_until"), &until_ms))
    return;

  self->renewed_us = now_us;
  self->passed_us = now_us;
  server_now_ms = g_get_real_time () / US_A_MS - atlas_sync_client_get_skew (self->client);
  if (!atlas_store_renew_lease (self->store, server_now_ms, until_ms, &fault))
    g_info ("Noting the lease: %s", fault->message);
}

/**
 * atlas_sync_engine_keep_lease:
 * @self: an engine
 * @error: return location for an error
 *
 * Notes once an hour how much time has passed, whatever the clock says, and looks whether the
 * county may still be open.
 *
 * Errors: %ATLAS_ERROR_LEASE_ENDED when it may not.
 *
 * Returns: whether it may
 */
gboolean
atlas_sync_engine_keep_lease (AtlasSyncEngine *self,
                              GError         **error)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->passed_us == 0 || now_us - self->passed_us >= EVERY_US)
    {
      gint64 elapsed_us = self->passed_us != 0 ? now_us - self->passed_us : 0;

      if (!atlas_store_pass_time (self->store, elapsed_us / US_A_MS, error))
        return FALSE;
      self->passed_us = now_us;
    }

  return atlas_store_check_lease (self->store, error);
}
