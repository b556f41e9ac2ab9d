/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasAuthority:
 * @ca_pem: the authority's certificate
 * @ca_key_pem: its private key
 * @server_pem: the server's certificate, followed by the authority's
 * @server_key_pem: the server's private key
 * @fingerprint: SHA-256 of the authority's certificate (DER), lower-case hexadecimal
 *
 * A private certificate authority with the one server certificate that it has signed.
 */
typedef struct {
  char *ca_pem;
  char *ca_key_pem;
  char *server_pem;
  char *server_key_pem;
  char *fingerprint;
} AtlasAuthority;

AtlasAuthority *atlas_authority_new         (const char          *title,
                                             const char * const  *names,
                                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_authority_free        (AtlasAuthority      *self);
char           *atlas_authority_fingerprint (const char          *pem,
                                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gint64          atlas_authority_expiry      (const char          *pem,
                                             GError             **error);
GStrv           atlas_authority_names       (const char          *pem,
                                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        atlas_authority_renew       (AtlasAuthority      *self,
                                             const char * const  *names,
                                             GError             **error);
gboolean        atlas_authority_check_pair  (const char          *chain_pem,
                                             const char          *key_pem,
                                             GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasAuthority, atlas_authority_free)

G_END_DECLS
