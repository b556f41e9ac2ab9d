/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/atlas-json.h"
#include "sync/atlas-pin.h"
#include "sync/atlas-secrets.h"
#include "sync/atlas-sync-state.h"

G_BEGIN_DECLS

/**
 * AtlasSyncAnswer:
 * @problem: what stands in the way, %ATLAS_SYNC_PROBLEM_NONE when the server did as asked
 * @status: HTTP status, 0 when nothing answered
 * @body: (nullable): the answer's JSON
 * @is_file: whether a file was asked for, so that the answer is none of JSON
 * @bytes: (nullable): of a file
 * @offset: how much of a file the server has, -1 when it does not say
 * @is_complete: whether the server has all of a file
 * @epoch: (nullable): the server's history
 * @retry_after_s: how long it asks to wait, 0 when it does not say
 *
 * What the server answered.
 */
typedef struct {
  AtlasSyncProblem problem;
  guint            status;
  json_t          *body;
  gboolean         is_file;
  GBytes          *bytes;
  gint64           offset;
  gboolean         is_complete;
  char            *epoch;
  guint            retry_after_s;
} AtlasSyncAnswer;

/**
 * AtlasSyncPull:
 * @cursor: (nullable): how far this laptop has come
 * @limit: how many changes at most
 * @wait_s: how long the server may wait for something new
 * @verify: whether to ask for the digest of all that this laptop should hold
 * @audit_at: an entry of the audit chain that the server shall show again, or -1
 *
 * What is asked for with a page.
 */
typedef struct {
  const char *cursor;
  guint       limit;
  guint       wait_s;
  gboolean    verify;
  gint64      audit_at;
} AtlasSyncPull;

/**
 * AtlasSyncClient:
 *
 * Speaks to one server, for one device. It belongs to one thread, which may wait.
 */
typedef struct _AtlasSyncClient AtlasSyncClient;

AtlasSyncClient *atlas_sync_client_new         (const char      *server,
                                                AtlasPin        *pin,
                                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void             atlas_sync_client_free        (AtlasSyncClient *self);
void             atlas_sync_client_set_secrets (AtlasSyncClient *self,
                                                AtlasSecrets    *secrets,
                                                const char      *folder);
void             atlas_sync_client_set_proxy   (AtlasSyncClient *self,
                                                AtlasProxyLogin *login);
gint64           atlas_sync_client_get_skew    (AtlasSyncClient *self);

gboolean         atlas_sync_client_get_info    (AtlasSyncClient *self,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
gboolean         atlas_sync_client_enrol       (AtlasSyncClient *self,
                                                json_t          *body,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
gboolean         atlas_sync_client_push        (AtlasSyncClient *self,
                                                json_t          *sets,
                                                gint64           ack,
                                                json_t          *notes,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
gboolean         atlas_sync_client_pull        (AtlasSyncClient *self,
                                                const AtlasSyncPull *request,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
gboolean         atlas_sync_client_reconcile   (AtlasSyncClient *self,
                                                const char      *type,
                                                gint64           at,
                                                json_t          *buckets,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
gboolean         atlas_sync_client_fetch       (AtlasSyncClient *self,
                                                const char      *type,
                                                json_t          *ids,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);

gboolean         atlas_sync_client_get_self    (AtlasSyncClient *self,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
gboolean         atlas_sync_client_list_devices (AtlasSyncClient *self,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
gboolean         atlas_sync_client_lock_device (AtlasSyncClient *self,
                                                const char      *device,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
json_t          *atlas_sync_client_get_wipe    (AtlasSyncClient *self);
gboolean         atlas_sync_client_tell_wiped  (AtlasSyncClient *self,
                                                const char      *wipe_token,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);

gboolean         atlas_sync_client_find_blob   (AtlasSyncClient *self,
                                                const char      *name,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
gboolean         atlas_sync_client_send_blob   (AtlasSyncClient *self,
                                                const char      *name,
                                                gint64           offset,
                                                GBytes          *piece,
                                                gboolean         is_last,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);
gboolean         atlas_sync_client_get_blob    (AtlasSyncClient *self,
                                                const char      *name,
                                                gint64           offset,
                                                gint64           length,
                                                AtlasSyncAnswer *answer,
                                                GCancellable    *cancellable,
                                                GError         **error);

void             atlas_sync_answer_clear       (AtlasSyncAnswer *answer);
char            *atlas_sync_read_server        (const char      *text,
                                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSyncClient, atlas_sync_client_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasSyncAnswer, atlas_sync_answer_clear)

G_END_DECLS
