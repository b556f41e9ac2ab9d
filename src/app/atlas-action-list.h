/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "reports/atlas-actions.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_ACTION_LIST (atlas_action_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasActionList, atlas_action_list, ATLAS, ACTION_LIST, AdwBin)

void atlas_action_list_show (AtlasActionList *self,
                             AtlasSession    *session,
                             AtlasActions    *actions);

G_END_DECLS
