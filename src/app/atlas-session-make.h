/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-progress.h"
#include "app/atlas-session.h"
#include "store/atlas-worker.h"

G_BEGIN_DECLS

void  atlas_session_make_async  (AtlasWorker          *worker,
                                 const char           *pack,
                                 const char           *folder,
                                 AtlasSessionMake      make,
                                 AtlasDate             as_of,
                                 GCancellable         *cancellable,
                                 AtlasProgress         progress,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
char *atlas_session_make_finish (GAsyncResult         *result,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
