/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-session.h"

G_BEGIN_DECLS

/**
 * AtlasMakeProgress:
 * @progress: how far it has come, in words
 * @user_data: the caller's
 *
 * Called on the main thread while a store is made.
 */
typedef void (*AtlasMakeProgress) (const char *progress,
                                   gpointer    user_data);

void     atlas_session_make_async  (const char           *folder,
                                    AtlasSessionMake      make,
                                    AtlasDate             as_of,
                                    GCancellable         *cancellable,
                                    AtlasMakeProgress     progress,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean atlas_session_make_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
