/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-monitor.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "base/atlas-error.h"

#define UNIX_PREFIX  "unix:"
#define DEFAULT_PORT 9464
#define SOCKET_MODE  0660

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
  char           *path;                 /* (nullable): of a Unix socket, to be taken away */
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

static GSocketAddress *
parse_address (const char *address,
               GError    **error)
{
  g_autoptr(GSocketConnectable) parsed = NULL;
  GSocketAddress *result;

  if (g_str_has_prefix (address, UNIX_PREFIX))
    return g_unix_socket_address_new (address + strlen (UNIX_PREFIX));

  parsed = g_network_address_parse (address, DEFAULT_PORT, error);
  if (parsed == NULL)
    return NULL;

  result = g_inet_socket_address_new_from_string (
    g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)),
    g_network_address_get_port (G_NETWORK_ADDRESS (parsed)));
  if (result == NULL)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "“%s” is not an address and a port",
                 address);
  return result;
}

/* What a server that was killed left behind. */
static void
remove_old_socket (const char *path)
{
  GStatBuf info;

  if (g_lstat (path, &info) == 0 && S_ISSOCK (info.st_mode))
    g_unlink (path);
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
  g_autoptr(GSocketAddress) wanted = parse_address (address, error);

  if (wanted == NULL)
    return NULL;

  self->soup = g_object_new (SOUP_TYPE_SERVER, "server-header", "provision-atlas-server", NULL);
  soup_server_add_handler (self->soup, NULL, handler, user_data, NULL);
  self->service = g_socket_service_new ();
  if (G_IS_UNIX_SOCKET_ADDRESS (wanted))
    remove_old_socket (address + strlen (UNIX_PREFIX));
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                      error))
    {
      g_prefix_error (error, "Listening for metrics on “%s”: ", address);
      return NULL;
    }

  if (G_IS_UNIX_SOCKET_ADDRESS (wanted))
    {
      self->path = g_strdup (address + strlen (UNIX_PREFIX));
      g_chmod (self->path, SOCKET_MODE);
    }
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
  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
  g_free (self);
}
