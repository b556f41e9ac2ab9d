/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-referral-card.h"
#include "app/atlas-referral-model.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_BOARD_COLUMN (atlas_board_column_get_type ())

G_DECLARE_FINAL_TYPE (AtlasBoardColumn, atlas_board_column, ATLAS, BOARD_COLUMN, AdwBin)

GtkWidget          *atlas_board_column_new       (const char       *step);
const char         *atlas_board_column_get_step  (AtlasBoardColumn *self);
AtlasReferralModel *atlas_board_column_get_model (AtlasBoardColumn *self);
void                atlas_board_column_show      (AtlasBoardColumn *self,
                                                  AtlasSession     *session,
                                                  GArray           *rows);
gboolean            atlas_board_column_is_empty  (AtlasBoardColumn *self);
AtlasReferralCard  *atlas_board_column_card_near (AtlasBoardColumn *self,
                                                  GtkWidget        *other);
void                atlas_board_column_focus     (AtlasBoardColumn *self,
                                                  guint             position);

G_END_DECLS
