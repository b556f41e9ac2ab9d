/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "sync/atlas-pin.h"
#include "sync/atlas-secrets.h"

G_BEGIN_DECLS

SoupSession *atlas_http_session_new (AtlasPin      *pin,
                                     guint          timeout_s) G_GNUC_WARN_UNUSED_RESULT;
GBytes      *atlas_http_send        (SoupSession   *session,
                                     SoupMessage   *message,
                                     const AtlasProxyLogin *login,
                                     GCancellable  *cancellable,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
