/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_LISTENER (atlas_listener_get_type ())
G_DECLARE_FINAL_TYPE (AtlasListener, atlas_listener, ATLAS, LISTENER, GObject)

/**
 * AtlasListenerFunc:
 * @stream: a connection whose TLS handshake is done
 * @local: the server's end
 * @remote: the client's end; names the connection in atlas_listener_set_deadline()
 * @user_data: the caller's
 *
 * Called on the main thread for each connection.
 */
typedef void (*AtlasListenerFunc) (GIOStream      *stream,
                                   GSocketAddress *local,
                                   GSocketAddress *remote,
                                   gpointer        user_data);

AtlasListener *atlas_listener_new              (GTlsCertificate    *certificate,
                                                AtlasListenerFunc   func,
                                                gpointer            user_data)
                                                G_GNUC_WARN_UNUSED_RESULT;

char          *atlas_listener_open             (AtlasListener      *self,
                                                const char         *address,
                                                GError            **error)
                                                G_GNUC_WARN_UNUSED_RESULT;
void           atlas_listener_set_certificate (AtlasListener   *self,
                                                GTlsCertificate    *certificate);
gint64         atlas_listener_get_expiry       (AtlasListener      *self);
void           atlas_listener_stop             (AtlasListener      *self);
void           atlas_listener_close            (AtlasListener      *self);
void           atlas_listener_set_deadline     (AtlasListener      *self,
                                                GSocketAddress     *remote,
                                                int                 seconds);
void           atlas_listener_end              (AtlasListener      *self,
                                                GSocketAddress     *remote,
                                                const char         *last_words);
guint          atlas_listener_get_n_connections (AtlasListener     *self);

G_END_DECLS
