/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/atlas-listener.h"

G_BEGIN_DECLS

goffset  atlas_body_limit     (SoupServerMessage *message,
                               const char        *path);
gboolean atlas_body_make_room (SoupServerMessage *message,
                               GObject           *owner,
                               goffset           *used,
                               goffset            most);
void     atlas_body_refuse    (AtlasListener     *listener,
                               SoupServerMessage *message,
                               const char        *epoch);

G_END_DECLS
