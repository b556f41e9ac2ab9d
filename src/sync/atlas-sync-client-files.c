/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the client asks about files that records name. */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-client-private.h"

#include "base/atlas-error.h"

/**
 * atlas_sync_client_read_file:
 * @server: the server's address
 * @bytes: what came
 * @answer: (inout): gets it
 * @error: return location for an error
 *
 * Takes an answer about a file. It has no JSON in it; that it is a county's server is seen by its
 * epoch.
 *
 * Returns: whether the server did as asked
 */
gboolean
atlas_sync_client_read_file (const char      *server,
                             GBytes          *bytes,
                             AtlasSyncAnswer *answer,
                             GError         **error)
{
  if (answer->epoch == NULL)
    {
      answer->problem = ATLAS_SYNC_PROBLEM_NOT_A_SERVER;
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK,
                   "Calling %s: what answers is not a county's server (HTTP %u)", server,
                   answer->status);
      return FALSE;
    }
  if (answer->status == SOUP_STATUS_NOT_FOUND)
    {
      answer->problem = ATLAS_SYNC_PROBLEM_NOT_FOUND;
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                           "The server does not have the file");
      return FALSE;
    }

  answer->bytes = g_bytes_ref (bytes);
  return TRUE;
}

/**
 * atlas_file_part_add:
 * @self: which part of a file
 * @message: a request about it
 *
 * Has a request say what it is about.
 */
void
atlas_file_part_add (const AtlasFilePart *self,
                     SoupMessage         *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, self->offset);

  if (self->length > 0)
    soup_message_headers_set_range (headers, self->offset, self->offset + self->length - 1);
  if (self->piece == NULL)
    return;

  soup_message_headers_append (headers, "Upload-Offset", offset);
  soup_message_headers_append (headers, "Upload-Complete", self->is_last ? "?1" : "?0");
  soup_message_set_request_body_from_bytes (message, "application/octet-stream", self->piece);
}

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
