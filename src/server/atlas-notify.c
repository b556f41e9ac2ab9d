/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-notify.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

/**
 * atlas_notify:
 * @state: as `READY=1`
 *
 * Tells the service manager how far the server is, if there is one that wants to know.
 *
 * Source: sd_notify(3), the protocol of `NOTIFY_SOCKET`.
 */
void
atlas_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;

  if (path == NULL || (*path != '/' && *path != '@'))
    return;

  address = *path == '@'
            ? g_unix_socket_address_new_with_type (path + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT)
            : g_unix_socket_address_new (path);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT,
                         &error);
  if (socket == NULL ||
      g_socket_send_to (socket, address, state, strlen (state), NULL, &error) < 0)
    g_info ("The service manager was not told: %s", error->message);
}
