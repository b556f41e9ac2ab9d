/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-keep-alive.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

static GSocket *
listen_in (const char *folder,
           GError    **error)
{
  g_autofree char *path = g_build_filename (folder, "unused", NULL);
  g_autoptr(GSocket)        socket = NULL;
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  gboolean is_listening;

  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                         error);
  is_listening = socket != NULL && g_socket_bind (socket, address, FALSE, error) &&
                 g_socket_listen (socket, error);

  /* Without its name nobody can call it. */
  g_unlink (path);
  return is_listening ? g_steal_pointer (&socket) : NULL;
}

/**
 * atlas_keep_alive:
 * @soup: a server that is handed its connections
 * @error: return location for an error
 *
 * Lets a client send several requests on one connection. SoupServer (3.2 to 3.6) ends each
 * connection after one answer unless it has a listening socket of its own, also when it is handed
 * connections by somebody else; so it gets one that nobody can reach.
 *
 * Returns: whether connections are kept
 */
gboolean
atlas_keep_alive (SoupServer *soup,
                  GError    **error)
{
  g_autofree char *folder = g_dir_make_tmp ("provision-atlas-XXXXXX", error);
  g_autoptr(GSocket) socket = NULL;

  if (folder == NULL)
    return FALSE;

  socket = listen_in (folder, error);
  g_rmdir (folder);
  return socket != NULL && soup_server_listen_socket (soup, socket, 0, error);
}
