/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-listener.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "server/atlas-address.h"

#define DEFAULT_PORT        8443
#define HANDSHAKE_S           10
#define FIRST_REQUEST_S       15
#define BACKLOG              512      /* connections that the system keeps for us until we accept */
#define LINGER_S               5
#define RETRY_MS             200
#define SWEEP_MS             250
#define MOST_CONNECTIONS    1000
#define LEAST_CONNECTIONS      8
#define OTHER_DESCRIPTORS     48      /* database, log, wake-ups and what libraries open */
#define NO_DEADLINE   G_MAXINT64
#define RECORD_HEAD            5      /* bytes of type, version and length: RFC 8446, 5.1 */
#define RECORD_OF_A_HANDSHAKE 22      /* its type: the same */
#define CONNECTION    "atlas-connection"

/**
 * AtlasListener:
 *
 * Accepts connections, TLS ones but from this machine's own proxy, and bounds what each may cost:
 * their number, the time of a handshake and the time that a client may stay silent. SoupServer's
 * own listener does none of this and stops for ever when descriptors run out once.
 */
struct _AtlasListener
{
  GObject           parent_instance;

  GTlsCertificate  *certificate;
  AtlasListenerFunc func;
  gpointer          user_data;

  char             *address;           /* (nullable): where it listens */
  GSocketListener  *socket;
  GCancellable     *cancellable;
  GHashTable       *connections;       /* (element-type GSocketAddress Connection) */
  guint             most;
  guint             retry_id;
  guint             sweep_id;
  gboolean          is_accepting;
};

G_DEFINE_FINAL_TYPE (AtlasListener, atlas_listener, G_TYPE_OBJECT)

typedef struct {
  AtlasListener  *listener;     /* (unowned): cleared when the listener goes first */
  GIOStream      *stream;       /* (unowned): watched by a weak reference */
  GSocket        *socket;
  GSocketAddress *local;
  GSocketAddress *remote;
  gint64          deadline_us;
  gboolean        is_ending;    /* its last words are said */
} Connection;

static void accept_next (AtlasListener *self);

static void
stream_gone_cb (gpointer user_data,
                GObject *where_the_stream_was)
{
  Connection *connection = user_data;

  connection->stream = NULL;
  g_hash_table_remove (connection->listener->connections, connection->remote);
}

static void
connection_free (Connection *connection)
{
  if (connection->stream != NULL)
    g_object_weak_unref (G_OBJECT (connection->stream), stream_gone_cb, connection);
  if (connection->listener != NULL && !connection->listener->is_accepting)
    accept_next (connection->listener);

  g_object_unref (connection->socket);
  g_object_unref (connection->local);
  g_object_unref (connection->remote);
  g_free (connection);
}

/* The stream belongs to SoupServer by now: ending the socket below it makes every read and write
 * on it fail, and SoupServer then lets it go. */
static void
connection_cut (Connection *connection)
{
  connection->deadline_us = NO_DEADLINE;
  g_socket_shutdown (connection->socket, TRUE, TRUE, NULL);
}

static gboolean
sweep_cb (gpointer user_data)
{
  AtlasListener *self = user_data;
  gint64 now_us = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer connection;

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &connection))
    {
      if (((Connection *) connection)->deadline_us <= now_us)
        connection_cut (connection);
    }

  return G_SOURCE_CONTINUE;
}

static void
handshake_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTlsConnection) tls = G_TLS_CONNECTION (source);
  g_autoptr(GError) error = NULL;
  Connection *connection;

  if (!g_tls_connection_handshake_finish (tls, result, &error))
    {
      g_debug ("A connection ended during its handshake: %s", error->message);
      return;
    }

  connection = g_object_get_data (G_OBJECT (tls), CONNECTION);
  if (connection == NULL)
    return;

  atlas_listener_set_deadline (connection->listener, connection->remote, FIRST_REQUEST_S);
  connection->listener->func (G_IO_STREAM (tls), connection->local, connection->remote,
                              connection->listener->user_data);
}

