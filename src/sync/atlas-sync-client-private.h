/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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

gboolean atlas_sync_client_call_for_file (AtlasSyncClient     *self,
                                          const char          *method,
                                          const char          *name,
                                          const AtlasFilePart *part,
                                          AtlasSyncAnswer     *answer,
                                          GCancellable        *cancellable,
                                          GError             **error);

G_END_DECLS
