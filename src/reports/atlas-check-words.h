/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-check.h"
#include "rules/atlas-groups.h"

G_BEGIN_DECLS

char *atlas_words_found     (const AtlasCheckFound *found) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_missing   (AtlasMissing           missing) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_groups    (AtlasGroups            groups) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_hours     (double                 hours) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_words_passed_by (const AtlasCheckRule  *rule) G_GNUC_WARN_UNUSED_RESULT;

const char *atlas_words_comes_first (void);
const char *atlas_words_role  (const char          *role);
const char *atlas_words_basis (AtlasCheckBasis      basis);

G_END_DECLS
