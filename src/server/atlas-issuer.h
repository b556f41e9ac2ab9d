/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/atlas-oidc.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_ISSUER (atlas_issuer_get_type ())
G_DECLARE_FINAL_TYPE (AtlasIssuer, atlas_issuer, ATLAS, ISSUER, GObject)

AtlasIssuer   *atlas_issuer_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void           atlas_issuer_check_async  (AtlasIssuer         *self,
                                          const AtlasOidc     *oidc,
                                          const char          *token,
                                          const char          *nonce,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
AtlasIdentity *atlas_issuer_check_finish (AtlasIssuer         *self,
                                          GAsyncResult        *result,
                                          GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
