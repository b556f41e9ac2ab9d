/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of AtlasWork share. */
#pragma once

#include "server/atlas-work.h"

G_BEGIN_DECLS

const AtlasStored *atlas_work_get_before   (AtlasWork       *self,
                                            AtlasStored     *stored);
void               atlas_work_mark_changed (AtlasWork       *self,
                                            AtlasStored     *stored);
gboolean           atlas_work_each_ref_of  (AtlasWork       *self,
                                            const char      *to_id,
                                            gboolean         with_changed,
                                            AtlasWorkRefFunc func,
                                            gpointer         user_data,
                                            GError         **error);

G_END_DECLS
