/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * server/ is the county's central server: HTTPS, accounts, the one order of changes, who sees what.
 * It may touch its own folder and network; of the engine it calls base, records, rules and
 * exchange, of store only the connection and the worker, never its tables, and of sync the pin.
 * A request comes in on the main thread, is copied to the database's thread, and its answer back.
 * Only that one thread runs SQL; passwords are checked on up to four others.
 * Rules: protocol, sections 1 to 6 and 8; docs/server.md.
 */
#pragma once

#include <gio/gio.h>

#include "server/atlas-config.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SERVER (atlas_server_get_type ())
G_DECLARE_FINAL_TYPE (AtlasServer, atlas_server, ATLAS, SERVER, GObject)

AtlasServer *atlas_server_new          (const char              *folder,
                                        const char              *database,
                                        const AtlasConfig       *config,
                                        GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_server_configure    (AtlasServer             *self,
                                        const AtlasConfig       *config);
void         atlas_server_start_async  (AtlasServer             *self,
                                        const char              *address,
                                        GAsyncReadyCallback      callback,
                                        gpointer                 user_data);
char        *atlas_server_start_finish (AtlasServer             *self,
                                        GAsyncResult            *result,
                                        GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     atlas_server_reload_certificate (AtlasServer        *self,
                                        GError                 **error);
void         atlas_server_stop         (AtlasServer             *self,
                                        GAsyncReadyCallback      callback,
                                        gpointer                 user_data);

G_END_DECLS
