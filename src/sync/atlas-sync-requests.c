/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of the server now and then: to compare, to repair, about this device. */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-client-private.h"

#include <string.h>

/**
 * atlas_sync_client_reconcile:
 * @self: a client with secrets
 * @type: name of a record type
 * @at: how far in the server's order this laptop has come
 * @buckets: what it holds, as atlas_store_sync_buckets() gives it
 * @answer: (out caller-allocates): what the server has where the two differ
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, section 7.
 *
 * Returns: whether the server compared
 */
gboolean
atlas_sync_client_reconcile (AtlasSyncClient *self,
                             const char      *type,
                             gint64           at,
                             json_t          *buckets,
                             AtlasSyncAnswer *answer,
                             GCancellable    *cancellable,
                             GError         **error)
{
  g_autoptr(json_t) body = json_pack ("{s:s, s:I, s:O}", "type", type, "at", (json_int_t) at,
                                      "buckets", buckets);

  return atlas_sync_client_call (self, NULL, "POST", "/v1/reconcile", body, answer, cancellable,
                                 error);
}

/**
 * atlas_sync_client_fetch:
 * @self: a client with secrets
 * @type: name of a record type
 * @ids: ids of at most 200 records
 * @answer: (out caller-allocates): those of them that this user may see
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, section 7.
 *
 * Returns: whether the server sent them
 */
gboolean
atlas_sync_client_fetch (AtlasSyncClient *self,
                         const char      *type,
                         json_t          *ids,
                         AtlasSyncAnswer *answer,
                         GCancellable    *cancellable,
                         GError         **error)
{
  g_autoptr(json_t) body = json_pack ("{s:s, s:O}", "type", type, "ids", ids);

  return atlas_sync_client_call (self, NULL, "POST", "/v1/fetch", body, answer, cancellable, error);
}

/**
 * atlas_sync_client_get_self:
 * @self: a client with secrets
 * @answer: (out caller-allocates): what the server knows of this device
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, section 4.
 *
 * Returns: whether the server knows it
 */
gboolean
atlas_sync_client_get_self (AtlasSyncClient *self,
                            AtlasSyncAnswer *answer,
                            GCancellable    *cancellable,
                            GError         **error)
{
  return atlas_sync_client_call (self, NULL, "GET", "/v1/devices/self", NULL, answer, cancellable,
                                 error);
}

/**
 * atlas_sync_client_list_devices:
 * @self: a client with secrets
 * @answer: (out caller-allocates): the devices with which this user has signed in
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: docs/server.md, “Lock and wipe”.
 *
 * Returns: whether the server lists them
 */
gboolean
atlas_sync_client_list_devices (AtlasSyncClient *self,
                                AtlasSyncAnswer *answer,
                                GCancellable    *cancellable,
                                GError         **error)
{
  return atlas_sync_client_call (self, NULL, "GET", "/v1/devices", NULL, answer, cancellable,
                                 error);
}

/**
 * atlas_sync_client_lock_device:
 * @self: a client with secrets
 * @device: id of another device of the same user
 * @answer: (out caller-allocates): the state that it is in now
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: docs/server.md, “Lock and wipe”.
 *
 * Returns: whether it can do nothing from now on
 */
gboolean
atlas_sync_client_lock_device (AtlasSyncClient *self,
                               const char      *device,
                               AtlasSyncAnswer *answer,
                               GCancellable    *cancellable,
                               GError         **error)
{
  g_autoptr(json_t) body = json_pack ("{s:s}", "device", device);

  return atlas_sync_client_call (self, NULL, "POST", "/v1/devices/lock", body, answer, cancellable,
                                 error);
}

/**
 * atlas_sync_client_tell_wiped:
 * @self: a client, with secrets or without
 * @wipe_token: what the server gave with the order
 * @answer: (out caller-allocates): nothing
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, section 11.
 *
 * Returns: whether the server knows it now
 */
gboolean
atlas_sync_client_tell_wiped (AtlasSyncClient *self,
                              const char      *wipe_token,
                              AtlasSyncAnswer *answer,
                              GCancellable    *cancellable,
                              GError         **error)
{
  g_autoptr(json_t) body = json_pack ("{s:s}", "wipe_token", wipe_token);

  memset (answer, 0, sizeof *answer);
  return atlas_sync_client_send_open (self, "POST", "/v1/devices/self/wiped", body, answer,
                                      cancellable, error);
}
