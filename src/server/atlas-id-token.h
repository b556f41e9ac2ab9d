/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"

G_BEGIN_DECLS

/**
 * AtlasIdToken:
 *
 * What an identity provider says of somebody who has signed in there, read but not yet believed.
 */
typedef struct _AtlasIdToken AtlasIdToken;

/**
 * AtlasIdTokenWanted:
 * @issuer: the identity provider
 * @client_id: by which it knows this county's program
 * @nonce: that binds a sign-in to the laptop that shows the token
 * @now_s: seconds since 1970
 *
 * For whom, from whom and when a token must be.
 */
typedef struct {
  const char *issuer;
  const char *client_id;
  const char *nonce;
  gint64      now_s;
} AtlasIdTokenWanted;

AtlasIdToken *atlas_id_token_parse     (const char               *text,
                                        GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_id_token_free      (AtlasIdToken             *self);
gboolean      atlas_id_token_check     (AtlasIdToken             *self,
                                        const AtlasIdTokenWanted *wanted,
                                        GError                  **error);
json_t       *atlas_id_token_find_key  (AtlasIdToken             *self,
                                        json_t                   *keys);
gboolean      atlas_id_token_verify    (AtlasIdToken             *self,
                                        json_t                   *key,
                                        GError                  **error);
const char   *atlas_id_token_get_claim (AtlasIdToken             *self,
                                        const char               *name);
gint64        atlas_id_token_get_end   (AtlasIdToken             *self);
char         *atlas_id_token_digest    (AtlasIdToken             *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasIdToken, atlas_id_token_free)

G_END_DECLS