/* Bytes of the record that a client begins with; whatever is no TLS is left to GnuTLS to refuse. */
static int
first_record_length (GSocket *socket)
{
  guint8 head[RECORD_HEAD];

  if (recv (g_socket_get_fd (socket), head, sizeof head, MSG_PEEK) < (gssize) sizeof head ||
      head[0] != RECORD_OF_A_HANDSHAKE)
    return RECORD_HEAD;

  return RECORD_HEAD + (head[3] << 8 | head[4]);
}

/* glib-networking gives each handshake a thread of a small pool, and a client that says nothing
 * would keep it from the others. So a handshake begins when its first record is here, whole: the
 * system wakes us once that many bytes have come, or when no more will. */
static gboolean
hello_cb (GSocket     *socket,
          GIOCondition condition,
          gpointer     user_data)
{
  GTlsConnection *tls = user_data;
  Connection *connection = g_object_get_data (G_OBJECT (tls), CONNECTION);
  gssize here = g_socket_get_available_bytes (socket);
  int length = first_record_length (socket);
  int awaited = 0;

  if (connection == NULL || connection->listener->socket == NULL ||
      !g_socket_get_option (socket, SOL_SOCKET, SO_RCVLOWAT, &awaited, NULL) || here < awaited)
    return G_SOURCE_REMOVE;

  if (here < length)
    return g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, length, NULL);

  g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, 1, NULL);
  g_tls_connection_handshake_async (g_object_ref (tls), G_PRIORITY_DEFAULT,
                                    connection->listener->cancellable, handshake_cb, NULL);
  return G_SOURCE_REMOVE;
}

static void
wait_for_hello (Connection     *connection,
                GTlsConnection *tls)
{
  g_autoptr(GSource) source = g_socket_create_source (connection->socket, G_IO_IN,
                                                      connection->listener->cancellable);

  g_socket_set_option (connection->socket, SOL_SOCKET, SO_RCVLOWAT, RECORD_HEAD, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (hello_cb), tls, g_object_unref);
  g_source_attach (source, NULL);
}

/* No client shows a certificate. Unless it is told so from the beginning, each connection reads all
 * the authorities that the system knows, which takes 4 MB and longer than its handshake. And some
 * clients close without a goodbye; their request is complete by its own length. */
static GIOStream *
secure (AtlasListener *self,
        GIOStream     *plain,
        GError       **error)
{
  GType type = g_tls_backend_get_server_connection_type (g_tls_backend_get_default ());

  return g_initable_new (type, NULL, error, "base-io-stream", plain,
                         "certificate", self->certificate, "database", NULL,
                         "require-close-notify", FALSE, NULL);
}

static Connection *
add_connection (AtlasListener     *self,
                GSocketConnection *plain,
                GIOStream         *stream,
                GSocketAddress    *local,
                GSocketAddress    *remote,
                int                deadline_s)
{
  Connection *connection = g_new0 (Connection, 1);

  connection->listener = self;
  connection->stream = stream;
  connection->socket = g_object_ref (g_socket_connection_get_socket (plain));
  connection->local = g_object_ref (local);
  connection->remote = g_object_ref (remote);
  connection->deadline_us = g_get_monotonic_time () + deadline_s * G_USEC_PER_SEC;
  g_object_weak_ref (G_OBJECT (stream), stream_gone_cb, connection);
  g_hash_table_insert (self->connections, connection->remote, connection);

  return connection;
}

static void
begin_connection (AtlasListener     *self,
                  GSocketConnection *plain)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(GSocketAddress) local = g_socket_connection_get_local_address (plain, NULL);
  g_autoptr(GSocketAddress) remote = g_socket_connection_get_remote_address (plain, NULL);
  GIOStream *tls = NULL;
  Connection *connection;

  if (local == NULL || remote == NULL)
    return;

  /* On a socket of this machine's own there is only the proxy, which has done TLS. */
  if (atlas_address_socket_path (self->address) != NULL)
    {
      add_connection (self, plain, G_IO_STREAM (plain), local, remote, FIRST_REQUEST_S);
      self->func (G_IO_STREAM (plain), local, remote, self->user_data);
      return;
    }

  tls = secure (self, G_IO_STREAM (plain), &error);
  if (tls == NULL)
    return;
  connection = add_connection (self, plain, tls, local, remote, HANDSHAKE_S);
  /* Head and body go out apart; the second must not wait for the first to be acknowledged. */
  g_socket_set_option (connection->socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_object_set_data (G_OBJECT (tls), CONNECTION, connection);
  wait_for_hello (connection, G_TLS_CONNECTION (tls));
}

