/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-backend.h"

G_BEGIN_DECLS

/**
 * AtlasOidc:
 * @issuer: address of the council's identity provider, as its tokens name it
 * @client_id: by which it knows this program
 * @ca_pem: (nullable): the authority of its certificate, when the system's would not do
 * @claim: what tells whose account it is: `sub`, `preferred_username` or `email`
 *
 * Where the council's people sign in.
 */
typedef struct {
  char *issuer;
  char *client_id;
  char *ca_pem;
  char *claim;
} AtlasOidc;

/**
 * AtlasIdentity:
 * @issuer: who says so
 * @subject: whom it means, for ever
 * @name: (nullable): what @subject is called, by the claim that the server was told to look at
 * @token: digest of what it was said with
 * @until_s: when that ends, in seconds since 1970
 *
 * Somebody who has signed in at the council's.
 */
typedef struct {
  char  *issuer;
  char  *subject;
  char  *name;
  char  *token;
  gint64 until_s;
} AtlasIdentity;

gboolean   atlas_oidc_load         (AtlasBackend        *backend,
                                    AtlasOidc          **oidc,
                                    GError             **error);
gboolean   atlas_oidc_save         (AtlasBackend        *backend,
                                    const AtlasOidc     *oidc,
                                    GError             **error);
AtlasOidc *atlas_oidc_copy         (const AtlasOidc     *self) G_GNUC_WARN_UNUSED_RESULT;
void       atlas_oidc_free         (AtlasOidc           *self);
json_t    *atlas_oidc_to_info      (const AtlasOidc     *self) G_GNUC_WARN_UNUSED_RESULT;

gboolean   atlas_oidc_link         (AtlasBackend        *backend,
                                    const char          *issuer,
                                    const char          *subject,
                                    const char          *user,
                                    GError             **error);
gboolean   atlas_oidc_find_user    (AtlasBackend        *backend,
                                    const AtlasIdentity *identity,
                                    char               **user,
                                    GError             **error);
gboolean   atlas_oidc_take_token   (AtlasBackend        *backend,
                                    const AtlasIdentity *identity,
                                    gboolean            *is_first,
                                    GError             **error);
void       atlas_identity_free     (AtlasIdentity       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasOidc, atlas_oidc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasIdentity, atlas_identity_free)

G_END_DECLS
