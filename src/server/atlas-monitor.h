/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _AtlasMonitor AtlasMonitor;

AtlasMonitor *atlas_monitor_new  (const char        *address,
                                  SoupServerCallback handler,
                                  gpointer           user_data,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_monitor_free (AtlasMonitor      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMonitor, atlas_monitor_free)

G_END_DECLS
