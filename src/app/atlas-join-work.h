/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-progress.h"
#include "store/atlas-worker.h"
#include "sync/atlas-join.h"

G_BEGIN_DECLS

void              atlas_join_look_async   (AtlasWorker          *worker,
                                           const char           *server,
                                           gboolean              trusts_system,
                                           AtlasProxyLogin      *proxy,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
void              atlas_join_look_again_async (AtlasWorker      *worker,
                                           const char           *folder,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
AtlasServerSight *atlas_join_look_finish  (GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void              atlas_server_sight_free (AtlasServerSight     *sight);

void              atlas_join_async        (AtlasWorker          *worker,
                                           const char           *folder,
                                           const AtlasServerSight *seen,
                                           const char           *code,
                                           AtlasProxyLogin      *proxy,
                                           GCancellable         *cancellable,
                                           AtlasProgress         show,
                                           AtlasProgress         progress,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
char             *atlas_join_async_finish (GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void  atlas_join_server_async  (AtlasWorker        *worker,
                                GObject            *source,
                                const char         *folder,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
char *atlas_join_server_finish (GAsyncResult       *result,
                                GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasServerSight, atlas_server_sight_free)

G_END_DECLS