static gboolean
retry_cb (gpointer user_data)
{
  AtlasListener *self = user_data;

  self->retry_id = 0;
  accept_next (self);
  return G_SOURCE_REMOVE;
}

static void
accepted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(AtlasListener)     self = user_data;
  g_autoptr(GError)            error = NULL;
  g_autoptr(GSocketConnection) plain = NULL;

  plain = g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);
  self->is_accepting = FALSE;

  if (plain != NULL)
    {
      begin_connection (self, plain);
      accept_next (self);
      return;
    }

  if (self->cancellable == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  /* Descriptors ran out: the client waits in the queue until some come back. */
  g_info ("Cannot take a connection now: %s", error->message);
  if (self->retry_id == 0)
    self->retry_id = g_timeout_add (RETRY_MS, retry_cb, self);
}

static void
accept_next (AtlasListener *self)
{
  if (self->socket == NULL || self->is_accepting || self->retry_id != 0 ||
      g_hash_table_size (self->connections) >= self->most)
    return;

  self->is_accepting = TRUE;
  g_socket_listener_accept_async (self->socket, self->cancellable, accepted_cb,
                                  g_object_ref (self));
}

/* As many descriptors as the system lets this process have; the rest is for connections. */
static guint
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return LEAST_CONNECTIONS;

  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    getrlimit (RLIMIT_NOFILE, &limit);

  if (limit.rlim_cur >= MOST_CONNECTIONS + OTHER_DESCRIPTORS)
    return MOST_CONNECTIONS;
  if (limit.rlim_cur <= LEAST_CONNECTIONS + OTHER_DESCRIPTORS)
    return LEAST_CONNECTIONS;
  return (guint) limit.rlim_cur - OTHER_DESCRIPTORS;
}

static void
atlas_listener_dispose (GObject *object)
{
  atlas_listener_close (ATLAS_LISTENER (object));

  G_OBJECT_CLASS (atlas_listener_parent_class)->dispose (object);
}

static void
atlas_listener_finalize (GObject *object)
{
  AtlasListener *self = ATLAS_LISTENER (object);

  g_clear_pointer (&self->connections, g_hash_table_unref);
  g_clear_object (&self->certificate);
  g_clear_object (&self->cancellable);
  g_free (self->address);

  G_OBJECT_CLASS (atlas_listener_parent_class)->finalize (object);
}

static void
atlas_listener_class_init (AtlasListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = atlas_listener_dispose;
  object_class->finalize = atlas_listener_finalize;
}

static void
atlas_listener_init (AtlasListener *self)
{
  self->cancellable = g_cancellable_new ();
  self->connections = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) connection_free);
}

/**
 * atlas_listener_new:
 * @certificate: the server's certificate with its key
 * @func: (scope notified): called for each connection; must outlive the listener's last call
 * @user_data: for @func
 *
 * Returns: (transfer full): a listener that does not listen yet
 */
AtlasListener *
atlas_listener_new (GTlsCertificate  *certificate,
                    AtlasListenerFunc func,
                    gpointer          user_data)
{
  AtlasListener *self;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (ATLAS_TYPE_LISTENER, NULL);
  self->certificate = g_object_ref (certificate);
  self->func = func;
  self->user_data = user_data;

  return self;
}

/**
 * atlas_listener_open:
 * @self: a listener
 * @address: `127.0.0.1:8443`, `[::1]:8443`; port 0 takes a free one; or `unix:` and a path, for a
 *   proxy that does TLS
 * @error: return location for an error
 *
 * Begins to listen, and raises the process's limit of open files to what the system allows.
 *
 * Returns: (transfer full): the address with the port that was taken
 */
