/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasSecrets:
 * @device: id of the device that they belong to
 * @private_key: Ed25519 secret key, base64
 * @refresh_token: gets the next access token, together with a signature
 * @access_token: (nullable): for requests
 * @expires_ms: when the access token ends, Unix time in milliseconds by this laptop's clock
 *
 * What lets this laptop speak to the server.
 */
typedef struct {
  char  *device;
  char  *private_key;
  char  *refresh_token;
  char  *access_token;
  gint64 expires_ms;
} AtlasSecrets;

/**
 * AtlasProxyLogin:
 * @user: name of an account at the network's proxy
 * @password: its password
 *
 * What opens a proxy that lets nobody through unknown.
 */
typedef struct {
  char *user;
  char *password;
} AtlasProxyLogin;

AtlasSecrets *atlas_secrets_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_secrets_free     (AtlasSecrets  *self);
AtlasSecrets *atlas_secrets_load     (const char    *folder,
                                      const char    *device,
                                      GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      atlas_secrets_save     (AtlasSecrets  *self,
                                      const char    *folder,
                                      GError       **error);

char         *atlas_secrets_make_key (AtlasSecrets  *self) G_GNUC_WARN_UNUSED_RESULT;
char         *atlas_secrets_sign     (AtlasSecrets  *self,
                                      const char    *text,
                                      GError       **error) G_GNUC_WARN_UNUSED_RESULT;

AtlasProxyLogin *atlas_proxy_login_new  (const char    *user,
                                         const char    *password) G_GNUC_WARN_UNUSED_RESULT;
void             atlas_proxy_login_free (AtlasProxyLogin *self);
AtlasProxyLogin *atlas_proxy_login_load (const char    *folder) G_GNUC_WARN_UNUSED_RESULT;
gboolean         atlas_proxy_login_save (const AtlasProxyLogin *self,
                                         const char    *folder,
                                         GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSecrets, atlas_secrets_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasProxyLogin, atlas_proxy_login_free)

G_END_DECLS
