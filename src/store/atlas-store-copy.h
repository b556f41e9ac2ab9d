/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-worker.h"

G_BEGIN_DECLS

void     atlas_store_copy_async  (AtlasWorker          *worker,
                                  const char           *folder,
                                  GFile                *target,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gboolean atlas_store_copy_finish (GAsyncResult         *result,
                                  GError              **error);

G_END_DECLS
