/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-backend.h"

G_BEGIN_DECLS

#define ATLAS_TOKEN_ACCESS_S 900        /* protocol, section 4 */

/**
 * AtlasTokenState:
 * @ATLAS_TOKEN_UNKNOWN: never given out, or so long ago that it is forgotten
 * @ATLAS_TOKEN_PENDING: given out; the client may not have got it
 * @ATLAS_TOKEN_CURRENT: the pair that the client last used
 * @ATLAS_TOKEN_DEAD: followed by another pair, which was used
 *
 * Where a pair of tokens is in its life.
 */
typedef enum {
  ATLAS_TOKEN_UNKNOWN,
  ATLAS_TOKEN_PENDING,
  ATLAS_TOKEN_CURRENT,
  ATLAS_TOKEN_DEAD,
} AtlasTokenState;

gboolean atlas_tokens_issue        (AtlasBackend     *backend,
                                    const char       *device,
                                    char            **access,
                                    char            **refresh,
                                    GError          **error);
gboolean atlas_tokens_find_refresh (AtlasBackend     *backend,
                                    const char       *device,
                                    const char       *refresh,
                                    AtlasTokenState  *state,
                                    GError          **error);
gboolean atlas_tokens_find_access  (AtlasBackend     *backend,
                                    const char       *access,
                                    char            **device,
                                    AtlasTokenState  *state,
                                    gboolean         *has_expired,
                                    GError          **error);
gboolean atlas_tokens_settle       (AtlasBackend     *backend,
                                    const char       *device,
                                    const char       *digest,
                                    gboolean          is_access,
                                    GError          **error);
gboolean atlas_tokens_forget       (AtlasBackend     *backend,
                                    const char       *device,
                                    GError          **error);

G_END_DECLS
