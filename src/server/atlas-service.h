/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-blob.h"
#include "server/atlas-audit-signer.h"
#include "server/atlas-backend.h"
#include "server/atlas-grants.h"
#include "server/atlas-request.h"

G_BEGIN_DECLS

/* What one request may ask for. Source: protocol, section 3, `limits`. */
#define ATLAS_LIMIT_PAGE          500
#define ATLAS_LIMIT_PAGE_BYTES    (1024 * 1024)
#define ATLAS_LIMIT_PUSH_SETS     100
#define ATLAS_LIMIT_PUSH_BYTES    (1024 * 1024)
#define ATLAS_LIMIT_SET_OPS       500
#define ATLAS_LIMIT_RECORD_BYTES  (64 * 1024)
#define ATLAS_LIMIT_BLOB_BYTES    ATLAS_BLOB_BYTES_MAX
#define ATLAS_LIMIT_WAIT_S        55
#define ATLAS_LIMIT_HORIZON_DAYS  400
#define ATLAS_LIMIT_SMALL_BYTES   (64 * 1024)       /* bodies that are not a push */

typedef struct _AtlasService AtlasService;

/**
 * AtlasSession:
 * @user: who asks
 * @device: from which laptop
 * @formerly: (nullable): what that laptop was before it enrolled again
 * @schema: the schema that its program writes
 * @grants: what the user may see and do
 * @is_leaving: whether the device is to wipe itself: all that it sends is set aside
 * @reads: (nullable) (element-type AtlasField): fields in the answer that others get masked
 *
 * Who is asking.
 */
typedef struct {
  char        *user;
  char        *device;
  char        *formerly;
  int          schema;
  AtlasGrants *grants;
  gboolean     is_leaving;
  GHashTable  *reads;
} AtlasSession;

AtlasService *atlas_service_open          (const char    *folder,
                                           const char    *database,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_service_close         (AtlasService  *self);
AtlasBackend *atlas_service_get_backend   (AtlasService  *self);
const char   *atlas_service_get_epoch     (AtlasService  *self);
const char   *atlas_service_get_meta      (AtlasService  *self,
                                           const char    *name);
AtlasAuditSigner *atlas_service_get_signer (AtlasService  *self);
void          atlas_service_set_rate      (AtlasService  *self,
                                           int            per_minute,
                                           int            burst);
gboolean      atlas_service_tidy          (AtlasService  *self,
                                           GError       **error);
void          atlas_service_look_anew     (AtlasService  *self);
gint64        atlas_service_get_head      (AtlasService  *self,
                                           GError       **error);
void          atlas_service_handle        (AtlasService  *self,
                                           AtlasRequest  *request,
                                           AtlasAnswer   *answer);

void          atlas_session_free          (AtlasSession  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasService, atlas_service_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSession, atlas_session_free)

G_END_DECLS
