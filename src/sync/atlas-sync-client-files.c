/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the client asks about files that records name. */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-client-private.h"

/**
 * atlas_sync_client_find_blob:
 * @self: a client with secrets
 * @name: a file's SHA-256
 * @answer: (out caller-allocates): how much of it the server has
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when it has none of it.
 *
 * Source: protocol, section 10.
 *
 * Returns: whether the server has any of it
 */
gboolean
atlas_sync_client_find_blob (AtlasSyncClient *self,
                             const char      *name,
                             AtlasSyncAnswer *answer,
                             GCancellable    *cancellable,
                             GError         **error)
{
  return atlas_sync_client_call_for_file (self, "HEAD", name, NULL, answer, cancellable, error);
}

/**
 * atlas_sync_client_send_blob:
 * @self: a client with secrets
 * @name: a file's SHA-256
 * @offset: how much of it the server has
 * @piece: what comes next
 * @is_last: whether nothing comes after it
 * @answer: (out caller-allocates): how much the server has then
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, section 10.
 *
 * Returns: whether the server took it
 */
gboolean
atlas_sync_client_send_blob (AtlasSyncClient *self,
                             const char      *name,
                             gint64           offset,
                             GBytes          *piece,
                             gboolean         is_last,
                             AtlasSyncAnswer *answer,
                             GCancellable    *cancellable,
                             GError         **error)
{
  const AtlasFilePart part = { piece, offset, 0, is_last };

  return atlas_sync_client_call_for_file (self, "PATCH", name, &part, answer, cancellable, error);
}

/**
 * atlas_sync_client_get_blob:
 * @self: a client with secrets
 * @name: a file's SHA-256
 * @offset: the first byte
 * @length: how many at most, 0 for the whole file
 * @answer: (out caller-allocates): the bytes
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when the server does not have it whole, or not for this user.
 *
 * Source: protocol, section 10.
 *
 * Returns: whether they came
 */
gboolean
atlas_sync_client_get_blob (AtlasSyncClient *self,
                            const char      *name,
                            gint64           offset,
                            gint64           length,
                            AtlasSyncAnswer *answer,
                            GCancellable    *cancellable,
                            GError         **error)
{
  const AtlasFilePart part = { NULL, offset, length, FALSE };

  return atlas_sync_client_call_for_file (self, "GET", name, &part, answer, cancellable, error);
}
