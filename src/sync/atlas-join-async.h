/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/atlas-join.h"

G_BEGIN_DECLS

void              atlas_join_look_async   (const char             *server,
                                           GCancellable           *cancellable,
                                           GAsyncReadyCallback     callback,
                                           gpointer                user_data);
AtlasServerSight *atlas_join_look_finish  (GAsyncResult           *result,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void              atlas_join_begin_async  (const char             *folder,
                                           const AtlasJoinRequest *request,
                                           AtlasSyncProgress       progress,
                                           gpointer                data,
                                           GCancellable           *cancellable,
                                           GAsyncReadyCallback     callback,
                                           gpointer                user_data);
gboolean          atlas_join_begin_finish (GAsyncResult           *result,
                                           GError                **error);
void              atlas_join_again_async  (const char             *folder,
                                           const AtlasJoinRequest *request,
                                           GCancellable           *cancellable,
                                           GAsyncReadyCallback     callback,
                                           gpointer                user_data);
gboolean          atlas_join_again_finish (GAsyncResult           *result,
                                           GError                **error);
void              atlas_server_sight_free (AtlasServerSight       *sight);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasServerSight, atlas_server_sight_free)

G_END_DECLS
