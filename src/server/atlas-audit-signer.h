/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-audit.h"

G_BEGIN_DECLS

typedef struct _AtlasAuditSigner AtlasAuditSigner;

AtlasAuditSigner *atlas_audit_signer_new      (const char        *folder,
                                               const char        *epoch,
                                               GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void              atlas_audit_signer_free     (AtlasAuditSigner  *self);
json_t           *atlas_audit_signer_describe (AtlasAuditSigner  *self,
                                               AtlasBackend      *backend,
                                               gint64             at,
                                               GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasAuditSigner, atlas_audit_signer_free)

G_END_DECLS
