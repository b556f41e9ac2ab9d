/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-asked.h"
#include "app/atlas-session.h"
#include "records/atlas-wording.h"

G_BEGIN_DECLS

void                  atlas_session_ask_async        (AtlasSession         *self,
                                                      AtlasStoreWork        work,
                                                      const char           *of,
                                                      GDestroyNotify        answer_free,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
void                  atlas_renew_cancellable        (GCancellable        **cancellable);

void                  atlas_session_read_async       (AtlasSession         *self,
                                                      AtlasStoreWork        work,
                                                      gpointer              data,
                                                      GDestroyNotify        data_free,
                                                      GDestroyNotify        answer_free,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gpointer              atlas_session_read_finish      (AtlasSession         *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void                  atlas_session_write_async      (AtlasSession         *self,
                                                      AtlasStoreWork        work,
                                                      gpointer              data,
                                                      GDestroyNotify        data_free,
                                                      GDestroyNotify        answer_free,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gpointer              atlas_session_write_finish     (AtlasSession         *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void                  atlas_session_apply_async      (AtlasSession         *self,
                                                      AtlasChangeSet       *set,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean              atlas_session_apply_finish     (AtlasSession         *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void                  atlas_session_undo_async       (AtlasSession         *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
void                  atlas_session_undo_set_async   (AtlasSession         *self,
                                                      const char           *set_id,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
void                  atlas_session_redo_async       (AtlasSession         *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
char                 *atlas_session_undo_finish      (AtlasSession         *self,
                                                      GAsyncResult         *result,
                                                      GError              **error)
                                                      G_GNUC_WARN_UNUSED_RESULT;

AtlasWording         *atlas_session_get_wording      (AtlasSession         *self);

/* Sync. */
gboolean              atlas_session_is_offline       (AtlasSession         *self);
void                  atlas_session_set_offline      (AtlasSession         *self,
                                                      gboolean              is_offline);
void                  atlas_session_sync_now         (AtlasSession         *self);

const char           *atlas_session_get_first_view   (AtlasSession         *self);

G_END_DECLS
