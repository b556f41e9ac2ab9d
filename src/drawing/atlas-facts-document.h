/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-facts.h"

G_BEGIN_DECLS

AtlasDocument *atlas_facts_to_document (const AtlasFacts *facts,
                                        gboolean          is_demonstration)
                                        G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
