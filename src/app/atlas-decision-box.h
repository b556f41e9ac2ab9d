/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-meeting-work.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_DECISION_BOX (atlas_decision_box_get_type ())

G_DECLARE_FINAL_TYPE (AtlasDecisionBox, atlas_decision_box, ATLAS, DECISION_BOX, AdwBin)

void            atlas_decision_box_show         (AtlasDecisionBox  *self,
                                                 AtlasMeetingSheet *sheet);
json_t         *atlas_decision_box_get_draft    (AtlasDecisionBox  *self)
                                                 G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_decision_box_get_set      (AtlasDecisionBox  *self,
                                                 AtlasMeetingSheet *sheet)
                                                 G_GNUC_WARN_UNUSED_RESULT;
void            atlas_decision_box_choose_place (AtlasDecisionBox  *self,
                                                 const char        *place);
void            atlas_decision_box_focus        (AtlasDecisionBox  *self);

G_END_DECLS
