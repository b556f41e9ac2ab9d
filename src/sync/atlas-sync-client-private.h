/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the client share. */
#pragma once

#include <libsoup/soup.h>

#include "sync/atlas-sync-client.h"

G_BEGIN_DECLS

/* @session may be NULL, for the one whose requests the server answers at once. */
gboolean atlas_sync_client_call      (AtlasSyncClient *self,
                                      SoupSession     *session,
                                      const char      *method,
                                      const char      *path,
                                      json_t          *body,
                                      AtlasSyncAnswer *answer,
                                      GCancellable    *cancellable,
                                      GError         **error);
gboolean atlas_sync_client_send_open (AtlasSyncClient *self,
                                      const char      *method,
                                      const char      *path,
                                      json_t          *body,
                                      AtlasSyncAnswer *answer,
                                      GCancellable    *cancellable,
                                      GError         **error);

G_END_DECLS
