/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-free.h"
#include "server/atlas-work.h"

G_BEGIN_DECLS

AtlasDate  atlas_claims_today        (void);
gboolean   atlas_claims_is_live      (const AtlasStored  *record);
gboolean   atlas_claims_left_of_hold (AtlasWork          *work,
                                      AtlasStored        *hold,
                                      int                *left,
                                      GError            **error);
json_t    *atlas_claims_of           (AtlasWork          *work,
                                      AtlasStored        *place,
                                      const char         *without,
                                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_claims_count        (AtlasWork          *work,
                                      AtlasStored        *place,
                                      const char         *without,
                                      AtlasDate           on,
                                      gboolean            is_day6,
                                      AtlasFree          *answer,
                                      GError            **error);
gboolean   atlas_claims_next_rank    (AtlasWork          *work,
                                      AtlasStored        *place,
                                      gint64             *rank,
                                      GError            **error);

G_END_DECLS
