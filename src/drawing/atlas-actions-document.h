/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-actions.h"

G_BEGIN_DECLS

AtlasDocument *atlas_actions_to_document (AtlasActions *actions,
                                          gboolean      is_demonstration)
                                          G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
