/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

const char *atlas_address_socket_path (const char      *address);
gboolean    atlas_address_listen      (GSocketListener *listener,
                                       const char      *address,
                                       guint16          default_port,
                                       char           **taken,
                                       GError         **error);
void        atlas_address_leave       (const char      *address);

G_END_DECLS
