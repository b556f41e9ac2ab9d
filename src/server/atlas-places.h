/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-work.h"

G_BEGIN_DECLS

gboolean atlas_places_settle (AtlasWork          *work,
                              const AtlasAuthor  *author,
                              GError            **error);

G_END_DECLS
