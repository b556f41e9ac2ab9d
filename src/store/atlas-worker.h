/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _AtlasWorker AtlasWorker;

AtlasWorker *atlas_worker_new   (const char      *name) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_worker_queue (AtlasWorker     *self,
                                 GTask           *task,
                                 GTaskThreadFunc  func);
void         atlas_worker_close (AtlasWorker     *self);
void         atlas_worker_leave (AtlasWorker     *self);

G_END_DECLS
