/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-provision-work.h"

G_BEGIN_DECLS

AtlasChangeSet *atlas_provision_unchanged_set (AtlasProvisionFile *file,
                                               gboolean            is_demonstration)
                                               G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_provision_asked_set     (AtlasProvisionFile *file)
                                               G_GNUC_WARN_UNUSED_RESULT;
AtlasDate       atlas_provision_asked_on      (AtlasProvisionFile *file);

G_END_DECLS
