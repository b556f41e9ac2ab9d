/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-change-set.h"
#include "server/atlas-service.h"
#include "server/atlas-work.h"

G_BEGIN_DECLS

gboolean atlas_audit_set (AtlasWork      *work,
                          AtlasSession   *session,
                          AtlasChangeSet *set,
                          json_t         *result,
                          GError        **error);

G_END_DECLS
