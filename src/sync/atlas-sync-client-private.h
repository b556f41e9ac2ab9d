/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "sync/atlas-sync-client.h"

G_BEGIN_DECLS

/**
 * AtlasFilePart:
 * @piece: (nullable): what is sent
 * @offset: where it begins
 * @length: of what is to be got, or 0
 * @is_last: whether nothing comes after @piece
 *
 * What a request about a file says besides its path.
 */
typedef struct {
  GBytes  *piece;
  gint64   offset;
  gint64   length;
  gboolean is_last;
} AtlasFilePart;

/* Asks about a file: `HEAD`, `PATCH` or `GET` of its SHA-256, and which part of it. */
gboolean atlas_sync_client_call_for_file (AtlasSyncClient     *self,
                                          const char          *method,
                                          const char          *name,
                                          const AtlasFilePart *part,
                                          AtlasSyncAnswer     *answer,
                                          GCancellable        *cancellable,
                                          GError             **error);

gboolean atlas_sync_client_read_file     (const char          *server,
                                          GBytes              *bytes,
                                          AtlasSyncAnswer     *answer,
                                          GError             **error);
void     atlas_file_part_add             (const AtlasFilePart *self,
                                          SoupMessage         *message);

G_END_DECLS
