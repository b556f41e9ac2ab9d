/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "speed-caller.h"

#include <stdlib.h>
#include <string.h>

#define ANSWER_MAX (256 * 1024)

struct _SpeedCaller
{
  GSocketConnection *connection;
  GIOStream         *tls;
  char               answer[ANSWER_MAX + 1];
};

/* The connection is told whom to trust from its beginning: otherwise it reads all authorities that
 * the system knows, which takes longer than all the rest. */
SpeedCaller *
speed_caller_new (const char *url,
                  const char *ca)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnectable) identity = g_network_address_parse_uri (url, 443, NULL);
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (ca, NULL);
  g_autoptr(GError) error = NULL;
  GType type = g_tls_backend_get_client_connection_type (g_tls_backend_get_default ());
  SpeedCaller *self = g_new0 (SpeedCaller, 1);

  self->connection = g_socket_client_connect (client, identity, NULL, &error);
  g_assert_no_error (error);
  self->tls = g_initable_new (type, NULL, &error, "base-io-stream", self->connection,
                              "server-identity", identity, "database", database, NULL);
  g_assert_no_error (error);
  g_tls_connection_handshake (G_TLS_CONNECTION (self->tls), NULL, &error);
  g_assert_no_error (error);

  return self;
}

void
speed_caller_free (SpeedCaller *self)
{
  g_object_unref (self->tls);
  g_object_unref (self->connection);
  g_free (self);
}

int
speed_caller_fd (SpeedCaller *self)
{
  return g_socket_get_fd (g_socket_connection_get_socket (self->connection));
}

void
speed_caller_ask (SpeedCaller *self,
                  const char  *path,
                  const char  *access)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  text = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                          "Sync-Protocol: 1\r\nSync-Schema: 1\r\nSync-Client: bench/1\r\n"
                          "Accept-Encoding: gzip\r\n\r\n", path, access);
  g_output_stream_write_all (g_io_stream_get_output_stream (self->tls), text, strlen (text), NULL,
                             NULL, &error);
  g_assert_no_error (error);
}

static gsize
content_length (const char *answer)
{
  const char *header = strstr (answer, "Content-Length: ");

  return header != NULL ? strtoul (header + strlen ("Content-Length: "), NULL, 10) : 0;
}

/* Reads one answer to its end; gives its status. */
guint
speed_caller_read (SpeedCaller *self,
                   char       **body)
{
  g_autoptr(GError) error = NULL;
  const char *start = NULL;
  gsize n_read = 0;

  while (start == NULL || n_read < (gsize) (start - self->answer) + content_length (self->answer))
    {
      gssize n = g_input_stream_read (g_io_stream_get_input_stream (self->tls),
                                      self->answer + n_read, ANSWER_MAX - n_read, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (n, >, 0);
      n_read += (gsize) n;
      self->answer[n_read] = '\0';
      start = strstr (self->answer, "\r\n\r\n");
      if (start != NULL)
        start += strlen ("\r\n\r\n");
    }

  if (body != NULL)
    *body = g_strdup (start);
  g_assert_true (g_str_has_prefix (self->answer, "HTTP/1.1 "));
  return (guint) strtoul (self->answer + strlen ("HTTP/1.1 "), NULL, 10);
}
