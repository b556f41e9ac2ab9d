/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-activities.h"

G_BEGIN_DECLS

AtlasDocument *atlas_activities_to_document (const AtlasActivities *activities,
                                             const char            *scope_name,
                                             gboolean               is_demonstration)
                                             G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
