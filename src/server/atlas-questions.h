/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-work.h"

G_BEGIN_DECLS

gboolean atlas_questions_raise         (AtlasWork    *work,
                                        AtlasStored  *place,
                                        AtlasStored  *claimant,
                                        GError      **error);
gboolean atlas_questions_find_claimant (AtlasWork    *work,
                                        const char   *id,
                                        AtlasStored **claimant,
                                        GError      **error);

G_END_DECLS
