/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_RULE_FOLD (atlas_rule_fold_get_type ())

G_DECLARE_FINAL_TYPE (AtlasRuleFold, atlas_rule_fold, ATLAS, RULE_FOLD, AdwBin)

G_END_DECLS
