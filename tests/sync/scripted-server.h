/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that says what a test tells it to say, over TLS, on a thread of its own. */
#pragma once

#include "base/atlas-json.h"

G_BEGIN_DECLS

typedef struct _ScriptedServer ScriptedServer;

ScriptedServer *scripted_server_new    (void);
void            scripted_server_free   (ScriptedServer *self);
const char     *scripted_server_url    (ScriptedServer *self);
const char     *scripted_server_ca     (ScriptedServer *self);
void            scripted_server_say    (ScriptedServer *self,
                                        const char     *path,
                                        guint           status,
                                        const char     *body);
void            scripted_server_header (ScriptedServer *self,
                                        const char     *path,
                                        const char     *name,
                                        const char     *value);
void            scripted_server_cut    (ScriptedServer *self,
                                        const char     *path);
void            scripted_server_stall  (ScriptedServer *self,
                                        const char     *path);
guint           scripted_server_count  (ScriptedServer *self,
                                        const char     *path);
json_t         *scripted_server_heard  (ScriptedServer *self,
                                        const char     *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptedServer, scripted_server_free)

G_END_DECLS
