/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store-moves.h"

G_BEGIN_DECLS

char *atlas_calendar_words_move (const AtlasClockMove *move,
                                 AtlasDate             on) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
