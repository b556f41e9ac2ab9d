/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-form.h"
#include "app/atlas-panels-work.h"

G_BEGIN_DECLS

AtlasForm      *atlas_meeting_form_new  (GtkWidget       *from,
                                         GPtrArray       *panels,
                                         const char      *panel,
                                         AtlasDate        on);
AtlasChangeSet *atlas_meeting_form_get  (AtlasForm       *form,
                                         gboolean         is_invented,
                                         char           **meeting) G_GNUC_WARN_UNUSED_RESULT;

AtlasForm      *atlas_people_form_new   (GtkWidget       *from,
                                         AtlasPanel      *panel,
                                         AtlasMeeting    *meeting);
AtlasChangeSet *atlas_people_form_get   (AtlasForm       *form) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
