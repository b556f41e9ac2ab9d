/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "sync/atlas-secrets.h"
#include "sync/atlas-sync-state.h"

G_BEGIN_DECLS

/**
 * AtlasConnectionSight:
 * @problem: what stands between this laptop and the server, %ATLAS_SYNC_PROBLEM_NONE for nothing
 * @server: address of the server
 * @issuer: (nullable): what who signed the certificate that was shown calls itself
 * @detail: (nullable): what a technician would want to read
 *
 * How a server looks from here.
 */
typedef struct {
  AtlasSyncProblem problem;
  char            *server;
  char            *issuer;
  char            *detail;
} AtlasConnectionSight;

gboolean atlas_connection_look      (const char            *folder,
                                     AtlasConnectionSight  *sight,
                                     GCancellable          *cancellable,
                                     GError               **error);
gboolean atlas_connection_trust     (const char            *folder,
                                     const char            *ca_pem,
                                     const char            *fingerprint,
                                     GCancellable          *cancellable,
                                     GError               **error);
gboolean atlas_connection_set_proxy (const char            *folder,
                                     const AtlasProxyLogin *login,
                                     GCancellable          *cancellable,
                                     GError               **error);
void     atlas_connection_sight_clear (AtlasConnectionSight *sight);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasConnectionSight, atlas_connection_sight_clear)

G_END_DECLS
