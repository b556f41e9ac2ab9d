/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-slip.h"

G_BEGIN_DECLS

char *atlas_words_slip (const AtlasSlip *slip) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