char *
atlas_listener_open (AtlasListener *self,
                     const char    *address,
                     GError       **error)
{
  g_autoptr(GSocketListener) socket = g_socket_listener_new ();
  char *taken = NULL;

  g_return_val_if_fail (self->socket == NULL, NULL);

  g_socket_listener_set_backlog (socket, BACKLOG);
  if (!atlas_address_listen (socket, address, DEFAULT_PORT, &taken, error))
    return NULL;

  self->address = g_strdup (address);
  self->most = raise_descriptor_limit ();
  self->socket = g_steal_pointer (&socket);
  self->sweep_id = g_timeout_add (SWEEP_MS, sweep_cb, self);
  accept_next (self);

  return taken;
}

/**
 * atlas_listener_set_certificate:
 * @self: a listener
 * @certificate: the server's certificate with its key
 *
 * Shows another certificate to whoever connects from now on; connections that are there go on.
 */
void
atlas_listener_set_certificate (AtlasListener   *self,
                                GTlsCertificate *certificate)
{
  g_return_if_fail (G_IS_TLS_CERTIFICATE (certificate));

  g_set_object (&self->certificate, certificate);
}

/**
 * atlas_listener_get_expiry:
 * @self: a listener
 *
 * Returns: the end of the certificate's life in seconds since 1970, or -1
 */
gint64
atlas_listener_get_expiry (AtlasListener *self)
{
  g_autoptr(GDateTime) end = g_tls_certificate_get_not_valid_after (self->certificate);

  return end != NULL ? g_date_time_to_unix (end) : -1;
}

/**
 * atlas_listener_stop:
 * @self: a listener
 *
 * Takes no more connections; those that are there go on.
 */
void
atlas_listener_stop (AtlasListener *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (self->socket == NULL)
    return;

  g_socket_listener_close (self->socket);
  g_clear_object (&self->socket);
  atlas_address_leave (self->address);
}

/**
 * atlas_listener_close:
 * @self: a listener
 *
 * Stops, and cuts every connection.
 */
void
atlas_listener_close (AtlasListener *self)
{
  GHashTableIter iter;
  gpointer connection;

  atlas_listener_stop (self);
  g_clear_handle_id (&self->sweep_id, g_source_remove);

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &connection))
    {
      g_object_set_data (G_OBJECT (((Connection *) connection)->stream), CONNECTION, NULL);
      ((Connection *) connection)->listener = NULL;
      connection_cut (connection);
    }
  g_hash_table_remove_all (self->connections);
}

/**
 * atlas_listener_set_deadline:
 * @self: a listener
 * @remote: names the connection
 * @seconds: from now, or -1 for no deadline
 *
 * Says how long a connection may stay as it is before it is cut.
 */
void
atlas_listener_set_deadline (AtlasListener  *self,
                             GSocketAddress *remote,
                             int             seconds)
{
  Connection *connection = g_hash_table_lookup (self->connections, remote);

  if (connection == NULL || connection->is_ending)
    return;

  connection->deadline_us = seconds < 0 ? NO_DEADLINE
      : g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
}

/**
 * atlas_listener_end:
 * @self: a listener
 * @remote: names the connection
 * @last_words: an answer
 *
 * Sends an answer past whoever has the connection, closes its writing side, and cuts it some
 * seconds later.
 */
void
atlas_listener_end (AtlasListener  *self,
                    GSocketAddress *remote,
                    const char     *last_words)
{
  Connection *connection = g_hash_table_lookup (self->connections, remote);
  GOutputStream *output;

  if (connection == NULL)
    return;

  output = g_io_stream_get_output_stream (connection->stream);
  g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), last_words,
                                              strlen (last_words), NULL, NULL);
  g_socket_shutdown (connection->socket, FALSE, TRUE, NULL);
  connection->deadline_us = g_get_monotonic_time () + LINGER_S * G_USEC_PER_SEC;
  connection->is_ending = TRUE;
}

/**
 * atlas_listener_get_n_connections:
 * @self: a listener
 *
 * Returns: how many connections are open, handshakes included
 */
guint
atlas_listener_get_n_connections (AtlasListener *self)
{
  return g_hash_table_size (self->connections);
}
