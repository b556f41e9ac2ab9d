/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/atlas-council.h"
#include "sync/atlas-sync.h"

G_BEGIN_DECLS

/**
 * AtlasJoinRequest:
 * @server: address of the server
 * @ca_pem: (nullable): certificate of the county's authority, or %ATLAS_PIN_SYSTEM
 * @fingerprint: (nullable): of that certificate, as a person types it, when @ca_pem is not at hand
 * @enrol_code: (nullable): the code that the administrator gave
 * @username: (nullable): instead of a code
 * @password: (nullable): with @username
 * @otp: (nullable): with @username, when the server asks for it
 * @proxy: (nullable): for a proxy that asks; %NULL for what the folder has kept
 * @browser: (nullable): instead of a code, to sign in at the council's
 * @device_name: (nullable): what this laptop is called on lists, or %NULL for the host's name
 *
 * What it takes to join a server.
 */
typedef struct {
  const char *server;
  const char *ca_pem;
  const char *fingerprint;
  const char *enrol_code;
  const char *username;
  const char *password;
  const char *otp;
  const AtlasProxyLogin *proxy;
  const AtlasBrowser *browser;
  const char *device_name;
} AtlasJoinRequest;

/**
 * AtlasServerSight:
 * @server: its address, put in order
 * @name: what it calls itself
 * @county: the county pack that it serves
 * @fingerprint: (nullable): of its authority, for comparing with paper; %NULL when the system
 *   vouches
 * @is_demonstration: whether everything on it is made up
 * @has_council_sign_in: whether people can sign in at the council's
 *
 * A server as anybody sees it, before anything is trusted or sent.
 */
typedef struct {
  char    *server;
  char    *name;
  char    *county;
  char    *fingerprint;
  gboolean is_demonstration;
  gboolean has_council_sign_in;
} AtlasServerSight;

gboolean atlas_join_look    (const char             *server,
                             gboolean                trusts_system,
                             const AtlasProxyLogin  *proxy,
                             AtlasServerSight       *sight,
                             GCancellable           *cancellable,
                             GError                **error);
gboolean atlas_join_look_again (const char          *folder,
                             AtlasServerSight       *sight,
                             GCancellable           *cancellable,
                             GError                **error);
gboolean atlas_join_has_joined (const char          *folder,
                             const char             *server);
gboolean atlas_join_begin   (const char             *folder,
                             const AtlasJoinRequest *request,
                             AtlasSyncProgress       progress,
                             gpointer                data,
                             GCancellable           *cancellable,
                             GError                **error);
gboolean atlas_join_finish  (const char             *folder,
                             char                  **kept_as,
                             GError                **error);
gboolean atlas_join_again   (const char             *folder,
                             const AtlasJoinRequest *request,
                             GCancellable           *cancellable,
                             GError                **error);
void     atlas_server_sight_clear (AtlasServerSight *sight);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasServerSight, atlas_server_sight_clear)

G_END_DECLS
