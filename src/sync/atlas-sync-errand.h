/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/atlas-sync.h"

G_BEGIN_DECLS

/**
 * AtlasSyncErrand:
 * @engine: the engine, on the thread that syncs
 * @data: what it is about
 * @cancellable: a cancellable
 * @error: return location for an error
 *
 * Something that is asked of the server besides syncing.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with an error
 */
typedef gpointer (*AtlasSyncErrand) (AtlasSyncEngine *engine,
                                     gpointer         data,
                                     GCancellable    *cancellable,
                                     GError         **error);

GTask *atlas_sync_errand_new (gpointer             source,
                              AtlasSyncErrand      errand,
                              gpointer             data,
                              GDestroyNotify       data_free,
                              GDestroyNotify       answer_free,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data) G_GNUC_WARN_UNUSED_RESULT;
void   atlas_sync_errand_run (GTask               *task,
                              AtlasSyncEngine     *engine,
                              GCancellable        *cancellable);

G_END_DECLS
