/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/atlas-listener.h"

G_BEGIN_DECLS

gsize atlas_body_limit  (const char        *path);
void  atlas_body_refuse (AtlasListener     *listener,
                         SoupServerMessage *message,
                         const char        *epoch);

G_END_DECLS
