/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-http.h"

#define AGENT       "provision-atlas/" PACKAGE_VERSION
/* A page is 1 MiB of records, with what surrounds them; nobody else is listened to for longer. */
#define ANSWER_MAX  (16 * 1024 * 1024)
/* What TLS gives at once. Freeing more than 64 KiB makes the allocator tidy up all it has. */
#define CHUNK_BYTES (16 * 1024)

/**
 * atlas_http_session_new:
 * @pin: (nullable): whom to trust; %NULL for whom the system trusts
 * @timeout_s: seconds without a word after which a request is given up
 *
 * Makes a session on the calling thread's default main context. It goes through the proxy of the
 * system's settings.
 *
 * Returns: (transfer full): the session
 */
SoupSession *
atlas_http_session_new (AtlasPin *pin,
                        guint     timeout_s)
{
  SoupSession *session = soup_session_new_with_options ("timeout", timeout_s,
                                                        "user-agent", AGENT, NULL);

  if (pin != NULL)
    soup_session_set_tls_database (session, G_TLS_DATABASE (pin));
  return session;
}

static GBytes *
read_body (GInputStream *stream,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr(GByteArray) all = g_byte_array_new ();

  while (all->len <= ANSWER_MAX)
    {
      guint8 chunk[CHUNK_BYTES];
      gssize n_read = g_input_stream_read (stream, chunk, sizeof chunk, cancellable, error);

      if (n_read < 0)
        return NULL;
      if (n_read == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&all));
      g_byte_array_append (all, chunk, (guint) n_read);
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "The answer does not end");
  return NULL;
}

/* A name and a password are for the proxy alone, and are tried once: a second wrong one could lock
 * the person's account. */
static gboolean
authenticate_cb (SoupMessage *message,
                 SoupAuth    *auth,
                 gboolean     is_again,
                 gpointer     user_data)
{
  const AtlasProxyLogin *login = user_data;

  if (is_again || !soup_auth_is_for_proxy (auth))
    return FALSE;

  soup_auth_authenticate (auth, login->user, login->password);
  return TRUE;
}

/**
 * atlas_http_send:
 * @session: a session, with its context the thread's default
 * @message: what to send; redirects are not followed
 * @login: (nullable): for a proxy that asks
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Sends a request and reads the whole answer, of whatever status. The calling thread waits.
 *
 * Errors: those of libsoup and of GIO.
 *
 * Returns: (transfer full): the answer's body
 */
GBytes *
atlas_http_send (SoupSession           *session,
                 SoupMessage           *message,
                 const AtlasProxyLogin *login,
                 GCancellable          *cancellable,
                 GError               **error)
{
  g_autoptr(GInputStream) stream = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (login != NULL)
    g_signal_connect (message, "authenticate", G_CALLBACK (authenticate_cb), (gpointer) login);
  stream = soup_session_send (session, message, cancellable, error);

  return stream != NULL ? read_body (stream, cancellable, error) : NULL;
}
