/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-monitor.h"

#include "server/atlas-address.h"

#define DEFAULT_PORT 9464

/**
 * AtlasMonitor:
 *
 * A door of its own for whoever watches over the server: plain HTTP on a Unix socket or an address
 * that the laptops do not know.
 */
struct _AtlasMonitor
{
  SoupServer     *soup;
  GSocketService *service;
  char           *address;              /* (nullable): where it listens, if it does */
};

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  AtlasMonitor *self = user_data;
  g_autoptr(GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr(GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr(GError) error = NULL;

  if (!soup_server_accept_iostream (self->soup, G_IO_STREAM (connection), local, remote, &error))
    g_debug ("A question for the metrics could not be heard: %s", error->message);
  return TRUE;
}

/**
 * atlas_monitor_new:
 * @address: `127.0.0.1:9464`, or `unix:` and the path of a socket
 * @handler: answers
 * @user_data: for @handler
 * @error: return location for an error
 *
 * Returns: (transfer full): a monitor that listens
 */
AtlasMonitor *
atlas_monitor_new (const char        *address,
                   SoupServerCallback handler,
                   gpointer           user_data,
                   GError           **error)
{
  g_autoptr(AtlasMonitor) self = g_new0 (AtlasMonitor, 1);

  self->soup = g_object_new (SOUP_TYPE_SERVER, "server-header", "provision-atlas-server", NULL);
  soup_server_add_handler (self->soup, NULL, handler, user_data, NULL);
  self->service = g_socket_service_new ();
  if (!atlas_address_listen (G_SOCKET_LISTENER (self->service), address, DEFAULT_PORT, NULL, error))
    {
      g_prefix_error (error, "Listening for metrics on “%s”: ", address);
      return NULL;
    }
  self->address = g_strdup (address);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);

  return g_steal_pointer (&self);
}

void
atlas_monitor_free (AtlasMonitor *self)
{
  if (self == NULL)
    return;

  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
      g_object_unref (self->service);
    }
  if (self->soup != NULL)
    {
      soup_server_disconnect (self->soup);
      g_object_unref (self->soup);
    }
  if (self->address != NULL)
    atlas_address_leave (self->address);
  g_free (self->address);
  g_free (self);
}
