/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-change-set.h"
#include "server/atlas-service.h"
#include "server/atlas-work.h"

G_BEGIN_DECLS

typedef struct _AtlasAuditSet AtlasAuditSet;

AtlasAuditSet *atlas_audit_set_new  (AtlasWork      *work,
                                     AtlasSession   *session,
                                     AtlasChangeSet *set,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void           atlas_audit_set_free (AtlasAuditSet  *self);
gboolean       atlas_audit_set_add  (AtlasAuditSet  *self,
                                     json_t         *result,
                                     GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasAuditSet, atlas_audit_set_free)

G_END_DECLS
