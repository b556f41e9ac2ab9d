/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-address.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/atlas-error.h"

#define UNIX_PREFIX "unix:"
#define SOCKET_MODE 0660        /* the folder that it is in says whose group may call */

/**
 * atlas_address_socket_path:
 * @address: where to listen
 *
 * Returns: (transfer none) (nullable): the path of the Unix socket that @address names, or %NULL if
 *   it names none
 */
const char *
atlas_address_socket_path (const char *address)
{
  return g_str_has_prefix (address, UNIX_PREFIX) ? address + strlen (UNIX_PREFIX) : NULL;
}

static GSocketAddress *
parse (const char *address,
       guint16     default_port,
       GError    **error)
{
  g_autoptr(GSocketConnectable) parsed = NULL;
  GSocketAddress *result;
  const char *host;

  if (atlas_address_socket_path (address) != NULL)
    return g_unix_socket_address_new (atlas_address_socket_path (address));

  parsed = g_network_address_parse (address, default_port, error);
  if (parsed == NULL)
    return NULL;

  host = g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed));
  if (g_str_equal (host, "localhost"))
    host = "127.0.0.1";
  result = g_inet_socket_address_new_from_string (
    host, g_network_address_get_port (G_NETWORK_ADDRESS (parsed)));
  if (result == NULL)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "“%s” is not an address and a port",
                 address);

  return result;
}

/* What a server that was killed left behind has nobody who answers. */
static gboolean
remove_old_socket (const char *path,
                   GError    **error)
{
  g_autoptr(GSocketAddress)    address = g_unix_socket_address_new (path);
  g_autoptr(GSocketClient)     client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  GStatBuf info;

  if (g_lstat (path, &info) != 0 || !S_ISSOCK (info.st_mode))
    return TRUE;

  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
  if (connection == NULL)
    return g_unlink (path) == 0;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED, "Another program listens on “%s”",
               path);
  return FALSE;
}

/**
 * atlas_address_listen:
 * @listener: gets one more place to listen
 * @address: `127.0.0.1:8443`, `[::1]:8443`, or `unix:` and the path of a socket; port 0 takes a
 *   free one
 * @default_port: the port of an address that says none
 * @taken: (out) (optional) (transfer full): @address with the port that was taken
 * @error: return location for an error
 *
 * Returns: whether it listens
 */
gboolean
atlas_address_listen (GSocketListener *listener,
                      const char      *address,
                      guint16          default_port,
                      char           **taken,
                      GError         **error)
{
  const char *path = atlas_address_socket_path (address);
  g_autoptr(GSocketAddress) wanted = parse (address, default_port, error);
  g_autoptr(GSocketAddress) effective = NULL;

  if (wanted == NULL || (path != NULL && !remove_old_socket (path, error)) ||
      !g_socket_listener_add_address (listener, wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, &effective, error))
    return FALSE;

  if (path != NULL)
    g_chmod (path, SOCKET_MODE);
  if (taken != NULL)
    *taken = path != NULL ? g_strdup (address)
        : g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (effective));
  return TRUE;
}

/**
 * atlas_address_leave:
 * @address: where nobody listens any more
 *
 * Takes a Unix socket away.
 */
void
atlas_address_leave (const char *address)
{
  const char *path = atlas_address_socket_path (address);

  if (path != NULL)
    g_unlink (path);
}
