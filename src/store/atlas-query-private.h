/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-db.h"
#include "store/atlas-query.h"

G_BEGIN_DECLS

char            *atlas_query_words    (const char  *words) G_GNUC_WARN_UNUSED_RESULT;
const AtlasType *atlas_query_get_type (AtlasQuery  *self);
AtlasStmt       *atlas_query_prepare  (AtlasQuery  *self,
                                       AtlasDb     *db,
                                       const char  *columns,
                                       gboolean     counts,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
